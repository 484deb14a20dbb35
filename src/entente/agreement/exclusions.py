"""Exclusions: the closed list of reasons for which time or records are left out of a number."""

from __future__ import annotations

from pydantic import Field, field_validator

from entente.agreement.conditions import ConditionValue
from entente.agreement.scalars import Hours, Party, Terms


class Exclusion(Terms):
    """One code: time of a weekly window, records that meet a condition, or claims that were approved.

    `window` maps days to hours in the agreement's zone; `where` is a condition on the record;
    `claimed` takes claims from the evidence, which count only when the other party approved them.
    Exactly one of the three is given.
    """

    title: str
    window: dict[str, tuple[Hours, ...]] | None = None
    where: ConditionValue | None = None
    claimed: bool = False
    claimed_by: Party = Field(default="provider")

    @field_validator("window", mode="before")
    @classmethod
    def _one_span_is_a_list(cls, value: object) -> object:
        if isinstance(value, dict):
            return {k: [v] if isinstance(v, str) else v for k, v in value.items()}
        return value
