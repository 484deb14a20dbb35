"""Figures: a ratio of two integers, exact, and the decimal that the agreed rounding gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from entente.agreement.terms.measures import RoundingTerms, Unit, rounding_of
from entente.agreement.terms.scalars import Level
from entente.foundation.instants import SECOND


@dataclass(frozen=True)
class Figure:
    """A measured value: `numerator / denominator`, as counted, before any rounding.

    `value` is in the unit in which levels compare: hundredths for "%", microseconds for "time",
    plain points. `rounded` is what is shown: hundredths, *seconds*, points.
    """

    numerator: int
    denominator: int
    unit: Unit
    value: Fraction
    rounded: Decimal

    @property
    def compared(self) -> Fraction:
        """The rounded value in the unit of levels: values are rounded, and only then compared."""
        shown = Fraction(self.rounded)
        return shown * SECOND if self.unit == "time" else shown

    def __str__(self) -> str:
        return f"{self.rounded:f}{SIGNS[self.unit]}"


SIGNS: dict[Unit, str] = {"%": " %", "time": " s", "points": ""}


def figure(numerator: int, denominator: int, unit: Unit, rounding: RoundingTerms) -> Figure | None:
    """The figure of two integers; None of nothing, since 0 of 0 is not a share."""
    if denominator == 0:
        return None
    value = Fraction(numerator, denominator) * (100 if unit == "%" else 1)
    shown = value / SECOND if unit == "time" else value
    return Figure(numerator, denominator, unit, value, rounding_of(rounding).apply(shown))


@dataclass(frozen=True)
class Bound:
    """A level as agreed, and whether the figure holds it (None: there is no figure)."""

    written: str
    comparison: Literal[">=", ">", "<=", "<"]
    value: Fraction
    unit: Unit
    held: bool | None

    def holds(self, figure: Figure) -> bool:
        """Whether another figure than that of the result satisfies it: gross, or an item's."""
        level = Level(self.comparison, self.value, self.unit, self.written)
        return level.holds(figure.compared)

    def __str__(self) -> str:
        return self.written


def bound(level: Level | None, against: Figure | None) -> Bound | None:
    """A level beside the figure that it is compared with."""
    if level is None:
        return None
    held = None if against is None else level.holds(against.compared)
    return Bound(level.written, level.comparison, level.value, level.unit, held)
