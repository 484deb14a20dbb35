"""The small written values of an agreement: keys, durations, percentages, levels, clock hours.

Each is written as people write it ("4 h", "at least 95 %", "08:00-18:00") and read into an exact
value; the written form is kept for JSON, so that what is read back is what was signed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    Strict,
    WithJsonSchema,
)

from entente.agreement.terms import looser
from entente.agreement.terms.looser import Mendable
from entente.foundation.durations import Days, Duration, parse_duration
from entente.foundation.money import Money, parse_money
from entente.foundation.references import KEY_PATTERN, is_key

Party = Literal["client", "provider"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Terms(BaseModel):
    """A frozen part of an agreement; an unknown key is refused, never ignored."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )


def later(default: Any = None, *, alias: str | None = None, **limits: Any) -> Any:
    """The field of a word that joined the language after agreements had been signed.

    Unsaid it is no part of the terms, so that the digest of what was signed stays what it was.
    """
    return Field(default=default, alias=alias, exclude_if=lambda said: said == default, **limits)


@dataclass(frozen=True)
class Percent:
    """A share in exact hundredths: `Percent(Fraction(999, 10))` is 99.9 %."""

    value: Fraction

    @property
    def share(self) -> Fraction:
        """The share of one: 99.9 % gives 999/1000."""
        return self.value / 100

    def __str__(self) -> str:
        return f"{plain_decimal(self.value)} %"


Comparison = Literal[">=", ">", "<=", "<"]
COMPARISON_WORDS: dict[str, Comparison] = {
    "at least": ">=",
    ">=": ">=",
    "above": ">",
    ">": ">",
    "at most": "<=",
    "<=": "<=",
    "below": "<",
    "<": "<",
}
SAID: dict[Comparison, str] = {">=": "at least", ">": "above", "<=": "at most", "<": "below"}


@dataclass(frozen=True)
class Level:
    """A bound on a measured value: how it compares, the exact figure, and the unit it is in.

    `unit` is "%" (the value is in hundredths), "time" (microseconds) or "points" (plain).
    """

    comparison: Comparison
    value: Fraction
    unit: Literal["%", "time", "points"]
    written: str

    def holds(self, value: Fraction) -> bool:
        """Whether a value in this level's unit satisfies the bound."""
        return {
            ">=": value >= self.value,
            ">": value > self.value,
            "<=": value <= self.value,
            "<": value < self.value,
        }[self.comparison]

    def __str__(self) -> str:
        return self.written


