"""Calendars of an agreement: when the parties work, as written; `foundation.worktime` computes."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, field_validator

from entente.agreement.scalars import Hours, Terms

DAY_WORDS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class PublicHolidays(Terms):
    """Holidays of a country as a draft names them; signing pins them as dates."""

    country: str = Field(pattern="^[A-Z]{2}$")
    subdivision: str = ""
    years: tuple[int, ...] = Field(min_length=1)


class ConventionTerms(Terms):
    """The readings on which honest people differ, each with its stated default."""

    daylight_saving: Literal["elapsed", "wall-clock"] = "elapsed"
    at_closing: Literal["end-of-window", "start-of-next"] = "end-of-window"
    start_after_end: Literal["zero", "negative", "error"] = "zero"
    from_non_working_day: Literal["next-working-day", "same-day"] = "next-working-day"
    in_gap: Literal["push-forward", "end-of-gap"] = "push-forward"


class CalendarTerms(Terms):
    """Weekly hours in a zone, and every day on which they differ.

    `weekly` maps a day, a range (`mon-fri`), a list (`mon, wed`) or `daily` to its hours; a day
    that is absent is closed. `days` gives the hours of single dates, which win over all else:
    an empty list closes the date, `08:00-12:00` makes it a half day.
    """

    title: str = ""
    zone: str = ""
    weekly: dict[str, tuple[Hours, ...]] = Field(min_length=1)
    holidays: PublicHolidays | tuple[dt.date, ...] = ()
    recurring_holidays: tuple[str, ...] = ()
    days: dict[dt.date, tuple[Hours, ...]] = {}
    breaks: tuple[Hours, ...] = ()
    only_while_open: str = ""  # another calendar: only hours in which both are open count
    conventions: ConventionTerms = ConventionTerms()

    @field_validator("weekly", "days", mode="before")
    @classmethod
    def _one_span_is_a_list(cls, value: object) -> object:
        if isinstance(value, dict):
            return {k: [v] if isinstance(v, str) else v for k, v in value.items()}
        return value

    @field_validator("breaks", mode="before")
    @classmethod
    def _one_break_is_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value
