"""From terms to a plan: a service level, the versions in force and a month give what to count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from entente.agreement.agreement import Agreement
from entente.agreement.calendars import nominal_day, resolve_calendar
from entente.agreement.hours import parse_days
from entente.agreement.levels import ServiceLevel
from entente.agreement.measures import (
    Availability,
    ElapsedTerms,
    Mean,
    Measure,
    Percentile,
    Satisfaction,
    ShareWithin,
    Unit,
    algorithm_of,
    table_of,
    unit_of,
)
from entente.agreement.sources import Table
from entente.foundation.durations import Days, Duration
from entente.foundation.instants import DAY
from entente.foundation.intervals import Spans
from entente.foundation.worktime import Calendar
from entente.performance.kernel.claims import Claim, claimed_records, claimed_time, claims_for
from entente.performance.kernel.plans import (
    ElapsedPlan,
    Plan,
    RecordExclusion,
    Segment,
    SurveyPlan,
    TimeExclusion,
    UptimePlan,
    ValuePlan,
    Window,
)
from entente.performance.kernel.versions import Month, Version, governing, month_window

ALGORITHMS = frozenset(
    {"share-within/1", "availability/1", "mean/1", "percentile/1", "satisfaction/1"}
)


class UnknownAlgorithm(ValueError):
    """A meaning of a measure that this program does not know."""


class TermsDoNotFit(ValueError):
    """Terms of a service level that cannot be computed together."""


@dataclass(frozen=True)
class Asked:
    """A service level of a month, ready to be counted."""

    key: str
    level: ServiceLevel
    measure: Measure
    unit: Unit
    plan: Plan
    versions: tuple[Version, ...]
    claims: tuple[Claim, ...] = ()

    @property
    def table(self) -> Table:
        """The evidence table that decides."""
        return table_of(self.measure)

    @property
    def terms(self) -> Agreement:
        """The governing version's terms."""
        return self.versions[0].terms

    @property
    def algorithm(self) -> str:
        """The named, numbered meaning of the figure."""
        return algorithm_of(self.measure)


@dataclass(frozen=True)
class Calendars:
    """Calendars resolved once for each version, since resolving one is not free."""

    _known: dict[tuple[int, str], Calendar] = field(default_factory=dict)

    def of(self, terms: Agreement, key: str) -> Calendar:
        """A calendar of a version's terms."""
        at = terms.version, key
        if at not in self._known:
            self._known[at] = resolve_calendar(terms, key)
        return self._known[at]

    def used(self) -> Mapping[tuple[int, str], Calendar]:
        """Every calendar that was asked for, by version and key."""
        return dict(sorted(self._known.items()))


def compile_level(
    key: str,
    versions: Sequence[Version],
    month: Month,
    *,
    as_of: int | None = None,
    claims: Sequence[Claim] = (),
    calendars: Calendars | None = None,
) -> Asked:
    """What to count for a service level in a month, by the terms of each version in its days."""
    first = governing(versions, month)
    level = first.terms.service_levels[key]
    measure = first.terms.measure_of(level)
    window = month_window(month, first.terms, as_of)
    concerned = tuple(c for c in claims_for(measure, level.service, claims))
    with_level = tuple(v for v in versions if key in v.terms.service_levels)
    _check(key, level, measure, with_level)
    segments = tuple(
        segment
        for version in with_level
        if (segment := _segment(key, version, window, calendars or Calendars()))
    )
    plan = _plan(first.terms, measure, window, segments, concerned)
    held = tuple(v for v in with_level if v.holds_in(month))
    return Asked(key, level, measure, unit_of(measure), plan, held, concerned)


def _check(key: str, level: ServiceLevel, measure: Measure, versions: Sequence[Version]) -> None:
    algorithm, unit = algorithm_of(measure), unit_of(measure)
    if algorithm not in ALGORITHMS:
        raise UnknownAlgorithm(
            f"{key}: the algorithm {algorithm} is not known here;"
            f" this program knows {', '.join(sorted(ALGORITHMS))}"
        )
    for name in ("commitment", "expected", "minimum", "credit_trigger"):
        bound = getattr(level, name)
        if bound is not None and bound.unit != unit:
            raise TermsDoNotFit(
                f"{key}: {name} is {bound}, but the figure of {algorithm} is {_UNIT_SAID[unit]}"
            )
    if level.credit and level.credit.tiers and unit != "%":
        raise TermsDoNotFit(f"{key}: tiers are percentages, but the figure is {_UNIT_SAID[unit]}")
    for version in versions:
        other = algorithm_of(version.terms.measure_of(version.terms.service_levels[key]))
        if other != algorithm:
            raise TermsDoNotFit(
                f"{key}: version {version.number} measures by {other}, the governing one by"
                f" {algorithm}; give the new measure a service level of its own"
            )


