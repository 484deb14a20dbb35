"""Findings point at the exact span and never let a document steer the terminal."""

from __future__ import annotations

import json

from entente.foundation.findings import Finding, Place, render

PLACE = Place("agreement.yaml", 2, 3, 2, 8)
FINDING = Finding(
    "unknown-key", "error", "unknown key 'targt'", "did you mean 'target'?", PLACE, ("levels", 0)
)


def test_a_finding_shows_place_line_carets_and_what_to_do() -> None:
    shown = render(FINDING, ["levels:", "  targt: 4 h"], colour=False)

    assert shown.splitlines() == [
        "agreement.yaml:2:3: error[unknown-key]: unknown key 'targt'",
        " 2 |   targt: 4 h",
        "   |   ^^^^^",
        "  what to do: did you mean 'target'?",
    ]


def test_colour_changes_nothing_but_colour() -> None:
    coloured = render(FINDING, ["levels:", "  targt: 4 h"], colour=True)

    plain = coloured
    for code in ("\x1b[1;31m", "\x1b[1m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert "\x1b[1;31merror[unknown-key]\x1b[0m" in coloured
    assert plain == render(FINDING, ["levels:", "  targt: 4 h"], colour=False)


def test_wide_characters_and_tabs_keep_the_carets_under_the_span() -> None:
    wide = Finding("r", "note", "m", place=Place("f", 1, 4, 1, 6))

    lines = render(wide, ["\t日x値y"], colour=False).splitlines()

    assert lines[1] == " 1 |     日x値y"
    assert lines[2] == "   |        ^^^"


def test_a_span_over_lines_is_marked_to_the_end_of_its_first() -> None:
    long = Finding("r", "warning", "m", place=Place("f", 1, 3, 4, 1))

    assert render(long, ["abcdef\r\n", "x"]).splitlines()[2] == "   |   ^^^^"


def test_a_place_without_an_end_is_marked_by_one_caret() -> None:
    spot = Finding("r", "warning", "m", place=Place("f", 1, 2))
    past = Finding("r", "warning", "m", place=Place("f", 1, 40))

    assert render(spot, ["abc"]).splitlines()[2] == "   |  ^"
    assert render(past, ["abc"]).splitlines()[2] == "   |    ^"


def test_a_very_long_line_is_shown_around_the_span() -> None:
    far = Finding("r", "error", "m", place=Place("f", 1, 5_001, 1, 5_004))

    quoted, marked = render(far, ["x" * 5_000 + "abc" + "y" * 9_000]).splitlines()[1:]

    assert len(quoted) < 220
    start = marked.index("^")
    assert quoted[start : start + 3] == "abc"


def test_a_document_cannot_steer_the_terminal() -> None:
    sly = Finding("r", "error", "\x1b[2J\u202egone", "\x07", Place("a\x1bb", 1, 1))

    shown = render(sly, ["\x1b]0;title\x07"])

    assert not {"\x1b", "\u202e", "\x07"} & set(shown)


def test_a_finding_without_a_place_or_source_is_still_a_sentence() -> None:
    bare = Finding("no-file", "error", "there is no file")

    assert render(bare, []) == "error[no-file]: there is no file"
    assert render(FINDING, []).count("\n") == 1


def test_findings_are_ordered_as_they_are_read() -> None:
    bare = Finding("a", "error", "m")
    later = Finding("a", "error", "m", place=Place("agreement.yaml", 10, 1))
    note = Finding("a", "note", "m", place=PLACE)

    assert sorted([bare, later, note, FINDING]) == [FINDING, note, later, bare]


def test_a_finding_travels_as_json() -> None:
    found = json.loads(json.dumps(FINDING.as_json()))

    assert found["place"] == {
        "file": "agreement.yaml",
        "line": 2,
        "column": 3,
        "end_line": 2,
        "end_column": 8,
    }
    assert found["path"] == ["levels", 0]
    assert Finding("r", "note", "m").as_json()["place"] is None


def test_a_very_long_value_is_echoed_in_part_and_travels_whole() -> None:
    long = Finding("value", "error", f"{'x' * 50_000} is not a level", "write " + "y " * 50_000)

    shown = render(long, [])

    assert "x" * 200 in shown
    assert "x" * 201 not in shown
    assert "is not a level\n  what to do: write y y" in shown
    assert len(shown) < 800
    assert "x" * 50_000 in json.dumps(long.as_json())
