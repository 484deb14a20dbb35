"""Reading: every problem at once, each at its place, and never an error, whatever is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.agreement.reading import read_agreement, read_agreement_text
from tests.agreement.drafts import HEAD, LEVEL, OFFICE, level, only, reading_of, rules

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-and-quay" / "agreement.yaml"
TEXT = EXAMPLE.read_text("utf-8")


def test_the_demonstration_agreement_has_nothing_to_find_but_what_is_accepted() -> None:
    reading = read_agreement(EXAMPLE)

    assert [finding.rule for finding in reading.findings] == ["over-allocation"]
    assert reading.standing == ()
    assert reading.agreement is not None
    assert reading.draft is reading.agreement


def test_a_plain_service_level_is_five_lines() -> None:
    plain = """\
service_levels:
  p1-resolution:
    measure: {kind: share-within, within: 4 working hours, where: priority = 'P1', calendar: office}
    commitment: at least 95 %
"""
    reading = reading_of(plain, OFFICE)

    assert reading.findings == ()
    assert plain.count("\n") <= 5


def test_all_problems_are_shown_at_once() -> None:
    reading = reading_of(
        """\
tasks: {a: {nam: X}}
measures:
  m1: {kind: share-withn, within: 4 h}
  m2: {kind: mean, calendar: ofice, typo: 1}
service_levels:
  one: {measure: m9, commitment: 95}
