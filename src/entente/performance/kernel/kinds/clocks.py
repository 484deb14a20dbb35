"""Clocks of tickets: the share within a limit, and the mean or a percentile of their times."""

from __future__ import annotations

from entente.agreement.agreement import Agreement
from entente.agreement.calendars import nominal_day
from entente.agreement.measures import ElapsedTerms, Mean, Measure, Percentile, ShareWithin
from entente.foundation.durations import Days, Duration
from entente.foundation.instants import DAY
from entente.performance.kernel.asked import Asked, Given, Held
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.exclusions import record_exclusions
from entente.performance.kernel.plans import ElapsedPlan, Segment
from entente.performance.kernel.readings import Read, nothing_counted, rounding
from entente.performance.kernel.tallies import ElapsedTally, Sample

Clocked = ShareWithin | Mean | Percentile


def plan(given: Given) -> ElapsedPlan:
    """Which tickets belong to the window, how long their clocks ran, which kept the limit."""
    measure = given.measure
    assert isinstance(measure, Clocked)
    return ElapsedPlan(
        given.window,
        start_event=measure.from_,
        end_event=measure.to,
        counted_in=measure.counted_in,
        classified_at=measure.classified_at,
        reopened=measure.reopened,
        segments=tuple(_segment(given, held) for held in given.held),
        exclusions=record_exclusions(given),
        ranks=(measure.percentile.share,) if isinstance(measure, Percentile) else (),
        source=measure.source,
    )


def _segment(given: Given, held: Held) -> Segment:
    measure, limit, calendar_key = held.measure, None, held.calendar_key
    if isinstance(measure, ShareWithin):
        if isinstance(measure.within, Days) and measure.within.kind == "calendar":
            calendar_key = "always"  # days of the calendar pass by day and night
        limit = _limit(measure.within, held.terms, calendar_key)
    calendar = given.calendars.of(held.terms, calendar_key)
    stops = _stop_clock(held.terms, measure)
    return Segment(held.start, held.end, measure.where, calendar, stops, limit)


def _limit(within: Duration | Days, terms: Agreement, calendar: str) -> int:
    if isinstance(within, Duration):
        return within.micros
    if within.kind == "calendar":
        return within.count * DAY
    return within.count * nominal_day(terms, calendar)


_OVER_AFTER = {"resolved": frozenset({"resolved", "closed"}), "closed": frozenset({"closed"})}


def _stop_clock(terms: Agreement, measure: Measure) -> frozenset[str]:
    """The states in which a clock stands still: those agreed, and those in which a ticket is over.

    A desk may call resolved what it likes. A state that is also entered without an end is not one.
    """
    if not isinstance(measure, ElapsedTerms):
        return frozenset()
    ends = _OVER_AFTER.get(measure.to, frozenset()) if isinstance(measure.to, str) else frozenset()
    given = [
        state
        for key, source in terms.evidence.items()
        if measure.source in (None, key) and source.table in (None, "tickets")
        for state in source.states.values()
    ]
    over = {each.state for each in given if each.event in ends}
    return frozenset(measure.stop_clock) | over - {e.state for e in given if e.event not in ends}


def read(asked: Asked, tally: ElapsedTally) -> Read:
    """The figure of the clocks, before and after exclusions."""
    net, gross = (_figure(asked, sample) for sample in (tally.net, tally.gross))
    numbers = [("counted", tally.net.count), ("counted-gross", tally.gross.count)]
    if isinstance(asked.measure, ShareWithin):
        numbers += [("within", tally.net.within), ("beyond", tally.net.count - tally.net.within)]
    numbers += [("pending", tally.pending), ("unstarted", tally.unstarted)]
    return Read(
        net,
        gross,
        tally.removed,
        tuple(numbers),
        missing="" if net else nothing_counted(asked),
        all_excluded=tally.net.count == 0 < tally.gross.count,
    )


def _figure(asked: Asked, sample: Sample) -> Figure | None:
    terms = rounding(asked)
    match asked.measure:
        case ShareWithin():
            return figure(sample.within, sample.count, "%", terms)
        case Mean():
            return figure(sample.total, sample.count, asked.unit, terms)
    return figure(sample.ranked[0], 1, asked.unit, terms) if sample.ranked else None
