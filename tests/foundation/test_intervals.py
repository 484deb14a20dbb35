"""Interval algebra: the laws of sets, against sets of whole numbers."""

from __future__ import annotations

import itertools
import pickle
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.foundation.instants import NaiveInstant
from entente.foundation.intervals import (
    BackwardInterval,
    Spans,
    merged_by_group,
    total_by_group,
)

calm = settings(max_examples=60, deadline=None)

Pair = tuple[int, int]
PAIRS = st.lists(
    st.tuples(st.integers(-30, 30), st.integers(0, 12)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=12,
)


def numbers(pairs: list[Pair] | Spans) -> set[int]:
    """The naive reference: every whole number inside."""
    return {n for start, end in pairs for n in range(start, end)}


def is_canonical(spans: Spans) -> bool:
    """Sorted, disjoint, not touching, none empty."""
    pairs = list(spans)
    gaps = all(one[1] < two[0] for one, two in itertools.pairwise(pairs))
    return gaps and all(start < end for start, end in pairs)


@calm
@given(PAIRS, PAIRS)
def test_algebra_is_that_of_sets(one: list[Pair], two: list[Pair]) -> None:
    a, b = Spans.of(one), Spans.of(two)

    for found, expected in (
        (a, numbers(one)),
        (a | b, numbers(one) | numbers(two)),
        (a & b, numbers(one) & numbers(two)),
        (a - b, numbers(one) - numbers(two)),
    ):
        assert numbers(found) == expected
        assert found.total() == len(expected)
        assert is_canonical(found)


@calm
@given(PAIRS, st.integers(-40, 40), st.integers(-40, 40))
def test_a_clip_is_an_intersection_with_one_interval(
    pairs: list[Pair], start: int, end: int
) -> None:
    clipped = Spans.of(pairs).clip(start, end)

    assert numbers(clipped) == numbers(pairs) & set(range(start, end))
    assert is_canonical(clipped)


@calm
@given(PAIRS)
def test_contains_is_membership(pairs: list[Pair]) -> None:
    spans = Spans.of(pairs)
    at = range(-45, 45)

    inside = {n for n in at if spans.contains(n)}

    assert inside == numbers(pairs)


@calm
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-20, 20), st.integers(0, 9)), max_size=20))
def test_groups_are_merged_apart(rows: list[tuple[int, int, int]]) -> None:
    array = np.array(rows, dtype=np.int64).reshape(-1, 3)
    groups, starts, ends = array[:, 0], array[:, 1], array[:, 1] + array[:, 2]

    names, totals = total_by_group(groups, starts, ends)
    found = merged_by_group(groups, starts, ends)

    apart = {g: Spans.of([(s, s + n) for h, s, n in rows if h == g]) for g in {r[0] for r in rows}}
    assert dict(zip(names.tolist(), totals.tolist(), strict=True)) == {
        g: spans.total() for g, spans in apart.items()
    }
    assert list(zip(*(part.tolist() for part in found), strict=True)) == [
        (g, *pair) for g in sorted(apart) for pair in apart[g]
    ]


def test_touching_intervals_become_one() -> None:
    assert list(Spans.of([(5, 9), (0, 5)])) == [(0, 9)]


def test_instants_may_be_given_as_aware_datetimes() -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)

    spans = Spans.of([(start, start + timedelta(microseconds=3))])

    assert spans.total() == 3
    assert spans.contains(start)
    assert not spans.contains(start + timedelta(microseconds=3))


def test_a_naive_datetime_is_refused() -> None:
    naive = datetime(2024, 1, 1)  # noqa: DTZ001 # the mistake under test

    with pytest.raises(NaiveInstant, match="has no time zone"):
        Spans.of([(naive, naive)])


def test_an_interval_that_ends_before_it_starts_is_named() -> None:
    with pytest.raises(BackwardInterval, match="interval 1 ends before it starts: 9 to 3"):
        Spans.of([(0, 1), (9, 3)])


def test_edges_are_never_rounded_from_floats() -> None:
    with pytest.raises(TypeError, match="whole microseconds"):
        Spans([0.5], [1.5])


def test_starts_and_ends_come_in_pairs() -> None:
    with pytest.raises(ValueError, match="1 starts but 2 ends"):
        Spans([0], [1, 2])


def test_spans_are_values() -> None:
    spans = Spans.of([(0, 2), (4, 6), (8, 9), (11, 12)])

    assert spans == Spans.of(list(reversed(list(spans))))
    assert spans != Spans.empty()
    assert spans != 3
    assert len({spans, Spans.of(spans)}) == 1
    assert pickle.loads(pickle.dumps(spans)) == spans
    assert repr(spans) == "Spans([0, 2), [4, 6), [8, 9), and 1 more)"
    assert repr(Spans.empty()) == "Spans()"


def test_spans_cannot_be_changed() -> None:
    spans = Spans.of([(0, 2)])

    with pytest.raises(AttributeError, match="immutable"):
        spans.starts = np.zeros(1, dtype=np.int64)
    with pytest.raises(ValueError, match="read-only"):
        spans.starts[0] = 1


def test_the_empty_set_holds_nothing() -> None:
    empty = Spans.empty()

    assert not empty.contains(0)
    assert empty.total() == len(empty | empty) == len(empty & empty) == len(empty - empty) == 0


def test_a_million_intervals_are_merged_at_once() -> None:
    starts = np.arange(1_000_000, dtype=np.int64) * 10

    joined = Spans(starts, starts + 7) & Spans(starts + 5, starts + 12)

    assert joined.total() == 2_000_000 + 2 * 999_999
