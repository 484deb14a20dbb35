"""Counts, levels and money: one way of writing each."""

from __future__ import annotations

from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from entente.agreement.allowance import Month
from entente.agreement.reading import read_agreement
from entente.cli.amounts import counted, said_level, said_money
from entente.cli.lint import allowances


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 causes"), (1, "1 cause"), (2, "2 causes"), (2504, "2,504 causes")]
)
def test_one_is_singular_and_thousands_are_set_apart(count: int, said: str) -> None:
    assert counted(count, "cause") == said


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (Fraction(82836, 10), "EUR", "8,283.60 EUR"),
        (Fraction(6200), "EUR", "6,200.00 EUR"),
        (Fraction(1, 1000), "EUR", "0.001 EUR"),
        (Fraction(62000), "JPY", "62,000 JPY"),
        (Fraction(1, 3), "EUR", "1/3 EUR"),
    ],
)
def test_money_has_the_places_of_its_currency_and_loses_none(
    amount: Fraction, currency: str, said: str
) -> None:
    assert said_money(amount, currency) == said


def test_a_level_is_its_sign_and_its_figure() -> None:
    assert said_level(">=", "at least 99.9 %") == "≥ 99.9 %"


def test_allowances_fit_a_terminal_of_eighty_columns_with_whole_keys(
    harbour_and_quay: Path,
) -> None:
    agreement = read_agreement(harbour_and_quay / "agreement.yaml").agreement
    assert agreement is not None
    written = StringIO()
    Console(file=written, width=80).print(allowances(agreement, Month(2026, 4)))

    lines = written.getvalue().splitlines()
    assert all(len(line) <= 80 for line in lines)
    firsts = {line.split()[0] for line in lines if line.strip()}
    assert firsts >= set(agreement.service_levels)
    assert "…" not in written.getvalue()
