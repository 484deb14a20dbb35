"""Caps: ceilings in the agreed order, each less what earlier months of its period credited."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from entente.agreement.terms.money import Cap, RollingMonths
from entente.agreement.terms.scalars import Percent
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.credited import CreditedMonth
from entente.performance.kernel.fees import Scheme, at_risk, fee_base, invoice
from entente.performance.kernel.history import History, order, shifted
from entente.performance.kernel.steps import Operand, Step
from entente.performance.kernel.versions import Month

YEAR = 12
_LENGTH = {"month": 1, "quarter": 3, "year": YEAR, "contract-year": YEAR}


def capped(
    scheme: Scheme, history: History, uncapped: Decimal, earlier: Sequence[CreditedMonth]
) -> tuple[Step, ...]:
    """Each cap as two steps: what it leaves, and the lesser of that and what came before."""
    steps: list[Step] = []
    so_far = scheme.money("credits", Fraction(uncapped))
    for cap in scheme.rules.caps:
        room = _room(scheme, history, cap, earlier)
        amount = min(so_far.value, max(room.amount, Fraction(0)))
        label = f"credits after {_its(cap)}"
        formula = f"the lesser of {so_far.name} and {room.label}"
        step = scheme.step(label, formula, (so_far, room.result), amount)
        steps += [room, step]
        so_far = step.result
    return tuple(steps)


def named(cap: Cap) -> str:
    """`year`, `contract year`, `12 months`: the period of a cap in words."""
    return str(cap.per.rolling) if isinstance(cap.per, RollingMonths) else cap.per.replace("-", " ")


def months_counted(history: History, month: Month) -> tuple[Month, ...]:
    """The earlier months whose credits the caps of a month count, in order."""
    terms = history.terms(month)
    caps = terms.credits.caps if terms and terms.credits else ()
    found = {each for cap in caps for each in _earlier(history, cap, month)}
    return tuple(sorted(found, key=order))


def _earlier(history: History, cap: Cap, month: Month) -> list[Month]:
    """The earlier months of a cap's period in which the agreement was in force."""
    first = max(_first(history, cap, month), order(history.first_month))
    months = [shifted(month, back) for back in range(first - order(month), 0)]
    return [each for each in months if history.terms(each) is not None]


def _first(history: History, cap: Cap, month: Month) -> int:
    """The number of the first month of a cap's period that holds a month."""
    now = order(month)
    if isinstance(cap.per, RollingMonths):
        return now - rolling_months(cap.per) + 1
    match cap.per:
        case "month":
            return now
        case "quarter":
            return now - (month.number - 1) % 3
        case "year":
            return now - (month.number - 1)
        case "contract-year":
            begun = history.begins
            since = order(Month(begun.year, begun.month))
            return now - (now - since) % YEAR
    return order(history.first_month)


def rolling_months(per: RollingMonths) -> int:
    """How many months a rolling cap looks at; TermsDoNotFit where it is not in months."""
    months = per.rolling.months
    if not months:
        raise TermsDoNotFit(f"credits.caps: {per.rolling} are no months; write months or years")
    return months


def _room(scheme: Scheme, history: History, cap: Cap, earlier: Sequence[CreditedMonth]) -> Step:
    """What a cap leaves of its amount, less what was credited before."""
    label, formula, operands, limit = _limit(scheme, history, cap)
    if cap.per == "month":
        return scheme.step(label, formula, operands, limit)
    counted = {str(month) for month in _earlier(history, cap, scheme.month)}
    before = sum(
        (Fraction(month.settled) for month in earlier if month.period in counted), Fraction(0)
    )
    when = f"in the {named(cap)} before" if _rolls(cap) else f"earlier this {named(cap)}"
    credited = scheme.money(f"credited {when}", before)
    left = f"({formula})" if "," in formula else formula
    formula, operands = f"{left} - {credited.name}", (*operands, credited)
    return scheme.step(f"what {_its(cap)} leaves", formula, operands, limit - before)


