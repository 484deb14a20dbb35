"""Rules about escalation: both sides on each rung, time on each, one unit, and an end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from entente.agreement.lint.looked import Looked
from entente.agreement.terms.governance import Ladder, Rung
from entente.agreement.terms.periods import Lapse
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding

_UNITS = {"day": "days", "business-day": "business days", "hour": "hours", "minute": "minutes"}


def ladder_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about ladders."""
    for key, ladder in looked.agreement.ladders.items():
        path: Path = ("ladders", key)
        yield from _rungs(looked, path, ladder)
        yield from _units(looked, path, ladder)
        yield from _sum(looked, path, ladder)
        if ladder.ends is None and not ladder.then:
            message = "nothing says what comes after the last rung"
            hint = "say how it ends: ends: {by: expert, within: 21 days}, or then"
            yield looked.found("ladder-without-end", message, hint, path, at_key=True)


def _rungs(looked: Looked, path: Path, ladder: Ladder) -> Iterator[Finding]:
    roles = looked.agreement.roles
    for index, rung in enumerate(ladder.rungs):
        at = (*path, "rungs", index)
        if rung.within is None and (index + 1 < len(ladder.rungs) or ladder.ends is not None):
            message = f"step {index + 1} has no time, so what is on it can stay there for ever"
            hint = "add within, such as 5 business days"
            yield looked.found("rung-without-time", message, hint, at)
        sides = {roles[role].party for role in rung.roles if role in roles}
        if len(sides) == 1:
            other = "provider" if "client" in sides else "client"
            message = f"nobody of the {other} stands on step {index + 1}"
            hint = "name the counterpart: one role of each side"
            yield looked.found("rung-without-counterpart", message, hint, at)
    for index, (before, after) in enumerate(pairwise(ladder.rungs), 1):
        if after.roles and set(after.roles) <= set(before.roles):
            message = f"step {index + 1} is taken by the same people as the one before it"
            hint = "name somebody who can decide what they could not"
            yield looked.found("escalates-to-the-same", message, hint, (*path, "rungs", index))


def _units(looked: Looked, path: Path, ladder: Ladder) -> Iterator[Finding]:
    """Rungs in business days beside rungs in calendar days."""
    timed = [(index, rung.within) for index, rung in enumerate(ladder.rungs) if rung.within]
    first = next((lapse for _, lapse in timed if lapse.unit in {"day", "business-day"}), None)
    for index, lapse in timed:
        if first is not None and {first.unit, lapse.unit} == {"day", "business-day"}:
            message = f"this step has {lapse}, others {_UNITS[first.unit]}"
            hint = "write all of them in one unit; if it is meant, accept it and say why"
            yield looked.found("mixed-day-units", message, hint, (*path, "rungs", index, "within"))
            return


def _sum(looked: Looked, path: Path, ladder: Ladder) -> Iterator[Finding]:
    """Rungs that take another time together than the text says they do."""
    total, lapses = ladder.total, [rung.within for rung in ladder.rungs if rung.within is not None]
    units = {lapse.unit for lapse in lapses}
    if total is not None and len(units) == 1 and len(lapses) == len(ladder.rungs):
        counted = _together(ladder.rungs)
        same = Lapse(counted, lapses[0].unit)
        if total.unit == same.unit and total.count != counted:
            message = f"the steps take {same} together, and the text says {total}"
            hint = "check the steps, or from when the whole is counted"
            yield looked.found("ladder-sum", message, hint, (*path, "total"))
    for index, (before, after) in enumerate(pairwise(ladder.rungs), 1):
        if _ends_before(before, after):
            message = f"this step ends after {after.within}, before it has begun"
            hint = "count each from the start of the ladder, or each from its own"
            yield looked.found("ladder-sum", message, hint, (*path, "rungs", index, "within"))


def _ends_before(before: Rung, after: Rung) -> bool:
    """Whether a rung is over before the one below it, both counted from the ladder's start."""
    if before.within is None or after.within is None:
        return False
    if not (before.from_start and after.from_start):
        return False
    return before.within.unit == after.within.unit and after.within.count <= before.within.count


def _together(rungs: tuple[Rung, ...]) -> int:
    """How long rungs of one unit take together."""
    reached = 0
    for rung in rungs:
        assert rung.within is not None
        reached = rung.within.count if rung.from_start else reached + rung.within.count
    return reached
