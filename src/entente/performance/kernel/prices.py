"""Price arithmetic, exact and step by step: indexation, leaving early, volume, reductions.

Each takes the terms and the facts (two readings of an index, a number of units) and gives the steps
whose last one is the amount. Nothing is rounded here: an invoice rounds what it shows.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.price import Indexation, Reduction, TerminationFee, Volume
from entente.foundation.money import Money
from entente.foundation.months import plus_months
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.steps import Operand, Step

_HUNDRED = Operand("the whole", Fraction(100), "%")


def indexed(price: Indexation, charge: Money, then: Fraction, now: Fraction) -> tuple[Step, ...]:
    """A charge adjusted by two readings of its index; TermsDoNotFit where one is not above zero."""
    if then <= 0 or now <= 0:
        raise TermsDoNotFit(f"{price.index} reads {then} and {now}: an index is above zero")
    readings = Operand("index now", now, ""), Operand("index then", then, "")
    ratio = Step("ratio", "index now / index then x 100 %", readings, now / then * 100, "%")
    change = Step("change", "ratio - the whole", (ratio.result, _HUNDRED), ratio.amount - 100, "%")
    steps = [ratio, change]
    if price.share is not None:
        share = Operand("share", price.share.value, "%")
        passed = steps[-1].amount * price.share.share
        steps.append(
            Step("change passed on", "change x share", (change.result, share), passed, "%")
        )
    steps += _bounded(price, steps[-1])
    counted, before = steps[-1].result, Operand("charge", charge.amount, charge.currency)
    amount = charge.amount * (100 + counted.value) / 100
    formula = f"charge x (the whole + {counted.name})"
    operands = before, _HUNDRED, counted
    return *steps, Step("adjusted charge", formula, operands, amount, charge.currency)


def _bounded(price: Indexation, change: Step) -> list[Step]:
    """The change within what the terms allow."""
    found: list[Step] = []
    last = change
    for bound, name, word, choose in (
        (price.at_most, "at most", "lesser", min),
        (price.at_least, "at least", "greater", max),
    ):
        if bound is not None:
            limit = Operand(name, bound.value, "%")
            amount = choose(last.amount, bound.value)
            formula = f"the {word} of {last.label} and {name}"
            last = Step(f"change, {name}", formula, (last.result, limit), amount, "%")
            found.append(last)
    return found


def completed_years(contract: dt.date, end: dt.date) -> int:
    """How many years of the contract are complete when it ends before a day."""
    count = 0
    while plus_months(contract, 12 * (count + 1)) <= end:
        count += 1
    return count


def termination_fee(terms: Agreement, price: TerminationFee, years: int) -> tuple[Step, ...]:
    """What leaving costs once so many contract years are complete."""
    lines = tuple(
        Operand(key, terms.charges[key].monthly.amount, terms.charges[key].monthly.currency)
        for key in price.charges
    )
    unit = _one_currency(lines)
    total = sum((line.value for line in lines), Fraction(0))
    monthly = Step("charges of a month", " + ".join(price.charges), lines, total, unit)
    months = Operand("months", Fraction(price.months), "")
    base = Step("base", "charges of a month x months", (monthly.result, months),
                total * price.months, unit)  # fmt: skip
    agreed = price.shares[min(years, len(price.shares) - 1)]
    share = Operand("share", agreed.value, "%")
    fee = Step("fee", "base x share", (base.result, share), base.amount * agreed.share, unit)
    return monthly, base, fee


def _one_currency(lines: tuple[Operand, ...]) -> str:
    units = {line.unit for line in lines}
    if len(units) > 1:
        raise TermsDoNotFit(f"charges in {', '.join(sorted(units))} have no sum: give them apart")
    return units.pop()


def volume_charge(price: Volume, used: Fraction | int) -> tuple[Step, ...]:
    """What more or fewer units than the baseline cost; below zero where they give back."""
    counted = Operand("used", Fraction(used), price.unit)
    baseline = Operand("baseline", Fraction(price.baseline), price.unit)
    band = Fraction(price.baseline) * (price.dead_band.share if price.dead_band else 0)
    dead_band = Operand("dead band", band, price.unit)
    above = counted.value >= baseline.value
    sign, rate = ("+", price.additional) if above else ("-", price.reduced)
    edge_at = baseline.value + band if above else baseline.value - band
    edge = Step("edge", f"baseline {sign} dead band", (baseline, dead_band), edge_at, price.unit)
    over = counted.value - edge_at
    beyond_by = max(over, Fraction(0)) if above else min(over, Fraction(0))
    beyond = Step("units beyond", "used - edge, where it lies beyond", (counted, edge.result),
                  beyond_by, price.unit)  # fmt: skip
    each = Operand("each", rate.amount, rate.currency)
    amount = beyond_by * rate.amount
    charge = Step("volume charge", "units beyond x each", (beyond.result, each), amount,
                  rate.currency)  # fmt: skip
    return edge, beyond, charge


def reduction(price: Reduction, charge: Money, other: Money | None = None) -> tuple[Step, ...]:
    """How much a price falls by, or is charged.

    `charge` is what was agreed for it. For the basis `reduced-value`, and for `difference`, `other`
    is what it is worth now, or what it would have cost. For `time-spent`, `charge` is the time at
    its rate.
    """
    agreed = Operand("charge", charge.amount, charge.currency)
    if price.basis == "share":
        if price.share is None:
            raise TermsDoNotFit("a reduction by a share needs its share")
        share = Operand("share", price.share.value, "%")
        amount = charge.amount * price.share.share
        return (Step("reduction", "charge x share", (agreed, share), amount, charge.currency),)
    if price.basis == "time-spent":
        factor = Operand("factor", price.factor if price.factor is not None else Fraction(1), "")
        amount = charge.amount * factor.value
        return (Step("charged", "charge x factor", (agreed, factor), amount, charge.currency),)
    if other is None:
        raise TermsDoNotFit(f"a reduction by {price.basis.replace('-', ' ')} needs the other value")
    left = (charge - other).amount
    value = Operand("value", other.amount, other.currency)
    return (Step("reduction", "charge - value", (agreed, value), left, charge.currency),)
