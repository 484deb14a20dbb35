"""The evidence store: immutable Parquet files named by the SHA-256 of their bytes.

Trust: a file is believed only after its name and its rows have been checked against their digests;
its manifest (metadata under the key `entente`) is read as untrusted data. Loss of a file means
that the statements that name it cannot be recomputed until the other party lends its copy; a
forged file is refused, since the digest that a statement names is that of the rows.

Commit point of writing: the rename of the finished, synced file into place. A file left under a
temporary name by a crash is never read, and the same intake run again writes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
from pydantic import TypeAdapter, ValidationError

from entente.agreement.terms.sources import Table
from entente.foundation.canonical import canonical_bytes
from entente.performance.intake.content import content_digest
from entente.performance.intake.staging import exactly, literal, quoted, workshop
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.tables import TABLES, column_types

KEY = "entente"
QUARANTINE = ".quarantine.jsonl"
_NAME = re.compile(r"[0-9a-f]{64}\.parquet\Z")
_MANIFEST: TypeAdapter[Batch] = TypeAdapter(Batch)


class EvidenceAltered(ValueError):
    """A file of evidence that is not what its name or its manifest says."""


@dataclass(frozen=True)
class StoredBatch:
    """A batch and the Parquet file that holds it; `fresh` is false where it was there already."""

    batch: Batch
    path: Path
    fresh: bool = field(default=True, compare=False)

    @property
    def quarantine(self) -> Path:
        """Where the rows that were left out are listed, as JSON Lines."""
        return self.path.with_name(self.path.stem + QUARANTINE)


def keep(
    db: duckdb.DuckDBPyConnection, relation: str, batch: Batch, folder: Path, quarantine: bytes
) -> StoredBatch:
    """Write a relation as a batch of evidence into a folder, once."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(
        f"{quoted(name)}::{kind} AS {quoted(name)}"
        for name, kind in column_types(batch.table, batch.fields).items()
    )
    manifest = canonical_bytes(asdict(batch)).decode()
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=folder.resolve()) as incoming:
        written = Path(incoming) / "batch.parquet"
        db.execute(
            f"COPY (SELECT {columns} FROM {relation}) TO {literal(str(written))} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, "
            f"KV_METADATA {{{KEY}: {literal(manifest)}}})"
        )
        path = folder / f"{sha256_of(written)}.parquet"
        stored = StoredBatch(batch, path, fresh=not path.exists())
        if quarantine:
            listed = Path(incoming) / "quarantine.jsonl"
            listed.write_bytes(quarantine)
            _commit(listed, stored.quarantine)
        _commit(written, path)
    return stored


def _commit(written: Path, place: Path) -> None:
    """Put a finished file in its place, whole or not at all, also when the power fails."""
    with written.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(written, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def is_named_by_digest(path: Path) -> bool:
    """Whether a file is called what evidence of ours is called."""
    return _NAME.match(path.name) is not None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_of(db: duckdb.DuckDBPyConnection, path: Path) -> bytes | None:
    """The manifest inside a Parquet file, None where it is not evidence of ours."""
    rows = db.execute(
        f"SELECT value FROM parquet_kv_metadata({literal(exactly(path))}) WHERE key = '{KEY}'"
    ).fetchall()
    return bytes(rows[0][0]) if rows else None


def fetch(path: Path) -> StoredBatch:
    """A file of evidence after its check, name and rows; EvidenceAltered where it fails."""
    if not is_named_by_digest(path):
        raise EvidenceAltered(
            f"evidence altered: {path.name} is not named by its digest; use the file that intake "
            "wrote, under its own name"
        )
    if sha256_of(path) != path.stem:
        raise EvidenceAltered(f"evidence altered: the bytes of {path.name} do not match its name")
    with workshop(path.resolve().parent) as (db, _):
        try:
            return StoredBatch(_checked(db, path), path, fresh=False)
        except duckdb.Error as error:
            raise EvidenceAltered(
                f"evidence altered: {path.name} is not readable: {error}"
            ) from None


def _checked(db: duckdb.DuckDBPyConnection, path: Path) -> Batch:
    manifest = manifest_of(db, path)
    if manifest is None:
        raise EvidenceAltered(f"evidence altered: {path.name} has no manifest of Entente")
    try:
        batch = _MANIFEST.validate_json(manifest)
    except ValidationError:
        raise EvidenceAltered(f"evidence altered: {path.name} has a broken manifest") from None
    relation = f"read_parquet({literal(exactly(path))})"
    described = db.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    columns = {str(row[0]): str(row[1]) for row in described}
    if columns != column_types(batch.table, batch.fields):
        raise EvidenceAltered(f"evidence altered: {path.name} has other columns than its table")
    if told(db, relation, batch.table) != (batch.rows, batch.first_at, batch.last_at):
        raise EvidenceAltered(
            f"evidence altered: {path.name} has other rows than its manifest says"
        )
    found = content_digest(db, relation, batch.table, batch.fields)
    if found != batch.content:
        raise EvidenceAltered(
            f"evidence altered: the rows of {path.name} have the digest {found}, "
            f"its manifest says {batch.content}"
        )
    return batch


def told(
    db: duckdb.DuckDBPyConnection, relation: str, table: Table
) -> tuple[int, int | None, int | None]:
    """How many rows a relation of a table has, and its earliest and latest instant."""
    moments = ", ".join(quoted(c.name) for c in TABLES[table] if c.kind == "instant")
    found = db.execute(
        f"SELECT count(*), min(least({moments})), max(greatest({moments})) FROM {relation}"
    ).fetchone()
    assert found is not None  # an aggregate gives one row
    return found[0], found[1], found[2]


def quarantine_lines(rows: list[tuple[int, str, str]]) -> bytes:
    """Rows left out as JSON Lines: number, reason, and the text that shows it."""
    keys = ("row", "reason", "text")
    lines = (json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()
