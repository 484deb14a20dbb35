"""Records one by one: how many there were, and the share of them that is good."""

from __future__ import annotations

from entente.agreement.terms.measures import Count, Share
from entente.performance.kernel.asked import Asked, Given, Held
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.exclusions import record_exclusions
from entente.performance.kernel.plans import RecordPlan, Segment
from entente.performance.kernel.readings import Read, nothing_counted, rounding
from entente.performance.kernel.tallies import RecordTally, Sample


def plan(given: Given) -> RecordPlan:
    """The records whose instant lies in the window, and which of them are good."""
    measure = given.measure
    assert isinstance(measure, Count | Share)
    assert measure.of != "tickets"
    return RecordPlan(
        given.window,
        measure.of,
        tuple(_segment(given, held) for held in given.held),
        record_exclusions(given),
        isinstance(measure, Share) and measure.unanswered == "left-out",
        measure.source,
    )


def _segment(given: Given, held: Held) -> Segment:
    measure = held.measure
    assert isinstance(measure, Count | Share)
    # Hours narrow the records only where this very measure names them: an invoice that is sent at
    # night is an invoice, whatever hours the desk keeps.
    calendar = given.calendars.of(held.terms, measure.calendar or "always")
    return Segment(
        held.start,
        held.end,
        measure.where,
        calendar,
        good=measure.good if isinstance(measure, Share) else None,
        event=measure.event,
    )


def read(asked: Asked, tally: RecordTally) -> Read:
    """The figure of the records, before and after exclusions; none at all are a count of 0."""
    net, gross = (_figure(asked, sample) for sample in (tally.net, tally.gross))
    numbers = [("counted", tally.net.count), ("counted-gross", tally.gross.count)]
    if isinstance(asked.measure, Share):
        numbers += [("good", tally.net.within), ("misses", tally.net.count - tally.net.within)]
    else:
        numbers += [("misses", tally.net.count)]
    return Read(
        net,
        gross,
        tally.removed,
        tuple(numbers),
        missing="" if net else nothing_counted(asked),
        all_excluded=net is None and tally.gross.count > 0,
    )


def _figure(asked: Asked, sample: Sample) -> Figure | None:
    if isinstance(asked.measure, Share):
        return figure(sample.within, sample.count, "%", rounding(asked))
    return figure(sample.count, 1, "points", rounding(asked))
