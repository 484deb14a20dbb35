"""Scope of work: services, the tasks outsourced, and what each task delivers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from entente.agreement.terms.acceptance import Acceptance, Criterion
from entente.agreement.terms.obligations import DutyDue, Trigger
from entente.agreement.terms.scalars import DateValue, KeyName, Party, Terms, later


class Service(Terms):
    """A service in scope: what users would call it, who answers for it."""

    name: str
    description: str = ""
    tower: str = ""
    owner: Party = "provider"
    charges: tuple[KeyName, ...] = ()


class Timeline(Terms):
    """When a task runs: from, until (the day after its last), and its dated milestones."""

    from_: DateValue | None = Field(default=None, alias="from")
    until: DateValue | None = None
    every: str = ""
    milestones: dict[KeyName, DateValue] = Field(default_factory=dict)
    moves_with: tuple[KeyName, ...] = later(())  # duties whose delay moves these dates


class Task(Terms):
    """A task outsourced: its owner, timeline, deliverables and the service levels it is held to."""

    name: str
    description: str = ""
    service: KeyName | None = None
    owner: Party = "provider"
    timeline: Timeline = Timeline()
    deliverables: tuple[KeyName, ...] = ()
    service_levels: tuple[KeyName, ...] = ()


class DeliverableDue(DutyDue):
    """When a deliverable is due that has no date of its own: counted from a trigger."""

    trigger: Trigger
    calendar: KeyName | None = None


def _due(value: Any) -> str:
    return "counted" if isinstance(value, dict | DeliverableDue) else "date"


class Deliverable(Terms):
    """Something handed over: what it is, when it is due, and what makes it acceptable.

    `due` is a day, or counted from a trigger. `owner` is who delivers; where it is absent, the
    owner of the task that delivers it, else the provider.
    """

    name: str
    description: str = ""
    due: (
        Annotated[
            Annotated[DateValue, Tag("date")] | Annotated[DeliverableDue, Tag("counted")],
            Discriminator(_due),
        ]
        | None
    ) = None
    acceptance_criteria: tuple[Criterion, ...] = ()
    acceptance: Acceptance | None = later()
    owner: Party | None = later()
