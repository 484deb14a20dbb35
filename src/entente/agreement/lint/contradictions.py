"""Rules about two clauses on the same facts: promises made twice, and formulas that disagree.

Each finding shows facts on which the two come to different ends, or would be counted twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from entente.agreement.explain.wording import spoken_condition, spoken_time
from entente.agreement.lint.facts_apart import facts_apart, facts_between
from entente.agreement.lint.levels import wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.lint.promises import Promise, differing, limit_of, sooner, stricter
from entente.agreement.terms.measures import ElapsedTerms, table_of
from entente.foundation.durations import Days, Duration
from entente.foundation.findings import Finding


def contradiction_findings(looked: Looked) -> Iterator[Finding]:
    """Pairs of service levels of the same facts, and pairs of one title."""
    promises = [Promise(*each) for each in looked.levels()]
    alike: dict[str, list[Promise]] = defaultdict(list)
    for promise in promises:
        alike[promise.facts(looked)].append(promise)
    for same in alike.values():
        for first, second in combinations(same, 2):
            yield from _pair(looked, first, second)
    yield from _same_title(looked, promises)


def _pair(looked: Looked, first: Promise, second: Promise) -> Iterator[Finding]:
    parts = differing(looked, first.measure, second.measure)
    same_bound = first.level.commitment == second.level.commitment
    same_limit = limit_of(first.measure) == limit_of(second.measure)
    if not parts and same_bound and same_limit:
        message = f"the same promise as {first.key}: one failure counts, and costs, twice"
        hint = "remove one of the two"
        yield looked.found("same-level-twice", message, hint, second.path, at_key=True)
    elif not parts and (same_bound or same_limit) and _implies(first, second):
        yield from _contradiction(looked, first, second)
    elif parts and same_bound and same_limit:
        yield _two_formulas(looked, first, second, parts)


def _implies(first: Promise, second: Promise) -> bool:
    """Whether keeping one of two promises always keeps the other."""
    orders = {stricter(first, second), sooner(first.measure, second.measure)}
    return None not in orders and not {1, -1} <= orders


def _contradiction(looked: Looked, first: Promise, second: Promise) -> Iterator[Finding]:
    if wants_more(first.level.commitment) != wants_more(second.level.commitment):
        return  # the direction of one of them has a finding of its own
    facts = facts_between(first, second)
    if facts is None:
        return
    message = (
        f"of the same records {first.key} promises {_promised(first)} and this "
        f"{_promised(second)}: {facts} keeps one and misses the other"
    )
    hint = "keep one commitment; what is aimed at is expected, what is the floor is minimum"
    at = (*second.path, "commitment")
    yield looked.found("levels-contradict", message, hint, at)


def _promised(promise: Promise) -> str:
    limit = limit_of(promise.measure)
    within = f" within {spoken_time(limit)}" if isinstance(limit, Duration | Days) else ""
    return f"{promise.level.commitment}{within}"


def _two_formulas(
    looked: Looked, first: Promise, second: Promise, parts: tuple[str, ...]
) -> Finding:
    names = " and ".join(name.replace("_", " ") for name in parts)
    message = (
        f"{first.key} and this promise {_promised(second)} of the same records by two formulas "
        f"(they differ in {names}): {facts_apart(looked, first, second, parts)}"
    )
    hint = "keep one formula, as a measure with a key that both name"
    return looked.found("one-formula-per-level", message, hint, second.path, at_key=True)


def _same_title(looked: Looked, promises: list[Promise]) -> Iterator[Finding]:
    """Levels that are called the same and measure different things."""
    called: dict[tuple[str, str | None], Promise] = {}
    for promise in promises:
        title = " ".join(promise.level.title.lower().split())
        first = called.setdefault((title, promise.level.service), promise)
        if not title or first.facts(looked) == promise.facts(looked):
            continue  # the first of its title, or compared above
        message = (
            f"{first.key} has the same title and another basis: it counts {_basis(first)}, "
            f"this one {_basis(promise)}"
        )
        hint = "call the two what they are, so that a reader of the report can tell them apart"
        yield looked.found("basis-conflict", message, hint, (*promise.path, "title"))


def _basis(promise: Promise) -> str:
    """What a level counts, in a few words."""
    measure = promise.measure
    ends = ""
    if isinstance(measure, ElapsedTerms) and table_of(measure) == "tickets":
        ends = f" up to {measure.to}"
    where = f" whose {spoken_condition(measure.where)}" if measure.where else ""
    return f"{table_of(measure)}{ends}{where} ({measure.kind})"
