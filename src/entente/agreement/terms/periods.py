"""Lapses of time and clock readings as agreements write them: `30 days`, `6 months`, `23:00`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from entente.agreement.terms.scalars import parse_span
from entente.foundation.durations import Duration

LapseUnit = Literal[
    "minute", "hour", "day", "business-day", "week", "month", "quarter", "half-year", "year"
]
_WORDS: dict[str, LapseUnit] = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hour"),
    **dict.fromkeys(("d", "day", "days", "calendar day", "calendar days"), "day"),
    **dict.fromkeys(
        ("business day", "business days", "working day", "working days"), "business-day"
    ),
    **dict.fromkeys(("week", "weeks"), "week"),
    **dict.fromkeys(("month", "months"), "month"),
    **dict.fromkeys(("quarter", "quarters"), "quarter"),
    **dict.fromkeys(("half-year", "half-years"), "half-year"),
    **dict.fromkeys(("year", "years"), "year"),
}  # fmt: skip
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
LAPSE_PATTERN = (
    r"^\s*[0-9]{1,5}\s*(min(s|utes?)?|h|hrs?|hours?|d|(calendar |business |working )?days?|weeks?|"
    r"months?|quarters?|half-years?|years?)\s*$"
)


@dataclass(frozen=True)
class Lapse:
    """A count of one unit of time; what an hour or a business day is, its calendar says."""

    count: int
    unit: LapseUnit

    @property
    def months(self) -> int | None:
        """How many calendar months it is; None where it is counted in days or less."""
        size = _MONTHS.get(self.unit)
        return None if size is None else self.count * size

    @property
    def about(self) -> Fraction:
        """Its length in mean days, to put lapses in order; nothing is computed from it."""
        if self.months is not None:
            return Fraction(self.months * 146_097, 4_800)
        parts = {"week": Fraction(7), "hour": Fraction(1, 24), "minute": Fraction(1, 1_440)}
        return self.count * parts.get(self.unit, Fraction(1))

    @property
    def is_clock(self) -> bool:
        """Whether it is counted in hours or minutes, not in days."""
        return self.unit in {"minute", "hour"}

    def __str__(self) -> str:
        word = self.unit.replace("business-day", "business day")
        return f"{self.count} {word}{'' if self.count == 1 else 's'}"


def parse_lapse(text: object) -> Lapse:
    """Read "30 days", "5 business days", "6 months", "48 h"; ValueError says what is expected."""
    if isinstance(text, Lapse):
        return text
    found = (
        re.fullmatch(r"\s*(\d{1,5})[\s-]*([A-Za-z][A-Za-z -]*?)\s*", text, re.ASCII)
        if isinstance(text, str)
        else None
    )
    unit = _WORDS.get(found[2].lower()) if found else None
    if not found or unit is None:
        raise ValueError(
            f"{text!r} is not a lapse of time: write a whole number and a unit, "
            "such as 48 h, 30 days, 5 business days, 6 months"
        )
    return Lapse(int(found[1]), unit)


def parse_lapse_of_days(text: object) -> Lapse:
    """Read "30 days", "2 weeks", "6 months": what any calendar on the wall tells."""
    lapse = parse_lapse(text)
    if lapse.is_clock or lapse.unit == "business-day":
        raise ValueError(f"{text!r} is not counted in whole days: write days, weeks, months, years")
    return lapse


def parse_within(text: object) -> Lapse | Duration:
    """Read "4 h", "1 h 30 min", "10 business days", "3 months"; ValueError says what is expected.

    Hours and minutes are an amount that a clock counts; days and more are counted on a calendar.
    """
    if isinstance(text, Lapse | Duration):
        return text
    try:
        lapse = parse_lapse(text)
        if not lapse.is_clock:
            return lapse
    except ValueError:
        pass  # not one count of one unit: an amount of time, or nothing that we know
    return parse_span(text)


def parse_clock(text: object) -> str:
    """Read "23:00"; ValueError says what is expected. `24:00` is the end of the day."""
    if isinstance(text, str) and re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", text, re.ASCII):
        return text
    raise ValueError(f"{text!r} is not a time of day: write it in quotes as '23:00'")


def minutes_of(clock: str) -> int:
    """Minutes after midnight of a time of day."""
    return int(clock[:2]) * 60 + int(clock[3:])


def _written(parse: Any, say: Any, **schema: object) -> tuple[Any, ...]:
    return (
        PlainValidator(parse),
        PlainSerializer(say, return_type=str),
        WithJsonSchema({"type": "string", **schema}),
    )


LapseValue = Annotated[
    Lapse,
    *_written(
        parse_lapse,
        str,
        pattern=LAPSE_PATTERN,
        examples=["48 h", "30 days", "5 business days", "6 months"],
    ),
]
LapseOfDays = Annotated[
    Lapse,
    *_written(
        parse_lapse_of_days,
        str,
        pattern=LAPSE_PATTERN,
        examples=["30 days", "2 weeks", "6 months", "1 year"],
    ),
]
WithinValue = Annotated[
    Lapse | Duration,
    *_written(
        parse_within,
        str,
        pattern=r"^\s*[0-9P].*[A-Za-z]\s*$",
        examples=["4 h", "1 h 30 min", "10 business days", "60 days"],
    ),
]
ClockTime = Annotated[
    str,
    *_written(
        parse_clock, str, pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", examples=["23:00"]
    ),
]
