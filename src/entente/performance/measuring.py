"""Measuring: agreements, evidence and an engine give the statement of a month.

The one place where terms, evidence and counting meet; pages and commands both call it. It needs
no web framework, no clock and no network, so either party can run it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from entente.agreement.agreement import Agreement
from entente.agreement.digest import agreement_digest
from entente.performance.engine.claims import claims_in
from entente.performance.intake.store import StoredBatch
from entente.performance.kernel.asked import Asked, Calendars, Known
from entente.performance.kernel.awaited import awaited_events
from entente.performance.kernel.compile import compile_level, compile_periods
from entente.performance.kernel.credits import CreditedMonth, credits, has_yearly_cap
from entente.performance.kernel.plans import EventsPlan, Plan, Told
from entente.performance.kernel.results import Result, State, result, worst
from entente.performance.kernel.statement import Statement, statement
from entente.performance.kernel.tallies import EventsTally, First, Tally
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
    calendars: Calendars = field(default_factory=Calendars)

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
        return worst([self._result(asked) for asked in periods])

    def _result(self, asked: Asked) -> Result:
        counted = asked.plan is not None and self._has_evidence(asked)
        return result(asked, self.engine.tally(asked.plan) if counted and asked.plan else None)

    def credited_earlier(self, month: Month, tell: Callable[[str], None]) -> list[CreditedMonth]:
        """What the earlier months of the calendar year credited, each as at its own end."""
        found: list[CreditedMonth] = []
        for earlier in month.earlier_in_year():
            if not any(version.holds_in(earlier) for version in self.versions):
                continue
            terms = governing(self.versions, earlier).terms
            results: list[Result] = []
            for level in credited_levels(terms):
                tell(f"{level} of {earlier}")
                results.append(self.result(level, earlier))
            made = credits(terms, results, found)
            if made:
                missing = sum(r.state is State.NOT_MEASURED for r in results)
                present = len(results) - missing
                found.append(CreditedMonth(str(earlier), made.settled, present, missing))
        return found

    def _has_evidence(self, asked: Asked) -> bool:
        return any(
            stored.batch.table == asked.table
            and asked.measure.source in (None, stored.batch.source)
            for stored in self.batches
        )


def credited_levels(terms: Agreement) -> list[str]:
    """The service levels that can earn credits, in order."""
    return sorted(key for key, level in terms.service_levels.items() if level.credit)


def measuring(
    agreements: Sequence[Agreement], batches: Sequence[StoredBatch], engine: Engine
) -> Measuring:
    """Everything that the service levels of any month share."""
    known = Known(claims_in(batches), firsts=_firsts(agreements, batches, engine))
    return Measuring(in_order(agreements), batches, engine, known)


def _firsts(
    agreements: Sequence[Agreement], batches: Sequence[StoredBatch], engine: Engine
) -> tuple[First, ...]:
    """When each event was told first that other records depend on."""
    events = awaited_events(agreements)
    if not events or not any(stored.batch.table == "events" for stored in batches):
        return ()
    found = engine.tally(EventsPlan(_ALWAYS, tuple(Told(event) for event in events)))
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
    levels = sorted(first.terms.service_levels)
    tell = _teller(work, month, progress)
    results = []
    for level in levels:
        tell(level)
        results.append(work.result(level, month, as_of))
    yearly = has_yearly_cap(first.terms)
    used = dict(work.calendars.used())  # before earlier months ask for calendars of their own
    earlier = work.credited_earlier(month, tell) if yearly else []
    window = month_window(month, first.terms, as_of)
    versions = [v for v in work.versions if v.from_ < month.following]
    return statement(
        month=month,
        window=window,
        governing=first,
        versions=versions,
        digests={v.number: agreement_digest(v.terms) for v in versions},
        calendars=used,
        batches=[stored.batch for stored in batches],
        results=results,
        credits=credits(first.terms, results, earlier),
    )


def _teller(work: Measuring, month: Month, progress: Progress | None) -> Callable[[str], None]:
    """A report of one more step begun, with the number of steps that there will be."""
    first = governing(work.versions, month).terms
    total = len(first.service_levels)
    if has_yearly_cap(first):
        total += sum(
            len(credited_levels(governing(work.versions, earlier).terms))
            for earlier in month.earlier_in_year()
            if any(version.holds_in(earlier) for version in work.versions)
        )
    done = 0

    def tell(what: str) -> None:
        nonlocal done
        if progress:
            progress(what, done, total)
        done += 1

    return tell
