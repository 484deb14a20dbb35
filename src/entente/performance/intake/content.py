r"""The content digest of evidence: SHA-256 over the rows themselves, for anyone to recompute.

The bytes that are digested, all UTF-8:

1. the line `entente-evidence/1`, then a line feed;
2. one line with the name of the table and the names of its columns: those of the table as
   documented, in that order, then the fields in alphabetical order; `row_number` is left out;
3. one line for each row, its values in the order of those columns; the lines are sorted by their
   bytes.

A line is its values one after the other, then a line feed. A value is the number of its bytes in
decimal, a colon, and the bytes; an absent value is a single `-`. Integers are written in decimal.
So a row with record `T1`, a time of 1500 and no state reads `2:T14:1500-`. Because lengths are
written, line feeds inside values do no harm. Neither the encoder of a file, nor the order of its
rows, nor the rows of the source they came from change the digest.
"""

from __future__ import annotations

import hashlib

import duckdb

from entente.agreement.terms.sources import Table
from entente.performance.intake.staging import quoted
from entente.performance.kernel.tables import PROVENANCE, column_types

FORMAT = "entente-evidence/1"
_CHUNK = 50_000


def content_digest(
    db: duckdb.DuckDBPyConnection, relation: str, table: Table, fields: tuple[str, ...]
) -> str:
    """The digest of a relation with the columns of a table and its fields, as `sha256:...`."""
    columns = [name for name in column_types(table, fields) if name != PROVENANCE]
    digest = hashlib.sha256(f"{FORMAT}\n{''.join(map(_said, [table, *columns]))}\n".encode())
    line = ", ".join(_value(name) for name in columns)
    lines = f"SELECT concat({line}) AS line FROM {relation}"
    # Stored rows mostly stand in the order of their lines, and to see that costs less than to sort.
    for query in (lines, f"SELECT line FROM ({lines}) ORDER BY line"):
        told = _of_sorted(db.execute(query), digest.copy())
        if told is not None:
            return f"sha256:{told}"
    raise AssertionError("sorted lines are sorted")


def _of_sorted(rows: duckdb.DuckDBPyConnection, digest: hashlib._Hash) -> str | None:
    """The digest after these lines, None as soon as one comes after a greater one."""
    last = ""
    while chunk := rows.fetchmany(_CHUNK):
        lines = [line for (line,) in chunk]
        if lines[0] < last or lines != sorted(lines):
            return None
        last = lines[-1]
        digest.update(("\n".join(lines) + "\n").encode())
    return digest.hexdigest()


def _said(text: str) -> str:
    return f"{len(text.encode())}:{text}"


def _value(name: str) -> str:
    # As arguments of one concat, which passes over NULL: each text is copied once.
    text = f"{quoted(name)}::VARCHAR"
    colon = f"CASE WHEN {quoted(name)} IS NOT NULL THEN ':' END"
    return f"coalesce(strlen({text})::VARCHAR, '-'), {colon}, {text}"
