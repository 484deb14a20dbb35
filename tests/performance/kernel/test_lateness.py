"""Lateness against pencil work: interest by days and months, damages by bands and units."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from pydantic import ValidationError

from entente.agreement.terms.fees import Delay, Interest
from entente.agreement.terms.periods import parse_lapse
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.lateness import delay_damages, interest

DUE = dt.date(2026, 1, 31)


def rate(**more: object) -> Interest:
    return Interest.model_validate({"kind": "interest", **more})


@pytest.mark.parametrize(
    ("terms", "paid", "expected"),
    [
        ({"rate": "9 %"}, "2026-01-31", Fraction(0)),
        ({"rate": "9 %"}, "2026-01-01", Fraction(0)),
        ({"rate": "9 %"}, "2026-04-14", Fraction(1800)),  # 73 days are a fifth of a year
        ({"rate": "9 %", "year_of": 360}, "2026-04-11", Fraction(100_000 * 9 * 70, 36_000)),
        ({"rate": "1.5 %", "per": "month"}, "2026-02-28", Fraction(1500)),
        ({"rate": "1.5 %", "per": "month"}, "2026-02-14", Fraction(750)),
        ({"rate": "1 %", "per": "month"}, "2026-03-31", Fraction(2000)),
        ({"rate": "1 %", "per": "month", "compounding": "monthly"}, "2026-03-31", Fraction(2010)),
        ({"rate": "36.5 %", "compounding": "daily"}, "2026-02-02", Fraction(20_010, 100)),
    ],
)
def test_interest_by_days_of_a_year_and_by_months(
    terms: dict[str, object], paid: str, expected: Fraction
) -> None:
    steps = interest(rate(**terms), Money(100_000, "EUR"), DUE, dt.date.fromisoformat(paid))

    assert steps[-1].amount == expected


@pytest.mark.parametrize(("allowed", "expected"), [(10, 900), (9, 900), (5, 500)])
def test_a_rate_is_above_a_told_one_and_no_more_than_another(allowed: int, expected: int) -> None:
    price = rate(rate="1 %", above="the bank's rate", no_more="what the law allows")

    steps = interest(price, Money(10_000, "EUR"), dt.date(2025, 3, 1), dt.date(2026, 3, 1),
                     reference=Fraction(8), allowed=Fraction(allowed))  # fmt: skip

    assert steps[-1].amount == expected


def test_told_rates_are_needed_where_they_are_named() -> None:
    with pytest.raises(TermsDoNotFit, match="above it: say"):
        interest(rate(rate="1 %", above="it"), Money(1, "EUR"), DUE, DUE)
    with pytest.raises(TermsDoNotFit, match="no more than it: say"):
        interest(rate(rate="1 %", no_more="it"), Money(1, "EUR"), DUE, DUE)
    with pytest.raises(ValidationError, match="compounds daily, or not at all"):
        rate(rate="1 %", compounding="monthly")


def delay(**more: object) -> Delay:
    return Delay.model_validate({"kind": "delay", **more})


BANDS = [
    {"since": "3 days", "pays": "1 %"},
    {"since": "6 days", "pays": "3 %"},
    {"since": "11 days", "pays": "40 EUR"},
]


@pytest.mark.parametrize(
    ("days", "expected"), [(0, 0), (2, 0), (3, 10), (5, 10), (6, 30), (10, 30), (11, 40), (99, 40)]
)
def test_a_band_holds_until_the_next_begins(days: int, expected: int) -> None:
    steps = delay_damages(delay(bands=BANDS), Money(1000, "EUR"), parse_lapse(f"{days} days"))

    assert steps[-1].amount == expected


@pytest.mark.parametrize(
    ("part", "days", "expected"),
    [
        ("up", 0, 0), ("up", 1, 5), ("up", 7, 5), ("up", 8, 10),
        ("down", 6, 0), ("down", 7, 5), ("down", 13, 5),
        ("exact", 1, Fraction(5, 7)), ("exact", 14, 10),
        ("up", 700, 50),
    ],
)  # fmt: skip
def test_each_unit_pays_up_to_a_ceiling(part: str, days: int, expected: Fraction) -> None:
    price = delay(each={"unit": "1 week", "pays": "0.5 %", "part": part}, at_most="5 %")

    steps = delay_damages(price, Money(1000, "EUR"), parse_lapse(f"{days} days"))

    assert steps[-1].amount == expected


@pytest.mark.parametrize(
    ("beyond", "days", "expected"), [(False, 3, 0), (False, 4, 40), (True, 3, 0), (True, 4, 10)]
)
def test_a_delay_within_the_grace_pays_nothing(beyond: bool, days: int, expected: int) -> None:
    price = delay(each={"unit": "1 day", "pays": "10 EUR"}, grace="3 days", beyond_grace=beyond)

    steps = delay_damages(price, Money(1000, "EUR"), parse_lapse(f"{days} days"))

    assert steps[-1].amount == expected


@pytest.mark.parametrize(
    ("clean", "expected"), [(None, 10), ("1 quarter", 10), ("2 quarters", 0), ("6 months", 0)]
)
def test_it_is_given_back_after_a_while_without_delay(clean: str | None, expected: int) -> None:
    price = delay(bands=BANDS, given_back_after="2 quarters")
    since = parse_lapse(clean) if clean else None

    steps = delay_damages(price, Money(1000, "EUR"), parse_lapse("4 days"), since)

    assert steps[-1].amount == expected


def test_business_days_are_counted_as_business_days() -> None:
    price = delay(each={"unit": "1 business day", "pays": "10 EUR"})

    assert delay_damages(price, Money(1, "EUR"), parse_lapse("2 business days"))[-1].amount == 20
    with pytest.raises(TermsDoNotFit, match="counted in business days"):
        delay_damages(price, Money(1, "EUR"), parse_lapse("2 days"))
    with pytest.raises(TermsDoNotFit, match="no sum"):
        delay_damages(price, Money(1, "USD"), parse_lapse("2 business days"))


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({}, "by bands, or for each unit"),
        ({"bands": BANDS, "each": {"unit": "1 day", "pays": "1 %"}}, "by bands, or for each unit"),
        ({"bands": BANDS[::-1]}, "in order"),
        ({"bands": [BANDS[0], BANDS[0]]}, "in order"),
        ({"bands": [{"since": "1 month", "pays": "1 %"}]}, "in days"),
        ({"bands": BANDS, "grace": "1 business day"}, "in days"),
        ({"each": {"unit": "1 business day", "pays": "1 %"}, "grace": "1 day"}, "in days"),
        ({"each": {"unit": "1 month", "pays": "1 %"}}, "days, business days or weeks"),
    ],
)
def test_a_delay_is_said_in_one_way(terms: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        delay(**terms)
