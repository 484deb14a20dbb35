"""`entente redline` as a person meets it: on a terminal, as JSON, as a page in a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from playwright.sync_api import Browser
from typer.testing import CliRunner, Result

from entente.cli import colour, redline
from tests.agreement.drafts import EVIDENCE, HEAD, LEVEL
from tests.browser import Scheme, accessibility_faults, overflow

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-and-quay" / "agreement.yaml"
TEXT = EXAMPLE.read_text("utf-8")
MONTH = "    - {per: month, at_most: 12 %, of: fee-base}\n"
YEAR = "    - {per: year, at_most: 8 %, of: fee-base}\n"
EDITS = (
    ("version: 1", "version: 2"),
    ("in_force: {from: 2025-11-01}", "in_force: {from: 2027-01-01}"),
    ("within: 4 h\n", "within: 2 h\n"),
    ("resolved within 4 hours, day", "resolved within 2 hours, day"),
    ("  p4-resolution:\n", "  p4-repair:\n"),
    ("p4-resolution, user", "p4-repair, user"),
    ("least_answers: 5}", "least_answers: 5, no_data: missed}"),
    (f"{MONTH}{YEAR}", f"{YEAR}{MONTH}"),
    ("  workplace-satisfaction:\n    title: Two",
     "  calls:\n    measure: {kind: mean, of: values, unit: time}\n    commitment: at most 30 s\n"
     "  workplace-satisfaction:\n    title: Two"),
    ("approved it.", "approved it, and the day."),
    ("    due: 2026-06-12\n", ""),
)  # fmt: skip


def edited(text: str = TEXT) -> str:
    for old, new in EDITS:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    file = tmp_path / "newer.yaml"
    file.write_text(edited(), "utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    redline.register(app)
    return CliRunner().invoke(app, ["redline", *map(str, arguments)])


def test_each_change_stands_under_its_clause(newer: Path) -> None:
    result = run(EXAMPLE, newer)

    assert result.exit_code == 0
    assert (
        result.stdout
        == """\
agreement  Managed IT services for Harbour Bank
  changed  version: 1 → 2

in_force
  changed  from: 2025-11-01 → 2027-01-01

tasks.answer-calls  Answer users and restore their service
  changed  service_levels: p4-resolution → p4-repair

deliverables.monthly-service-report  Monthly service report
  changed  acceptance_criteria:
           Every exclusion names the person at the client who approved [-it.-] {+it, and
           the day.+}

deliverables.failover-test-report  Report of the yearly failover test of payments
  removed  due: 2026-06-12

service_levels.p1-resolution  Priority 1 resolved within 2 hours, day and night
  changed  title:
           Priority 1 resolved within [-4-] {+2+} hours, day and night
  changed  measure.within: 4 h → 2 h

service_levels.p4-repair  Priority 4 resolved within 5 business days
  renamed  p4-resolution → p4-repair

service_levels.user-satisfaction  Users are satisfied with how their tickets were handled
  changed  measure.no_data: not-measured (by default) → missed

service_levels.calls
  added
           + measure: {kind: mean, of: values, unit: time}
           + commitment: at most 30 s

credits
  moved    caps: 2nd → 1st

