"""Fixtures of the intake tests: take a text in, read a batch back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from entente.agreement.terms.sources import Source
from entente.performance.intake import StoredBatch, take_in

Take = Callable[..., StoredBatch]
RowOf = dict[str, str | int | None]


def rows_of(stored: StoredBatch) -> list[RowOf]:
    """The rows of a batch in their stored order."""
    with duckdb.connect() as db:
        found = db.execute("SELECT * FROM read_parquet(?)", [str(stored.path)])
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def left_out(stored: StoredBatch) -> list[tuple[int, str]]:
    """The quarantined rows of a batch: number and reason."""
    if not stored.quarantine.exists():
        return []
    lines = stored.quarantine.read_text("utf-8").splitlines()
    return [(one["row"], one["reason"]) for one in map(json.loads, lines)]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Take in a file of this text; keywords are words of its mapping."""

    def taken(
        content: str | bytes, name: str = "log.csv", zone: str = "UTC", **terms: object
    ) -> StoredBatch:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        source = Source.model_validate(terms)
        (stored,) = take_in(
            [path], sources={"log": source}, zone=zone, folder=tmp_path / "evidence", source="log"
        )
        return stored

    return taken
