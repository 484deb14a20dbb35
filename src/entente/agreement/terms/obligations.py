"""Duties: a party, a trigger, a due time on a named calendar, the evidence, the consequence."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import (
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    Tag,
    WithJsonSchema,
    model_validator,
)

from entente.agreement.conditions.condition import ConditionValue
from entente.agreement.terms.periods import LapseValue, parse_clock
from entente.agreement.terms.scalars import (
    Flag,
    KeyName,
    Terms,
    Weekday,
    Whole,
    later,
    parse_date,
    parse_key,
)

Every = Literal[
    "day", "business-day", "week", "two-weeks", "month", "quarter", "half-year", "year",
    "contract-year",
]  # fmt: skip
Owner = Literal["client", "provider", "both"]


def parse_date_or_key(text: object) -> dt.date | str:
    """Read a day, 2026-03-17, or the key of one of the agreement's dates."""
    if isinstance(text, str) and not text[:1].isdigit():
        return parse_key(text)
    return parse_date(text)


def parse_day_of_month(text: object) -> int:
    """Read a day of the month from 1 to 31, or `last` for its last day, which is kept as 31."""
    if text == "last":
        return 31
    if isinstance(text, int) and not isinstance(text, bool) and 1 <= text <= 31:
        return text
    raise ValueError(f"{text!r} is not a day of the month: write 1 to 31, or last")


def parse_by(text: object) -> str:
    """Read a time of day, "17:00", or `closing`: the end of the calendar's hours on that day."""
    return text if text == "closing" else parse_clock(text)


DateOrKey = Annotated[
    dt.date | str,
    PlainValidator(parse_date_or_key),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["commencement", "2026-03-17"]}),
]
DayOfMonth = Annotated[
    int,
    PlainValidator(parse_day_of_month),
    PlainSerializer(lambda day: day, return_type=int),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 31}, {"const": "last"}]}
    ),
]

ByTime = Annotated[
    str,
    PlainValidator(parse_by),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00|closing)$",
            "examples": ["17:00", "closing"],
        }
    ),
]


THINGS = (
    "every", "event", "date", "missed", "default", "right", "done", "delivered", "accepted",
    "rejected",
)  # fmt: skip


class Trigger(Terms):
    """What makes a duty arise; exactly one thing is given.

    `every` makes it come back; an `event` is told by someone (`request-received`); `date` names one
    of the agreement's dates, or is a day; `missed` and `default` name service levels (or `any`),
    whose period's end it is counted from; `right` names a right that arose; `done` another duty;
    `delivered`, `accepted` and `rejected` a deliverable (or `any`).

    An event may be narrowed: to those `where` a condition holds on what was told with them, and to
    those that come in the open hours of a calendar (`while_open`) or outside them (`while_closed`).
    """

    every: Every | None = None
    event: KeyName | None = None
    date: DateOrKey | None = None
    missed: KeyName | None = None
    default: KeyName | None = None
    right: KeyName | None = None
    done: KeyName | None = None
    delivered: KeyName | None = None
    accepted: KeyName | None = None
    rejected: KeyName | None = None
    where: ConditionValue | None = None
    while_open: KeyName | None = None
    while_closed: KeyName | None = None

    @model_validator(mode="after")
    def _one(self) -> Trigger:
        if len(self.given) != 1:
            raise ValueError("a trigger is one thing: every, event, date, missed, default, right, "
                             "done, delivered, accepted or rejected")  # fmt: skip
        return self

    @property
    def given(self) -> tuple[str, ...]:
        """The names of what is given."""
        return tuple(name for name in THINGS if getattr(self, name) is not None)


