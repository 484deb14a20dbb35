"""Whom a change of terms favours: said where it follows from the terms, and not guessed elsewhere.

A duty that becomes stricter favours the other party than the one that owes it. Several changes at
once are judged only where all of them point the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from entente.agreement.terms.scalars import Party
from entente.agreement.versions.parts import Keyed, Leaf, Listed, Part, Path, part_at
from entente.agreement.versions.redline import Change, Redline
from entente.agreement.versions.strictness import Sign, grown, strictness

_OTHER: dict[Party, Party] = {"client": "provider", "provider": "client"}
_NEUTRAL = frozenset({"title", "name", "description", "tower", "short", "address"})
_DUTIES = (("owner", False), ("owed_by", False), ("holder", True))  # and whether it gains by them


@dataclass(frozen=True)
class Effect:
    """What a step does to a party's duty, and whom it favours; None where it cannot be told."""

    tendency: Literal["stricter", "looser"] | None = None
    party: Party | None = None
    favours: Party | None = None


UNKNOWN = Effect()


def effect_of(found: Redline, path: Path, changes: Iterable[Change]) -> Effect:
    """The effect of the changes of one step on the clause at a path."""
    telling = [
        change
        for change in changes
        if _key(change.path) not in _NEUTRAL and change.kind != "renamed"
    ]
    if len(telling) == 1 and telling[0].path == path[:2] and telling[0].kind != "changed":
        return _of_clause(found, telling[0])
    favoured = {_handed_over(change) for change in telling}
    if len(favoured) == 1 and (party := favoured.pop()):
        return Effect(favours=party)
    signs = {strictness(found, change) for change in telling}
    return _judged(signs.pop(), _owner(found, path)) if len(signs) == 1 else UNKNOWN


def _judged(sign: Sign, owner: Party | None) -> Effect:
    if not sign:
        return UNKNOWN
    tendency: Literal["stricter", "looser"] = "stricter" if sign > 0 else "looser"
    if owner is None:
        return Effect(tendency)
    return Effect(tendency, owner, _OTHER[owner] if sign > 0 else owner)


def _of_clause(found: Redline, change: Change) -> Effect:
    """A clause that comes or goes: a reason to excuse, a duty, a right, or something to be paid."""
    clause, comes = change.new or change.old, change.kind == "added"
    if change.path[0] == "exclusions":
        owner = _owner(found, change.path)
        return _judged(-1 if comes else 1, owner) if owner else UNKNOWN
    if change.path[0] == "charges":
        return Effect(favours="provider" if comes else "client")
    for key, gains in _DUTIES if change.path[0] != "services" else ():
        if party := _party(part_at(clause, (key,))):
            return Effect(favours=party if gains == comes else _OTHER[party])
    return UNKNOWN


def _handed_over(change: Change) -> Party | None:
    """Whom it favours that a duty or a right goes over to the other party, or a charge changes."""
    key = _key(change.path)
    if key in {"owner", "owed_by"}:
        return _party(change.old)
    if key == "holder":
        return _party(change.new)
    if change.path[0] == "charges" and (sign := grown(change)):
        return "provider" if sign > 0 else "client"
    return None


def _owner(found: Redline, path: Path) -> Party | None:
    """The party that owes what a clause says, where it is one and the same in both versions."""
    owners = {*_owners(found.new, path), *_owners(found.old, found.was_at(path))}
    return owners.pop() if len(owners) == 1 else None


def _owners(root: Keyed, path: Path) -> Iterator[Party]:
    """The owner of a clause; else those of the service levels that rest on it."""
    if party := _party(part_at(root, (*path[:2], "owner"))):
        yield party
        return
    levels = part_at(root, ("service_levels",))
    for level in levels.entries.values() if isinstance(levels, Keyed) else ():
        if _rests_on(level, path) and (party := _party(part_at(level, ("owner",)))):
            yield party


def _rests_on(level: Part, path: Path) -> bool:
    """Whether a service level rests on the credits, or on this measure or exclusion."""
    if path[0] == "credits":
        return part_at(level, ("credit",)) is not None
    measure = part_at(level, ("measure",))
    if path[0] == "measures":
        return isinstance(measure, Leaf) and measure.value == path[1]
    codes = part_at(measure, ("exclusions",)) if path[0] == "exclusions" else None
    items = codes.items if isinstance(codes, Listed) else ()
    return any(isinstance(code, Leaf) and code.value == path[1] for code in items)


def _key(path: Path) -> str:
    """The last key of a path; an item of a list goes by the key of its list."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _party(part: Part | None) -> Party | None:
    value = part.value if isinstance(part, Leaf) else None
    return next((party for party in _OTHER if party == value), None)
