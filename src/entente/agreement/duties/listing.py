"""All duties of a span, in order: what arose, what it moved, what was done, what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from entente.agreement.duties.accepting import of_acceptance, outcomes
from entente.agreement.duties.claiming import of_claims, of_rights
from entente.agreement.duties.counting import Moment
from entente.agreement.duties.delivering import of_scope
from entente.agreement.duties.duty import Delay, Duty, Listing
from entente.agreement.duties.escalating import of_ladders
from entente.agreement.duties.governing import of_governance
from entente.agreement.duties.known import Known
from entente.agreement.duties.leaving import of_exit
from entente.agreement.duties.obligated import of_obligations
from entente.agreement.duties.paying import of_prices
from entente.agreement.duties.renewing import of_renewal
from entente.agreement.duties.staffing import of_people
from entente.agreement.duties.told import Told
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.obligations import Consequence, Relief
from entente.foundation.instants import start_of_day, zone

_FAMILIES: tuple[Callable[[Known], Iterator[Duty]], ...] = (
    of_scope, of_obligations, of_ladders, of_governance, of_people, of_rights, of_claims,
    of_prices, of_exit, of_renewal,
)  # fmt: skip
_ROUNDS = 20  # how far one late duty can move another that moves another
_ONE = dt.timedelta(days=1)


class EndlessChain(ValueError):
    """Duties that follow from each other in a circle."""


def list_duties(
    agreement: Agreement,
    first: dt.date,
    until: dt.date,
    told: Iterable[Told] = (),
    as_of: dt.datetime | None = None,
) -> Listing:
    """The duties that are due on the days `[first, until)`, in order of their due times.

    `told` are the events; it is known up to `as_of` what was done and what was not (absent, up to
    the last event), so that silence and lateness count only as far as that.
    """
    events = tuple(sorted(told, key=lambda each: (each.at, each.event)))
    reach = as_of or max((each.at for each in events), default=None)
    known = Known(agreement, first, until, events, reach)
    found: tuple[Duty, ...] = ()
    for _ in range(_ROUNDS):
        # Acceptance looks at what parties told, never at what it has concluded itself.
        asserted = known.with_(events, known.delays)
        courses = tuple(of_acceptance(asserted))
        found = tuple(chain.from_iterable(family(known) for family in _FAMILIES))
        found += tuple(duty for course in courses for duty in course.duties)
        found = _done(known, found)
        more = (*events, *outcomes(courses, asserted), *_overdue(known, found))
        more = tuple(sorted(more, key=lambda each: (each.at, each.event)))
        delays = tuple(_delays(known, found))
        if (more, delays) == (known.told, known.delays):
            stages = tuple(stage for course in courses for stage in course.stages)
            return Listing(_within(known, found), delays, stages)
        known = known.with_(more, delays)
    raise EndlessChain(
        f"the duties {', '.join(sorted(_late_clauses(found))) or 'of this agreement'} follow from"
        " each other without end: see the keys then, relief and trigger"
    )


def _within(known: Known, found: tuple[Duty, ...]) -> tuple[Duty, ...]:
    start, end = (start_of_day(day, known.terms.zone) for day in (known.first, known.until))
    # A day that ends at midnight belongs to the day that ends.
    some = [d for d in found if start < d.due_at <= end and known.first <= d.due_on <= known.until]
    return tuple(sorted(some, key=lambda d: (d.due_at, d.clause, d.what, d.case, d.arises_at)))


def _done(known: Known, found: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """The duties with what was told done: by case; without one, the next due that arose."""
    at: dict[int, dt.datetime] = {}
    for told in known.about("done"):
        mine = [
            place
            for place, duty in enumerate(found)
            if duty.clause.partition(".")[2] == told.subject
            and duty.nature == "due"
            and place not in at
            and told.case in {"", duty.case}
            and (told.at >= duty.arises_at or told.moment.day >= duty.arises_at.date())
        ]
        if mine:
            done = _latest(told)
            ahead = [place for place in mine if found[place].due_at >= told.at]
            pick = min(ahead, key=lambda p: found[p].due_at) if ahead else max(
                mine, key=lambda p: found[p].due_at
            )  # fmt: skip
            at[pick] = min(done, found[pick].due_at) if told.moment.day <= (
                found[pick].due_on) and not told.moment.timed else told.at  # fmt: skip
    return tuple(replace(d, done_at=at[n]) if n in at else d for n, d in enumerate(found))


def _latest(told: Told) -> dt.datetime:
    """The instant of what was told; of a whole day its end."""
    return told.at if told.moment.timed else told.at + _ONE


def _overdue(known: Known, found: tuple[Duty, ...]) -> Iterator[Told]:
    """An event for each obligation that is known not to have been done in time."""
    for duty in found:
        section, _, key = duty.clause.partition(".")
        missed = duty.late or (duty.done_at is None and known.passed(duty.due_at))
        if section == "obligations" and duty.nature == "due" and missed and not duty.excused_by:
            moment = Moment(duty.due_on, duty.due_at, timed=False)
            yield Told("overdue", key, moment, duty.case)


def _delays(known: Known, found: tuple[Duty, ...]) -> Iterator[Delay]:
    """The delays that give relief: of a duty done late on a later day than it was due.

    A day of delay is a date after the due day, up to and with the day on which it was done.
    """
    for duty in found:
        section, _, key = duty.clause.partition(".")
        if not duty.late or section != "obligations":
            continue
        assert duty.done_at is not None
        for relief in _reliefs(known, key):
            if relief.notice is not None and not _claimed(known, key, relief, duty):
                continue
            done_on = duty.done_at.astimezone(zone(duty.zone)).date()
            if duty.done_at == start_of_day(done_on, duty.zone):
                done_on -= _ONE  # the end of a day, not the start of the next
            days = frozenset(
                duty.due_on + count * _ONE for count in range(1, (done_on - duty.due_on).days + 1)
            )
            if days or relief.gives == "excused":
                yield Delay(duty.clause, duty.party, relief.of, relief.gives, duty.due_at,
                            duty.done_at, days)  # fmt: skip


def _reliefs(known: Known, key: str) -> Iterator[Relief]:
    terms = known.terms.obligations[key].consequence
    if isinstance(terms, Consequence) and terms.relief is not None:
        yield terms.relief
    moved = tuple(
        name for name, task in known.terms.tasks.items() if key in task.timeline.moves_with
    )
    if moved:
        yield Relief(of=moved)


def _claimed(known: Known, key: str, relief: Relief, duty: Duty) -> bool:
    """Whether notice of a delay was given in time."""
    assert relief.notice is not None
    counter = known.counter(known.terms.obligations[key].calendar)
    until = counter.after(Moment(duty.due_on, duty.due_at, timed=False), relief.notice).at
    return any(told.at <= until for told in known.about("relief-claimed", key))


def _late_clauses(found: tuple[Duty, ...]) -> set[str]:
    return {duty.clause for duty in found if duty.late}
