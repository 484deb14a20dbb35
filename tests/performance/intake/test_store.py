"""The store: immutable, repeatable, and refused where it was altered."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from entente.performance.intake import EvidenceAltered, StoredBatch, store, take_in
from entente.performance.intake.content import content_digest
from tests.performance.intake.conftest import Take, rows_of

LOG = (
    "record,at,state,prio\nT1,2016-03-01 08:00,new,P1\nT1,2016-03-01 09:00,,\nT2,2016-03-02,ß,P2\n"
)
TERMS = {"table": "tickets", "fields": {"priority": "prio"}}


@pytest.fixture
def stored(take: Take) -> StoredBatch:
    """A small batch of evidence."""
    return take(LOG, **TERMS)


def _again(path: Path, folder: Path) -> tuple[StoredBatch, ...]:
    return take_in([path], sources={}, zone="UTC", folder=folder)


def test_a_file_is_named_by_the_digest_of_its_bytes(stored: StoredBatch) -> None:
    assert stored.path.name == f"{hashlib.sha256(stored.path.read_bytes()).hexdigest()}.parquet"


def test_the_same_batch_twice_changes_nothing_and_says_so(take: Take, stored: StoredBatch) -> None:
    before = {path.name: path.read_bytes() for path in stored.path.parent.iterdir()}

    again = take(LOG, **TERMS)

    assert (stored.fresh, again.fresh) == (True, False)
    assert again.batch == stored.batch
    assert {path.name: path.read_bytes() for path in stored.path.parent.iterdir()} == before


def test_evidence_is_taken_in_as_it_was_written(stored: StoredBatch, tmp_path: Path) -> None:
    assert _again(stored.path, tmp_path) == (stored,)


def test_content_is_the_digest_of_the_documented_bytes(stored: StoredBatch) -> None:
    def said(value: object) -> bytes:
        if value is None:
            return b"-"
        text = str(value).encode()
        return str(len(text)).encode() + b":" + text

    columns = ["record", "at", "sequence", "event", "state_from", "state", "priority"]
    lines = [b"".join(said(row[name]) for name in columns) for row in rows_of(stored)]
    head = b"entente-evidence/1\n" + b"".join(said(name) for name in ["tickets", *columns]) + b"\n"
    whole = head + b"".join(line + b"\n" for line in sorted(lines))

    assert stored.batch.content == f"sha256:{hashlib.sha256(whole).hexdigest()}"


def test_content_depends_neither_on_the_order_nor_on_the_encoder(
    stored: StoredBatch, tmp_path: Path
) -> None:
    other = tmp_path / "other.parquet"
    with duckdb.connect() as db:
        db.execute(
            f"COPY (SELECT * REPLACE (row_number + 7 AS row_number) FROM '{stored.path}'"
            f" ORDER BY \"at\" DESC) TO '{other}' (FORMAT parquet, COMPRESSION snappy)"
        )

        found = content_digest(db, f"'{other}'", "tickets", ("priority",))

    assert found == stored.batch.content


def test_changed_bytes_are_refused(stored: StoredBatch, tmp_path: Path) -> None:
    data = bytearray(stored.path.read_bytes())
    data[len(data) // 3] ^= 1
    stored.path.write_bytes(data)

    with pytest.raises(EvidenceAltered, match="do not match its name"):
        store.fetch(stored.path)


def test_another_name_is_refused(stored: StoredBatch, tmp_path: Path) -> None:
    renamed = Path(shutil.copy(stored.path, tmp_path / "march.parquet"))

    with pytest.raises(EvidenceAltered, match="not named by its digest"):
        _again(renamed, tmp_path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("SELECT * REPLACE ('P4' AS priority) FROM {}", "have the digest"),
        ("SELECT * FROM {} LIMIT 2", "other rows"),
        ("SELECT * EXCLUDE (priority) FROM {}", "other columns"),
    ],
)
def test_rows_forged_under_a_true_name_are_refused(
    stored: StoredBatch, tmp_path: Path, change: str, sentence: str
) -> None:
    forged = tmp_path / "forged.parquet"
    with duckdb.connect() as db:
        manifest = store.manifest_of(db, stored.path)
        assert manifest is not None
        quoted = manifest.decode().replace("'", "''")
        db.execute(
            f"COPY ({change.format(repr(str(stored.path)))}) TO '{forged}' "
            f"(FORMAT parquet, KV_METADATA {{entente: '{quoted}'}})"
        )
    named = forged.rename(tmp_path / f"{store.sha256_of(forged)}.parquet")

    with pytest.raises(EvidenceAltered, match=sentence):
        _again(named, tmp_path)


def test_a_crash_before_the_rename_leaves_no_evidence_and_the_next_run_heals(
    take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            take(LOG, **TERMS)
    left = list((tmp_path / "evidence").rglob("*.parquet"))

    healed = take(LOG, **TERMS)

    assert left == []
    assert healed.fresh
    assert store.fetch(healed.path) == healed


def test_half_a_file_left_by_a_crash_is_replaced(take: Take, stored: StoredBatch) -> None:
    stored.path.write_bytes(stored.path.read_bytes()[:100])

    again = take(LOG, **TERMS)

    assert store.fetch(again.path).batch == stored.batch


def test_rows_that_two_exports_share_are_equal_but_for_their_place(take: Take) -> None:
    log = "record,at,opened\n"
    march, april = (
        "T1,2016-03-30,2016-03-29\nT2,2016-03-31,2016-03-31\n",
        "T3,2016-04-01,2016-04-01\n",
    )
    terms = {"table": "tickets", "columns": {"at": "at"}, "times": {"opened": "opened"}}

    first = take(log + march, "march.csv", **terms)
    second = take(log + april + march, "april.csv", **terms)

    with duckdb.connect() as db:
        both = db.execute(
            "SELECT count(*), count(DISTINCT record) FROM (SELECT DISTINCT * EXCLUDE (row_number) "
            "FROM read_parquet(?))",
            [[str(first.path), str(second.path)]],
        ).fetchone()
    assert both == (6, 3)
