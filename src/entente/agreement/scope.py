"""Scope of work: services, the tasks outsourced, and what each task delivers."""

from __future__ import annotations

from pydantic import Field

from entente.agreement.acceptance import Acceptance, Criterion
from entente.agreement.periods import LapseValue
from entente.agreement.scalars import DateValue, KeyName, Party, Terms, later


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


class Deliverable(Terms):
    """Something handed over: what it is, when it is due, and what makes it acceptable."""

    name: str
    description: str = ""
    due: DateValue | None = None
    acceptance_criteria: tuple[Criterion, ...] = ()
    acceptance: Acceptance | None = later()
    due_within: LapseValue | None = later()
    due_after: KeyName | None = later()
    due_before: KeyName | None = later()
