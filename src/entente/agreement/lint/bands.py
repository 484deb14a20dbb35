"""Rules about bands: every figure that misses lies in exactly one, and none that meets is paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from entente.agreement.level_credits import Tier
from entente.agreement.levels import ServiceLevel
from entente.agreement.lint.levels import wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.scalars import Level, plain_decimal
from entente.agreement.shape import Path
from entente.agreement.yaml_source import Scalar
from entente.foundation.durations import format_duration
from entente.foundation.findings import Edit, Finding
from entente.foundation.money import Money

End = tuple[Fraction, bool]  # a value, and whether what is exactly there lies before it
LOWEST: End = (Fraction(0), False)
_LOWER, _UPPER = ("at_least", "above"), ("below", "at_most")


@dataclass(frozen=True, order=True)
class _Band:
    """A band between two ends, and the index of its tier."""

    low: End
    high: End
    index: int


def band_findings(
    looked: Looked, path: Path, level: ServiceLevel, *, whole: bool
) -> Iterator[Finding]:
    """Every rule about the tiers of a level, whose ends are in the unit of its figure.

    `whole` where figures are counts: there is none between 2 and 3.
    """
    assert level.credit is not None
    tiers, at, unit = level.credit.tiers, (*path, "credit", "tiers"), level.commitment.unit
    bands = []
    for index, tier in enumerate(tiers):
        band = _band_of(tier, index, unit)
        if band.low >= band.high:
            message = f"an empty band: nothing is {_said(band.low, band.high, unit)}"
            edits = _swapped(looked, (*at, index)) if band.low[0] > band.high[0] else ()
            yield looked.found(
                "bands-partition", message, "swap its ends", (*at, index), edits=edits
            )
        else:
            bands.append(band)
    bands.sort()
    for first, second in pairwise(bands):
        if not (whole and _next_whole(first.high) == _next_whole(second.low)):
            yield from _between(looked, at, first, second, unit)
    yield from _and_commitment(looked, at, level, bands)


def _band_of(tier: Tier, index: int, unit: str) -> _Band:
    top = (Fraction(100), True) if unit == "%" else (Fraction(10**18), True)
    low, high = LOWEST, top
    if tier.at_least is not None:
        low = (tier.at_least.value, False)
    elif tier.above is not None:
        low = (tier.above.value, True)
    if tier.below is not None:
        high = (tier.below.value, False)
    elif tier.at_most is not None:
        high = (tier.at_most.value, True)
    return _Band(low, high, index)


def _next_whole(end: End) -> int:
    """The first whole number that lies behind an end."""
    value, passed = end
    return floor(value) + 1 if passed else ceil(value)


def _between(looked: Looked, at: Path, first: _Band, second: _Band, unit: str) -> Iterator[Finding]:
    """What lies between a band and the next: nothing, or a figure without a band, or with two."""
    if first.high < second.low:
        gap = _rounding_gap(looked, (*at, first.index), first.high, second.low, unit)
        if gap is not None:
            yield gap
            return
        message = f"a figure that is {_said(first.high, second.low, unit)} is in no band"
        hint = f"let this band begin where the next ends, at {written(first.high[0], unit)}"
        yield looked.found("bands-partition", message, hint, (*at, second.index))
    if second.low < first.high:
        message = f"a figure that is {_said(second.low, first.high, unit)} is in two bands"
        hint = f"let one end where the other begins (this one and item {first.index + 1})"
        yield looked.found("bands-partition", message, hint, (*at, second.index))


def _swapped(looked: Looked, band: Path) -> tuple[Edit, ...]:
    """The edits that put each end of a band in the place of the other."""
    given = looked.places.keys(band)
    low = next((name for name in _LOWER if name in given), "")
    high = next((name for name in _UPPER if name in given), "")
    ends = [looked.places.written((*band, name)) for name in (low, high)]
    said = [str(end.value) if isinstance(end, Scalar) else None for end in ends]
    first = looked.rewritten((*band, low), said[1])
    second = looked.rewritten((*band, high), said[0])
    return (*first, *second) if first and second else ()


def _rounding_gap(looked: Looked, band: Path, high: End, low: End, unit: str) -> Finding | None:
    """A band that ends at its own last figure, as 98.9 does before 99; None where it does not."""
    name = next((name for name in _UPPER if name in looked.places.keys(band)), "")
    end = looked.places.written((*band, name))
    text = str(end.value) if isinstance(end, Scalar) else ""
    spelled = re.search(r"\.(\d+)", text)
    places = {len(plain_decimal(high[0]).partition(".")[2]), len(spelled[1]) if spelled else 0}
    steps = {high[0] + Fraction(1, 10**each) for each in places if each}
    if unit == "time" or low[0] not in steps:
        return None
    begins, between = written(low[0], unit), written((high[0] + low[0]) / 2, unit)
    said = f"{between} is" if high[1] else f"{written(high[0], unit)} and {between} are"
    message = f"{said} in no band: the next begins at {begins}"
    hint = f"bands are half-open: end this one with below: {begins}"
    value, key = looked.rewritten((*band, name), begins), looked.renamed((*band, name), "below")
    edits = (*value, *(key if name != "below" else ())) if value and key else ()
    return looked.found("bands-gap-needs-rounding", message, hint, (*band, name), edits=edits)


def _and_commitment(
    looked: Looked, at: Path, level: ServiceLevel, bands: list[_Band]
) -> Iterator[Finding]:
    """Paying bands beside the commitment and the trigger, where more is better."""
    assert level.credit is not None
    tiers, unit = level.credit.tiers, level.commitment.unit
    paying = [band for band in bands if _worth(tiers[band.index]) > 0]
    if not paying or not wants_more(level.commitment):
        return
    met = level.commitment.value, level.commitment.comparison == ">"
    for band in paying:
        if band.high > met:
            message = f"this band pays for figures that meet the commitment ({level.commitment})"
            hint = f"end it below {written(met[0], unit)}"
            yield looked.found("commitment-in-paying-tier", message, hint, (*at, band.index))
    lowest, highest = paying[0].low, max(band.high for band in paying)
    if lowest > LOWEST:
        message = f"a figure below {written(lowest[0], unit)} is in no band and pays nothing"
        hint = "leave out at_least in the lowest band"
        yield looked.found("bands-partition", message, hint, (*at, paying[0].index))
    yield from _and_trigger(looked, at, level, highest, met)
    for worse, better in pairwise(paying):
        if _worth(tiers[worse.index]) < _worth(tiers[better.index]):
            message = "a worse figure pays less than a better one"
            hint = "check the shares of the bands"
            yield looked.found("tier-order", message, hint, (*at, worse.index))


def _and_trigger(
    looked: Looked, at: Path, level: ServiceLevel, highest: End, met: End
) -> Iterator[Finding]:
    """Bands that end below the figures for which money is due, or above them."""
    trigger, unit = level.credit_trigger, level.commitment.unit
    reached = _reached(trigger) if trigger else met
    if highest < reached:
        message = f"a figure that is {_said(highest, reached, unit)} misses and pays nothing"
        hint = "add a band, or say so with credit_trigger"
        yield looked.found("miss-without-tier", message, hint, at, at_key=True)
    until = min(highest, met)
    if trigger and reached < until:
        message = (
            f"a figure that is {_said(reached, until, unit)} lies in a paying band, but money is "
            f"due only for those {trigger}"
        )
        hint = "end the bands at the trigger, or set the trigger at their end"
        yield looked.found("band-beyond-trigger", message, hint, (*at[:2], "credit_trigger"))


def _reached(trigger: Level) -> End:
    """The end of the figures for which money is due."""
    return trigger.value, trigger.comparison == "<="


def _worth(tier: Tier) -> Fraction:
    """What a tier pays as a number, to be compared with others of the same kind."""
    if tier.pays is not None:
        return tier.pays.amount if isinstance(tier.pays, Money) else tier.pays.value
    return Fraction(tier.points or tier.days or 0)


def _said(low: End, high: End, unit: str) -> str:
    if low[0] == high[0]:
        return f"exactly {written(low[0], unit)}"
    above = "above" if low[1] else "at least"
    below = "at most" if high[1] else "below"
    return f"{above} {written(low[0], unit)} and {below} {written(high[0], unit)}"


def written(value: Fraction, unit: str = "%") -> str:
    """A value as the language writes it, in the unit of a figure."""
    if unit == "time":
        return format_duration(int(value))
    return f"{plain_decimal(value)}{' %' if unit == '%' else ''}"
