"""Written values as plain English: lists, hours, dates, conditions, levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from entente.agreement.conditions.meaning import (
    Absent,
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
from entente.agreement.terms.hours import DAY_WORDS, parse_days
from entente.agreement.terms.scalars import Level
from entente.foundation.durations import Days, Duration

# A clause in words: its title, and its sentences.
Said = tuple[str, Iterator[str]]
_DAYS = dict(
    zip(
        DAY_WORDS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
_UNITS = ((3_600_000_000, "hour"), (60_000_000, "minute"), (1_000_000, "second"))
_SIGNS = {
    "=": "is", "<>": "is not", "<": "is below", "<=": "is at most", ">": "is above",
    ">=": "is at least",
}  # fmt: skip
_NOT_SIGNS = {
    "=": "is not", "<>": "is", "<": "is not below", "<=": "is not at most",
    ">": "is not above", ">=": "is not at least",
}  # fmt: skip


def listed(items: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, or `a, b and c`."""
    *first, last = items
    return f"{', '.join(first)} {word} {last}" if first else last


def spoken_date(day: dt.date) -> str:
    """`17 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def spoken_last(until: dt.date) -> str:
    """The last day before an end that is itself not included."""
    return f"up to and including {spoken_date(until - dt.timedelta(days=1))}"


def spoken_ordinal(number: str) -> str:
    """`95th`, `22nd`; what is no whole number stays as it is, with a th."""
    if number.isdigit() and int(number) % 100 not in {11, 12, 13}:
        return number + {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return f"{number}th"


def spoken_time(limit: Duration | Days) -> str:
    """`4 hours`, `1 hour and 30 minutes`, `3 business days`."""
    if isinstance(limit, Days):
        return str(limit)
    rest, words = limit.micros, []
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            words.append(f"{count} {unit}{'' if count == 1 else 's'}")
    if rest or not words:
        return str(limit)  # finer than a second: 1 s 500 ms says it best
    return listed(words)


def spoken_level(level: Level) -> str:
    """`at least 95 %`, as it is written."""
    return level.written


def spoken_hours(hours: Sequence[tuple[str, str]]) -> str:
    """`from 08:00 to 12:00 and from 13:00 to 17:00`."""
    if list(hours) == [("00:00", "24:00")]:
        return "around the clock"
    return listed(
        [
            f"from {opens} to {closes}{' the next day' if closes < opens else ''}"
            for opens, closes in hours
        ]
    )


def spoken_days(written: str) -> str:
    """`Monday to Friday`, `Monday and Wednesday`, `every day`."""
    if len(parse_days(written)) == 7:
        return "every day"
    parts = []
    for part in written.split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        parts.append(f"{_DAYS[first]} to {_DAYS[last]}" if dash else _DAYS[first])
    return listed(parts)


def spoken_condition(condition: Condition) -> str:
    """`priority is P1 and service is network or payments`."""
    return _said(condition.tree)


def _said(node: Node, negated: bool = False) -> str:
    if isinstance(node, Not):
        return _said(node.of, not negated)
    if isinstance(node, All | Any):
        return _joined(node, negated)
    return _said_of_field(node, node.field.replace("_", " "), negated)


def _said_of_field(
    node: Compare | OneOf | Between | Like | Absent, field: str, negated: bool
) -> str:
    if isinstance(node, Compare):
        return f"{field} {(_NOT_SIGNS if negated else _SIGNS)[node.operator]} {_value(node.value)}"
    no = "not " if negated else ""
    if isinstance(node, OneOf):
        return f"{field} is {no}{listed([_value(value) for value in node.values], 'or')}"
    if isinstance(node, Between):
        return f"{field} is {no}between {_value(node.low)} and {_value(node.high)}"
    if isinstance(node, Like):
        return f"{field} {'does not look' if negated else 'looks'} like “{node.pattern}”"
    return f"{field} is {'given' if negated else 'not given'}"


def _joined(node: All | Any, negated: bool) -> str:
    """By De Morgan: not (a and b) is read as not a, or not b."""
    word = "and" if isinstance(node, All) != negated else "or"
    parts = []
    for part in node.of:
        inner = part
        said = _said(part, negated)
        while isinstance(inner, Not):
            inner = inner.of
        parts.append(f"({said})" if isinstance(inner, All | Any) else said)
    return f" {word} ".join(parts)


def _value(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if value else "empty"
