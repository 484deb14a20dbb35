"""Service levels: a measure, the four values agreed for it, when they hold, what a miss costs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from entente.agreement.terms.level_credits import LevelCredit
from entente.agreement.terms.measures import MeasureOrKey
from entente.agreement.terms.periods import LapseOfDays, LapseValue
from entente.agreement.terms.scalars import (
    DateValue,
    Flag,
    KeyName,
    LevelValue,
    Party,
    PercentValue,
    Terms,
    Whole,
    later,
)

BoundName = Literal["commitment", "expected", "minimum", "credit-trigger"]


class Frequency(Terms):
    """How often a bound has to be missed: n times within m, or n times in a row.

    `within` reaches back from the period that is judged, itself included; absent, every period
    counts. `consecutive`: only misses one after the other. `then` says what follows once it came
    true: `start-again` counts from the next period on, `go-on` lets old misses count again.
    Periods that are excused or not measured are no misses; `gaps` says whether they break a row.
    """

    of: BoundName = "commitment"
    times: Whole = Field(default=1, ge=1)
    within: LapseValue | None = None
    consecutive: Flag = False
    then: Literal["go-on", "start-again"] = "go-on"
    gaps: Literal["break", "pass"] = "break"


class Phase(Terms):
    """The levels from an age of the contract on, until the next phase begins.

    `from` is counted from `applies.after`, or from the first day in force.
    """

    from_: LapseOfDays = Field(alias="from")
    commitment: LevelValue | None = None
    expected: LevelValue | None = None
    minimum: LevelValue | None = None
    credit_trigger: LevelValue | None = None


class Applies(Terms):
    """When a service level begins to hold, and in which months it does.

    `after` names one of the agreement's dates; `first` how the beginning is found from it: that
    day, the next, the first month that is whole, or the month after that of the day; a
    `hold_off` is added. In the periods before, and in months not listed, it is not measured.
    `partial` says whether a period that it holds in only in part is counted, or left out.
    """

    after: KeyName | None = None
    first: Literal["same-day", "next-day", "first-full-month", "following-month"] = "same-day"
    hold_off: LapseOfDays | None = None
    until: DateValue | None = None
    in_months: tuple[Whole, ...] = ()
    partial: Literal["counted", "left-out"] = "counted"


class Ratchet(Terms):
    """A level that rises by itself: what it yields is a proposal that both sides sign.

    Looked at each `every`. `half-way` moves half-way to the mean of the periods, `to-mean` to the
    mean, `to-lowest` to the lowest of them; `only_if: all-above` where every one held the level.
    The step is at most `at_most` of the gap between the level and 100 %.
    """

    every: LapseValue
    rule: Literal["half-way", "to-mean", "to-lowest"]
    only_if: Literal["all-above", "mean-above"] = "all-above"
    at_most: PercentValue | None = None


class ServiceLevel(Terms):
    """A measure with its commitment, expected and minimum level and its credit trigger.

    The four are different things: `commitment` decides met or missed; `expected` is what the
    parties aim at; `minimum` is the floor whose miss is serious; `credit_trigger` says for which
    figures money is due, as in `below 96.5 %` (where it is absent: for those that miss the
    commitment). So a trigger that holds is bad news, and each of the others good.

    `default_when` says which misses make a service level default: any of the listed. Without it a
    miss is a miss and nothing more.
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
    tower: str = later("")
    phases: tuple[Phase, ...] = later(())
    applies: Applies | None = later()
    default_when: tuple[Frequency, ...] = later(())
    ratchet: Ratchet | None = later()

    @model_validator(mode="after")
    def _phases_in_order(self) -> ServiceLevel:
        ages = [phase.from_.about for phase in self.phases]
        if ages != sorted(set(ages)):
            raise ValueError("phases are listed from the earliest on, each once: put them in order")
        return self
