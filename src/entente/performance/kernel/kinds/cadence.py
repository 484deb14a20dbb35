"""Updates of tickets: the share of the gaps that are within a limit, or the updates that miss."""

from __future__ import annotations

from dataclasses import replace

from entente.agreement.terms.measures import Cadence
from entente.performance.kernel.asked import Asked, Given, Held
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.clocks import edge_of, segment_within, tickets_of
from entente.performance.kernel.plans import CadencePlan, Segment
from entente.performance.kernel.readings import Read, nothing_counted, rounding
from entente.performance.kernel.tallies import CadenceTally, Gaps


def plan(given: Given) -> CadencePlan:
    """The tickets of the window, the event that updates them, and the longest gap agreed."""
    measure = given.measure
    assert isinstance(measure, Cadence)
    segments = tuple(_segment(given, held) for held in given.held)
    return CadencePlan(replace(tickets_of(given), segments=segments), edge_of(measure.event))


def _segment(given: Given, held: Held) -> Segment:
    assert isinstance(held.measure, Cadence)
    return segment_within(given, held, held.measure.every)


def read(asked: Asked, tally: CadenceTally) -> Read:
    """The share of gaps within the limit, or the updates that were due and did not come."""
    net, gross = (_figure(asked, gaps) for gaps in (tally.net, tally.gross))
    counts = tally.net
    numbers = (
        ("counted", counts.tickets),
        ("counted-gross", tally.gross.tickets),
        ("gaps", counts.gaps),
        ("within", counts.within),
        ("beyond", counts.gaps - counts.within),
        ("updates-missed", counts.missed),
        ("pending", tally.pending),
        ("unstarted", tally.unstarted),
    )
    return Read(
        net,
        gross,
        tally.removed,
        numbers,
        missing="" if net else nothing_counted(asked),
        all_excluded=counts.tickets == 0 < tally.gross.tickets,
        volume=counts.tickets,
        misses=counts.missed,
    )


def _figure(asked: Asked, gaps: Gaps) -> Figure | None:
    assert isinstance(asked.measure, Cadence)
    if asked.measure.statistic == "share":
        return figure(gaps.within, gaps.gaps, "%", rounding(asked))
    return figure(gaps.missed, 1, "points", rounding(asked)) if gaps.tickets else None
