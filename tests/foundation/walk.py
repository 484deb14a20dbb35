"""A slow reference for working time: walk minute by minute and read the clock on the wall.

It shares no code with the product: it reads the written calendar itself, asks the zone for
each minute's reading, and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from entente.foundation.zones import zone

MINUTE = timedelta(minutes=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minutes_of(text: str) -> int:
    """Minutes after midnight of HH:MM."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def inside(minute: int, windows: list[list[str]], *, tail: bool) -> bool:
    """Whether a minute of a day is in its windows, or in the tails of the day before."""
    for opens, closes in ((minutes_of(a), minutes_of(b)) for a, b in windows):
        if tail and closes < opens and minute < closes:
            return True
        if not tail and opens <= minute and (minute < closes or closes < opens):
            return True
    return False


class Walk:
    """A written calendar, asked one minute at a time."""

    def __init__(self, mapping: Mapping[str, Any], *, cut: bool = True) -> None:
        self.mapping = mapping
        self.cut = cut
        self.zone: ZoneInfo = zone(mapping["timezone"])

    def special(self, day: date) -> list[list[str]] | None:
        """The hours of an override or a whole holiday, if the day has one."""
        iso = day.isoformat()
        if iso in self.mapping.get("overrides", {}):
            return list(self.mapping["overrides"][iso])
        recurring = self.mapping.get("recurring_holidays", [])
        if iso in self.mapping.get("holidays", []) or iso[5:] in recurring:
            return []
        return None

    def hours(self, day: date) -> list[list[str]]:
        """The windows that start on a day."""
        special = self.special(day)
        if special is not None:
            return special
        shifts = self.mapping.get("shifts", {})
        if day.isoformat() in shifts:
            return list(shifts[day.isoformat()])
        return list(self.mapping["weekly"].get(DAYS[day.weekday()], []))

    def breaks(self, day: date) -> list[list[str]]:
        """The breaks that start on a day."""
        breaks = self.mapping.get("breaks", {})
        return [*breaks.get(DAYS[day.weekday()], []), *breaks.get(day.isoformat(), [])]

    def is_open(self, reading: datetime) -> bool:
        """Whether a reading of the wall clock is open."""
        day, minute = reading.date(), reading.hour * 60 + reading.minute
        before = day - timedelta(days=1)
        if inside(minute, self.breaks(day), tail=False):
            return False
        if inside(minute, self.breaks(before), tail=True):
            return False
        if inside(minute, self.hours(day), tail=False):
            return True
        if self.cut and self.special(day) is not None:
            return False
        return inside(minute, self.hours(before), tail=True)

    def reading(self, at: datetime) -> datetime:
        """What the wall clock shows."""
        return at.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def elapsed(
        self,
        start: datetime,
        end: datetime,
        pauses: list[tuple[datetime, datetime]] | None = None,
    ) -> timedelta:
        """Open time from start to end, to the second, less the pauses."""
        total = timedelta(0)
        at = start.replace(second=0, microsecond=0)
        while at < end:
            if self.is_open(self.reading(at)):
                total += _overlap(at, at + MINUTE, start, end)
                for stops, resumes in pauses or []:
                    total -= _overlap(at, at + MINUTE, max(start, stops), min(end, resumes))
            at += MINUTE
        return total

    def wall_clock(self, start: datetime, end: datetime) -> timedelta:
        """Open readings from start to end (whole minutes), each counted once."""
        at = start - timedelta(days=3)
        highest = self.reading(at)
        total = timedelta(0)
        while at <= end:
            while highest < self.reading(at):  # readings that a change skipped
                total += MINUTE * (self.is_open(highest) and at > start)
                highest += MINUTE
            if highest == self.reading(at) and at < end:
                total += MINUTE * (self.is_open(highest) and at >= start)
                highest += MINUTE
            at += MINUTE
        return total


def _overlap(start: datetime, end: datetime, first: datetime, last: datetime) -> timedelta:
    return max(min(end, last) - max(start, first), timedelta(0))


def utc(text: str) -> datetime:
    """An instant from `2024-03-31T01:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
