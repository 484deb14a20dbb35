"""The desk's own clock: working seconds, Irish public holidays, and local time to UTC.

Deliberately not `foundation.worktime`: the evidence should not be made by the code it tests.
Moments are naive local times of Europe/Dublin unless a name says UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Dublin")
OPENS = time(8)
CLOSES = time(18)
WORKDAY = 10 * 3600
DAY = timedelta(days=1)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + DAY * (-first.weekday() % 7)


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of Ireland in a year from 2023 on."""
    brigid = date(year, 2, 1)
    last_of_october = date(year, 10, 31)
    return frozenset(
        {
            date(year, 1, 1),
            brigid if brigid.weekday() == 4 else _first_monday(year, 2),
            date(year, 3, 17),
            _easter(year) + DAY,
            *(_first_monday(year, month) for month in (5, 6, 8)),
            last_of_october - DAY * last_of_october.weekday(),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_workday(day: date) -> bool:
    """True from Monday to Friday except on a public holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


def next_open(at: datetime) -> datetime:
    """The first moment from here on at which the desk works."""
    day = at.date()
    if is_workday(day) and at.time() < CLOSES:
        return max(at, datetime.combine(day, OPENS))
    day += DAY
    while not is_workday(day):
        day += DAY
    return datetime.combine(day, OPENS)


def after_working(at: datetime, seconds: int) -> datetime:
    """The moment at which so many working seconds have passed."""
    at = next_open(at)
    while True:
        left = int((datetime.combine(at.date(), CLOSES) - at).total_seconds())
        if seconds < left:
            return at + timedelta(seconds=seconds)
        seconds -= left
        at = next_open(datetime.combine(at.date(), CLOSES))


def is_doubtful(at: datetime) -> bool:
    """True in the hour that a change of clocks skips or repeats."""
    early, late = (at.replace(tzinfo=ZONE, fold=fold).utcoffset() for fold in (0, 1))
    return early != late


def certain(at: datetime) -> datetime:
    """The moment itself, or one an hour later where a change of clocks leaves it in doubt."""
    return at + timedelta(hours=1) if is_doubtful(at) else at


def utc(at: datetime) -> datetime:
    """The aware UTC moment of a local one."""
    return at.replace(tzinfo=ZONE).astimezone(UTC)
