"""Price arithmetic against pencil work: indexation, leaving early, volume, reductions."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from entente.agreement.terms.price import Indexation, Reduction, TerminationFee, Volume
from entente.agreement.terms.scalars import parse_percent
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.prices import (
    completed_years,
    indexed,
    reduction,
    termination_fee,
    volume_charge,
)
from tests.agreement.drafts import agreement_of


def index(**more: object) -> Indexation:
    return Indexation.model_validate(
        {"kind": "indexation", "index": "the CPI", "charges": ["run"], **more}
    )


def said(steps: tuple[object, ...]) -> list[str]:
    return [f"{step.label}: {step.filled()}" for step in steps]  # type: ignore[attr-defined] # all are steps


def test_a_charge_follows_the_ratio_of_two_readings_up_to_a_ceiling() -> None:
    # 1000 a month; the index went from 120 to 135, which is 12.5 %; 10 % counts.
    steps = indexed(index(at_most="10 %"), Money(1000, "USD"), Fraction(120), Fraction(135))

    assert said(steps) == [
        "ratio: 135 / 120 x 100 % = 112.5 %",
        "change: 112.5 % - 100 % = 12.5 %",
        "change, at most: the lesser of 12.5 % and 10 % = 10 %",
        "adjusted charge: 1000 USD x (100 % + 10 %) = 1100 USD",
    ]


@pytest.mark.parametrize(
    ("terms", "then", "now", "expected"),
    [
        ({}, 100, 103, Fraction(1030)),
        ({}, 3, 4, Fraction(4000, 3)),
        ({}, 100, 95, Fraction(950)),
        ({"at_least": "0 %"}, 100, 95, Fraction(1000)),
        ({"at_most": "10 %"}, 100, 110, Fraction(1100)),
        ({"share": "50 %"}, 100, 103, Fraction(1015)),
        ({"share": "50 %", "at_most": "1 %"}, 100, 103, Fraction(1010)),
    ],
)
def test_share_floor_and_ceiling(
    terms: dict[str, str], then: int, now: int, expected: Fraction
) -> None:
    steps = indexed(index(**terms), Money(1000, "USD"), Fraction(then), Fraction(now))

    assert steps[-1].amount == expected


def test_an_index_that_is_not_above_zero_is_refused() -> None:
    with pytest.raises(TermsDoNotFit, match="above zero"):
        indexed(index(), Money(1, "USD"), Fraction(0), Fraction(1))


FEE = "charges: {run: {name: Run, monthly: 1000 USD}, lines: {name: Lines, monthly: 500 USD}}\n"


@pytest.mark.parametrize(
    ("years", "expected"),
    [(0, 9000), (1, 7200), (2, 5400), (3, 3600), (4, 1800), (5, 0), (9, 0)],
)
def test_leaving_costs_less_with_each_completed_year(years: int, expected: int) -> None:
    price = TerminationFee.model_validate(
        {"kind": "termination-fee", "charges": ["run", "lines"],
         "shares": ["50 %", "40 %", "30 %", "20 %", "10 %", "0 %"]}
    )  # fmt: skip

    steps = termination_fee(agreement_of(FEE), price, years)

    assert steps[1].amount == 18000
    assert steps[-1].amount == expected


def test_charges_in_two_currencies_have_no_sum() -> None:
    terms = agreement_of(FEE.replace("500 USD", "500 EUR"))
    price = TerminationFee.model_validate(
        {"kind": "termination-fee", "charges": ["run", "lines"], "shares": ["50 %"]}
    )

    with pytest.raises(TermsDoNotFit, match="EUR, USD have no sum"):
        termination_fee(terms, price, 0)


@pytest.mark.parametrize(
    ("end", "years"),
    [("2026-10-31", 0), ("2026-11-01", 1), ("2027-10-31", 1), ("2030-12-01", 5)],
)
def test_a_year_is_complete_on_its_anniversary(end: str, years: int) -> None:
    assert completed_years(dt.date(2025, 11, 1), dt.date.fromisoformat(end)) == years


def test_a_contract_of_a_leap_day_has_its_anniversary_on_the_28th() -> None:
    assert completed_years(dt.date(2024, 2, 29), dt.date(2025, 2, 28)) == 1


VOLUME = Volume.model_validate(
    {"kind": "volume", "unit": "devices", "baseline": 1000, "dead_band": "10 %",
     "additional": "5 EUR", "reduced": "4 EUR"}
)  # fmt: skip


@pytest.mark.parametrize(
    ("used", "expected"),
    [(1000, 0), (1100, 0), (1101, 5), (1200, 500), (900, 0), (899, -4), (0, -3600)],
)
def test_only_units_beyond_the_dead_band_change_the_price(used: int, expected: int) -> None:
    assert volume_charge(VOLUME, used)[-1].amount == expected


def test_the_steps_of_a_volume_charge_say_how() -> None:
    assert said(volume_charge(VOLUME, 1200)) == [
        "edge: 1000 devices + 100 devices = 1100 devices",
        "units beyond: 1200 devices - 1100 devices, where it lies beyond = 100 devices",
        "volume charge: 100 devices x 5 EUR = 500 EUR",
    ]


@given(more=some.integers(0, 5000), used=some.integers(0, 5000))
def test_more_units_never_cost_less(used: int, more: int) -> None:
    assert volume_charge(VOLUME, used + more)[-1].amount >= volume_charge(VOLUME, used)[-1].amount


def lower(basis: str, **more: str) -> Reduction:
    return Reduction.model_validate(
        {"kind": "reduction", "trigger": {"event": "not-again"}, "basis": basis, **more}
    )


def test_what_cannot_be_done_again_is_paid_at_its_reduced_value() -> None:
    price = Money(1000, "USD")

    assert reduction(lower("reduced-value"), price, Money(700, "USD"))[-1].amount == 300
    assert reduction(lower("difference"), price, Money(900, "USD"))[-1].amount == 100
    assert reduction(lower("share", share="25 %"), price)[-1].amount == 250
    assert reduction(lower("time-spent", factor="1.5"), price)[-1].amount == 1500
    assert reduction(lower("time-spent"), price)[-1].amount == 1000


def test_a_reduction_without_its_facts_is_refused() -> None:
    with pytest.raises(TermsDoNotFit, match="needs the other value"):
        reduction(lower("difference"), Money(1, "USD"))
    with pytest.raises(TermsDoNotFit, match="needs its share"):
        reduction(lower("share"), Money(1, "USD"))


@given(
    then=some.fractions(Fraction(1, 10), 1000),
    now=some.fractions(Fraction(1, 10), 1000),
    most=some.integers(0, 50),
)
def test_an_increase_is_never_above_its_ceiling(then: Fraction, now: Fraction, most: int) -> None:
    steps = indexed(index(at_most=f"{most} %"), Money(1000, "EUR"), then, now)

    ceiling = 1000 * (1 + parse_percent(f"{most} %").share)
    assert steps[-1].amount <= ceiling
    assert steps[-1].amount == min(Fraction(1000) * now / then, ceiling)
