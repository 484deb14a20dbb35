"""Small batches of evidence for tests, as plain rows and as the Parquet files of an intake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from entente.agreement.terms.sources import Table
from entente.performance.engine.reference import Cell, PlainBatch, Row
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.tables import TABLES, column_types


@dataclass(frozen=True)
class Kept:
    """A batch and its Parquet file."""

    batch: Batch
    path: Path


def plain(
    table: Table, *rows: dict[str, Cell], source: str = "desk", fields: Sequence[str] = ()
) -> PlainBatch:
    """A batch of rows; columns that a row does not name are empty."""
    empty = dict.fromkeys([column.name for column in TABLES[table]] + list(fields))
    return PlainBatch(table, source, tuple(fields), tuple({**empty, **row} for row in rows))


def tickets(
    record: str, *changes: tuple[int, str | None, str | None], **fields: str | None
) -> list[dict[str, Cell]]:
    """The history of a ticket from (instant, event, state), with the same fields on each row."""
    told: list[dict[str, Cell]] = []
    state: str | None = None
    for at, event, entered in sorted(changes, key=lambda change: change[0]):
        row: dict[str, Cell] = {"record": record, "at": at, "event": event, "state": entered}
        row |= {"state_from": state if entered is not None else None} | dict(fields)
        told.append(row)
        state = entered or state
    return numbered(told)


def numbered(rows: Sequence[Row]) -> list[dict[str, Cell]]:
    """The rows with their sequence within the instant of their record."""
    seen: dict[tuple[Cell, Cell], int] = {}
    found = []
    for row in rows:
        place = seen.get((row["record"], row["at"]), 0)
        seen[row["record"], row["at"]] = place + 1
        found.append({**row, "sequence": place})
    return found


def keep(batches: Sequence[PlainBatch], folder: Path) -> list[Kept]:
    """Write each batch as the Parquet file that an intake would write."""
    return [_written(_writer(), batch, place, folder) for place, batch in enumerate(batches)]


@cache
def _writer() -> duckdb.DuckDBPyConnection:
    # One for the process: thousands of small cases are written, and connecting is most of it.
    return duckdb.connect()


def _written(db: duckdb.DuckDBPyConnection, batch: PlainBatch, place: int, folder: Path) -> Kept:
    types = column_types(batch.table, batch.fields)
    path = folder / f"{place}.parquet"
    cells = [
        [number if name == "row_number" else row[name] for number, row in enumerate(batch.rows, 2)]
        for name in types
    ]
    lists = ", ".join(f'unnest(?::{kind}[]) AS "{name}"' for name, kind in types.items())
    db.execute(f"CREATE OR REPLACE TABLE written AS SELECT {lists}", cells)
    db.execute(f"COPY written TO '{path}' (FORMAT parquet)")
    content = "sha256:" + str(hash((batch.table, batch.source, _frozen(batch.rows))))
    made = Batch(
        table=batch.table,
        source=batch.source,
        name=path.name,
        file_sha256="",
        mapping_sha256="",
        content=content,
        rows=len(batch.rows),
        fields=batch.fields,
    )
    return Kept(made, path)


def _frozen(rows: Sequence[Row]) -> tuple[tuple[tuple[str, Cell], ...], ...]:
    return tuple(tuple(sorted(row.items(), key=lambda item: item[0])) for row in rows)
