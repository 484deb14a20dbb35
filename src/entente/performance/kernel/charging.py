"""Arithmetic of fees, exact and step by step: use at rates, limits of liability, an early end.

Each takes the terms and the facts and gives the steps whose last one is the amount. Nothing is
rounded here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.fees import (
    Cancellation,
    EndPart,
    Liability,
    LimitPart,
    Rate,
    Usage,
)
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.scalars import Percent
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.lateness import as_long, one_unit
from entente.performance.kernel.steps import Operand, Step

_HUNDRED = Operand("the whole", Fraction(100), "%")
Choose = Callable[[Iterable[Fraction]], Fraction]
_CHOOSE: dict[str, tuple[str, Choose]] = {"greater": ("greatest", max), "lesser": ("least", min)}


def usage_fee(
    price: Usage, used: Mapping[str, Fraction | Money], base: Money | None = None
) -> tuple[Step, ...]:
    """What so much use costs; `base` is the amount that a free share is of."""
    if missing := sorted(set(price.rates) - set(used)):
        raise TermsDoNotFit(f"it is not said how much of {', '.join(missing)} was used")
    if strange := sorted(set(used) - set(price.rates)):
        raise TermsDoNotFit(f"there is no rate of {', '.join(strange)}")
    lines = [_line(name, rate, used[name]) for name, rate in price.rates.items()]
    unit = one_unit([line.unit for line in lines])
    steps = list(lines)
    if len(lines) > 1:
        together = sum((line.amount for line in lines), Fraction(0))
        formula = " + ".join(line.label for line in lines)
        steps.append(
            Step("together", formula, tuple(line.result for line in lines), together, unit)
        )
    if price.free is not None:
        steps += _less_free(price, steps[-1], base)
    if price.uplift is not None:
        uplift = Operand("uplift", price.uplift.value, "%")
        amount = steps[-1].amount * (1 + price.uplift.share)
        formula = f"{steps[-1].label} x (the whole + uplift)"
        steps.append(
            Step("with uplift", formula, (steps[-1].result, _HUNDRED, uplift), amount, unit)
        )
    for bound, name in ((price.at_least, "at least"), (price.at_most, "at most")):
        if bound is not None:
            steps.append(_bounded(steps[-1], bound, name))
    return tuple(steps)


def _line(name: str, rate: Rate, used: Fraction | Money) -> Step:
    label = name.replace("-", " ")
    if isinstance(rate, Money):
        if isinstance(used, Money):
            raise TermsDoNotFit(f"{name} costs {rate} each: say how many, not an amount")
        many, each = Operand("used", used, ""), Operand("rate", rate.amount, rate.currency)
        return Step(label, "used x rate", (many, each), used * rate.amount, rate.currency)
    if not isinstance(used, Money):
        raise TermsDoNotFit(f"{name} is a part of an amount: say of which, such as 1000 USD")
    amount = Operand("amount", used.amount, used.currency)
    share = isinstance(rate, Percent)
    times = Operand("share", rate.value, "%") if isinstance(rate, Percent) else Operand(
        "factor", rate, "")  # fmt: skip
    factor = rate.share if isinstance(rate, Percent) else rate
    formula = f"amount x {'share' if share else 'factor'}"
    return Step(label, formula, (amount, times), used.amount * factor, used.currency)


def _less_free(price: Usage, last: Step, base: Money | None) -> list[Step]:
    steps: list[Step] = []
    if isinstance(price.free, Percent):
        if base is None:
            raise TermsDoNotFit(f"the free share is of {price.free_of}: say how much that is")
        whole = Operand(price.free_of, base.amount, base.currency)
        share = Operand("free share", price.free.value, "%")
        amount = base.amount * price.free.share
        formula = f"{price.free_of} x free share"
        steps.append(Step("free", formula, (whole, share), amount, base.currency))
        free = steps[-1].result
    else:
        assert price.free is not None
        free = Operand("free", price.free.amount, price.free.currency)
    unit = one_unit([last.unit, free.unit])
    left = max(last.amount - free.value, Fraction(0))
    formula = f"{last.label} - free, where it is more"
    return [*steps, Step("beyond what is free", formula, (last.result, free), left, unit)]


def _bounded(last: Step, bound: Money, name: str) -> Step:
    word, choose = ("greater", max) if name == "at least" else ("lesser", min)
    limit = Operand(name, bound.amount, bound.currency)
    unit = one_unit([last.unit, limit.unit])
    amount = choose(last.amount, bound.amount)
    return Step(f"fee, {name}", f"the {word} of {last.label} and {name}",
                (last.result, limit), amount, unit)  # fmt: skip


def liability_limit(
    price: Liability, told: Mapping[str, Money], age: Lapse | None = None,
    claimed: Money | None = None,
) -> tuple[Step, ...]:  # fmt: skip
    """How much is owed at most, or of what is claimed; `told`: the amounts that shares are of."""
    steps = [_limit_part(part, told, age) for part in price.limits]
    unit = one_unit([step.unit for step in steps])
    if len(steps) > 1:
        word, choose = _CHOOSE[price.choose]
        formula = f"the {word} of {', '.join(step.label for step in steps)}"
        amount = choose(step.amount for step in steps)
        operands = tuple(step.result for step in steps)
        steps.append(Step("limit", formula, operands, amount, unit))
    if claimed is not None:
        asked = Operand("claimed", claimed.amount, one_unit([unit, claimed.currency]))
        last = steps[-1]
        formula = f"the lesser of claimed and {last.label}"
        steps.append(Step("owed", formula, (asked, last.result),
                          min(claimed.amount, last.amount), unit))  # fmt: skip
    return tuple(steps)


def _limit_part(part: LimitPart, told: Mapping[str, Money], age: Lapse | None) -> Step:
    if part.amount is not None:
        fixed = Operand("fixed amount", part.amount.amount, part.amount.currency)
        return Step("fixed amount", "fixed amount", (fixed,), fixed.value, fixed.unit)
    assert part.share is not None
    if part.at_first is not None and part.over is not None:
        if age is None:
            raise TermsDoNotFit(f"another amount counts in the first {part.over}: say the age")
        if not as_long(age, part.over):
            first = Operand("amount of the beginning", part.at_first.amount, part.at_first.currency)
            return Step("at first", first.name, (first,), first.value, first.unit)
    if part.of_what not in told:
        raise TermsDoNotFit(f"the limit is a share of {part.of_what}: say how much that is")
    base = told[part.of_what]
    whole = Operand(part.of_what, base.amount, base.currency)
    share = Operand("share", part.share.value, "%")
    formula = f"{part.of_what} x share"
    return Step(f"share of {part.of_what}", formula, (whole, share),
                base.amount * part.share.share, base.currency)  # fmt: skip


def cancellation_fee(
    terms: Agreement,
    price: Cancellation,
    months_left: Fraction,
    *,
    billed: Money | None = None,
    notice: Lapse | None = None,
) -> tuple[Step, ...]:
    """What an early end costs with so many months left; `billed` is what the mean is of."""
    left = months_left
    if price.months_at_most is not None:
        left = min(left, Fraction(price.months_at_most))
    steps = [step for part in price.parts for step in _end_part(terms, part, left, billed)]
    ends = [step for step in steps if step.label != "mean monthly bill"]
    unit = one_unit([step.unit for step in ends])
    if len(ends) > 1:
        operands = tuple(
            Operand(f"{step.label} ({n})", step.amount, unit) for n, step in enumerate(ends, 1)
        )
        if price.choose == "sum":
            formula = " + ".join(each.name for each in operands)
            amount = sum((step.amount for step in ends), Fraction(0))
        else:
            word, choose = _CHOOSE[price.choose]
            formula = f"the {word} of {', '.join(each.name for each in operands)}"
            amount = choose(step.amount for step in ends)
        steps.append(Step("fee", formula, operands, amount, unit))
    saves = price.notice_saves
    if saves is not None and notice is not None and as_long(notice, saves):
        steps.append(Step("notice was given", "nothing", (), Fraction(0), unit))
    return tuple(steps)


def _end_part(terms: Agreement, part: EndPart, left: Fraction, billed: Money | None) -> list[Step]:
    if part.amount is not None:
        fixed = Operand("amount", part.amount.amount, part.amount.currency)
        return [_shared(part, Step("amount", "amount", (fixed,), fixed.value, fixed.unit))]
    months = Operand("months left", left, "")
    steps: list[Step] = []
    if part.mean_over is not None:
        if billed is None:
            raise TermsDoNotFit(f"the mean bill of {part.mean_over} counts: say what was billed")
        over = Fraction(part.mean_over.months or 0)
        operands = Operand("billed", billed.amount, billed.currency), Operand("months", over, "")
        mean = Step("mean monthly bill", "billed / months", operands, billed.amount / over,
                    billed.currency)  # fmt: skip
        steps, each = [mean], mean.result
    elif part.monthly is not None:
        each = Operand("a month", part.monthly.amount, part.monthly.currency)
    else:
        named = [terms.charges[key].monthly for key in part.charges]
        unit = one_unit([charge.currency for charge in named])
        each = Operand("a month", sum((charge.amount for charge in named), Fraction(0)), unit)
    formula = f"{each.name} x months left"
    rest = Step("for the months left", formula, (each, months), each.value * left, each.unit)
    return [*steps, _shared(part, rest)]


def _shared(part: EndPart, step: Step) -> Step:
    if part.share is None:
        return step
    share = Operand("share", part.share.value, "%")
    return Step(step.label, f"({step.formula}) x share", (*step.operands, share),
                step.amount * part.share.share, step.unit)  # fmt: skip
