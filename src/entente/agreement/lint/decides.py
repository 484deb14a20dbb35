"""Rules about what decides a figure: its rounding, a single record, silence, one probe."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from entente.agreement.allowance import Outage, allowance, first_month
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import (
    Availability,
    Measure,
    Satisfaction,
    ShareWithin,
    rounding_of,
    table_of,
)
from entente.agreement.terms.scalars import Level, plain_decimal
from entente.agreement.text.shape import Path
from entente.foundation.durations import format_duration
from entente.foundation.findings import Finding
from entente.foundation.instants import SECOND

MANY_RECORDS = 100  # a level that needs more of them to bear one miss is decided by one


def deciding_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about what decides."""
    for path, level, measure in looked.levels():
        for name in ("commitment", "minimum", "expected", "credit_trigger"):
            bound = getattr(level, name)
            if bound is not None and bound.unit == "%":
                yield from _rounding(looked, (*path, name), bound, measure)
        if level.commitment.unit == "%":
            yield from _single(looked, path, level, measure)
    for path, measure in looked.measures():
        yield from _silence(looked, path, measure)


def _rounding(looked: Looked, at: Path, bound: Level, measure: Measure) -> Iterator[Finding]:
    """A bound finer than the figure: rounding moves it, and by how much nobody has agreed."""
    terms = measure.rounding or looked.agreement.defaults.rounding
    if (bound.value * 10**terms.places).denominator == 1:
        return
    figure = rounding_of(terms).apply(bound.value)
    held = "holds" if bound.holds(Fraction(figure)) else "does not hold"
    message = (
        f"the figure is rounded to {terms.places} places before it is compared, and {bound} "
        f"is finer: {plain_decimal(bound.value)} % becomes {figure} %, for which it {held}"
    )
    places = len(plain_decimal(bound.value).partition(".")[2])
    hint = f"give the measure rounding: {{places: {places}}}, or write a rounder bound"
    yield looked.found("rounding-decides", message, hint, at)


def _single(looked: Looked, path: Path, level: ServiceLevel, measure: Measure) -> Iterator[Finding]:
    """A commitment that one record, or one probe, decides."""
    probes = isinstance(measure, Availability) and measure.probes.holds_for is not None
    if not (probes or isinstance(measure, ShareWithin)) or level.commitment.value >= 100:
        return  # 100 % says on purpose that nothing may miss
    try:
        allowed = allowance(looked.agreement, str(path[1]), first_month(looked.agreement))
    except (ValueError, KeyError):
        return  # a calendar or a charge has a finding of its own
    at = (*path, "commitment")
    misses = allowed.misses
    if misses is not None and (misses.one_from is None or misses.one_from > MANY_RECORDS):
        need = f"{misses.one_from:,}" if misses.one_from else "100,000"
        message = f"one single miss breaks it unless the month has at least {need} records"
        hint = "check how many there are; fewer make it 100 % in disguise"
        yield looked.found("one-miss-decides", message, hint, at)
    if isinstance(measure, Availability) and allowed.outage is not None:
        yield from _probe(looked, at, measure, allowed.outage)


def _probe(looked: Looked, at: Path, measure: Availability, outage: Outage) -> Iterator[Finding]:
    holds = measure.probes.holds_for
    if measure.of == "probes" and holds is not None and holds.micros > outage.rounded:
        message = (
            f"one probe that is down may count {format_duration(holds.micros)}, "
            f"and a month allows {format_duration(outage.rounded - outage.rounded % SECOND)}"
        )
        hint = "probe more often, or agree a level that one bad answer does not break"
        yield looked.found("one-miss-decides", message, hint, at)


def _silence(looked: Looked, path: Path, measure: Measure) -> Iterator[Finding]:
    """Measures in which silence is good news, and surveys that one answer decides."""
    table = table_of(measure)
    if measure.no_data == "met" and table not in {"tickets", "outages", "events", None}:
        message = f"a month without any {table} is met: when the monitor stops, all is well"
        hint = "write no_data: not-measured, or missed where the provider keeps the monitor"
        yield looked.found("silence-is-success", message, hint, (*path, "no_data"))
    probes = measure.probes if isinstance(measure, Availability) else None
    if probes is not None and probes.unknown == "up":
        message = "time that no probe covers counts as up: when the probes stop, all is well"
        hint = "write unknown: left-out, with least_coverage: 90 %"
        yield looked.found("silence-is-success", message, hint, (*path, "probes", "unknown"))
    if isinstance(measure, Satisfaction) and measure.least_answers == 1:
        message = "one single answer makes the figure of a month, and tells who gave it"
        hint = "say how many answers it takes: least_answers: 5"
        yield looked.found("one-answer-decides", message, hint, path, at_key=True)
