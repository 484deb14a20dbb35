"""Rules about scope and words: tasks that someone owns, dates in order, texts that bind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from entente.agreement.lint.looked import Looked
from entente.agreement.scope import Timeline
from entente.agreement.shape import Path
from entente.agreement.yaml_source import Mapping
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


def _outside(day: dt.date, line: Timeline) -> str:
    """How a day lies outside a timeline; empty where it does not."""
    if line.from_ and day < line.from_:
        return f"lies before the task begins ({line.from_})"
    if line.until and day >= line.until:
        return f"lies after the task's last day (until {line.until}, the day after it)"
    return ""


_AMBIGUOUS = re.compile(
    r"\b(reasonabl[ey]|timely|promptly|as soon as possible|asap|best (?:endeavours|efforts?)|"
    r"commercially reasonable|adequate(?:ly)?|appropriate(?:ly)?|sufficient(?:ly)?|"
    r"substantial(?:ly)?|material(?:ly)?|industry standards?|best practices?|and/or|etc\.?|"
    r"state of the art|where possible|if possible|high quality|user[- ]friendly|regularly)"
    r"(?!\w)",
    re.IGNORECASE,
)


def word_findings(looked: Looked) -> Iterator[Finding]:
    """A note for each word on which two readers may differ."""
    for path, text in _texts(looked):
        for match in _AMBIGUOUS.finditer(text):
            message = f"{match[0]!r} can be read in more than one way"
            hint = "say how much, by when, or by whose judgement"
            yield looked.found("ambiguous-word", message, hint, path)


def _texts(looked: Looked) -> Iterator[tuple[Path, str]]:
    agreement = looked.agreement
    for section in ("services", "tasks", "deliverables"):
        for key, terms in getattr(agreement, section).items():
            yield (section, key, "name"), terms.name
            yield (section, key, "description"), terms.description
    for section in ("service_levels", "measures", "exclusions"):
        for key, terms in getattr(agreement, section).items():
            yield (section, key, "title"), terms.title
    for key, deliverable in agreement.deliverables.items():
        for index, criterion in enumerate(deliverable.acceptance_criteria):
            if isinstance(criterion, str):
                yield ("deliverables", key, "acceptance_criteria", index), criterion
