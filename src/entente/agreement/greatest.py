"""The most that service levels can pay in a month: each in theory, all together, after the caps.

Every form is looked at for the worst that can happen: nothing in time, down all month. What grows
with each miss has no end of its own; the fee base stands for it, and `boundless` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.credit_scalars import ExactShare, ServiceDays, Share
from entente.agreement.terms.level_credits import LevelCredit, PerUnit
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import rounding_of, unit_of
from entente.agreement.terms.money import Cap, CreditScheme, RollingMonths
from entente.agreement.terms.scalars import Percent
from entente.agreement.terms.windows import MONTHS_OF, BillingCycle, Rolling
from entente.foundation.instants import DAY
from entente.foundation.money import Money

LONGEST_MONTH = 31
SHORTEST_MONTH = 28
_CAP_MONTHS = {"month": 1, "quarter": 3, "year": 12, "contract-year": 12}


def fee_base(agreement: Agreement, credit: LevelCredit | None = None) -> Money:
    """The monthly charges that credits are a share of."""
    scheme = agreement.credits
    assert scheme is not None
    return _charges(agreement, (credit.fee_base if credit else ()) or scheme.fee_base)


def _charges(agreement: Agreement, keys: tuple[str, ...]) -> Money:
    assert agreement.credits is not None
    total = Money.zero(agreement.credits.currency)
    for key in keys:
        total += agreement.charges[key].monthly
    return total


def period_fee_base(agreement: Agreement, level: ServiceLevel) -> Money:
    """The charges of a level's period: those of a month, times the months that it judges."""
    window = agreement.measure_of(level).window
    months = 1
    if isinstance(window, Rolling):
        months = {"quarter-end": 3, "year-end": 12}.get(window.evaluated, 1)
    elif not isinstance(window, BillingCycle):
        months = MONTHS_OF[window.removeprefix("contract-")]
    return fee_base(agreement, level.credit).times(months)


def boundless(level: ServiceLevel) -> bool:
    """Whether what a level pays grows with each miss or unit, without a ceiling of its own."""
    credit = level.credit
    if credit is None or credit.at_most is not None:
        return False
    counted = credit.per is not None and credit.per.of in {"misses", "figure"}
    return counted or credit.multiplicity == "per-miss" or _grows(credit)


def _grows(credit: LevelCredit) -> bool:
    return credit.repeat is not None and credit.repeat.compounding and credit.repeat.most is None


def greatest_credit(agreement: Agreement, level: ServiceLevel) -> Money | None:
    """The most that missing a level pays in a month before caps; None where it pays nothing."""
    scheme, credit = agreement.credits, level.credit
    if scheme is None or credit is None or level.class_ != "critical":
        return None
    base = period_fee_base(agreement, level)
    most = _most(agreement, level, credit, base)
    if credit.repeat is not None and not _grows(credit):
        most = most.times(credit.repeat.most or credit.repeat.factor)
    if boundless(level):
        most = max(most, base)
    if credit.at_most is not None:
        most = min(most, _ceiling(credit.at_most, base))
    return most.rounded(scheme.rounding.places, rounding_of(scheme.rounding).mode)


def _most(agreement: Agreement, level: ServiceLevel, credit: LevelCredit, base: Money) -> Money:
    if not credit.item_charges:
        return _form(agreement, level, credit, base)
    alone = credit.model_copy(update={"item_charges": {}})
    keys = credit.item_charges.values()
    parts = [_form(agreement, level, alone, _charges(agreement, (key,))) for key in keys]
    return sum(parts[1:], parts[0])


def _form(agreement: Agreement, level: ServiceLevel, credit: LevelCredit, base: Money) -> Money:
    scheme = agreement.credits
    assert scheme is not None
    if credit.tiers:
        return max(_tiers(scheme, credit, base))
    if credit.table is not None:
        return max(_share(row.pays, base) for row in credit.table.rows)
    if credit.fixed is not None:
        return _share(credit.fixed, base)
    if credit.linear is not None:
        return base.times(credit.linear * _whole_shortfall(level, level.commitment.value) / 100)
    if credit.per is not None:
        return _units(agreement, level, credit.per, base)
    pool = scheme.pools.get(credit.pool or "", Percent(Fraction(100)))
    most = base
    for share in (scheme.at_risk, pool, credit.allocation):
        most = most.times(share.share if share else 1)
    return most


def _tiers(scheme: CreditScheme, credit: LevelCredit, base: Money) -> Iterator[Money]:
    for tier in credit.tiers:
        if tier.pays is not None:
            yield _share(tier.pays, base)
        elif tier.days is not None:
            yield _share(ServiceDays(tier.days), base)
        else:
            yield _points(scheme, tier.points or 0, base)


