"""Fees against pencil work: use at rates, limits of liability, an early end."""

from __future__ import annotations

from fractions import Fraction

import pytest
from pydantic import ValidationError

from entente.agreement.terms.fees import Cancellation, Liability, Usage
from entente.agreement.terms.periods import parse_lapse
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.charging import cancellation_fee, liability_limit, usage_fee
from tests.agreement.drafts import agreement_of

TERMS = agreement_of("charges: {run: {name: Run, monthly: 1000 USD}}\n")


def usage(rates: dict[str, object], **more: object) -> Usage:
    return Usage.model_validate({"kind": "usage", "rates": rates, **more})


def eur(amount: int | str) -> Money:
    return Money(amount, "EUR")


@pytest.mark.parametrize(
    ("more", "hours", "expected"),
    [
        ({}, 10, 1000),
        ({"free": "400 EUR"}, 10, 600),
        ({"free": "400 EUR"}, 4, 0),
        ({"free": "400 EUR"}, 3, 0),
        ({"uplift": "4 %"}, 10, 1040),
        ({"free": "400 EUR", "uplift": "4 %"}, 10, 624),
        ({"at_least": "1500 EUR"}, 10, 1500),
        ({"at_least": "1500 EUR"}, 15, 1500),
        ({"at_least": "1500 EUR"}, 16, 1600),
        ({"at_most": "900 EUR"}, 10, 900),
        ({"free": "15 %", "free_of": "the month"}, 10, 850),
    ],
)
def test_use_is_what_is_not_free_with_its_uplift_between_its_bounds(
    more: dict[str, object], hours: int, expected: int
) -> None:
    price = usage({"hours": "100 EUR"}, **more)

    steps = usage_fee(price, {"hours": Fraction(hours)}, eur(1000))

    assert (steps[-1].amount, steps[-1].unit) == (Fraction(expected), "EUR")


def test_a_rate_is_a_price_a_share_or_a_multiple() -> None:
    price = usage({"hours": "0.305 EUR", "sales": "90 %", "salary": 18})

    steps = usage_fee(price, {"hours": Fraction(2), "sales": eur(50), "salary": eur(10)})

    assert [step.filled() for step in steps] == [
        "2 x 0.305 EUR = 0.61 EUR",
        "50 EUR x 90 % = 45 EUR",
        "10 EUR x 18 = 180 EUR",
        "0.61 EUR + 45 EUR + 180 EUR = 225.61 EUR",
    ]


@pytest.mark.parametrize(
    ("rates", "used", "said"),
    [
        ({"a": "1 EUR", "b": "2 EUR"}, {"a": Fraction(1)}, "how much of b"),
        ({"a": "1 EUR"}, {"a": Fraction(1), "c": Fraction(1)}, "no rate of c"),
        ({"a": "1 EUR"}, {"a": Money(1, "EUR")}, "say how many"),
        ({"a": "1 %"}, {"a": Fraction(1)}, "part of an amount"),
        ({"a": "1 EUR", "b": "1 USD"}, {"a": Fraction(1), "b": Fraction(1)}, "have no sum"),
    ],
)
def test_facts_that_do_not_fit_the_rates_are_refused(
    rates: dict[str, object], used: dict[str, Fraction | Money], said: str
) -> None:
    with pytest.raises(TermsDoNotFit, match=said):
        usage_fee(usage(rates), used)


def test_a_free_share_needs_what_it_is_of() -> None:
    with pytest.raises(ValidationError, match="free_of names"):
        usage({"a": "1 EUR"}, free="15 %")
    with pytest.raises(TermsDoNotFit, match="say how much that is"):
        usage_fee(usage({"a": "1 EUR"}, free="15 %", free_of="it"), {"a": Fraction(1)})


def liability(**more: object) -> Liability:
    limits = [
        {"amount": "100000 USD"},
        {"share": "50 %", "of_what": "the charges", "over": "12 months", "at_first": "60000 USD"},
    ]
    return Liability.model_validate(
        {"kind": "liability", "owed_by": "provider", "limits": limits, **more}
    )


