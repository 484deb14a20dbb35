"""Rules about money: credits of one form, shares that add up, sensible triggers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from entente.agreement.greatest import greatest_total, monthly_cap
from entente.agreement.lint.bands import band_findings, written
from entente.agreement.lint.levels import wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.level_credits import LevelCredit
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure, unit_of
from entente.agreement.terms.money import CreditScheme
from entente.agreement.terms.scalars import Percent
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding
from entente.foundation.money import Money
from entente.foundation.rounding import Rounding


def credit_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about charges and credits."""
    scheme = looked.agreement.credits
    for path, level, measure in looked.levels():
        yield from _class(looked, path, level)
        if level.credit is not None:
            yield from _shape(looked, path, level.credit, scheme)
            yield from _trigger(looked, path, level)
            yield from _ends(looked, path, level.credit, measure)
            yield from _over_whole(looked, path, level.credit)
            tiers = level.credit.tiers
            if tiers and {end.unit for end in level.credit.ends} <= {unit_of(measure)}:
                yield from band_findings(looked, path, level, measure)
    if scheme is not None:
        yield from _pools(looked, scheme)
        yield from _bases(looked, scheme)
        yield from _over_allocation(looked, scheme)


def _class(looked: Looked, path: Path, level: ServiceLevel) -> Iterator[Finding]:
    if level.class_ == "critical" and level.credit is None:
        message = "a critical service level without a credit: missing it costs nothing"
        hint = "add credit, or make it class: kpi"
        yield looked.found("critical-without-credit", message, hint, (*path, "class"))
    if level.class_ == "kpi" and level.credit is not None:
        message = "a key performance indicator is reported only: this credit never falls due"
        hint = "add class: critical, or remove the credit"
        yield looked.found("credit-on-kpi", message, hint, (*path, "credit"), at_key=True)


def _shape(
    looked: Looked, path: Path, credit: LevelCredit, scheme: CreditScheme | None
) -> Iterator[Finding]:
    def wrong(message: str, hint: str) -> Finding:
        return looked.found("credit-shape", message, hint, (*path, "credit"), at_key=True)

    if scheme is None:
        yield wrong("a credit without a credit scheme", "add the section credits")
    forms = credit.forms
    if credit.allocation and not credit.pool and forms:
        forms = ("allocation", *forms)
    if len(forms) > 1:
        how = f"{', '.join(forms[:-1])} and {forms[-1]}"
        yield wrong(f"a credit by {how} at once", f"keep one of {', '.join(forms)}")
    if not credit.forms:
        hint = "add pool and allocation, tiers, a table, per, linear or fixed"
        yield wrong("a credit that names no amount", hint)
    yield from _points_and_days(looked, path, credit, scheme)
    if credit.pool and credit.allocation is None:
        yield wrong("a pool without an allocation", "add allocation: its share of the pool")
    if credit.pool and scheme is not None and scheme.at_risk is None:
        yield wrong("a share of an at-risk amount that is not agreed", "add at_risk to credits")


def _trigger(looked: Looked, path: Path, level: ServiceLevel) -> Iterator[Finding]:
    trigger, agreed = level.credit_trigger, level.commitment
    if trigger is None or trigger.unit != agreed.unit or wants_more(trigger) == wants_more(agreed):
        return
    # Strictest allowed: money is due for exactly the figures that miss the commitment.
    sign = 1 if wants_more(agreed) else -1
    excess = (trigger.value - agreed.value) * sign
    both_include = trigger.comparison in {"<=", ">="} and agreed.comparison in {"<=", ">="}
    if excess > 0 or (excess == 0 and both_include):
        message = f"money would be due ({trigger}) for figures that meet the commitment ({agreed})"
        hint = "set the trigger at the commitment or below it"
        yield looked.found("credit-trigger-stricter", message, hint, (*path, "credit_trigger"))


def _points_and_days(
    looked: Looked, path: Path, credit: LevelCredit, scheme: CreditScheme | None
) -> Iterator[Finding]:
    if scheme is None:
        return
    if any(tier.points is not None for tier in credit.tiers) and scheme.points is None:
        message = "tiers give points, but nothing says what a point is worth"
        hint = "add points to credits: {each: 100 EUR}, or a table of sums"
        yield looked.found("credit-shape", message, hint, (*path, "credit", "tiers"), at_key=True)
    if credit.one_incident and scheme.incidents is None:
        message = "credits of one incident, but nothing says who elects which is paid"
        hint = "add incidents to credits: {within: 10 days}"
        at = (*path, "credit", "one_incident")
        yield looked.found("credit-shape", message, hint, at, at_key=True)


_UNITS = {"%": "a percentage", "time": "a length of time", "points": "a plain number"}


def _ends(looked: Looked, path: Path, credit: LevelCredit, measure: Measure) -> Iterator[Finding]:
    """Ends of bands and rows of tables are in the unit of the figure."""
    unit = unit_of(measure)
    for end in credit.ends:
        if end.unit != unit:
            message = f"{end} is {_UNITS[end.unit]}, but this measure gives {_UNITS[unit]}"
            hint = "write the ends of bands and the rows of tables in the unit of the figure"
            form = "tiers" if credit.tiers else "table"
            yield looked.found("credit-shape", message, hint, (*path, "credit", form), at_key=True)
            return


