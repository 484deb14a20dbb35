"""Things due again and again: the occasions of a window, when each is due, what it came to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from entente.agreement.terms.events import Late
from entente.agreement.terms.measures import Deadline, Due
from entente.agreement.terms.periods import Lapse
from entente.foundation.durations import Duration
from entente.foundation.instants import HOUR, MINUTE, from_micros, span_of, to_micros, zone
from entente.foundation.worktime import Calendar
from entente.performance.kernel.asked import Asked, Given, Held
from entente.performance.kernel.awaited import Came, Seen, at_clock, came
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.exclusions import record_exclusions, time_exclusions
from entente.performance.kernel.kinds.occasions import days_of, is_occasion, named
from entente.performance.kernel.periods import plus
from entente.performance.kernel.plans import DeadlinePlan, Occasion, Sought
from entente.performance.kernel.readings import Read, rounding
from entente.performance.kernel.rows import OccasionRow, Standing
from entente.performance.kernel.tallies import EventsTally, Removed
from entente.performance.kernel.versions import midnight


def plan(given: Given) -> DeadlinePlan:
    """The occasions of the window, each with its due instant by the terms of its day."""
    measure = given.measure
    assert isinstance(measure, Deadline)
    seen = Seen.at(given.known.firsts, given.window.as_of)
    found: dict[str, Occasion] = {}
    sought = []
    for held in given.held:
        terms = held.measure
        assert isinstance(terms, Deadline)
        own = {
            occasion.record: occasion
            for occasion in _Terms(given, held, terms, seen).occasions()
            if occasion.record not in found
        }
        found |= own
        sought.append(Sought(terms.event, terms.where, frozenset(own)))
    occasions = tuple(_left_out(given, tuple(found.values())))
    return DeadlinePlan(
        given.window, occasions, tuple(sought), tuple(measure.exclusions), measure.source
    )


@dataclass(frozen=True)
class _Terms:
    """The terms of one version for the occasions of its days."""

    given: Given
    held: Held
    measure: Deadline
    seen: Seen

    @property
    def calendar(self) -> Calendar:
        return self.given.calendars.of(self.held.terms, self.held.calendar_key)

    @property
    def clock(self) -> Calendar:
        key = self.measure.due.calendar or self.held.calendar_key
        return self.given.calendars.of(self.held.terms, key)

    def occasions(self) -> Iterator[Occasion]:
        if self.measure.each == "record":
            yield from self._of_records()
            return
        terms, unit = self.held.terms, self.measure.each
        for day in days_of(self.given.window, self.given.terms.zone):
            if not self.held.start <= midnight(day, terms.zone) < self.held.end:
                continue
            if is_occasion(day, unit, self.calendar, terms.week_start):
                yield self._occasion(named(day, unit, terms.week_start), day)

    def _of_records(self) -> Iterator[Occasion]:
        """What is due within the window after an event of a record."""
        window, after = self.given.window, self.measure.due.after
        assert after is not None
        where = zone(self.held.terms.zone)
        for (record, event), at in sorted(self.seen.firsts.items(), key=lambda each: each[1]):
            if event == after and self.held.start <= at < self.held.end:
                made = self._occasion(record, from_micros(at, where).date())
                if made.due_at is not None and window.start < made.due_at <= window.end:
                    yield made

    def _occasion(self, record: str, day: dt.date) -> Occasion:
        agreed, event = self.measure.precondition, self.measure.event
        due_at = self._due(self.measure.due, record, day)
        if agreed is not None:
            first = came(agreed, record, day, self.calendar, self.seen)
            if first.standing == "failed":
                why = f"{agreed.event} did not come in time"
                return Occasion(record, event, day.isoformat(), due_at, excused=why)
            if first.standing == "waits":
                return Occasion(record, event, day.isoformat(), due_at, waits=True)
            if first.standing == "late" and agreed.late is not None:
                due_at = self._after_late(agreed.late, first, due_at)
        window = self.given.window
        if due_at is None and window.closed:
            why = f"{self.measure.due.after} was not told, so nothing was due"
            return Occasion(record, event, day.isoformat(), None, excused=why)
        return Occasion(record, event, day.isoformat(), due_at)

    def _due(self, due: Due, record: str, day: dt.date) -> int | None:
        if due.within is not None:
            assert due.after is not None
            at = self.seen.first(record, due.after)
            return None if at is None else advanced(at, due.within, self.clock)
        assert due.by is not None
        for _ in range(due.days_after):
            working = due.days == "working"
            day = self.clock.next_workday(day) if working else day + dt.timedelta(days=1)
        return at_clock(day, due.by, self.calendar)

    def _after_late(self, late: Late, first: Came, due_at: int | None) -> int | None:
        """When it is due where the other party's part came late, but soon enough."""
        assert first.at is not None
        if late.within is not None:
            return advanced(first.at, late.within, self.clock)
        if late.then == "slides" and due_at is not None:
            return due_at + first.at - first.due_at
        return due_at


