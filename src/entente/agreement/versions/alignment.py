"""Which elements of two sequences are the same ones: bounded work, whatever the sequences hold.

Elements are compared whole. Work grows with the length of both sequences, times a bound where one
is given, and never with their product: a repetitive text costs no more than another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

Pair = tuple[int, int]


def same_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """How many elements are the same at the start, and how many of the others at the end."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    rest = most - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return start, end


def same_elements(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs of the same elements, each once; of those that repeat, the first with the first.

    Equal starts and ends are paired with each other before.
    """
    start, end = same_ends(old, new)
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at in range(len(new) - end - 1, start - 1, -1):
        places[new[at]].append(at)
    pairs = [(at, at) for at in range(start)]
    for at in range(start, len(old) - end):
        if places.get(old[at]):
            pairs.append((at, places[old[at]].pop()))
    return pairs + [(len(old) - at, len(new) - at) for at in range(end, 0, -1)]


def in_order(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """The longest run of pairs that stand in the same order in both sequences."""
    ends: list[int] = []  # the lowest end of a run of each length
    last: list[Pair] = []
    before: dict[Pair, Pair | None] = {}
    for pair in sorted(pairs):
        length = bisect_left(ends, pair[1])
        before[pair] = last[length - 1] if length else None
        ends[length : length + 1] = [pair[1]]
        last[length : length + 1] = [pair]
    found: set[Pair] = set()
    at = last[-1] if last else None
    while at is not None:
        found.add(at)
        at = before[at]
    return frozenset(found)


def fewest_edits(
    old: Sequence[Hashable], new: Sequence[Hashable], most: int
) -> tuple[Pair, ...] | None:
    """The pairs that stay when as little as possible is taken out and put in; None beyond `most`.

    Myers' greedy search, stopped after `most` edits: at most so many passes over the sequences.
    """
    passes: list[dict[int, int]] = []
    reach = {1: 0}  # by diagonal: how far in `old` the search has come
    for edits in range(min(most, len(old) + len(new)) + 1):
        passes.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            at, _ = _step(reach, diagonal, edits)
            while at < len(old) and at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            reach[diagonal] = at
            if at >= len(old) and at - diagonal >= len(new):
                return _walked_back(passes, len(old), len(new))
    return None


def _step(reach: dict[int, int], diagonal: int, edits: int) -> tuple[int, bool]:
    """Where one more edit leads to on a diagonal, and whether it puts in or takes out."""
    puts_in = diagonal == -edits or (
        diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1]
    )
    return (reach[diagonal + 1], True) if puts_in else (reach[diagonal - 1] + 1, False)


def _walked_back(passes: list[dict[int, int]], old: int, new: int) -> tuple[Pair, ...]:
    """The pairs on the way that the search found, from its end to its start."""
    pairs: list[Pair] = []
    for edits in range(len(passes) - 1, -1, -1):
        at, puts_in = _step(passes[edits], old - new, edits)
        while old > at:
            old, new = old - 1, new - 1
            pairs.append((old, new))
        old, new = (old, new - 1) if puts_in else (old - 1, new)
    return tuple(reversed(pairs))
