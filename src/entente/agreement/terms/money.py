"""Charges and service credits: what is paid for the services, and what failures give back."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from entente.agreement.terms.measures import RoundingTerms
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import (
    CeilingValue,
    Flag,
    KeyName,
    MoneyValue,
    Party,
    Percent,
    PercentValue,
    Terms,
    later,
)
from entente.foundation.money import Money


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

    A share is of the fee base of that period, of its at-risk amount, of its invoices (every charge
    line that recurs), or of the average month of the calendar year before. What earlier months of
    the period credited is taken off first.
    """

    per: CapPeriod
    at_most: CeilingValue
    of: Literal["fee-base", "at-risk", "last-year-average", "invoice"] = "fee-base"


class Points(Terms):
    """What service points are worth: an amount or share for each, or a table of sums of points.

    In the table each sum names the least number of points from which its share or amount is paid.
    """

    each: CeilingValue | None = None
    table: dict[str, CeilingValue] = Field(default_factory=dict)

    @field_validator("table", mode="before")
    @classmethod
    def _whole_sums(cls, said: object) -> object:
        if isinstance(said, dict):
            for key in said:
                if not re.fullmatch(r"[0-9]{1,6}", str(key)):
                    raise ValueError(f"{key!r} is not a number of points: write it as '10'")
            return {str(key): value for key, value in said.items()}
        return said

    @property
    def sums(self) -> tuple[tuple[int, Percent | Money], ...]:
        """The table in order: from how many points on, and what is paid."""
        return tuple(sorted((int(key), pays) for key, pays in self.table.items()))


class Claiming(Terms):
    """Credits that must be asked for: by whom, within how long of what.

    `report` is the day on which the month is evaluated, `incident` the first interruption of the
    period. The evidence is an event `credit-claimed` whose record is the level's key, or `*`.
    """

    within: LapseValue
    after: Literal["period-end", "report", "incident"] = "period-end"
    by: Party = "client"


class OneIncident(Terms):
    """Several credits for one incident: who elects which is paid, by when, what silence means."""

    elect_by: Party = "client"
    within: LapseValue
    otherwise: Literal["highest", "lowest", "first"] = "highest"


class EarnBack(Terms):
    """A credit that goes back when the level is held for a while after the failure.

    Every period of the level that ends in the `met_for` months after has to hold the `bound`; one
    that was excused or not measured does not. Levels in `excludes` never earn back, nor, with
    `excludes_defaults`, failures that were a service level default.
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
    """How failures become money: at-risk amount x pool x allocation, tiers, caps in order.

    No credits accrue while a right that `suspended_by` names has arisen. `partial_period` says what
    the fee base of a period is in which the terms hold on some days only. `fee_of` says of which
    months the fee base is: those of the level's period, or the one month before that in which the
    first interruption of the period began (where there was none, before that in which it begins).
    """

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
    partial_period: Literal["whole-fee", "by-days"] = later("whole-fee")
    fee_of: Literal["period", "month-before"] = later("period")

    @model_validator(mode="after")
    def _points_have_worth(self) -> CreditScheme:
        if self.points is not None and (self.points.each is None) == (not self.points.table):
            raise ValueError("points are worth something each, or by a table: give one of the two")
        return self
