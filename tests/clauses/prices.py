"""Prices of a clause: the facts given by hand, and the amount that must come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.fees import Cancellation, Delay, Interest, Liability, Usage
from entente.agreement.terms.periods import Lapse, parse_lapse
from entente.agreement.terms.price import Indexation, Reduction, TerminationFee, Volume
from entente.agreement.terms.scalars import parse_amount, parse_percent
from entente.foundation.money import Money
from entente.performance.kernel.charging import cancellation_fee, liability_limit, usage_fee
from entente.performance.kernel.lateness import delay_damages, interest
from entente.performance.kernel.prices import (
    indexed,
    reduction,
    termination_fee,
    volume_charge,
)
from entente.performance.kernel.refunds import refund
from entente.performance.kernel.steps import Step

Plain = dict[str, Any]


def differing(terms: Agreement, wanted: Plain) -> list[str]:
    """Where a price is not the amount that is expected."""
    last = _steps(terms, wanted)[-1]
    said = str(wanted["expect"])
    expected = parse_amount(said.removeprefix("-"))  # what comes back is written below zero
    amount = -expected.amount if said.startswith("-") else expected.amount
    if (last.amount, last.unit) == (amount, expected.currency):
        return []
    key = wanted.get("price") or wanted["right"]
    return [f"price {key} is {last.amount} {last.unit}, expected {said}"]


def _steps(terms: Agreement, wanted: Plain) -> tuple[Step, ...]:
    if "right" in wanted:
        leaves = dt.date.fromisoformat(str(wanted["leaves"]))
        return refund(terms, terms.rights[wanted["right"]], leaves)
    key = wanted.get("price")
    if key not in terms.prices:
        known = ", ".join(terms.prices) or "none"
        raise ValueError(f"there is no price {key!r} in the terms: there are {known}")
    price = terms.prices[key]
    if type(price) not in _KINDS:
        raise ValueError(f"{key} is a {price.kind}, which has dates and no arithmetic: write it "
                         "under duties")  # fmt: skip
    needed, allowed, made = _KINDS[type(price)]
    given = set(wanted) - {"price", "expect"}
    if missing := sorted(needed - given):
        raise ValueError(f"a price of the kind {price.kind} needs the facts {', '.join(missing)}")
    if strange := sorted(given - needed - allowed):
        known = ", ".join(sorted(needed | allowed))
        raise ValueError(f"a price of the kind {price.kind} has no fact {', '.join(strange)}: it "
                         f"has {known}")  # fmt: skip
    if "expect" not in wanted:
        raise ValueError("expect is missing: say the amount that must come out")
    return made(terms, price, wanted)


def _indexed(terms: Agreement, price: Indexation, facts: Plain) -> tuple[Step, ...]:
    charge = terms.charges[facts.get("charge", price.charges[0])].monthly
    return indexed(price, charge, Fraction(str(facts["then"])), Fraction(str(facts["now"])))


def _left(terms: Agreement, price: TerminationFee, facts: Plain) -> tuple[Step, ...]:
    return termination_fee(terms, price, int(facts["years"]))


def _volume(terms: Agreement, price: Volume, facts: Plain) -> tuple[Step, ...]:
    return volume_charge(price, Fraction(str(facts["used"])))


def _reduced(terms: Agreement, price: Reduction, facts: Plain) -> tuple[Step, ...]:
    return reduction(price, parse_amount(facts["charge"]), _amount(facts, "value"))


def _used(terms: Agreement, price: Usage, facts: Plain) -> tuple[Step, ...]:
    used = {name: _quantity(each) for name, each in facts["used"].items()}
    return usage_fee(price, used, _amount(facts, "base"))


def _interest(terms: Agreement, price: Interest, facts: Plain) -> tuple[Step, ...]:
    due, paid = (dt.date.fromisoformat(str(facts[name])) for name in ("due", "paid"))
    told = {name: parse_percent(facts[name]).value for name in ("reference", "allowed")
            if name in facts}  # fmt: skip
    return interest(price, parse_amount(facts["charge"]), due, paid, **told)


def _delayed(terms: Agreement, price: Delay, facts: Plain) -> tuple[Step, ...]:
    late = parse_lapse(facts["late"])
    return delay_damages(price, parse_amount(facts["charge"]), late, _lapse(facts, "clean"))


def _limited(terms: Agreement, price: Liability, facts: Plain) -> tuple[Step, ...]:
    told = {name: parse_amount(each) for name, each in facts.get("told", {}).items()}
    return liability_limit(price, told, _lapse(facts, "age"), _amount(facts, "claimed"))


def _cancelled(terms: Agreement, price: Cancellation, facts: Plain) -> tuple[Step, ...]:
    left = Fraction(str(facts["months_left"]))
    billed, notice = _amount(facts, "billed"), _lapse(facts, "notice")
    return cancellation_fee(terms, price, left, billed=billed, notice=notice)


def _quantity(given: object) -> Fraction | Money:
    text = str(given)
    return parse_amount(text) if any(each.isalpha() for each in text) else Fraction(text)


def _amount(facts: Plain, name: str) -> Money | None:
    return parse_amount(facts[name]) if name in facts else None


def _lapse(facts: Plain, name: str) -> Lapse | None:
    return parse_lapse(facts[name]) if name in facts else None


# By kind: the facts that it needs, those that it may have, and what it makes of them.
_KINDS: dict[type[Any], tuple[set[str], set[str], Callable[..., tuple[Step, ...]]]] = {
    Indexation: ({"then", "now"}, {"charge"}, _indexed),
    TerminationFee: ({"years"}, set(), _left),
    Volume: ({"used"}, set(), _volume),
    Reduction: ({"charge"}, {"value"}, _reduced),
    Usage: ({"used"}, {"base"}, _used),
    Interest: ({"charge", "due", "paid"}, {"reference", "allowed"}, _interest),
    Delay: ({"charge", "late"}, {"clean"}, _delayed),
    Liability: (set(), {"told", "age", "claimed"}, _limited),
    Cancellation: ({"months_left"}, {"billed", "notice"}, _cancelled),
}  # fmt: skip
