"""A calendar in plain English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.explain.wording import listed, spoken_date, spoken_days, spoken_hours
from entente.agreement.terms.hours import CalendarTerms, PublicHolidays

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_CONVENTIONS = {
    ("daylight_saving", "wall-clock"):
        "When the clocks change, each reading of the clock counts once.",
    ("at_closing", "start-of-next"):
        "A time that is up exactly at closing is up when the next hours begin.",
    ("start_after_end", "negative"):
        "A clock that ends before it starts shows a negative time.",
    ("start_after_end", "error"): "A clock that ends before it starts is an error.",
    ("from_non_working_day", "next-is-day-zero"):
        "Days are counted from the next working day, which is not one of them.",
    ("in_gap", "end-of-gap"): "A deadline in a skipped hour falls at the end of that hour.",
    ("in_gap", "before-gap"): "A deadline in a skipped hour falls an hour earlier.",
    ("in_gap", "error"): "A deadline in a skipped hour is an error.",
    ("in_repeat", "second"): "A deadline in a repeated hour falls in the second of the two.",
    ("into_closed_day", "whole"): "Hours over midnight run on into a holiday.",
}  # fmt: skip


def explain_calendar(terms: CalendarTerms, zone: str) -> Iterator[str]:
    """When it is open, in sentences."""
    parts = [
        f"{spoken_days(days)} {spoken_hours(hours)}"
        for days, hours in terms.weekly.items()
        if hours
    ]
    if parts:
        yield f"Open {listed(parts)}, in the time zone {terms.zone or zone}."
    else:
        yield "Not open in any ordinary week."
    if terms.breaks:
        yield f"Every day has a break {spoken_hours(terms.breaks)}."
    yield from _holidays(terms)
    for day, hours in sorted(terms.days.items()):
        yield (
            f"On {spoken_date(day)} it is open {spoken_hours(hours)}."
            if hours
            else f"On {spoken_date(day)} it is closed."
        )
    if terms.only_while_open:
        yield f"Only hours in which “{terms.only_while_open}” is open too count."
    for name, choice in terms.conventions.model_dump().items():
        if (name, choice) in _CONVENTIONS:
            yield _CONVENTIONS[name, choice]


def _holidays(terms: CalendarTerms) -> Iterator[str]:
    holidays = terms.holidays
    if isinstance(holidays, PublicHolidays):
        years = listed([str(year) for year in holidays.years])
        yield f"Closed on the public holidays of {holidays.country} in {years}, not yet as dates."
    elif holidays:
        by_year: dict[int, list[dt.date]] = {}
        for day in sorted(holidays):
            by_year.setdefault(day.year, []).append(day)
        for year, days in by_year.items():
            named = listed([f"{day.day} {_MONTHS[day.month - 1]}" for day in days])
            yield f"Closed in {year} on {named}."
    if terms.recurring_holidays:
        named = listed(
            [f"{int(each[3:])} {_MONTHS[int(each[:2]) - 1]}" for each in terms.recurring_holidays]
        )
        yield f"Closed every year on {named}."
