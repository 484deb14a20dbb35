"""Credits: from failures to money, step by step, exact until the rounding that the terms name.

A critical level whose figure reaches its credit trigger (misses its commitment, where no trigger
is agreed) accrues either a share of a pool of the at-risk amount, or its tier's share of the fee
base. Each accrued amount is rounded as agreed; their sum is `uncapped`. Caps follow in the agreed
order, each rounded as agreed, and give `capped`. What goes on the next invoice is `settled`:
nothing while a month is provisional. Always `uncapped >= capped >= settled >= 0`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from entente.agreement.agreement import Agreement
from entente.agreement.level_credits import LevelCredit, Tier
from entente.agreement.levels import ServiceLevel
from entente.agreement.money import Cap, CreditScheme
from entente.agreement.scalars import Percent
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.figures import rounding_of
from entente.performance.kernel.results import Result, State
from entente.performance.kernel.steps import Operand, Step


@dataclass(frozen=True)
class LevelAccrued:
    """What one service level accrued this month, and the arithmetic of it."""

    level: str
    due: bool
    reason: str
    steps: tuple[Step, ...]
    accrued: Decimal


@dataclass(frozen=True)
class CreditedMonth:
    """What an earlier month of the calendar year settled, as the yearly cap counts it."""

    period: str
    settled: Decimal
    measured: int
    not_measured: int


@dataclass(frozen=True)
class Credits:
    """A month's credits: each level's, the caps in order, and the three amounts."""

    currency: str
    levels: tuple[LevelAccrued, ...]
    caps: tuple[Step, ...]
    credited_earlier: tuple[CreditedMonth, ...]
    uncapped: Decimal
    capped: Decimal
    settled: Decimal


def credits(
    terms: Agreement, results: Sequence[Result], earlier: Sequence[CreditedMonth] = ()
) -> Credits | None:
    """The credits of a month; None where the agreement has no credit scheme."""
    scheme = terms.credits
    if scheme is None:
        return None
    levels = tuple(
        accrued(terms, scheme, terms.service_levels[r.level], r)
        for r in results
        if terms.service_levels[r.level].credit
    )
    uncapped = sum((level.accrued for level in levels), Decimal(0))
    uncapped = _rounded(scheme, Fraction(uncapped))
    caps = _caps(terms, scheme, uncapped, earlier)
    capped = Decimal(uncapped) if not caps else _rounded(scheme, caps[-1].amount)
    provisional = any(r.state is State.PROVISIONAL for r in results)
    settled = _rounded(scheme, Fraction(0)) if provisional else capped
    return Credits(scheme.currency, levels, caps, tuple(earlier), uncapped, capped, settled)


def has_yearly_cap(terms: Agreement) -> bool:
    """Whether what earlier months credited can change this one."""
    return terms.credits is not None and any(cap.per == "year" for cap in terms.credits.caps)


def accrued(
    terms: Agreement, scheme: CreditScheme, level: ServiceLevel, result: Result
) -> LevelAccrued:
    """What a level accrues, before caps."""
    credit = level.credit
    assert credit is not None  # asked only of levels that have one
    nothing = _rounded(scheme, Fraction(0))
    if reason := _not_due(level, result):
        return LevelAccrued(result.level, False, reason, (), nothing)
    if credit.tiers:
        if result.net is None:
            reason = "missed without a figure: no tier can be found"
            return LevelAccrued(result.level, False, reason, (), nothing)
        tier = tier_of(result.net.compared, credit.tiers)
        if tier is None:
            reason = f"{result.net} lies in no tier that pays"
            return LevelAccrued(result.level, False, reason, (), nothing)
        steps = _tier_steps(terms, scheme, credit, tier)
    else:
        steps = _pool_steps(terms, scheme, credit)
    steps = _limited(terms, scheme, credit, steps)
    steps = (*steps, _rounding_step(scheme, steps[-1]))
    amount = _rounded(scheme, steps[-1].amount)
    return LevelAccrued(result.level, True, "", steps, amount)


def tier_of(value: Fraction, tiers: Iterable[Tier]) -> Tier | None:
    """The tier whose half-open band `[at_least, below)` holds a value in hundredths."""
    for tier in tiers:
        above = tier.at_least is None or value >= tier.at_least.value
        if above and (tier.below is None or value < tier.below.value):
            return tier
    return None


def _not_due(level: ServiceLevel, result: Result) -> str:
    """Why no credit is due; empty when it is."""
    if level.class_ != "critical":
        return "a key performance indicator is reported and pays no credit"
    if result.state in {State.EXCUSED, State.NOT_MEASURED}:
        return f"{result.state.value.replace('_', ' ')}: nothing failed"
    if result.net is None:
        return "" if result.state is State.MISSED else "no figure failed"
    trigger = result.credit_trigger
    if trigger is not None:
        # A trigger names the figures for which money is due: it is reached, not held.
        return "" if trigger.held else f"{result.net} does not reach the credit trigger ({trigger})"
    if result.commitment.held:
        return f"{result.net} holds the commitment ({result.commitment})"
    return ""


def _tier_steps(
    terms: Agreement, scheme: CreditScheme, credit: LevelCredit, tier: Tier
) -> tuple[Step, ...]:
    base = _fee_base(terms, scheme, credit)
    pays = Operand("tier", tier.pays.value, "%")
    amount = base.amount * tier.pays.share
    return base, Step("credit", "fee base x tier", (base.result, pays), amount, scheme.currency)


def _pool_steps(terms: Agreement, scheme: CreditScheme, credit: LevelCredit) -> tuple[Step, ...]:
    base = _fee_base(terms, scheme, credit)
    at_risk = _at_risk(scheme, base)
    whole = Percent(Fraction(100))
    pool = scheme.pools[credit.pool] if credit.pool else whole
    allocation = credit.allocation or whole
    operands = (
        at_risk.result,
        Operand("pool", pool.value, "%"),
        Operand("allocation", allocation.value, "%"),
    )
    amount = at_risk.amount * pool.share * allocation.share
    formula = "at-risk amount x pool x allocation"
    return base, at_risk, Step("credit", formula, operands, amount, scheme.currency)


def _fee_base(terms: Agreement, scheme: CreditScheme, credit: LevelCredit | None) -> Step:
    keys = (credit.fee_base if credit else ()) or scheme.fee_base
    lines = tuple(
        Operand(key, _amount(scheme, terms.charges[key].monthly), scheme.currency) for key in keys
    )
    total = sum((line.value for line in lines), Fraction(0))
    return Step("fee base", " + ".join(keys), lines, total, scheme.currency)


def _at_risk(scheme: CreditScheme, base: Step) -> Step:
    share = scheme.at_risk or Percent(Fraction(100))
    operands = base.result, Operand("at risk", share.value, "%")
    amount = base.amount * share.share
    return Step("at-risk amount", "fee base x at risk", operands, amount, scheme.currency)


def _limited(
    terms: Agreement, scheme: CreditScheme, credit: LevelCredit, steps: tuple[Step, ...]
) -> tuple[Step, ...]:
    """The steps with the level's own ceiling, where one is agreed."""
    if credit.at_most is None:
        return steps
    base = _fee_base(terms, scheme, credit)
    limit = _limit(scheme, credit.at_most, base.amount)
    ceiling = Operand("at most", limit, scheme.currency)
    last = steps[-1]
    amount = min(last.amount, limit)
    formula = "the lesser of credit and at most"
    return *steps, Step("limited credit", formula, (last.result, ceiling), amount, scheme.currency)


