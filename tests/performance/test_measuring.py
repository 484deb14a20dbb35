"""From raw records to a statement that either side recomputes to the same bytes."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from entente.agreement.terms.agreement import Agreement
from entente.foundation.instants import to_micros
from entente.performance.engine.claims import claims_in
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import PlainBatch, Reference
from entente.performance.intake import StoredBatch
from entente.performance.kernel.compare import Cause, compare
from entente.performance.kernel.results import State
from entente.performance.kernel.statement import (
    Sealed,
    Statement,
    read_statement,
    statement_bytes,
)
from entente.performance.kernel.versions import parse_month
from entente.performance.measuring import measured
from tests.performance.alliance import read, statement_of, taken_in

PERIOD = "2026-02"


@pytest.fixture(scope="module")
def text(harbour_and_quay: Path) -> str:
    return (harbour_and_quay / "agreement.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def terms(text: str) -> Agreement:
    return read(text)


@pytest.fixture(scope="module")
def batches(
    terms: Agreement, harbour_and_quay: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[StoredBatch]:
    return taken_in(terms, [harbour_and_quay / "evidence"], tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def made(terms: Agreement, batches: list[StoredBatch]) -> Statement:
    return statement_of(terms, batches, PERIOD)


def sealed(statement: Statement) -> Sealed:
    return read_statement(statement_bytes(statement))


def causes(theirs: Statement, ours: Statement) -> set[Cause]:
    return {found.cause for found in compare(sealed(theirs), ours)}


def test_every_service_level_of_the_alliance_has_a_verdict(
    terms: Agreement, made: Statement
) -> None:
    assert {r.level for r in made.results} == set(terms.service_levels)
    assert {r.state for r in made.results} <= {State.MET, State.MISSED, State.PROVISIONAL}
    assert len(made.evidence) == len(terms.evidence)


def test_measuring_twice_gives_the_same_bytes_whatever_the_order_of_files_or_threads(
    terms: Agreement, batches: list[StoredBatch], made: Statement
) -> None:
    shuffled = statement_of(terms, batches[::-1], PERIOD, threads=1)

    assert statement_bytes(shuffled) == statement_bytes(made)
    assert compare(sealed(made), shuffled) == ()


def test_the_parquet_evidence_gives_the_same_bytes_as_the_raw_files(
    terms: Agreement, batches: list[StoredBatch], made: Statement, tmp_path: Path
) -> None:
    lent = [shutil.copy(stored.path, tmp_path) for stored in batches]

    again = statement_of(terms, taken_in(terms, lent, tmp_path / "kept"), PERIOD)

    assert statement_bytes(again) == statement_bytes(made)


def test_the_same_evidence_given_twice_changes_nothing(
    terms: Agreement, batches: list[StoredBatch], made: Statement
) -> None:
    assert statement_bytes(statement_of(terms, [*batches, *batches], PERIOD)) == statement_bytes(
        made
    )


def test_one_altered_row_is_named_as_altered_evidence_with_its_figures(
    terms: Agreement,
    batches: list[StoredBatch],
    made: Statement,
    harbour_and_quay: Path,
    tmp_path: Path,
) -> None:
    source = harbour_and_quay / "evidence" / "incidents.csv.gz"
    lines = gzip.decompress(source.read_bytes()).decode().splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line.split(",")[1].startswith("2026-02-1"))
    lines[place] = lines[place].replace(",P", ",X")
    altered = tmp_path / source.name
    altered.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    others = [s for s in batches if s.batch.source != "incidents"]

    ours = statement_of(terms, [*others, *taken_in(terms, [altered], tmp_path / "kept")], PERIOD)

    found = compare(sealed(made), ours)
    assert found[0].cause is Cause.EVIDENCE_ALTERED
    assert found[0].where == "incidents.csv.gz (tickets of incidents)"
    assert {f.cause for f in found} <= {Cause.EVIDENCE_ALTERED, Cause.FIGURE_DIFFERS}


def test_evidence_that_is_not_given_is_named_as_missing(
    terms: Agreement, batches: list[StoredBatch], made: Statement
) -> None:
    fewer = [stored for stored in batches if stored.batch.source != "surveys"]

    found = compare(sealed(made), statement_of(terms, fewer, PERIOD))

    assert found[0].cause is Cause.EVIDENCE_MISSING
    assert found[0].where == "surveys.csv (surveys of surveys)"
    states = [f for f in found if f.where == "results, user-satisfaction, state"]
    assert [(f.ours) for f in states] == ["not_measured"]


def test_one_altered_term_is_named_as_altered_terms(
    text: str, batches: list[StoredBatch], made: Statement
) -> None:
    lenient = read(text.replace("within: 8 working hours", "within: 9 working hours"))

    found = compare(sealed(made), statement_of(lenient, batches, PERIOD))

    assert found[0].cause is Cause.TERMS_ALTERED
    assert found[0].where == "version 1 of the agreement"


def test_a_statement_edited_by_hand_is_named_as_altered(made: Statement) -> None:
    data = statement_bytes(made).replace(b'"state":"missed"', b'"state":"met"')

    found = compare(read_statement(data), made)

    assert found[0].cause is Cause.STATEMENT_ALTERED
    assert all(f.cause is Cause.FIGURE_DIFFERS for f in found[1:])


def test_the_year_cap_counts_what_earlier_months_of_the_year_credited(
    terms: Agreement, batches: list[StoredBatch]
) -> None:
    january, march = (statement_of(terms, batches, p) for p in ("2026-01", "2026-03"))

    assert january.credits is not None
    assert january.credits.credited_earlier == ()
    assert january.credits.settled > 0
    assert march.credits is not None
    first, second = march.credits.credited_earlier
    assert (first.period, first.settled) == ("2026-01", january.credits.settled)
    assert (second.period, second.not_measured) == ("2026-02", 0)


def test_a_year_that_is_used_up_credits_nothing_more(text: str, batches: list[StoredBatch]) -> None:
    tight = read(text.replace("{per: year, at_most: 8 %, of: fee-base}",
                              "{per: year, at_most: 100.00 EUR}"))  # fmt: skip

    months = [statement_of(tight, batches, f"2026-{n:02}").credits for n in (1, 4)]

    assert [m.settled for m in months if m] == [Decimal("100.00"), Decimal("0.00")]
    assert [m.uncapped > 0 for m in months if m] == [True, True]


def test_records_are_judged_by_the_version_of_their_day(
    text: str, batches: list[StoredBatch], made: Statement
) -> None:
    first = read(text)
    strict = text.replace("within: 5 business days", "within: 1 h")
    second = read(
        strict.replace("version: 1", "version: 2").replace(
            "from: 2025-11-01}", "from: 2026-02-15}", 1
        )
    )

    both = statement_of([second, first], batches, PERIOD)

    old, new = made.result("p4-resolution"), both.result("p4-resolution")
    assert [used.version for used in both.agreements] == [1, 2]
    assert new.versions == (1, 2)
    seen = [r.number("counted") + r.number("pending") for r in (old, new)]
    assert seen[0] == seen[1]
    assert 0 < new.number("within") < old.number("within")


def test_a_month_that_has_not_ended_is_provisional_and_settles_nothing(
    terms: Agreement, batches: list[StoredBatch]
) -> None:
    reach = to_micros(dt.datetime(2026, 1, 20, tzinfo=dt.UTC))

    found = statement_of(terms, batches, "2026-01", as_of=reach)

    assert {r.state for r in found.results} == {State.PROVISIONAL}
    assert found.credits is not None
    assert found.credits.settled == 0


def test_progress_tells_of_each_count_before_it_begins(
    terms: Agreement, batches: list[StoredBatch]
) -> None:
    told: list[tuple[str, int, int]] = []
    with DuckEngine(batches) as engine:
        measured(
            [terms],
            batches,
            engine,
            parse_month("2026-02"),
            progress=lambda what, done, total: told.append((what, done, total)),
        )

    assert [done for _, done, _ in told] == list(range(len(told)))
    totals = [total for _, _, total in told]  # earlier months are counted only when asked for
    assert totals == sorted(totals)
    assert totals[-1] == len(told)
    assert {what.rpartition(" of ")[2] for what, _, _ in told} >= {"2026-01"}


def test_claims_are_read_from_the_evidence_once_and_only_decided_ones_count(
    terms: Agreement, batches: list[StoredBatch]
) -> None:
    claims = claims_in([*batches, *batches])

    (stored,) = (each for each in batches if each.batch.table == "exclusions")
    assert len(claims) == stored.batch.rows
    assert claims == claims_in(batches[::-1])
    assert {claim.code for claim in claims} <= set(terms.exclusions)
    assert any(claim.counts for claim in claims)
    assert any(claim.undecided for claim in claims)
    assert any(claim.decision == "refused" and not claim.counts for claim in claims)
    assert claims_in([each for each in batches if each is not stored]) == ()


def plain(stored: StoredBatch) -> PlainBatch:
    """A batch as plain rows, for the engine that shares nothing with the other."""
    found = duckdb.read_parquet(str(stored.path))
    rows = tuple(dict(zip(found.columns, row, strict=True)) for row in found.fetchall())
    return PlainBatch(stored.batch.table, stored.batch.source, stored.batch.fields, rows)


def test_another_engine_gives_the_same_bytes(terms: Agreement, batches: list[StoredBatch]) -> None:
    slow = Reference([plain(stored) for stored in batches])

    by_hand = measured([terms], batches, slow, parse_month("2026-01"))

    assert statement_bytes(by_hand) == statement_bytes(statement_of(terms, batches, "2026-01"))
