"""Ladders: each rung's begin and end in sequence, meetings on the way, and how it is decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.duties.counting import Due, Moment
from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.duties.occasions import occasions
from entente.agreement.explain.wording import listed
from entente.agreement.terms.governance import Determination, Ladder, Rung
from entente.agreement.terms.obligations import Consequence


def of_ladders(known: Known) -> Iterator[Duty]:
    """What is due on each ladder, for each time that it is begun."""
    for key, ladder in known.terms.ladders.items():
        under = Under(known, f"ladders.{key}", known.counter(ladder.calendar))
        for occasion in _begun(under, ladder):
            yield from _climbed(under, ladder, occasion)


def _begun(under: Under, ladder: Ladder) -> Iterator[Occasion]:
    known = under.known
    if ladder.trigger is not None:
        yield from occasions(known, ladder.trigger, under.counter, under.name)
    for told in known.about("escalated", under.name):
        yield known.occasion(told)
    for told in known.about("overdue"):
        other = known.terms.obligations.get(told.subject)
        terms = other.consequence if other else ""
        if other and isinstance(terms, Consequence) and terms.ladder == under.name:
            yield known.occasion(told, f"“{other.title}” was not done in time")


def _climbed(under: Under, ladder: Ladder, occasion: Occasion) -> Iterator[Duty]:
    """Rung after rung until it is settled; a rung without an end is the last that has dates."""
    known, counter = under.known, under.counter
    settled = _settled(under, occasion)
    at: Moment = occasion.moment
    for place, rung in enumerate(ladder.rungs):
        if settled is not None and settled <= at.at:
            return
        step = Occasion(at, f"{occasion.because}; step {place + 1}", occasion.case)
        if rung.meets_within is not None:
            due = counter.after(at, rung.meets_within)
            yield under.owes("both", f"meet: {_who(known, rung)}", step, due)
        if rung.within is None:
            return
        due = counter.after(occasion.moment if rung.from_start else at, rung.within)
        what = f"settle it: {_who(known, rung)}"
        yield under.owes("both", what, step, due, consequence=_next(known, ladder, place))
        at = _ended(due, rung)
    if ladder.ends is not None and (settled is None or settled > at.at):
        yield from _decided(under, ladder.ends, at, occasion)


def _settled(under: Under, occasion: Occasion) -> dt.datetime | None:
    """When it was told that the matter is settled."""
    told = [
        each.at
        for each in under.known.about("settled", under.name)
        if each.case == occasion.case and each.at >= occasion.moment.at
    ]
    return min(told, default=None)


def _ended(due: Due, rung: Rung) -> Moment:
    """The end of a rung, from which the next one counts: a day's end counts as that day."""
    clock = rung.within is not None and rung.within.is_clock
    return Moment(due.day, due.at, timed=clock)


def _decided(under: Under, ends: Determination, at: Moment, occasion: Occasion) -> Iterator[Duty]:
    step = Occasion(at, f"{occasion.because}; no step settled it", occasion.case)
    by = ends.by.replace("-", " ")
    if ends.place_agreed_within is not None:
        due = under.counter.after(at, ends.place_agreed_within)
        otherwise = f"else it is {ends.place_otherwise}" if ends.place_otherwise else ""
        what = f"agree on the place of the {by}"
        yield under.owes("both", what, step, due, consequence=otherwise)
    if ends.within is not None:
        due = under.counter.after(at, ends.within)
        yield under.owes("both", f"decision by {by}", step, due)


def _next(known: Known, ladder: Ladder, place: int) -> str:
    if place + 1 < len(ladder.rungs):
        return f"it goes on to {_who(known, ladder.rungs[place + 1])}"
    if ladder.ends is not None:
        return f"it is decided by {ladder.ends.by.replace('-', ' ')}"
    return ladder.then


def _who(known: Known, rung: Rung) -> str:
    if rung.title:
        return rung.title
    titles = [known.terms.roles[role].title for role in rung.roles if role in known.terms.roles]
    return listed(titles) if titles else "the parties"