"""
    )

    assert reading.agreement is None
    assert rules(reading) == [
        "missing-key", "unknown-key", "unknown-word", "unresolved-reference", "unknown-key",
        "unresolved-reference", "value",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("section", "rule", "said", "hint"),
    [
        ("tasks: {a: {name: 2026}}", "type", "a text belongs here", "quotes"),
        ("tasks: {a: [x]}", "type", "keys with values", "indent"),
        ("tasks: {a: {name: X, deliverables: x}}", "type", "a list", "[first"),
        ("tasks: x", "type", "keys with values", "indent"),
        ("version: '2'", "type", "a whole number", "without quotes"),
        ("version: 0", "value", "greater than or equal to 1", ""),
        ("exclusions: {x: {title: X, claimed: yes}}", "type", "true or false", "write true"),
        ("exclusions: {x: {title: X}}", "value", "exactly one reason", "give window"),
        ("exclusions: {X_: {title: X, claimed: true}}", "value", "not a key", "lower-case"),
        ("measures: {m: {within: 4 h}}", "missing-key", "'kind' is missing", "share-within"),
        ("measures: {m: {within: 4 h}}", "missing-key", "'kind' is missing", "cadence"),
        ("measures: {m: {kind: means}}", "unknown-word", "'means'", "did you mean 'mean'?"),
        ("measures: {m: {kind: share-within}}", "missing-key", "'within'", "add within"),
        ("measures: {m: {kind: share-within, within: 4}}", "value", "length of time", "unit"),
        ("measures: {m: {kind: share-within, within: 4 eons}}", "value", "eons", "use w, d"),
        ("measures: {m: {kind: mean, off: values}}", "unknown-key", "'off'", "did you mean 'of'"),
        ("measures: {m: {kind: mean, of: speed}}", "unknown-word", "'speed'", "use one of"),
        ("measures: {m: {kind: mean, where: f(x)}}", "condition", "function", "reference"),
        ("measures: {m: {kind: percentile, percentile: 95}}", "value", "percentage", "sign"),
        ("measures: {m: {kind: availability, probes: {holds_for: 3 business days}}}", "value",
         "counts days", "hours or minutes"),
        ("calendars: {c: {weekly: {mond: 08:00-09:00}}}", "value", "names no days", "mon-fri"),
        ("calendars: {c: {weekly: {mon-fri: 8-18}}}", "value", "span of hours", "08:00-18:00"),
        ("calendars: {c: {weekly: {mon: 08:00-09:00, daily: []}}}", "value", "two entries", ""),
        ("calendars: {c: {weekly: {'mon, mon': 08:00-09:00}}}", "value", "twice", ""),
        ("calendars: {c: {weekly: 5}}", "type", "keys with values", "indent"),
        ("calendars: {c: {weekly: {mon: []}, holidays: [2026-02-30]}}", "value", "calendar",
         "month and day"),
        ("calendars: {c: {weekly: {mon: []}, holidays: [20260230]}}", "value", "not a date",
         "2026-03-17"),
        ("calendars: {c: {weekly: {mon: []}, holidays: {country: Eire, years: [2026]}}}", "value",
         "pattern", ""),
        ("calendars: {c: {weekly: {mon: []}, recurring_holidays: [25-12]}}", "value",
         "every year", "12-25"),
        ("services: {s: {name: S}}\ncharges: {c: {name: C, monthly: 5}}", "value", "amount",
         "currency"),
        ("charges: {c: {name: C, monthly: -5 EUR}}", "value", "below zero", "not"),
        ("credits: {currency: EUR, fee_base: []}", "value", "at least 1", ""),
        ("evidence2: {}", "unknown-key", "'evidence2'", "did you mean 'evidence'?"),
        ("service_levels: {s: {measure: {kind: mean}, commitment: 3 days}}", "value",
         "not a level", "compares"),
        ("service_levels: {s: {measure: {kind: mean}, commitment: at most 3 business days}}",
         "value", "in days", "in hours"),
        ("evidence: {e: {fields: {Priority: P}}}", "value", "not a field name", "underscores"),
    ],
)  # fmt: skip
def test_a_misfit_says_what_and_what_to_do(section: str, rule: str, said: str, hint: str) -> None:
    reading = read_agreement_text(f"{HEAD}{section}\n", "draft.yaml")

    found = [f for f in reading.findings if f.rule == rule and said in f.message]
    assert len(found) == 1, [(f.rule, f.message, f.hint) for f in reading.findings]
    assert hint in found[0].hint or hint in found[0].message
    assert found[0].place is not None
    assert found[0].place.line > 5
    assert reading.agreement is None


def test_a_kind_that_is_also_a_key_does_not_mislead_the_place() -> None:
    text = HEAD + level(
        "kind: percentile, percentile: 95 %, of: elapsed, wher: x = '1'", "at most 4 h"
    )
    reading = read_agreement_text(text)

    [found] = [finding for finding in reading.findings if finding.rule == "unknown-key"]

    assert found.path == ("service_levels", "one", "measure", "wher")
    assert found.place is not None
    assert text.splitlines()[found.place.line - 1][found.place.column - 1 :].startswith("wher:")


def test_a_finding_in_a_condition_points_into_the_text() -> None:
    reading = reading_of('measures:\n  m: {kind: mean, where: "a = 1 or lower(b) = 2"}')

    place = only(reading, "condition").place
    assert place is not None
    assert place.column == len('  m: {kind: mean, where: "a = 1 or ') + 1


def test_a_finding_in_a_condition_over_several_lines_points_at_its_start() -> None:
    reading = reading_of(
        "measures:\n  m:\n    kind: mean\n    where: >\n      a = 1\n      or f(b)"
    )

    place = only(reading, "condition").place
    assert place is not None
    assert reading.sources["draft.yaml"][place.line - 1] == "    where: >"


@pytest.mark.parametrize(
    ("text", "rule"),
    [("- a\n- b\n", "type"), ("x\n", "type"), ("{}\n", "missing-key"), ("", "empty-file")],
)
def test_what_is_no_agreement_at_all_is_a_finding(text: str, rule: str) -> None:
    reading = read_agreement_text(text)

    assert rule in rules(reading)
    assert reading.agreement is None


def test_an_unresolved_reference_is_found_beside_other_errors() -> None:
    reading = reading_of("defaults: {calendar: ofice}", OFFICE, "tasks: {a: {}}")

    found = only(reading, "unresolved-reference")
    assert found.hint == "did you mean 'office'?"
    assert "there is no calendar 'ofice'" in found.message


def test_a_reference_to_an_empty_section_says_where_to_define_it() -> None:
    found = only(reading_of("services: {s: {name: S, charges: [run]}}"), "unresolved-reference")

    assert found.hint == "define it under charges"


def test_a_reference_like_nothing_lists_what_there_is() -> None:
    reading = reading_of(OFFICE, "defaults: {calendar: zzz}")

    assert "use one of always, office" in only(reading, "unresolved-reference").hint


def test_what_stands_in_for_an_alias_is_not_found_wanting_twice() -> None:
    reading = reading_of("tasks: {a: {name: &x X}, b: {name: *x}}")

    assert [f.rule for f in reading.errors] == ["anchor", "alias"]


def test_a_folder_is_one_agreement(tmp_path: Path) -> None:
    (tmp_path / "10-head.yaml").write_text(HEAD + OFFICE)
    (tmp_path / "20-levels.yml").write_text(
        LEVEL + "calendars: {branch: {weekly: {mon: 08:00-09:00}}}"
    )
    (tmp_path / "notes.txt").write_text("not read")

    reading = read_agreement(tmp_path)

    assert reading.agreement is not None, reading.findings
    assert set(reading.agreement.calendars) == {"office", "branch"}


def test_a_key_defined_in_two_files_names_both_places(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + OFFICE)
    (tmp_path / "b.yaml").write_text(OFFICE + "title: Another\n")

    reading = read_agreement(tmp_path)

    said = [finding.message for finding in reading.errors]
    assert len(said) == 2
    assert "calendars: office is defined here a second time" in said[0]
    assert f"{tmp_path / 'a.yaml'}:7:3" in said[0]
    assert "title is defined here" in said[1]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    assert rules(read_agreement(tmp_path / "missing.yaml")) == ["unreadable-file"]
    assert rules(read_agreement(tmp_path)) == ["no-files"]


def test_a_folder_of_too_many_files_is_not_read(tmp_path: Path) -> None:
    for number in range(101):
        (tmp_path / f"{number}.yaml").write_text("a: 1")

    assert rules(read_agreement(tmp_path)) == ["too-many-files"]


def test_a_broken_file_of_a_folder_is_reported_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD)
    (tmp_path / "b.yaml").write_text("x: [")

    assert rules(read_agreement(tmp_path)) == ["yaml-syntax"]


def test_errors_of_judgement_leave_terms_that_can_be_computed() -> None:
    reading = reading_of(LEVEL + "    minimum: at least 96 %")

    assert [finding.rule for finding in reading.errors] == ["level-order"]
    assert reading.agreement is not None


LINES = TEXT.splitlines(keepends=True)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The example with a few lines cut, doubled, moved or damaged."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(st.integers(0, 5))
        if change == 0:
            del lines[at]
        elif change == 1:
            lines.insert(at, lines[at])
        elif change == 2:
            lines[at] = "  " + lines[at]
        elif change == 3:
            cut = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:cut] + draw(st.text(max_size=4)) + lines[at][cut:]
        elif change == 4:
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            key, colon, _ = lines[at].partition(":")
            lines[at] = key + colon + " " + draw(st.sampled_from(WORDS)) + "\n"
    return "".join(lines)


WORDS = ["[]", "{}", "~", "5", "true", "x", "0 %", "[[x]]", "{a: {b: c}}", "99999 h", "2026-01-01"]


@settings(max_examples=120, deadline=None)
@given(mutated())
def test_no_change_to_the_example_brings_anything_but_findings(text: str) -> None:
    reading = read_agreement_text(text, "draft.yaml")

    assert (reading.agreement is not None) or reading.errors
    for finding in reading.findings:
        assert finding.place is not None
        assert 1 <= finding.place.line <= len(reading.sources["draft.yaml"]) + 1
