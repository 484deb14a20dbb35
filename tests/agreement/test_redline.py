"""Redline: each change where it is, all together the difference, nothing that means the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, PlainSerializer

from entente.agreement.terms.scalars import KeyName, Terms
from entente.agreement.versions.parts import Plain, parts_of, plain
from entente.agreement.versions.redline import redline
from tests.agreement.redlines import applied, between, said, turned, versions

WORDS = st.sampled_from(["any", "time", "that", "is", "excluded", "counts.", "client", "office"])
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)
KEYS = st.sampled_from(["a", "b", "c", "d-e", "f"])
SINGLE = st.none() | st.booleans() | st.integers(0, 3) | TEXTS
PLAIN: st.SearchStrategy[Plain] = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)  # fmt: skip
law = settings(max_examples=80, deadline=None, derandomize=True)


class Clause(Terms):
    """Terms that nobody has seen: texts, a list, and named things within each other."""

    title: str = ""
    number: int = 0
    texts: tuple[str, ...] = ()
    bands: tuple[Clause, ...] = ()
    parts: dict[KeyName, Clause] = Field(default_factory=dict)


LEAST = st.builds(Clause, title=TEXTS, number=st.integers(0, 2), texts=st.lists(TEXTS, max_size=3))


def made_of(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    bands, parts = st.lists(inner, max_size=5), st.dictionaries(KEYS, inner, max_size=4)
    return st.builds(Clause, title=TEXTS, texts=st.lists(TEXTS), bands=bands, parts=parts)


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[Clause, Clause]:
    """Terms made of the same few clauses, so that these move, change names and stay."""
    known = st.sampled_from(draw(st.lists(LEAST, min_size=1, max_size=4)))
    clauses = made_of(known | made_of(known))
    return draw(clauses), draw(clauses)


@law
@given(PLAIN, PLAIN)
def test_the_changes_applied_to_the_old_values_give_the_new_ones(old: Plain, new: Plain) -> None:
    assert applied(old, between(old, new)) == new
    assert between(old, old) == ()


@law
@given(two_versions())
def test_the_changes_of_terms_give_the_new_terms(both: tuple[Clause, Clause]) -> None:
    old, new = both
    found = redline(old, new)

    assert applied(plain(found.old), found.changes) == plain(found.new)
    assert redline(new, new).changes == ()


@law
@given(two_versions())
def test_both_directions_are_the_same_changes(both: tuple[Clause, Clause]) -> None:
    old, new = both
    there, back = redline(old, new).changes, redline(new, old).changes

    assert sorted(map(repr, map(turned, back))) == sorted(map(repr, there))


SAME = [
    ("another unit", "within: 4 h", "within: PT4H"),
    ("another unit of a level", "at most 90 min", "at most 1.5 h"),
    ("another decimal", "at least 95 %", "at least 95.00 %"),
    ("a default written out", "kind: share-within", "kind: share-within, reopened: last-end"),
    ("spaces of a condition", "where: priority = 'P1'", "where: priority='P1'"),
    ("quotes", "title: Fast help", 'title: "Fast help"'),
    ("a comment", "title: Fast help", "title: Fast help # says the client"),
    ("line breaks", "title: Fast help", "title: >-\n      Fast\n      help"),
    ("a range of days", "{mon-wed: 08:00-18:00}", "{mon-tue: 08:00-18:00, wed: [08:00-18:00]}"),
]
TERMS = """\
calendars: {office: {weekly: {mon-wed: 08:00-18:00}}}
service_levels:
  one:
    title: Fast help
    measure: {kind: share-within, within: 4 h, where: priority = 'P1'}
    commitment: at least 95 %
  two:
    measure: {kind: mean, of: elapsed}
    commitment: at most 90 min
"""


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_what_is_equal_in_meaning_is_no_change(old: str, new: str) -> None:
    assert old in TERMS

    assert redline(*versions(TERMS, TERMS.replace(old, new))).changes == ()


def test_another_order_of_keys_is_no_change() -> None:
    first, second = TERMS.partition("  two:\n")[::2]
    head, section, one = first.partition("service_levels:\n")

    assert said(TERMS, f"{head}{section}  two:\n{second}{one}") == []


def test_a_value_that_changed_is_named_by_its_path() -> None:
    assert said(TERMS, TERMS.replace("95 %", "97 %").replace("4 h", "2 h")) == [
        ("changed", "service_levels.one.measure.within", "4 h", "2 h"),
        ("changed", "service_levels.one.commitment", "at least 95 %", "at least 97 %"),
    ]


def test_an_entry_that_came_or_went_is_shown_once_and_whole() -> None:
    more = TERMS + "  three: {measure: {kind: mean}, commitment: at most 2 s}\n"
    three = {"measure": {"kind": "mean"}, "commitment": "at most 2 s"}

    assert said(TERMS, more) == [("added", "service_levels.three", None, three)]
    assert said(more, TERMS) == [("removed", "service_levels.three", three, None)]


def test_a_default_that_gives_way_says_what_held_before() -> None:
    [(kind, place, old, new)] = said(
        TERMS, TERMS.replace("kind: mean", "kind: mean, reopened: first-end")
    )

    assert (kind, place) == ("changed", "service_levels.two.measure.reopened")
    assert (old, new) == ("last-end", "first-end")


def test_a_key_that_was_renamed_with_the_same_content_is_a_rename() -> None:
    [change] = redline(*versions(TERMS, TERMS.replace("  one:", "  first:"))).changes

    assert (change.kind, change.was_at[-1], change.path[-1]) == ("renamed", "one", "first")


def test_a_key_that_was_renamed_and_changed_a_little_is_a_rename_and_a_change() -> None:
    found = said(TERMS, TERMS.replace("  one:", "  first:").replace("95 %", "96 %"))

    assert [(kind, place) for kind, place, *_ in found] == [
        ("renamed", "service_levels.first"),
        ("changed", "service_levels.first.commitment"),
    ]


def test_another_entry_under_another_key_is_no_rename() -> None:
    other = "  other: {measure: {kind: mean}, commitment: at most 3 s}\n"
    found = said(TERMS, TERMS.partition("  two:")[0] + other)

    assert [(kind, place) for kind, place, *_ in found] == [
        ("removed", "service_levels.two"),
        ("added", "service_levels.other"),
    ]


def test_a_key_of_the_language_is_never_a_rename() -> None:
    old = TERMS.replace("at least 95 %", "at least 95 %\n    expected: at least 95 %")
    new = TERMS.replace("at least 95 %", "at least 95 %\n    minimum: at least 95 %")

    assert [row[:2] for row in said(old, new)] == [
        ("removed", "service_levels.one.expected"),
        ("added", "service_levels.one.minimum"),
    ]


MONEY = """\
charges: {run: {name: Running, monthly: 10 EUR}, desk: {name: Desk, monthly: 5 EUR}}
credits:
  currency: EUR
  fee_base: [run]
  caps:
    - {per: month, at_most: 12 %}
    - {per: year, at_most: 8 %}
