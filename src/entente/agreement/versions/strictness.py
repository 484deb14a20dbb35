"""Whether a change of a value makes the duty around it stricter: told of the keys that tell it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from entente.agreement.terms.scalars import Level, Percent, parse_ceiling, parse_level, parse_limit
from entente.agreement.versions.parts import Keyed, Leaf, Part, Path, part_at
from entente.agreement.versions.redline import Change, Redline
from entente.foundation.durations import Days

Sign = Literal[1, 0, -1]  # stricter, cannot be told, looser
Amount = tuple[str, Fraction]  # what it is counted in, and how much it is


def strictness(found: Redline, change: Change) -> Sign:
    """1 where a change makes a duty stricter, -1 where it makes it looser, 0 where nobody can tell.

    A bound is stricter when fewer figures hold it, a trigger when money is due for more of them, a
    limit when it is shorter, a credit when it is more.
    """
    where = _where(change.path)
    if where == ("credit_trigger",):
        return _trigger(found, change)
    if change.kind == "changed":
        rule = _CHANGED.get(where)
        return rule(change.old, change.new) if rule else 0
    comes = _COMES.get(where, 0)
    return {"added": comes, "removed": _turned(comes)}.get(change.kind, 0)


def _where(path: Path) -> tuple[str, ...]:
    """Where in a service level or in the credits a change is, with a star for a place in a list."""
    inner = {"service_levels": path[2:], "measures": ("measure", *path[2:]), "credits": path}
    return tuple("*" if isinstance(step, int) else step for step in inner.get(str(path[0]), ()))


def _sign(number: Fraction | int) -> Sign:
    return 1 if number > 0 else -1 if number < 0 else 0


def _turned(sign: Sign) -> Sign:
    return _sign(-sign)


def _bound(old: Part | None, new: Part | None) -> Sign:
    before, after = _level(old), _level(new)
    return _narrower(before, after) if before and after else 0


def _narrower(old: Level, new: Level) -> Sign:
    """1 where fewer figures satisfy the new bound, -1 where more do."""
    upward = old.comparison in {">=", ">"}
    if upward != (new.comparison in {">=", ">"}) or old.unit != new.unit:
        return 0
    if old.value != new.value:
        return 1 if (new.value > old.value) == upward else -1
    return _sign(("=" in old.comparison) - ("=" in new.comparison))


def _trigger(found: Redline, change: Change) -> Sign:
    """A trigger that is absent holds for every figure that misses the commitment."""
    old = _level(change.old) or _missed(found.old, change.was_at)
    new = _level(change.new) or _missed(found.new, change.path)
    return _turned(_narrower(old, new)) if old and new else 0


_NEGATED: dict[str, Literal[">=", ">", "<=", "<"]] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


def _missed(root: Keyed, path: Path) -> Level | None:
    """The figures that miss the commitment beside a key."""
    level = _level(part_at(root, (*path[:-1], "commitment")))
    return Level(_NEGATED[level.comparison], level.value, level.unit, "") if level else None


def _level(part: Part | None) -> Level | None:
    try:
        return parse_level(part.value) if isinstance(part, Leaf) else None
    except ValueError:
        return None


def _grew(old: Part | None, new: Part | None) -> Sign:
    return _compared(_amount(old), _amount(new))


def _shorter(old: Part | None, new: Part | None) -> Sign:
    return _turned(_compared(_time(old), _time(new)))


def _compared(old: Amount | None, new: Amount | None) -> Sign:
    if old is None or new is None or old[0] != new[0]:
        return 0
    return _sign(new[1] - old[1])


def _amount(part: Part | None) -> Amount | None:
    try:
        value = parse_ceiling(part.value) if isinstance(part, Leaf) else None
    except ValueError:
        return None
    if isinstance(value, Percent):
        return "%", value.value
    return (value.currency, value.amount) if value is not None else None


def _time(part: Part | None) -> Amount | None:
    try:
        limit = parse_limit(part.value) if isinstance(part, Leaf) else None
    except ValueError:
        return None
    if isinstance(limit, Days):
        return limit.kind, Fraction(limit.count)
    return ("time", Fraction(limit.micros)) if limit else None


def _ranked(*words: str) -> Callable[[Part | None, Part | None], Sign]:
    """A rule of words from the loosest to the strictest."""

    def rule(old: Part | None, new: Part | None) -> Sign:
        said = [str(part.value) for part in (old, new) if isinstance(part, Leaf)]
        ranks = [words.index(word) for word in said if word in words]
        return _sign(ranks[1] - ranks[0]) if len(ranks) == 2 else 0

    return rule


_CHANGED: dict[tuple[str, ...], Callable[[Part | None, Part | None], Sign]] = {
    ("commitment",): _bound,
    ("expected",): _bound,
    ("minimum",): _bound,
    ("phases", "*", "commitment"): _bound,
    ("phases", "*", "expected"): _bound,
    ("phases", "*", "minimum"): _bound,
    ("class",): _ranked("kpi", "critical"),
    ("measure", "within"): _shorter,
    ("measure", "no_data"): _ranked("met", "not-measured", "missed"),
    ("credit", "allocation"): _grew,
    ("credit", "at_most"): _grew,
    ("credit", "tiers", "*", "pays"): _grew,
    ("credits", "at_risk"): _grew,
    ("credits", "caps", "*", "at_most"): _grew,
    ("credits", "sole_remedy"): _ranked("True", "False"),
}
# What it does to a duty that such a thing comes; that it goes does the contrary.
_COMES: dict[tuple[str, ...], Sign] = {
    ("expected",): 1,
    ("minimum",): 1,
    ("credit",): 1,
    ("credit", "at_most"): -1,
    ("measure", "exclusions", "*"): -1,
    ("measure", "stop_clock", "*"): -1,
    ("credits", "at_risk"): 1,
    ("credits", "fee_base", "*"): 1,
    ("credits", "caps", "*"): -1,
}


def grown(change: Change) -> Sign:
    """1 where a share or an amount is more than it was, -1 where it is less."""
    return _grew(change.old, change.new)
