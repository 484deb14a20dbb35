"""Money is exact, stays in its currency and is rounded only when told."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.foundation.money import Money, OtherCurrency, minor_units, parse_money

calm = settings(max_examples=60, deadline=None)

AMOUNTS = st.fractions(max_denominator=10**6)


@pytest.mark.parametrize(
    ("text", "money", "canonical"),
    [
        ("12 500.00 EUR", Money(12500, "EUR"), "12500.00 EUR"),
        ("EUR 12,500", Money(12500, "EUR"), "12500.00 EUR"),
        ("12'500.5 CHF", Money("12500.5", "CHF"), "12500.50 CHF"),
        ("1 234 567.891 USD", Money("1234567.891", "USD"), "1234567.891 USD"),
        ("JPY 1000", Money(1000, "JPY"), "1000 JPY"),
        ("-3.50 USD", Money("-3.5", "USD"), "-3.50 USD"),
        ("0.125 EUR", Money("0.125", "EUR"), "0.125 EUR"),
        ("1.234 KWD", Money("1.234", "KWD"), "1.234 KWD"),
    ],
)
def test_written_money_is_read_exactly(text: str, money: Money, canonical: str) -> None:
    assert parse_money(text) == money
    assert str(money) == canonical


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not an amount of money"),
        ("500", "is not an amount of money; write for example"),
        ("eur 5", "write the currency in capitals, EUR"),
        ("12,50 EUR", "the decimal mark is a point"),
        ("12.500,00 EUR", "the decimal mark is a point"),
        ("1,00,000 INR", "thousands are in threes"),
        ("12.500 EUR", "may mean thousands or decimals; write 12500 or 12.5000"),
    ],
)
def test_unclear_money_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_money(text)


@calm
@given(AMOUNTS, AMOUNTS, st.fractions(max_denominator=1000))
def test_arithmetic_is_exact(a: Fraction, b: Fraction, share: Fraction) -> None:
    one, two = Money(a, "EUR"), Money(b, "EUR")

    assert (one + two) - two == one
    assert (one + two).times(share) == one.times(share) + two.times(share)
    assert -one + one == Money.zero("EUR")
    assert (one < two, one <= two, one > two, one >= two) == (a < b, a <= b, a > b, a >= b)
    assert bool(one) == (a != 0)


@calm
@given(st.decimals(-(10**9), 10**9, places=4))
def test_canonical_text_is_read_back(amount: Decimal) -> None:
    money = Money(amount, "EUR")

    assert Fraction(str(money).split()[0]) == money.amount
    assert money.decimal() == amount


def test_a_third_stays_a_third_until_it_is_rounded() -> None:
    third = Money(100, "EUR").times(Fraction(1, 3))

    assert third.times(3) == Money(100, "EUR")
    assert str(third) == "100/3 EUR"
    assert str(third.rounded()) == "33.33 EUR"
    assert str(third.rounded(0, "ceiling")) == "34.00 EUR"
    assert str(Money("2.5", "JPY").rounded()) == "3 JPY"
    with pytest.raises(ValueError, match="has no finite decimal; round it first"):
        third.decimal()


def test_currencies_are_never_mixed() -> None:
    euros, dollars = Money(1, "EUR"), Money(1, "USD")

    assert euros != dollars
    with pytest.raises(OtherCurrency, match=r"1.00 EUR and 1.00 USD are in different currencies"):
        euros + dollars
    with pytest.raises(OtherCurrency):
        _ = euros < dollars


@pytest.mark.parametrize("code", ["eur", "EURO", "€", ""])
def test_a_currency_is_its_three_letter_code(code: str) -> None:
    with pytest.raises(ValueError, match="use its three-letter ISO 4217 code"):
        Money(1, code)


@pytest.mark.parametrize("amount", [0.1, True])
def test_inexact_amounts_are_refused(amount: int) -> None:
    with pytest.raises(TypeError, match="an amount of money is exact"):
        Money(amount, "EUR")


def test_currencies_have_their_own_minor_units() -> None:
    assert [minor_units(code) for code in ("EUR", "JPY", "KWD", "CLF")] == [2, 0, 3, 4]
