"""Rounding as agreements name it: exact from a fraction to a decimal, never through a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

Mode = Literal["half_up", "half_even", "down", "up", "floor", "ceiling"]
MODES: tuple[Mode, ...] = get_args(Mode)
_MOST_PLACES = 100


@dataclass(frozen=True)
class Rounding:
    """A number of decimal places and a mode; `half_up` rounds a half away from zero.

    `down` goes towards zero and `up` away from it; `floor` and `ceiling` go towards
    minus and plus infinity.
    """

    places: int
    mode: Mode = "half_up"

    def __post_init__(self) -> None:
        if isinstance(self.places, bool) or not isinstance(self.places, int):
            raise ValueError(f"decimal places are a whole number, not {self.places!r}")
        if not 0 <= self.places <= _MOST_PLACES:
            raise ValueError(f"decimal places are between 0 and {_MOST_PLACES}, not {self.places}")
        if self.mode not in MODES:
            raise ValueError(f"unknown rounding mode {self.mode!r}; use one of {', '.join(MODES)}")

    def apply(self, value: Fraction | Decimal | int) -> Decimal:
        """The decimal nearest to the value by this rule, with exactly `places` decimals."""
        exact = Fraction(value) * 10**self.places
        units = _whole(exact, self.mode)
        digits = tuple(int(digit) for digit in str(abs(units)))
        # Built from digits: arithmetic would round to the context's 28 digits.
        return Decimal((int(units < 0), digits, -self.places))


def _whole(value: Fraction, mode: Mode) -> int:
    below, rest = divmod(value.numerator, value.denominator)
    if rest == 0 or mode == "floor":
        return below
    if mode == "ceiling":
        return below + 1
    if mode == "half_even":
        return round(value)
    if mode in {"down", "up"}:
        return below + int((mode == "down") == (value < 0))
    twice = 2 * rest
    towards_above = twice > value.denominator or (twice == value.denominator and value > 0)
    return below + int(towards_above)
