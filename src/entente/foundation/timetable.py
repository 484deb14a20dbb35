"""A timetable: the hours of one desk in one zone, as values, and its open wall-clock windows.

A window belongs to the date on which it starts. The hours of a date are, first that says so:
its override, its holiday, its shift, the hours of its weekday; breaks are taken out of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from entente.foundation.instants import DAY
from entente.foundation.intervals import IntArray, Spans

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIRST_DAY = date(1970, 1, 1).toordinal()


class Window(NamedTuple):
    """Open from `opens` to `closes`, microseconds after the midnight of its date.

    A window over midnight closes later than 24 h.
    """

    opens: int
    closes: int


DAY_LONG = Window(0, DAY)


class MonthDay(NamedTuple):
    """A date of every year; 29 February occurs in leap years only."""

    month: int
    day: int


Windows = tuple[Window, ...]
Week = tuple[Windows, Windows, Windows, Windows, Windows, Windows, Windows]
NO_WEEK: Week = ((), (), (), (), (), (), ())


@dataclass(frozen=True)
class Holiday:
    """A date that is closed all day, has `hours` of its own, or is `closed` for a part."""

    on: date | MonthDay
    hours: Windows = ()
    closed: Windows = ()


@dataclass(frozen=True)
class Timetable:
    """Weekly hours in a zone, and everything that differs from them."""

    timezone: str
    weekly: Week = NO_WEEK
    holidays: tuple[Holiday, ...] = ()
    overrides: tuple[tuple[date, Windows], ...] = ()
    shifts: tuple[tuple[date, Windows], ...] = ()
    breaks: tuple[tuple[date, Windows], ...] = ()
    weekly_breaks: Week = NO_WEEK

    @cached_property
    def _holidays(self) -> dict[date | MonthDay, Holiday]:
        return {holiday.on: holiday for holiday in self.holidays}

    @cached_property
    def _overrides(self) -> dict[date, Windows]:
        return dict(self.overrides)

    @cached_property
    def _shifts(self) -> dict[date, Windows]:
        return dict(self.shifts)

    @cached_property
    def _breaks(self) -> dict[date, Windows]:
        return dict(self.breaks)

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday entry of a date, its own before a recurring one."""
        return self._holidays.get(day) or self._holidays.get(MonthDay(day.month, day.day))

    def is_special(self, day: date) -> bool:
        """Whether an override or a holiday says what is open on this date instead of the week."""
        holiday = self.holiday_on(day)
        return day in self._overrides or (holiday is not None and not holiday.closed)

    def hours_on(self, day: date) -> Windows:
        """The windows that start on a date, before breaks are taken out."""
        if day in self._overrides:
            return self._overrides[day]
        holiday = self.holiday_on(day)
        if holiday is not None and not holiday.closed:
            return holiday.hours
        return self._shifts.get(day, self.weekly[day.weekday()])

    def breaks_on(self, day: date) -> Windows:
        """What is taken out of the hours of a date."""
        holiday = self.holiday_on(day)
        closed = holiday.closed if holiday is not None and day not in self._overrides else ()
        return self.weekly_breaks[day.weekday()] + self._breaks.get(day, ()) + closed

    def works_on(self, day: date) -> bool:
        """Whether any open time starts on a date."""
        hours = self.hours_on(day)
        breaks = self.breaks_on(day)
        return bool(hours) and (not breaks or bool(len(Spans.of(hours) - Spans.of(breaks))))

    def may_open(self) -> bool:
        """Whether any date at all has open time."""
        if any(
            len(Spans.of(hours) - Spans.of(breaks))
            for hours, breaks in zip(self.weekly, self.weekly_breaks, strict=True)
        ):
            return True
        return any(self.works_on(day) for day in self._special_candidates(1972, 2001))

    def _special_candidates(self, first_year: int, last_year: int) -> list[date]:
        """Dates, in these years for what recurs, whose hours or breaks may differ from the week."""
        found = {*self._overrides, *self._shifts, *self._breaks}
        for on in self._holidays:
            if isinstance(on, MonthDay):
                found |= _each_year(on, first_year, last_year)
            else:
                found.add(on)
        return sorted(found)

    def open_readings(self, first: date, last: date, *, cut: bool) -> Spans:
        """Open wall-clock time of the windows of the dates `[first, last)`.

        Readings count microseconds from 1970-01-01 00:00 on the wall clock of the zone,
        as though no clock change existed. With `cut`, a window that runs over midnight
        into a special date ends at that midnight.
        """
        candidates = self._special_candidates(first.year, last.year + 1)
        special = [day for day in candidates if first <= day < last]
        days = np.arange(day_number(first), day_number(last), dtype=np.int64)
        special_days = np.array([day_number(day) for day in special], dtype=np.int64)
        ordinary = days[~np.isin(days, special_days)]
        hours = [_on_days(ordinary, self.weekly), *(_on_day(d, self.hours_on(d)) for d in special)]
        breaks = [
            _on_days(ordinary, self.weekly_breaks),
            *(_on_day(day, self.breaks_on(day)) for day in special),
        ]
        closes_before = [d for d in candidates if self.is_special(d)] if cut else []
        windows = np.concatenate(hours)
        midnights = np.array([day_number(day) * DAY for day in closes_before], dtype=np.int64)
        windows = _cut_at(windows, midnights)
        taken = np.concatenate(breaks)
        return Spans(windows[:, 0], windows[:, 1]) - Spans(taken[:, 0], taken[:, 1])


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _FIRST_DAY


def _each_year(on: MonthDay, first_year: int, last_year: int) -> set[date]:
    leap = (on.month, on.day) == (2, 29)
    return {
        date(year, on.month, on.day)
        for year in range(first_year, last_year)
        if not leap or (date(year, 3, 1) - timedelta(days=1)).day == 29
    }


def _on_days(days: IntArray, week: Week) -> IntArray:
    """One row (opens, closes) for each window of each of the days."""
    weekdays = (days + 3) % 7  # 1970-01-01 was a Thursday
    rows = [
        days[weekdays == weekday, None] * DAY + np.array([window], dtype=np.int64)
        for weekday, windows in enumerate(week)
        for window in windows
    ]
    return np.concatenate(rows) if rows else np.zeros((0, 2), dtype=np.int64)


def _on_day(day: date, windows: Windows) -> IntArray:
    return np.array(windows, dtype=np.int64).reshape(-1, 2) + day_number(day) * DAY


def _cut_at(windows: IntArray, midnights: IntArray) -> IntArray:
    """Windows that end no later than a given midnight inside them."""
    if not len(midnights):
        return windows
    index = np.searchsorted(midnights, windows[:, 0], "right")
    following = np.append(midnights, np.iinfo(np.int64).max)[index]
    return np.column_stack([windows[:, 0], np.minimum(windows[:, 1], following)])
