"""Rules about levels: units, directions, order, and levels that decide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from entente.agreement.lint.looked import Looked
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import (
    Combined,
    Measure,
    Percentile,
    Satisfaction,
    is_whole,
    unit_of,
)
from entente.agreement.terms.scalars import Level
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding

_SAID = {"%": "a percentage", "time": "a length of time", "points": "a plain number"}
_WRITE = {"%": "at least 95 %", "time": "at most 1.5 s", "points": "at least 4.0"}
_BOUNDS = ("commitment", "expected", "minimum")


def level_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about the levels of a service level."""
    for path, level, measure in looked.levels():
        fits = True
        for name, bound in bounds_of(level):
            if bound.unit != unit_of(measure):
                fits = False
                yield looked.found(
                    "level-unit",
                    f"{name} is {bound}, but this measure gives {_SAID[unit_of(measure)]}",
                    f"write it as {_WRITE[unit_of(measure)]}",
                    (*path, name),
                    edits=looked.rewritten((*path, name), _with_sign(bound, measure)),
                )
        if fits:
            yield from _direction(looked, path, level, measure)
            yield from _order(looked, path, level)
            yield from _decides(looked, path, level, measure)
    for path, measure in looked.measures():
        if isinstance(measure, Satisfaction) and measure.scale.lowest >= measure.scale.highest:
            hint = "put the lowest answer first, as in {lowest: 1, highest: 5}"
            message = "the lowest answer of the scale is not below the highest"
            yield looked.found("scale-order", message, hint, (*path, "scale"))


def _with_sign(bound: Level, measure: Measure) -> str | None:
    """A plain number as the share that was meant; below one, it may have been a share of one."""
    share = unit_of(measure) == "%" and bound.unit == "points" and bound.value >= 1
    return f"{bound.written} %" if share else None


def bounds_of(level: ServiceLevel) -> list[tuple[str, Level]]:
    """The bounds that a level has, with their keys; the credit trigger comes last."""
    named = [(name, getattr(level, name)) for name in (*_BOUNDS, "credit_trigger")]
    return [(name, bound) for name, bound in named if bound is not None]


def more_is_better(measure: Measure) -> bool:
    """Whether a higher figure is the better one; of plain points only the commitment tells."""
    return unit_of(measure) == "%" or isinstance(measure, Satisfaction)


def wants_more(bound: Level) -> bool:
    """Whether a bound asks for at least something."""
    return bound.comparison in {">=", ">"}


def _direction(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    up = more_is_better(measure)
    free = isinstance(measure, Combined) or unit_of(measure) == "points"
    if not isinstance(measure, Satisfaction) and free:
        up = wants_more(level.commitment)
    for name, bound in bounds_of(level):
        # A trigger says when money is due, so it looks the other way than a commitment.
        if name == "credit_trigger" and wants_more(bound) == up:
            message = f"credit_trigger is {bound}: money would be due for a good figure"
            hint = f"write {'below' if up else 'above'} …, the figures for which money is due"
            yield looked.found("level-direction", message, hint, (*path, name))
        elif name != "credit_trigger" and wants_more(bound) != up:
            message = f"{name} is {bound}, but {'more' if up else 'less'} is better here"
            hint = f"write {'at least' if up else 'at most'} …"
            yield looked.found("level-direction", message, hint, (*path, name))


def _order(looked: Looked, path: Path, level: ServiceLevel) -> Iterator[Finding]:
    sign = 1 if wants_more(level.commitment) else -1
    for name, rule, wrong, said in (
        ("minimum", "level-order", 1, "asks more than"),
        ("expected", "expected-below-commitment", -1, "asks less than"),
    ):
        bound = getattr(level, name)
        if bound is None or wants_more(bound) != wants_more(level.commitment):
            continue
        if (bound.value - level.commitment.value) * sign * wrong > 0:
            message = f"{name} ({bound}) {said} the commitment ({level.commitment})"
            hint = "a minimum is the floor under the commitment, an expected level the aim above it"
            yield looked.found(rule, message, hint, (*path, name))


def _decides(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    """A level that every figure meets, or none."""
    lowest, highest = figures_of(measure)
    for name, bound in bounds_of(level):
        if name == "credit_trigger":
            continue
        best, worst = (highest, lowest) if wants_more(bound) else (lowest, highest)
        if best is not None and not bound.holds(best):
            message = f"no figure can be {bound}: the best possible is {best}"
            yield looked.found("level-never-met", message, "write what can be met", (*path, name))
        elif worst is not None and bound.holds(worst):
            message = f"every figure is {bound}, so this can never be missed"
            hint = "write a level that decides"
            yield looked.found("level-never-missed", message, hint, (*path, name))


def figures_of(measure: Measure) -> tuple[Fraction | None, Fraction | None]:
    """The lowest and the highest figure that a measure can give."""
    if unit_of(measure) == "%":
        return Fraction(0), Fraction(100)
    if isinstance(measure, Satisfaction):
        return Fraction(measure.scale.lowest), Fraction(measure.scale.highest)
    never_below = unit_of(measure) == "time" or is_whole(measure)
    return (Fraction(0), None) if never_below else (None, None)


def percentile_findings(looked: Looked) -> Iterator[Finding]:
    """A percentile lies above 0 % and at most at 100 %."""
    for path, measure in looked.measures():
        if isinstance(measure, Percentile) and not 0 < measure.percentile.value <= 100:
            message = f"there is no {measure.percentile} percentile"
            hint = "write one above 0 % and up to 100 %, such as 95 %"
            yield looked.found("level-never-met", message, hint, (*path, "percentile"))
