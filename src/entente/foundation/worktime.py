"""Working time: one calendar of open hours, its clock, its deadlines and its working days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from entente.foundation.calendar_mapping import read_calendar, written_calendar
from entente.foundation.clock import Clock, built_clock, new_year
from entente.foundation.conventions import STANDARD, Conventions
from entente.foundation.instants import (
    DAY,
    from_micros,
    local_to_instant,
    micros_of,
    span_of,
    to_micros,
    zone,
)
from entente.foundation.intervals import Instant, IntArray, Spans, micros_at
from entente.foundation.timetable import DAY_LONG, Timetable

FIRST_YEAR, LAST_YEAR = 1900, 2200
_ORIGIN_YEAR = 1970
_EARLIEST, _LATEST = new_year(FIRST_YEAR), new_year(LAST_YEAR)
_FURTHER = 20  # years by which a search is widened at first
_LONGEST_CLOSURE = 20  # years that are searched for the next working day

_Pick = Callable[[Spans, Clock, int], int | None]
Pauses = Spans | Iterable[tuple[datetime, datetime]]


class NeverOpen(ValueError):
    """A calendar without a single open hour; it is never taken to mean round the clock."""


class NoOpenTime(ValueError):
    """No open time, or not enough of it, within the years that are searched."""


class StartAfterEnd(ValueError):
    """An elapsed time from a start after its end, where the terms call that an error."""


class OutOfRange(ValueError):
    """An instant outside the years for which calendars are computed."""


class Pieces(NamedTuple):
    """C(t) = k0 + slope * t for t in [from_, to), cut at UTC days; one array entry a piece."""

    day: IntArray
    from_: IntArray
    to: IntArray
    k0: IntArray
    slope: IntArray


@dataclass(frozen=True)
class Calendar:
    """Open hours in one zone, or the hours in which several timetables are all open.

    All instants given are aware datetimes; all instants returned are in UTC. Dates and
    wall-clock times are those of the first timetable's zone.
    """

    timetables: tuple[Timetable, ...]
    conventions: Conventions = STANDARD
    # The widest clock built so far. Replaced whole, so threads can only repeat work.
    _built: list[Clock] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for timetable in self.timetables:
            zone(timetable.timezone)
        if not self.timetables or not all(table.may_open() for table in self.timetables):
            raise NeverOpen(
                "this calendar has no open hour; give weekly hours, or 00:00-24:00 on"
                " every day for round the clock"
            )
        zones = {timetable.timezone for timetable in self.timetables}
        if self._wall_clock and len(zones) > 1:
            raise ValueError(
                "wall-clock time needs one zone, but these hours are in"
                f" {', '.join(sorted(zones))}; use elapsed time"
            )
        # Separate hours may never meet: the nearest years first, then all of them.
        reaches = ((2000, 2030), (FIRST_YEAR, LAST_YEAR)) if len(self.timetables) > 1 else ()
        if reaches and not any(len(self._clock_of_years(*years).open) for years in reaches):
            raise NeverOpen("these calendars are never open at the same time")

    @classmethod
    def from_mapping(
        cls, mapping: Mapping[str, object], conventions: Conventions | None = None
    ) -> Self:
        """A calendar from its written form; a CalendarError names every offending entry."""
        timetables, written = read_calendar(mapping)
        return cls(timetables, conventions or written)

    @classmethod
    def always(cls, zone: str = "UTC", conventions: Conventions = STANDARD) -> Self:
        """Round the clock, every day."""
        day = (DAY_LONG,)
        return cls((Timetable(zone, weekly=(day,) * 7),), conventions)

    def to_mapping(self) -> dict[str, object]:
        """The written form from which the same calendar is read."""
        return written_calendar(self.timetables, self.conventions)

    def with_conventions(self, conventions: Conventions) -> Self:
        """The same hours under other conventions."""
        return replace(self, conventions=conventions)

    def __and__(self, other: Calendar) -> Self:
        """The hours in which both are open; dates are those of this calendar's zone."""
        if self.conventions != other.conventions:
            raise ValueError("calendars with different conventions cannot be joined; align them")
        extra = tuple(table for table in other.timetables if table not in self.timetables)
        return replace(self, timetables=self.timetables + extra)

    @property
    def timezone(self) -> str:
        """The name of the zone that dates and wall-clock times are read in."""
        return self.timetables[0].timezone

    def clock(self, at: npt.ArrayLike) -> IntArray:
        """C(t) for each instant: open microseconds since 1970-01-01 00:00 UTC."""
        instants = np.asarray(at, dtype=np.int64)
        return self._covering(instants).read(instants)

    def pieces(self, start: Instant, end: Instant) -> Pieces:
        """C(t) between two instants as straight pieces without gaps, cut at UTC days."""
        low, high = micros_at(start), micros_at(end)
        clock = self._covering(np.array([low, high]))
        edges = np.concatenate(
            [
                np.array([low, high], dtype=np.int64),
                clock.starts[(clock.starts > low) & (clock.starts < high)],
                clock.ends[(clock.ends > low) & (clock.ends < high)],
                np.arange(low // DAY + 1, -(-high // DAY), dtype=np.int64) * DAY,
            ]
        )
        edges = np.unique(edges) if high > low else edges[:0]
        from_, to = edges[:-1], edges[1:]
        slope = clock.is_open(from_).astype(np.int64)
        return Pieces(from_ // DAY, from_, to, clock.read(from_) - slope * from_, slope)

    def open_spans(self, start: Instant, end: Instant) -> Spans:
        """The open time between two instants."""
        low, high = micros_at(start), micros_at(end)
        return self._covering(np.array([low, high])).open.clip(low, high)

    def intervals(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """The open intervals between two instants, in UTC."""
        found = self.open_spans(start, end)
        return [(from_micros(opens), from_micros(closes)) for opens, closes in found]

    def digest_form(self, start: Instant, end: Instant) -> dict[str, object]:
        """A canonical JSON value of the open time in a range, to be pinned by its digest."""
        return {
            "form": "open-intervals/1",
            "timezones": [timetable.timezone for timetable in self.timetables],
            "conventions": self.conventions.to_mapping(),
            "start": micros_at(start),
            "end": micros_at(end),
            "open": [[opens, closes] for opens, closes in self.open_spans(start, end)],
        }

    def elapsed(self, start: datetime, end: datetime, pauses: Pauses = ()) -> timedelta:
        """Open time from start to end, less the open time of the pauses."""
        first, last = to_micros(start), to_micros(end)
        if last < first:
            return self._reversed(start, end, pauses)
        paused = _spans(pauses).clip(first, last)
        instants = np.concatenate([[first, last], paused.starts, paused.ends])
        counts = self.clock(instants)
        stopped = counts[2 + len(paused) :] - counts[2 : 2 + len(paused)]
        return span_of(int(counts[1] - counts[0] - stopped.sum()))

    def _reversed(self, start: datetime, end: datetime, pauses: Pauses) -> timedelta:
        if self.conventions.reversed == "error":
            raise StartAfterEnd(f"{start.isoformat()} is after {end.isoformat()}")
        if self.conventions.reversed == "zero":
            return timedelta(0)
        return -self.elapsed(end, start, pauses)

    def elapsed_many(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> IntArray:
        """Open microseconds between each start and end, all in microseconds UTC."""
        first, last = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
        lengths: IntArray = self.clock(last) - self.clock(first)
        if self.conventions.reversed == "negative":
            return lengths
        backward = np.flatnonzero(last < first)
        if len(backward) and self.conventions.reversed == "error":
            row = int(backward[0])
            raise StartAfterEnd(
                f"row {row}: {from_micros(first[row]).isoformat()} is after"
                f" {from_micros(last[row]).isoformat()}"
            )
        return lengths.clip(min=0)

    def add(self, start: datetime, duration: timedelta, pauses: Pauses = ()) -> datetime:
        """The instant at which this much open time has passed; backwards when negative."""
        first, amount = to_micros(start), micros_of(duration)
        stopped = _spans(pauses)
        reached = self._later if amount >= 0 else self._earlier
        return from_micros(reached(first, amount, stopped))

    def _later(self, start: int, amount: int, pauses: Spans) -> int:
        count = self._count(start) + amount
        for stops, resumes in pauses:
            if resumes <= start:
                continue
            reached = self._reached(count, start, forwards=True)
            if reached < stops or (reached == stops and self._closes_here):
                return reached
            count += self._count(resumes) - self._count(max(stops, start))
        return self._reached(count, start, forwards=True)

    def _earlier(self, start: int, amount: int, pauses: Spans) -> int:
        count = self._count(start) + amount
        for stops, resumes in reversed(list(pauses)):
            if stops >= start:
                continue
            reached = self._reached(count, start, forwards=False)
            if reached > resumes or (reached == resumes and self._closes_here):
                return reached
            count -= self._count(min(resumes, start)) - self._count(stops)
        return self._reached(count, start, forwards=False)

    def add_many(self, starts: npt.ArrayLike, durations: npt.ArrayLike) -> IntArray:
        """For each start, the instant at which its duration has passed; all in microseconds."""
        first, amounts = np.asarray(starts, dtype=np.int64), np.asarray(durations, dtype=np.int64)
        first, amounts = np.broadcast_arrays(first, amounts)
        counts = self.clock(first) + amounts
        later = amounts >= 0
        reached = np.empty(first.shape, dtype=np.int64)
        for forwards, rows in ((True, later), (False, ~later)):
            if rows.any():
                found = self._instants(counts[rows], first[rows], forwards=forwards)
                clamp = np.maximum if forwards else np.minimum
                reached[rows] = clamp(found, first[rows])
        return reached

    def is_open(self, at: datetime) -> bool:
        """Whether an instant is in open time; a closing instant is not."""
        instant = np.array([to_micros(at)])
        return bool(self._covering(instant).is_open(instant)[0])

    def next_open(self, at: datetime) -> datetime:
        """The first open instant at or after this one."""

        def pick(spans: Spans, _clock: Clock, instant: int) -> int | None:
            index = int(np.searchsorted(spans.ends, instant, "right"))
            return max(int(spans.starts[index]), instant) if index < len(spans) else None

        return self._search(at, pick)

    def next_opening(self, at: datetime) -> datetime:
        """The first opening after this instant: past the present window, if it is open."""

        def pick(spans: Spans, _clock: Clock, instant: int) -> int | None:
            index = int(np.searchsorted(spans.starts, instant, "right"))
            return int(spans.starts[index]) if index < len(spans) else None

        return self._search(at, pick, what="no opening")

    def next_close(self, at: datetime) -> datetime:
        """The closing of the window that is open at this instant, or of the next one."""

        def pick(spans: Spans, clock: Clock, instant: int) -> int | None:
            index = int(np.searchsorted(spans.ends, instant, "right"))
            found = index < len(spans) and int(spans.ends[index]) < clock.high
            return int(spans.ends[index]) if found else None

        return self._search(at, pick, what="no closing")

    def last_open(self, at: datetime) -> datetime:
        """This instant if the time just before it is open, else the closing before it."""

        def pick(spans: Spans, _clock: Clock, instant: int) -> int | None:
            index = int(np.searchsorted(spans.starts, instant, "left")) - 1
            return min(int(spans.ends[index]), instant) if index >= 0 else None

        return self._search(at, pick, forwards=False)

    def is_workday(self, day: date) -> bool:
        """Whether open time starts on a date (of every timetable, where there are several)."""
        on = self._date(day)
        return all(timetable.works_on(on) for timetable in self.timetables)

    def is_holiday(self, day: date) -> bool:
        """Whether a date is listed as a holiday, whole or in part."""
        on = self._date(day)
        return any(timetable.holiday_on(on) is not None for timetable in self.timetables)

    def next_workday(self, day: date) -> date:
        """The first working day after a date."""
        return self._stepped(self._date(day), 1)

    def previous_workday(self, day: date) -> date:
        """The last working day before a date."""
        return self._stepped(self._date(day), -1)

    def add_days(self, start: datetime, n: int) -> datetime:
        """So many working days later (earlier when negative), at the same wall-clock time."""
        day = self._date(start)
        step = 1 if n >= 0 else -1
        if self.conventions.closed_start == "roll_first" and not self.is_workday(day):
            day = self._stepped(day, step)
        for _ in range(abs(n)):
            day = self._stepped(day, step)
        return self._same_time(start, day)

    def add_calendar(
        self, start: datetime, days: int = 0, duration: timedelta = timedelta(0)
    ) -> datetime:
        """So many calendar days later at the same wall-clock time, then so much real time."""
        later = self._same_time(start, self._date(start) + timedelta(days=days))
        return later + duration

    def workdays_between(self, start: date, end: date) -> int:
        """Working days between two dates; negative when the end is before the start."""
        first, last = self._date(start), self._date(end)
        if last < first:
            return -self.workdays_between(last, first)
        counting = self.conventions.workdays
        first += timedelta(days=int(counting == "after_start"))
        last += timedelta(days=int(counting != "before_end"))
        days = range(first.toordinal(), last.toordinal())
        return sum(self.is_workday(date.fromordinal(day)) for day in days)

    def _date(self, day: date) -> date:
        if not isinstance(day, datetime):
            return day
        return from_micros(to_micros(day), zone(self.timezone)).date()

    def _stepped(self, day: date, step: int) -> date:
        for distance in range(1, 366 * _LONGEST_CLOSURE):
            later = day + timedelta(days=step * distance)
            if self.is_workday(later):
                return later
        raise NoOpenTime(f"no working day within {_LONGEST_CLOSURE} years of {day}")

    def _same_time(self, start: datetime, day: date) -> datetime:
        instant = from_micros(to_micros(start))
        local = instant.astimezone(zone(self.timezone))
        if local.date() == day:
            return instant
        wanted = datetime.combine(day, local.time().replace(fold=0))
        choice = self.conventions
        return local_to_instant(wanted, zone(self.timezone), gap=choice.gap, fold=choice.fold)

    @property
    def _wall_clock(self) -> bool:
        return self.conventions.daylight_saving == "wall_clock"

    @property
    def _closes_here(self) -> bool:
        return self.conventions.closing == "this_window"

    def _count(self, at: int) -> int:
        return int(self.clock(np.array([at]))[0])

    def _reached(self, count: int, start: int, *, forwards: bool) -> int:
        counts, starts = np.array([count], dtype=np.int64), np.array([start], dtype=np.int64)
        found = int(self._instants(counts, starts, forwards=forwards)[0])
        return max(found, start) if forwards else min(found, start)

    def _instants(self, counts: IntArray, starts: IntArray, *, forwards: bool) -> IntArray:
        """The instants at which C has these values, by the convention for closing."""
        clock = self._covering(starts)
        first = forwards == self._closes_here
        for wider in self._widened(clock, forwards=forwards):
            if _holds(clock, counts, forwards=forwards, first=first):
                break
            clock = wider()
        if not _holds(clock, counts, forwards=forwards, first=first):
            edge = int(starts.min() if forwards else starts.max())
            raise self._none("too little open time", edge, forwards=forwards)
        return clock.earliest(counts) if first else clock.latest(counts)

    def _search(
        self, at: datetime, pick: _Pick, *, what: str = "no open time", forwards: bool = True
    ) -> datetime:
        instant = to_micros(at)
        clock = self._covering(np.array([instant]))
        found = pick(clock.open, clock, instant)
        for wider in self._widened(clock, forwards=forwards):
            if found is None:
                clock = wider()
                found = pick(clock.open, clock, instant)
        if found is None:
            raise self._none(what, instant, forwards=forwards)
        return from_micros(found)

    def _none(self, what: str, at: int, *, forwards: bool) -> NoOpenTime:
        side, edge = ("after", LAST_YEAR - 1) if forwards else ("before", FIRST_YEAR)
        return NoOpenTime(
            f"this calendar has {what} {side} {from_micros(at).isoformat()};"
            f" the years to {edge} were searched"
        )

    def _covering(self, instants: IntArray) -> Clock:
        """A clock that holds all the instants with at least a year to spare."""
        earliest = _year(int(instants.min(initial=0)))
        latest = _year(int(instants.max(initial=0)))
        return self._clock_of_years(max(earliest - 1, FIRST_YEAR), min(latest + 2, LAST_YEAR))

    def _widened(self, clock: Clock, *, forwards: bool) -> list[Callable[[], Clock]]:
        """Clocks that reach further: first some years, then all of them.

        Always to the last year before giving up: what was asked before must not decide.
        """
        first, last = _year(clock.low), _year(clock.high - 1) + 1
        if forwards:
            reaches = [(first, min(last + _FURTHER, LAST_YEAR)), (first, LAST_YEAR)]
        else:
            reaches = [(max(first - _FURTHER, FIRST_YEAR), last), (FIRST_YEAR, last)]
        return [partial(self._clock_of_years, *years) for years in reaches]

    def _clock_of_years(self, first: int, last: int) -> Clock:
        """The clock of at least these years; the origin of C is always among them."""
        present = self._built[0] if self._built else None
        if present and present.low <= new_year(first) and new_year(last) <= present.high:
            return present
        if present:
            first, last = min(first, _year(present.low)), max(last, _year(present.high - 1) + 1)
        # Whole decades, so that a range that grows row by row is not computed row by row.
        years = (
            max(min(first, _ORIGIN_YEAR) // 10 * 10, FIRST_YEAR),
            min(-(-last // 10) * 10, LAST_YEAR),
        )
        choice = self.conventions
        built = built_clock(
            self.timetables, self._wall_clock, choice.night == "cut", choice.gap, years
        )
        self._built[:] = [built]
        return built


def _holds(clock: Clock, counts: IntArray, *, forwards: bool, first: bool) -> bool:
    """Whether the clock reaches far enough for these values of C."""
    if forwards:
        most = int(counts.max())
        return most <= int(clock.reached[-1]) if first else most < int(clock.reached[-1])
    least = int(counts.min())
    return least > int(clock.counts[0]) if first else least >= int(clock.counts[0])


def _spans(pauses: Pauses) -> Spans:
    return pauses if isinstance(pauses, Spans) else Spans.of(pauses)


def _year(at: int) -> int:
    if not _EARLIEST <= at < _LATEST:
        raise OutOfRange(
            f"calendars are computed for the years {FIRST_YEAR} to {LAST_YEAR - 1} only"
        )
    return from_micros(at).year
