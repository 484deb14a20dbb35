"""Chance in integers: independent seeded streams, weighted choices, quantile tables.

Only `Random.randrange` is used: logarithms and cosines differ in the last bit between machines,
integers do not, and the demonstration must be the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

# Points of an inverse distribution: (per mille of the cases, value), rising, from 0 to 1000.
Quantiles = Sequence[tuple[int, int]]

_STEPS = 1_000_000  # finer than any table needs; values between two points are interpolated


def stream(seed: int, name: str, month: str) -> Random:
    """The source of chance of one stream in one month, independent of every other."""
    return Random(f"{seed}-{name}-{month}")


def happens(chance: Random, per_mille: int) -> bool:
    """True in so many cases of a thousand."""
    return chance.randrange(1000) < per_mille


def pick(chance: Random, items: Sequence[Item], weights: Sequence[int]) -> Item:
    """One of the items, as often as its weight says."""
    edges = list(accumulate(weights))
    drawn = chance.randrange(edges[-1])
    return next(item for item, edge in zip(items, edges, strict=True) if drawn < edge)


def one_of(chance: Random, items: Sequence[Item]) -> Item:
    """One of the items, each as often."""
    return items[chance.randrange(len(items))]


def some_of(chance: Random, items: Sequence[Item], count: int) -> list[Item]:
    """So many different items, in a random order."""
    left = list(items)
    return [left.pop(chance.randrange(len(left))) for _ in range(min(count, len(left)))]


def draw(chance: Random, quantiles: Quantiles, scale: int = 1) -> int:
    """A value with this distribution, times the scale, interpolated in integers."""
    drawn = chance.randrange(_STEPS)
    for (low, start), (high, end) in pairwise(quantiles):
        if drawn < high * (_STEPS // 1000):
            inside = drawn - low * (_STEPS // 1000)
            width = (high - low) * (_STEPS // 1000)
            return (start * width + (end - start) * inside) * scale // width
    raise ValueError("a table of quantiles ends at 1000 per mille")
