"""Spans: sorted, disjoint, half-open intervals `[start, end)` in int64 microseconds UTC.

Every operation is one sort of the edges and a running depth, so that millions of
intervals cost a few array operations and no Python loop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import numpy as np
import numpy.typing as npt

from entente.foundation.instants import to_micros

IntArray = npt.NDArray[np.int64]
Instant = int | datetime


class BackwardInterval(ValueError):
    """An interval that ends before it starts."""


class Spans:
    """An immutable set of instants, kept as sorted, disjoint, half-open intervals."""

    __slots__ = ("ends", "starts")
    starts: IntArray
    ends: IntArray

    def __init__(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> None:
        """The union of the intervals `[starts[i], ends[i])`; they may overlap and be unsorted."""
        given_starts, given_ends = _whole(starts), _whole(ends)
        _refuse_backward(given_starts, given_ends)
        self._keep(*_sweep(_edges(given_starts, given_ends, 1)))

    def _keep(self, starts: IntArray, ends: IntArray) -> None:
        starts.setflags(write=False)
        ends.setflags(write=False)
        object.__setattr__(self, "starts", starts)
        object.__setattr__(self, "ends", ends)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("spans are immutable; build new ones")

    def __reduce__(self) -> tuple[type[Spans], tuple[IntArray, IntArray]]:
        return Spans, (self.starts, self.ends)

    @classmethod
    def of(cls, pairs: Iterable[tuple[Instant, Instant]]) -> Spans:
        """Spans from pairs of microseconds or of aware datetimes."""
        edges = [(micros_at(start), micros_at(end)) for start, end in pairs]
        return cls([start for start, _ in edges], [end for _, end in edges])

    @classmethod
    def empty(cls) -> Spans:
        """No instant at all."""
        return cls([], [])

    @classmethod
    def _known(cls, starts: IntArray, ends: IntArray) -> Spans:
        made = cls.__new__(cls)
        made._keep(starts, ends)
        return made

    def union(self, other: Spans) -> Spans:
        """Instants in either."""
        return self._combined(other, 1, 1)

    def intersection(self, other: Spans) -> Spans:
        """Instants in both."""
        return self._combined(other, 1, 2)

    def difference(self, other: Spans) -> Spans:
        """Instants in this one and not in the other."""
        return self._combined(other, -2, 1)

    def _combined(self, other: Spans, weight: int, depth: int) -> Spans:
        own = _edges(self.starts, self.ends, 1)
        theirs = _edges(other.starts, other.ends, weight)
        both = (np.concatenate([own[0], theirs[0]]), np.concatenate([own[1], theirs[1]]))
        return Spans._known(*_sweep(both, depth))

    def __or__(self, other: Spans) -> Spans:
        return self.union(other)

    def __and__(self, other: Spans) -> Spans:
        return self.intersection(other)

    def __sub__(self, other: Spans) -> Spans:
        return self.difference(other)

    def total(self) -> int:
        """The length of all intervals together, in microseconds."""
        return int((self.ends - self.starts).sum())

    def clip(self, start: Instant, end: Instant) -> Spans:
        """The part within `[start, end)`; nothing when the end is not after the start."""
        low, high = micros_at(start), micros_at(end)
        if high <= low:
            return Spans.empty()
        first = int(np.searchsorted(self.ends, low, "right"))
        last = int(np.searchsorted(self.starts, high, "left"))
        return Spans._known(
            np.maximum(self.starts[first:last], low), np.minimum(self.ends[first:last], high)
        )

    def contains(self, at: Instant) -> bool:
        """Whether an instant lies in one of the intervals."""
        return bool(self.contains_many(np.array([micros_at(at)], dtype=np.int64))[0])

    def contains_many(self, at: IntArray) -> npt.NDArray[np.bool_]:
        """For each of many instants, whether it lies in one of the intervals."""
        if not len(self):
            return np.zeros(len(at), dtype=np.bool_)
        index = np.searchsorted(self.starts, at, "right") - 1
        return (index >= 0) & (at < self.ends[np.maximum(index, 0)])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(zip(self.starts.tolist(), self.ends.tolist(), strict=True))

    def __len__(self) -> int:
        return len(self.starts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spans):
            return NotImplemented
        return np.array_equal(self.starts, other.starts) and np.array_equal(self.ends, other.ends)

    def __hash__(self) -> int:
        return hash((self.starts.tobytes(), self.ends.tobytes()))

    def __repr__(self) -> str:
        shown = ", ".join(f"[{start}, {end})" for start, end in list(self)[:3])
        more = f", and {len(self) - 3} more" if len(self) > 3 else ""
        return f"Spans({shown}{more})"


def merged_by_group(
    groups: IntArray, starts: IntArray, ends: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """The union of intervals within each group, sorted by group and start.

    One call merges the intervals of all records: `groups` numbers the record of each row.
    """
    _refuse_backward(starts, ends)
    numbers = np.concatenate([groups, groups])
    times, deltas = _edges(starts, ends, 1)
    order = np.lexsort((times, numbers))
    numbers, times, deltas = numbers[order], times[order], deltas[order]
    fresh = np.ones(len(times), dtype=np.bool_)
    fresh[1:] = (times[1:] != times[:-1]) | (numbers[1:] != numbers[:-1])
    opened, closed = _changes(deltas, fresh, 1)
    return numbers[fresh][opened], times[fresh][opened], times[fresh][closed]


def total_by_group(groups: IntArray, starts: IntArray, ends: IntArray) -> tuple[IntArray, IntArray]:
    """The groups that occur, sorted, and the length of the union of each, in microseconds."""
    numbers, merged_starts, merged_ends = merged_by_group(groups, starts, ends)
    names, index = np.unique(np.concatenate([numbers, groups]), return_inverse=True)
    totals = np.zeros(len(names), dtype=np.int64)
    # Added as integers: a weighted bincount would go through floats.
    np.add.at(totals, index[: len(numbers)], merged_ends - merged_starts)
    return names, totals


def micros_at(at: Instant) -> int:
    """Microseconds UTC of an instant given as such or as an aware datetime."""
    return to_micros(at) if isinstance(at, datetime) else int(at)


def _whole(values: npt.ArrayLike) -> IntArray:
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"interval edges are whole microseconds, not {array.dtype}")
    return array.astype(np.int64).reshape(-1)


def _refuse_backward(starts: IntArray, ends: IntArray) -> None:
    if len(starts) != len(ends):
        raise ValueError(f"{len(starts)} starts but {len(ends)} ends")
    backward = np.flatnonzero(ends < starts)
    if len(backward):
        row = int(backward[0])
        raise BackwardInterval(
            f"interval {row} ends before it starts: {int(starts[row])} to {int(ends[row])}"
        )


def _edges(starts: IntArray, ends: IntArray, weight: int) -> tuple[IntArray, IntArray]:
    deltas = np.empty(2 * len(starts), dtype=np.int64)
    deltas[: len(starts)] = weight
    deltas[len(starts) :] = -weight
    return np.concatenate([starts, ends]), deltas


def _sweep(edges: tuple[IntArray, IntArray], depth: int = 1) -> tuple[IntArray, IntArray]:
    """The intervals in which the running sum of the deltas reaches `depth`."""
    times, deltas = edges
    order = np.argsort(times, kind="stable")
    times, deltas = times[order], deltas[order]
    fresh = np.ones(len(times), dtype=np.bool_)
    fresh[1:] = times[1:] != times[:-1]
    opened, closed = _changes(deltas, fresh, depth)
    return times[fresh][opened], times[fresh][closed]


def _changes(
    deltas: IntArray, fresh: npt.NDArray[np.bool_], depth: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Where the depth, summed over equal edges first, is reached and where it is left."""
    if not len(deltas):
        nothing = np.zeros(0, dtype=np.bool_)
        return nothing, nothing
    # All edges of one instant count at once, so touching intervals become one.
    levels = np.cumsum(deltas)
    last = np.append(np.flatnonzero(fresh)[1:] - 1, len(deltas) - 1)
    inside = levels[last] >= depth
    before = np.concatenate([[False], inside[:-1]])
    return inside & ~before, before & ~inside
