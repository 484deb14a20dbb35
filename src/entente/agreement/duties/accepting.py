"""Acceptance: a small state machine over what was told of a deliverable, and its duties.

In test -> accepted | deemed accepted | rejected; rejected -> corrected -> in test again, up to the
last cycle, whose rejection is for good. A final date accepts whatever is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from entente.agreement.duties.counting import Counter, Due, Moment
from entente.agreement.duties.duty import Duty, Stage, State
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.duties.told import Told
from entente.agreement.terms.acceptance import Acceptance, Rejection
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.scalars import Party

_BEGINS = {
    "delivery": "delivered",
    "ready-for-test": "ready-for-test",
    "complete-delivery": "complete-delivery",
}
_ANSWERS = ("accepted", "rejected", "passed")


@dataclass(frozen=True)
class Course:
    """How the acceptance of one deliverable went: its stages, and the duties along the way."""

    stages: tuple[Stage, ...]
    duties: tuple[Duty, ...]


def of_acceptance(known: Known) -> Iterator[Course]:
    """The course of every deliverable that is accepted in a cycle, for each delivery of it."""
    for key, deliverable in known.terms.deliverables.items():
        terms = deliverable.acceptance
        if terms is None:
            continue
        begun = list(known.about(_BEGINS[terms.begins], key))
        for case in dict.fromkeys(told.case for told in begun):
            first = next(told for told in begun if told.case == case)
            yield _Walk(known, key, deliverable.name, terms, first).course()


def outcomes(courses: tuple[Course, ...], known: Known) -> tuple[Told, ...]:
    """What silence, tests that passed and final dates brought about, as events told."""
    told = {(each.event, each.subject, each.at) for each in known.told}
    found = []
    for course in courses:
        for stage in course.stages:
            event = {"deemed-accepted": "accepted", "deemed-rejected": "rejected"}.get(stage.state)
            if event and (event, stage.deliverable, stage.at) not in told:
                # A day's end belongs to that day, not to the next.
                last = Moment.of(stage.at - dt.timedelta(microseconds=1), known.terms.zone)
                timed = Moment.of(stage.at, known.terms.zone).day == last.day
                moment = Moment(last.day, stage.at, timed)
                found.append(Told(event, stage.deliverable, moment))
    return tuple(found)


class _Walk:
    """One walk through the cycles of a delivery."""

    def __init__(self, known: Known, key: str, name: str, terms: Acceptance, first: Told) -> None:
        self.known, self.key, self.name, self.terms, self.first = known, key, name, terms, first
        self.counter: Counter = known.counter(terms.calendar)
        self.stages: list[Stage] = []
        self.duties: list[Duty] = []
        self.final = (
            self.counter.after(first.moment, terms.final_after) if terms.final_after else None
        )

    def course(self) -> Course:
        """Cycle after cycle, until it is accepted, failed for good, or nobody knows further."""
        begun: Told | None = self.first
        cycle, length = 1, self.terms.within
        while begun is not None:
            begun, length = self._cycle(cycle, begun, length)
            cycle += 1
        self._at_the_end()
        return Course(tuple(self.stages), tuple(self.duties))

    def _cycle(
        self, cycle: int, begun: Told, length: Lapse | None
    ) -> tuple[Told | None, Lapse | None]:
        """One test; gives the delivery that begins the next one, and its length."""
        self._stage("in-test", begun.at, cycle)
        due = self.counter.after(begun.moment, length) if length else None
        if due is not None:
            if self.final is not None and due.at > self.final.at:
                due = self.final
            self._duty_to_answer(cycle, begun, due)
        elif self.terms.silence == "accepted":
            self._stage("deemed-accepted", begun.at, cycle)  # no time to test: with the delivery
            return None, None
        answer = self._answer(begun, due)
        if answer is None:
            if due is None or not self.known.passed(due.at) or self.terms.silence == "nothing":
                return None, None
            state: State = (
                "deemed-accepted" if self.terms.silence == "accepted" else "deemed-rejected"
            )
            self._stage(state, due.at, cycle)
            rejected = Moment(due.day, due.at) if state == "deemed-rejected" else None
        else:
            rejected = self._answered(answer, cycle)
        return self._corrected(cycle, begun, rejected) if rejected else (None, None)

    def _answered(self, answer: Told, cycle: int) -> Moment | None:
        """The moment of a rejection; None where it was accepted."""
        if answer.event == "rejected":
            self._stage("rejected", answer.at, cycle)
            return answer.moment
        state: State = "accepted" if answer.event == "accepted" else "deemed-accepted"
        self._stage(state, answer.at, cycle)
        return None

    def _answer(self, begun: Told, due: Due | None) -> Told | None:
        """The first answer of a cycle; a late one counts only where silence means nothing."""
        for told in self.known.told:
            if told.event not in _ANSWERS or told.subject != self.key:
                continue
            if told.case != self.first.case or not self._after(told, begun):
                continue
            if told.event == "passed" and self.terms.on_passing == "nothing":
                continue
            silent = self.terms.silence != "nothing"
            if silent and due is not None and told.at >= due.at and told.moment.day > due.day:
                return None
            return told
        return None

    def _after(self, told: Told, begun: Told) -> bool:
        """Whether something told follows what a cycle began with; of one day, both may be."""
        if told.moment.timed and begun.moment.timed:
            return told.at >= begun.at
        return told.moment.day >= begun.moment.day and not self._used(told)

    def _used(self, told: Told) -> bool:
        return any(
            stage.at == told.at and stage.state in {"accepted", "rejected"} for stage in self.stages
        )

    def _corrected(
        self, cycle: int, begun: Told, rejected: Moment
    ) -> tuple[Told | None, Lapse | None]:
        rules = self.terms.rejected
        if rules is None:
            return None, None
        if rules.cycles is not None and cycle >= rules.cycles:
            self._stage("failed-for-good", rejected.at, cycle)
            return None, None
        self._duty_to_correct(cycle, rules, rejected)
        again = next(
            (
                told
                for told in self.known.told
                if told.event in {"corrected", _BEGINS[self.terms.begins]}
                and told.subject == self.key
                and told.case == self.first.case
                and told is not begun
                and told.at >= rejected.at
                and told is not self.first
            ),
            None,
        )
        return again, self._length(rules, begun, rejected)

    def _length(self, rules: Rejection, begun: Told, rejected: Moment) -> Lapse | None:
        """How long the next test may take: anew, a time of its own, or what is left of this."""
        within = self.terms.within
        if rules.retest_within is not None:
            return rules.retest_within
        if within is None or rules.restart != "rest" or within.is_clock:
            return within
        due = self.counter.after(begun.moment, within).day
        if within.unit == "business-day":
            left = self.counter.calendar.workdays_between(rejected.day, due)
            return Lapse(max(left, 0), "business-day")
        return Lapse(max((due - rejected.day).days, 0), "day")

    def _stage(self, state: State, at: dt.datetime, cycle: int) -> None:
        self.stages.append(Stage(self.key, state, at, cycle))

    def _duty_to_answer(self, cycle: int, begun: Told, due: Due) -> None:
        again = f" (test {cycle})" if cycle > 1 else ""
        means = "" if self.terms.silence == "nothing" else self.terms.silence
        self.duties.append(
            Under(self.known, f"deliverables.{self.key}", self.counter).owes(
                self.terms.by,
                f"accept or reject: {self.name}{again}",
                Occasion(
                    begun.moment,
                    f"{begun.event.replace('-', ' ')} on {self.known.spoken(begun.moment)}",
                    begun.case,
                ),
                due,
                means=means,
                warn_before=self.terms.warn_before,
            )
        )

    def _duty_to_correct(self, cycle: int, rules: Rejection, rejected: Moment) -> None:
        if rules.correct_within is None:
            return
        due = self.counter.after(rejected, rules.correct_within)
        because = f"rejected on {self.known.spoken(rejected)}"
        last = rules.cycles is not None and cycle + 1 == rules.cycles
        self.duties.append(
            Under(self.known, f"deliverables.{self.key}", self.counter).owes(
                deliverer(self.known, self.key),
                f"correct and deliver again: {self.name}",
                Occasion(rejected, because, self.first.case),
                due,
                consequence="the next test is the last" if last else "",
            )
        )

    def _at_the_end(self) -> None:
        """A final date accepts what is neither accepted nor failed by then."""
        ended = {"accepted", "deemed-accepted", "failed-for-good"}
        last = self.stages[-1]
        if self.final is None or last.state in ended or not self.known.passed(self.final.at):
            return
        self._stage("deemed-accepted", self.final.at, last.cycle)


def deliverer(known: Known, key: str) -> Party:
    """Who delivers: the deliverable's owner, the owner of the task that does, or the provider."""
    owner = known.terms.deliverables[key].owner
    if owner is not None:
        return owner
    tasks = (task.owner for task in known.terms.tasks.values() if key in task.deliverables)
    return next(tasks, "provider")