def _points(scheme: CreditScheme, count: int, base: Money) -> Money:
    """What a number of points is worth by itself."""
    worth = scheme.points
    if worth is None:
        return Money.zero(base.currency)
    if worth.each is not None:
        return _share(worth.each, base).times(count)
    reached = [pays for least, pays in worth.sums if count >= least]
    return _share(reached[-1], base) if reached else Money.zero(base.currency)


def _whole_shortfall(level: ServiceLevel, bound: Fraction) -> Fraction:
    """How far the worst figure in percent is from a bound."""
    return bound if level.commitment.comparison in {">=", ">"} else 100 - bound


def _units(agreement: Agreement, level: ServiceLevel, per: PerUnit, base: Money) -> Money:
    """Down all month, or short of everything; misses and plain figures have no worst."""
    if per.of in {"misses", "figure"} or not per.unit.value:
        return base
    whole = Fraction(LONGEST_MONTH * DAY)
    if per.of == "shortfall":
        if unit_of(agreement.measure_of(level)) != "%":
            return base
        bound = getattr(level, per.bound.replace("-", "_")) or level.commitment
        short = _whole_shortfall(level, bound.value)
        whole = short if per.unit.unit == "%" else short / 100 * whole
    free = per.beyond.value if per.beyond and per.counts == "beyond" else Fraction(0)
    count = max(Fraction(0), whole - free) / per.unit.value
    if per.part != "exact":
        up = -(-count.numerator // count.denominator)
        count = Fraction(up if per.part == "up" else count.numerator // count.denominator)
    first = _share(per.first_pays, base) if per.first_pays else Money.zero(base.currency)
    return _share(per.pays, base).times(count) + first


def _share(pays: Share, base: Money) -> Money:
    if isinstance(pays, Money):
        return pays
    if isinstance(pays, ServiceDays):
        return base.times(Fraction(pays.count, SHORTEST_MONTH))
    return base.times(pays.value if isinstance(pays, ExactShare) else pays.share)


def _ceiling(at_most: Percent | Money, base: Money) -> Money:
    return base.times(at_most.share) if isinstance(at_most, Percent) else at_most


def monthly_cap(agreement: Agreement) -> Money | None:
    """The lowest ceiling on the credits of a month; None where there is none.

    Amounts of a longer period bound a month too, since a month can use all of them.
    """
    scheme = agreement.credits
    if scheme is None or not scheme.caps:
        return None
    known = [most_of_cap(agreement, scheme, cap) for cap in scheme.caps]
    return min((amount for amount in known if amount is not None), default=None)


def most_of_cap(agreement: Agreement, scheme: CreditScheme, cap: Cap) -> Money | None:
    """What a ceiling lets through in its period; None where the term has no end."""
    if isinstance(cap.at_most, Money):
        return cap.at_most
    base = fee_base(agreement)
    if cap.of == "at-risk" and scheme.at_risk:
        base = base.times(scheme.at_risk.share)
    if cap.of == "invoice":
        lines = tuple(key for key, charge in agreement.charges.items() if charge.recurring)
        base = _charges(agreement, lines)
    if cap.of == "last-year-average":
        return _ceiling(cap.at_most, base)
    months = months_of_cap(agreement, cap)
    return _ceiling(cap.at_most, base.times(months)) if months else None


def months_of_cap(agreement: Agreement, cap: Cap) -> int | None:
    """The months of a cap's period; None where the term has no end."""
    if isinstance(cap.per, RollingMonths):
        return cap.per.rolling.months
    if cap.per != "term":
        return _CAP_MONTHS[cap.per]
    begins, until = agreement.in_force.from_, agreement.in_force.until
    if until is None:
        return None
    return (until.year - begins.year) * 12 + until.month - begins.month + (until.day > begins.day)


def greatest_total(agreement: Agreement) -> Money | None:
    """What all levels together pay in a month when each is missed entirely, before caps.

    Of levels that share an incident only one pays.
    """
    scheme = agreement.credits
    if scheme is None:
        return None
    total = Money.zero(scheme.currency)
    shared: dict[str, Money] = {}
    for level in agreement.service_levels.values():
        most = greatest_credit(agreement, level) or Money.zero(scheme.currency)
        group = level.credit.one_incident if level.credit else None
        if group is None:
            total += most
        else:
            shared[group] = max(most, shared.get(group, most))
    for most in shared.values():
        total += most
    return total
