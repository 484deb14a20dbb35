"""Scales: which values an axis spans, and the round numbers that it names."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, drawn from `bottom` up to `top` pixels."""

    low: float
    high: float
    bottom: float
    top: float
    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        """Where a value stands; what lies outside is drawn at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - min(max(share, 0.0), 1.0) * (self.bottom - self.top)


def scale(
    values: Sequence[float],
    *,
    bottom: float,
    top: float,
    floor: float | None,
    ceiling: float | None,
) -> Scale:
    """An axis that holds all values between round ends; `floor` and `ceiling` are never passed."""
    least, most = min(values), max(values)
    spread = (most - least) or abs(most) or 1.0
    step = _step(spread * 1.25 / 4)
    low = math.floor((least - spread * 0.12) / step) * step
    high = math.ceil((most + spread * 0.05) / step) * step
    low = max(low, floor) if floor is not None else low
    high = min(high, ceiling) if ceiling is not None else high
    if high <= low:
        high = low + step
    first = math.ceil(low / step - 1e-9)
    count = math.floor((high - low) / step + 1e-9) + 1
    ticks = tuple(round((first + index) * step, 12) for index in range(count))
    return Scale(low, high, bottom, top, tuple(tick for tick in ticks if tick <= high + 1e-12))


def _step(rough: float) -> float:
    size = math.pow(10, math.floor(math.log10(rough)))
    return next(step * size for step in _STEPS if step * size >= rough * 0.999)


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The same places, moved as little as it takes to stand `gap` apart between two ends."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [min(max(place, low), high) for place in wanted]
    for before, after in itertools.pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    limit = high
    for index in reversed(order):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed
