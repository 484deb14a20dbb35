"""`entente lint --fix`: files are mended whole or not at all, and what was done is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from entente.cli import lint, rewriting, schema
from tests.agreement.drafts import EVIDENCE, HEAD, LEVEL, OFFICE

DRAFT = HEAD + LEVEL.replace("at least 95 %", "95 # of all") + EVIDENCE
MENDED = HEAD + LEVEL.replace("at least 95 %", "at least 95 % # of all") + EVIDENCE


def run(*arguments: str) -> Result:
    app = typer.Typer()
    lint.register(app)
    schema.register(app)
    return CliRunner().invoke(app, ["lint", *arguments])


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_text(DRAFT)
    return path


def test_fix_writes_what_has_one_answer_and_lints_the_rest(draft: Path) -> None:
    done = run(str(draft), "--fix")

    assert done.exit_code == 0
    assert draft.read_text() == MENDED
    assert f"{draft}:9:17: mended[value]: 95 is not a level → at least 95 %" in done.stderr
    assert done.stdout.endswith("no errors, no warnings\n")
    assert [path.name for path in draft.parent.iterdir()] == ["draft.yaml"]


def test_lint_says_how_many_findings_fix_would_mend(draft: Path) -> None:
    before = run(str(draft)).stdout
    run(str(draft), "--fix")

    assert before.endswith("1 finding with one right answer: --fix writes it\n1 error\n")
    assert "one right answer" not in run(str(draft)).stdout


def test_fix_of_a_mended_file_changes_nothing(draft: Path) -> None:
    run(str(draft), "--fix")
    before = draft.stat()

    again = run(str(draft), "--fix")

    assert "nothing that can be mended with certainty" in again.stderr
    assert draft.stat().st_mtime_ns == before.st_mtime_ns
    assert draft.stat().st_ino == before.st_ino


def test_a_dry_run_shows_a_difference_and_writes_nothing(draft: Path) -> None:
    shown = run(str(draft), "--fix", "--dry-run")

    assert shown.exit_code == 1  # the file is as it was
    assert draft.read_text() == DRAFT
    assert "-    commitment: 95 # of all\n+    commitment: at least 95 % # of all\n" in shown.stdout
    assert "1 mend would be made; nothing was written" in shown.stderr


def test_a_dry_run_belongs_to_fix(draft: Path) -> None:
    assert "--dry-run belongs to --fix" in run(str(draft), "--dry-run").stderr


def test_line_ends_the_mode_and_a_link_stay(draft: Path) -> None:
    draft.write_bytes(DRAFT.replace("\n", "\r\n").encode())
    draft.chmod(0o640)
    link = draft.with_name("link.yaml")
    link.symlink_to(draft)

    run(str(link), "--fix")

    assert draft.read_bytes() == MENDED.replace("\n", "\r\n").encode()
    assert draft.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()


def test_a_byte_order_mark_is_taken_off(draft: Path) -> None:
    draft.write_bytes(b"\xef\xbb\xbf" + MENDED.encode())

    done = run(str(draft), "--fix")

    assert draft.read_bytes() == MENDED.encode()
    assert "mended[byte-order-mark]" in done.stderr


def test_a_folder_is_mended_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + OFFICE)
    (tmp_path / "b.yaml").write_text(LEVEL.replace("4 h", "4 h, calendar: ofice") + EVIDENCE)

    run(str(tmp_path), "--fix")

    assert (tmp_path / "a.yaml").read_text() == HEAD + OFFICE
    assert "calendar: office" in (tmp_path / "b.yaml").read_text()


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a: [", b"x" * 2_000_001])
def test_what_does_not_read_is_left_as_it_is(draft: Path, data: bytes) -> None:
    draft.write_bytes(data)

    done = run(str(draft), "--fix")

    assert done.exit_code == 1
    assert draft.read_bytes() == data


def test_json_stays_json_when_something_is_mended(draft: Path) -> None:
    done = run(str(draft), "--fix", "--json")

    assert json.loads(done.stdout)["errors"] == 0
    assert "mended[value]" in done.stderr


def test_programs_are_given_the_edits_of_holidays_too(draft: Path) -> None:
    holidays = "weekly: {mon: 08:00-09:00}, holidays: {country: IE, years: [2026]}"
    used = "defaults: {calendar: c}\n"
    draft.write_text(f"{HEAD}{used}calendars: {{c: {{{holidays}}}}}\n")

    [finding] = json.loads(run(str(draft), "--json").stdout)["findings"]

    assert finding["rule"] == "holidays-not-pinned"
    assert finding["edits"][0]["text"].startswith("holidays: [2026-01-01, ")


def test_a_file_that_changed_meanwhile_is_not_overwritten(draft: Path) -> None:
    with pytest.raises(typer.Exit):
        rewriting.replace_file(draft, b"new", was=b"something else")

    assert draft.read_text() == DRAFT
    assert [path.name for path in draft.parent.iterdir()] == ["draft.yaml"]


def test_a_folder_in_which_nothing_can_be_written_is_one_sentence(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device", str(draft))

    monkeypatch.setattr("tempfile.mkstemp", full)

    refused = run(str(draft), "--fix")

    assert refused.exit_code == 2
    assert "No space left on device" in refused.stderr
    assert draft.read_text() == DRAFT
