"""Limits of clocks: lengths of time, ends of days, and the sooner or later of several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    Discriminator,
    PlainSerializer,
    PlainValidator,
    Tag,
    WithJsonSchema,
    model_validator,
)

from entente.agreement.terms.scalars import KeyName, Terms, parse_limit
from entente.foundation.durations import Days, Duration


@dataclass(frozen=True)
class EndOfDay:
    """The closing of a working day of the calendar: of the nth one after that of the start.

    0 is the day of the start itself, or the next working day where it is none.
    """

    count: int

    def __str__(self) -> str:
        if self.count == 0:
            return "end of the business day"
        if self.count == 1:
            return "end of the next business day"
        return f"end of the {self.count}th business day after"


def parse_end_of_day(text: str) -> EndOfDay | None:
    """Read "end of the next business day", "end of the 2nd business day after"; None otherwise."""
    found = re.fullmatch(
        r"\s*end of (?:the )?(next |(\d{1,3})(?:st|nd|rd|th) )?(?:business|working|support) day"
        r"( after)?\s*",
        text,
        re.ASCII | re.IGNORECASE,
    )
    if not found or (found[2] and not found[3]):
        return None
    if found[2]:
        return EndOfDay(int(found[2]))
    return EndOfDay(1 if found[1] or found[3] else 0)


def parse_any_limit(text: object) -> Duration | Days | EndOfDay:
    """Read "4 h", "3 business days", "end of the next business day"; ValueError says what fits."""
    if isinstance(text, EndOfDay):
        return text
    if isinstance(text, str) and (found := parse_end_of_day(text)) is not None:
        return found
    return parse_limit(text)


AnyLimit = Annotated[
    Duration | Days | EndOfDay,
    PlainValidator(parse_any_limit),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\s*([0-9P].*[A-Za-z]|end of .*)\s*$",
            "examples": ["15 min", "4 h", "3 business days", "end of the next business day"],
        }
    ),
]


class CalendarLimit(Terms):
    """A limit on a calendar of its own."""

    limit: AnyLimit
    calendar: KeyName | None = None


class SeveralLimits(Terms):
    """Several limits of one clock: it must keep the sooner of them, or the later."""

    sooner_of: tuple[CalendarLimit, ...] = ()
    later_of: tuple[CalendarLimit, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> SeveralLimits:
        if bool(self.sooner_of) == bool(self.later_of):
            raise ValueError("several limits are sooner_of a list or later_of a list: give one")
        return self


def _form(value: Any) -> str:
    return "several" if isinstance(value, dict | SeveralLimits) else "one"


LimitTerms = Annotated[
    Annotated[AnyLimit, Tag("one")] | Annotated[SeveralLimits, Tag("several")],
    Discriminator(_form),
]
