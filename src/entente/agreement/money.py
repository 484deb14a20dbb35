"""Charges and service credits: what is paid for the services, and what a failure gives back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from entente.agreement.measures import RoundingTerms
from entente.agreement.scalars import CeilingValue, Flag, KeyName, MoneyValue, PercentValue, Terms


class Charge(Terms):
    """A line of the invoice: its monthly amount, and whether it recurs."""

    name: str
    monthly: MoneyValue
    recurring: Flag = True


class Cap(Terms):
    """A ceiling on credits, in the order listed: per month or year, a share or an amount."""

    per: Literal["month", "year"]
    at_most: CeilingValue
    of: Literal["fee-base", "at-risk"] = "fee-base"


class CreditScheme(Terms):
    """How failures become money: at-risk amount x pool x allocation, tiers, caps in order."""

    currency: str = Field(pattern="^[A-Z]{3}$")
    fee_base: tuple[KeyName, ...] = Field(min_length=1)
    at_risk: PercentValue | None = None
    pools: dict[KeyName, PercentValue] = Field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    nature: Literal["price-adjustment", "liquidated-damages"] = "price-adjustment"
    sole_remedy: Flag = False
    settlement: Literal["next-invoice"] = "next-invoice"
    rounding: RoundingTerms = RoundingTerms()
