"""The duties of the section `obligations`, and the chains from one to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.duties.counting import Counter, Due
from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.duties.occasions import due_of, occasions, worth_counting
from entente.agreement.terms.obligations import Consequence, Obligation, Owner

MOST_AGAIN = 10_000


def of_obligations(known: Known) -> Iterator[Duty]:
    """Every duty that the obligations give."""
    for key, obligation in known.terms.obligations.items():
        counter = known.counter(obligation.calendar)
        for occasion in _all_occasions(known, key, obligation, counter):
            yield from _of_one(known, key, obligation, counter, occasion)


def _all_occasions(
    known: Known, key: str, obligation: Obligation, counter: Counter
) -> Iterator[Occasion]:
    if obligation.trigger is not None:
        for occasion in occasions(known, obligation.trigger, counter, key):
            was_told = any(known.about("done", key))
            if was_told or worth_counting(known, occasion, obligation.due):
                yield occasion
    for told in known.about("overdue"):
        other = known.terms.obligations.get(told.subject)
        if other and isinstance(other.consequence, Consequence) and other.consequence.then == key:
            yield known.occasion(told, f"“{other.title}” was not done in time")


def _of_one(
    known: Known, key: str, obligation: Obligation, counter: Counter, occasion: Occasion
) -> Iterator[Duty]:
    clause = f"obligations.{key}"
    if obligation.keeps_for is not None:
        until = counter.after(occasion.moment, obligation.keeps_for)
        yield Under(known, clause, counter).owes(
            obligation.owner, f"keep: {obligation.title}", occasion, until, nature="holds"
        )
        if obligation.due is None:
            return
    for again, due in _again(known, obligation, counter, occasion):
        yield Under(known, clause, counter).owes(
            obligation.owner,
            obligation.title,
            again,
            due,
            silence=obligation.silence,
            consequence=consequence_of(known, obligation),
        )
    yield from _relief_window(known, key, obligation, counter)


def _again(
    known: Known, obligation: Obligation, counter: Counter, occasion: Occasion
) -> Iterator[tuple[Occasion, Due]]:
    """Once from the occasion, or again and again until the event that ends it."""
    ended = _ended(known, obligation, occasion)
    if obligation.again_every is None:
        again, due = due_of(occasion, obligation.due, counter)
        if ended is None or ended > due.at:
            yield again, due
        return
    length = obligation.again_every
    for count in range(1, MOST_AGAIN):
        whole = type(length)(length.count * count, length.unit)
        due = counter.after(occasion.moment, whole, obligation.due.by if obligation.due else None)
        if (ended is not None and due.at > ended) or due.day > known.until:
            return
        yield Occasion(occasion.moment, occasion.because, occasion.case, recurs=True), due


def _ended(known: Known, obligation: Obligation, occasion: Occasion) -> dt.datetime | None:
    """The first of the ending events after an occasion, of the same case."""
    if obligation.until_event is None:
        return None
    ends = [
        told.at
        for told in known.about(obligation.until_event)
        if told.case == occasion.case and told.at >= occasion.moment.at
    ]
    return min(ends, default=None)


def _relief_window(
    known: Known, key: str, obligation: Obligation, counter: Counter
) -> Iterator[Duty]:
    """Until when the other party has to claim the relief that a late duty gives it."""
    terms = obligation.consequence
    relief = terms.relief if isinstance(terms, Consequence) else None
    if relief is None or relief.notice is None or obligation.owner == "both":
        return
    other: Owner = "client" if obligation.owner == "provider" else "provider"
    for told in known.about("overdue", key):
        until = counter.after(told.moment, relief.notice)
        yield Under(known, f"obligations.{key}", counter).owes(
            other,
            "give notice, or relief is lost",
            known.occasion(told, "the delay began"),
            until,
            nature="may",
        )


def consequence_of(known: Known, obligation: Obligation) -> str:
    """What follows when it is not done in time, in words."""
    terms = obligation.consequence
    if isinstance(terms, str):
        return terms
    said = []
    if terms.then is not None:
        then = known.terms.obligations.get(terms.then)
        said.append(f"then: {then.title if then else terms.then}")
    if terms.ladder is not None:
        ladder = known.terms.ladders.get(terms.ladder)
        said.append(f"it escalates: {ladder.title if ladder else terms.ladder}")
    if terms.right is not None:
        right = known.terms.rights.get(terms.right)
        said.append(f"a right arises: {(right.title if right else '') or terms.right}")
    if terms.relief is not None:
        how = "move day for day" if terms.relief.gives == "day-for-day" else "are excused"
        said.append(f"{', '.join(terms.relief.of) or 'the other party’s dates'} {how}")
    if terms.misses is not None:
        said.append(f"it counts as a miss of {terms.misses}")
    return "; ".join([*said, *([terms.text] if terms.text else [])])
