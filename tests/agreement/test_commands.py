"""The commands lint, explain, schema and pin as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from entente.cli import colour, explain, lint, pin, schema
from tests.agreement.drafts import HEAD, LEVEL

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-and-quay" / "agreement.yaml"


def run(*arguments: str) -> Result:
    app = typer.Typer()
    for command in (lint, explain, schema, pin):
        command.register(app)
    return CliRunner().invoke(app, list(arguments))


def test_lint_says_what_each_level_allows_and_costs() -> None:
    result = run("lint", str(EXAMPLE), "--period", "2026-04")

    assert result.exit_code == 0
    assert "What each service level allows in April 2026" in result.stdout
    assert "outage of 21 min 36 s" in result.stdout  # 0.05 % of 720 h
    assert "10,354.50 EUR" in result.stdout
    assert "5 of 100 may miss" in result.stdout
    assert "All of them missed in one month: 47,763.50 EUR" in result.stdout
    assert result.stdout.endswith("no errors, no warnings, 1 accepted\n")
    assert "\x1b" not in result.stdout


def test_lint_shows_each_error_with_its_line_a_caret_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(
        HEAD + LEVEL.replace("within", "witin", 1).replace("share-witin", "share-within")
    )
    file.write_text(HEAD + LEVEL.replace("at least 95 %", "95"))

    result = run("lint", str(file))

    assert result.exit_code == 1
    assert f"{file}:9:17: error[value]: 95 is not a level" in result.stdout
    assert "^^" in result.stdout
    assert "what to do: say how it compares" in result.stdout
    assert "1 error" in result.stdout


def test_lint_allows_warnings(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(HEAD + LEVEL)

    result = run("lint", str(file))

    assert result.exit_code == 0
    assert result.stdout.endswith("1 warning\n")


def test_lint_prints_two_hundred_findings_and_says_how_many_more(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    wrong = "".join(f"  s{number}: {{name: S, nme: x}}\n" for number in range(1_203))
    file.write_text(f"{HEAD}services:\n{wrong}")

    result = run("lint", str(file))
    whole = json.loads(run("lint", str(file), "--json").stdout)

    assert result.stdout.count("error[unknown-key]") == 200
    assert "and 1,003 more; --json holds them all" in result.stdout
    assert result.stdout.endswith("1203 errors\n")
    assert len(whole["findings"]) == 1_203


def test_lint_gives_json(tmp_path: Path) -> None:
    good = json.loads(run("lint", str(EXAMPLE), "--json", "--period", "2026-04").stdout)
    broken = tmp_path / "draft.yaml"
    broken.write_text("a: [")
    bad = json.loads(run("lint", str(broken), "--json").stdout)

    assert (good["errors"], good["month"]) == (0, "2026-04")
    assert [each["rule"] for each in good["findings"] if each["accepted"]] == ["over-allocation"]
    assert all(each["accepted"] for each in good["findings"])
    by_key = {each["service_level"]: each for each in good["allowances"]}
    assert by_key["payments-availability"]["outage_microseconds"] == 1_296_000_000
    assert by_key["p1-resolution"]["misses_of_hundred"] == "5"
    assert by_key["teller-response"]["greatest_credit"] is None
    assert bad["errors"] == 1
    assert bad["findings"][0]["place"]["line"] in {1, 2}


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    wanted = colour.coloured()
    monkeypatch.setenv("NO_COLOR", "1")

    assert wanted
    assert not colour.coloured()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lint", "nowhere.yaml"), "no such file"),
        (("lint", str(EXAMPLE), "--period", "March"), "not a month"),
        (("explain", str(EXAMPLE), "p1-resoluton"), "did you mean 'p1-resolution'"),
        (("pin", "nowhere.yaml"), "no such file"),
    ],
)
def test_a_wrong_use_ends_with_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.stderr


def test_explain_prints_paragraphs() -> None:
    result = run("explain", str(EXAMPLE), "p1-resolution")

    assert result.exit_code == 0
    assert "Priority 1 resolved within 4 hours, day and night" in result.stdout
    assert "  The provider commits to at least 95 % each month.\n" in result.stdout
    [paragraph] = json.loads(run("explain", str(EXAMPLE), "credits", "--json").stdout)
    assert paragraph["key"] == "credits"


def test_schema_prints_json() -> None:
    assert json.loads(run("schema").stdout)["$schema"].endswith("2020-12/schema")


def test_pin_shows_first_and_writes_when_told(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    calendar = "    weekly: {mon: 08:00-09:00}\n    holidays: {country: IE, years: [2026]}\n"
    draft = f"{HEAD}calendars:\n  c:\n{calendar}"
    file.write_text(draft)

    shown = run("pin", str(file))
    unchanged = file.read_text()
    written = run("pin", str(tmp_path), "--write")

    assert "+      - 2026-03-17 # Saint Patrick's Day" in shown.stdout
    assert "would pin" in shown.stderr
    assert unchanged == draft
    assert "pinned: c" in written.stderr
    assert "2026-03-17" in file.read_text()
    assert "nothing to pin" in run("pin", str(file)).stdout


def test_pin_leaves_a_file_alone_that_does_not_read(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text("a: [")

    assert run("pin", str(file)).exit_code == 1
