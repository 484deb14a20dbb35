"""The heat map of service levels by month: values for the component `<c-heat-map>`.

It is drawn as a table, because that is what it is: a reader without sight gets rows and columns.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeatCell:
    """One service level in one month; `text` is the value as shown (may be empty)."""

    state: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One service level: a cell for each column, None where it was not in force."""

    name: str
    cells: tuple[HeatCell | None, ...]
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class HeatMap:
    """Service levels down, months across."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"{row.name}: {len(row.cells)} cells for {len(self.columns)} columns"
                )
