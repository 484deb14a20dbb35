"""Service levels: a measure, the four values agreed for it, and what a miss costs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from entente.agreement.measures import MeasureOrKey
from entente.agreement.scalars import CeilingValue, KeyName, LevelValue, Party, PercentValue, Terms


class Tier(Terms):
    """A band of the measured value, half-open `[at_least, below)`, and the share it pays."""

    at_least: PercentValue | None = None
    below: PercentValue | None = None
    pays: PercentValue


class LevelCredit(Terms):
    """What a failure pays: a share of a pool of the at-risk amount, or a tier of the fee base."""

    pool: KeyName | None = None
    allocation: PercentValue | None = None
    tiers: tuple[Tier, ...] = ()
    fee_base: tuple[KeyName, ...] = ()  # charge lines; empty: those of the credit scheme
    at_most: CeilingValue | None = None  # of the same fee base


class ServiceLevel(Terms):
    """A measure with its commitment, expected and minimum level and its credit trigger.

    The four are different things: `commitment` decides met or missed; `expected` is what the
    parties aim at; `minimum` is the floor whose miss is serious; `credit_trigger` says for which
    figures money is due, as in `below 96.5 %` (where it is absent: for those that miss the
    commitment). So a trigger that holds is bad news, and each of the others good.
    """

    title: str = ""
    service: KeyName | None = None
    owner: Party = "provider"
    class_: Literal["critical", "kpi"] = Field(default="kpi", alias="class")
    measure: MeasureOrKey
    commitment: LevelValue
    expected: LevelValue | None = None
    minimum: LevelValue | None = None
    credit_trigger: LevelValue | None = None
    credit: LevelCredit | None = None
