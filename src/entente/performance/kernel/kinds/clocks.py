"""Clocks of tickets: the share within a limit, their number, mean, percentile, extreme and sum."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from entente.agreement.calendars import ALWAYS, nominal_day
from entente.agreement.conditions.condition import Condition
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.events import Events, names_of
from entente.agreement.terms.limits import CalendarLimit, EndOfDay, SeveralLimits
from entente.agreement.terms.measures import (
    Count,
    ElapsedTerms,
    Mean,
    Measure,
    Percentile,
    ShareWithin,
    Statistic,
)
from entente.foundation.durations import Days, Duration
from entente.foundation.instants import DAY
from entente.performance.kernel.asked import Asked, Given, Held, TermsDoNotFit
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.exclusions import record_exclusions
from entente.performance.kernel.plans import DayEnd, Edge, ElapsedPlan, Segment, Window
from entente.performance.kernel.readings import Read, nothing_counted, rounding
from entente.performance.kernel.tallies import ElapsedTally, Sample

_FAR = 2**61  # microseconds: every instant lies nearer
EVERY = -1  # a limit that every clock is beyond


def plan(given: Given) -> ElapsedPlan:
    """Which tickets belong to the window, how long their clocks ran, which kept every limit."""
    measure = given.measure
    assert isinstance(measure, ElapsedTerms)
    main = replace(tickets_of(given), ranks=_ranks(measure))
    if not isinstance(measure, ShareWithin):
        return replace(main, segments=tuple(_timed(given, h, _longer(h)) for h in given.held))
    _same_form(given)
    limits = [_limits(held.measure) for held in given.held]
    most = max(map(len, limits), default=1)
    first, *others = (
        tuple(
            _timed(given, held, own[min(n, len(own) - 1)])
            for held, own in zip(given.held, limits, strict=True)
        )
        for n in range(most)
    )
    beside = tuple(_beside(main, segments) for segments in others)
    later = isinstance(measure.within, SeveralLimits) and bool(measure.within.later_of)
    clocks = tuple(_further(given, main, n) for n in range(len(measure.also)))
    also = clocks if later else (*clocks, *beside)
    return replace(main, segments=first, also=also, or_else=beside if later else ())


def tickets_of(given: Given) -> ElapsedPlan:
    """The plan of a measure's tickets, with clocks that have no limit."""
    measure = given.measure
    assert isinstance(measure, ElapsedTerms)
    return ElapsedPlan(
        given.window,
        start=edge_of(measure.from_, measure.start_where),
        end=edge_of(measure.to, measure.end_where),
        counted_in=measure.counted_in,
        classified_at=measure.classified_at,
        reopened=measure.reopened,
        segments=tuple(_timed(given, held, None) for held in given.held),
        exclusions=record_exclusions(given),
        source=given.measure.source,
    )


def edge_of(choice: str | Events, where: Condition | None = None) -> Edge:
    """An event, or the several that together start or end a clock, as engines are asked."""
    needs_all = isinstance(choice, Events) and bool(choice.all_of)
    return Edge(names_of(choice), "all" if needs_all else "any", where)


def segment_within(given: Given, held: Held, limit: Duration | Days) -> Segment:
    """The terms of a version for records whose clock has a limit of its measure's calendar."""
    return _timed(given, held, CalendarLimit(limit=limit))


def _ranks(measure: Measure) -> tuple[Fraction, ...]:
    if isinstance(measure, Percentile):
        return (measure.percentile.share,)
    if isinstance(measure, Statistic):  # the smallest value is that of any share that is none
        return {"maximum": (Fraction(1),), "minimum": (Fraction(0),)}.get(measure.kind, ())
    return ()


def _limits(measure: Measure) -> tuple[CalendarLimit, ...]:
    assert isinstance(measure, ShareWithin)
    within = measure.within
    if isinstance(within, SeveralLimits):
        return within.sooner_of or within.later_of
    return (CalendarLimit(limit=within),)


def _longer(held: Held) -> CalendarLimit | None:
    measure = held.measure
    if not isinstance(measure, Count):
        return None
    return CalendarLimit(limit=measure.longer_than or Duration(EVERY))


def _same_form(given: Given) -> None:
    """Versions may differ in their limits, but not in how many clocks a ticket has."""
    forms = set()
    for held in given.held:
        assert isinstance(held.measure, ShareWithin)
        within = held.measure.within
        later = isinstance(within, SeveralLimits) and bool(within.later_of)
        events = [(each.from_, each.to) for each in held.measure.also]
        forms.add((later, len(_limits(held.measure)) > 1 and later, repr(events)))
    if len(forms) > 1:
        raise TermsDoNotFit(
            f"{given.key}: versions join their clocks in different ways; give the new measure a"
            " service level of its own"
        )