"""


def test_an_item_of_a_list_is_known_by_what_tells_it_from_others() -> None:
    assert said(MONEY, MONEY.replace("12 %", "10 %")) == [
        ("changed", "credits.caps.0.at_most", "12 %", "10 %")
    ]


def test_the_one_item_that_is_left_and_says_the_same_keys_was_changed() -> None:
    old = MONEY.replace("    - {per: year, at_most: 8 %}\n", "")

    assert said(old, old.replace("per: month, at_most: 12 %", "per: year, at_most: 9 %")) == [
        ("changed", "credits.caps.0.per", "month", "year"),
        ("changed", "credits.caps.0.at_most", "12 %", "9 %"),
    ]
    assert [row[0] for row in said(MONEY, old.replace("per: month, at_most: 12 %",
                                                     "per: year, at_most: 9 %"))] == [
        "removed", "changed",
    ]  # fmt: skip


def test_an_item_that_moved_and_changed_is_both() -> None:
    caps = "    - {per: month, at_most: 12 %}\n    - {per: year, at_most: 8 %}\n"
    turned_caps = "    - {per: year, at_most: 8 %}\n    - {per: month, at_most: 9 %}\n"

    found = redline(*versions(MONEY, MONEY.replace(caps, turned_caps))).changes

    moved = next(change for change in found if change.kind == "moved")
    assert moved.was_at[:2] == ("credits", "caps")
    assert {change.kind for change in found} == {"moved", "changed"}
    assert len(found) == 2


def test_items_that_came_and_went_are_shown_alone() -> None:
    days = "2026-03-17, 2026-06-01, 2026-08-03, 2026-12-25"
    old = f"calendars: {{c: {{weekly: {{mon: 08:00-18:00}}, holidays: [{days}]}}}}"
    new = old.replace("2026-03-17", "2026-02-02").replace("2026-12-25", "2026-12-25, 2026-12-26")

    assert said(old, new) == [
        ("removed", "calendars.c.holidays.0", "2026-03-17", None),
        ("added", "calendars.c.holidays.0", None, "2026-02-02"),
        ("added", "calendars.c.holidays.4", None, "2026-12-26"),
    ]


def test_a_text_among_others_is_known_again_by_its_words() -> None:
    old = """\
deliverables:
  d:
    name: A report
    acceptance_criteria:
      - Every figure can be recomputed by the client from the evidence.
      - It names each resource that runs short.
"""
    new = old.replace("the client from", "the client and the auditor from").replace(
        "      - It", "      - It comes on time.\n      - It"
    )
    found = redline(*versions(old, new)).changes

    assert [change.kind for change in found] == ["changed", "added"]
    assert [(piece.kind, piece.text) for piece in found[0].words] == [
        ("kept", "Every figure can be recomputed by the client"),
        ("added", "and the auditor"),
        ("kept", "from the evidence."),
    ]


def test_a_measure_of_another_kind_shows_what_was_written_only() -> None:
    found = said(
        TERMS, TERMS.replace("kind: mean, of: elapsed", "kind: percentile, percentile: 90 %")
    )

    assert [row[1] for row in found] == [
        "service_levels.two.measure.kind",
        "service_levels.two.measure.percentile",
        "service_levels.two.measure.of",
    ]


def test_what_is_said_is_kept_apart_from_what_holds_by_default() -> None:
    old, _ = versions(TERMS, TERMS)

    level = plain(parts_of(old), said=True)
    for key in ("service_levels", "two"):
        assert isinstance(level, dict)
        level = level[key]
    assert level == {
        "measure": {"kind": "mean", "of": "elapsed"},
        "commitment": "at most 90 min",
    }


def _is_default(value: object) -> bool:
    return value in (DEEPER, ("a",), {"b": 1}, "c", Whole(5))


class Inner(Terms):
    """Terms within terms."""

    text: str = ""


@dataclass(frozen=True)
class Whole:
    """A value that is written as text."""

    number: int

    def __str__(self) -> str:
        return str(self.number)


DEEPER = Inner(text="as ever")


class Later(Terms):
    """Keys that came later: the canonical form leaves them out while they have their defaults."""

    inner: Inner = Field(default=DEEPER, exclude_if=_is_default)
    items: tuple[str, ...] = Field(default=("a",), exclude_if=_is_default)
    numbers: dict[str, int] = Field(default={"b": 1}, exclude_if=_is_default)
    word: str = Field(default="c", exclude_if=_is_default)
    whole: Annotated[Whole, PlainSerializer(str, return_type=str)] = Field(
        default=Whole(5), exclude_if=_is_default
    )


def test_a_default_that_the_canonical_form_leaves_out_still_held() -> None:
    new = Later(inner=Inner(text="new"), items=("d",), numbers={"b": 2}, word="d", whole=Whole(6))

    found = redline(Later(), new)

    assert plain(found.old) == {
        "inner": {"text": "as ever"},
        "items": ["a"],
        "numbers": {"b": 1},
        "word": "c",
        "whole": "5",
    }
    assert {change.kind for change in found.changes} == {"changed"}
    assert len(found.changes) == 5
    assert redline(Later(), Later(word="c", whole=Whole(5))).changes == ()
