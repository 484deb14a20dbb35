"""YAML as written: places, words of the 1.2 core schema, and whatever may not be in a document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.agreement.text import yaml_source
from entente.agreement.text.yaml_source import Mapping, Scalar, Sequence, read_bytes, read_text


def plain(text: str) -> object:
    root = read_text(text, "f.yaml").root
    return root.plain() if root else None


def test_words_are_those_of_yaml_1_2() -> None:
    text = (
        "a: no\nb: 2025-01-01\nc: 1:30\nd: 4.0\ne: 0x10\nf: ~\ng: true\nh: 12\ni: '12'\nj: |\n  x\n"
    )

    assert plain(text) == {
        "a": "no", "b": "2025-01-01", "c": "1:30", "d": "4.0", "e": "0x10", "f": None, "g": True,
        "h": 12, "i": "12", "j": "x\n",
    }  # fmt: skip


def test_a_number_beyond_reason_stays_text() -> None:
    assert plain("a: " + "9" * 5000) == {"a": "9" * 5000}


def test_every_key_and_value_has_its_place() -> None:
    root = read_text("a: 1\nb:\n  - x\n  - {c: 'd'}\n", "f.yaml").root

    assert isinstance(root, Mapping)
    listed = root.entries["b"].value
    assert isinstance(listed, Sequence)
    inner = listed.items[1]
    assert isinstance(inner, Mapping)
    value = inner.entries["c"].value
    assert isinstance(value, Scalar)
    assert str(root.entries["b"].place) == "f.yaml:2:1"
    assert (value.place.line, value.place.column, value.quoted) == (4, 9, True)
    assert inner.closes is not None
    assert inner.closes.column == 13
    assert listed.closes is None


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("", "empty-file", "1:1"),
        ("# nothing", "empty-file", "1:1"),
        ("a: 1\nb:\n\t c: 2", "yaml-syntax", "3:1"),
        ("a: b: c", "yaml-syntax", "1:5"),
        ("a: [1,\nb", "yaml-syntax", "2:2"),
        ("a: 'x", "yaml-syntax", "1:6"),
        ("a: @x", "yaml-syntax", "1:4"),
        ("a: 1\n  b: 2", "yaml-syntax", "2:4"),
        ("a: 1\nb\nc: 2", "yaml-syntax", "3:1"),
        ("- a\nb: 1", "yaml-syntax", "2:1"),
        ("%YAML 9.9\n---\na: 1", "yaml-syntax", "1:1"),
        ("a: &x 1", "anchor", "1:4"),
        ("a: 1\nb: *x", "alias", "2:4"),
        ("*x : 1", "alias", "1:1"),
        ("<<: {a: 1}", "merge-key", "1:1"),
        ("a: 1\na: 2", "duplicate-key", "2:1"),
        ("? [a]\n: b", "key-is-no-text", "1:3"),
        ("a: !!python/object:os.system x", "tag", "1:4"),
        ("a: !x {b: 1}", "tag", "1:4"),
        ("---\na: 1\n---\nb: 2", "several-documents", "3:1"),
        ("a\u202e: 1", "hidden-character", "1:2"),
        ("a: 1\nb: \x07", "hidden-character", "2:4"),
        ('a: "x\\u202ey"', "hidden-character", "1:4"),
        ('"a\\0": 1', "hidden-character", "1:1"),
        ("[" * 50, "deep-nesting", "1:21"),
    ],
)
def test_what_may_not_be_written_is_found_at_its_place(text: str, rule: str, place: str) -> None:
    found = read_text(text, "f.yaml").findings

    assert rule in [finding.rule for finding in found]
    first = next(finding for finding in found if finding.rule == rule)
    assert str(first.place) == f"f.yaml:{place}" or rule == "yaml-syntax"
    assert first.hint


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"

    document = read_text(bomb, "f.yaml")

    assert {finding.rule for finding in document.findings} == {"anchor", "alias"}
    assert len(document.findings) == 89


def test_bytes_that_are_no_utf_8_are_found_where_they_are() -> None:
    document = read_bytes("a: 1\nb: é".encode("latin-1"), "f.yaml")

    [finding] = document.findings
    assert (finding.rule, str(finding.place)) == ("not-utf-8", "f.yaml:2:4")
    assert document.root is None


def test_a_byte_order_mark_is_a_warning_and_no_more() -> None:
    document = read_bytes(b"\xef\xbb\xbfa: 1", "f.yaml")

    assert [finding.severity for finding in document.findings] == ["warning"]
    assert document.root is not None
    assert document.root.plain() == {"a": 1}


def test_a_huge_file_is_not_read() -> None:
    huge = "a: 1\n" * 400_001

    assert [f.rule for f in read_bytes(huge.encode(), "f").findings] == ["file-too-large"]
    assert [f.rule for f in read_text(huge, "f").findings] == ["file-too-large"]


def test_more_values_than_a_person_writes_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_source, "MOST_VALUES", 10)

    found = read_text("[" + "x, " * 20 + "]", "f").findings

    assert [finding.rule for finding in found] == ["too-many-values"]


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace"))
)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    document = read_bytes(data, "f.yaml")

    assert document.root is not None or document.findings
    for finding in document.findings:
        assert finding.place is not None
        assert finding.place.line >= 1
        assert finding.place.column >= 1
