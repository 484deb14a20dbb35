"""Staging of CSV: plain chunks are read by DuckDB, all else row by row, to the same tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from entente.performance.intake.csv_rows import Header, csv_rows, rows_after
from entente.performance.intake.mapping import Mapping
from entente.performance.intake.plain_csv import Plain, PlainCsv
from entente.performance.intake.rows import Rows, Wanted
from entente.performance.intake.staging import (
    Progress,
    as_csv,
    make_tables,
    stage_rows,
)


def stage_csv(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    path: Path,
    mapping: Mapping,
    wanted: Sequence[Wanted],
    *,
    progress: Progress | None = None,
) -> None:
    """Make `raw` and `bad` of a CSV file, as its rows one by one would make them."""
    make_tables(db, wanted)
    source = PlainCsv(path, mapping, wanted)
    for chunk in source.chunks():
        assert source.header is not None  # there are no chunks without
        if not _taken(db, folder, chunk, source.header, source.delimiter):
            source.rest = chunk.place
            break
        stage_rows(db, folder, iter(chunk.bad))
        if progress:
            progress(chunk.place.row + len(chunk.numbers))
    rows: Rows = iter(())
    if source.header is None:
        rows = csv_rows(path, mapping, wanted)
    elif source.rest is not None:
        rows = rows_after(path, mapping, source.header, source.rest)
    stage_rows(db, folder, rows, progress)


def _taken(
    db: duckdb.DuckDBPyConnection, folder: Path, chunk: Plain, header: Header, delimiter: str
) -> bool:
    """Add the rows of a chunk to `raw`; nothing where DuckDB finds others than there are."""
    file = folder / "chunk.csv"
    file.write_bytes(chunk.text)
    names = [f"k{place}" for place in range(header.width)]
    cells = ", ".join("NULL" if place is None else f"k{place}" for place in header.places)
    whole = ", ".join(f"coalesce({name}, '')" for name in names)
    db.execute("BEGIN")
    try:
        (count,) = db.execute(
            f"CREATE TABLE chunk AS SELECT row_number() OVER () AS place, "
            f"sha256(concat_ws(chr(31), {whole})) AS _digest, {cells} "
            f"FROM {as_csv(file, names, delimiter)}"
        ).fetchall()[0]
        fits = bool(count == len(chunk.numbers))
        if fits:
            _numbered(db, chunk)
    except duckdb.Error:
        fits = False
    db.execute("COMMIT" if fits else "ROLLBACK")
    file.unlink()
    return fits


def _numbered(db: duckdb.DuckDBPyConnection, chunk: Plain) -> None:
    """Move the rows of `chunk` to `raw` under the numbers that they have in the file."""
    first, rows = chunk.place.row, len(chunk.numbers)
    if rows and chunk.numbers[-1] == first + rows - 1:
        db.execute(f"INSERT INTO raw SELECT place + {first - 1}, * EXCLUDE (place) FROM chunk")
    elif rows:
        given = {"number": chunk.numbers, "place": np.arange(1, rows + 1)}
        db.register("numbers", given)
        db.execute(
            "INSERT INTO raw SELECT number, chunk.* EXCLUDE (place) FROM chunk"
            " JOIN numbers USING (place) ORDER BY number"
        )
        db.unregister("numbers")
    db.execute("DROP TABLE chunk")
