"""Evidence as plain rows, and what the reference does with rows of any table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Protocol

from entente.agreement.conditions.condition import Condition
from entente.agreement.terms.sources import Table
from entente.performance.kernel.plans import RecordExclusion
from entente.performance.kernel.tallies import Removed, Sample

Cell = str | int | None
Row = Mapping[str, Cell]
SOURCE = "(source)"  # no field can have this name


@dataclass(frozen=True)
class PlainBatch:
    """The rows of one file of a source, as intake keeps them, without the row numbers."""

    table: Table
    source: str
    fields: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Counted:
    """A record that counts: its value, whether it is within its limit, which exclusion took it."""

    value: int
    within: bool | None
    taken: int | None


class _Taken(Protocol):
    @property
    def taken(self) -> int | None: ...


def number(cell: Cell) -> int:
    """A cell that holds a whole number."""
    assert isinstance(cell, int)
    return cell


def order(cell: Cell) -> tuple[bool, Cell]:
    """A key that sorts what is absent last."""
    return cell is None, "" if cell is None else cell


def wide(batches: Sequence[PlainBatch]) -> list[dict[str, Cell]]:
    """All rows with their source and with every field that any batch has."""
    fields = sorted({name for batch in batches for name in batch.fields})
    return [
        {**dict.fromkeys(fields), **row, SOURCE: batch.source}
        for batch in batches
        for row in batch.rows
    ]


def alike(batches: Sequence[PlainBatch]) -> list[dict[str, Cell]]:
    """Each row once, however many batches have it."""
    return list({tuple(sorted(row.items())): row for row in wide(batches)}.values())


def fields_of(row: Row, own: Sequence[str]) -> list[tuple[bool, Cell]]:
    """A key that sorts by the fields other than the table's own."""
    return [order(row[name]) for name in sorted(row) if name not in own]


def holds(condition: Condition | None, row: Row) -> bool:
    """Whether a row meets a condition."""
    if condition is None:
        return True
    words = {name: cell for name, cell in row.items() if cell is None or isinstance(cell, str)}
    for name in ("value", "score"):
        cell = row.get(name)
        if isinstance(cell, int):
            words[name] = str(Decimal(cell).scaleb(-6).quantize(Decimal("0.000001")))
    return condition.holds({name: words.get(name) for name in {*words, *condition.fields()}})


def taken(row: Row, exclusions: Sequence[RecordExclusion]) -> int | None:
    """The number of the first exclusion that takes a row."""
    for place, exclusion in enumerate(exclusions):
        named = row.get("record") in exclusion.records
        if named or (exclusion.where is not None and holds(exclusion.where, row)):
            return place
    return None


def sample(counted: Sequence[Counted], ranks: Sequence[Fraction]) -> Sample:
    """The sample of what was counted."""
    values = sorted(each.value for each in counted)
    ranked = tuple(values[max(1, ceil(share * len(values))) - 1] for share in ranks if values)
    return Sample(len(values), sum(each.within is True for each in counted), sum(values), ranked)


def removed_by(
    counted: Sequence[_Taken], exclusions: Sequence[RecordExclusion]
) -> tuple[Removed, ...]:
    """What each exclusion took."""
    return tuple(
        Removed(exclusion.code, records=sum(each.taken == place for each in counted))
        for place, exclusion in enumerate(exclusions)
    )
