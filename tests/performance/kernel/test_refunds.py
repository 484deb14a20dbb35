"""Refunds of what was paid in advance, by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.refunds import refund
from tests.performance.kernel.terms import agreement


def paid_back(kind: str, leaves: str, until: str = "2027-01-01", more: str = "") -> str:
    """The refund of a right of this kind, of 1,000 and 200 EUR a month in 2026."""
    terms = agreement(
        "charges:\n  run: {name: Run, monthly: 1000 EUR}\n  desk: {name: Desk, monthly: 200 EUR}\n"
        f"  once: {{name: Once, monthly: 9000 EUR, recurring: false}}\n{more}"
        f"rights:\n  leave: {{grants: terminate-agreement, refund: {kind}}}\n",
        from_="2026-01-01", until=until,
    )  # fmt: skip
    last = refund(terms, terms.rights["leave"], dt.date.fromisoformat(leaves))[-1]
    return f"{last.amount} {last.unit}"


@pytest.mark.parametrize(
    ("kind", "leaves", "expected"),
    [
        ("in-proportion", "2026-05-01", Fraction(9600)),
        # 10 April to 10 December are eight months, and 22 of the 31 days to 10 January.
        ("in-proportion", "2026-04-10", 1200 * (8 + Fraction(22, 31))),
        ("in-proportion", "2027-01-01", Fraction(0)),
        ("in-proportion", "2027-06-01", Fraction(0)),
        ("in-proportion", "2025-06-01", Fraction(14400)),
        ("all", "2026-12-31", Fraction(14400)),
        ("none", "2026-05-01", Fraction(0)),
    ],
)
def test_what_is_left_of_the_term_comes_back(kind: str, leaves: str, expected: Fraction) -> None:
    assert paid_back(kind, leaves) == f"{expected} EUR"


def test_a_refund_says_its_arithmetic() -> None:
    terms = agreement(
        "charges: {run: {name: Run, monthly: 1000 EUR}}\n"
        "rights: {leave: {grants: terminate-agreement, refund: in-proportion}}\n",
        from_="2026-01-01", until="2027-01-01",
    )  # fmt: skip

    steps = refund(terms, terms.rights["leave"], dt.date(2026, 5, 1))

    assert [step.filled() for step in steps] == ["1000 EUR = 1000 EUR", "1000 EUR x 8 = 8000 EUR"]


def test_a_term_without_an_end_and_charges_without_a_sum_have_no_refund() -> None:
    with pytest.raises(TermsDoNotFit, match="in_force"):
        paid_back("in-proportion", "2026-05-01", until="")
    with pytest.raises(TermsDoNotFit, match="one currency"):
        paid_back("all", "2026-05-01", more="  abroad: {name: Abroad, monthly: 5 USD}\n")
