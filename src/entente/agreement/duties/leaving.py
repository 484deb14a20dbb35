"""Dates of leaving: the plan, its reviews and tests, readiness, assistance, longer services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.duties.counting import Counter, Due, Moment
from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.explain.wording import spoken_date
from entente.agreement.terms.exit import Exit
from entente.agreement.terms.obligations import Owner
from entente.agreement.terms.periods import Lapse

_ONE = dt.timedelta(days=1)
MOST = 1_000


def of_exit(known: Known) -> Iterator[Duty]:
    """What leaving owes: before the end, at it, and after it."""
    terms = known.terms.exit
    if terms is None:
        return
    counter = known.counter(terms.calendar)
    yield from _planned(known, terms, counter)
    if terms.ready_within is not None:
        for told in known.about("exit-notice"):
            due = counter.after(told.moment, terms.ready_within)
            yield Under(known, "exit", counter).owes(
                terms.owed_by,
                "be able to deploy the resources for leaving",
                known.occasion(told),
                due,
            )
    for end in _ends(known, terms):
        yield from _about_the_end(known, terms, counter, end)


def _ends(known: Known, terms: Exit) -> Iterator[Moment]:
    """The last day of the services: told, else agreed, else the last day in force."""
    told = [told.moment for told in known.about("termination")]
    if told:
        yield told[-1]
        return
    day = known.day(terms.end) if terms.end is not None else None
    if day is None and known.terms.in_force.until is not None:
        day = known.terms.in_force.until - _ONE
    if day is not None:
        yield Moment.end_of(day, known.terms.zone)


def _about_the_end(known: Known, terms: Exit, counter: Counter, end: Moment) -> Iterator[Duty]:
    occasion = Occasion(end, f"the end of the services on {spoken_date(end.day)}")

    def made(party: Owner, what: str, due: Due, nature: str = "due") -> Duty:
        return Under(known, "exit", counter).owes(party, what, occasion, due, nature=nature)  # type: ignore[arg-type] # a Duty's own words

    if terms.plan_before is not None:
        yield made(terms.plan_by, "the plan for leaving", counter.before(end, terms.plan_before))
    if terms.extension_notice is not None:
        due = counter.before(end, terms.extension_notice)
        longer = f" by up to {terms.extended_for}" if terms.extended_for else ""
        yield made("client", f"ask for the services to go on{longer}", due, "may")
    if terms.assistance_before is not None:
        due = counter.before(end, terms.assistance_before)
        yield made(terms.owed_by, "begin assistance in leaving", due)
    if terms.assistance_for is not None:
        start = end
        if terms.assistance_before is not None:
            begun = counter.before(end, terms.assistance_before)
            start = Moment.of_day(begun.day, counter.zone)
        until = counter.after(start, terms.assistance_for)
        yield made(terms.owed_by, "assist in leaving", until, "holds")
    if terms.hands_over:
        yield made(
            terms.owed_by, f"hand over: {', '.join(terms.hands_over)}", counter.due(end, None)
        )


def _planned(known: Known, terms: Exit, counter: Counter) -> Iterator[Duty]:
    start = known.whole_day(known.contract)
    occasion = Occasion(start, "the beginning of the agreement")
    if terms.plan_within is not None:
        due = counter.after(start, terms.plan_within)
        yield Under(known, "exit", counter).owes(
            terms.plan_by, "the first plan for leaving", occasion, due
        )
    for every, what in (
        (terms.plan_reviewed_every, "review the plan for leaving"),
        (terms.tested_every, "test the plan for leaving"),
    ):
        if every is not None:
            for count in range(1, MOST):
                due = counter.after(start, Lapse(every.count * count, every.unit))
                if due.day > known.until or _ended(known, due):
                    break
                again = Occasion(start, f"every {every}", due.day.isoformat(), recurs=True)
                yield Under(known, "exit", counter).owes(terms.plan_by, what, again, due)


def _ended(known: Known, due: Due) -> bool:
    until = known.terms.in_force.until
    return until is not None and due.day >= until
