"""Where a credit stands: elected among those of one incident, waived, disputed, claimed, lapsed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from entente.foundation.instants import from_micros, zone
from entente.performance.kernel.credited import CreditState
from entente.performance.kernel.credits.levels import Accrual
from entente.performance.kernel.days import DAY, instant, over
from entente.performance.kernel.fees import Scheme
from entente.performance.kernel.history import History
from entente.performance.kernel.results import Result
from entente.performance.kernel.told import (
    CLAIMED,
    DISPUTE_ENDED,
    DISPUTED,
    ELECTED,
    WAIVED,
    within,
)


@dataclass(frozen=True)
class Claimable:
    """Whether a credit must be claimed by a day, and whether it was; no deadline: by nobody."""

    last_day: dt.date | None
    state: CreditState


def elected(
    scheme: Scheme, history: History, accruals: Sequence[Accrual], results: dict[str, Result]
) -> frozenset[str]:
    """The levels whose credit counts: of those that share an incident only one."""
    groups: dict[str, list[Accrual]] = {}
    for each in accruals:
        credit = scheme.terms.service_levels[each.level].credit
        if each.due and credit is not None and credit.one_incident:
            groups.setdefault(credit.one_incident, []).append(each)
    left = {
        each.level
        for group in groups.values()
        for each in group
        if each.level != _one_of(scheme, history, group, results)
    }
    return frozenset(each.level for each in accruals if each.due) - left


def _one_of(
    scheme: Scheme, history: History, group: Sequence[Accrual], results: dict[str, Result]
) -> str:
    """The credit that a party elected in time, or else the one that silence means."""
    rule = scheme.rules.incidents
    if rule is not None:
        for each in group:
            found = results[each.level]
            ended = dt.date.fromisoformat(found.until)
            until = instant(scheme.terms, over(scheme.terms, ended, rule.within))
            if _told(scheme, history, ELECTED, found, until):
                return each.level
    otherwise = rule.otherwise if rule else "highest"
    if otherwise == "first":
        return min(
            group, key=lambda each: list(scheme.terms.service_levels).index(each.level)
        ).level
    sign = 1 if otherwise == "highest" else -1
    # Equals: the first by key, so that both sides choose the same.
    best = max(sign * _weight(each) for each in group)
    return min(each.level for each in group if sign * _weight(each) == best)


def _weight(each: Accrual) -> Decimal:
    """What a credit is worth among others of one incident: its money, else its points or days."""
    if each.amount:
        return each.amount
    count = each.points + each.days
    return Decimal(count.numerator) / Decimal(count.denominator)


def _told(scheme: Scheme, history: History, event: str, found: Result, until: int) -> bool:
    """Whether someone told of an event about a credit from its period on, before a deadline."""
    since = instant(scheme.terms, dt.date.fromisoformat(found.first))
    seen = min(until, history.seen_until(scheme.month))
    return within(history.told, event, (found.level, str(scheme.month)), since, seen) is not None


ALWAYS = 2**62


def claim(scheme: Scheme, history: History, found: Result) -> Claimable:
    """Where a credit that is due stands: waived, disputed, claimable, lapsed, or to be settled."""
    if _told(scheme, history, WAIVED, found, ALWAYS):
        return Claimable(None, "waived")
    disputed = _told(scheme, history, DISPUTED, found, ALWAYS)
    if disputed and not _told(scheme, history, DISPUTE_ENDED, found, ALWAYS):
        return Claimable(None, "disputed")
    rule = scheme.rules.claim
    if rule is None:
        return Claimable(None, "settled")
    ended = over(scheme.terms, _counts_from(scheme, found), rule.within)
    until = instant(scheme.terms, ended)
    if _told(scheme, history, CLAIMED, found, until):
        return Claimable(ended - DAY, "settled")
    open_still = history.seen_until(scheme.month) < until
    return Claimable(ended - DAY, "claimable" if open_still else "lapsed")


def _counts_from(scheme: Scheme, found: Result) -> dt.date:
    rule = scheme.rules.claim
    assert rule is not None
    ended = dt.date.fromisoformat(found.until)
    if rule.after == "report":
        return ended + scheme.terms.evaluated_after * DAY
    if rule.after == "incident" and found.lengths:
        start = min(start for start, _ in found.lengths)
        return from_micros(start, zone(scheme.terms.zone)).date() + DAY
    return ended