def plain_decimal(value: Fraction) -> str:
    """The shortest exact decimal of a fraction; a fraction itself where no decimal is exact."""
    numerator, denominator = value.numerator, value.denominator
    places = next((p for p in range(31) if 10**p % denominator == 0), None)
    if places is None:
        return f"{numerator}/{denominator}"
    scaled = abs(numerator) * (10**places // denominator)
    digits = str(scaled).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "-" if numerator < 0 else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


_DECIMAL = r"\d{1,15}(?:\.\d{1,12})?"


def parse_percent(text: object) -> Percent:
    """Read "99.9 %"; ValueError says what is expected, also for a bare number."""
    if isinstance(text, Percent):
        return text
    found = re.fullmatch(rf"\s*({_DECIMAL})\s*%\s*", text) if isinstance(text, str) else None
    if not found:
        raise Mendable(
            f"{text!r} is not a percentage: write it with its sign, such as 99.9 %",
            looser.share(text),
        )
    return Percent(Fraction(found[1]))


def parse_level(text: object) -> Level:
    """Read "at least 95 %", "at most 1.5 s", ">= 4.0"; ValueError says what is expected."""
    if isinstance(text, Level):
        return text
    words = "|".join(re.escape(word) for word in COMPARISON_WORDS)
    found = re.fullmatch(rf"\s*({words})\s*(\S.*?)\s*", text) if isinstance(text, str) else None
    if not found:
        raise Mendable(
            f"{text!r} is not a level: say how it compares and with what, "
            "such as at least 95 %, at most 1.5 s, above 4.0",
            looser.level(text),
        )
    try:
        return _bound(COMPARISON_WORDS[found[1]], found[2])
    except ValueError as refused:
        raise Mendable(str(refused), looser.level(text)) from None


def _bound(comparison: Comparison, figure: str) -> Level:
    written = f"{SAID[comparison]} {figure}"
    if figure.endswith("%"):
        return Level(comparison, parse_percent(figure).value, "%", written)
    if re.fullmatch(_DECIMAL, figure):
        return Level(comparison, Fraction(figure), "points", written)
    limit = parse_duration(figure)
    if isinstance(limit, Days):
        raise ValueError(f"{written!r} is in days, which a level cannot be in: write it in hours")
    return Level(comparison, Fraction(limit.micros), "time", written)


def parse_limit(text: object) -> Duration | Days:
    """Read "4 h", "4 working hours", "3 business days"; ValueError says what is expected."""
    if isinstance(text, Duration | Days):
        return text
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not a length of time: write a figure and a unit, as in 4 h")
    try:
        return parse_duration(re.sub(r"\b(?:working|business)\s+(?=h|min)", "", text))
    except ValueError as refused:
        raise Mendable(str(refused), looser.length(text)) from None


def parse_span(text: object) -> Duration:
    """Read a plain length of time without days of any calendar, such as "20 min"."""
    limit = parse_limit(text)
    if isinstance(limit, Days):
        raise ValueError(f"{text!r} counts days: write hours or minutes here")
    return limit


def parse_day_count(text: object) -> int:
    """Read "10 days", counted on the calendar; ValueError says what is expected."""
    if isinstance(text, int) and not isinstance(text, bool):
        return text
    found = (
        re.fullmatch(r"\s*(\d{1,3})\s*(?:calendar\s+)?days?\s*", text)
        if isinstance(text, str)
        else None
    )
    if not found:
        raise ValueError(f"{text!r} is not a count of calendar days: write it as 10 days")
    return int(found[1])


def parse_key(text: object) -> str:
    """Check a name that others refer to: lower case words joined by hyphens."""
    if not isinstance(text, str) or not is_key(text):
        raise Mendable(
            f"{text!r} is not a key: use lower-case letters, digits and single hyphens, "
            "such as core-banking",
            looser.key(text),
        )
    return text


FIELD_PATTERN = "^[a-z][a-z0-9_]{0,62}$"


def parse_field(text: object) -> str:
    """Check the name of a record's field, as conditions use it."""
    if not isinstance(text, str) or not re.fullmatch(FIELD_PATTERN, text):
        raise Mendable(
            f"{text!r} is not a field name: use lower-case letters, digits and underscores, "
            "such as pause_reason",
            looser.field(text),
        )
    return text


_CLOCK = r"(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)"
HOURS_PATTERN = rf"^\s*{_CLOCK}\s*-\s*{_CLOCK}\s*$"


def parse_hours(text: object) -> tuple[str, str]:
    """Read "08:00-18:00" into its two wall-clock ends; "22:00-06:00" runs over midnight."""
    if isinstance(text, tuple):
        return text
    found = (
        re.fullmatch(rf"\s*({_CLOCK})\s*-\s*({_CLOCK})\s*", text) if isinstance(text, str) else None
    )
    if not found or found[1] == found[2] or found[1] == "24:00":
        raise Mendable(
            f"{text!r} is not a span of hours: write it as 08:00-18:00", looser.hours(text)
        )
    return found[1], found[2]


def _one_is_a_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def parse_date(text: object) -> dt.date:
    """Read "2026-03-17"; ValueError says what is expected. A number or a time is no date."""
    if isinstance(text, dt.date) and not isinstance(text, dt.datetime):
        return text
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text} is not in the calendar: check its month and day") from None
    raise Mendable(f"{text!r} is not a date: write it as 2026-03-17", looser.date(text))