def _rounding_step(scheme: CreditScheme, last: Step) -> Step:
    places, mode = scheme.rounding.places, scheme.rounding.mode
    formula = f"{last.label}, rounded to {places} places, {mode}"
    amount = Fraction(_rounded(scheme, last.amount))
    return Step("accrued", formula, (last.result,), amount, scheme.currency)


def _caps(
    terms: Agreement, scheme: CreditScheme, uncapped: Decimal, earlier: Sequence[CreditedMonth]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    so_far = Operand("credits", Fraction(uncapped), scheme.currency)
    for cap in scheme.caps:
        room = _room(terms, scheme, cap, earlier)
        amount = min(so_far.value, max(room.amount, Fraction(0)))
        step = Step(
            f"credits after the {cap.per}'s cap",
            f"the lesser of {so_far.name} and {room.label}",
            (so_far, room.result),
            amount,
            scheme.currency,
        )
        steps += [room, step]
        so_far = step.result
    return tuple(steps)


def _room(
    terms: Agreement, scheme: CreditScheme, cap: Cap, earlier: Sequence[CreditedMonth]
) -> Step:
    """What a cap leaves: a year's is that of twelve months' fees, less what was credited before."""
    base = _fee_base(terms, scheme, None)
    of = base if cap.of == "fee-base" else _at_risk(scheme, base)
    months = 12 if cap.per == "year" else 1
    limit = Fraction(_rounded(scheme, _limit(scheme, cap.at_most, of.amount * months)))
    operands, formula = _cap_operands(scheme, cap, of, months)
    if cap.per == "month":
        return Step("the month's cap", formula, operands, limit, scheme.currency)
    before = sum((Fraction(month.settled) for month in earlier), Fraction(0))
    credited = Operand("credited earlier this year", before, scheme.currency)
    return Step(
        "what the year's cap leaves",
        f"{formula} - {credited.name}",
        (*operands, credited),
        limit - before,
        scheme.currency,
    )


def _cap_operands(
    scheme: CreditScheme, cap: Cap, of: Step, months: int
) -> tuple[tuple[Operand, ...], str]:
    if isinstance(cap.at_most, Money):
        return (Operand("cap", _amount(scheme, cap.at_most), scheme.currency),), "cap"
    share = Operand("cap", cap.at_most.value, "%")
    if months == 1:
        return (of.result, share), f"{of.label} x cap"
    return (of.result, Operand("months", Fraction(months), ""), share), f"{of.label} x months x cap"


def _limit(scheme: CreditScheme, at_most: Percent | Money, base: Fraction) -> Fraction:
    if isinstance(at_most, Money):
        return _amount(scheme, at_most)
    return base * at_most.share


def _amount(scheme: CreditScheme, money: Money) -> Fraction:
    if money.currency != scheme.currency:
        raise TermsDoNotFit(
            f"credits: {money} is not in {scheme.currency}, the currency of the credit scheme"
        )
    return money.amount


def _rounded(scheme: CreditScheme, amount: Fraction) -> Decimal:
    return rounding_of(scheme.rounding).apply(amount)