def advanced(at: int, within: Lapse | Duration, calendar: Calendar) -> int:
    """The instant so long after another: by a clock, or at the end of the last of so many days."""
    if isinstance(within, Lapse) and within.is_clock:
        within = Duration(within.count * (HOUR if within.unit == "hour" else MINUTE))
    if isinstance(within, Duration):
        return to_micros(calendar.add(from_micros(at), span_of(within.micros)))
    day = from_micros(at, zone(calendar.timezone)).date()
    if within.unit == "business-day":
        for _ in range(within.count):
            day = calendar.next_workday(day)
    else:
        day = plus(day, within)
    return at_clock(day, "24:00", calendar)


def _left_out(given: Given, occasions: tuple[Occasion, ...]) -> Iterator[Occasion]:
    """The occasions, with the first exclusion that takes each: by its name, or by its due time."""
    records, times = record_exclusions(given), time_exclusions(given)
    for occasion in occasions:
        code = next(
            (
                by_record.code
                for by_record, by_time in zip(records, times, strict=True)
                if occasion.record in by_record.records
                or (
                    occasion.due_at is not None
                    and any(start <= occasion.due_at < end for start, end in by_time.spans)
                )
            ),
            None,
        )
        yield replace(occasion, excluded_by=code)


def judged(plan: DeadlinePlan, tally: EventsTally) -> tuple[OccasionRow, ...]:
    """Every occasion with what it came to, in order."""
    told = {(each.record, each.event): each.at for each in tally.firsts}
    found = []
    for each in plan.occasions:
        at = told.get((each.record, each.event))
        standing = _standing(each, at, plan.window.as_of)
        found.append(
            OccasionRow(
                each.record, each.day, each.due_at, at, standing, each.excused, each.excluded_by
            )
        )
    return tuple(found)


def _standing(occasion: Occasion, at: int | None, as_of: int) -> Standing:
    if occasion.excused:
        return "excused"
    if occasion.waits or occasion.due_at is None:
        return "pending"
    if at is not None:
        return "on-time" if at <= occasion.due_at else "late"
    return "missing" if occasion.due_at <= as_of else "pending"


def read(asked: Asked, tally: EventsTally) -> Read:
    """The share of occasions that were kept, or how many were not, before and after exclusions."""
    assert isinstance(asked.plan, DeadlinePlan)
    found = judged(asked.plan, tally)
    counted = [row for row in found if row.standing in {"on-time", "late", "missing"}]
    kept = [row for row in counted if row.excluded_by is None]
    net, gross = _figure(asked, kept), _figure(asked, counted)
    of = Counter(row.standing for row in found if row.excluded_by is None)
    numbers = (
        ("counted", len(kept)),
        ("counted-gross", len(counted)),
        ("on-time", of["on-time"]),
        ("late", of["late"]),
        ("missing", of["missing"]),
        ("misses", of["late"] + of["missing"]),
        ("excused", of["excused"]),
        ("pending", of["pending"]),
    )
    removed = tuple(
        Removed(code, records=sum(row.excluded_by == code for row in counted))
        for code in asked.plan.codes
    )
    excused = not kept and not of["pending"] and bool(counted or of["excused"])
    return Read(
        net,
        gross,
        removed,
        numbers,
        missing="" if net else _nothing(found),
        all_excluded=excused,
    )


def _figure(asked: Asked, counted: list[OccasionRow]) -> Figure | None:
    assert isinstance(asked.measure, Deadline)
    on_time = sum(row.standing == "on-time" for row in counted)
    if asked.measure.statistic == "share":
        return figure(on_time, len(counted), "%", rounding(asked))
    return figure(len(counted) - on_time, 1, "points", rounding(asked)) if counted else None


def _nothing(found: tuple[OccasionRow, ...]) -> str:
    if not found:
        return "nothing was due: the period has no such occasion"
    if any(row.standing == "pending" for row in found):
        return "nothing was due yet"
    return "every occasion is excused"
