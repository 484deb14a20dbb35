"""Rules about amounts: ceilings under every credit or over all, and bases that are no fee."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from entente.agreement.greatest import (
    boundless,
    fee_base,
    greatest_credit,
    greatest_total,
    months_of_cap,
    most_of_cap,
    period_fee_base,
)
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.level_credits import LevelCredit
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.money import CreditScheme
from entente.agreement.terms.rights import CreditsReach
from entente.agreement.terms.scalars import Percent
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding
from entente.foundation.money import Money


def amount_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about what ceilings leave of credits, and about charges that are no fee."""
    scheme = looked.agreement.credits
    if scheme is None:
        return
    yield from _handed_on(looked, scheme)
    try:
        yield from _ceilings(looked, scheme)
    except (KeyError, ValueError):
        return  # a charge or a currency has a finding of its own


def _handed_on(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    """Costs that are handed on as they are, in the fees of which credits are a share."""
    charges = looked.agreement.charges
    bases: list[tuple[Path, tuple[str, ...]]] = [(("credits", "fee_base"), scheme.fee_base)]
    bases += [
        ((*path, "credit", "fee_base"), level.credit.fee_base)
        for path, level, _ in looked.levels()
        if level.credit is not None
    ]
    for path, keys in bases:
        for index, key in enumerate(keys):
            if key in charges and charges[key].pass_through:
                message = f"{key} is handed on at cost, yet credits are a share of it"
                hint = "leave it out of the fee base, or do not call it pass_through"
                yield looked.found("fee-base-pass-through", message, hint, (*path, index))


def _ceilings(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    agreement = looked.agreement
    for index, cap in enumerate(scheme.caps):
        if most_of_cap(agreement, scheme, cap) == Money.zero(scheme.currency):
            message = "nothing is ever credited: this ceiling is nothing"
            at: Path = ("credits", "caps", index, "at_most")
            yield looked.found("credit-never-due", message, "raise it, or remove the credits", at)
    for path, level, _ in looked.levels():
        credit = level.credit
        if credit is not None and level.class_ == "critical":
            yield from _of_level(looked, path, level, credit, scheme)
    for key, right in agreement.rights.items():
        for index, arises in enumerate(right.when):
            if arises.credits is not None:
                at = ("rights", key, "when", index, "credits", "at_least")
                yield from _right(looked, at, arises.credits, scheme)


def _of_level(
    looked: Looked, path: Path, level: ServiceLevel, credit: LevelCredit, scheme: CreditScheme
) -> Iterator[Finding]:
    """A ceiling that the mildest failure reaches already, or that the worst does not reach."""
    agreement, at = looked.agreement, (*path, "credit", "at_most")
    base = period_fee_base(agreement, level)
    paid = sorted(set(_amounts(credit, base)), key=lambda each: each.amount)
    paid = [each for each in paid if each.amount > 0]
    alone = level.model_copy(update={"credit": credit.model_copy(update={"at_most": None})})
    own = _worth(credit.at_most, base) if credit.at_most is not None else None
    if own is not None and not boundless(alone):
        most = greatest_credit(agreement, alone)
        if most is not None and most < own:
            message = f"this never binds: the worst failure pays {most.rounded(2)}"
            yield looked.found("cap-never-binds", message, "lower it, or remove it", at)
    if len(paid) < 2:
        return
    # A ceiling of a month leaves nothing of the steps where the lowest step reaches it.
    caps: list[tuple[Path, Money | None]] = [(at, own)]
    caps += [
        (("credits", "caps", index, "at_most"), most_of_cap(agreement, scheme, cap))
        for index, cap in enumerate(scheme.caps)
        if months_of_cap(agreement, cap) == 1
    ]
    for where, cap in caps:
        if cap is not None and Money.zero(cap.currency) < cap <= paid[0]:
            message = (
                f"{path[1]} pays {paid[0].rounded(2)} for its mildest failure, and this lets "
                f"{cap.rounded(2)} through: all its steps pay the same"
            )
            hint = "raise the ceiling above the first step, or pay one amount"
            yield looked.found("cap-below-credit", message, hint, where)


def _amounts(credit: LevelCredit, base: Money) -> Iterator[Money]:
    """What the steps of bands or of a table pay."""
    steps: list[Percent | Money] = [tier.pays for tier in credit.tiers if tier.pays is not None]
    steps += [row.pays for row in credit.table.rows] if credit.table else []
    return (_worth(step, base) for step in steps)


def _worth(said: Percent | Money, base: Money) -> Money:
    return said if isinstance(said, Money) else base.times(said.share)


def _right(
    looked: Looked, at: Path, reach: CreditsReach, scheme: CreditScheme
) -> Iterator[Finding]:
    """An amount of credits that the ceilings never let through, or only where each is full."""
    agreement, months = looked.agreement, reach.within.months if reach.within else None
    if not months:
        return
    capped = reach.counted == "capped"
    lowest = _let_through(looked, scheme, months, capped=capped)
    needed = _worth(reach.at_least, fee_base(agreement).times(months))
    if lowest is None or lowest.currency != needed.currency:
        return
    if lowest < needed:
        message = (
            f"credits can reach {lowest.rounded(2)} in {reach.within}, and the right needs "
            f" {needed.rounded(2)}"
        )
        hint = "lower the amount, look at a longer time, or count what the caps took off"
        yield looked.found("right-beyond-cap", message, hint, at)
    elif capped and lowest == needed:
        message = (
            f"the ceilings let {lowest.rounded(2)} through in {reach.within}, just what the right "
            "needs: it arises only where each is used up, and what they took off does not count"
        )
        hint = "count what the caps took off (counted: uncapped), or ask for less than the ceiling"
        yield looked.found("right-at-cap", message, hint, at)


def _let_through(
    looked: Looked, scheme: CreditScheme, months: int, *, capped: bool
) -> Money | None:
    """The most credits that ceilings let through within so many months in a row."""
    agreement, found = looked.agreement, []
    for cap in scheme.caps if capped else ():
        most, length = most_of_cap(agreement, scheme, cap), months_of_cap(agreement, cap)
        if most is None:
            continue
        # So many periods lie within the time, or reach into it.
        periods = Fraction(months, length) if length and months % length == 0 else None
        if length and periods is None:
            periods = Fraction(months // length + 1)
        found.append(most.times(periods or 1))
    total = greatest_total(agreement)
    if total is not None and total.amount:
        found.append(total.times(months))
    return min(found, key=lambda each: each.amount, default=None)
