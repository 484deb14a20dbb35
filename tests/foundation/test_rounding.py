"""Rounding is exact and equals the decimal standard's in every mode."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.foundation.rounding import MODES, Mode, Rounding

calm = settings(max_examples=60, deadline=None)

NAMES: dict[Mode, str] = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
    "floor": decimal.ROUND_FLOOR,
    "ceiling": decimal.ROUND_CEILING,
}


def equals_the_standard(value: Decimal, places: int, mode: Mode) -> None:
    """The same decimal, digit for digit, as the standard library's."""
    found = Rounding(places, mode).apply(value)
    assert found == value.quantize(Decimal(1).scaleb(-places), rounding=NAMES[mode])
    assert found.as_tuple().exponent == -places


@pytest.mark.parametrize("mode", MODES)
def test_every_hundredth_near_nought_is_rounded_as_the_standard_says(mode: Mode) -> None:
    for digits in range(-250, 251):
        for places in (0, 1, 2, 3):
            equals_the_standard(Decimal(digits).scaleb(-2), places, mode)


@calm
@given(st.integers(-(10**7), 10**7), st.integers(0, 5), st.integers(0, 6), st.sampled_from(MODES))
def test_rounding_equals_the_decimal_standard(
    digits: int, scale: int, places: int, mode: Mode
) -> None:
    equals_the_standard(Decimal(digits).scaleb(-scale), places, mode)


@calm
@given(st.fractions(), st.integers(0, 8))
def test_what_is_rounded_to_the_nearest_lies_within_half_a_unit(
    value: Fraction, places: int
) -> None:
    unit = Fraction(1, 10**places)

    for mode in ("half_up", "half_even"):
        assert abs(Fraction(Rounding(places, mode).apply(value)) - value) <= unit / 2


def test_more_digits_than_a_decimal_context_holds_stay_exact() -> None:
    share = Fraction(10**40 + 1, 3)

    assert str(Rounding(2).apply(share)) == "3" * 40 + ".67"


@pytest.mark.parametrize("places", [-1, 101, 1.5, True])
def test_unusable_places_are_refused(places: int) -> None:
    with pytest.raises(ValueError, match="decimal places"):
        Rounding(places)


def test_an_unknown_mode_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="unknown rounding mode 'bankers'; use one of half_up"):
        Rounding(2, "bankers")  # type: ignore[arg-type] # the mistake under test


def test_nought_is_written_without_a_sign() -> None:
    assert str(Rounding(2).apply(0)) == "0.00"
    assert str(Rounding(2).apply(Fraction(-1, 1000))) == "0.00"


def test_a_hundred_places_are_the_most_that_can_be_asked_for() -> None:
    assert str(Rounding(100).apply(1)) == "1." + "0" * 100
