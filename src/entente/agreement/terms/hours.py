"""Calendars of an agreement: when the parties work, as written; `foundation.worktime` computes."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, Tag, WithJsonSchema
from pydantic.types import Discriminator

from entente.agreement.terms import looser
from entente.agreement.terms.looser import Mendable
from entente.agreement.terms.scalars import HOURS_PATTERN, DateValue, HoursList, Terms, Whole

DAY_WORDS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_PATTERN = "^(daily|(mon|tue|wed|thu|fri|sat|sun)([-, ]+(mon|tue|wed|thu|fri|sat|sun))*)$"


def parse_days(text: object) -> tuple[str, ...]:
    """The days that `mon-fri`, `mon, wed` or `daily` name; ValueError says what is expected."""
    if text == "daily":
        return DAY_WORDS
    named: list[str] = []
    for part in str(text).split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        if first not in DAY_WORDS or (dash and last not in DAY_WORDS):
            raise Mendable(
                f"{text!r} names no days: write mon-fri, mon, wed or daily, "
                "with days as mon tue wed thu fri sat sun",
                looser.days(text),
                key=str(text),
            )
        start = DAY_WORDS.index(first)
        count = (DAY_WORDS.index(last) - start) % 7 + 1 if dash else 1
        named += [DAY_WORDS[(start + step) % 7] for step in range(count)]
    if len(set(named)) < len(named):
        raise ValueError(f"{text!r} names a day twice")
    return tuple(named)


def parse_week(value: object) -> object:
    """Check that the entries of a week name each day at most once."""
    if not isinstance(value, dict):
        return value
    seen: dict[str, str] = {}
    for written in value:
        for day in parse_days(written):
            if day in seen:
                raise ValueError(f"{day} is in two entries, {seen[day]!r} and {written!r}")
            seen[day] = written
    return value


def parse_recurring(text: object) -> str:
    """Check a date of every year, `12-25`; ValueError says what is expected."""
    found = re.fullmatch(r"(\d{2})-(\d{2})", text) if isinstance(text, str) else None
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if (
        not found
        or not 1 <= int(found[1]) <= 12
        or not 1 <= int(found[2]) <= lengths[int(found[1]) - 1]
    ):
        raise Mendable(
            f"{text!r} is not a date of every year: write 12-25 for 25 December",
            looser.recurring(text),
        )
    return found[0]


Week = Annotated[
    dict[str, HoursList],
    BeforeValidator(parse_week),
    WithJsonSchema(
        {
            "type": "object",
            "description": "Days (mon-fri, mon, wed, daily) and their hours.",
            "propertyNames": {"pattern": _DAYS_PATTERN, "examples": ["mon-fri", "sat", "daily"]},
            "additionalProperties": {
                "anyOf": [
                    {"type": "string", "pattern": HOURS_PATTERN},
                    {"type": "array", "items": {"type": "string", "pattern": HOURS_PATTERN}},
                ]
            },
        }
    ),
]
RecurringDate = Annotated[
    str,
    BeforeValidator(parse_recurring),
    WithJsonSchema({"type": "string", "pattern": "^[0-1][0-9]-[0-3][0-9]$", "examples": ["12-25"]}),
]


class PublicHolidays(Terms):
    """Holidays of a country as a draft names them; signing pins them as dates."""

    country: str = Field(pattern="^[A-Z]{2}$", description="Two letters, such as IE.")
    subdivision: str = Field(default="", description="A part of the country, such as BY.")
    years: tuple[Whole, ...] = Field(min_length=1, max_length=60)


class ConventionTerms(Terms):
    """The readings on which honest people differ, each with its stated default.

    `daylight_saving`: real time, or each reading of the clock once. `at_closing`: an amount that
    ends exactly at closing is reached there, or when the next window opens. `start_after_end`: what
    a clock shows that ended before it started. `from_non_working_day`: whether the next working day
    after a closed one is the first of the days counted or the day counted from. `in_gap` and
    `in_repeat`: a deadline in an hour that a clock change skips or repeats. `into_closed_day`:
    whether hours over midnight end there when the next day is a holiday.
    """

    daylight_saving: Literal["elapsed", "wall-clock"] = "elapsed"
    at_closing: Literal["end-of-window", "start-of-next"] = "end-of-window"
    start_after_end: Literal["zero", "negative", "error"] = "zero"
    from_non_working_day: Literal["next-is-day-one", "next-is-day-zero"] = "next-is-day-one"
    in_gap: Literal["push-forward", "end-of-gap", "before-gap", "error"] = "push-forward"
    in_repeat: Literal["first", "second"] = "first"
    into_closed_day: Literal["cut", "whole"] = "cut"


def _holiday_form(value: Any) -> str:
    return "country" if isinstance(value, dict | PublicHolidays) else "dates"


Holidays = Annotated[
    Annotated[PublicHolidays, Tag("country")] | Annotated[tuple[DateValue, ...], Tag("dates")],
    Discriminator(_holiday_form),
]


class CalendarTerms(Terms):
    """Weekly hours in a zone, and every day on which they differ.

    `weekly` maps a day, a range (`mon-fri`), a list (`mon, wed`) or `daily` to its hours; a day
    that is absent is closed. `days` gives the hours of single dates, which win over all else:
    an empty list closes the date, `08:00-12:00` makes it a half day. `breaks` are taken out of
    every day. `only_while_open` names another calendar: only hours in which both are open count.
    """

    title: str = ""
    zone: str = ""
    weekly: Week = Field(min_length=1)
    holidays: Holidays = ()
    recurring_holidays: tuple[RecurringDate, ...] = ()
    days: dict[DateValue, HoursList] = Field(default_factory=dict)
    breaks: HoursList = ()
    only_while_open: str = ""
    conventions: ConventionTerms = ConventionTerms()

    def hours_of_week(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The weekly hours of each day that has any, by its three letters."""
        return {day: hours for written, hours in self.weekly.items() for day in parse_days(written)}
