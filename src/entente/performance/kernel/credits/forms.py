"""The forms of a credit: what a failure pays before factors, limits and rounding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from entente.agreement.terms.credit_scalars import ExactShare, ServiceDays, Share
from entente.agreement.terms.level_credits import LevelCredit
from entente.agreement.terms.scalars import Percent
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.credits.bands import row_of, tier_of
from entente.performance.kernel.credits.units import misses, quantities, shortfall, units
from entente.performance.kernel.fees import Scheme, at_risk, day_fee
from entente.performance.kernel.figures import Figure
from entente.performance.kernel.results import Result
from entente.performance.kernel.steps import Operand, Step


@dataclass(frozen=True)
class Failure:
    """A failure to be paid for: of a level, or of one of its items, and the base of its shares.

    `month` is the base of one month, of which a day of service is a part.
    """

    scheme: Scheme
    credit: LevelCredit
    found: Result
    figure: Figure | None
    base: tuple[Step, ...]

    @property
    def fees(self) -> Step:
        """The fee base of the period."""
        return self.base[-1]


@dataclass(frozen=True)
class Pay:
    """What a failure pays: the steps to an amount, points and days; or why it pays nothing."""

    steps: tuple[Step, ...] = ()
    points: Fraction = Fraction(0)
    days: Fraction = Fraction(0)
    reason: str = ""

    @property
    def amount(self) -> Fraction:
        """The amount that the steps come to."""
        return self.steps[-1].amount if self.steps else Fraction(0)


Form = Callable[[Failure], Pay]


def paid(failure: Failure) -> Pay:
    """What a failure pays by the form that its credit has."""
    forms = failure.credit.forms or ("pool",)  # a share of the at-risk amount may be all of it
    if len(forms) > 1:
        raise TermsDoNotFit(
            f"{failure.found.level}: its credit has {' and '.join(forms)}: keep one"
        )
    return _FORMS[forms[0]](failure)


def _pool(failure: Failure) -> Pay:
    scheme, credit = failure.scheme, failure.credit
    risk = at_risk(scheme, failure.fees)
    whole = Percent(Fraction(100))
    pool = scheme.rules.pools[credit.pool] if credit.pool else whole
    allocation = credit.allocation or whole
    operands = (
        risk.result,
        Operand("pool", pool.value, "%"),
        Operand("allocation", allocation.value, "%"),
    )
    amount = risk.amount * pool.share * allocation.share
    formula = "at-risk amount x pool x allocation"
    return Pay((*failure.base, risk, scheme.step("credit", formula, operands, amount)))


def _tiers(failure: Failure) -> Pay:
    figure = failure.figure
    if figure is None:
        return Pay(reason="missed without a figure: no tier can be found")
    tier = tier_of(figure.compared, failure.credit.tiers)
    if tier is None:
        return Pay(reason=f"{figure} lies in no tier that pays")
    if tier.points is not None:
        return Pay(points=Fraction(tier.points))
    if tier.days is not None:
        return _share(failure, ServiceDays(tier.days), "tier")
    assert tier.pays is not None  # a tier pays one thing
    return _share(failure, tier.pays, "tier")


def _table(failure: Failure) -> Pay:
    figure, table = failure.figure, failure.credit.table
    assert table is not None
    if figure is None:
        return Pay(reason="missed without a figure: no row of the table can be found")
    row = row_of(table, figure.compared, failure.found.commitment.comparison in {">=", ">"})
    return _share(failure, row.pays, row.how)


def _fixed(failure: Failure) -> Pay:
    assert failure.credit.fixed is not None
    return _share(failure, failure.credit.fixed, "fixed credit")


def _linear(failure: Failure) -> Pay:
    figure, factor, scheme = failure.figure, failure.credit.linear, failure.scheme
    assert factor is not None
    if figure is None:
        return Pay(reason="missed without a figure: its shortfall is not known")
    if figure.unit != "%":
        raise TermsDoNotFit(f"{failure.found.level}: a linear credit needs a figure in percent")
    short = shortfall(failure.found.commitment, figure)
    operands = (
        failure.fees.result,
        Operand("shortfall", short, "%"),
        Operand("factor", factor, ""),
    )
    amount = failure.fees.amount * short / 100 * factor
    formula = f"{failure.fees.label} x shortfall x factor"
    return Pay((*failure.base, scheme.step("credit", formula, operands, amount)))


def _per(failure: Failure) -> Pay:
    figure, per, scheme = failure.figure, failure.credit.per, failure.scheme
    assert per is not None
    if figure is None and per.of in {"shortfall", "figure"}:
        return Pay(reason="missed without a figure: what it is short of is not known")
    # Down time and misses are counts; they do not need the figure.
    amounts = quantities(per, failure.found, figure, scheme.terms.zone)  # type: ignore[arg-type]
    firsts, further = units(per, amounts)
    if not firsts and not further:
        return Pay(reason="no unit of failure is paid for")
    pay = Pay()
    if firsts and per.first_pays is not None:
        pay = _times(failure, per.first_pays, firsts, "first units", "first unit")
    if further:
        pay = _joined(failure, pay, _times(failure, per.pays, further, "units", "unit"))
    return pay


def _times(failure: Failure, pays: Share, count: Fraction, counted: str, one: str) -> Pay:
    each = _share(failure, pays, f"each {one}")
    if not each.steps:
        return Pay(points=each.points * count, days=each.days * count)
    last, scheme = each.steps[-1], failure.scheme
    single = scheme.step(f"credit for a {one}", last.formula, last.operands, last.amount)
    number = Operand(counted, count, "")
    formula = f"{single.label} x {counted}"
    total = scheme.step("credit", formula, (single.result, number), single.amount * count)
    return Pay((*each.steps[:-1], single, total))


def _joined(failure: Failure, first: Pay, second: Pay) -> Pay:
    """Two parts of a credit, such as the first unit and further ones."""
    points, days = first.points + second.points, first.days + second.days
    if not first.steps or not second.steps:
        return Pay(first.steps or second.steps, points, days)
    scheme, known = failure.scheme, set(first.steps)
    a = scheme.money("first part", first.amount)
    b = scheme.money("further part", second.amount)
    total = scheme.step("credit", f"{a.name} + {b.name}", (a, b), a.value + b.value)
    further = tuple(step for step in second.steps if step not in known)
    return Pay((*first.steps, *further, total), points, days)


def _share(failure: Failure, pays: Share, name: str) -> Pay:
    """A share of the fee base, an amount, or days of service."""
    scheme = failure.scheme
    if isinstance(pays, ServiceDays):
        return _days(failure, Fraction(pays.count))
    if isinstance(pays, Money):
        amount = scheme.amount(pays)
        return Pay((scheme.step("credit", name, (scheme.money(name, amount),), amount),))
    share = pays.share if isinstance(pays, Percent) else pays.value
    unit = "%" if isinstance(pays, Percent) else ""
    said = Operand(name, pays.value, unit)
    formula = f"{failure.fees.label} x {name}"
    operands = failure.fees.result, said
    return Pay(
        (*failure.base, scheme.step("credit", formula, operands, failure.fees.amount * share))
    )


def _days(failure: Failure, count: Fraction) -> Pay:
    """Days of service: given as they are, or at a day's charges where money is agreed."""
    scheme = failure.scheme
    if gives_days(scheme):
        return Pay(days=count)
    day = day_fee(scheme, failure.base[0])
    operands = day.result, Operand("days", count, "")
    total = scheme.step("credit", f"{day.label} x days", operands, day.amount * count)
    return Pay((failure.base[0], day, total))


def gives_days(scheme: Scheme) -> bool:
    """Whether the parties settle in days of service."""
    settlement = scheme.rules.settlement
    return not isinstance(settlement, str) and settlement.in_kind == "service-days"


_FORMS: dict[str, Form] = {
    "pool": _pool, "tiers": _tiers, "table": _table, "per": _per, "linear": _linear,
    "fixed": _fixed,
}  # fmt: skip

__all__ = ["ExactShare", "Failure", "Pay", "misses", "paid"]