def parse_ceiling(text: object) -> Percent | Money:
    """Read "12 %" or "10000 EUR"; ValueError says what is expected."""
    if isinstance(text, Percent | Money):
        return text
    return parse_percent(text) if isinstance(text, str) and "%" in text else parse_amount(text)


def parse_amount(text: object) -> Money:
    """Read "120000 EUR"; ValueError says what is expected, also for a bare number."""
    if isinstance(text, Money):
        return text
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not an amount of money: write its currency, as in 500 EUR")
    try:
        amount = parse_money(text)
    except ValueError as refused:
        raise Mendable(str(refused), looser.amount(text)) from None
    if amount.amount < 0:
        raise ValueError(f"{text!r} is below zero: an amount in an agreement is not")
    return amount


def _scalar(parse: Callable[[object], Any], say: Callable[[Any], str], **schema: object) -> Any:
    """The pydantic machinery of a written value: read by `parse`, written by `say`."""
    return (
        PlainValidator(parse),
        PlainSerializer(say, return_type=str),
        WithJsonSchema({"type": "string", **schema}),
    )


_PERCENT_PATTERN = rf"^\s*{_DECIMAL}\s*%\s*$"
_LENGTH = r"[0-9P].*[A-Za-z]"  # for editors: each length of time starts and ends so
_LIMIT_PATTERN = rf"^\s*{_LENGTH}\s*$"
_LEVEL_PATTERN = (
    rf"^\s*(at least|at most|above|below|>=|<=|>|<)\s*({_DECIMAL}(\s*%)?|{_LENGTH})\s*$"
)
_DATE_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_SPAN_EXAMPLES = ["15 min", "4 h", "1 h 30 min", "PT4H"]

Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]
KeyName = Annotated[
    str,
    BeforeValidator(parse_key),
    WithJsonSchema({"type": "string", "pattern": KEY_PATTERN}),
]
FieldName = Annotated[
    str, BeforeValidator(parse_field), WithJsonSchema({"type": "string", "pattern": FIELD_PATTERN})
]
DateValue = Annotated[
    dt.date,
    *_scalar(
        parse_date,
        dt.date.isoformat,
        format="date",
        pattern=_DATE_PATTERN,
        examples=["2026-03-17"],
    ),
]
PercentValue = Annotated[
    Percent, *_scalar(parse_percent, str, pattern=_PERCENT_PATTERN, examples=["99.9 %"])
]
LevelValue = Annotated[
    Level,
    *_scalar(
        parse_level,
        str,
        pattern=_LEVEL_PATTERN,
        examples=["at least 95 %", "at most 1.5 s", "at least 4.0"],
    ),
]
LimitValue = Annotated[
    Duration | Days,
    *_scalar(
        parse_limit,
        str,
        pattern=_LIMIT_PATTERN,
        examples=["15 min", "4 h", "8 working hours", "3 business days"],
    ),
]
SpanValue = Annotated[
    Duration, *_scalar(parse_span, str, pattern=_LIMIT_PATTERN, examples=_SPAN_EXAMPLES)
]
DayCount = Annotated[
    int, *_scalar(parse_day_count, lambda days: f"{days} days", examples=["10 days"])
]
MoneyValue = Annotated[Money, *_scalar(parse_amount, str, examples=["120000 EUR"])]
CeilingValue = Annotated[
    Percent | Money, *_scalar(parse_ceiling, str, examples=["12 %", "10000 EUR"])
]
Hours = Annotated[
    tuple[str, str],
    *_scalar(parse_hours, "-".join, pattern=HOURS_PATTERN, examples=["08:00-18:00", "22:00-06:00"]),
]
HoursList = Annotated[
    tuple[Hours, ...],
    BeforeValidator(_one_is_a_list),
    WithJsonSchema(
        {
            "description": "One span of hours, or a list of them; an empty list is closed.",
            "anyOf": [
                {"type": "string", "pattern": HOURS_PATTERN, "examples": ["08:00-18:00"]},
                {"type": "array", "items": {"type": "string", "pattern": HOURS_PATTERN}},
            ],
        }
    ),
]
