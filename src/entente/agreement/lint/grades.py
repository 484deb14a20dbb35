"""Rules about grades, such as priorities: none is forgotten, and the more urgent is the sooner.

Service levels of a family are alike but for one value: that of a priority, or of a severity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from entente.agreement.conditions.meaning import All, Compare, Condition, Node
from entente.agreement.lint.looked import Looked
from entente.agreement.lint.promises import Promise, sooner, stricter
from entente.agreement.terms.measures import ElapsedTerms, table_of
from entente.foundation.findings import Finding

_FIELDS = ("priority", "severity", "prio", "sev", "urgency", "impact")
_WORDS = ("critical", "high", "medium", "low")
_REDUNDANT = re.compile(r"\b(?:non|not)[- ](?=\w)", re.IGNORECASE)


@dataclass(frozen=True)
class _Graded:
    """A promise with the grade to which its condition narrows it, and what else that asks."""

    promise: Promise
    grade: str
    rest: tuple[tuple[str, str], ...]

    @property
    def rank(self) -> int | None:
        """How urgent a grade is: 1 is the most; None where its name does not tell."""
        if self.grade.lower() in _WORDS:
            return _WORDS.index(self.grade.lower()) + 1
        digits = re.findall(r"\d+", self.grade)
        return int(digits[0]) if len(digits) == 1 and len(digits[0]) < 3 else None

    @property
    def family(self) -> object:
        """What the levels of one family have in common."""
        level, measure = self.promise.level, self.promise.measure
        ends = (str(measure.from_), str(measure.to)) if isinstance(measure, ElapsedTerms) else ()
        return level.service, level.owner, measure.kind, table_of(measure), measure.source, ends


def grade_findings(looked: Looked) -> Iterator[Finding]:
    """Grades left out, grades that only some hours have, and urgent ones that are slower."""
    families: dict[object, list[_Graded]] = defaultdict(list)
    for path, level, measure in looked.levels():
        promise = Promise(path, level, measure)
        graded = _graded(promise)
        if graded is not None and graded.rank is not None:
            families[graded.family].append(graded)
    for family in families.values():
        by_rest: dict[object, list[_Graded]] = defaultdict(list)
        for graded in family:
            by_rest[graded.rest].append(graded)
        for group in by_rest.values():
            yield from _holes(looked, group)
            yield from _order(looked, group)
        yield from _gaps(looked, list(by_rest.values()))
    yield from _redundancy(looked)


def _graded(promise: Promise) -> _Graded | None:
    """The grade of a promise whose condition is equalities, one of them of a grade."""
    equal = dict(_equalities(promise.measure.where))
    field = next((name for name in _FIELDS if name in equal), None)
    if field is None:
        return None
    grade = equal.pop(field)
    return _Graded(promise, grade, tuple(sorted(equal.items())))


def _equalities(condition: Condition | None) -> Iterator[tuple[str, str]]:
    nodes: list[Node] = [condition.tree] if condition else []
    while nodes:
        node = nodes.pop()
        if isinstance(node, All):
            nodes += node.of
        elif isinstance(node, Compare) and node.operator == "=":
            yield node.field, str(node.value)


def _holes(looked: Looked, group: list[_Graded]) -> Iterator[Finding]:
    """P1, P2 and P4 have a level, P3 has none."""
    ranks = {graded.rank: graded for graded in group if graded.rank is not None}
    for first, second in pairwise(sorted(ranks)):
        if second - first > 1 and len(ranks) > 2:
            missing = ", ".join(str(rank) for rank in range(first + 1, second))
            before, after = ranks[first], ranks[second]
            message = (
                f"grades {before.grade} and {after.grade} have such a level, and grade {missing} "
                "between them has none"
            )
            hint = "add a level for it, or say in its description that nothing is promised"
            at = after.promise.path
            yield looked.found("grade-left-out", message, hint, at, at_key=True)


def _gaps(looked: Looked, groups: list[list[_Graded]]) -> Iterator[Finding]:
    """Grades that have a level in some hours and none in others."""
    every = {graded.rank or 0: graded.grade for group in groups for graded in group}
    for group in groups:
        rest, others = group[0].rest, [other[0].rest for other in groups if other is not group]
        missing = sorted(set(every) - {graded.rank for graded in group})
        if len(group) > 1 and missing and all(_differ_in_one(rest, other) for other in others):
            here = " and ".join(f"{field} is {value}" for field, value in rest)
            grades = ", ".join(every[rank] for rank in missing)
            message = f"where {here}, grade {grades} has no level, though it has one otherwise"
            hint = "add a level for it, or say that nothing is promised then"
            at = group[-1].promise.path
            yield looked.found("calendar-gap", message, hint, at, at_key=True)


def _differ_in_one(one: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...]) -> bool:
    """Whether two conditions name the same fields and differ in the value of one."""
    first, second = dict(one), dict(other)
    return first.keys() == second.keys() and sum(first[f] != second[f] for f in first) == 1


def _order(looked: Looked, group: list[_Graded]) -> Iterator[Finding]:
    """A more urgent grade that has more time, or of which less is asked."""
    ranked = sorted((graded for graded in group if graded.rank), key=lambda each: each.rank or 0)
    for urgent, other in pairwise(ranked):
        one, two = urgent.promise, other.promise
        same_hours = looked.calendar_of(one.measure) == looked.calendar_of(two.measure)
        if urgent.rank == other.rank or not same_hours:
            continue
        slower = sooner(one.measure, two.measure) == -1
        laxer = stricter(one, two) == -1 and sooner(one.measure, two.measure) == 0
        if slower or laxer:
            said = "has more time than" if slower else "is promised less than"
            message = f"grade {urgent.grade} {said} grade {other.grade}, which is less urgent"
            hint = "check both; if it is meant, accept it and say why"
            at = (*one.path, "commitment")
            yield looked.found("order-implausible", message, hint, at)


def _redundancy(looked: Looked) -> Iterator[Finding]:
    """What is built to fail less is promised less: clustered 98.0 %, non-clustered 99.5 %."""
    titled: dict[object, Promise] = {}
    promises = [Promise(*each) for each in looked.levels()]
    for promise in promises:
        titled[_name(promise)] = promise
    for promise in promises:
        name = _name(promise)
        plain = _REDUNDANT.sub("", name)
        redundant = titled.get(plain) if plain != name else None
        if redundant is None or redundant.measure.kind != promise.measure.kind:
            continue
        if stricter(redundant, promise) == -1:
            message = (
                f"{redundant.key} is promised less ({redundant.level.commitment}) than "
                f"{promise.key} ({promise.level.commitment})"
            )
            hint = "check both; if it is meant, accept it and say why"
            at = (*redundant.path, "commitment")
            yield looked.found("order-implausible", message, hint, at)


def _name(promise: Promise) -> str:
    return (promise.level.title or promise.key.replace("-", " ")).lower().replace("non ", "non-")
