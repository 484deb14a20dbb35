"""Fragments of a stranger: the guide's example, lists, and a clear answer to each slip."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.clauses.__main__ import main
from tests.clauses.fragments import clauses_of
from tests.clauses.judging import Standing, judge

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "clauses.md"
LEVEL = """service_levels:
          calls:
            measure: {kind: share-within, within: 1 h, calendar: always}
            commitment: at least 90 %"""
FACTS = '{tickets: [{record: A, opened: "2026-03-02 10:00", resolved: "2026-03-02 11:00"}]}'
GOOD = f"""clauses:
  Y.01:
    says: Nine of ten within an hour
    terms:
        {LEVEL}
    facts: {FACTS}
    expect: {{results: {{calls: met}}}}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)


def test_the_example_of_the_guide_prints_what_it_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [fragment], [printed] = blocks("yaml"), blocks("text")
    (tmp_path / "X01.yaml").write_text(fragment, "utf-8")

    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == printed


def judged(folder: Path, text: str) -> tuple[Standing, str]:
    """How far the only clause of a file comes, and all that is said of it."""
    file = folder / "Y.yaml"
    file.write_text(text, "utf-8")
    [clause] = clauses_of(file)
    found = judge(clause)
    return found.standing, "; ".join(found.wrong)


def test_a_clause_that_comes_out_is_computed(tmp_path: Path) -> None:
    assert judged(tmp_path, GOOD) == (Standing.COMPUTED, "")


@pytest.mark.parametrize(
    ("written", "slip", "said"),
    [
        ("says: Nine of ten within an hour", "say: Nine", "a clause has no key 'say': it may have"),
        ("says: Nine of ten within an hour", "note: x", "says is missing: tell the clause"),
        ("results: {calls: met}", "result: {calls: met}", "expect has no key 'result'"),
        ("results: {calls: met}", "results: {}", "expect expects nothing"),
        ("results: {calls: met}", "results: {cals: met}", "there is no cals: there are calls"),
        ("results: {calls: met}", "results: {calls: missed}", "state is met, expected missed"),
        ("{calls: met}", "{calls: {intime: 1}}", "calls has no intime: it has state, figure"),
        ("tickets:", "ticket:", "there is no table 'ticket': write"),
        ("opened:", "started:", "the facts of tickets have record, started"),
        ("    expect:", "    period: 2026-13\n    expect:", "2026-13"),
        (FACTS, "[1, 2]", "write rows under the name of their table"),
        ("expect: {results: {calls: met}}", "note: x", "facts without expect"),
        ("within: 1 h,", "within: 1 h, tier: 2,", "tier"),
        ("    facts:", "    like: Y.02\n    facts:", "there is no clause 'Y.02' in this file"),
        ("    facts:", "    like: Y.01\n    facts:", "Y.01 is like Y.01, in a circle"),
        ("    facts:", "    findings: [cannot-be-met]\n    facts:", "lint does not find cannot"),
    ],
)  # fmt: skip
def test_a_slip_is_named_and_never_counts_as_computed(
    tmp_path: Path, written: str, slip: str, said: str
) -> None:
    assert written in GOOD
    standing, wrong = judged(tmp_path, GOOD.replace(written, slip, 1))

    assert standing in {Standing.NOT_AS_EXPECTED, Standing.NOT_SAYABLE}
    assert said in wrong


DUE = """clauses:
  Y.01:
    says: A report within five days of each month
    terms:
      obligations:
        report: {title: Report, owner: provider, trigger: {every: month}, due: {within: 5 days}}
    duties:
      {from: 2026-03-01, until: 2026-04-01, expect: [{clause: obligations.report, due: 2026-03-05}]}
"""


def test_what_is_due_when_is_tracked(tmp_path: Path) -> None:
    assert judged(tmp_path, DUE) == (Standing.TRACKED, "")


@pytest.mark.parametrize(
    ("written", "slip", "said"),
    [
        ("due: 2026-03-05}", "due: 2026-03-06}", "due is '2026-03-05', expected '2026-03-06'"),
        ("[{clause: obligations.report, due: 2026-03-05}]", "[]", "expects nothing"),
        ("from: 2026-03-01, ", "", "duties 1: from is missing"),
        ("from: 2026-03-01", "from: March", "March"),
        ("{clause: obligations.report, due", "{clause: x, on: 1, due", "has no key 'on'"),
        ("{clause: obligations.report, due: 2026-03-05}", "{clause: x}", "at least its clause and"),
        ("      {from", "      {told: [{at: 2026-03-01}], from", "has at least event and at"),
        ("      {from", "      {stages: [{stage: x}], from", "a stage has no key 'stage'"),
    ],
)
def test_a_slip_in_what_is_due_is_named(tmp_path: Path, written: str, slip: str, said: str) -> None:
    assert written in DUE
    standing, wrong = judged(tmp_path, DUE.replace(written, slip, 1))

    assert standing is Standing.NOT_AS_EXPECTED
    assert said in wrong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("clauses: {}", "clauses is missing"),
        ("clause: {}", "a file of clauses has no key 'clause'"),
        ("- 1", "a file of clauses is keys with values"),
        ("clauses: {a: &b 1}", "Y.yaml"),
    ],
)
def test_a_file_that_is_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (tmp_path / "Y.yaml").write_text(text, "utf-8")

    assert main([str(tmp_path)]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_files_and_a_clause_written_twice_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "there is no file of clauses" in capsys.readouterr().err

    (tmp_path / "A.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "B.yaml").write_text(GOOD, "utf-8")

    assert main([str(tmp_path)]) == 2
    assert "Y.01 is written twice" in capsys.readouterr().err


def test_a_list_names_the_clauses_that_nobody_has_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Y.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "Z.yaml").write_text(GOOD.replace("Y.01", "Z.01"), "utf-8")
    wanted = tmp_path / "list.csv"
    wanted.write_text("doc,clause_id,paraphrase\nY,Y.01,Calls\nY,Y.02,Reports\n", "utf-8")

    assert main([str(tmp_path), "--list", str(wanted)]) == 1
    printed = capsys.readouterr().out
    assert "| Y | 2 | 1 | 0 | 0 | 0 | 1 |" in printed
    assert printed.index("Documents beyond the list") < printed.index("| Z | 1 | 1 |")
    assert "Y.02 (no fragment): nobody has written it down: Reports" in printed


def test_a_list_without_its_columns_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Y.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "list.csv").write_text("doc,id\nY,Y.01\n", "utf-8")

    assert main([str(tmp_path), "--list", str(tmp_path / "list.csv")]) == 2
    assert "the list has no column clause_id" in capsys.readouterr().err
