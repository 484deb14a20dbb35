"""Whether and how a service level holds in a period: its beginning, its months, its phase."""

from __future__ import annotations

import datetime as dt

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.levels import Applies, Phase, ServiceLevel
from entente.performance.kernel.periods import Period, plus, plus_months
from entente.performance.kernel.versions import Month, Version, midnight


def contract_begins(versions: tuple[Version, ...]) -> dt.date:
    """The first day of the contract: the date `commencement`, or the first day in force."""
    first = versions[0].terms
    return first.dates.get("commencement", first.in_force.from_)


def begins(terms: Agreement, applies: Applies, contract: dt.date) -> dt.date:
    """The first day on which a level holds."""
    day = terms.dates.get(applies.after, contract) if applies.after else contract
    if applies.first == "next-day":
        day += dt.timedelta(days=1)
    elif applies.first == "following-month" or (
        applies.first == "first-full-month" and day.day != 1
    ):
        day = plus_months(day.replace(day=1), 1)
    return plus(day, applies.hold_off) if applies.hold_off else day


def applying_span(
    terms: Agreement, level: ServiceLevel, contract: dt.date
) -> tuple[int | None, int | None]:
    """The instants from which and until which a level holds by its own terms, where it says so."""
    applies = level.applies
    if applies is None:
        return None, None
    ended = midnight(applies.until, terms.zone) if applies.until else None
    return midnight(begins(terms, applies, contract), terms.zone), ended


def not_applicable(
    terms: Agreement, level: ServiceLevel, period: Period, month: Month, contract: dt.date
) -> str:
    """Why a level does not hold in a period; empty where it does."""
    applies = level.applies
    if applies is None:
        return ""
    start = begins(terms, applies, contract)
    if period.until <= start or (applies.partial == "left-out" and period.first < start):
        return f"it holds from {start} on"
    if applies.until is not None and (
        period.first >= applies.until
        or (applies.partial == "left-out" and period.until > applies.until)
    ):
        return f"it held until {applies.until}"
    if applies.in_months and month.number not in applies.in_months:
        return "it does not hold in this month of the year"
    return ""


def in_phase(
    level: ServiceLevel, period: Period, terms: Agreement, contract: dt.date
) -> ServiceLevel:
    """The level with the bounds of the phase that holds on the first day of the period."""
    since = begins(terms, level.applies, contract) if level.applies else contract
    found: Phase | None = None
    for phase in level.phases:
        if plus(since, phase.from_) <= max(period.first, since):
            found = phase
    if found is None:
        return level
    bounds = {
        name: getattr(found, name)
        for name in ("commitment", "expected", "minimum", "credit_trigger")
        if getattr(found, name) is not None
    }
    return level.model_copy(update=bounds)
