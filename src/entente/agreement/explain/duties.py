"""Obligations and acceptance in plain English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.explain.dues import (
    The_party,
    clause_name,
    counted_on,
    full,
    period_word,
    spoken_due,
    spoken_every,
    spoken_silence,
    spoken_trigger,
    the_party,
    verb,
)
from entente.agreement.explain.wording import Said, listed, spoken_date, spoken_level
from entente.agreement.terms.acceptance import Acceptance, MeasuredCriterion, Rejection
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.obligations import Consequence, Obligation, Relief
from entente.agreement.terms.scope import Deliverable

_KINDS = {"other": "this", "root-cause-analysis": "this root cause analysis"}


def explain_obligation(agreement: Agreement, key: str) -> Said:
    """One duty: who owes it, from when, until when, and what follows."""
    duty = agreement.obligations[key]
    return duty.title, _obligation(agreement, duty)


def _obligation(agreement: Agreement, duty: Obligation) -> Iterator[str]:
    to = f" to {the_party(duty.to)}" if duty.to else ""
    kind = _KINDS.get(duty.kind, f"this {duty.kind.replace('-', ' ')}")
    role = f", through {clause_name(agreement, 'roles', duty.role)}" if duty.role else ""
    yield f"{The_party(duty.owner)} {verb(duty.owner, 'owes', 'owe')} {kind}{to}{role}."
    yield from _when(agreement, duty)
    within = duty.due.within if duty.due else None
    before = duty.due.before if duty.due else None
    said = counted_on(agreement, duty.calendar, within, before, duty.again_every)
    if said:
        yield said
    if duty.at_most:
        yield f"It may be asked for {_times(duty.at_most.times)} within {duty.at_most.within}."
    if duty.place:
        yield f"Where: {full(duty.place)}"
    if duty.contents:
        yield "It contains:"
        yield from (f"- {full(each)}" for each in duty.contents)
    if duty.service_levels:
        names = [clause_name(agreement, "service_levels", each) for each in duty.service_levels]
        yield f"It is about {listed(names)}."
    if duty.evidence:
        yield f"It is shown by: {full(duty.evidence)}"
    if duty.silence:
        yield spoken_silence(duty.silence)
    yield from explain_consequence(agreement, duty)


def _times(times: int) -> str:
    return {1: "once at most", 2: "twice at most"}.get(times, f"{times} times at most")


def _when(agreement: Agreement, duty: Obligation) -> Iterator[str]:
    trigger, due = duty.trigger, duty.due
    if trigger is None:
        start = "what it follows from"
        yield "It arises where another duty was not done in time." if due else (
            "It holds at all times."
        )  # fmt: skip
    elif trigger.every is not None:
        start = f"the end of the {period_word(trigger.every)}"
        yield f"It is owed {spoken_every(trigger.every)}."
    else:
        start = "that"
        yield f"It arises when {spoken_trigger(agreement, trigger)}."
    if due is not None:
        own_day = not (due.within or due.before or due.day or due.weekday or due.immediately)
        if own_day and trigger is not None and trigger.every is not None:
            start = f"the last day of the {period_word(trigger.every)}"
            if trigger.every in {"day", "business-day"}:
                start = "the same day"
        yield f"It is due {spoken_due(due, start)}."
    elif trigger is not None and trigger.every is not None:
        yield f"It is due by {start}."
    if duty.again_every is not None:
        until = f" until “{duty.until_event.replace('-', ' ')}”" if duty.until_event else ""
        yield f"It comes back every {duty.again_every}{until}."
    if duty.keeps_for is not None:
        yield f"It holds for {duty.keeps_for}."


def explain_consequence(agreement: Agreement, duty: Obligation) -> Iterator[str]:
    """What follows when a duty is not done in time."""
    terms = duty.consequence
    if isinstance(terms, str):
        if terms:
            yield f"If it is not done in time: {full(terms)}"
        return
    yield from (f"If it is not done in time, {said}." for said in _follows(agreement, terms))
    if terms.relief is not None:
        yield from _relief(agreement, terms.relief)
    if terms.text:
        yield f"If it is not done in time: {full(terms.text)}"


def _follows(agreement: Agreement, terms: Consequence) -> Iterator[str]:
    if terms.then:
        yield f"{clause_name(agreement, 'obligations', terms.then)} is owed"
    if terms.ladder:
        yield f"it escalates on {clause_name(agreement, 'ladders', terms.ladder)}"
    if terms.right:
        yield f"the right {clause_name(agreement, 'rights', terms.right)} arises"
    if terms.misses:
        yield f"it counts as a miss of {clause_name(agreement, 'service_levels', terms.misses)}"


def _relief(agreement: Agreement, relief: Relief) -> Iterator[str]:
    names = [_relieved(agreement, key) for key in relief.of] or ["what depends on it"]
    if relief.gives == "day-for-day":
        yield f"For each day that it is late, the dates of {listed(names)} move by a day."
    else:
        yield f"While it is late, missing {listed(names)} is excused."
    if relief.notice is not None:
        yield f"That holds only on notice within {relief.notice} of the delay’s beginning."


def _relieved(agreement: Agreement, key: str) -> str:
    for section in ("tasks", "deliverables", "obligations", "service_levels"):
        if key in getattr(agreement, section):
            return clause_name(agreement, section, key)
    return f"“{key}”"


def explain_deliverable(agreement: Agreement, key: str) -> Said:
    """Something handed over: when, what makes it acceptable, and how it is accepted."""
    deliverable = agreement.deliverables[key]
    return deliverable.name, _deliverable(agreement, deliverable)


def _deliverable(agreement: Agreement, deliverable: Deliverable) -> Iterator[str]:
    if deliverable.description:
        yield full(deliverable.description)
    if deliverable.owner:
        yield f"{The_party(deliverable.owner)} delivers it."
    due = deliverable.due
    if isinstance(due, dt.date):
        yield f"It is due on {spoken_date(due)}."
    elif due is not None:
        if due.trigger.every is not None:
            yield f"It is delivered {spoken_every(due.trigger.every)}."
            start = f"the end of the {period_word(due.trigger.every)}"
        else:
            yield f"Its time begins when {spoken_trigger(agreement, due.trigger)}."
            start = "that"
        yield f"It is due {spoken_due(due, start)}."
        if said := counted_on(agreement, due.calendar, due.within, due.before):
            yield said
    if deliverable.acceptance_criteria:
        yield "It is acceptable when:"
        for criterion in deliverable.acceptance_criteria:
            yield f"- {_criterion(agreement, criterion)}"
    if deliverable.acceptance:
        yield from _acceptance(agreement, deliverable.acceptance)


def _criterion(agreement: Agreement, criterion: str | MeasuredCriterion) -> str:
    if isinstance(criterion, str):
        return full(criterion)
    measure = clause_name(agreement, "measures", criterion.measure)
    return f"{measure} is {spoken_level(criterion.level)}."


_BEGINS = {
    "delivery": "its delivery",
    "ready-for-test": "the day on which it is ready for test",
    "complete-delivery": "its complete delivery",
}
_SILENT = {"accepted": "it is accepted", "rejected": "it is rejected"}


def _acceptance(agreement: Agreement, terms: Acceptance) -> Iterator[str]:
    role = f", through {clause_name(agreement, 'roles', terms.role)} alone" if terms.role else ""
    other = f" or {clause_name(agreement, 'roles', terms.alternate)}" if terms.alternate else ""
    writing = " in writing" if terms.in_writing else ""
    yield f"{The_party(terms.by)} {verb(terms.by, 'accepts', 'accept')} it{writing}{role}{other}."
    if terms.within is not None:
        yield (
            f"{The_party(terms.by)} {verb(terms.by, 'has', 'have')} {terms.within} from "
            f"{_BEGINS[terms.begins]} to accept or reject it."
        )
    if terms.silence == "nothing":
        yield "Silence means nothing: it stays open until someone answers."
    else:
        yield f"Where nobody answers in time, {_SILENT[terms.silence]}."
    if terms.warn_before is not None:
        yield f"Both sides are told {terms.warn_before} before that."
    if terms.on_passing == "accepted":
        yield "Tests that pass are acceptance by themselves."
    if terms.rejected is not None:
        yield from _rejection(terms.rejected)
    if terms.final_after is not None:
        yield f"{terms.final_after} after the first delivery it is accepted, whatever is left."
    rejected = terms.rejected.correct_within if terms.rejected else None
    if said := counted_on(agreement, terms.calendar, terms.within, terms.warn_before, rejected):
        yield said


def _rejection(rules: Rejection) -> Iterator[str]:
    if rules.correct_within is not None:
        yield f"What is rejected is corrected within {rules.correct_within}."
    again = {
        "full": "the test begins again with its full time",
        "rest": "the test goes on with the time that was left",
        "failed-parts": "only what failed is tested again",
    }[rules.restart]
    length = f", for {rules.retest_within}" if rules.retest_within else ""
    if rules.cycles != 1:
        yield f"Then {again}{length}."
    if rules.cycles is not None:
        tests = "one test" if rules.cycles == 1 else f"at most {rules.cycles} tests"
        there = "There is" if rules.cycles == 1 else "There are"
        yield f"{there} {tests}; rejected in the last, it has failed for good."
    if rules.after_last:
        words = [word.replace("-", " ") for word in rules.after_last]
        yield f"It may then come to this: {listed(words, 'or')}."
    if rules.refund is not None:
        yield f"{rules.refund} of its charge goes back."
    if rules.goes_to:
        yield f"Rejected work goes to: {full(rules.goes_to)}"
