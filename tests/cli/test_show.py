"""`entente show`: a statement opened down to its arithmetic, and one that was altered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from entente.cli import app, register_offline

register_offline()


@pytest.fixture(scope="module")
def april(harbour_and_quay: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The statement of a month in which two levels were missed."""
    statement = tmp_path_factory.mktemp("show") / "april.json"
    evidence = str(harbour_and_quay / "evidence")
    made = run(
        "measure",
        str(harbour_and_quay / "agreement.yaml"),
        *("--evidence", evidence, "--period", "2026-04", "--out", str(statement)),
    )
    assert made.exit_code == 0, made.output
    return statement


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_a_statement_reads_as_its_scorecard(april: Path) -> None:
    shown = run("show", str(april))

    assert shown.exit_code == 0
    assert json.loads(april.read_bytes())["digest"] in shown.output
    assert "payments-availability-by-probes" in shown.output


def test_a_level_opens_to_what_was_divided_and_multiplied(april: Path) -> None:
    shown = run("show", str(april), "payments-availability").output

    assert "net         714 h 13 min of 720 h = 99.20 %" in shown
    assert "commitment  at least 99.95 %: does not hold" in shown
    assert "52 min of downtime, 16 h of service hours" in shown
    assert "credit: 62000 EUR x 10 % = 6200 EUR" in shown


def test_a_level_without_credit_says_so(april: Path) -> None:
    assert "credit: none is agreed" in run("show", str(april), "teller-response").output


def test_an_unknown_level_is_answered_with_the_nearest_one(april: Path) -> None:
    shown = run("show", str(april), "p1-resolutoin")

    assert shown.exit_code == 2
    assert "did you mean p1-resolution?" in shown.output


def test_a_statement_that_was_edited_is_shown_and_called_altered(
    april: Path, tmp_path: Path
) -> None:
    edited = tmp_path / "edited.json"
    edited.write_bytes(april.read_bytes().replace(b'"rounded":"99.20"', b'"rounded":"99.96"'))

    shown = run("show", str(edited), "payments-availability")

    assert shown.exit_code == 1
    assert "altered" in shown.output