def _over_whole(looked: Looked, path: Path, credit: LevelCredit) -> Iterator[Finding]:
    """A credit of more than is paid for the month."""
    for pays in _amounts(credit):
        if isinstance(pays, Percent) and pays.value > 100:
            message = f"{pays} of the fee base is more than is paid for the month"
            hint = "check the figure; if it is meant, accept it and say why"
            yield looked.found("pays-over-whole", message, hint, (*path, "credit"), at_key=True)


def _pools(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    total = sum((share.value for share in scheme.pools.values()), Fraction(0))
    if total > 100:
        message = f"the pools add up to {written(total)} of the at-risk amount"
        yield looked.found(
            "pools-over-whole", message, "let them add up to 100 %", ("credits", "pools"),
            at_key=True,
        )  # fmt: skip
    allocated: dict[str, Fraction] = defaultdict(Fraction)
    last: dict[str, Path] = {}
    for path, level, _ in looked.levels():
        if level.credit is not None and level.credit.pool and level.credit.allocation:
            allocated[level.credit.pool] += level.credit.allocation.value
            last[level.credit.pool] = (*path, "credit", "allocation")
    for pool, share in allocated.items():
        if share > 100:
            message = f"the allocations of pool {pool} add up to {written(share)}"
            yield looked.found(
                "allocation-over-pool", message, "let them add up to 100 %", last[pool]
            )
    for pool in scheme.pools:
        if looked.whole and pool not in allocated:
            message = f"no service level draws on the pool {pool}"
            hint = "allocate it, or remove it"
            path = ("credits", "pools", pool)
            yield looked.found("unused-pool", message, hint, path, at_key=True)


def _bases(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    charges = looked.agreement.charges
    bases: list[tuple[Path, tuple[str, ...]]] = [(("credits", "fee_base"), scheme.fee_base)]
    for path, level, _ in looked.levels():
        if level.credit is not None:
            bases.append(((*path, "credit", "fee_base"), level.credit.fee_base))
    for path, keys in bases:
        for index, key in enumerate(keys):
            if key in charges and not charges[key].recurring:
                message = f"{key} is charged once, yet credits are a share of it every month"
                hint = "leave charges that do not recur out of the fee base"
                yield looked.found("fee-base-one-off", message, hint, (*path, index))
    amounts: list[tuple[Path, object]] = [
        (("charges", key, "monthly"), charge.monthly) for key, charge in charges.items()
    ]
    amounts += [(("credits", "caps", n, "at_most"), c.at_most) for n, c in enumerate(scheme.caps)]
    for path, level, _ in looked.levels():
        if level.credit is not None:
            amounts += [((*path, "credit"), said) for said in _amounts(level.credit)]
    for path, amount in amounts:
        if isinstance(amount, Money) and amount.currency != scheme.currency:
            message = f"{amount} is not in {scheme.currency}, the currency of the credits"
            hint = "write every amount in one currency"
            yield looked.found("currency", message, hint, path)


def _amounts(credit: LevelCredit) -> list[object]:
    """What a credit says that may be an amount of money."""
    found: list[object] = [credit.at_most, credit.fixed, *(tier.pays for tier in credit.tiers)]
    found += [row.pays for row in credit.table.rows] if credit.table else []
    return [*found, credit.per.pays, credit.per.first_pays] if credit.per else found


def _over_allocation(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    """More than the caps let through: it may be intended, so it is shown with its factor."""
    charges = looked.agreement.charges
    keys = [key for _, keys in _named_charges(looked, scheme) for key in keys]
    if any(key not in charges or charges[key].monthly.currency != scheme.currency for key in keys):
        return
    others: list[object] = [cap.at_most for cap in scheme.caps]
    others += [each for _, lv, _ in looked.levels() if lv.credit for each in _amounts(lv.credit)]
    others += _worths(scheme)
    if any(isinstance(each, Money) and each.currency != scheme.currency for each in others):
        return
    total, cap = greatest_total(looked.agreement), monthly_cap(looked.agreement)
    if total is None or cap is None or not cap or not total > cap:
        return
    factor = Rounding(2).apply(total.amount / cap.amount)
    message = (
        f"all credits of a month together reach {total}, but a cap lets {cap} through: "
        f"{factor} times over-allocated"
    )
    hint = "if that is meant, accept it and say why; if not, lower the shares"
    yield looked.found("over-allocation", message, hint, ("credits", "caps"), at_key=True)


def _worths(scheme: CreditScheme) -> list[object]:
    """What points are worth."""
    return [scheme.points.each, *scheme.points.table.values()] if scheme.points else []


def _named_charges(looked: Looked, scheme: CreditScheme) -> Iterator[tuple[Path, tuple[str, ...]]]:
    yield ("credits", "fee_base"), scheme.fee_base
    for path, level, _ in looked.levels():
        if level.credit is not None:
            yield (*path, "credit", "fee_base"), level.credit.fee_base
            items = tuple(level.credit.item_charges.values())
            yield (*path, "credit", "item_charges"), items
