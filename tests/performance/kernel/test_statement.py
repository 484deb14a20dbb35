"""Statements: equal inputs are equal bytes, and what is read back is what was written."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from entente.foundation.canonical import NotAsWritten, canonical_bytes
from entente.foundation.instants import tzdata_version
from entente.performance.kernel.statement import (
    read_statement,
    said_instant,
    statement_bytes,
)
from tests.performance.kernel.statements import batch, small_statement


def document() -> Any:
    return json.loads(statement_bytes(small_statement()))


def test_a_statement_is_read_back_as_it_was_and_is_intact() -> None:
    made = small_statement()

    sealed = read_statement(statement_bytes(made))

    assert sealed.statement == made
    assert sealed.intact


def test_the_digest_is_over_the_statement_alone() -> None:
    import hashlib

    found = document()
    inner = canonical_bytes(found["statement"])

    assert found["digest"] == "sha256:" + hashlib.sha256(inner).hexdigest()
    assert set(found) == {"digest", "statement"}


def test_a_statement_names_all_that_it_rests_on() -> None:
    found = document()["statement"]

    assert found["period"]["month"] == "2026-03"
    assert found["agreements"] == [
        {"version": 1, "digest": "sha256:11", "from": "2026-01-01", "until": None}
    ]
    assert [used["calendar"] for used in found["calendars"]] == ["always", "desk"]
    assert found["tzdata"] == tzdata_version()
    assert found["algorithms"] == ["mean/1", "share-within/1"]
    assert found["evidence"][0]["quarantined"] == [{"reason": "unparsable-date", "rows": 1}]
    assert found["parties"] == {"client": "Harbour Bank", "provider": "Quay IT"}


def test_exact_values_are_strings_and_sums_beyond_doubles_too() -> None:
    mean, share = document()["statement"]["results"]

    assert share["net"]["value"] == "90/1"
    assert share["net"]["rounded"] == "90.00"
    assert mean["net"]["numerator"] == str(10**17)
    assert mean["net"]["denominator"] == 10


def test_the_order_of_levels_and_evidence_is_not_that_of_their_files() -> None:
    one, two = batch("a.csv", "sha256:01"), batch("b.csv", "sha256:00")

    first, second = small_statement(batches=(one, two)), small_statement(batches=(two, one))

    assert statement_bytes(first) == statement_bytes(second)
    assert [used.name for used in first.evidence] == ["a.csv", "b.csv"]
    assert [r.level for r in first.results] == ["mean-clock", "p1-resolution"]


def test_the_same_batch_twice_changes_nothing() -> None:
    once = small_statement(batches=(batch(),))
    twice = small_statement(batches=(batch("copy.csv", file_sha256="00"), batch()))

    assert [used.name for used in twice.evidence] == ["copy.csv"]
    assert len(once.evidence) == 1


def test_an_altered_figure_is_no_longer_under_the_digest() -> None:
    found = document()
    found["statement"]["credits"]["settled"] = "0.00"

    sealed = read_statement(json.dumps(found).encode())

    assert not sealed.intact
    assert sealed.statement.credits is not None
    assert sealed.statement.credits.settled == Decimal("0.00")


def test_layout_does_not_change_a_statement() -> None:
    sealed = read_statement(json.dumps(document(), indent=2).encode())

    assert sealed.intact


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.pop("digest"), 'expected an object of "digest" and "statement"'),
        (lambda d: d.update(digest=7), "digest: expected text"),
        (lambda d: d.update(statement=[]), "statement.format: expected statement/2, found None"),
        (lambda d: d["statement"].update(format="statement/9"), "found 'statement/9'"),
        (
            lambda d: d["statement"].update(format="statement/1"),
            "found 'statement/1': this program no longer reads statements of that form; make",
        ),
        (lambda d: d["statement"].update(extra=1), "statement: unknown member 'extra'"),
        (lambda d: d["statement"].pop("tzdata"), "statement: 'tzdata' is missing"),
        (
            lambda d: d["statement"]["results"][0].update(state="green"),
            r"statement.results\[0\].state: expected one of met",
        ),
    ],
)
def test_what_is_not_a_statement_is_refused_with_its_place(change: Any, sentence: str) -> None:
    found = document()
    change(found)

    with pytest.raises(NotAsWritten, match=sentence):
        read_statement(json.dumps(found).encode())


def test_a_statement_knows_its_results_by_their_levels() -> None:
    made = small_statement()

    found = made.result("p1-resolution")

    assert found.net is not None
    assert found.net.value == Fraction(90)
    assert replace(made, title="other").digest != made.digest
    assert said_instant(0, "Europe/Dublin") == "1970-01-01 01:00:00+01:00"
