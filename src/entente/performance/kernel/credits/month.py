"""The credits of a month: from its failures to what is settled, exact until the agreed rounding.

What the levels accrued is added to `uncapped`; caps follow in the agreed order and give `capped`;
what was waived, is disputed or was not claimed is left out of `settled`, and a month that is
provisional settles nothing. Always `uncapped >= capped >= settled >= 0`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from entente.agreement.terms.scalars import Percent, plain_decimal
from entente.foundation.money import Money
from entente.performance.kernel.credited import (
    CreditedMonth,
    Credits,
    CreditState,
    LevelAccrued,
    PointsWorth,
)
from entente.performance.kernel.credits.caps import capped, months_counted
from entente.performance.kernel.credits.levels import Accrual, accrual
from entente.performance.kernel.credits.settling import earned_back, falls_due, least, parts
from entente.performance.kernel.credits.standing import claim, elected
from entente.performance.kernel.fees import Scheme, fee_base
from entente.performance.kernel.history import History
from entente.performance.kernel.results import Result, State
from entente.performance.kernel.rights import other_remedies, suspending
from entente.performance.kernel.steps import Operand, Step
from entente.performance.kernel.versions import Month


def credits(history: History, month: Month) -> Credits | None:
    """The credits of a month; None where the agreement in force has no credit scheme."""
    if month not in history.credited:
        made = history.credited[month] = _credits(history, month)
        if made is not None:  # a right to more than credits counts those of this very month
            other = other_remedies(history, month, credits)
            history.credited[month] = replace(made, other_remedies=other)
    return history.credited[month]


def credited_levels(history: History, month: Month) -> list[str]:
    """The service levels that can earn credits, in order."""
    terms = history.terms(month)
    levels = terms.service_levels if terms else {}
    return sorted(key for key, level in levels.items() if level.credit)


def credited_earlier(history: History, month: Month) -> tuple[CreditedMonth, ...]:
    """What the earlier months that caps look at credited, the oldest first."""
    found = []
    for earlier in months_counted(history, month):
        made = credits(history, earlier)
        if made is None:
            continue
        results = list(_results(history, earlier).values())
        missing = sum(r.state is State.NOT_MEASURED for r in results)
        counts = made.settled + _pending(made)
        found.append(CreditedMonth(str(earlier), counts, len(results) - missing, missing))
    return tuple(found)


def _pending(made: Credits) -> Decimal:
    """What may still be given of a month: what is disputed, or can still be claimed."""
    waiting = [each.capped for each in made.levels if each.state in {"claimable", "disputed"}]
    return sum(waiting, Decimal(0))


def _results(history: History, month: Month) -> Mapping[str, Result]:
    found = ((key, history.result(key, month)) for key in credited_levels(history, month))
    return {key: each for key, each in found if each is not None}


def _credits(history: History, month: Month) -> Credits | None:
    terms = history.terms(month)
    if terms is None or terms.credits is None:
        return None
    scheme = Scheme(terms, terms.credits, month, history.terms)
    results = dict(_results(history, month))
    stopped = suspending(history, month, credits)
    why = f"no credits accrue while a right has arisen ({', '.join(stopped)})" if stopped else ""
    accruals = [accrual(scheme, history, found, why) for found in results.values()]
    counting = elected(scheme, history, accruals, results)
    points = _points(scheme, [each for each in accruals if each.level in counting])
    amounts = [each.amount if each.level in counting else Decimal(0) for each in accruals]
    amounts.append(points.amount if points else Decimal(0))
    uncapped = scheme.rounded(Fraction(sum(amounts, Decimal(0))))
    earlier = credited_earlier(history, month)
    steps = capped(scheme, history, uncapped, earlier)
    left = scheme.rounded(steps[-1].amount) if steps else uncapped
    shares = parts(left, amounts, terms.credits.rounding.places)
    provisional = _provisional(results)
    levels = [
        _standing(
            scheme, history, results[each.level], each, share if each.level in counting else None
        )
        for each, share in zip(accruals, shares, strict=False)
    ]
    if provisional:
        levels = [replace(each, state=_waits(each), settled=_zero(scheme)) for each in levels]
    worth = replace(points, capped=shares[-1]) if points else None
    given = sum((each.settled for each in levels), Decimal(0))
    given += worth.capped if worth and not provisional else 0
    settling = least(scheme, Fraction(given))
    if settling:
        levels = [replace(each, settled=_zero(scheme)) for each in levels]
    made = Credits(
        currency=scheme.currency,
        levels=tuple(levels),
        points=worth,
        caps=steps,
        credited_earlier=earlier,
        settling=settling,
        uncapped=uncapped,
        capped=left,
        settled=_zero(scheme) if settling else scheme.rounded(Fraction(given)),
        days=_days(levels, provisional),
        suspended_by=stopped,
        other_remedies=(),
        earned_back=() if provisional else earned_back(scheme, history, _of(history)),
        falls_due=None,
    )
    if provisional:
        return made
    return replace(made, falls_due=falls_due(scheme, history, made, _of(history)))


def _of(history: History) -> Callable[[Month], Credits | None]:
    return lambda month: credits(history, month)


def _zero(scheme: Scheme) -> Decimal:
    return scheme.rounded(Fraction(0))


def _provisional(results: Mapping[str, Result]) -> bool:
    """Whether a period that ends with the month is not over in the evidence."""
    return any(r.state is State.PROVISIONAL and r.ends for r in results.values())


def _waits(each: LevelAccrued) -> CreditState:
    return "accrued" if each.state in {"settled", "capped", "claimable", "lapsed"} else each.state


def _standing(
    scheme: Scheme, history: History, found: Result, each: Accrual, share: Decimal | None
) -> LevelAccrued:
    """What a level accrued, its part of what the caps left, and where that stands.

    Without a part another credit of the same incident is paid in its place.
    """
    counts, share = share is not None, share or _zero(scheme)
    state: CreditState = "none"
    last_day = None
    if each.due and not counts:
        state = "not-elected"
    elif each.due:
        stands = claim(scheme, history, found)
        state, last_day = stands.state, stands.last_day
        if state == "settled" and share == 0 < each.amount:
            state = "capped"
    return LevelAccrued(
        level=each.level,
        due=each.due,
        reason=each.reason or ("" if counts else "another credit of the incident is paid"),
        steps=each.steps,
        accrued=each.amount,
        points=each.points,
        days=each.days,
        state=state,
        capped=share,
        settled=share if state == "settled" else _zero(scheme),
        times=each.times,
        claim_by=last_day.isoformat() if last_day else None,
    )


def _days(levels: Sequence[LevelAccrued], provisional: bool) -> Fraction:
    """The days of service that are given."""
    given = [] if provisional else [each.days for each in levels if each.state == "settled"]
    return sum(given, Fraction(0))


def _points(scheme: Scheme, accruals: Sequence[Accrual]) -> PointsWorth | None:
    """The points of a month and what they are worth; None where points are worth nothing."""
    terms = scheme.rules.points
    if terms is None:
        return None
    total = sum((each.points for each in accruals), Fraction(0))
    base = fee_base(scheme, scheme.rules.fee_base)
    said = Operand("points", total, "")
    if terms.each is not None:
        one = scheme.step(
            "a point", *_ceiling(scheme, terms.each, base), scheme.limit(terms.each, base.amount)
        )
        worth = scheme.step("points", "a point x points", (one.result, said), one.amount * total)
        steps: tuple[Step, ...] = (base, one, worth) if total else ()
    else:
        reached = [pays for least_points, pays in terms.sums if total >= least_points]
        steps = ()
        if reached:
            amount = scheme.limit(reached[-1], base.amount)
            formula, operands = _ceiling(scheme, reached[-1], base)
            steps = base, scheme.step(f"{plain_decimal(total)} points", formula, operands, amount)
    worth_it = scheme.rounded(steps[-1].amount if steps else Fraction(0))
    return PointsWorth(total, steps, worth_it, worth_it)


def _ceiling(scheme: Scheme, pays: Percent | Money, base: Step) -> tuple[str, tuple[Operand, ...]]:
    if isinstance(pays, Money):
        return "amount", (scheme.money("amount", scheme.amount(pays)),)
    return f"{base.label} x share", (base.result, Operand("share", pays.value, "%"))
