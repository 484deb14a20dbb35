"""What changed inside one text: its words as kept, removed and added pieces.

Sentences that both texts have are found first, then words in what lies between them, with a bound
on the edits. Where that finds too little in common, the two texts are better read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from entente.agreement.versions.alignment import (
    Pair,
    fewest_edits,
    in_order,
    same_elements,
    same_ends,
)

FEWEST_WORDS = 5  # a shorter text is read faster whole
MOST_EDITS = 100  # within what lies between two sentences that stayed
_FEW = 2  # so few kept words between two changes are read with them
_LAST_WORD = re.compile(r"""[.!?:;][)\]”’"']*\Z""")

Words = Sequence[str]


@dataclass(frozen=True)
class Piece:
    """Words in a row that both texts have, or only the old one, or only the new one."""

    kind: Literal["kept", "removed", "added"]
    text: str


@dataclass(frozen=True)
class _Run:
    """Words in a row that stay: where they begin in the old and the new text, and how many."""

    old: int
    new: int
    length: int


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """How one text became the other; empty where either is short or too little is in common."""
    before, after = old.split(), new.split()
    if min(len(before), len(after)) < FEWEST_WORDS:
        return ()
    runs = _without_crumbs([_Run(0, 0, 0), *_runs(_kept(before, after)),
                            _Run(len(before), len(after), 0)])  # fmt: skip
    if 3 * sum(run.length for run in runs) < max(len(before), len(after)):
        return ()
    return tuple(_pieces(runs, before, after))


def _kept(before: Words, after: Words) -> Sequence[Pair]:
    """The words that stay; the same ones in both directions of a comparison."""
    if (len(before), before) > (len(after), after):
        return [(old, new) for new, old in _kept(after, before)]
    start, end = same_ends(before, after)
    inner_before, inner_after = before[start : len(before) - end], after[start : len(after) - end]
    inner = [(start + old, start + new) for old, new in _by_sentence(inner_before, inner_after)]
    ends = [(len(before) - at, len(after) - at) for at in range(end, 0, -1)]
    return [*((at, at) for at in range(start)), *inner, *ends]


def _by_sentence(before: Words, after: Words) -> Iterator[Pair]:
    """The words that stay: those of the same sentences, and those found between them."""
    old, new = _sentences(before), _sentences(after)
    texts = [[tuple(words[a:b]) for a, b in pairwise(at)]
             for words, at in ((before, old), (after, new))]  # fmt: skip
    same = sorted(in_order(same_elements(*texts)))
    old_at = new_at = 0
    for old_sentence, new_sentence in [*same, (len(old) - 1, len(new) - 1)]:
        old_end, new_end = old[old_sentence], new[new_sentence]
        yield from _between(before, after, (old_at, old_end), (new_at, new_end))
        if old_sentence < len(old) - 1:
            length = old[old_sentence + 1] - old_end
            yield from ((old_end + at, new_end + at) for at in range(length))
            old_at, new_at = old_end + length, new_end + length


def _sentences(words: Words) -> list[int]:
    """Where each sentence begins; the end of the last one."""
    ends = [at + 1 for at, word in enumerate(words) if _LAST_WORD.search(word)]
    return sorted({0, *ends, len(words)})


def _between(before: Words, after: Words, old: Pair, new: Pair) -> Iterator[Pair]:
    """The words that stay between two places; none where more changed than stayed."""
    length = old[1] - old[0] + new[1] - new[0]
    most = min(MOST_EDITS, 2 * length // 3)
    found = fewest_edits(before[old[0] : old[1]], after[new[0] : new[1]], most)
    yield from ((old[0] + at, new[0] + other) for at, other in found or ())


def _runs(pairs: Sequence[Pair]) -> list[_Run]:
    runs: list[_Run] = []
    for old, new in pairs:
        last = runs[-1] if runs else None
        if last and (last.old + last.length, last.new + last.length) == (old, new):
            runs[-1] = _Run(last.old, last.new, last.length + 1)
        else:
            runs.append(_Run(old, new, 1))
    return runs


def _without_crumbs(runs: list[_Run]) -> list[_Run]:
    """The runs without those few words that stand alone between two changes at least as long."""
    kept = runs[:1]
    for run, following in pairwise(runs[1:]):
        crumb = run.length <= min(_FEW, _gap(kept[-1], run), _gap(run, following))
        if not crumb:
            kept.append(run)
    return [*kept, runs[-1]]


def _gap(run: _Run, following: _Run) -> int:
    """How many words changed between two runs."""
    removed = following.old - run.old - run.length
    return max(removed, following.new - run.new - run.length)


def _pieces(runs: list[_Run], before: Words, after: Words) -> Iterator[Piece]:
    old = new = 0
    for run in runs:
        if removed := before[old : run.old]:
            yield Piece("removed", " ".join(removed))
        if added := after[new : run.new]:
            yield Piece("added", " ".join(added))
        old, new = run.old + run.length, run.new + run.length
        if run.length:
            yield Piece("kept", " ".join(before[run.old : old]))
