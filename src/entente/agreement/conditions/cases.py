"""Records on which conditions agree: one is looked for among the values that their texts name."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from entente.agreement.conditions.meaning import (
    All,
    Any,
    Between,
    Compare,
    Condition,
    Like,
    Node,
    Not,
    OneOf,
    Value,
)

Record = dict[str, str | None]
MOST_TRIED = 20_000  # records; beyond, nothing is claimed


class TooMany(Exception):
    """More records would have to be tried than are worth it."""


def record_of_all(conditions: Sequence[Condition]) -> Record | None:
    """A record of which every condition is true; None where there is none, else TooMany.

    A condition compares fields with literals only, so that a record of literals, of values just
    beside them and of absent fields is as good as any. Patterns are the exception: where one is
    negated, none may be found though there is one.
    """
    values: dict[str, list[str | None]] = {}
    for condition in conditions:
        for field, value in _literals(condition.tree):
            values.setdefault(field, [None]).extend(_around(value))
    size = 1
    for choices in values.values():
        size *= len(set(choices))
        if size > MOST_TRIED:
            raise TooMany
    for picked in itertools.product(*(dict.fromkeys(choices) for choices in values.values())):
        record = dict(zip(values, picked, strict=True))
        if all(condition.holds(record) for condition in conditions):
            return record
    return None


def exclude_each_other(conditions: Sequence[Condition]) -> bool:
    """Whether certainly no record meets all conditions."""
    try:
        return record_of_all(conditions) is None and not any(
            _has_pattern(condition.tree) for condition in conditions
        )
    except TooMany:
        return False


def _literals(node: Node) -> Iterator[tuple[str, Value]]:
    match node:
        case All(of=parts) | Any(of=parts):
            for part in parts:
                yield from _literals(part)
        case Not(of=part):
            yield from _literals(part)
        case Compare(field=field, value=value):
            yield field, value
        case OneOf(field=field, values=values):
            yield from ((field, value) for value in values)
        case Between(field=field, low=low, high=high):
            yield from ((field, low), (field, high))
        case Like(field=field, pattern=pattern):
            yield from ((field, pattern.replace("%", filled)) for filled in ("", "x"))
        case _:
            yield node.field, "x"


def _around(value: Value) -> list[str]:
    """A literal as a record holds it, and values on its two sides."""
    if isinstance(value, Decimal):
        beside = (value, value - 1, value + 1, value + Decimal("0.5"))
        return [f"{each:f}" for each in beside]
    return [value, f"{value} ", f"{value}~", value[:-1]]


def _has_pattern(node: Node) -> bool:
    match node:
        case All(of=parts) | Any(of=parts):
            return any(_has_pattern(part) for part in parts)
        case Not(of=part):
            return _has_pattern(part)
        case _:
            return isinstance(node, Like)
