"""Settling: parts of what the caps left, the least that is paid, what falls due, earn-back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from entente.agreement.terms.money import Settlement
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.credited import Credits, EarnedBack, FallsDue, Given
from entente.performance.kernel.days import moved
from entente.performance.kernel.defaults import default_of
from entente.performance.kernel.fees import Scheme
from entente.performance.kernel.frequency import failed
from entente.performance.kernel.history import History, order, shifted
from entente.performance.kernel.steps import Step
from entente.performance.kernel.versions import Month

Credited = Callable[[Month], Credits | None]
_EVERY = {"next-invoice": 1, "quarter-end": 3, "year-end": 12}


def parts(whole: Decimal, weights: Sequence[Decimal], places: int) -> tuple[Decimal, ...]:
    """An amount divided in proportion to weights, to the last unit: the largest rests first."""
    total = sum(weights, Decimal(0))
    if not total:
        return tuple(Decimal(0).scaleb(-places) for _ in weights)
    unit = Fraction(1, 10**places)
    exact = [Fraction(whole) * Fraction(weight) / Fraction(total) / unit for weight in weights]
    floors = [each.numerator // each.denominator for each in exact]
    left = int(Fraction(whole) / unit) - sum(floors)
    by_rest = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at], at))
    for at in by_rest[:left]:
        floors[at] += 1
    return tuple(Decimal(count).scaleb(-places) for count in floors)


def least(scheme: Scheme, settled: Fraction) -> tuple[Step, ...]:
    """The step of a least amount that is paid; none where it is reached or not agreed."""
    agreed = scheme.rules.minimum_payable
    if agreed is None or not 0 < settled < scheme.amount(agreed):
        return ()
    operands = scheme.money("credits", settled), scheme.money("least payable", agreed.amount)
    formula = "nothing, since credits is below least payable"
    return (scheme.step("payable", formula, operands, Fraction(0)),)


def terms_of(scheme: Scheme) -> Settlement:
    """How credits are given."""
    said = scheme.rules.settlement
    return Settlement(on=said) if isinstance(said, str) else said


def falls_due(
    scheme: Scheme, history: History, own: Credits, credited: Credited
) -> FallsDue | None:
    """What is given after a month; None where credits are given later."""
    rule, month = terms_of(scheme), scheme.month
    until = scheme.terms.in_force.until
    last = until is not None and month.following >= until
    every = _EVERY.get(rule.on)
    if not last and (every is None or month.number % every):
        return None
    months = _since_last(history, month, every)
    kept = [each for each in months if not _expired(scheme, rule, each)]
    made = [own if each == month else credited(each) for each in kept]
    amount = sum((each.settled for each in made if each), Decimal(0))
    days = sum((each.days for each in made if each), Fraction(0))
    given = _given(rule, last)
    nothing = given == "nothing"
    return FallsDue(
        rule.on,
        given,
        tuple(str(each) for each in kept),
        scheme.rounded(Fraction(0)) if nothing else scheme.rounded(Fraction(amount)),
        Fraction(0) if nothing else days,
        tuple(str(each) for each in months if each not in kept),
        str(rule.within) if rule.within else None,
    )


def _given(rule: Settlement, last: bool) -> Given:
    """In what credits are given: days, off an invoice, or cash where none follows."""
    if rule.in_kind == "service-days":
        return "days"
    if not last:
        return "invoice"
    return "cash" if rule.otherwise == "cash" else "nothing"


def _since_last(history: History, month: Month, every: int | None) -> list[Month]:
    """The months that are settled together."""
    first = order(history.first_month)
    if every is not None:
        first = max(first, order(month) - (month.number - 1) % every)
    return [shifted(month, back) for back in range(first - order(month), 1)]


def _expired(scheme: Scheme, rule: Settlement, month: Month) -> bool:
    if rule.expires_after is None:
        return False
    return moved(month.following, rule.expires_after) <= scheme.month.following


def earned_back(scheme: Scheme, history: History, credited: Credited) -> tuple[EarnedBack, ...]:
    """The credits that go back, since the level was held ever since and for long enough now."""
    rule = scheme.rules.earn_back
    if rule is None:
        return ()
    months = rule.met_for.months
    if not months:
        raise TermsDoNotFit(f"credits.earn_back: {rule.met_for} are no months; write months")
    then = shifted(scheme.month, -months)
    made = credited(then) if order(then) >= order(history.first_month) else None
    found = (
        _level_back(scheme, history, then, each.level, each.settled)
        for each in (made.levels if made else ())
        if each.settled > 0
    )
    return tuple(each for each in found if each is not None)


def _level_back(
    scheme: Scheme, history: History, then: Month, level: str, amount: Decimal
) -> EarnedBack | None:
    rule = scheme.rules.earn_back
    assert rule is not None
    agreed = scheme.terms.service_levels.get(level)
    if agreed is None or agreed.credit is None or level in rule.excludes:
        return None
    if agreed.credit.cannot_be_earned_back:
        return None
    defaulted = default_of(history, level, then) if rule.excludes_defaults else None
    if defaulted is not None and defaulted.default:
        return None
    held = []
    for judged in history.judged(level, scheme.month):
        if order(judged.month) <= order(then):
            break
        if failed(judged.result, rule.bound) is not False:
            return None
        held.append(judged.result.period)
    return EarnedBack(level, str(then), amount, tuple(reversed(held))) if held else None
