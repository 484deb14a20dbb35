"""Events that others depend on: the duties of the other party, and what a due time runs from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.events import Precondition
from entente.agreement.terms.measures import Deadline
from entente.agreement.terms.periods import minutes_of
from entente.foundation.instants import local_to_instant, to_micros, zone
from entente.foundation.worktime import Calendar
from entente.performance.kernel.tallies import First


def awaited_events(agreements: Iterable[Agreement]) -> tuple[str, ...]:
    """The events whose first instants decide something of another measure's records."""
    found: set[str] = set()
    for terms in agreements:
        for measure in map(terms.measure_of, terms.service_levels.values()):
            precondition = getattr(measure, "precondition", None)
            if precondition is not None:
                found.add(precondition.event)
            if isinstance(measure, Deadline) and measure.due.after is not None:
                found.add(measure.due.after)
    return tuple(sorted(found))


@dataclass(frozen=True)
class Seen:
    """When events were first told, as known at an instant."""

    firsts: Mapping[tuple[str, str], int]  # by record and event
    as_of: int

    @classmethod
    def at(cls, firsts: Iterable[First], as_of: int) -> Seen:
        """What is known of events at an instant."""
        told = {(each.record, each.event): each.at for each in firsts if each.at <= as_of}
        return cls(told, as_of)

    def first(self, record: str, event: str) -> int | None:
        """When an event was first told of a record; None where it was not."""
        return self.firsts.get((record, event))


def at_clock(day: dt.date, clock: str, calendar: Calendar) -> int:
    """The instant of a time of day on a date, in a calendar's zone and by its conventions."""
    whole = minutes_of(clock)
    reading = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=whole)
    agreed = calendar.conventions
    return to_micros(
        local_to_instant(reading, zone(calendar.timezone), gap=agreed.gap, fold=agreed.fold)
    )


@dataclass(frozen=True)
class Came:
    """What the other party's duty came to on one occasion.

    `in-time`: by `due_at`. `late`: after it, but soon enough that terms say what follows.
    `waits`: not yet told, and still in reach. `failed`: too late, or never: the duty that depends
    on it is excused.
    """

    standing: Literal["in-time", "late", "waits", "failed"]
    due_at: int
    at: int | None = None


def _due_on(agreed: Precondition, day: dt.date, calendar: Calendar) -> dt.date:
    """The day on which the other party's part is due for the occasion of a day."""
    if agreed.days == "calendar":
        return day + dt.timedelta(days=agreed.days_after)
    for _ in range(agreed.days_after):
        day = calendar.next_workday(day)
    for _ in range(-agreed.days_after):
        day = calendar.previous_workday(day)
    return day


def came(agreed: Precondition, record: str, day: dt.date, calendar: Calendar, seen: Seen) -> Came:
    """Whether what had to come first for the occasion of a day did so."""
    due_on = _due_on(agreed, day, calendar)
    due_at = at_clock(due_on, agreed.by, calendar)
    last = due_at
    if agreed.late is not None:
        until = due_on + dt.timedelta(days=agreed.late.days_after)
        last = max(due_at, at_clock(until, agreed.late.until, calendar))
    at = seen.first(record, agreed.event)
    if at is None:
        return Came("waits" if seen.as_of < last else "failed", due_at)
    if at <= due_at:
        return Came("in-time", due_at, at)
    return Came("late" if at <= last else "failed", due_at, at)
