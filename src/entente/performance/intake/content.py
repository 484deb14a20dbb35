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

from entente.agreement.sources import Table
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
    line = " || ".join(_value(name) for name in columns)
    rows = db.execute(f"SELECT line FROM (SELECT {line} AS line FROM {relation}) ORDER BY line")
    while chunk := rows.fetchmany(_CHUNK):
        digest.update("".join(f"{row[0]}\n" for row in chunk).encode())
    return f"sha256:{digest.hexdigest()}"


def _said(text: str) -> str:
    return f"{len(text.encode())}:{text}"


def _value(name: str) -> str:
    text = f"{quoted(name)}::VARCHAR"
    return f"coalesce(strlen({text})::VARCHAR || ':' || {text}, '-')"
