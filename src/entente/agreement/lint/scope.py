"""Rules about scope: tasks that someone owns, deliverables that can be accepted, dates in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from entente.agreement.calendars import resolve_calendar
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.scope import Timeline
from entente.agreement.text.shape import Path
from entente.agreement.text.yaml_source import Mapping
from entente.foundation.findings import Finding

_TASK = (
    ("owner", "owner", "say who owns it: owner: provider, or owner: client"),
    ("timeline", "timeline", "say from when on it is done, or every when"),
    ("deliverables", "deliverable", "name what it hands over, under deliverables"),
    ("service_levels", "measure", "name the service levels that it is held to"),
)


def scope_findings(looked: Looked) -> Iterator[Finding]:
    """Tasks with owner, timeline, deliverables and measures; dates in order."""
    agreement = looked.agreement
    for key, task in agreement.tasks.items():
        written = looked.places.written(("tasks", key))
        given = written.entries if isinstance(written, Mapping) else {}
        for name, called, hint in _TASK:
            if name not in given or not getattr(task, name):
                message = f"the task {key} has no {called}"
                path: Path = ("tasks", key)
                yield looked.found(f"task-without-{called}", message, hint, path, at_key=True)
        line = task.timeline
        if line.from_ and line.until and line.until <= line.from_:
            message = "the timeline ends before it begins"
            hint = "until is the day after the last"
            yield looked.found("timeline-order", message, hint, ("tasks", key, "timeline", "until"))
        for name, day in line.milestones.items():
            if said := _outside(day, line):
                message, hint = f"the milestone {name} {said}", "check both dates"
                path = ("tasks", key, "timeline", "milestones", name)
                yield looked.found("outside-timeline", message, hint, path)
    yield from _due(looked)
    yield from _deliverables(looked)
    yield from _dates(looked)
    force = agreement.in_force
    if force.until is not None and force.until <= force.from_:
        message = "the terms end before they begin"
        hint = "until is the day after the last day in force"
        yield looked.found("in-force-order", message, hint, ("in_force", "until"))


def _due(looked: Looked) -> Iterator[Finding]:
    """Deliverables that are due when none of the tasks that hand them over runs."""
    agreement = looked.agreement
    for key, deliverable in agreement.deliverables.items():
        lines = {
            name: task.timeline
            for name, task in agreement.tasks.items()
            if key in task.deliverables
        }
        if not isinstance(deliverable.due, dt.date) or not lines:
            continue
        said = {name: _outside(deliverable.due, line) for name, line in lines.items()}
        if all(said.values()):
            name, why = next(iter(said.items()))
            message = f"it is due when the task {name} does not run: it {why}"
            hint = "check both dates"
            yield looked.found("outside-timeline", message, hint, ("deliverables", key, "due"))


def _deliverables(looked: Looked) -> Iterator[Finding]:
    """Deliverables that nobody can refuse, or that nobody hands over."""
    handed_over = {key for task in looked.agreement.tasks.values() for key in task.deliverables}
    for key, deliverable in looked.agreement.deliverables.items():
        path = ("deliverables", key)
        if not deliverable.acceptance_criteria:
            message = f"nothing says when {key} is acceptable"
            hint = "add acceptance_criteria, each a sentence that can be checked"
            yield looked.found("deliverable-without-criterion", message, hint, path, at_key=True)
        if looked.whole and looked.agreement.tasks and key not in handed_over:
            message = f"no task hands over {key}"
            hint = "name it under deliverables of the task that does"
            yield looked.found("unused-deliverable", message, hint, path, at_key=True)


def _dates(looked: Looked) -> Iterator[Finding]:
    """Days on which nobody works, or on which the terms do not hold."""
    agreement = looked.agreement
    dated: list[tuple[Path, dt.date]] = [
        (("deliverables", key, "due"), deliverable.due)
        for key, deliverable in agreement.deliverables.items()
        if isinstance(deliverable.due, dt.date)
    ]
    dated += [
        (("tasks", key, "timeline", "milestones", name), day)
        for key, task in agreement.tasks.items()
        for name, day in task.timeline.milestones.items()
    ]
    closed = _closed_days(looked)
    for path, day in dated:
        force = agreement.in_force
        if day < force.from_ or (force.until is not None and day >= force.until):
            until = f" until {force.until}" if force.until else ""
            message = f"{day} is no day on which these terms hold: from {force.from_}{until}"
            yield looked.found("due-outside-terms", message, "check both dates", path)
        elif closed(day):
            message = f"{day} is a {day:%A} on which {agreement.defaults.calendar} is closed"
            hint = "name a day on which both sides work"
            yield looked.found("due-on-closed-day", message, hint, path)


def _closed_days(looked: Looked) -> Callable[[dt.date], bool]:
    """Whether the calendar of the whole agreement is closed on a day."""
    try:
        calendar = resolve_calendar(looked.agreement, looked.agreement.defaults.calendar)
    except (ValueError, KeyError):
        return lambda _: False  # it has a finding of its own
    return lambda day: not calendar.is_workday(day)


def _outside(day: dt.date, line: Timeline) -> str:
    """How a day lies outside a timeline; empty where it does not."""
    if line.from_ and day < line.from_:
        return f"lies before the task begins ({line.from_})"
    if line.until and day >= line.until:
        return f"lies after the task's last day (until {line.until}, the day after it)"
    return ""
