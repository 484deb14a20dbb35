"""Periods that bring a duty back: days, weeks, months, quarters, years, years of the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from entente.agreement.duties.counting import Counter
from entente.agreement.explain.wording import spoken_date
from entente.agreement.terms.obligations import Every
from entente.foundation.months import plus_months

_ONE = dt.timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Recurrence:
    """A period `[first, until)` of days, and what people call it."""

    first: dt.date
    until: dt.date
    name: str

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.until - _ONE


def recurrences(
    every: Every, contract: dt.date, counter: Counter, week_start: str = "mon"
) -> Iterator[Recurrence]:
    """The periods without end, from the one that holds the first day of the contract."""
    if every in {"day", "business-day"}:
        yield from _days(contract, counter, all_days=every == "day")
    elif every in {"week", "two-weeks"}:
        length = 7 if every == "week" else 14
        first = contract - (contract.weekday() - _WEEK.index(week_start)) % 7 * _ONE
        while True:
            until = first + length * _ONE
            count = "" if length == 7 else "two "
            name = f"the {count}week{'s' if count else ''} to {spoken_date(until - _ONE)}"
            yield Recurrence(first, until, name)
            first = until
    elif every == "contract-year":
        yield from _contract_years(contract)
    else:
        yield from _calendar(contract, _MONTHS[every])


def _days(contract: dt.date, counter: Counter, *, all_days: bool) -> Iterator[Recurrence]:
    day = contract
    while True:
        if all_days or counter.calendar.is_workday(day):
            yield Recurrence(day, day + _ONE, spoken_date(day))
        day += _ONE


def _contract_years(contract: dt.date) -> Iterator[Recurrence]:
    count = 0
    while True:
        first, until = plus_months(contract, 12 * count), plus_months(contract, 12 * (count + 1))
        yield Recurrence(first, until, f"contract year {count + 1}")
        count += 1


def _calendar(contract: dt.date, length: int) -> Iterator[Recurrence]:
    first = contract.replace(month=(contract.month - 1) // length * length + 1, day=1)
    while True:
        until = plus_months(first, length)
        yield Recurrence(first, until, _name(first, length))
        first = until


def _name(first: dt.date, length: int) -> str:
    place = (first.month - 1) // length + 1
    return {
        1: f"{first:%B %Y}",
        3: f"quarter {place} of {first.year}",
        6: f"half-year {place} of {first.year}",
        12: str(first.year),
    }[length]
