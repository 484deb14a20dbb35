"""`entente intake`: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from entente.cli.intake import register
from entente.performance.intake import store

MAPPING = "table: values\ncolumns: {at: when, value: ms}\nscale: {value: '0.001'}\n"


@pytest.fixture
def command() -> typer.Typer:
    """A command line with the one command."""
    app = typer.Typer()
    register(app)
    return app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a mapping and a log."""
    (tmp_path / "speed.yaml").write_text(MAPPING)
    (tmp_path / "log.csv").write_text("when,ms\n2016-01-01,84\n2016-01-02,fast\n")
    return tmp_path


def _run(command: typer.Typer, folder: Path, *more: str) -> tuple[int, str, str]:
    mapping, out = str(folder / "speed.yaml"), str(folder / "evidence")
    given = [str(folder / "log.csv"), "--mapping", mapping, "--out", out, *more]
    result = CliRunner().invoke(command, given)
    return result.exit_code, result.stdout, result.stderr


def test_it_prints_rows_and_reasons_and_where_the_evidence_is(
    command: typer.Typer, folder: Path
) -> None:
    code, said, _ = _run(command, folder)

    assert code == 0
    assert "log.csv  ->  speed: values" in said
    assert "unparsable-number        1" in said
    assert "sha256:" in said


def test_it_says_when_nothing_changed(command: typer.Typer, folder: Path) -> None:
    _run(command, folder)

    code, said, _ = _run(command, folder)

    assert code == 0
    assert "already there, nothing changed" in said


def test_json_names_the_file_that_was_written(command: typer.Typer, folder: Path) -> None:
    code, said, _ = _run(command, folder, "--json")

    (told,) = json.loads(said)
    stored = store.fetch(Path(told["path"]))
    assert code == 0
    assert (stored.batch.content, stored.batch.rows) == (told["content"], told["rows"])
    assert told["quarantined"] == {"unparsable-number": 1}


def test_a_file_without_a_usable_row_ends_with_an_error(command: typer.Typer, folder: Path) -> None:
    (folder / "log.csv").write_text("when,ms\nnever,fast\n")

    code, said, complaint = _run(command, folder)

    assert code == 1
    assert "unparsable-date" in said
    assert "nothing usable" in complaint


def test_one_unreadable_file_does_not_keep_the_others_out(
    command: typer.Typer, folder: Path
) -> None:
    (folder / "empty.csv").write_text("")

    code, said, complaint = _run(command, folder, str(folder / "empty.csv"))

    assert code == 1
    assert "log.csv  ->" in said
    assert "empty.csv has no header" in complaint


def test_it_asks_for_an_agreement_or_a_mapping(command: typer.Typer, folder: Path) -> None:
    result = CliRunner().invoke(command, [str(folder / "log.csv"), "--out", str(folder)])

    assert result.exit_code == 2
    assert "either --agreement or --mapping" in result.stderr


def test_the_demonstration_alliance_is_taken_in_by_its_own_agreement(
    command: typer.Typer, harbour_and_quay: Path, tmp_path: Path
) -> None:
    terms, evidence = harbour_and_quay / "agreement.yaml", harbour_and_quay / "evidence"
    given = [str(evidence), "--agreement", str(terms), "--out", str(tmp_path), "--json"]

    result = CliRunner().invoke(command, given)

    told = {one["source"]: one for one in json.loads(result.stdout)}
    assert result.exit_code == 0
    assert {one["table"] for one in told.values()} == {
        *("tickets", "outages", "probes", "surveys", "values", "exclusions"),
        *("events", "requests", "maintenance"),
    }
    assert set(told["incidents"]["quarantined"]) == {
        *("duplicate", "unknown-state", "unparsable-date")
    }
