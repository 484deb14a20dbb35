"""Exclusions: the closed list of reasons for which time or records are left out of a number."""

from __future__ import annotations

from pydantic import Field, model_validator

from entente.agreement.conditions import ConditionValue
from entente.agreement.hours import Week
from entente.agreement.scalars import Flag, Party, Terms


class Exclusion(Terms):
    """One code: time of a weekly window, records that meet a condition, or approved claims.

    `window` maps days to hours in the agreement's zone; `where` is a condition on the record;
    `claimed` takes claims from the evidence, which count only when the other party approved them.
    Exactly one of the three is given.
    """

    title: str
    window: Week | None = None
    where: ConditionValue | None = None
    claimed: Flag = False
    claimed_by: Party = Field(default="provider")

    @model_validator(mode="after")
    def _one_reason(self) -> Exclusion:
        given = [self.window is not None, self.where is not None, self.claimed]
        if sum(given) != 1:
            raise ValueError(
                "an exclusion has exactly one reason: give window (weekly hours), "
                "where (a condition), or claimed (true)"
            )
        return self
