"""`entente show`: a statement opened down to its arithmetic, and one that was altered."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from entente.cli import app, register_offline
from entente.cli.scorecard import print_scorecard
from entente.performance.kernel.statement import read_statement

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


@pytest.mark.parametrize("width", [80, 100, 140])
def test_no_terminal_cuts_a_key_a_verdict_or_a_credit(april: Path, width: int) -> None:
    written = io.StringIO()
    made = read_statement(april.read_bytes()).statement

    print_scorecard(made, Console(file=written, width=width, highlight=False))

    rows = [line.split() for line in written.getvalue().splitlines()]
    [payments] = [row for row in rows if row[:1] == ["payments-availability"]]
    assert {"missed", "9,300.00"} <= set(payments)
    assert all(any(r.level in row for row in rows) for r in made.results)
    assert ("not shown" in written.getvalue()) is (width < 104)
    assert "…" not in written.getvalue().partition("evidence  ")[0]


def test_a_miss_of_the_minimum_is_said(april: Path) -> None:
    assert "p1-resolution: misses the minimum too (at least 85 %)" in run("show", str(april)).output


def test_a_level_opens_to_what_was_divided_and_multiplied(april: Path) -> None:
    shown = run("show", str(april), "payments-availability").output

    assert "net         714 h 13 min of 720 h = 99.20 %" in shown
    assert "commitment  at least 99.95 %: does not hold" in shown
    assert "52 min of downtime, 16 h of service hours" in shown
    assert "credit: 62,000.00 EUR x 10 % = 6,200.00 EUR" in shown


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
