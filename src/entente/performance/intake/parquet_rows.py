"""Rows of Parquet files that are not evidence of ours: every value as text, in bounded memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from entente.performance.intake.csv_rows import checked_header
from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import UnreadableFile, largest_content
from entente.performance.intake.rows import Rows, Wanted, chosen, positions
from entente.performance.intake.staging import exactly, literal, quoted, workshop
from entente.performance.intake.text import plain_float

_CHUNK = 1_000
_FLOATS = ("FLOAT", "DOUBLE")


def parquet_rows(path: Path, _: Mapping, wanted: Sequence[Wanted]) -> Rows:
    """The rows of a Parquet file; the first is row 1."""
    relation = f"read_parquet({literal(exactly(path))})"
    with workshop(path.resolve().parent) as (db, _folder):
        try:
            kinds = {
                str(row[0]): str(row[1])
                for row in db.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
            }
            header = checked_header(path.name, list(kinds))
            places = positions(path.name, header, wanted)
            texts = [f"{quoted(name)}::VARCHAR" for name in header]
            _weigh(db, path, relation, texts)
            floats = [place for place, kind in enumerate(kinds.values()) if kind in _FLOATS]
            rows = db.execute(f"SELECT {', '.join(texts)} FROM {relation}")
            number = 0
            while chunk := rows.fetchmany(_CHUNK):
                for row in chunk:
                    number += 1
                    cells = list(row)
                    for place in floats:
                        cells[place] = cells[place] and plain_float(cells[place])
                    yield chosen(number, cells, places, len(header))
        except duckdb.Error as error:
            raise UnreadableFile(f"{path.name} is not readable Parquet: {error}") from None


def _weigh(db: duckdb.DuckDBPyConnection, path: Path, relation: str, texts: list[str]) -> None:
    """Refuse a file that unfolds beyond measure; what its footer declares is no guard."""
    most = largest_content(path.stat().st_size)
    told = db.execute(f"SELECT count(*) FROM {relation}").fetchone()
    heavy = told is None or told[0] * len(texts) > most
    if not heavy:
        sizes = " + ".join(f"coalesce(strlen({text}), 0)" for text in texts)
        weight = db.execute(f"SELECT coalesce(sum({sizes}), 0) FROM {relation}").fetchone()
        heavy = weight is None or weight[0] > most
    if heavy:
        raise UnreadableFile(f"{path.name} unfolds to more than {most} bytes: refused as a bomb")
