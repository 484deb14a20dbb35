"""Staging of CSV: plain chunks are read by DuckDB, all else row by row, to the same tables."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np

from entente.performance.intake.csv_rows import Header, csv_rows, rows_after
from entente.performance.intake.mapping import Mapping
from entente.performance.intake.plain_csv import Plain, PlainCsv
from entente.performance.intake.rows import DIGITS, Rows, Wanted
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
    refused = None
    with closing(_ahead(source)) as chunks:
        for chunk, header in chunks:
            if not _taken(db, folder, chunk, header, source.delimiter):
                refused = chunk.place
                break
            stage_rows(db, folder, iter(chunk.bad))
            if progress:
                progress(chunk.place.row + len(chunk.numbers))
    source.rest = refused or source.rest
    rows: Rows = iter(())
    if source.header is None:
        rows = csv_rows(path, mapping, wanted)
    elif source.rest is not None:
        rows = rows_after(path, mapping, source.header, source.rest)
    stage_rows(db, folder, rows, progress)


def _ahead(source: PlainCsv) -> Generator[tuple[Plain, Header], None, None]:
    """The plain chunks with their header, the next one looked at while the last one is read.

    What the source says of itself holds when this is at its end, or closed.
    """
    chunks = iter(source.chunks())
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            header = source.header
            assert header is not None  # there are no chunks without
            coming = pool.submit(next, chunks, None)
            yield chunk, header


def _taken(
    db: duckdb.DuckDBPyConnection, folder: Path, chunk: Plain, header: Header, delimiter: str
) -> bool:
    """Add the rows of a chunk to `raw`; nothing where DuckDB finds others than there are."""
    file = folder / "chunk.csv"
    file.write_bytes(chunk.text)
    names = [f"k{place}" for place in range(header.width)]
    cells = ", ".join("NULL" if place is None else f"k{place}" for place in header.places)
    whole = ", ".join(f"coalesce({name}, '')" for name in names)
    read = (
        f"SELECT row_number() OVER () AS place, "
        f"left(sha256(concat_ws(chr(31), {whole})), {DIGITS}) AS _digest, "
        f"{cells} FROM {as_csv(file, names, delimiter)}"
    )
    db.execute("BEGIN")
    try:
        fits = _numbered(db, chunk, read) == len(chunk.numbers)
    except duckdb.Error:
        fits = False
    db.execute("COMMIT" if fits else "ROLLBACK")
    file.unlink()
    return fits


def _numbered(db: duckdb.DuckDBPyConnection, chunk: Plain, read: str) -> int:
    """Add what is read to `raw` under the numbers that its rows have in the file; how many."""
    rows = len(chunk.numbers)
    if rows == 0 or chunk.numbers[-1] == chunk.place.row + rows - 1:
        numbered = f"SELECT place + {chunk.place.row - 1}, * EXCLUDE (place) FROM ({read})"
    else:
        db.register("numbers", {"number": chunk.numbers, "place": np.arange(1, rows + 1)})
        numbered = (
            f"SELECT number, found.* EXCLUDE (place) FROM ({read}) AS found"
            " LEFT JOIN numbers USING (place) ORDER BY place"
        )
    (added,) = db.execute(f"INSERT INTO raw {numbered}").fetchall()[0]
    return int(added)
