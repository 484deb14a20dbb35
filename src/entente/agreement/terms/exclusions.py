"""Exclusions: the closed list of reasons for which time or records are left out of a number."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from entente.agreement.conditions.condition import ConditionValue
from entente.agreement.terms.hours import Week
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import Flag, KeyName, Party, SpanValue, Terms, Whole, later


class Quota(Terms):
    """How much time, or how many times, may be left out in a period; what is more counts."""

    at_most: SpanValue | None = None
    each: SpanValue | None = None
    times: Whole | None = None
    per: Literal["week", "month", "quarter", "half-year", "year"]


class Exclusion(Terms):
    """One code: time of a weekly window, records by condition, approved claims, maintenance.

    `window` maps days to hours in the agreement's zone; `where` is a condition on the record;
    `claimed` takes claims from the evidence, which count only when the other party approved them;
    `maintenance` takes announced maintenance from the evidence. Exactly one of these is given.

    Announced maintenance (and claims for time) may be limited: by a `quota`, by the `notice` that
    must be given before, by hours of the week (`only_in`). What runs over the announced end counts
    as down, unless `overrun: left-out`; with `all-counts` an outage that runs over counts whole,
    from its announced beginning on. `effect: suspends` lifts the service level instead: a
    period without any other time is not measured. `reopens` says when the clock
    goes on; `evidence` what a claim must show.
    """

    title: str
    window: Week | None = None
    where: ConditionValue | None = None
    claimed: Flag = False
    claimed_by: Party = Field(default="provider")
    maintenance: Flag = later(False)
    quota: Quota | None = later()
    notice: LapseValue | None = later()
    only_in: Week | None = later()
    overrun: Literal["counts", "left-out", "all-counts"] = later("counts")
    calendar: KeyName | None = later()
    effect: Literal["left-out", "suspends"] = later("left-out")
    reopens: Literal["at-end", "at-notification"] = later("at-end")
    decided_within: LapseValue | None = later()
    silence: Literal["refused", "approved"] = later("refused")
    evidence: str = later("")

    @model_validator(mode="after")
    def _one_reason(self) -> Exclusion:
        given = [self.window is not None, self.where is not None, self.claimed, self.maintenance]
        if sum(given) != 1:
            raise ValueError(
                "an exclusion has exactly one reason: give window (weekly hours), "
                "where (a condition), claimed (true) or maintenance (true)"
            )
        return self
