"""Events in the life of a record, and duties of the other party that come before them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag, model_validator

from entente.agreement.terms.periods import ClockTime, LapseValue
from entente.agreement.terms.scalars import KeyName, Party, Terms, Whole, later

# The events that every desk has; a source may tell of others by names of its own.
KNOWN_EVENTS = ("opened", "responded", "resolved", "closed")


class Events(Terms):
    """Several events that together start or end a clock: all of them, or whichever comes first."""

    all_of: tuple[KeyName, ...] = ()
    any_of: tuple[KeyName, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Events:
        if bool(self.all_of) == bool(self.any_of):
            raise ValueError("events are all_of a list or any_of a list: give one of the two")
        return self


def _form(value: Any) -> str:
    return "word" if isinstance(value, str) else "several"


EventChoice = Annotated[
    Annotated[KeyName, Tag("word")] | Annotated[Events, Tag("several")], Discriminator(_form)
]


def names_of(choice: str | Events) -> tuple[str, ...]:
    """The events that a choice names."""
    return (choice,) if isinstance(choice, str) else (*choice.all_of, *choice.any_of)


class Late(Terms):
    """What follows when what was due comes late, but by `until` so many days after it was due.

    `holds`: the other duty holds as it was. `slides`: its due time moves by as much. `within`:
    it is due so long after the late arrival. Later still, the other party is excused.
    """

    until: ClockTime
    days_after: Whole = 0
    then: Literal["holds", "slides"] = "holds"
    within: LapseValue | None = None


class Precondition(Terms):
    """What the other party must do first: an event by a time of day, for each occasion.

    Where it came in time the duty holds; where it did not the occasion is excused, unless `late`
    says what a short delay does. It is due on the day of the occasion, or so many days after it
    (-1: the day before): all days count, or with `days: working` those of the measure's calendar.
    """

    party: Party
    event: KeyName
    by: ClockTime
    days_after: Whole = later(0)
    days: Literal["working", "calendar"] = later("calendar")
    late: Late | None = None