class DutyDue(Terms):
    """When a duty is due, from its trigger, on a calendar.

    `within` counts from the trigger, `before` back from it; days end at `by` (a time of day, or
    `closing`), or at midnight. With `or_within` the sooner of the two is due (`sooner: false`: the
    later). `day` is the first such day of a month after the trigger or the period (`last`: its last
    day), `weekday` the first such day of a week. `by` alone is on the day of the trigger itself;
    `immediately` at the trigger. `closed_day` says where a due day falls on which the calendar is
    closed: it stays, or moves to the working day after or before it. `from_month_end` counts from
    the end of the month in which the trigger lies; `on_days` are the days of a month on which
    things are done (payments): the first of them on or after the day that was reached is due.
    """

    within: LapseValue | None = None
    before: LapseValue | None = None
    by: ByTime | None = None
    day: DayOfMonth | None = None
    weekday: Weekday | None = None
    immediately: Flag = False
    or_within: LapseValue | None = None
    sooner: Flag = True
    closed_day: Literal["stays", "day-after", "day-before"] = "stays"
    from_month_end: Flag = later(False)
    on_days: tuple[DayOfMonth, ...] = later(())

    @model_validator(mode="after")
    def _one_way(self) -> DutyDue:
        ways = [name for name in ("within", "before", "day", "weekday") if getattr(self, name)]
        ways += ["immediately"] if self.immediately else []
        if len(ways) > 1:
            raise ValueError(f"a due time is counted in one way: give one of {', '.join(ways)}")
        if not ways and self.by is None:
            raise ValueError("a due time needs one of within, before, by, day, weekday or "
                             "immediately")  # fmt: skip
        if (self.from_month_end or self.on_days) and self.within is None:
            raise ValueError("from_month_end and on_days go with within: within: 30 days")
        return self


class Silence(Terms):
    """What silence means once a time is over, and the warning that comes before it counts."""

    means: Literal["approved", "accepted", "refused", "agreed", "default-applies"]
    warn_before: LapseValue | None = None
    outcome: str = ""


class Relief(Terms):
    """What a party's own delay gives the other: days for days, or an excuse.

    `of` names tasks, deliverables, obligations or service levels whose dates move.
    """

    of: tuple[KeyName, ...] = ()
    gives: Literal["day-for-day", "excused"] = "day-for-day"
    notice: LapseValue | None = None


class Consequence(Terms):
    """What a missed duty brings: another duty, an escalation, a right, relief, or a record."""

    then: KeyName | None = None
    ladder: KeyName | None = None
    right: KeyName | None = None
    relief: Relief | None = None
    misses: KeyName | None = None
    text: str = ""


def _consequence(value: Any) -> str:
    return "text" if isinstance(value, str) else "terms"


class AtMost(Terms):
    """How often, within how long."""

    times: Whole = Field(ge=1)
    within: LapseValue


class Obligation(Terms):
    """One duty: who owes what to whom, from when, until when, shown by what, and what follows.

    Either party can owe one, or both. `keeps_for` ends a standing duty (information kept for 15
    months); `at_most` limits how often a thing may be asked for or done. `again_every` brings the
    duty back that long after its trigger, again and again, until the event `until_event`. A duty
    that is due once falls away where that event comes before it is due.
    """

    title: str
    owner: Owner
    to: Owner | None = None
    role: KeyName | None = None
    kind: Literal[
        "report", "meeting", "review", "notice", "plan", "root-cause-analysis", "approval", "input",
        "delivery", "retention", "inspection", "test", "payment", "survey", "standard", "other",
    ] = "other"  # fmt: skip
    trigger: Trigger | None = None
    due: DutyDue | None = None
    calendar: KeyName | None = None
    again_every: LapseValue | None = None
    until_event: KeyName | None = None
    place: str = ""
    contents: tuple[str, ...] = ()
    evidence: str = ""
    service_levels: tuple[KeyName, ...] = ()
    silence: Silence | None = None
    keeps_for: LapseValue | None = None
    at_most: AtMost | None = None
    consequence: Annotated[
        Annotated[str, Tag("text")] | Annotated[Consequence, Tag("terms")],
        Discriminator(_consequence),
    ] = ""
