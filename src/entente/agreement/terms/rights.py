"""Rights that performance gives: what makes them arise, whose they are, and when they lapse."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from entente.agreement.terms.levels import Frequency
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import (
    CeilingValue,
    Flag,
    KeyName,
    LevelValue,
    Party,
    Terms,
    Whole,
    later,
)

Grant = Literal[
    "terminate-agreement", "terminate-service", "step-in", "withhold-charges", "remedial-plan",
    "re-procure", "reduce-scope", "renegotiate", "other",
]  # fmt: skip


class Failures(Frequency):
    """Failures of service levels: n within m, or in a row; of one level, or of several together.

    `levels` empty: every level. `same`: the failures must be of one and the same level. With
    `defaults` service level defaults count, not misses. `each_notified`: only those of which the
    other party was told within that time after the period's end.
    """

    levels: tuple[KeyName, ...] = ()
    same: Flag = True
    defaults: Flag = False
    each_notified: LapseValue | None = None


class CreditsReach(Terms):
    """Credits that reach an amount, or a share of the charges, within a time."""

    at_least: CeilingValue
    within: LapseValue | None = None
    counted: Literal["uncapped", "capped"] = "capped"


class MeanFalls(Terms):
    """The mean of a level's figures over so long, and for which means the right arises.

    `figure` reads as a trigger does: `below 97 %`. Periods without a figure are left out; the level
    must have been judged for as long as `over`.
    """

    level: KeyName
    over: LapseValue
    figure: LevelValue


class EventsReach(Terms):
    """So many events of a kind within a time, such as material breaches that were notified.

    They are within it where the first is later than the last less that time, by the calendar. With
    `uncured_after` an event counts once that time has passed without an event `cured` of the same
    record; with `cure_of: last` only the last of so many may be cured.
    """

    event: KeyName
    times: Whole = Field(default=1, ge=1)
    within: LapseValue | None = None
    uncured_after: LapseValue | None = None
    cure_of: Literal["each", "last"] = later("each")

    @model_validator(mode="after")
    def _a_cure_of_something(self) -> EventsReach:
        if self.cure_of == "last" and self.uncured_after is None:
            raise ValueError("cure_of says which events may be cured: write uncured_after, too")
        return self


class Arises(Terms):
    """One thing that makes a right arise; exactly one of the four is given."""

    failures: Failures | None = None
    credits: CreditsReach | None = None
    mean: MeanFalls | None = None
    events: EventsReach | None = None

    @model_validator(mode="after")
    def _one(self) -> Arises:
        given = (self.failures, self.credits, self.mean, self.events)
        if sum(each is not None for each in given) != 1:
            raise ValueError("a right arises from one thing: give failures, credits, mean or "
                             "events; list several under when")  # fmt: skip
        return self


class Right(Terms):
    """What a party may do once one of several things has happened, and until when.

    `exercise_within` counts from the end of the period (or from the `report` on it, which is its
    evaluation, or from the `notice` of it, an event `right-noticed`); after it the right lapses.
    Without it the right stands for as long as what it arose from does. `notice` is how long before
    it takes effect the other party must be told. `cure` is the time that the other party has first.
    The events `right-exercised` and `right-waived` with the right's key as record end it.
    """

    title: str = ""
    holder: Party = "client"
    grants: Grant
    text: str = ""
    when: tuple[Arises, ...] = ()
    exercise_within: LapseValue | None = None
    exercise_from: Literal["period-end", "report", "notice"] = "period-end"
    notice: LapseValue | None = None
    cure: LapseValue | None = None
    calendar: KeyName | None = None
    refund: Literal["none", "in-proportion", "all"] = "none"
    stops_credits: Flag = False
    cost_borne_by: Party | None = None
    ends: str = ""
