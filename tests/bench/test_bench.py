"""The benchmarks ask what they say they ask; nothing here is timed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench import attainment, intake, ledger, linting, pages, peers
from entente.agreement.reading import read_agreement


def test_a_section_replaces_what_stands_between_its_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n", encoding="utf-8")

    pages.give("x", r"new \1", page)

    assert page.read_text("utf-8") == "a\n<!-- x: begin -->\nnew \\1\n<!-- x: end -->\nb\n"
    assert capsys.readouterr().out == "new \\1\n"


def test_a_page_without_the_marks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing", encoding="utf-8")

    with pytest.raises(SystemExit, match="no marks"):
        pages.give("x", "new", page)


def test_a_ratio_is_that_of_runs_side_by_side() -> None:
    assert pages.ratio([2, 20, 6], [1, 10, 1]) == 2


def test_the_long_agreement_is_long_and_holds() -> None:
    text = linting.long_agreement(1_500)

    assert 1_500 <= text.count("\n") < 2_000
    assert "p1-resolution-3:" in text


def test_the_long_agreement_has_no_error(tmp_path: Path) -> None:
    path = tmp_path / "agreement.yaml"
    path.write_text(linting.long_agreement(1_500), encoding="utf-8")

    assert not read_agreement(path, date(2026, 3, 1)).errors


@pytest.mark.parametrize("hours", peers.KINDS, ids=lambda hours: hours.opens)
def test_the_walk_and_the_calendar_agree(hours: peers.Hours) -> None:
    pairs = peers.sample(300)
    starts, ends = [start for start, _ in pairs], [end for _, end in pairs]

    assert hours.calendar().elapsed_many(starts, ends).tolist() == peers.walked(hours, pairs)


def test_the_engine_answers_the_histories_that_are_made(tmp_path: Path) -> None:
    path = tmp_path / "tickets.parquet"
    attainment.generate(2_000, path)

    tally = attainment.attainment(path)

    assert tally.gross.count > tally.net.count > tally.net.within > 0
    assert tally.pending > 0


def test_the_ledger_of_the_benchmark_is_verified_and_its_floor_has_the_same_root() -> None:
    kept = [(entry, payload) for entry, payload in ledger.recorded(0, 300) if payload]

    assert ledger.hashed(kept) == ledger.appended(300, 100)
    assert "300 entries" in ledger.section(300, 1)


@pytest.mark.parametrize(("how", "order"), intake.TEXTS.values())
def test_every_row_of_the_export_is_taken_in(tmp_path: Path, how: str, order: str) -> None:
    path = tmp_path / "log.csv"
    intake.write_csv(500, path, how, order)

    batch = intake.take(path).batch

    assert batch.rows == 500
    assert not batch.quarantined