1 added, 1 removed, 7 changed, 1 renamed, 1 moved in 10 clauses
"""
    )


def test_the_same_agreement_says_so(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        TEXT.replace(
            "title: Office hours\n    weekly: {mon-fri: 08:00-18:00}",
            "weekly: {mon-fri: [08:00-18:00]}\n    title: Office hours # ours",
        )
    )
    form = tmp_path / "form.yaml"
    form.write_text(TEXT.replace("at least 99.9 %", "at least 99.90 %"))

    assert run(EXAMPLE, EXAMPLE).stdout == "no change: both say the same\n"
    assert run(EXAMPLE, other).stdout == "no change: both say the same\n"
    assert run(EXAMPLE, form).stdout == (
        "no change: both say the same, some of it written in another form\n"
    )
    assert json.loads(run(EXAMPLE, form, "--json").stdout)["same"] is True


def test_json_holds_every_change(newer: Path) -> None:
    made = json.loads(run(EXAMPLE, newer, "--json").stdout)

    assert made["same"] is False
    assert (made["old"]["version"], made["new"]["version"]) == (1, 2)
    assert made["new"]["digest"].startswith("sha256:")
    by_path = {".".join(map(str, each["path"])): each for each in made["changes"]}
    assert len(made["changes"]) == 11
    assert by_path["service_levels.p4-repair"]["was_at"] == ["service_levels", "p4-resolution"]
    assert by_path["service_levels.p1-resolution.title"]["words"] == [
        {"kind": "kept", "text": "Priority 1 resolved within"},
        {"kind": "removed", "text": "4"},
        {"kind": "added", "text": "2"},
        {"kind": "kept", "text": "hours, day and night"},
    ]
    assert by_path["service_levels.calls"]["new"] == {
        "measure": {"kind": "mean", "of": "values", "unit": "time"},
        "commitment": "at most 30 s",
    }


def test_a_long_text_shows_what_changed_and_little_else(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    level = "deliverables: {{d: {{name: D, description: {0}}}}}\n"
    files = [tmp_path / name for name in ("old.yaml", "new.yaml")]
    texts = (f"'{words}.'", f"'{words.replace('word40', 'other')}.'")
    for file, text in zip(files, texts, strict=True):
        file.write_text(HEAD + level.format(text) + EVIDENCE)

    shown = " ".join(run(*files).stdout.split())

    assert (
        "word6 word7 … word32 word33 word34 word35 word36 word37 word38 word39 [-word40-]" in shown
    )
    assert "{+other+} word41" in shown


def test_texts_with_too_little_in_common_stand_below_each_other(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("old.yaml", "new.yaml")]
    texts = "The report of all service levels of one month " * 3, "Whatever else was asked " * 6
    for file, text in zip(files, texts, strict=True):
        file.write_text(f"{HEAD}deliverables: {{d: {{name: D, description: {text}}}}}\n{EVIDENCE}")

    lines = run(*files).stdout.splitlines()

    assert lines[2].startswith("           - The report of all service levels")
    assert any(line.startswith("           + Whatever else") for line in lines)


def test_colour_is_for_a_terminal_only(newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run(EXAMPLE, newer).stdout
    monkeypatch.setattr(colour, "coloured", lambda: True)
    app = typer.Typer()
    app.callback()(lambda: None)
    redline.register(app)
    arguments = ["redline", str(EXAMPLE), str(newer)]
    tinted = CliRunner().invoke(app, arguments, color=True).stdout

    assert "\x1b" not in plain
    assert "\x1b[31m[-4-]\x1b[0m \x1b[32m{+2+}\x1b[0m hours" in tinted


def test_a_file_that_does_not_read_ends_with_its_errors(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(HEAD + LEVEL.replace("at least 95 %", "95"))

    wrong = run(EXAMPLE, broken)
    absent = run(EXAMPLE, tmp_path / "absent.yaml")
    no_folder = run(EXAMPLE, EXAMPLE, "--html", tmp_path / "none" / "page.html")

    assert wrong.exit_code == 1
    assert "95 is not a level" in wrong.stderr
    assert absent.exit_code == no_folder.exit_code == 2
    assert "no such file" in absent.stderr
    assert "no such file" in no_folder.stderr


def test_the_page_holds_all_it_needs_and_obeys_nothing_it_shows(tmp_path: Path) -> None:
    page, hostile = tmp_path / "page.html", tmp_path / "hostile.yaml"
    hostile.write_text(
        edited()
        .replace("title: Managed IT services for Harbour Bank", "title: A & B </title><script>x()")
        .replace("name: Quay IT Limited", "name: '<img src=x onerror=alert(1)>'")
        .replace("and the day.", "and <b>the day</b>.")
    )

    result = run(EXAMPLE, hostile, "--html", page)

    text = page.read_text("utf-8")
    assert result.exit_code == 0
    assert "A &amp; B &lt;/title&gt;&lt;script&gt;x()" in text
    assert all(tag not in text for tag in ("<script", "<img", "<b>", "<link", "@import", "url("))
    assert "http" not in text


def test_a_page_without_changes_says_so(tmp_path: Path) -> None:
    run(EXAMPLE, EXAMPLE, "--html", tmp_path / "page.html")

    assert "No change: both say the same." in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_the_page_reads_in_light_and_dark_and_on_a_phone(
    chromium: Browser, newer: Path, tmp_path: Path, scheme: Scheme, width: int
) -> None:
    page = tmp_path / "page.html"
    run(EXAMPLE, newer, "--html", page)
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    tab = context.new_page()
    tab.goto(page.as_uri())

    grounds = {"light": "rgb(247, 249, 251)", "dark": "rgb(12, 15, 20)"}
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == grounds[scheme]
    assert overflow(tab) == 0
    assert accessibility_faults(tab) == []
    line = tab.evaluate("getComputedStyle(document.querySelector('.text del')).textDecorationLine")
    assert line == "line-through"
    assert tab.locator("ins .mark").first.inner_text() == "+"
    context.close()
