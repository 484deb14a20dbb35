"""Rules about bands: every figure that misses lies in exactly one, and none that meets is paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from entente.agreement.lint.levels import figures_of, wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.level_credits import Tier
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure, is_whole, unit_of
from entente.agreement.terms.scalars import plain_decimal
from entente.agreement.text.shape import Path
from entente.agreement.text.yaml_source import Scalar
from entente.foundation.durations import format_duration
from entente.foundation.findings import Edit, Finding
from entente.foundation.money import Money

End = tuple[Fraction, bool]  # a value, and whether what is exactly there lies before it
_LOWER, _UPPER = ("at_least", "above"), ("below", "at_most")


@dataclass(frozen=True, order=True)
class _Band:
    """A band between two ends, and the index of its tier."""

    low: End
    high: End
    index: int


@dataclass(frozen=True)
class _Scale:
    """The figures that a measure can give: their unit and ends; `whole` where they are counts."""

    unit: str
    low: End
    high: End
    whole: bool

    def end(self, value: Fraction, passed: bool) -> End:
        """An end on this scale: between two and three failures there is no figure."""
        whole = floor(value) + 1 if passed else ceil(value)
        return (Fraction(whole), False) if self.whole else (value, passed)

    def said(self, low: End, high: End) -> str:
        """The figures between two ends, in words."""
        if self.whole and high < self.high:
            last = high[0] - 1
            return f"exactly {last}" if last == low[0] else f"{low[0]} to {last}"
        if low[0] == high[0]:
            return f"exactly {written(low[0], self.unit)}"
        above = f"{'above' if low[1] else 'at least'} {written(low[0], self.unit)}"
        below = f"{'at most' if high[1] else 'below'} {written(high[0], self.unit)}"
        ends = (*([above] if low > self.low else []), *([below] if high < self.high else []))
        return " and ".join(ends or (above,))


def band_findings(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    """Every rule about the tiers of a level, whose ends are in the unit of its figure."""
    assert level.credit is not None
    tiers, at, scale = level.credit.tiers, (*path, "credit", "tiers"), _scale(measure)
    bands = []
    for index, tier in enumerate(tiers):
        band = _band_of(tier, index, scale)
        if band.low >= band.high:
            message = f"an empty band: nothing is {_both(band, scale)}"
            edits = _swapped(looked, (*at, index)) if band.low[0] > band.high[0] else ()
            yield looked.found(
                "bands-partition", message, "swap its ends", (*at, index), edits=edits
            )
        else:
            bands.append(band)
    bands.sort()
    for first, second in pairwise(bands):
        yield from _between(looked, at, first, second, scale)
    paying = [band for band in bands if _worth(tiers[band.index]) > 0]
    if paying and (wants_more(level.commitment) or scale.unit != "%"):
        yield from _and_commitment(looked, at, level, paying, scale)


def _scale(measure: Measure) -> _Scale:
    lowest, highest = figures_of(measure)
    high = (Fraction(10**18) if highest is None else highest, True)
    return _Scale(unit_of(measure), (lowest or Fraction(0), False), high, is_whole(measure))


def _band_of(tier: Tier, index: int, scale: _Scale) -> _Band:
    low, high = scale.low, scale.high
    if tier.at_least is not None:
        low = scale.end(tier.at_least.value, False)
    elif tier.above is not None:
        low = scale.end(tier.above.value, True)
    if tier.below is not None:
        high = scale.end(tier.below.value, False)
    elif tier.at_most is not None:
        high = scale.end(tier.at_most.value, True)
    return _Band(low, high, index)


def _both(band: _Band, scale: _Scale) -> str:
    low, high = (written(end[0], scale.unit) for end in (band.low, band.high))
    return f"at least {low} and below {high}"


def _between(
    looked: Looked, at: Path, first: _Band, second: _Band, scale: _Scale
) -> Iterator[Finding]:
    """What lies between a band and the next: nothing, or a figure without a band, or with two."""
    if first.high < second.low:
        gap = _rounding_gap(looked, (*at, first.index), first.high, second.low, scale)
        if gap is not None:
            yield gap
            return
        message = f"a figure that is {scale.said(first.high, second.low)} is in no band"
        begins = written(first.high[0], scale.unit)
        hint = f"let this band begin at {begins}, where item {first.index + 1} ends"
        yield looked.found("bands-partition", message, hint, (*at, second.index))
    if second.low < first.high:
        ends = min(first.high, second.high)
        message = f"a figure that is {scale.said(second.low, ends)} is in two bands"
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


def _rounding_gap(looked: Looked, band: Path, high: End, low: End, scale: _Scale) -> Finding | None:
    """A band that ends at its own last figure, as 98.9 does before 99; None where it does not."""
    name = next((name for name in _UPPER if name in looked.places.keys(band)), "")
    end = looked.places.written((*band, name))
    text = str(end.value) if isinstance(end, Scalar) else ""
    spelled = re.search(r"\.(\d+)", text)
    places = {len(plain_decimal(high[0]).partition(".")[2]), len(spelled[1]) if spelled else 0}
    steps = {high[0] + Fraction(1, 10**each) for each in places if each}
    unit = scale.unit
    if scale.whole or unit == "time" or low[0] not in steps:
        return None
    begins, between = written(low[0], unit), written((high[0] + low[0]) / 2, unit)
    said = f"{between} is" if high[1] else f"{written(high[0], unit)} and {between} are"
    message = f"{said} in no band: the next begins at {begins}"
    hint = f"bands are half-open: end this one with below: {begins}"
    value, key = looked.rewritten((*band, name), begins), looked.renamed((*band, name), "below")
    edits = (*value, *(key if name != "below" else ())) if value and key else ()
    return looked.found("bands-gap-needs-rounding", message, hint, (*band, name), edits=edits)


def _and_commitment(
    looked: Looked, at: Path, level: ServiceLevel, paying: list[_Band], scale: _Scale
) -> Iterator[Finding]:
    """Paying bands beside the commitment and the trigger; they are listed from low to high."""
    assert level.credit is not None
    tiers, up, met = level.credit.tiers, wants_more(level.commitment), _missed_from(level, scale)
    for band in paying:
        if band.high > met if up else band.low < met:
            message = f"this band pays for figures that meet the commitment ({level.commitment})"
            hint = f"end it below {written(met[0], scale.unit)}" if up else _begin(met, scale)
            yield looked.found("commitment-in-paying-tier", message, hint, (*at, band.index))
    best_first = paying[::-1] if up else paying
    worst = best_first[-1]
    if worst.low > scale.low if up else worst.high < scale.high:
        apart = (scale.low, worst.low) if up else (worst.high, scale.high)
        message = f"a figure that is {scale.said(*apart)} is in no band and pays nothing"
        hint = f"leave out {'at_least' if up else 'below or at_most'} in the band of the worst"
        yield looked.found("bands-partition", message, hint, (*at, worst.index))
    yield from _and_trigger(looked, at, level, paying, scale)
    for better, worse in pairwise(best_first):
        if _worth(tiers[worse.index]) < _worth(tiers[better.index]):
            message = "a worse figure pays less than a better one"
            hint = "check the shares of the bands"
            yield looked.found("tier-order", message, hint, (*at, worse.index))


def _begin(met: End, scale: _Scale) -> str:
    word = "above" if met[1] else "at_least"
    return f"let it begin with {word}: {written(met[0], scale.unit)}"


def _missed_from(level: ServiceLevel, scale: _Scale) -> End:
    """The end between figures that meet the commitment and those that miss it."""
    agreed = level.commitment
    return scale.end(agreed.value, agreed.comparison in {">", "<="})


def _and_trigger(
    looked: Looked, at: Path, level: ServiceLevel, paying: list[_Band], scale: _Scale
) -> Iterator[Finding]:
    """Bands that end before the figures for which money is due, or reach beyond them."""
    trigger, up, met = (
        level.credit_trigger,
        wants_more(level.commitment),
        _missed_from(level, scale),
    )
    nearest = max(band.high for band in paying) if up else paying[0].low
    due = scale.end(trigger.value, trigger.comparison in {"<=", ">"}) if trigger else met
    if nearest < due if up else nearest > due:
        apart = (nearest, due) if up else (due, nearest)
        message = f"a figure that is {scale.said(*apart)} misses and pays nothing"
        hint = "add a band, or say so with credit_trigger"
        yield looked.found("miss-without-tier", message, hint, at, at_key=True)
    until = min(nearest, met) if up else max(nearest, met)
    if trigger and (due < until if up else due > until):
        apart = (due, until) if up else (until, due)
        message = (
            f"a figure that is {scale.said(*apart)} lies in a paying band, but money is due only "
            f"for those {trigger}"
        )
        hint = "end the bands at the trigger, or set the trigger at their end"
        yield looked.found("band-beyond-trigger", message, hint, (*at[:2], "credit_trigger"))


def _worth(tier: Tier) -> Fraction:
    """What a tier pays as a number, to be compared with others of the same kind."""
    if tier.pays is not None:
        return tier.pays.amount if isinstance(tier.pays, Money) else tier.pays.value
    return Fraction(tier.points or tier.days or 0)


def written(value: Fraction, unit: str = "%") -> str:
    """A value as the language writes it, in the unit of a figure."""
    if unit == "time":
        return format_duration(int(value))
    return f"{plain_decimal(value)}{' %' if unit == '%' else ''}"
