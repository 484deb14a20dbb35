"""Duties about key people: lock-in, notice, approval of a successor, replacement, a challenge."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.duties.duty import Duty
from entente.agreement.duties.known import Known, Occasion, Under
from entente.agreement.terms.governance import KeyPosition
from entente.agreement.terms.scalars import Party


def of_people(known: Known) -> Iterator[Duty]:
    """What is due of every key position."""
    for key, position in known.terms.key_people.items():
        under = Under(known, f"key_people.{key}", known.counter(position.calendar))
        role = known.terms.roles.get(position.role)
        party: Party = role.party if role else "provider"
        title = role.title if role else position.role
        for person in (_locked_in, _leaving, _challenged):
            yield from person(under, position, party, title)


def _locked_in(under: Under, position: KeyPosition, party: Party, title: str) -> Iterator[Duty]:
    if position.lock_in is None:
        return
    known = under.known
    appointed = [known.occasion(told) for told in known.about("appointed", under.name)]
    start = Occasion(known.whole_day(known.contract), "the beginning of the agreement")
    for occasion in appointed or [start]:
        until = under.counter.after(occasion.moment, position.lock_in)
        yield under.owes(party, f"keep in place: {title}", occasion, until, nature="holds")


def _leaving(under: Under, position: KeyPosition, party: Party, title: str) -> Iterator[Duty]:
    known = under.known
    for told in known.about("leaves", under.name):
        occasion = known.occasion(told)
        for before, what in (
            (position.notice, f"give notice: {title} changes"),
            (position.approved_before, f"have a successor approved: {title}"),
        ):
            if before is not None:
                due = under.counter.before(told.moment, before)
                yield under.owes(party, what, occasion, due)
    if position.replaced_within is not None:
        for told in known.about("left", under.name):
            due = under.counter.after(told.moment, position.replaced_within)
            yield under.owes(party, f"replace: {title}", known.occasion(told), due)


def _challenged(under: Under, position: KeyPosition, party: Party, title: str) -> Iterator[Duty]:
    for told in under.known.about("challenged", under.name):
        occasion = under.known.occasion(told)
        for within, what in (
            (position.investigate_within, f"investigate the challenge to: {title}"),
            (position.replaced_within, f"replace, where the challenge holds: {title}"),
        ):
            if within is not None:
                due = under.counter.after(told.moment, within)
                yield under.owes(party, what, occasion, due)
