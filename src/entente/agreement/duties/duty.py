"""A duty that arose: who owes what by when, what silence means, and what follows a miss."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from entente.agreement.duties.counting import Due
from entente.agreement.terms.obligations import Owner

Nature = Literal["due", "may", "holds"]
State = Literal[
    "in-test", "accepted", "deemed-accepted", "rejected", "deemed-rejected", "failed-for-good"
]


@dataclass(frozen=True)
class Duty:
    """One thing that is due, from one occasion.

    `nature`: it is `due` by then; a party `may` act up to then; or it `holds` up to then.
    `arises_at` is when it arises, which for what is due *before* something is the start of the
    agreement. `due_on` is the day that is meant (midnight at its end is the next day's first
    instant). `moved_by` counts the days of relief in `due_at`; `done_at` is when it was told done.
    """

    clause: str
    party: Owner
    what: str
    because: str
    arises_at: dt.datetime
    due_on: dt.date
    due_at: dt.datetime
    zone: str
    calendar: str
    nature: Nature = "due"
    recurs: bool = False
    warn_at: dt.datetime | None = None
    silence: str = ""
    consequence: str = ""
    case: str = ""
    moved_by: int = 0
    excused_by: str = ""
    done_at: dt.datetime | None = None

    @property
    def due(self) -> Due:
        """The day and the instant."""
        return Due(self.due_on, self.due_at)

    @property
    def late(self) -> bool:
        """Whether it was told done after it was due, and nothing excuses that."""
        done = self.done_at
        return self.nature == "due" and not self.excused_by and bool(done and done > self.due_at)


@dataclass(frozen=True)
class Delay:
    """A late duty of one party that moves or excuses duties of the other, and by which days."""

    clause: str
    party: Owner
    of: tuple[str, ...]
    gives: Literal["day-for-day", "excused"]
    due_at: dt.datetime
    done_at: dt.datetime
    days: frozenset[dt.date] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Stage:
    """A state that a deliverable came to: in test, rejected, accepted and so on, and when."""

    deliverable: str
    state: State
    at: dt.datetime
    cycle: int


@dataclass(frozen=True)
class Listing:
    """The duties of a span in order, the delays that give relief, and the stages of acceptance."""

    duties: tuple[Duty, ...]
    delays: tuple[Delay, ...] = ()
    stages: tuple[Stage, ...] = ()
