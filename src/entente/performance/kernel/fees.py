"""Fee bases and limits: what shares are of, exact, in the currency of the scheme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.credit_scalars import ExactShare
from entente.agreement.terms.level_credits import LevelCredit
from entente.agreement.terms.measures import rounding_of
from entente.agreement.terms.money import CreditScheme
from entente.agreement.terms.scalars import Percent
from entente.agreement.terms.windows import MONTHS_OF, BillingCycle, Rolling
from entente.foundation.instants import from_micros, zone
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.history import shifted
from entente.performance.kernel.results import Result
from entente.performance.kernel.steps import Operand, Step
from entente.performance.kernel.versions import Month

EVALUATED = {"daily": 1, "month-end": 1, "quarter-end": 3, "year-end": 12}


def _unknown(_: Month) -> Agreement | None:
    return None


@dataclass(frozen=True)
class Scheme:
    """The credit scheme of a version, with the charges that its shares are of.

    `terms_of` gives the terms that govern another month; None where there are none.
    """

    terms: Agreement
    rules: CreditScheme
    month: Month
    terms_of: Callable[[Month], Agreement | None] = _unknown

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.rules.currency

    def amount(self, money: Money) -> Fraction:
        """An amount of the terms, which has to be in the scheme's currency."""
        if money.currency != self.currency:
            raise TermsDoNotFit(
                f"credits: {money} is not in {self.currency}, the currency of the credit scheme"
            )
        return money.amount

    def rounded(self, amount: Fraction) -> Decimal:
        """An amount rounded as the scheme says."""
        return rounding_of(self.rules.rounding).apply(amount)

    def step(self, label: str, formula: str, operands: Sequence[Operand], amount: Fraction) -> Step:
        """A line of arithmetic that comes to an amount of money."""
        return Step(label, formula, tuple(operands), amount, self.currency)

    def money(self, name: str, amount: Fraction) -> Operand:
        """A named amount."""
        return Operand(name, amount, self.currency)

    def limit(self, at_most: Percent | Money | ExactShare, base: Fraction) -> Fraction:
        """A share of a base, or a fixed amount."""
        if isinstance(at_most, Money):
            return self.amount(at_most)
        share = at_most.share if isinstance(at_most, Percent) else at_most.value
        return base * share


def fee_base(scheme: Scheme, keys: Sequence[str]) -> Step:
    """The sum of the month's charge lines."""
    charges = scheme.terms.charges
    lines = [scheme.money(key, scheme.amount(charges[key].monthly)) for key in keys]
    total = sum((line.value for line in lines), Fraction(0))
    return scheme.step("fee base", " + ".join(keys), lines, total)


def invoice(scheme: Scheme) -> Step:
    """The whole invoice of a month before credits: every line that recurs."""
    recurring = [key for key, charge in scheme.terms.charges.items() if charge.recurring]
    return fee_base(scheme, recurring)


def fee_base_of(scheme: Scheme, credit: LevelCredit, found: Result) -> tuple[Step, ...]:
    """The fee base of a level's period: its charge lines, times the months of the period."""
    return for_period(scheme, credit.fee_base or scheme.rules.fee_base, found)


def for_period(scheme: Scheme, keys: Sequence[str], found: Result) -> tuple[Step, ...]:
    """Charge lines of a month, and of the whole period of a level where that is not a month."""
    if scheme.rules.fee_of == "month-before":
        return _month_before(scheme, keys, found)
    steps = [base := fee_base(scheme, keys)]
    months = months_of(scheme.terms, found)
    if months != 1:
        count = Operand("months", Fraction(months), "")
        total = base.amount * months
        formula = f"{base.label} x months"
        steps.append(scheme.step("period's fee base", formula, (base.result, count), total))
    if found.first:
        first, until = dt.date.fromisoformat(found.first), dt.date.fromisoformat(found.until)
        steps += _in_part(scheme, scheme.terms, steps[-1], first, until)
    return tuple(steps)


def _month_before(scheme: Scheme, keys: Sequence[str], found: Result) -> tuple[Step, ...]:
    """The charges of the month before the incident, by the terms of that month."""
    day = _incident(scheme, found)
    month = shifted(Month(day.year, day.month), -1)
    terms, label = scheme.terms_of(month), f"fee base of {month}"
    if terms is None:
        nothing = scheme.money("charges before the agreement was in force", Fraction(0))
        return (scheme.step(label, nothing.name, (nothing,), nothing.value),)
    # A line that came later was not paid then.
    known = [key for key in keys if key in terms.charges]
    base = replace(fee_base(replace(scheme, terms=terms), known), label=label)
    return (base, *_in_part(scheme, terms, base, month.first, month.following))


def _incident(scheme: Scheme, found: Result) -> dt.date:
    """The day on which the first interruption of a period began, or else its first day."""
    if found.lengths:
        start = min(start for start, _ in found.lengths)
        return from_micros(start, zone(scheme.terms.zone)).date()
    return dt.date.fromisoformat(found.first)


def months_of(terms: Agreement, found: Result) -> int:
    """How many months' charges the period of a level pays for."""
    level = terms.service_levels.get(found.level)
    if level is None:
        return 1
    window = terms.measure_of(level).window
    if isinstance(window, Rolling):
        return EVALUATED[window.evaluated]
    if isinstance(window, BillingCycle):
        return 1
    return MONTHS_OF[window.removeprefix("contract-")]


def _in_part(
    scheme: Scheme, terms: Agreement, base: Step, first: dt.date, until: dt.date
) -> tuple[Step, ...]:
    """The part of a base for the days on which terms held, where these were not all of them."""
    begins, ends = terms.in_force.from_, terms.in_force.until or until
    held, whole = max(0, (min(ends, until) - max(begins, first)).days), (until - first).days
    if scheme.rules.partial_period != "by-days" or held == whole:
        return ()
    days = Operand("days in force", Fraction(held), ""), Operand("days", Fraction(whole), "")
    amount = base.amount * Fraction(held, whole)
    formula = f"{base.label} x days in force / days"
    step = scheme.step("fee base of the days in force", formula, (base.result, *days), amount)
    return (step,)


def day_fee(scheme: Scheme, base: Step) -> Step:
    """What a day of service is worth: the month's fee base over its days."""
    days = Fraction((scheme.month.following - scheme.month.first).days)
    operands = base.result, Operand("days of the month", days, "")
    formula = f"{base.label} / days of the month"
    return scheme.step("a day of service", formula, operands, base.amount / days)


def at_risk(scheme: Scheme, base: Step) -> Step:
    """The amount at risk of a fee base; all of it where no share is agreed."""
    share = scheme.rules.at_risk or Percent(Fraction(100))
    operands = base.result, Operand("at risk", share.value, "%")
    amount = base.amount * share.share
    return scheme.step("at-risk amount", f"{base.label} x at risk", operands, amount)