def _rolls(cap: Cap) -> bool:
    return isinstance(cap.per, RollingMonths)


def _limit(
    scheme: Scheme, history: History, cap: Cap
) -> tuple[str, str, tuple[Operand, ...], Fraction]:
    """The amount of a cap, rounded, with the formula that gives it."""
    label = _its(cap)
    if isinstance(cap.at_most, Money):
        amount = scheme.amount(cap.at_most)
        return label, *_rounded(scheme, "cap", (scheme.money("cap", amount),), amount)
    of = cap_base(scheme, history, cap)
    share = Operand("cap", cap.at_most.value, "%")
    months = 1 if cap.of == "last-year-average" else cap_months(history, cap, scheme.month)
    exact = of.amount * months * cap.at_most.share
    if months == 1:
        return label, *_rounded(scheme, f"{of.label} x cap", (of.result, share), exact)
    count = Operand("months", Fraction(months), "")
    formula = f"{of.label} x months x cap"
    return label, *_rounded(scheme, formula, (of.result, count, share), exact)


def _its(cap: Cap) -> str:
    """`the year's cap`, `the 12 months' cap`."""
    period = named(cap)
    return f"the {period}' cap" if period.endswith("s") else f"the {period}'s cap"


def _rounded(
    scheme: Scheme, formula: str, operands: tuple[Operand, ...], exact: Fraction
) -> tuple[str, tuple[Operand, ...], Fraction]:
    """An amount as the scheme rounds it; the formula says so where that changes it."""
    amount, rules = Fraction(scheme.rounded(exact)), scheme.rules.rounding
    if amount != exact:
        formula += f", rounded to {rules.places} places, {rules.mode}"
    return formula, operands, amount


def cap_base(scheme: Scheme, history: History, cap: Cap) -> Step:
    """What a cap is a share of, for one month."""
    base = fee_base(scheme, scheme.rules.fee_base)
    match cap.of:
        case "at-risk":
            return at_risk(scheme, base)
        case "invoice":
            whole = invoice(scheme)
            return scheme.step("invoice", whole.formula, whole.operands, whole.amount)
        case "last-year-average":
            return _last_year(scheme, history)
    return base


def _last_year(scheme: Scheme, history: History) -> Step:
    """The average month of the calendar year before; in the first year, of the year so far."""
    year = scheme.month.year
    months = [Month(year - 1, number) for number in range(1, YEAR + 1)]
    fees = _fees(scheme, history, months)
    if not fees:
        fees = _fees(scheme, history, [Month(year, n) for n in range(1, scheme.month.number + 1)])
    total = sum((fee.value for fee in fees), Fraction(0))
    count = Operand("months", Fraction(len(fees)), "")
    formula = f"({' + '.join(fee.name for fee in fees)}) / months"
    return scheme.step("last year's average month", formula, (*fees, count), total / len(fees))


def _fees(scheme: Scheme, history: History, months: Sequence[Month]) -> list[Operand]:
    found = []
    for month in months:
        terms = history.terms(month)
        if terms is not None and terms.credits is not None:
            other = Scheme(terms, terms.credits, month)
            amount = fee_base(other, other.rules.fee_base).amount
            found.append(scheme.money(str(month), amount))
    return found


def cap_months(history: History, cap: Cap, month: Month) -> int:
    """How many months' charges the share of a cap is of."""
    if isinstance(cap.per, RollingMonths):
        return rolling_months(cap.per)
    if cap.per != "term":
        return _LENGTH[cap.per]
    terms = history.terms(month)
    until = terms.in_force.until if terms else None
    if until is None and isinstance(cap.at_most, Percent):
        raise TermsDoNotFit("credits.caps: a share of the term's charges needs in_force.until")
    begun = history.begins
    assert until is not None
    return (until.year - begun.year) * YEAR + until.month - begun.month + int(until.day > begun.day)
