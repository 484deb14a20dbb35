"""Mechanics of price: indexation, volume, payments, fees for leaving, benchmarking, reductions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from entente.agreement.terms.credit_scalars import FactorValue
from entente.agreement.terms.fees import Cancellation, Delay, Interest, Liability, Usage
from entente.agreement.terms.obligations import DutyDue, Every, Owner, Silence, Trigger
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import (
    CeilingValue,
    Flag,
    KeyName,
    MoneyValue,
    Party,
    PercentValue,
    Terms,
    Whole,
)


class Indexation(Terms):
    """Charges follow an index: the ratio of two readings, within a floor and a ceiling.

    The charge of a year is that of the year before times the index now over the index then; an
    increase above `at_most` counts as that, one below `at_least` too. A first adjustment comes
    `first_after` the beginning.
    """

    kind: Literal["indexation"]
    title: str = ""
    index: str
    charges: tuple[KeyName, ...] = Field(min_length=1)
    every: Every = "year"
    share: PercentValue | None = None
    at_most: PercentValue | None = None
    at_least: PercentValue | None = None
    first_after: LapseValue | None = None


class TerminationFee(Terms):
    """What leaving early costs, by completed contract years: the share of a yearly base.

    `shares` are in order: of the first year (none completed), the second, and so on; the last goes
    on.
    """

    kind: Literal["termination-fee"]
    title: str = ""
    owed_by: Party = "client"
    charges: tuple[KeyName, ...] = Field(min_length=1)
    months: Whole = 12
    shares: tuple[PercentValue, ...] = Field(min_length=1)


class Payment(Terms):
    """A payment tied to something: a milestone, an acceptance, a date; or a refund or a fee."""

    kind: Literal["payment"]
    title: str = ""
    owed_by: Party
    amount: CeilingValue | None = None
    of: tuple[KeyName, ...] = ()
    trigger: Trigger
    due: DutyDue | None = None
    calendar: KeyName | None = None
    refund: Flag = False
    disputed: Literal["withheld", "paid"] | None = None
    silence: Silence | None = None
    text: str = ""


class Volume(Terms):
    """Additional and reduced charges for more or fewer resource units than a baseline.

    Within the dead band nothing changes. Beyond it each unit costs `additional`, or gives back
    `reduced`.
    """

    kind: Literal["volume"]
    title: str = ""
    unit: str
    baseline: Whole
    dead_band: PercentValue | None = None
    additional: MoneyValue
    reduced: MoneyValue
    measure: KeyName | None = None


class Benchmarking(Terms):
    """A comparison of charges or levels with the market, and what follows from it."""

    kind: Literal["benchmarking"]
    title: str = ""
    every: Every | None = None
    notice: LapseValue | None = None
    by: Literal["third-party", "client", "provider", "jointly"] = "third-party"
    answer_within: LapseValue | None = None
    silence: Silence | None = None
    effect: tuple[Literal["charges", "service-levels"], ...] = ()
    body: KeyName | None = None


class Reduction(Terms):
    """A price that falls with the value: what cannot be done again, or work that was not needed.

    `charged_to` says who pays for work that the other caused (a severity set too high).
    """

    kind: Literal["reduction"]
    title: str = ""
    trigger: Trigger
    basis: Literal["reduced-value", "time-spent", "share", "difference"]
    share: PercentValue | None = None
    factor: FactorValue | None = None
    charged_to: Owner = "provider"
    text: str = ""


Price = Annotated[
    Indexation
    | TerminationFee
    | Payment
    | Volume
    | Benchmarking
    | Reduction
    | Usage
    | Interest
    | Delay
    | Liability
    | Cancellation,
    Field(discriminator="kind"),
]
