"""`entente plan` as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from entente.cli import plan

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-and-quay" / "agreement.yaml"
EDITS = (
    ("version: 1", "version: 2"),
    ("in_force: {from: 2025-11-01}", "in_force: {from: 2027-01-01}"),
    ("      within: 4 h\n", "      within: 2 h\n"),
    ("    commitment: at least 65 %", "    commitment: at least 60 %"),
    ("weekly: {mon-sat: 07:00-22:00}", "weekly: {mon-sat: 07:00-21:00}\n    title: Branches"),
    ("    title: Branch hours\n", ""),
)  # fmt: skip


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    text = EXAMPLE.read_text("utf-8")
    for old, new in EDITS:
        text = text.replace(old, new)
    file = tmp_path / "newer.yaml"
    file.write_text(text, "utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    plan.register(app)
    return CliRunner().invoke(app, ["plan", *map(str, arguments)])


def test_steps_are_numbered_and_say_whom_they_favour(newer: Path) -> None:
    result = run(EXAMPLE, newer)

    assert result.exit_code == 0
    assert (
        result.stdout
        == """\
Managed IT services for Harbour Bank: from version 1 to version 2, holding from 1 January 2027

  1. change-calendar  calendars.branch
     Open Monday to Saturday from 07:00 to 21:00, in the time zone Europe/Dublin.
     Until then: Open Monday to Saturday from 07:00 to 22:00, in the time zone
       Europe/Dublin.
     changed title: Branch hours → Branches
     changed weekly.mon-sat: 07:00-22:00 → 07:00-21:00

  2. change-measure  service_levels.p1-resolution.measure
     The figure is the share of tickets that are resolved within 2 hours.
     Until then: The figure is the share of tickets that are resolved within 4 hours.
     Stricter for the provider, favours the client.

  3. change-commitment  service_levels.workplace-satisfaction.commitment
     The provider commits to at least 60 % each quarter for Workplace.
     Until then: The provider commits to at least 65 % each quarter for Workplace.
     Looser for the provider, favours the provider.

3 steps: 1 in favour of the client, 1 in favour of the provider, 1 of which it cannot be told
"""
    )


def test_json_holds_the_steps(newer: Path) -> None:
    made = json.loads(run(EXAMPLE, newer, "--json").stdout)

    assert made["holds_from"] == "2027-01-01"
    assert (made["old"]["version"], made["new"]["version"]) == (1, 2)
    calendar, _, commitment = made["steps"]
    assert commitment["kind"] == "change-commitment"
    assert commitment["path"] == ["service_levels", "workplace-satisfaction", "commitment"]
    assert (commitment["from"], commitment["to"]) == ("at least 65 %", "at least 60 %")
    assert (commitment["tendency"], commitment["for"]) == ("looser", "provider")
    assert (commitment["favours"], commitment["holds_from"]) == ("provider", "2027-01-01")
    assert commitment["sentence"].startswith("The provider commits to at least 60 %")
    assert (calendar["from"], calendar["favours"], len(calendar["changes"])) == (None, None, 2)


def test_versions_that_agree_the_same_have_no_step() -> None:
    assert run(EXAMPLE, EXAMPLE).stdout == "no step: both versions agree the same\n"
    assert json.loads(run(EXAMPLE, EXAMPLE, "--json").stdout)["steps"] == []


def test_a_file_that_is_not_there_ends_with_a_sentence(tmp_path: Path) -> None:
    result = run(EXAMPLE, tmp_path / "absent.yaml")

    assert result.exit_code == 2
    assert "no such file" in result.stderr
