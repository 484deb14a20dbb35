"""Arithmetic of lateness, exact and step by step: interest on money, damages for a late delivery.

Nothing is rounded here.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from entente.agreement.terms.fees import Delay, Interest
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.scalars import Percent
from entente.foundation.money import Money
from entente.foundation.months import plus_months
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.steps import Operand, Step

_HUNDRED = Operand("the whole", Fraction(100), "%")


def interest(
    price: Interest,
    charge: Money,
    due: dt.date,
    paid: dt.date,
    *,
    reference: Fraction | None = None,
    allowed: Fraction | None = None,
) -> tuple[Step, ...]:
    """What an amount costs that was due on one day and paid on a later one.

    `reference` and `allowed` are the told rates, in percent, that `above` and `no_more` name.
    """
    rate = _rate(price, reference, allowed)
    steps = [rate] if rate.operands else []
    late = max((paid - due).days, 0)
    owed = Operand("charge", charge.amount, charge.currency)
    share = rate.amount / 100
    if price.per == "year":
        days, year = (
            Operand("days", Fraction(late), ""),
            Operand("year", Fraction(price.year_of), ""),
        )
        if price.compounding == "daily":
            grown = (1 + share / price.year_of) ** late - 1
            formula = "charge x ((the whole + rate / year) ^ days - the whole)"
        else:
            grown, formula = share * late / price.year_of, "charge x rate x days / year"
        operands: tuple[Operand, ...] = (owed, _HUNDRED, rate.result, days, year)
    else:
        whole, part = _months_late(due, max(paid, due))
        months = Operand("months", whole + part, "")
        if price.compounding == "monthly":
            grown = (1 + share) ** int(whole) * (1 + share * part) - 1
            formula = "charge x (the whole + rate, for each of months, on what it came to)"
        else:
            grown, formula = share * (whole + part), "charge x rate x months"
        operands = owed, _HUNDRED, rate.result, months
    return *steps, Step("interest", formula, operands, charge.amount * grown, charge.currency)


def _rate(price: Interest, reference: Fraction | None, allowed: Fraction | None) -> Step:
    """The rate that counts, in percent."""
    agreed = Operand("rate", price.rate.value, "%")
    found = Step("rate", "rate", (), price.rate.value, "%")
    if price.above:
        if reference is None:
            raise TermsDoNotFit(f"the rate is above {price.above}: say what that was")
        other = Operand(price.above, reference, "%")
        found = Step(
            "rate", f"{price.above} + rate", (other, agreed), reference + agreed.value, "%"
        )
    if price.no_more:
        if allowed is None:
            raise TermsDoNotFit(f"the rate is no more than {price.no_more}: say what that was")
        most = Operand(price.no_more, allowed, "%")
        own = Operand("agreed", found.amount, "%")
        found = Step("rate", f"the lesser of agreed and {price.no_more}", (own, most),
                     min(found.amount, allowed), "%")  # fmt: skip
    return found


def _months_late(due: dt.date, paid: dt.date) -> tuple[Fraction, Fraction]:
    """Whole months between two days, and the part of the next one."""
    whole = 0
    while plus_months(due, whole + 1) <= paid:
        whole += 1
    start, end = plus_months(due, whole), plus_months(due, whole + 1)
    return Fraction(whole), Fraction((paid - start).days, (end - start).days)


def delay_damages(
    price: Delay, charge: Money, late: Lapse, clean: Lapse | None = None
) -> tuple[Step, ...]:
    """What a delay of so many days costs of a price; `clean`: how long nothing was late since."""
    _days_only(price, late)
    owed = Operand("price", charge.amount, charge.currency)
    over = price.grace is not None and late.count <= price.grace.count
    if over:
        found = Step("within the grace", "nothing", (), Fraction(0), charge.currency)
    elif price.each is not None:
        found = _each(price, owed, late)
    else:
        found = _band(price, owed, late)
    steps = [found]
    if price.at_most is not None:
        limit = _of(price.at_most, owed, "at most")
        amount = min(found.amount, limit.value)
        formula = f"the lesser of {found.label} and at most"
        steps.append(Step("damages", formula, (found.result, limit), amount, charge.currency))
    if price.given_back_after is not None and clean is not None and as_long(
        clean, price.given_back_after
    ):  # fmt: skip
        formula = f"{steps[-1].label} - {steps[-1].label}"
        steps.append(Step("given back", formula, (steps[-1].result,), Fraction(0), charge.currency))
    return tuple(steps)


def _days_only(price: Delay, late: Lapse) -> None:
    wanted = "day"
    counted = [each.since.unit for each in price.bands]
    counted += [price.each.unit.unit] if price.each else []
    counted += [price.grace.unit] if price.grace else []
    if "business-day" in counted:
        wanted = "business-day"
    if late.unit != wanted:
        raise TermsDoNotFit(f"this delay is counted in {wanted.replace('-', ' ')}s: {late} is not")


def _band(price: Delay, owed: Operand, late: Lapse) -> Step:
    held = [band for band in price.bands if band.since.count <= late.count]
    if not held:
        return Step("too short a delay", "nothing", (), Fraction(0), owed.unit)
    band = held[-1]
    label = f"delay of {band.since} or more"
    return _share_of(label, band.pays, owed)


def _each(price: Delay, owed: Operand, late: Lapse) -> Step:
    assert price.each is not None
    each = price.each
    counted = late.count
    if price.beyond_grace and price.grace is not None:
        counted -= price.grace.count
    size = each.unit.count * (7 if each.unit.unit == "week" else 1)
    many = Fraction(counted, size)
    if each.part != "exact":
        many = Fraction(-(-counted // size) if each.part == "up" else counted // size)
    units = Operand("units", many, "")
    pays = _of(each.pays, owed, "each")
    return Step("delay", "units x each", (units, pays), many * pays.value, owed.unit)


def _of(pays: Percent | Money, owed: Operand, name: str) -> Operand:
    """A share of the price as an amount, or the amount itself."""
    if isinstance(pays, Percent):
        return Operand(name, owed.value * pays.share, owed.unit)
    return Operand(name, pays.amount, one_unit([owed.unit, pays.currency]))


def _share_of(label: str, pays: Percent | Money, owed: Operand) -> Step:
    if isinstance(pays, Money):
        return Step(label, "amount", (Operand("amount", pays.amount, pays.currency),), pays.amount,
                    one_unit([owed.unit, pays.currency]))  # fmt: skip
    share = Operand("share", pays.value, "%")
    return Step(label, "price x share", (owed, share), owed.value * pays.share, owed.unit)


def as_long(have: Lapse, wanted: Lapse) -> bool:
    """Whether a lapse is as long as another, months being of mean length."""
    return have.about >= wanted.about


def one_unit(units: list[str]) -> str:
    """The one currency of some amounts; TermsDoNotFit where there are two."""
    found = set(units)
    if len(found) > 1:
        raise TermsDoNotFit(f"amounts in {', '.join(sorted(found))} have no sum: give them apart")
    return found.pop()
