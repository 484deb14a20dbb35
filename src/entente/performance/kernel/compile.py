"""From terms to a plan: a service level, the versions in force and a month give what to count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure, algorithm_of, table_of, unit_of
from entente.performance.kernel.applying import (
    applying_span,
    contract_begins,
    in_phase,
    not_applicable,
)
from entente.performance.kernel.asked import (
    Asked,
    Calendars,
    Given,
    Held,
    Known,
    TermsDoNotFit,
    UnknownAlgorithm,
)
from entente.performance.kernel.claims import claims_for
from entente.performance.kernel.kinds import (
    cadence,
    clocks,
    deadlines,
    records,
    requests,
    surveys,
    uptime,
    values,
)
from entente.performance.kernel.kinds.announced import announced_numbers
from entente.performance.kernel.kinds.beginning import before_start
from entente.performance.kernel.periods import Period, periods_of
from entente.performance.kernel.plans import DeadlinePlan, Plan
from entente.performance.kernel.versions import Month, Version, governing

__all__ = [
    "Asked", "Calendars", "Known", "TermsDoNotFit", "UnknownAlgorithm", "compile_level",
    "compile_periods",
]  # fmt: skip


def _of_times_or_values(given: Given) -> Plan:
    return values.plan(given) if table_of(given.measure) == "values" else clocks.plan(given)


def _count(given: Given) -> Plan:
    if table_of(given.measure) == "tickets":
        return clocks.plan(given)
    if table_of(given.measure) == "outages":
        return uptime.plan(given)
    return records.plan(given)


PLANS: dict[str, Callable[[Given], Plan | None]] = {
    "share-within/1": clocks.plan,
    "availability/1": uptime.plan,
    "downtime/1": uptime.plan,
    "success-rate/1": requests.plan,
    "mean/1": _of_times_or_values,
    "percentile/1": _of_times_or_values,
    "satisfaction/1": surveys.plan,
    "deadline/1": deadlines.plan,
    "combined/1": lambda _: None,  # made from the results of other levels, without an engine
    "cadence/1": cadence.plan,
    "count/1": _count,
    "maximum/1": _of_times_or_values,
    "minimum/1": _of_times_or_values,
    "latest/1": _of_times_or_values,
    "share/1": records.plan,
    "total/1": _of_times_or_values,
}
ALGORITHMS = frozenset(PLANS)


def compile_level(
    key: str,
    versions: Sequence[Version],
    month: Month,
    *,
    as_of: int | None = None,
    known: Known | None = None,
    calendars: Calendars | None = None,
) -> Asked:
    """What to count for a service level in the period that a month judges, the last of several."""
    return compile_periods(
        key, versions, month, as_of=as_of, known=known, calendars=calendars
    )[-1]  # fmt: skip


def compile_periods(
    key: str,
    versions: Sequence[Version],
    month: Month,
    *,
    as_of: int | None = None,
    known: Known | None = None,
    calendars: Calendars | None = None,
) -> tuple[Asked, ...]:
    """What to count for a service level in each period that a month judges.

    The governing version's level decides; each version's measure counts the records of its days.
    """
    first = governing(versions, month)
    level = first.terms.service_levels[key]
    measure = first.terms.measure_of(level)
    with_level = tuple(v for v in versions if key in v.terms.service_levels)
    _check(key, level, measure, with_level)
    periods = periods_of(
        measure.window, month, first.terms, contract_begins(tuple(versions)), as_of
    )
    return tuple(
        _asked(
            key,
            period,
            month,
            with_level,
            first=first,
            contract=contract_begins(tuple(versions)),
            known=known or Known(),
            calendars=calendars or Calendars(),
        )
        for period in periods
    )


def _asked(
    key: str,
    period: Period,
    month: Month,
    versions: tuple[Version, ...],
    *,
    first: Version,
    contract: dt.date,
    known: Known,
    calendars: Calendars,
) -> Asked:
    level = in_phase(first.terms.service_levels[key], period, first.terms, contract)
    measure = first.terms.measure_of(level)
    concerned = tuple(claims_for(measure, level.service, known.claims))
    begun, ended = applying_span(first.terms, level, contract)
    held = tuple(h for v in versions if (h := _held(key, v, period, begun, ended)) is not None)
    why_not = not_applicable(first.terms, level, period, month, contract)
    given = Given(
        key, first.terms, level, measure, period.window, held,
        replace(known, claims=concerned), calendars,
    )  # fmt: skip
    plan = None if why_not else PLANS[algorithm_of(measure)](given)
    return Asked(
        key,
        level,
        measure,
        unit_of(measure),
        plan,
        _concerned(versions, period, month),
        _judged_when_due(period, plan),
        concerned,
        why_not,
        first,
        announced=announced_numbers(given),
        before=before_start(given),
    )


def _concerned(versions: tuple[Version, ...], period: Period, month: Month) -> tuple[Version, ...]:
    """The versions in force on any day of the period, or of the month that judges it."""
    first, until = min(period.first, month.first), max(period.until, month.following)
    return tuple(v for v in versions if v.from_ < until and (v.until is None or v.until > first))


def _judged_when_due(period: Period, plan: Plan | None) -> Period:
    """The period, looked at no sooner than the last of its occasions is due."""
    window = period.window
    if not isinstance(plan, DeadlinePlan) or plan.last_due <= window.due:
        return period
    return replace(period, window=replace(window, evaluated_at=plan.last_due))


def _held(
    key: str, version: Version, period: Period, begun: int | None, ended: int | None
) -> Held | None:
    """A version's measure and the instants at which it holds; None where it comes too late.

    The level itself may hold from a later day on than its version, and until an earlier one.
    """
    terms: Agreement = version.terms
    measure = terms.measure_of(terms.service_levels[key])
    start, end = version.instants(period.window.end)
    start = start if begun is None else max(start, begun)
    end = end if ended is None else min(end, ended)
    if start >= end:
        return None
    return Held(terms, measure, measure.calendar or terms.defaults.calendar, start, end)


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
                f"{key}: {name} is {bound}, but the figure of {algorithm} is {UNIT_SAID[unit]}"
            )
    for end in level.credit.ends if level.credit else ():
        if end.unit != unit:
            raise TermsDoNotFit(
                f"{key}: a tier or row of its credit is at {end}, but the figure of {algorithm} is"
                f" {UNIT_SAID[unit]}"
            )
    for version in versions:
        other = algorithm_of(version.terms.measure_of(version.terms.service_levels[key]))
        if other != algorithm:
            raise TermsDoNotFit(
                f"{key}: version {version.number} measures by {other}, the governing one by"
                f" {algorithm}; give the new measure a service level of its own"
            )


UNIT_SAID = {"%": "a percentage", "time": "a length of time", "points": "a plain number"}
