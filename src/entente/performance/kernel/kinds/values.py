"""Plain values: their mean, a percentile, the highest, the lowest, the latest, the total."""

from __future__ import annotations

from fractions import Fraction

from entente.agreement.terms.measures import Mean, Measure, Percentile, Statistic
from entente.performance.kernel.asked import Asked, Given
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.exclusions import record_exclusions
from entente.performance.kernel.plans import Segment, ValuePlan
from entente.performance.kernel.readings import Read, nothing_counted, rounding
from entente.performance.kernel.tables import MILLIONTHS
from entente.performance.kernel.tallies import Sample, ValueTally


def plan(given: Given) -> ValuePlan:
    """The values whose instant lies in the window and in the hours of the calendar."""
    measure = given.measure
    return ValuePlan(
        given.window,
        tuple(
            Segment(held.start, held.end, held.measure.where,
                    given.calendars.of(held.terms, held.calendar_key))
            for held in given.held
        ),
        record_exclusions(given),
        _ranks(measure),
        measure.source,
        latest=measure.kind == "latest",
    )  # fmt: skip


def _ranks(measure: Measure) -> tuple[Fraction, ...]:
    if isinstance(measure, Percentile):
        return (measure.percentile.share,)
    extreme = {"minimum": Fraction(0), "maximum": Fraction(1)}.get(measure.kind)
    return () if extreme is None else (extreme,)


def read(asked: Asked, tally: ValueTally) -> Read:
    """The figure of the values, before and after exclusions."""
    net, gross = (_figure(asked, sample) for sample in (tally.net, tally.gross))
    return Read(
        net,
        gross,
        tally.removed,
        (("counted", tally.net.count), ("counted-gross", tally.gross.count)),
        missing="" if net else nothing_counted(asked),
        all_excluded=tally.net.count == 0 < tally.gross.count,
    )


def _figure(asked: Asked, sample: Sample) -> Figure | None:
    # Values are kept in millionths: of a second those are microseconds, of points they are not.
    scale = MILLIONTHS if asked.unit == "points" else 1
    if isinstance(asked.measure, Mean):
        return figure(sample.total, sample.count * scale, asked.unit, rounding(asked))
    if not sample.count:
        return None
    if isinstance(asked.measure, Statistic) and asked.measure.kind in {"latest", "total"}:
        number = sample.total if asked.measure.kind == "total" else sample.latest
        assert number is not None  # of one value at least
        return figure(number, scale, asked.unit, rounding(asked))
    return figure(sample.ranked[0], scale, asked.unit, rounding(asked))
