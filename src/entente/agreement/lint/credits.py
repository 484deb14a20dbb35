"""Rules about money: bands that cover the scale once, shares that add up, sensible triggers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from entente.agreement.allowance import greatest_total, monthly_cap
from entente.agreement.levels import LevelCredit, ServiceLevel, Tier
from entente.agreement.lint.levels import wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.measures import Measure, unit_of
from entente.agreement.money import CreditScheme
from entente.agreement.scalars import Percent, plain_decimal
from entente.agreement.shape import Path
from entente.agreement.yaml_source import Scalar
from entente.foundation.findings import Edit, Finding
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
            yield from _over_whole(looked, path, level.credit)
            if level.credit.tiers and unit_of(measure) == "%":
                yield from _bands(looked, path, level, level.credit.tiers)
            elif level.credit.tiers:
                yield from _no_bands(looked, path, measure)
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
    if credit.tiers and (credit.pool or credit.allocation):
        yield wrong("a credit by tiers and by pool at once", "keep tiers, or pool and allocation")
    if not credit.tiers and not credit.pool:
        yield wrong("a credit that names no amount", "add pool and allocation, or tiers")
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


def _over_whole(looked: Looked, path: Path, credit: LevelCredit) -> Iterator[Finding]:
    """A credit of more than is paid for the month."""
    shares: list[tuple[Path, object]] = [
        (("tiers", index, "pays"), tier.pays) for index, tier in enumerate(credit.tiers)
    ]
    for at, pays in [*shares, (("at_most",), credit.at_most)]:
        if isinstance(pays, Percent) and pays.value > 100:
            message = f"{pays} of the fee base is more than is paid for the month"
            hint = "check the figure; if it is meant, accept it and say why"
            yield looked.found("pays-over-whole", message, hint, (*path, "credit", *at))


def _no_bands(looked: Looked, path: Path, measure: Measure) -> Iterator[Finding]:
    message = f"tiers are bands of percentages, but this measure gives {unit_of(measure)}"
    hint = "use pool and allocation"
    yield looked.found("credit-shape", message, hint, (*path, "credit", "tiers"), at_key=True)


def _bands(
    looked: Looked, path: Path, level: ServiceLevel, tiers: tuple[Tier, ...]
) -> Iterator[Finding]:
    """Bands half-open, each figure that misses in exactly one, none that meets in a paying one."""
    at = (*path, "credit", "tiers")
    bands = []
    for index, tier in enumerate(tiers):
        low = tier.at_least.value if tier.at_least else Fraction(0)
        high = tier.below.value if tier.below else Fraction(101)  # 100 % lies in the top band
        if low >= high:
            message = f"an empty band: nothing is {_band(low, high)}"
            edits = _swapped(looked, (*at, index)) if low > high else ()
            yield looked.found(
                "bands-partition", message, "swap its ends", (*at, index), edits=edits
            )
        else:
            bands.append((low, high, index))
    bands.sort()
    for (_, high, first), (low, _, second) in pairwise(bands):
        if high < low and _is_last_figure(looked, (*at, first, "below"), high, low):
            yield _rounding_gap(looked, (*at, first, "below"), high, low)
        elif high < low:
            message = f"a figure that is {_band(high, low)} is in no band"
            hint = f"let this band begin where the next ends, at {_written(high)} %"
            yield looked.found("bands-partition", message, hint, (*at, second))
        if low < high:
            message = f"a figure that is {_band(low, high)} is in two bands"
            hint = f"let one end where the other begins (this one and item {first + 1})"
            yield looked.found("bands-partition", message, hint, (*at, second))
    yield from _bands_and_commitment(looked, at, level, tiers, bands)


def _swapped(looked: Looked, band: Path) -> tuple[Edit, ...]:
    """The edits that put each end of a band in the place of the other."""
    ends = [looked.places.written((*band, end)) for end in ("at_least", "below")]
    low, high = (str(end.value) if isinstance(end, Scalar) else None for end in ends)
    first = looked.rewritten((*band, "at_least"), high)
    second = looked.rewritten((*band, "below"), low)
    return (*first, *second) if first and second else ()


def _is_last_figure(looked: Looked, path: Path, high: Fraction, low: Fraction) -> bool:
    """Whether a band ends at the last figure before the next one begins, as 98.9 does before 99."""
    written = looked.places.written(path)
    text = str(written.value) if isinstance(written, Scalar) else ""
    spelled = re.search(r"\.(\d+)", text)
    places = {len(plain_decimal(high).partition(".")[2]), len(spelled[1]) if spelled else 0}
    return any(high + Fraction(1, 10**count) == low for count in places if count)


def _rounding_gap(looked: Looked, path: Path, high: Fraction, low: Fraction) -> Finding:
    between = plain_decimal((high + low) / 2)
    message = (
        f"{_written(high)} % and {between} % are in no band: the next begins at {_written(low)} %"
    )
    hint = f"bands are half-open: end this one with below: {_written(low)} %"
    edits = looked.rewritten(path, f"{_written(low)} %")
    return looked.found("bands-gap-needs-rounding", message, hint, path, edits=edits)


def _bands_and_commitment(
    looked: Looked,
    at: Path,
    level: ServiceLevel,
    tiers: tuple[Tier, ...],
    bands: list[tuple[Fraction, Fraction, int]],
) -> Iterator[Finding]:
    met = level.commitment.value
    paying = [(low, high, index) for low, high, index in bands if tiers[index].pays.value > 0]
    if not paying or not wants_more(level.commitment):
        return
    for _, high, index in paying:
        if high > met:
            message = f"this band pays for figures that meet the commitment ({level.commitment})"
            hint = f"end it below {_written(met)} %"
            yield looked.found("commitment-in-paying-tier", message, hint, (*at, index))
    lowest, highest = paying[0][0], max(high for _, high, _ in paying)
    if lowest > 0:
        message = f"a figure below {_written(lowest)} % is in no band and pays nothing"
        hint = "leave out at_least in the lowest band"
        yield looked.found("bands-partition", message, hint, (*at, paying[0][2]))
    trigger = level.credit_trigger.value if level.credit_trigger else met
    if highest < trigger:
        message = f"a figure that is {_band(highest, trigger)} misses and pays nothing"
        hint = "add a band, or say so with credit_trigger"
        yield looked.found("miss-without-tier", message, hint, at, at_key=True)
    if level.credit_trigger and trigger < min(highest, met):
        until = min(highest, met)
        message = (
            f"a figure that is {_band(trigger, until)} lies in a paying band, but money is due "
            f"only for those {level.credit_trigger}"
        )
        hint = "end the bands at the trigger, or set the trigger at their end"
        yield looked.found("band-beyond-trigger", message, hint, (*at[:2], "credit_trigger"))
    for (_, _, worse), (_, _, better) in pairwise(paying):
        if tiers[worse].pays.value < tiers[better].pays.value:
            message = "a worse figure pays less than a better one"
            hint = "check the shares of the bands"
            yield looked.found("tier-order", message, hint, (*at, worse))


def _written(value: Fraction) -> str:
    return plain_decimal(value)


def _band(low: Fraction, high: Fraction) -> str:
    return f"at least {_written(low)} % and below {_written(high)} %"


def _pools(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    total = sum((share.value for share in scheme.pools.values()), Fraction(0))
    if total > 100:
        message = f"the pools add up to {_written(total)} % of the at-risk amount"
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
            message = f"the allocations of pool {pool} add up to {_written(share)} %"
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
    amounts += [
        ((*path, "credit", "at_most"), level.credit.at_most)
        for path, level, _ in looked.levels()
        if level.credit is not None
    ]
    for path, amount in amounts:
        if isinstance(amount, Money) and amount.currency != scheme.currency:
            message = f"{amount} is not in {scheme.currency}, the currency of the credits"
            hint = "write every amount in one currency"
            yield looked.found("currency", message, hint, path)


def _over_allocation(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    """More than the caps let through: it may be intended, so it is shown with its factor."""
    charges = looked.agreement.charges
    keys = [key for _, keys in _named_charges(looked, scheme) for key in keys]
    if any(key not in charges or charges[key].monthly.currency != scheme.currency for key in keys):
        return
    others: list[object] = [cap.at_most for cap in scheme.caps]
    others += [level.credit.at_most for _, level, _ in looked.levels() if level.credit]
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


def _named_charges(looked: Looked, scheme: CreditScheme) -> Iterator[tuple[Path, tuple[str, ...]]]:
    yield ("credits", "fee_base"), scheme.fee_base
    for path, level, _ in looked.levels():
        if level.credit is not None:
            yield (*path, "credit", "fee_base"), level.credit.fee_base
