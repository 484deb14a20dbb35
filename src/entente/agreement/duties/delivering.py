"""Duties of the scope: deliverables that are due, milestones, and the ends of tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.duties.accepting import deliverer
from entente.agreement.duties.counting import Due
from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.duties.occasions import due_of, occasions, worth_counting
from entente.agreement.terms.obligations import Owner
from entente.agreement.terms.scope import DeliverableDue

_ONE = dt.timedelta(days=1)


def of_scope(known: Known) -> Iterator[Duty]:
    """What tasks and deliverables owe by a day."""
    yield from _deliverables(known)
    for key, task in known.terms.tasks.items():
        under = Under(known, f"tasks.{key}", known.counter("always"))
        for name, day in task.timeline.milestones.items():
            yield _dated(under, task.owner, f"{task.name}: {name.replace('-', ' ')}", day)
        if task.timeline.until is not None:
            yield _dated(under, task.owner, f"{task.name}: ends", task.timeline.until - _ONE)


def _deliverables(known: Known) -> Iterator[Duty]:
    for key, deliverable in known.terms.deliverables.items():
        rule, what = deliverable.due, f"deliver: {deliverable.name}"
        owner = deliverer(known, key)
        calendar = rule.calendar if isinstance(rule, DeliverableDue) else "always"
        under = Under(known, f"deliverables.{key}", known.counter(calendar))
        if isinstance(rule, dt.date):
            yield _dated(under, owner, what, rule)
        elif rule is not None:
            for found in occasions(known, rule.trigger, under.counter, key):
                if worth_counting(known, found, rule):
                    occasion, due = due_of(found, rule, under.counter)
                    yield under.owes(owner, what, occasion, due)


def _dated(under: Under, owner: Owner, what: str, day: dt.date) -> Duty:
    start = Occasion(under.known.whole_day(under.known.contract), "agreed date")
    return under.owes(owner, what, start, Due(day, under.counter.ends(day)))
