"""What one service level accrues: due or not and why, its form, factors, its ceiling, rounding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from entente.agreement.terms.level_credits import LevelCredit, Repeat
from entente.agreement.terms.levels import ServiceLevel
from entente.performance.kernel.credits.forms import Failure, Pay, paid
from entente.performance.kernel.credits.units import misses
from entente.performance.kernel.days import moved
from entente.performance.kernel.fees import Scheme, fee_base_of, for_period
from entente.performance.kernel.figures import Figure
from entente.performance.kernel.frequency import Counter, counter, failed
from entente.performance.kernel.history import History
from entente.performance.kernel.readings import Item
from entente.performance.kernel.results import Number, Result, State
from entente.performance.kernel.steps import Operand, Step


@dataclass(frozen=True)
class Accrual:
    """What a level accrued before one incident, caps and claims are looked at."""

    level: str
    due: bool
    reason: str
    steps: tuple[Step, ...]
    amount: Decimal
    points: Fraction
    days: Fraction
    times: tuple[str, ...]


def accrual(scheme: Scheme, history: History, found: Result, suspended: str = "") -> Accrual:
    """What a level accrues in a month, before caps; `suspended` says why nothing can."""
    level = scheme.terms.service_levels[found.level]
    credit = level.credit
    assert credit is not None  # asked only of levels that have one
    if reason := suspended or not_due(level, found):
        return _nothing(scheme, found, reason)
    counted = _counted(history, scheme, credit, found)
    if counted is not None and not counted.now:
        return _nothing(scheme, found, _not_yet(counted), counted.periods)
    pay = _paid(scheme, credit, found)
    if pay.reason:
        return _nothing(scheme, found, pay.reason)
    pay = _multiplied(scheme, credit, found, pay)
    pay = _repeated(scheme, history, credit.repeat, found, pay)
    pay = _limited(scheme, credit, found, pay)
    times = counted.periods if counted else ()
    return _rounded(scheme, found, pay, times)


def _nothing(scheme: Scheme, found: Result, reason: str, times: tuple[str, ...] = ()) -> Accrual:
    zero = Fraction(0)
    return Accrual(found.level, False, reason, (), scheme.rounded(zero), zero, zero, times)


def _rounded(scheme: Scheme, found: Result, pay: Pay, times: tuple[str, ...]) -> Accrual:
    amount, steps = scheme.rounded(pay.amount), pay.steps
    if steps:
        places, mode = scheme.rules.rounding.places, scheme.rules.rounding.mode
        last = steps[-1]
        formula = f"{last.label}, rounded to {places} places, {mode}"
        steps = (*steps, scheme.step("accrued", formula, (last.result,), Fraction(amount)))
    return Accrual(found.level, True, "", steps, amount, pay.points, pay.days, times)


def not_due(level: ServiceLevel, found: Result) -> str:
    """Why no credit is due; empty when one is."""
    if level.class_ != "critical":
        return "a key performance indicator is reported and pays no credit"
    if not found.ends:
        return f"its period {found.period} is not over"
    if found.state in {State.EXCUSED, State.NOT_MEASURED}:
        return f"{found.state.value.replace('_', ' ')}: nothing failed"
    if level.credit is not None and level.credit.item_charges:
        return ""  # each item is looked at by itself
    if found.net is None:
        return "" if found.state is State.MISSED else "no figure failed"
    return _held(found)


def _held(found: Result) -> str:
    """What the figure holds, so that no money is due; a trigger is reached, not held."""
    trigger = found.credit_trigger
    if trigger is not None and not trigger.held:
        return f"{found.net} does not reach the credit trigger ({trigger})"
    if trigger is None and (found.commitment.held or found.state is State.MET):
        return f"{found.net} holds the commitment ({found.commitment})"
    return ""


def _counted(
    history: History, scheme: Scheme, credit: LevelCredit, found: Result
) -> Counter | None:
    if credit.due_when is None:
        return None
    return counter(history, found.level, scheme.month, credit.due_when)


def _not_yet(counted: Counter) -> str:
    return (
        f"due {counted.rule}: so far {counted.counted} of {counted.times}"
        f" ({', '.join(counted.periods)})"
    )


def _paid(scheme: Scheme, credit: LevelCredit, found: Result) -> Pay:
    if credit.item_charges:
        return _items(scheme, credit, found)
    base = fee_base_of(scheme, credit, found)
    return paid(Failure(scheme, credit, found, found.net, base))


def _items(scheme: Scheme, credit: LevelCredit, found: Result) -> Pay:
    """Each item that failed, paid of its own charge line."""
    failing = [item for item in found.items if item.net and _fails(found, item.net)]
    if not failing:
        return Pay(reason="no item of it failed")
    named = [item for item in failing if item.name in credit.item_charges]
    if not named:
        names = ", ".join(item.name for item in failing)
        return Pay(reason=f"no charge line is named for what failed ({names})")
    pays = [(item, _item(scheme, credit, found, item)) for item in named]
    steps = [
        replace(step, label=f"{step.label} ({item.name})") for item, pay in pays
        for step in pay.steps
    ]  # fmt: skip
    parts = [scheme.money(f"credit for {item.name}", pay.amount) for item, pay in pays]
    total = sum((part.value for part in parts), Fraction(0))
    formula = " + ".join(part.name for part in parts)
    points = sum((pay.points for _, pay in pays), Fraction(0))
    days = sum((pay.days for _, pay in pays), Fraction(0))
    reasons = [pay.reason for _, pay in pays if pay.reason]
    if len(reasons) == len(pays):
        return Pay(reason="; ".join(reasons))
    last = (scheme.step("credit", formula, parts, total),) if steps else ()
    return Pay((*steps, *last), points, days)


def _item(scheme: Scheme, credit: LevelCredit, found: Result, item: Item) -> Pay:
    figure = item.net
    assert figure is not None  # only items that failed are paid for
    base = for_period(scheme, (credit.item_charges[item.name],), found)
    own = replace(found, net=figure, numbers=_numbers(figure), lengths=())
    return paid(Failure(scheme, credit, own, figure, base))


def _numbers(figure: Figure) -> tuple[Number, ...]:
    """What failed of an item, as far as its figure tells: the rest of a share."""
    failed_part = figure.denominator - figure.numerator if figure.unit == "%" else figure.numerator
    return Number("down", failed_part), Number("misses", failed_part)


def _fails(found: Result, figure: Figure) -> bool:
    trigger = found.credit_trigger
    if trigger is not None:
        return trigger.holds(figure)
    return not found.commitment.holds(figure)


def _multiplied(scheme: Scheme, credit: LevelCredit, found: Result, pay: Pay) -> Pay:
    if credit.multiplicity == "per-period":
        return pay
    return _factor(scheme, pay, "credit for every miss", "misses", Fraction(misses(found)))


def _factor(scheme: Scheme, pay: Pay, label: str, name: str, factor: Fraction) -> Pay:
    """Money, points and days alike, times a factor."""
    steps = pay.steps
    if steps:
        last, count = steps[-1], Operand(name, factor, "")
        formula, operands = f"{last.label} x {name}", (last.result, count)
        steps = (*steps, scheme.step(label, formula, operands, last.amount * factor))
    return Pay(steps, pay.points * factor, pay.days * factor)


def _repeated(
    scheme: Scheme, history: History, repeat: Repeat | None, found: Result, pay: Pay
) -> Pay:
    before = failures_before(scheme, history, repeat, found) if repeat else 0
    if repeat is None or not before:
        return pay
    factor = repeat.factor ** (before if repeat.compounding else 1)
    factor = factor if repeat.most is None else min(factor, repeat.most)
    name = "factor" if before == 1 else f"factor after {before} failures before"
    return _factor(scheme, pay, "credit of a repeated failure", name, factor)


def failures_before(scheme: Scheme, history: History, repeat: Repeat, found: Result) -> int:
    """How many failures come before this one: in a row, or within a time."""
    earlier = _before(scheme, history, repeat, found.level)
    if repeat.within is None:
        return len(list(takewhile(bool, earlier)))
    return sum(each is True for each in earlier)


def _before(scheme: Scheme, history: History, repeat: Repeat, level: str) -> list[bool | None]:
    """Whether each earlier period failed, the latest first, as far as the rule looks back."""
    found: list[bool | None] = []
    for judged in history.judged(level, scheme.month):
        if judged.month == scheme.month:
            continue
        now = scheme.month.following
        if repeat.within and judged.month.following <= moved(now, repeat.within, -1):
            break
        found.append(failed(judged.result, "credit-trigger"))
        enough = not repeat.compounding and found[-1]
        if enough or (repeat.within is None and not found[-1]):
            break
    return found


def _limited(scheme: Scheme, credit: LevelCredit, found: Result, pay: Pay) -> Pay:
    """The level's own ceiling, where one is agreed."""
    if credit.at_most is None or not pay.steps:
        return pay
    base = fee_base_of(scheme, credit, found)[-1]
    ceiling = scheme.money("at most", scheme.limit(credit.at_most, base.amount))
    last = pay.steps[-1]
    amount = min(last.amount, ceiling.value)
    formula = f"the lesser of {last.label} and at most"
    step = scheme.step("limited credit", formula, (last.result, ceiling), amount)
    return Pay((*pay.steps, step), pay.points, pay.days)
