"""What a condition means: our own tree, its truth for a record, and its SQL for an engine.

The meaning of each node is written twice, for Python and for SQL; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sqlglot import exp

NUMBER = r"[+-]?[0-9]{1,18}(\.[0-9]{1,9})?"  # what compares as a number, here and in every engine

Operator = Literal["=", "<>", "<", "<=", ">", ">="]
Value = str | Decimal
Column = Callable[[str], str]


@dataclass(frozen=True)
class Compare:
    """A field beside a literal."""

    field: str
    operator: Operator
    value: Value


@dataclass(frozen=True)
class OneOf:
    """A field that equals one of several literals."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Between:
    """A field within two literals of the same kind, both included."""

    field: str
    low: Value
    high: Value


@dataclass(frozen=True)
class Like:
    """A field whose text matches a pattern in which `%` stands for any characters."""

    field: str
    pattern: str


@dataclass(frozen=True)
class Absent:
    """A field without a value."""

    field: str


@dataclass(frozen=True)
class Not:
    """What is true where the other is false."""

    of: Node


@dataclass(frozen=True)
class All:
    """True where each part is."""

    of: tuple[Node, ...]


@dataclass(frozen=True)
class Any:
    """True where at least one part is."""

    of: tuple[Node, ...]


Node = Compare | OneOf | Between | Like | Absent | Not | All | Any


@dataclass(frozen=True)
class Condition:
    """A condition as written and as understood."""

    text: str
    tree: Node

    def fields(self) -> frozenset[str]:
        """The names of the record's fields that decide."""
        return frozenset(_fields(self.tree))

    def holds(self, record: Mapping[str, str | None]) -> bool:
        """Whether it is true of a record; an absent field makes a comparison unknown."""
        return _truth(self.tree, record) is True

    def sql(self, column: Column, dialect: str = "duckdb") -> str:
        """SQL written anew from the tree; `column` gives the SQL of a field, which must be text."""
        return _sql(self.tree, column, dialect)

    def __str__(self) -> str:
        return self.text


def _fields(node: Node) -> Iterator[str]:
    if isinstance(node, All | Any):
        for part in node.of:
            yield from _fields(part)
    elif isinstance(node, Not):
        yield from _fields(node.of)
    else:
        yield node.field


def _truth(node: Node, record: Mapping[str, str | None]) -> bool | None:
    """True, false, or None where it is unknown."""
    if isinstance(node, Not):
        truth = _truth(node.of, record)
        return None if truth is None else not truth
    if isinstance(node, All | Any):
        return _joined([_truth(part, record) for part in node.of], isinstance(node, Any))
    return _truth_of_field(node, record.get(node.field))


def _truth_of_field(
    node: Compare | OneOf | Between | Like | Absent, written: str | None
) -> bool | None:
    if isinstance(node, Absent):
        return written is None
    if isinstance(node, Like):
        return None if written is None else _matches(node.pattern, written)
    if isinstance(node, OneOf):
        return _joined([_compared(written, "=", value) for value in node.values], True)
    if isinstance(node, Between):
        ends = [_compared(written, ">=", node.low), _compared(written, "<=", node.high)]
        return _joined(ends, False)
    return _compared(written, node.operator, node.value)


def _joined(truths: list[bool | None], decisive: bool) -> bool | None:
    """`or` where true decides, `and` where false does; else unknown wins."""
    if decisive in truths:
        return decisive
    return None if None in truths else not decisive


def _compared(written: str | None, operator: Operator, value: Value) -> bool | None:
    own: Value | None = written
    if isinstance(value, Decimal):
        own = Decimal(written) if written and re.fullmatch(NUMBER, written) else None
    if own is None:
        return None
    order = (own > value) - (own < value)  # type: ignore[operator] # both text or both decimal
    return {
        "=": order == 0, "<>": order != 0, "<": order < 0,
        "<=": order <= 0, ">": order > 0, ">=": order >= 0,
    }[operator]  # fmt: skip


def _matches(pattern: str, written: str) -> bool:
    """By parts, without a regular expression: patterns come from documents."""
    first, *rest = pattern.split("%")
    if not rest:
        return written == pattern
    *middle, last = rest
    if len(written) < len(first) + len(last) or not written.startswith(first):
        return False
    at, end = len(first), len(written) - len(last)
    for part in middle:
        found = written.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return at <= end and written.endswith(last)


def _sql(node: Node, column: Column, dialect: str) -> str:
    if isinstance(node, Not):
        return f"(NOT {_sql(node.of, column, dialect)})"
    if isinstance(node, All | Any):
        word = " AND " if isinstance(node, All) else " OR "
        return f"({word.join(_sql(part, column, dialect) for part in node.of)})"
    return _field_sql(node, column(node.field), dialect)


def _field_sql(node: Compare | OneOf | Between | Like | Absent, text: str, dialect: str) -> str:
    if isinstance(node, Absent):
        return f"({text} IS NULL)"
    if isinstance(node, Like):
        return f"({text} LIKE {_literal(node.pattern, dialect)})"
    if isinstance(node, OneOf):
        return _one_of_sql(text, node.values, dialect)
    if isinstance(node, Between):
        own = _operand(text, node.low, dialect)
        return f"({own} BETWEEN {_literal(node.low, dialect)} AND {_literal(node.high, dialect)})"
    own = _operand(text, node.value, dialect)
    return f"({own} {node.operator} {_literal(node.value, dialect)})"


def _one_of_sql(text: str, values: tuple[Value, ...], dialect: str) -> str:
    parts = []
    for kind in (str, Decimal):
        listed = [value for value in values if isinstance(value, kind)]
        if listed:
            written = ", ".join(_literal(value, dialect) for value in listed)
            parts.append(f"{_operand(text, listed[0], dialect)} IN ({written})")
    return f"({' OR '.join(parts)})"


def _literal(value: Value, dialect: str) -> str:
    if isinstance(value, Decimal):
        return f"CAST('{value:f}' AS DECIMAL(38, 9))"
    return exp.Literal.string(value).sql(dialect=dialect)


def _operand(text: str, beside: Value, dialect: str) -> str:
    """A field as text, or as a decimal that is null for whatever is not a plain one."""
    if isinstance(beside, str):
        return text
    # The same pattern decides here and in `holds`; what a cast accepts differs by engine.
    pattern = exp.Literal.string(f"^{NUMBER}$").sql(dialect=dialect)
    matches = (
        f"regexp_full_match({text}, {pattern})"
        if dialect == "duckdb"
        else f"({text} RLIKE {pattern})"
    )
    return f"CASE WHEN {matches} THEN TRY_CAST({text} AS DECIMAL(38, 9)) END"