_UNIT_SAID = {"%": "a percentage", "time": "a length of time", "points": "a plain number"}


def _segment(key: str, version: Version, window: Window, calendars: Calendars) -> Segment | None:
    terms = version.terms
    measure = terms.measure_of(terms.service_levels[key])
    start, end = version.instants(window.end)
    if start >= end:
        return None  # it takes force after the month
    limit, calendar_key = None, measure.calendar or terms.defaults.calendar
    if isinstance(measure, ShareWithin):
        if isinstance(measure.within, Days) and measure.within.kind == "calendar":
            calendar_key = "always"  # days of the calendar pass by day and night
        limit = _limit(measure.within, terms, calendar_key)
    calendar = calendars.of(terms, calendar_key)
    return Segment(start, end, measure.where, calendar, _stop_clock(terms, measure), limit)


def _stop_clock(terms: Agreement, measure: Measure) -> frozenset[str]:
    """The states in which a clock stands still: those agreed, and those in which a ticket is over.

    A desk may call resolved what it likes. A state that is also entered without an end is not one.
    """
    if table_of(measure) != "tickets" or not isinstance(measure, ElapsedTerms):
        return frozenset()
    ends = _OVER_AFTER.get(measure.to, frozenset())
    given = [
        state
        for key, source in terms.evidence.items()
        if measure.source in (None, key) and source.table in (None, "tickets")
        for state in source.states.values()
    ]
    over = {each.state for each in given if each.event in ends}
    return frozenset(measure.stop_clock) | over - {e.state for e in given if e.event not in ends}


_OVER_AFTER = {"resolved": frozenset({"resolved", "closed"}), "closed": frozenset({"closed"})}


def _limit(within: Duration | Days, terms: Agreement, calendar: str) -> int:
    if isinstance(within, Duration):
        return within.micros
    if within.kind == "calendar":
        return within.count * DAY
    return within.count * nominal_day(terms, calendar)


def _plan(
    terms: Agreement,
    measure: Measure,
    window: Window,
    segments: tuple[Segment, ...],
    claims: Sequence[Claim],
) -> Plan:
    if isinstance(measure, Availability):
        return _uptime_plan(terms, measure, window, segments, claims)
    if isinstance(measure, Satisfaction):
        scale = measure.scale
        return SurveyPlan(
            window, segments, scale.lowest, scale.highest, scale.highest - 1, measure.source
        )
    left_out = tuple(_record_exclusion(terms, code, claims) for code in measure.exclusions)
    ranks = _ranks(measure)
    if table_of(measure) == "values":
        return ValuePlan(window, segments, left_out, ranks, measure.source)
    return ElapsedPlan(
        window,
        start_event=measure.from_,
        end_event=measure.to,
        counted_in=measure.counted_in,
        classified_at=measure.classified_at,
        reopened=measure.reopened,
        segments=segments,
        exclusions=left_out,
        ranks=ranks,
        source=measure.source,
    )


def _ranks(measure: ShareWithin | Mean | Percentile) -> tuple[Fraction, ...]:
    return (measure.percentile.share,) if isinstance(measure, Percentile) else ()


def _record_exclusion(terms: Agreement, code: str, claims: Sequence[Claim]) -> RecordExclusion:
    agreed = terms.exclusions[code]
    records = claimed_records(code, claims) if agreed.claimed else frozenset()
    return RecordExclusion(code, agreed.where, records)


def _uptime_plan(
    terms: Agreement,
    measure: Availability,
    window: Window,
    segments: tuple[Segment, ...],
    claims: Sequence[Claim],
) -> UptimePlan:
    probes = measure.probes
    return UptimePlan(
        window,
        measure.of,
        segments,
        tuple(_time_exclusion(terms, code, window, claims) for code in measure.exclusions),
        down_when=probes.down_when,
        holds_for=probes.holds_for.micros if probes.holds_for else None,
        source=measure.source,
    )


def _time_exclusion(
    terms: Agreement, code: str, window: Window, claims: Sequence[Claim]
) -> TimeExclusion:
    agreed = terms.exclusions[code]
    if agreed.window is not None:
        hours = _weekly_hours(agreed.window, terms.zone)
        return TimeExclusion(code, hours.open_spans(window.start, window.end))
    if agreed.claimed:
        return TimeExclusion(code, claimed_time(code, claims, window.start, window.end))
    return TimeExclusion(code, Spans.empty(), agreed.where)


def _weekly_hours(week: Mapping[str, Sequence[tuple[str, str]]], zone: str) -> Calendar:
    weekly = {
        day: [list(span) for span in spans]
        for days, spans in week.items()
        for day in parse_days(days)
    }
    return Calendar.from_mapping({"timezone": zone, "weekly": weekly})
