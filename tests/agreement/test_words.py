"""Words and alignment: what stayed and what did not, with work that grows with the length alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.agreement.versions import words
from entente.agreement.versions.alignment import Pair, fewest_edits, in_order, same_elements
from entente.agreement.versions.words import MOST_EDITS, Piece, pieces
from tests.agreement.redlines import turned_words

law = settings(max_examples=200, deadline=None, derandomize=True)
LETTERS = st.lists(st.sampled_from("abc"), max_size=12)
WORDS = st.sampled_from(["any", "time", "that", "is", "excluded.", "counts.", "client", "office"])
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)


def longest_common(old: Sequence[str], new: Sequence[str]) -> int:
    """The textbook's table, cell by cell."""
    row = [0] * (len(new) + 1)
    for letter in old:
        before, row = row, [0]
        for at, other in enumerate(new):
            row.append(before[at] + 1 if letter == other else max(before[at + 1], row[at]))
    return row[-1]


def rising(pairs: Sequence[Pair]) -> bool:
    return all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@law
@given(LETTERS, LETTERS)
def test_as_much_stays_as_can(old: list[str], new: list[str]) -> None:
    pairs = fewest_edits(old, new, 24)

    assert pairs is not None
    assert rising(pairs)
    assert all(old[a] == new[b] for a, b in pairs)
    assert len(pairs) == longest_common(old, new)


@law
@given(LETTERS, LETTERS, st.integers(0, 24))
def test_the_search_ends_where_it_is_told_to(old: list[str], new: list[str], most: int) -> None:
    edits = len(old) + len(new) - 2 * longest_common(old, new)

    assert (fewest_edits(old, new, most) is None) == (edits > most)


@law
@given(LETTERS, LETTERS)
def test_the_same_elements_are_paired_once(old: list[str], new: list[str]) -> None:
    pairs = same_elements(old, new)

    assert all(old[a] == new[b] for a, b in pairs)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    assert len(pairs) == sum(min(old.count(each), new.count(each)) for each in "abc")
    assert rising(sorted(in_order(pairs)))


@law
@given(st.permutations(range(8)))
def test_the_longest_run_in_order_is_found(new: list[int]) -> None:
    pairs = list(enumerate(new))

    assert len(in_order(pairs)) == longest_common(
        [str(n) for n in sorted(new)], list(map(str, new))
    )


@law
@given(TEXTS, TEXTS)
def test_pieces_are_the_words_of_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)

    assert pieces(new, old) == turned_words(found)
    if found:
        assert " ".join(p.text for p in found if p.kind != "added") == old
        assert " ".join(p.text for p in found if p.kind != "removed") == new


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Work begins within 4 hours of the report", "Work begins within 2 days of the report",
         "Work begins within [-4 hours-] {+2 days+} of the report"),
        ("It ends at noon. It is closed on Sunday. All is well.",
         "It ends at noon. All is well. Nobody waits.",
         "It ends at noon. [-It is closed on Sunday.-] All is well. {+Nobody waits.+}"),
        ("one two three four five six", "one 2 three 4 five six",
         "one [-two three four-] {+2 three 4+} five six"),
        ("too short a", "too short b", ""),
        ("nothing in common at all here", "wholly other words stand in this", ""),
    ],
)  # fmt: skip
def test_a_change_is_read_in_its_sentence(old: str, new: str, shown: str) -> None:
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}

    assert " ".join(marks[p.kind].format(p.text) for p in pieces(old, new)) == shown


class Counted:
    """A word that counts how often it is compared."""

    compared = 0

    def __init__(self, word: str) -> None:
        self.word = word

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return isinstance(other, Counted) and self.word == other.word

    def __hash__(self) -> int:
        return hash(self.word)


def compared(old: Sequence[str], new: Sequence[str]) -> int:
    Counted.compared = 0
    fewest_edits([Counted(word) for word in old], [Counted(word) for word in new], MOST_EDITS)
    return Counted.compared


@pytest.mark.parametrize("count", [1_000, 4_000])
def test_work_on_a_repetitive_text_grows_with_its_length_alone(count: int) -> None:
    often = ["any", "time", "that", "is", "excluded"] * (count // 5)
    seldom = ["any", "time"] * (count // 2)
    edited = [*often[:100], "promptly", *often[100:-300], "nine", *often[-299:]]

    assert compared(often, edited) <= 4 * count
    assert compared(often, seldom) <= MOST_EDITS * 2 * count


def test_a_long_text_is_never_compared_beyond_its_sentences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    real = fewest_edits

    def counting(old: Sequence[str], new: Sequence[str], most: int) -> tuple[Pair, ...] | None:
        asked.append(len(old) + len(new))
        return real(old, new, most)

    monkeypatch.setattr(words, "fewest_edits", counting)
    sentence = "Any time that is excluded is left out of the measure of this month."
    old = " ".join(f"{sentence} Clause {number} holds." for number in range(800))
    new = old.replace("Clause 3 holds", "Clause 3 stands").replace("Clause 700 holds", "All holds")

    found = pieces(old, new)

    assert [piece for piece in found if piece.kind != "kept"] == [
        Piece("removed", "holds."), Piece("added", "stands."),
        Piece("removed", "Clause 700"), Piece("added", "All"),
    ]  # fmt: skip
    assert sum(asked) <= 60
