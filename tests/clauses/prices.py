"""Prices of a clause: the facts given by hand, and the amount that must come out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from entente.agreement.agreement import Agreement
from entente.agreement.price import Indexation, Reduction, TerminationFee, Volume
from entente.agreement.scalars import parse_amount
from entente.performance.kernel.prices import (
    indexed,
    reduction,
    termination_fee,
    volume_charge,
)
from entente.performance.kernel.steps import Step

Plain = dict[str, Any]


def differing(terms: Agreement, wanted: Plain) -> list[str]:
    """Where a price is not the amount that is expected."""
    last = _steps(terms, wanted)[-1]
    expected = parse_amount(wanted["expect"])
    if (last.amount, last.unit) == (expected.amount, expected.currency):
        return []
    return [f"price {wanted['price']} is {last.amount} {last.unit}, expected {expected}"]


def _steps(terms: Agreement, wanted: Plain) -> tuple[Step, ...]:
    price = terms.prices[wanted["price"]]
    if isinstance(price, Indexation):
        charge = terms.charges[wanted.get("charge", price.charges[0])].monthly
        return indexed(price, charge, Fraction(str(wanted["then"])), Fraction(str(wanted["now"])))
    if isinstance(price, TerminationFee):
        return termination_fee(terms, price, int(wanted["years"]))
    if isinstance(price, Volume):
        return volume_charge(price, Fraction(str(wanted["used"])))
    if isinstance(price, Reduction):
        other = parse_amount(wanted["value"]) if "value" in wanted else None
        return reduction(price, parse_amount(wanted["charge"]), other)
    raise ValueError(f"{wanted['price']} is a {price.kind}, which has dates and no arithmetic")
