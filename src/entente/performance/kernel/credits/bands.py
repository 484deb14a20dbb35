"""Bands and tables: which tier or row a figure lies in, and what it pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from entente.agreement.terms.level_credits import Table, TableRow, Tier
from entente.agreement.terms.scalars import Percent, plain_decimal
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit


def tier_of(value: Fraction, tiers: Iterable[Tier]) -> Tier | None:
    """The first tier that holds a value, which is in the unit in which figures compare."""
    return next((tier for tier in tiers if holds(tier, value)), None)


def holds(tier: Tier, value: Fraction) -> bool:
    """Whether a value lies in a band; each end is included or not, as it is written."""
    return (
        (tier.at_least is None or value >= tier.at_least.value)
        and (tier.above is None or value > tier.above.value)
        and (tier.below is None or value < tier.below.value)
        and (tier.at_most is None or value <= tier.at_most.value)
    )


@dataclass(frozen=True)
class Row:
    """What a table pays for a figure, and how that was found in words."""

    pays: Percent | Money
    how: str


def row_of(table: Table, value: Fraction, more_is_better: bool) -> Row:
    """What a table pays: the row of the figure, or what its rule says between two rows."""
    rows = sorted(table.rows, key=lambda row: row.at.value, reverse=more_is_better)
    better, worse = _around(rows, value, more_is_better)
    if better is worse:
        return Row(better.pays, f"the row of {better.at}")
    if table.between == "linear":
        return _between(better, worse, value)
    if table.between == "nearest":
        to_better, to_worse = abs(better.at.value - value), abs(value - worse.at.value)
        chosen = better if to_better <= to_worse else worse
    else:
        chosen = better if table.between == "step-down" else worse
    return Row(chosen.pays, f"between {better.at} and {worse.at}, {table.between}: {chosen.at}")


def _around(
    rows: list[TableRow], value: Fraction, more_is_better: bool
) -> tuple[TableRow, TableRow]:
    """The rows at or better and at or worse than a figure, the best first; beyond them the end."""

    def reached(row: TableRow) -> bool:
        return row.at.value >= value if more_is_better else row.at.value <= value

    better = [row for row in rows if reached(row)]
    worse = [row for row in rows if row.at.value == value or not reached(row)]
    if not better:
        return rows[0], rows[0]
    return better[-1], (worse[0] if worse else better[-1])


def _between(better: TableRow, worse: TableRow, value: Fraction) -> Row:
    part = (value - better.at.value) / (worse.at.value - better.at.value)
    a, b = better.pays, worse.pays
    how = f"{plain_decimal(part)} of the way from {better.at} to {worse.at}"
    if isinstance(a, Percent) and isinstance(b, Percent):
        return Row(Percent(a.value + (b.value - a.value) * part), how)
    if isinstance(a, Money) and isinstance(b, Money):
        return Row(a + (b - a).times(part), how)
    raise TermsDoNotFit("a table that is linear between its rows pays shares or amounts, not both")
