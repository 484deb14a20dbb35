"""Acceptance of deliverables: who accepts, by when, what silence means, what a rejection starts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from entente.agreement.terms.obligations import Owner
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import Flag, KeyName, LevelValue, PercentValue, Terms, Whole


class MeasuredCriterion(Terms):
    """A criterion that a measure decides."""

    measure: KeyName
    level: LevelValue


def _form(value: Any) -> str:
    return "text" if isinstance(value, str) else "measured"


Criterion = Annotated[
    Annotated[str, Tag("text")] | Annotated[MeasuredCriterion, Tag("measured")],
    Discriminator(_form),
]


class Rejection(Terms):
    """What follows a rejection: the time to correct, how the test begins again, how often.

    `after_last` says what may be done when the last cycle failed.
    """

    correct_within: LapseValue | None = None
    restart: Literal["full", "rest", "failed-parts"] = "full"
    retest_within: LapseValue | None = None
    cycles: Whole | None = Field(default=None, ge=1)
    after_last: tuple[
        Literal["reject", "terminate", "refund", "repeat", "accept-at-reduced-price", "escalate"],
        ...,
    ] = ()
    goes_to: str = ""
    refund: PercentValue | None = None


class Acceptance(Terms):
    """A cycle of acceptance on a calendar.

    `begins` with the delivery (or when it is ready for test); `within` is the time to accept or
    reject; `silence` what it means when nobody speaks; `warn_before` when both sides are told.
    `final_after` accepts whatever is left, counted from the first delivery.
    """

    by: Owner
    role: KeyName | None = None
    alternate: KeyName | None = None
    begins: Literal["delivery", "ready-for-test", "complete-delivery"] = "delivery"
    within: LapseValue | None = None
    calendar: KeyName | None = None
    silence: Literal["accepted", "rejected", "nothing"]
    warn_before: LapseValue | None = None
    on_passing: Literal["accepted", "nothing"] = "nothing"
    in_writing: Flag = False
    rejected: Rejection | None = None
    final_after: LapseValue | None = None