def _beside(
    main: ElapsedPlan,
    segments: tuple[Segment, ...],
    start: Edge | None = None,
    end: Edge | None = None,
) -> ElapsedPlan:
    """A further clock of the tickets of a plan, which alone says which of them count."""
    free = (replace(each, where=None, starts_in=None, starts_outside=None) for each in segments)
    return replace(
        main,
        window=Window(-_FAR, _FAR, main.window.as_of),
        start=start or main.start,
        end=end or main.end,
        counted_in="started",
        classified_at="start",
        segments=tuple(free),
        exclusions=(),
        ranks=(),
    )


def _further(given: Given, main: ElapsedPlan, number: int) -> ElapsedPlan:
    """The plan of one of the clocks in `also`."""
    segments = []
    for held in given.held:
        assert isinstance(held.measure, ShareWithin)
        clock = held.measure.also[number]
        limit = CalendarLimit(limit=clock.within, calendar=clock.calendar)
        stops = stop_clock(held.terms, held.measure.source, clock.to, clock.stop_clock)
        segments.append(replace(_timed(given, held, limit), stop_clock=stops))
    assert isinstance(given.measure, ShareWithin)
    clock = given.measure.also[number]
    return _beside(main, tuple(segments), edge_of(clock.from_), edge_of(clock.to))


def _timed(given: Given, held: Held, limit: CalendarLimit | None) -> Segment:
    """The terms of a version, with one limit: on its own calendar, or on that of the measure."""
    measure, terms = held.measure, held.terms
    assert isinstance(measure, ElapsedTerms)
    calendar_key, micros, day_end = held.calendar_key, None, None
    if limit is not None:
        calendar_key = limit.calendar or calendar_key
        if isinstance(limit.limit, EndOfDay):
            day_end = DayEnd(given.calendars.of(terms, calendar_key), limit.limit.count)
            calendar_key = ALWAYS
        else:
            if isinstance(limit.limit, Days) and limit.limit.kind == "calendar":
                calendar_key = ALWAYS  # days of the calendar pass by day and night
            micros = _micros(limit.limit, terms, calendar_key)
    hours = [
        given.calendars.of(terms, key) if key else None
        for key in (measure.started_in, measure.started_outside)
    ]
    return Segment(
        held.start,
        held.end,
        held.measure.where,
        given.calendars.of(terms, calendar_key),
        stop_clock(
            terms,
            held.measure.source,
            measure.to if measure.end_where is None else "",
            measure.stop_clock,
        ),
        micros,
        day_end,
        hours[0],
        hours[1],
    )


def _micros(within: Duration | Days, terms: Agreement, calendar: str) -> int:
    if isinstance(within, Duration):
        return within.micros
    if within.kind == "calendar":
        return within.count * DAY
    return within.count * nominal_day(terms, calendar)


_OVER_AFTER = {"resolved": frozenset({"resolved", "closed"}), "closed": frozenset({"closed"})}


def stop_clock(
    terms: Agreement, source_key: str | None, to: str | Events, agreed: tuple[str, ...]
) -> frozenset[str]:
    """The states in which a clock stands still: those agreed, and those in which a ticket is over.

    A desk may call resolved what it likes. A state that is also entered without an end is not one.
    """
    ends = _OVER_AFTER.get(to, frozenset()) if isinstance(to, str) else frozenset()
    given = [
        state
        for key, source in terms.evidence.items()
        if source_key in (None, key) and source.table in (None, "tickets")
        for state in source.states.values()
    ]
    over = {each.state for each in given if each.event in ends}
    return frozenset(agreed) | over - {e.state for e in given if e.event not in ends}


def read(asked: Asked, tally: ElapsedTally) -> Read:
    """The figure of the clocks, before and after exclusions."""
    net, gross = (_figure(asked, sample) for sample in (tally.net, tally.gross))
    numbers = [("counted", tally.net.count), ("counted-gross", tally.gross.count)]
    limited = isinstance(asked.measure, ShareWithin) or (
        isinstance(asked.measure, Count) and asked.measure.longer_than is not None
    )
    beyond = tally.net.count - tally.net.within
    if limited:
        numbers += [("within", tally.net.within), ("beyond", beyond)]
    numbers += [("pending", tally.pending), ("unstarted", tally.unstarted)]
    return Read(
        net,
        gross,
        tally.removed,
        tuple(numbers),
        missing="" if net else nothing_counted(asked),
        all_excluded=tally.net.count == 0 < tally.gross.count,
        volume=tally.net.count,
        misses=beyond if limited else None,
    )


def _figure(asked: Asked, sample: Sample) -> Figure | None:
    terms = rounding(asked)
    match asked.measure:
        case ShareWithin():
            return figure(sample.within, sample.count, "%", terms)
        case Count():
            return figure(sample.count - sample.within, 1, asked.unit, terms)
        case Mean():
            return figure(sample.total, sample.count, asked.unit, terms)
        case Statistic(kind="total"):
            return figure(sample.total, 1, asked.unit, terms) if sample.count else None
    return figure(sample.ranked[0], 1, asked.unit, terms) if sample.ranked else None
