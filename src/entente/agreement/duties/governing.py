"""Duties of governance: meetings with papers and minutes, bodies, changes, policies, standards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.duties.occasions import AHEAD, due_of, recurring, worth_counting
from entente.agreement.terms.governance import ChangeProcedure, Meeting
from entente.agreement.terms.obligations import DutyDue, Every, Owner

_OTHER: dict[str, Owner] = {"client": "provider", "provider": "client", "both": "both"}


def of_governance(known: Known) -> Iterator[Duty]:
    """What the rules of working together owe."""
    for key, meeting in known.terms.meetings.items():
        under = Under(known, f"meetings.{key}", known.counter(meeting.calendar))
        yield from _of_meeting(under, meeting)
    for key, body in known.terms.bodies.items():
        if body.meets is not None:
            under = Under(known, f"bodies.{key}", known.counter("always"))
            yield from _each_period(under, body.meets, "both", f"meet: {body.title}")
    for key, change in known.terms.changes.items():
        under = Under(known, f"changes.{key}", known.counter(change.calendar))
        yield from _of_change(under, change)
    yield from _of_policies(known)
    yield from _of_standards(known)


def _each_period(
    under: Under, every: Every, party: Owner, what: str, rule: DutyDue | None = None
) -> Iterator[Duty]:
    last = under.known.until + (AHEAD if rule and rule.before else dt.timedelta())
    for occasion in recurring(under.known, every, under.counter, last):
        if worth_counting(under.known, occasion, rule):
            found, due = due_of(occasion, rule, under.counter)
            yield under.owes(party, what, found, due)


def _of_meeting(under: Under, meeting: Meeting) -> Iterator[Duty]:
    known, counter, title = under.known, under.counter, meeting.title
    yield from _each_period(under, meeting.every, "both", f"hold: {title}")
    by: Owner = meeting.minutes_by or "both"
    if meeting.papers_before is not None:
        for told in known.about("scheduled", under.name):
            due = counter.before(told.moment, meeting.papers_before)
            yield under.owes("both", f"papers for: {title}", known.occasion(told), due)
    if meeting.minutes_within is not None:
        for told in known.about("held", under.name):
            due = counter.after(told.moment, meeting.minutes_within)
            yield under.owes(by, f"minutes of: {title}", known.occasion(told), due)
    if meeting.objections_within is not None:
        what = f"object to the minutes of: {title}"
        for told in known.about("minutes-sent", under.name):
            due, occasion = (
                counter.after(told.moment, meeting.objections_within),
                (known.occasion(told)),
            )
            yield under.owes(_OTHER[by], what, occasion, due, nature="may", silence=meeting.silence)


def _of_change(under: Under, change: ChangeProcedure) -> Iterator[Duty]:
    known, counter, title = under.known, under.counter, change.title
    answers = _OTHER[change.proposed_by]
    for told in known.about("change-asked", under.name):
        occasion = known.occasion(told)
        if change.impact_within is not None:
            due = counter.after(told.moment, change.impact_within)
            yield under.owes(answers, f"say what it changes: {title}", occasion, due)
        if change.answer_within is not None:
            due = counter.after(told.moment, change.answer_within)
            yield under.owes(
                answers,
                f"answer: {title}",
                occasion,
                due,
                silence=change.silence,
                consequence=change.otherwise,
            )
    for told in known.about("change-planned", under.name):
        occasion, by = known.occasion(told), change.proposed_by
        if change.before is not None:
            due = counter.before(told.moment, change.before)
            yield under.owes(by, f"ask for: {title}", occasion, due)
        if change.parallel_run is not None:
            due = counter.after(told.moment, change.parallel_run)
            what = f"run old and new side by side: {title}"
            yield under.owes(by, what, occasion, due, nature="holds")


def _of_policies(known: Known) -> Iterator[Duty]:
    for key, policy in known.terms.policies.items():
        counter, clause = known.counter(policy.calendar), f"policies.{key}"
        for told in known.about("issued", key):
            occasion = known.occasion(told)
            if policy.notice is not None:
                due = counter.before(told.moment, policy.notice)
                yield Under(known, clause, counter).owes(
                    policy.of, f"give notice of: {policy.title}", occasion, due
                )
            if policy.acknowledged_within is not None:
                due = counter.after(told.moment, policy.acknowledged_within)
                yield Under(known, clause, counter).owes(
                    policy.kept_by, f"acknowledge: {policy.title}", occasion, due
                )


def _of_standards(known: Known) -> Iterator[Duty]:
    for key, standard in known.terms.standards.items():
        under = Under(known, f"standards.{key}", known.counter(standard.calendar))
        party, what = standard.attested_by, f"attest: {standard.title}"
        if standard.every is not None:
            yield from _each_period(under, standard.every, party, what, standard.due)
        elif standard.due is not None:
            start = known.whole_day(known.contract)
            occasion = Occasion(start, "the beginning of the agreement")
            yield under.owes(party, what, occasion, under.counter.due(start, standard.due))
