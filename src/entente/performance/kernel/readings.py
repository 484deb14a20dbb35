"""Readings: what a tally says under its measure, before it is held against a commitment."""

from __future__ import annotations

from dataclasses import dataclass

from entente.agreement.terms.measures import RoundingTerms, figure_rounding
from entente.performance.kernel.asked import Asked, Numbers
from entente.performance.kernel.figures import Figure
from entente.performance.kernel.tallies import Removed


@dataclass(frozen=True)
class Item:
    """The figure of one item of a population; None where nothing was measured of it."""

    name: str
    net: Figure | None
    gross: Figure | None


@dataclass(frozen=True)
class Read:
    """A tally read under a measure: both figures, counts, and why there is no figure.

    `failures` are what a credit for each unit or each miss counts: `misses` as a number, `down`
    and `lengths` (of interruptions, by their start) in microseconds.
    """

    net: Figure | None
    gross: Figure | None
    removed: tuple[Removed, ...]
    numbers: Numbers
    missing: str = ""
    all_excluded: bool = False
    unseen: bool = False  # no evidence of its table was given
    items: tuple[Item, ...] = ()
    lengths: tuple[tuple[int, int], ...] = ()  # (start, microseconds) of each interruption
    volume: int | None = None  # records that make the figure; None: the number `counted`, if any
    misses: int | None = None  # how many of them missed; None where records do not miss one by one

    @property
    def counted(self) -> int | None:
        """How many records make the figure; None where it is not made of records."""
        if self.volume is not None:
            return self.volume
        return next((value for name, value in self.numbers if name == "counted"), None)


def rounding(asked: Asked) -> RoundingTerms:
    """How the figure of a measure is rounded."""
    return figure_rounding(asked.measure, asked.terms.defaults.rounding)


def nothing_counted(asked: Asked) -> str:
    """The sentence of a period without records."""
    said = f"nothing was counted: no {asked.table} of this {_called(asked)}"
    # A tally knows only of records that meet the condition, not whether there were others.
    return f"{said}, or none that meets the condition" if asked.measure.where else said


def _called(asked: Asked) -> str:
    return "month" if asked.measure.window == "month" else "period"


def nothing_seen(asked: Asked) -> Read:
    """The reading where no evidence of the measure's table was given."""
    return Read(None, None, (), (), f"no evidence of {asked.table} was given", unseen=True)
