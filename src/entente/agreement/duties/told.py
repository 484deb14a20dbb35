"""What was told: an event, what it is about, and when; the facts from which duties arise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from entente.agreement.duties.counting import Moment
from entente.agreement.terms.agreement import Agreement
from entente.foundation.references import nearest

# Events with a meaning of their own, and the section that their subject is a key of.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "delivered": ("deliverables",),
    "ready-for-test": ("deliverables",),
    "complete-delivery": ("deliverables",),
    "corrected": ("deliverables",),
    "accepted": ("deliverables",),
    "rejected": ("deliverables",),
    "passed": ("deliverables",),
    "missed": ("service_levels",),
    "default": ("service_levels",),
    "right": ("rights",),
    "right-reported": ("rights",),
    "right-noticed": ("rights",),
    "right-exercised": ("rights",),
    "done": ("obligations", "tasks", "deliverables"),
    "relief-claimed": ("obligations",),
    "escalated": ("ladders",),
    "settled": ("ladders",),
    "scheduled": ("meetings",),
    "held": ("meetings",),
    "minutes-sent": ("meetings",),
    "change-asked": ("changes",),
    "change-planned": ("changes",),
    "appointed": ("key_people",),
    "leaves": ("key_people",),
    "left": ("key_people",),
    "challenged": ("key_people",),
    "issued": ("policies",),
    "benchmarked": ("prices",),
    "exclusion-claimed": ("exclusions",),
}


class NoSuchSubject(ValueError):
    """An event about something that the agreement does not have."""


@dataclass(frozen=True)
class Told:
    """One event: its name, the key that it is about, and its moment.

    `case` tells apart what goes on at the same time under one clause (a request, a ticket);
    `fields` are further words that conditions may look at.
    """

    event: str
    subject: str
    moment: Moment
    case: str = ""
    fields: Mapping[str, str | None] = field(default_factory=dict, hash=False, compare=False)

    @property
    def at(self) -> dt.datetime:
        """Its instant; of a whole day, the first."""
        return self.moment.at


def checked(agreement: Agreement, told: tuple[Told, ...]) -> Iterator[str]:
    """What is wrong with events that are told: a subject that the agreement does not have."""
    for each in told:
        sections = SUBJECTS.get(each.event, ())
        known = [key for section in sections for key in getattr(agreement, section)]
        if sections and each.subject not in known:
            near = nearest(each.subject, known)
            hint = f"did you mean {near!r}?" if near else f"there are {', '.join(known) or 'none'}"
            named = " or ".join(section.replace("_", " ") for section in sections)
            yield f"{each.event}: {each.subject!r} is none of the {named}: {hint}"
