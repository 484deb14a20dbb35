"""Charges and service credits: what is paid for the services, and what failures give back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from entente.agreement.measures import RoundingTerms
from entente.agreement.periods import LapseValue
from entente.agreement.scalars import (
    CeilingValue,
    Flag,
    KeyName,
    MoneyValue,
    Party,
    PercentValue,
    Terms,
    later,
)


class Charge(Terms):
    """A line of the invoice: its monthly amount, and whether it recurs.

    `pass_through` costs are handed on without a margin and belong to no fee base. `indexed_by`
    names the price mechanism that changes the amount year by year.
    """

    name: str
    monthly: MoneyValue
    recurring: Flag = True
    pass_through: Flag = later(False)
    indexed_by: KeyName | None = later()


class RollingMonths(Terms):
    """A ceiling that looks back: the months up to and with the one that is judged."""

    rolling: LapseValue


def _form(value: Any) -> str:
    return "word" if isinstance(value, str) else "rolling"


CapPeriod = Annotated[
    Annotated[Literal["month", "quarter", "year", "contract-year", "term"], Tag("word")]
    | Annotated[RollingMonths, Tag("rolling")],
    Discriminator(_form),
]


class Cap(Terms):
    """A ceiling on credits, in the order listed: for a period, a share or an amount.

    A share is of the fee base of the period, of the at-risk amount, of the average month of the
    calendar year before, or of all charges of the term.
    """

    per: CapPeriod
    at_most: CeilingValue
    of: Literal["fee-base", "at-risk", "last-year-average", "invoice"] = "fee-base"


class Points(Terms):
    """What service points are worth: an amount or share for each, or a table of sums of points."""

    each: CeilingValue | None = None
    table: dict[str, CeilingValue] = Field(default_factory=dict)


class Claiming(Terms):
    """Credits that must be asked for: by whom, within how long of what."""

    within: LapseValue
    after: Literal["period-end", "report", "incident"] = "period-end"
    by: Party = "client"


class OneIncident(Terms):
    """Several credits for one incident: who elects which is paid, by when, what silence means."""

    elect_by: Party = "client"
    within: LapseValue
    otherwise: Literal["highest", "lowest", "first"] = "highest"


class EarnBack(Terms):
    """A credit given back when the level is held for a while after: in how many periods, of which.

    `met_for` periods in a row after the failure earn it back; levels in `excludes` never do.
    """

    met_for: LapseValue
    bound: Literal["commitment", "expected"] = "commitment"
    excludes: tuple[KeyName, ...] = ()
    excludes_defaults: Flag = False


class Settlement(Terms):
    """How credits are given: when, in what, and what happens where there is no such invoice."""

    on: Literal["next-invoice", "quarter-end", "year-end", "end-of-term"] = "next-invoice"
    otherwise: Literal["cash", "lapses"] = "cash"
    within: LapseValue | None = None
    in_kind: Literal["money", "service-days"] = "money"
    expires_after: LapseValue | None = None


def _settlement(value: Any) -> str:
    return "word" if isinstance(value, str) else "terms"


class CreditScheme(Terms):
    """How failures become money: at-risk amount x pool x allocation, tiers, caps in order."""

    currency: str = Field(pattern="^[A-Z]{3}$")
    fee_base: tuple[KeyName, ...] = Field(min_length=1)
    at_risk: PercentValue | None = None
    pools: dict[KeyName, PercentValue] = Field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    nature: Literal["price-adjustment", "liquidated-damages"] = "price-adjustment"
    sole_remedy: Flag = False
    settlement: Annotated[
        Annotated[Literal["next-invoice"], Tag("word")] | Annotated[Settlement, Tag("terms")],
        Discriminator(_settlement),
    ] = "next-invoice"
    rounding: RoundingTerms = RoundingTerms()
    points: Points | None = later()
    minimum_payable: MoneyValue | None = later()
    claim: Claiming | None = later()
    incidents: OneIncident | None = later()
    earn_back: EarnBack | None = later()
    suspended_by: tuple[KeyName, ...] = later(())
    sole_remedy_unless: tuple[KeyName, ...] = later(())

    @model_validator(mode="after")
    def _points_have_worth(self) -> CreditScheme:
        if self.points is not None and (self.points.each is None) == (not self.points.table):
            raise ValueError("points are worth something each, or by a table: give one of the two")
        return self
