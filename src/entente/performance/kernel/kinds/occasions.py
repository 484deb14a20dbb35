"""Occasions: the days, weeks, months on which something is due, and what evidence calls them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from entente.agreement.terms.scalars import Weekday
from entente.foundation.instants import from_micros, zone
from entente.foundation.worktime import Calendar, NoOpenTime
from entente.performance.kernel.plans import Window

Unit = Literal["day", "week", "month", "quarter", "year"]
_WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def named(day: dt.date, unit: Unit, week_start: Weekday) -> str:
    """What the evidence calls the occasion of a day: 2026-03-17, 2026-W12, 2026-03, 2026-Q1, 2026.

    A week has the ISO number of its fourth day, on whatever day it begins.
    """
    if unit == "day":
        return day.isoformat()
    if unit == "week":
        begun = day - dt.timedelta(days=(day.weekday() - _WEEK.index(week_start)) % 7)
        fourth = (begun + dt.timedelta(days=3)).isocalendar()
        return f"{fourth.year:04}-W{fourth.week:02}"
    if unit == "month":
        return f"{day.year:04}-{day.month:02}"
    if unit == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return f"{day.year:04}"


def days_of(window: Window, zone_name: str) -> Iterator[dt.date]:
    """The dates of a window in a zone."""
    where = zone(zone_name)
    day, end = from_micros(window.start, where).date(), from_micros(window.end, where).date()
    while day < end:
        yield day
        day += dt.timedelta(days=1)


def is_occasion(day: dt.date, unit: Unit, calendar: Calendar, week_start: Weekday) -> bool:
    """Whether a date is a working day, and the last of its week, month, quarter or year."""
    if not calendar.is_workday(day):
        return False
    if unit == "day":
        return True
    try:
        following = calendar.next_workday(day)
    except NoOpenTime:
        return True
    return named(day, unit, week_start) != named(following, unit, week_start)
