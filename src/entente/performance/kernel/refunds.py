"""Refunds: what was paid in advance for the time after a right to leave takes effect."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.rights import Right
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.periods import plus_months
from entente.performance.kernel.steps import Operand, Step


def refund(terms: Agreement, right: Right, leaves: dt.date) -> tuple[Step, ...]:
    """What comes back of charges that were paid for the whole term, when it ends before a day.

    In proportion: the charges that recur of the months from that day to the end of the term, the
    last of them by its days where it is not whole. All: those of the whole term.
    """
    until = terms.in_force.until
    if until is None:
        raise TermsDoNotFit("a refund needs the end of the term: say in_force.until")
    first = terms.in_force.from_
    begins = first if right.refund == "all" else min(max(leaves, first), until)
    months = Fraction(0) if right.refund == "none" else _months(begins, until)
    lines = [
        Operand(key, charge.monthly.amount, charge.monthly.currency)
        for key, charge in terms.charges.items()
        if charge.recurring
    ]
    units = {line.unit for line in lines}
    if len(units) != 1:
        raise TermsDoNotFit("a refund needs charges that recur, in one currency")
    (unit,) = units
    total = sum((line.value for line in lines), Fraction(0))
    formula = " + ".join(line.name for line in lines)
    monthly = Step("charges of a month", formula, tuple(lines), total, unit)
    left = Operand("months", months, "")
    formula = "charges of a month x months"
    return monthly, Step("refund", formula, (monthly.result, left), total * months, unit)


def _months(first: dt.date, until: dt.date) -> Fraction:
    """The months from a day until another; the last by its days where it is not whole."""
    count = 0
    while plus_months(first, count + 1) <= until:
        count += 1
    begun, whole = plus_months(first, count), plus_months(first, count + 1)
    return count + Fraction((until - begun).days, (whole - begun).days)
