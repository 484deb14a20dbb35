"""The business clock C(t): a monotone, piecewise-linear count of open microseconds.

C(t) is zero at 1970-01-01 00:00 UTC, grows by one microsecond in each open microsecond
and stands still when closed, so that elapsed business time is a difference of two values
and a deadline is the inverse. On the wall-clock convention C also jumps where a clock
change skips open readings, and stands still while readings are repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from entente.foundation.instants import SECOND, Gap, local_to_instant, to_micros
from entente.foundation.intervals import IntArray, Spans
from entente.foundation.timetable import Timetable
from entente.foundation.zones import offset_changes, zone

_READING_ZERO = datetime(1970, 1, 1)  # noqa: DTZ001 # a wall-clock reading, not an instant


@dataclass(frozen=True, eq=False)
class Readings:
    """Open wall-clock readings of one zone, with the count at each opening."""

    timezone: str
    opens: IntArray
    closes: IntArray
    counts: IntArray

    @classmethod
    def of(cls, spans: Spans, timezone: str) -> Readings:
        """Counted from the earliest reading on."""
        edge = spans.starts[:1] if len(spans) else np.zeros(1, dtype=np.int64)
        # A zero-length window in front, so that every later reading has one before it.
        opens = np.concatenate([edge, spans.starts])
        closes = np.concatenate([edge, spans.ends])
        return cls(timezone, opens, closes, _counts(opens, closes))

    def count(self, reading: IntArray) -> IntArray:
        """Open readings before each of the readings."""
        index = np.maximum(np.searchsorted(self.opens, reading, "right") - 1, 0)
        within = np.minimum(reading, self.closes[index]) - self.opens[index]
        return self.counts[index] + np.maximum(within, 0)

    def instant_of(self, count: int, gap: Gap) -> int:
        """The instant, in microseconds UTC, of the first reading with this count."""
        reached = self.counts + (self.closes - self.opens)
        index = int(np.searchsorted(reached, count, "left"))
        reading = int(self.opens[index]) + count - int(self.counts[index])
        wall = _READING_ZERO + timedelta(microseconds=reading)
        return to_micros(local_to_instant(wall, zone(self.timezone), gap=gap))


@dataclass(frozen=True, eq=False)
class Clock:
    """C(t) between `low` and `high`: open intervals with the value of C at each opening.

    The first interval is empty and starts at `low`, so every instant has one at or before
    it. An empty interval elsewhere marks a jump.
    """

    low: int
    high: int
    starts: IntArray
    ends: IntArray
    counts: IntArray
    readings: Readings | None = None
    gap: Gap = "push"

    @cached_property
    def reached(self) -> IntArray:
        """C at the end of each interval."""
        return self.counts + (self.ends - self.starts)

    def read(self, at: IntArray) -> IntArray:
        """C at each instant."""
        index = np.searchsorted(self.starts, at, "right") - 1
        return self.counts[index] + np.minimum(at, self.ends[index]) - self.starts[index]

    def is_open(self, at: IntArray) -> npt.NDArray[np.bool_]:
        """Whether each instant is open."""
        index = np.searchsorted(self.starts, at, "right") - 1
        return at < self.ends[index]

    @cached_property
    def open(self) -> Spans:
        """The open intervals."""
        return Spans(self.starts, self.ends)

    def earliest(self, counts: IntArray) -> IntArray:
        """The first instant at which C is at least each count; counts must occur."""
        index = np.minimum(np.searchsorted(self.reached, counts, "left"), len(self.starts) - 1)
        at = self.starts[index] + (counts - self.counts[index])
        return self._out_of_jumps(at, counts, counts < self.counts[index])

    def latest(self, counts: IntArray) -> IntArray:
        """The last instant at which C is at most each count; counts must occur."""
        index = np.maximum(np.searchsorted(self.counts, counts, "right") - 1, 0)
        at = self.starts[index] + (counts - self.counts[index])
        return self._out_of_jumps(at, counts, counts > self.reached[index])

    def _out_of_jumps(
        self, at: IntArray, counts: IntArray, jumped: npt.NDArray[np.bool_]
    ) -> IntArray:
        """Counts that fall on skipped readings, placed by the convention for gaps."""
        if self.readings is None:
            return at
        for row in np.flatnonzero(jumped).tolist():
            at[row] = self.readings.instant_of(int(counts[row]), self.gap)
        return at


@lru_cache(maxsize=64)
def built_clock(
    timetables: tuple[Timetable, ...], wall_clock: bool, cut: bool, gap: Gap, years: tuple[int, int]
) -> Clock:
    """C(t) from the first of the years up to the last, exclusive; 1970 must be among them."""
    low, high = new_year(years[0]), new_year(years[1])
    days = (date(years[0], 1, 1) - timedelta(days=3), date(years[1], 1, 1) + timedelta(days=2))
    tables = [table.open_readings(*days, cut=cut) for table in timetables]
    if wall_clock:
        return _wall_clock(tables, timetables[0].timezone, gap, years)
    spans = [
        _real_time(table, timetable.timezone, years)
        for table, timetable in zip(tables, timetables, strict=True)
    ]
    joint = spans[0]
    for other in spans[1:]:
        joint &= other
    joint = joint.clip(low, high)
    starts = np.concatenate([[low], joint.starts])
    ends = np.concatenate([[low], joint.ends])
    return _with_origin(Clock(low, high, starts, ends, _counts(starts, ends)))


def _counts(starts: IntArray, ends: IntArray) -> IntArray:
    lengths = ends - starts
    counts: IntArray = np.cumsum(lengths) - lengths
    return counts


def _with_origin(clock: Clock) -> Clock:
    """The same clock, counting from zero at 1970-01-01 00:00 UTC."""
    origin = clock.read(np.zeros(1, dtype=np.int64))[0]
    readings = clock.readings
    if readings is not None:
        readings = replace(readings, counts=readings.counts - origin)
    return replace(clock, counts=clock.counts - origin, readings=readings)


def new_year(year: int) -> int:
    """The first microsecond of a year in UTC."""
    return to_micros(datetime(year, 1, 1, tzinfo=UTC))


def _stretches(timezone: str, years: tuple[int, int]) -> list[tuple[int, int, int]]:
    """Stretches of constant offset as (start, end, offset), in microseconds."""
    found = offset_changes(timezone, *years)
    starts = [start * SECOND for start, _ in found]
    ends = [*starts[1:], new_year(years[1])]
    return [(s, e, offset * SECOND) for s, e, (_, offset) in zip(starts, ends, found, strict=True)]


def _real_time(readings: Spans, timezone: str, years: tuple[int, int]) -> Spans:
    """Instants whose wall-clock reading is open: skipped readings vanish, repeated ones count."""
    parts = []
    for start, end, offset in _stretches(timezone, years):
        part = readings.clip(start + offset, end + offset)
        parts.append((part.starts - offset, part.ends - offset))
    return Spans(
        np.concatenate([starts for starts, _ in parts]), np.concatenate([ends for _, ends in parts])
    )


def _wall_clock(tables: list[Spans], timezone: str, gap: Gap, years: tuple[int, int]) -> Clock:
    """C(t) counts each reading once: skipped readings at the change, repeated ones never again."""
    low, high = new_year(years[0]), new_year(years[1])
    joint = tables[0]
    for other in tables[1:]:
        joint &= other
    readings = Readings.of(joint, timezone)
    starts, ends, counts = [], [], []
    stretches = _stretches(timezone, years)
    highest = low + stretches[0][2]
    for start, end, offset in stretches:
        # Readings already passed before the clock went back are not counted again.
        fresh = max(start + offset, highest)
        highest = end + offset
        if highest <= fresh:
            highest = fresh
            continue
        part = joint.clip(fresh, highest)
        # The empty interval in front carries the jump over readings that were skipped.
        starts.append(np.concatenate([[fresh], part.starts]) - offset)
        ends.append(np.concatenate([[fresh], part.ends]) - offset)
        counts.append(readings.count(starts[-1] + offset))
    joined = [np.concatenate(parts) for parts in (starts, ends, counts)]
    return _with_origin(Clock(low, high, joined[0], joined[1], joined[2], readings, gap))
