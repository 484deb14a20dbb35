"""What `entente lint` prints: text in which accepted findings stand back, JSON, and SARIF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from entente.agreement.lint.rules import RULES
from entente.cli import lint, schema
from entente.cli.sarif import sarif_log
from entente.foundation.findings import Edit, Finding, Place, render
from tests.agreement.drafts import EVIDENCE, HEAD, LEVEL, MONEY

ROOT = Path(__file__).resolve().parents[2]
POOL = "accepted_findings: [{rule: unused-pool, at: credits, reason: It is for the second year.}]\n"
DRAFT = HEAD + LEVEL + MONEY + POOL + EVIDENCE


def run(*arguments: str) -> Result:
    app = typer.Typer()
    lint.register(app)
    schema.register(app)
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("a draft.yaml")
    path.write_text(DRAFT)
    return path


def result_of(draft: Path) -> dict[str, Any]:
    [one] = json.loads(run("lint", str(draft), "--sarif").stdout)["runs"]
    [result] = one["results"]
    return dict(result)


def test_accepted_findings_are_shown_with_their_reason_and_counted(draft: Path) -> None:
    printed = run("lint", str(draft))

    assert printed.exit_code == 0
    assert "accepted[unused-pool]: no service level draws on the pool a" in printed.stdout
    assert "  why: It is for the second year." in printed.stdout
    assert printed.stdout.endswith("no errors, no warnings, 1 accepted\n")


def test_an_accepted_error_does_not_fail_and_comes_after_what_stands(draft: Path) -> None:
    wrong = "tasks: {t: {name: T, timeline: {from: 2026-02-01, until: 2026-02-01}}}\n"
    more = "{rule: timeline-order, at: tasks.t, reason: Kept from the first version.}, {rule: unus"
    draft.write_text(DRAFT.replace("{rule: unus", more) + wrong)

    printed = run("lint", str(draft)).stdout
    bare = run("lint", str(draft.rename("other.yaml")))

    assert bare.exit_code == 0
    assert printed.index("task-without-owner") < printed.index("accepted[timeline-order]")
    assert printed.endswith("3 warnings, 2 accepted\n")


def test_json_says_what_is_accepted_and_why(draft: Path) -> None:
    answer = json.loads(run("lint", str(draft), "--json").stdout)

    assert (answer["errors"], answer["accepted"]) == (0, 1)
    assert answer["findings"][0]["accepted"] == "It is for the second year."
    assert answer["findings"][0]["edits"] == []


def test_sarif_names_every_rule_with_its_page() -> None:
    driver = sarif_log(())["runs"][0]["tool"]["driver"]
    rules = driver["rules"]

    assert [rule["id"] for rule in rules] == list(RULES)
    assert all((ROOT / rule["helpUri"]).is_file() for rule in rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error", "warning", "note"}
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in rules)


def test_sarif_gives_the_region_in_characters_and_the_path(draft: Path) -> None:
    draft.write_text(HEAD + LEVEL.replace("at least 95 %", "'95'") + EVIDENCE)
    log = json.loads(run("lint", str(draft), "--sarif").stdout)
    [result] = log["runs"][0]["results"]
    [location] = result["locations"]

    assert (log["version"], log["runs"][0]["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert (result["ruleId"], result["level"]) == ("value", "error")
    assert log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "value"
    assert result["message"]["text"].startswith("'95' is not a level. What to do: Say how")
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20draft.yaml"},
        "region": {"startLine": 9, "startColumn": 17, "endLine": 9, "endColumn": 21},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "service_levels.p1.commitment"}]


def test_sarif_suppresses_what_is_accepted_with_its_reason(draft: Path) -> None:
    assert result_of(draft)["suppressions"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "It is for the second year.",
        }
    ]


def test_sarif_gives_mends_file_by_file() -> None:
    edits = (
        Edit(Place("a.yaml", 1, 2, 1, 4), "x"),
        Edit(Place("/b.yaml", 3, 1, 3, 2), ""),
        Edit(Place("a.yaml", 2, 1, 2, 2), "y"),
    )
    finding = Finding("value", "error", "wrong", place=Place("a.yaml", 1, 2), edits=edits)

    [run_] = sarif_log([finding])["runs"]
    [fix] = run_["results"][0]["fixes"]

    assert [change["artifactLocation"]["uri"] for change in fix["artifactChanges"]] == [
        "a.yaml",
        "file:///b.yaml",
    ]
    assert fix["artifactChanges"][0]["replacements"][0] == {
        "deletedRegion": {"startLine": 1, "startColumn": 2, "endLine": 1, "endColumn": 4},
        "insertedContent": {"text": "x"},
    }
    assert run_["results"][0]["message"] == {"text": "Wrong."}
    assert run_["results"][0]["locations"][0]["physicalLocation"]["region"]["endColumn"] == 3


def test_a_file_that_does_not_read_is_a_sarif_log_all_the_same(draft: Path) -> None:
    draft.write_text("a: [")

    answered = run("lint", str(draft), "--sarif")

    assert answered.exit_code == 1
    assert json.loads(answered.stdout)["runs"][0]["results"][0]["ruleId"] == "yaml-syntax"


def test_one_form_of_the_answer_at_a_time(draft: Path) -> None:
    refused = run("lint", str(draft), "--sarif", "--json")

    assert refused.exit_code == 2
    assert "choose one" in refused.stderr


def test_what_is_accepted_is_dimmed_on_a_terminal() -> None:
    finding = Finding("r", "error", "m", "h", Place("f", 1, 1, 1, 3), accepted="both know")

    shown = render(finding, ["ab"], colour=True)

    assert shown.splitlines() == [
        "\x1b[2mf:1:1: accepted[r]: m\x1b[0m",
        "\x1b[2m 1 | ab\x1b[0m",
        "\x1b[2m   | ^^\x1b[0m",
        "\x1b[2m  why: both know\x1b[0m",
    ]
    assert render(Finding("r", "note", "m", accepted="y"), []) == "accepted[r]: m\n  why: y"