@pytest.mark.parametrize(
    ("choose", "age", "expected"),
    [
        ("greater", "11 months", 100_000),
        ("lesser", "11 months", 60_000),
        ("greater", "12 months", 150_000),
        ("lesser", "12 months", 100_000),
        ("greater", "2 years", 150_000),
    ],
)
def test_a_limit_is_the_greater_or_the_lesser_of_its_parts(
    choose: str, age: str, expected: int
) -> None:
    told = {"the charges": Money(300_000, "USD")}

    steps = liability_limit(liability(choose=choose), told, parse_lapse(age))

    assert steps[-1].amount == expected


@pytest.mark.parametrize(("claimed", "owed"), [(99, 99), (100_001, 100_000), (100_000, 100_000)])
def test_what_is_claimed_is_owed_up_to_the_limit(claimed: int, owed: int) -> None:
    price = liability(limits=[{"amount": "100000 USD"}])

    assert liability_limit(price, {}, claimed=Money(claimed, "USD"))[-1].amount == owed


def test_a_limit_needs_what_it_is_a_share_of_and_the_age() -> None:
    with pytest.raises(TermsDoNotFit, match="say the age"):
        liability_limit(liability(), {})
    with pytest.raises(TermsDoNotFit, match="a share of the charges"):
        liability_limit(liability(), {}, parse_lapse("2 years"))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({}, "an amount, or a share"),
        ({"amount": "1 USD", "share": "1 %"}, "an amount, or a share"),
        ({"share": "1 %"}, "say what the share is of"),
        ({"share": "1 %", "of_what": "it", "at_first": "1 USD"}, "over how long"),
    ],
)
def test_a_part_of_a_limit_is_one_thing(part: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        liability(limits=[part])


def cancellation(*parts: dict[str, object], **more: object) -> Cancellation:
    return Cancellation.model_validate({"kind": "cancellation", "parts": list(parts), **more})


PARTS: tuple[dict[str, object], ...] = (
    {"monthly": "5000 USD"},
    {"mean_over": "6 months"},
    {"amount": "30000 USD"},
    {"charges": ["run"], "share": "50 %"},
)


@pytest.mark.parametrize(
    ("choose", "left", "expected"),
    [
        ("greater", 4, 30_000),  # 20,000, 24,000, 30,000 and 2,000
        ("greater", 7, 42_000),
        ("lesser", 4, 2_000),
        ("sum", 4, 76_000),
    ],
)
def test_an_early_end_costs_the_greater_the_lesser_or_the_sum(
    choose: str, left: int, expected: int
) -> None:
    price = cancellation(*PARTS, choose=choose)

    steps = cancellation_fee(TERMS, price, Fraction(left), billed=Money(36_000, "USD"))

    assert steps[-1].amount == expected


@pytest.mark.parametrize(
    ("notice", "expected"), [("5 months", 20_000), ("6 months", 0), ("1 year", 0)]
)
def test_notice_in_time_saves_the_fee(notice: str, expected: int) -> None:
    price = cancellation({"monthly": "5000 USD"}, notice_saves="6 months")

    steps = cancellation_fee(TERMS, price, Fraction(4), notice=parse_lapse(notice))

    assert steps[-1].amount == expected


def test_at_most_so_many_months_count() -> None:
    price = cancellation({"monthly": "5000 USD"}, months_at_most=3)

    assert cancellation_fee(TERMS, price, Fraction(2))[-1].amount == 10_000
    assert cancellation_fee(TERMS, price, Fraction(9))[-1].amount == 15_000


def test_a_mean_bill_needs_what_was_billed() -> None:
    with pytest.raises(TermsDoNotFit, match="say what was billed"):
        cancellation_fee(TERMS, cancellation({"mean_over": "6 months"}), Fraction(1))
    with pytest.raises(ValidationError, match="write 6 months"):
        cancellation({"mean_over": "90 days"})
    with pytest.raises(ValidationError, match="one of amount, monthly"):
        cancellation({"monthly": "1 USD", "amount": "1 USD"})
