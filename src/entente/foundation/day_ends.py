"""Ends of working days: when a day of a calendar closes, and the closing that a start leads to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np

from entente.foundation.instants import (
    from_micros,
    local_to_instant,
    span_of,
    to_micros,
    zone,
)
from entente.foundation.intervals import IntArray
from entente.foundation.worktime import Calendar


def closing(calendar: Calendar, day: date) -> int:
    """When the open time that starts on a working day ends, in microseconds.

    Hours over midnight end on the next day; a day that is open to its end closes at midnight.
    """
    begins = _midnight(calendar, day)
    hours = calendar.open_spans(begins, _midnight(calendar, day + timedelta(days=3)))
    after = _midnight(calendar, day + timedelta(days=1))
    said = [
        _reading(day, max(window.closes for window in table.hours_on(day)), table.timezone)
        for table in calendar.timetables
        if table.hours_on(day)
    ]
    # A change of clocks may swallow all hours of a day: it closes when it would have.
    return min([max((end for start, end in hours if start < after), default=min(said)), *said])


def day_end(calendar: Calendar, start: int, count: int) -> int:
    """The closing of the nth working day after that of the start, in microseconds.

    0 is the day of the start itself, or the next working day where it is none or has closed. From a
    day that is no working day the calendar's convention says which is day one.
    """
    day = from_micros(start, zone(calendar.timezone)).date()
    if count == 0:
        if calendar.is_workday(day) and start < (closes := closing(calendar, day)):
            return closes
        return closing(calendar, calendar.next_workday(day))
    if calendar.conventions.closed_start == "roll_first" and not calendar.is_workday(day):
        day = calendar.next_workday(day)
    for _ in range(count):
        day = calendar.next_workday(day)
    return closing(calendar, day)


def day_ends(calendar: Calendar, count: int, low: int, high: int) -> tuple[IntArray, IntArray]:
    """`day_end` as steps: from each of these instants on, up to the next, it is so much.

    The first instant is at or before `low`.
    """
    local = zone(calendar.timezone)
    day, last = (from_micros(at, local).date() for at in (low, high))
    edges: set[int] = set()
    while day <= last:
        edges.add(_midnight(calendar, day))
        if count == 0 and calendar.is_workday(day):
            edges.add(closing(calendar, day))
        day += timedelta(days=1)
    ordered = sorted(edges)
    ends = [day_end(calendar, at, count) for at in ordered]
    return np.array(ordered, dtype=np.int64), np.array(ends, dtype=np.int64)


def _midnight(calendar: Calendar, day: date) -> int:
    return _reading(day, 0, calendar.timezone)


def _reading(day: date, micros: int, zone_name: str) -> int:
    """The instant at which a wall clock shows so much after the midnight of a date."""
    wanted = datetime.combine(day, time()) + span_of(micros)
    return to_micros(local_to_instant(wanted, zone(zone_name)))
