"""Rules about money: bands that cover the scale once, shares that add up, sensible triggers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from entente.agreement.greatest import greatest_total, monthly_cap
from entente.agreement.level_credits import LevelCredit, Tier
from entente.agreement.levels import ServiceLevel
from entente.agreement.lint.levels import wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.measures import Measure, unit_of
from entente.agreement.money import CreditScheme
from entente.agreement.scalars import Level, Percent, plain_decimal
from entente.agreement.shape import Path
from entente.agreement.yaml_source import Scalar
from entente.foundation.durations import format_duration
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
            yield from _ends(looked, path, level.credit, measure)
            tiers = level.credit.tiers
            if tiers and {end.unit for end in level.credit.ends} <= {unit_of(measure)}:
                yield from _bands(looked, path, level, tiers)
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


@dataclass(frozen=True, order=True)
class _Band:
    """A band between two ends; each is a value and whether what is exactly there lies before it."""

    low: tuple[Fraction, bool]
    high: tuple[Fraction, bool]
    index: int


LOWEST = (Fraction(0), False)


def _band_of(tier: Tier, index: int, unit: str) -> _Band:
    top = (Fraction(100), True) if unit == "%" else (Fraction(10**18), True)
    low = LOWEST
    if tier.at_least is not None:
        low = (tier.at_least.value, False)
    elif tier.above is not None:
        low = (tier.above.value, True)
    high = top
    if tier.below is not None:
        high = (tier.below.value, False)
    elif tier.at_most is not None:
        high = (tier.at_most.value, True)
    return _Band(low, high, index)


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


def _bands(
    looked: Looked, path: Path, level: ServiceLevel, tiers: tuple[Tier, ...]
) -> Iterator[Finding]:
    """Each figure that misses lies in exactly one band, none that meets in a paying one."""
    at = (*path, "credit", "tiers")
    unit = level.commitment.unit
    bands = []
    for index, tier in enumerate(tiers):
        band = _band_of(tier, index, unit)
        if band.low >= band.high:
            message = f"an empty band: nothing is {_said(band.low, band.high, unit)}"
            edits = _swapped(looked, (*at, index)) if band.low > band.high else ()
            yield looked.found(
                "bands-partition", message, "swap its ends", (*at, index), edits=edits
            )
        else:
            bands.append(band)
    bands.sort()
    for first, second in pairwise(bands):
        gap = (*at, first.index, "below"), first.high[0], second.low[0]
        if first.high < second.low and unit == "%" and _is_last_figure(looked, *gap):
            yield _rounding_gap(looked, *gap)
        elif first.high < second.low:
            message = f"a figure that is {_said(first.high, second.low, unit)} is in no band"
            end = _written(first.high[0], unit)
            hint = f"let this band begin where the next ends, at {end}"
            yield looked.found("bands-partition", message, hint, (*at, second.index))
        if second.low < first.high:
            message = f"a figure that is {_said(second.low, first.high, unit)} is in two bands"
            hint = f"let one end where the other begins (this one and item {first.index + 1})"
            yield looked.found("bands-partition", message, hint, (*at, second.index))
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
    message = f"{_written(high)} and {between} % are in no band: the next begins at {_written(low)}"
    hint = f"bands are half-open: end this one with below: {_written(low)}"
    edits = looked.rewritten(path, _written(low))
    return looked.found("bands-gap-needs-rounding", message, hint, path, edits=edits)


def _bands_and_commitment(
    looked: Looked, at: Path, level: ServiceLevel, tiers: tuple[Tier, ...], bands: list[_Band]
) -> Iterator[Finding]:
    unit = level.commitment.unit
    paying = [band for band in bands if _worth(tiers[band.index]) > 0]
    if not paying or not wants_more(level.commitment):
        return
    met = level.commitment.value, level.commitment.comparison == ">"
    for band in paying:
        if band.high > met:
            message = f"this band pays for figures that meet the commitment ({level.commitment})"
            hint = f"end it below {_written(met[0], unit)}"
            yield looked.found("commitment-in-paying-tier", message, hint, (*at, band.index))
    lowest, highest = paying[0].low, max(band.high for band in paying)
    if lowest > LOWEST:
        end = _written(lowest[0], unit)
        message = f"a figure below {end} is in no band and pays nothing"
        hint = "leave out at_least in the lowest band"
        yield looked.found("bands-partition", message, hint, (*at, paying[0].index))
    trigger = _reached(level.credit_trigger) if level.credit_trigger else met
    if highest < trigger:
        message = f"a figure that is {_said(highest, trigger, unit)} misses and pays nothing"
        hint = "add a band, or say so with credit_trigger"
        yield looked.found("miss-without-tier", message, hint, at, at_key=True)
    until = min(highest, met)
    if level.credit_trigger and trigger < until:
        message = (
            f"a figure that is {_said(trigger, until, unit)} lies in a paying band, but money is "
            f"due only for those {level.credit_trigger}"
        )
        hint = "end the bands at the trigger, or set the trigger at their end"
        yield looked.found("band-beyond-trigger", message, hint, (*at[:2], "credit_trigger"))
    for worse, better in pairwise(paying):
        if _worth(tiers[worse.index]) < _worth(tiers[better.index]):
            message = "a worse figure pays less than a better one"
            hint = "check the shares of the bands"
            yield looked.found("tier-order", message, hint, (*at, worse.index))


def _reached(trigger: Level) -> tuple[Fraction, bool]:
    """The end of the figures for which money is due."""
    return trigger.value, trigger.comparison == "<="


def _worth(tier: Tier) -> Fraction:
    """What a tier pays as a number, to be compared with others of the same kind."""
    if tier.pays is not None:
        return tier.pays.amount if isinstance(tier.pays, Money) else tier.pays.value
    return Fraction(tier.points or tier.days or 0)


def _said(low: tuple[Fraction, bool], high: tuple[Fraction, bool], unit: str) -> str:
    if low[0] == high[0]:
        return f"exactly {_written(low[0], unit)}"
    above = "above" if low[1] else "at least"
    below = "at most" if high[1] else "below"
    return f"{above} {_written(low[0], unit)} and {below} {_written(high[0], unit)}"


def _written(value: Fraction, unit: str = "%") -> str:
    if unit == "time":
        return format_duration(int(value))
    return f"{plain_decimal(value)}{' %' if unit == '%' else ''}"


def _pools(looked: Looked, scheme: CreditScheme) -> Iterator[Finding]:
    total = sum((share.value for share in scheme.pools.values()), Fraction(0))
    if total > 100:
        message = f"the pools add up to {_written(total)} of the at-risk amount"
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
            message = f"the allocations of pool {pool} add up to {_written(share)}"
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
