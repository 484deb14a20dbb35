"""The written values of credits: ends of bands, quantities of failure, shares, factors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from entente.agreement.terms.scalars import (
    Percent,
    parse_ceiling,
    parse_percent,
    plain_decimal,
)
from entente.foundation.durations import Days, parse_duration
from entente.foundation.money import Money

_DECIMAL = r"\d{1,15}(?:\.\d{1,12})?"


@dataclass(frozen=True)
class Quantity:
    """An exact amount in the unit of a figure: hundredths, microseconds, or plain points."""

    value: Fraction
    unit: Literal["%", "time", "points"]
    written: str

    def __str__(self) -> str:
        return self.written


def parse_quantity(text: object) -> Quantity:
    """Read "99 %", "30 min", "3 ms", "3"; ValueError says what is expected."""
    if isinstance(text, Quantity):
        return text
    if isinstance(text, Percent):
        return Quantity(text.value, "%", str(text))
    if isinstance(text, int) and not isinstance(text, bool):
        return Quantity(Fraction(text), "points", str(text))
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not a quantity: write it as 99 %, 30 min or 3")
    written = text.strip()
    if "%" in written:
        percent = parse_percent(written)
        return Quantity(percent.value, "%", str(percent))
    if re.fullmatch(_DECIMAL, written, re.ASCII):
        return Quantity(Fraction(written), "points", written)
    length = parse_duration(written)
    if isinstance(length, Days):
        raise ValueError(f"{text!r} counts days of a calendar: write it in hours")
    return Quantity(Fraction(length.micros), "time", written)


@dataclass(frozen=True)
class ExactShare:
    """A share of one that no decimal need hold, such as 1/30."""

    value: Fraction
    written: str

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True)
class ServiceDays:
    """Days of service: given as days where the parties settle in days, else as a day's charges."""

    count: int

    def __str__(self) -> str:
        return f"{self.count} day{'' if self.count == 1 else 's'}"


Share = Percent | Money | ExactShare | ServiceDays


def parse_share(text: object) -> Share:
    """Read "5 %", "1/30", "100 EUR" or "1 day"; ValueError says what is expected."""
    if isinstance(text, ExactShare | Percent | Money | ServiceDays):
        return text
    days = re.fullmatch(r"\s*(\d{1,4})\s*days?\s*", text) if isinstance(text, str) else None
    if days:
        return ServiceDays(int(days[1]))
    found = (
        re.fullmatch(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", text) if isinstance(text, str) else None
    )
    if found and int(found[2]):
        share = Fraction(int(found[1]), int(found[2]))
        return ExactShare(share, f"{int(found[1])}/{int(found[2])}")
    return parse_ceiling(text)


def parse_factor(text: object) -> Fraction:
    """Read a plain factor such as 2 or 1.5; ValueError says what is expected."""
    if isinstance(text, Fraction):
        return text
    said = str(text) if isinstance(text, int | str) and not isinstance(text, bool) else ""
    if not re.fullmatch(rf"\s*{_DECIMAL}\s*", said, re.ASCII):
        raise ValueError(f"{text!r} is not a factor: write it as 2 or 1.5")
    return Fraction(said.strip())


_QUANTITY = {"type": ["string", "integer"], "examples": ["99 %", "30 min", 3]}
QuantityValue = Annotated[
    Quantity,
    PlainValidator(parse_quantity),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_QUANTITY),
]
BandEnd = QuantityValue
ShareValue = Annotated[
    Share,
    PlainValidator(parse_share),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["5 %", "1/30", "100 EUR", "1 day"]}),
]
FactorValue = Annotated[
    Fraction,
    PlainValidator(parse_factor),
    PlainSerializer(plain_decimal, return_type=str),
    WithJsonSchema({"type": ["string", "number"], "examples": [2, "1.5"]}),
]
