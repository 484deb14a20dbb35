"""Measuring: agreements, evidence and an engine give the statement of a month.

The one place where terms, evidence and counting meet; pages and commands both call it. It needs
no web framework, no clock and no network, so either party can run it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.combining import parts_of
from entente.agreement.terms.digest import agreement_digest
from entente.agreement.terms.measures import Combined
from entente.performance.engine.claims import claims_in, maintenance_in
from entente.performance.engine.told import told_in
from entente.performance.intake.store import StoredBatch
from entente.performance.kernel import combined
from entente.performance.kernel.asked import Asked, Calendars, Known
from entente.performance.kernel.awaited import awaited_events
from entente.performance.kernel.combined import check_parts, months_of, unsettled
from entente.performance.kernel.compile import compile_level, compile_periods
from entente.performance.kernel.credits.caps import months_counted
from entente.performance.kernel.credits.month import credited_levels, credits
from entente.performance.kernel.defaults import defaults
from entente.performance.kernel.history import History, Measure
from entente.performance.kernel.plans import EventsPlan, Plan, Sought
from entente.performance.kernel.ratchets import ratchets
from entente.performance.kernel.results import Result, result, result_of, worst
from entente.performance.kernel.rights import rights
from entente.performance.kernel.statement import Statement, statement
from entente.performance.kernel.tallies import EventsTally, First, Tally
from entente.performance.kernel.told import Notice, wanted_events
from entente.performance.kernel.versions import (
    Month,
    Version,
    governing,
    in_order,
    month_window,
)

Progress = Callable[[str, int, int], None]  # what is counted now, how many are done, of how many


class Engine(Protocol):
    """What answers plans with integers."""

    def tally(self, plan: Plan) -> Tally:
        """The integers of a plan."""
        ...


@dataclass
class Measuring:
    """One measuring of a month: what every service level of it shares."""

    versions: tuple[Version, ...]
    batches: Sequence[StoredBatch]
    engine: Engine
    known: Known
    told: tuple[Notice, ...] = ()
    calendars: Calendars = field(default_factory=Calendars)
    _parts: dict[tuple[str, Month, int | None], Result] = field(default_factory=dict)

    def asked(self, level: str, month: Month, as_of: int | None = None) -> Asked:
        """What to count for a service level of a month."""
        return compile_level(
            level,
            self.versions,
            month,
            as_of=as_of,
            known=self.known,
            calendars=self.calendars,
        )

    def result(self, level: str, month: Month, as_of: int | None = None) -> Result:
        """The result of a service level of a month."""
        periods = compile_periods(
            level,
            self.versions,
            month,
            as_of=as_of,
            known=self.known,
            calendars=self.calendars,
        )
        return worst([self._result(asked, month, as_of) for asked in periods])

    def history(self, month: Month, as_of: int) -> History:
        """A month as far as the evidence reaches, and those before, each at its own evaluation."""

        def measure(level: str, each: Month) -> Result:
            return self.part(level, each, as_of if each == month else None)

        return History(self.versions, measure, self.told, as_of)

    def _result(self, asked: Asked, month: Month, as_of: int | None) -> Result:
        if isinstance(asked.measure, Combined) and not asked.not_applicable:
            return self._combined(asked, month, as_of)
        counted = asked.plan is not None and self._has_evidence(asked)
        return result(asked, self.engine.tally(asked.plan) if counted and asked.plan else None)

    def _combined(self, asked: Asked, month: Month, as_of: int | None) -> Result:
        """A result made from those of other levels, each month's as that month judged it."""
        check_parts(asked.terms, asked.key)
        parts = [
            self.part(part, each, as_of if each == month else None)
            for each in months_of(asked, month)
            for part in parts_of(asked.terms, asked.key)
            if part in governing(self.versions, each).terms.service_levels
        ]
        return result_of(asked, combined.read(asked, parts), unsettled=unsettled(parts))

    def part(self, level: str, month: Month, as_of: int | None) -> Result:
        """The result of a level, measured once however many are made from it."""
        key = level, month, as_of
        if key not in self._parts:
            self._parts[key] = self.result(level, month, as_of)
        return self._parts[key]

    def _has_evidence(self, asked: Asked) -> bool:
        return any(
            stored.batch.table == asked.table
            and asked.measure.source in (None, stored.batch.source)
            for stored in self.batches
        )


def measuring(
    agreements: Sequence[Agreement], batches: Sequence[StoredBatch], engine: Engine
) -> Measuring:
    """Everything that the service levels of any month share."""
    known = Known(claims_in(batches), maintenance_in(batches), _firsts(agreements, batches, engine))
    told = told_in(batches, wanted_events(agreements))
    return Measuring(in_order(agreements), batches, engine, known, told)


def _firsts(
    agreements: Sequence[Agreement], batches: Sequence[StoredBatch], engine: Engine
) -> tuple[First, ...]:
    """When each event was told first that other records depend on."""
    events = awaited_events(agreements)
    if not events or not any(stored.batch.table == "events" for stored in batches):
        return ()
    found = engine.tally(EventsPlan(_ALWAYS, tuple(Sought(event) for event in events)))
    assert isinstance(found, EventsTally)
    return found.firsts


_ALWAYS = 2**62  # later than any evidence


def measured(
    agreements: Sequence[Agreement],
    batches: Sequence[StoredBatch],
    engine: Engine,
    month: Month,
    *,
    as_of: int | None = None,
    progress: Progress | None = None,
) -> Statement:
    """The statement of a month; without `as_of` as at its agreed evaluation."""
    work = measuring(agreements, batches, engine)
    first = governing(work.versions, month)
    window = month_window(month, first.terms, as_of)
    history = work.history(month, window.as_of)
    tell = _Teller(history, month, progress)
    history.measure = tell.measuring(history.measure)
    results = [history.result(level, month) for level in sorted(first.terms.service_levels)]
    used = dict(work.calendars.used())  # before earlier months ask for calendars of their own
    versions = [v for v in work.versions if v.from_ < month.following]
    return statement(
        month=month,
        window=window,
        governing=first,
        versions=versions,
        digests={v.number: agreement_digest(v.terms) for v in versions},
        calendars=used,
        batches=[stored.batch for stored in batches],
        results=[found for found in results if found is not None],
        credits=credits(history, month),
        defaults=defaults(history, month),
        rights=rights(history, month, credits),
        ratchets=ratchets(history, month),
    )


class _Teller:
    """A report of each count before it begins, with the number that is known to come."""

    def __init__(self, history: History, month: Month, progress: Progress | None) -> None:
        self._month, self._progress, self._done = month, progress, 0
        terms = history.terms(month)
        self._total = len(terms.service_levels) if terms else 0
        # Rules that look further back ask for more; the number then grows with them.
        self._total += sum(
            len(credited_levels(history, earlier)) for earlier in months_counted(history, month)
        )

    def measuring(self, measure: Measure) -> Measure:
        """The same way to measure, which tells first."""

        def told(level: str, month: Month) -> Result:
            if self._progress:
                what = level if month == self._month else f"{level} of {month}"
                self._total = max(self._total, self._done + 1)
                self._progress(what, self._done, self._total)
            self._done += 1
            return measure(level, month)

        return told
