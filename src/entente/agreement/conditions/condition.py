"""Conditions over the fields of a record: a small part of SQL, parsed into a tree of our own.

`priority = 'P1' and service in ('network', 'payments')`. What a condition can hold is listed in
`_SIGNS` and `_NODES`; all else is refused with its column. The written text is never passed on:
each engine gets SQL that is written anew from the tree, with every literal escaped.

Meaning: SQL's three-valued logic, in which an absent field makes a comparison unknown, and a record
counts only where the whole condition is true. A literal in quotes compares as text, letter case
and all, in the order of Unicode code points. A bare number compares as a number; text that is not
a plain decimal is then unknown. In `like`, `%` stands for any characters and nothing else is
special.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import sqlglot
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from entente.agreement.conditions.meaning import (
    NUMBER,
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
    Operator,
    Value,
)

__all__ = ["Condition", "ConditionRefused", "ConditionValue", "parse_condition"]

MOST_TEXT = 10_000
MOST_LITERAL = 500
MOST_LISTED = 500
MOST_NESTED = 12

_FIELD = re.compile(r"[a-z][a-z0-9_]{0,62}")
# Control characters, and those that reorder or hide what a reader sees.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


class ConditionRefused(ValueError):
    """A condition that is not in the language; `column` counts its characters from 1."""

    def __init__(self, problem: str, column: int = 1) -> None:
        super().__init__(f"{problem} (column {column} of the condition)")
        self.problem = problem
        self.column = column


def parse_condition(text: object) -> Condition:
    """Read a condition; ConditionRefused says what is not in the language, and at which column."""
    if isinstance(text, Condition):
        return text
    if not isinstance(text, str):
        raise ConditionRefused(f"{text!r} is not a condition: write it as priority = 'P1'")
    tokens = _screened(text)
    try:
        # A condition and nothing else: as a statement, `set = 'x'` would be a command.
        parsed = sqlglot.parse_one(text, into=exp.Condition)
        return Condition(text, _node(parsed, _Places(text, tokens)))
    except (SqlglotError, RecursionError) as error:
        raise ConditionRefused(_UNREADABLE, _place_of(error)) from None


_UNREADABLE = (
    "this does not read as a condition: write it as priority = 'P1' and service <> 'network'"
)


def _place_of(error: Exception) -> int:
    details = getattr(error, "errors", None) or [{}]
    return max(int(details[0].get("col") or 1), 1)


_SIGNS = frozenset(
    {
        TokenType.STRING, TokenType.NUMBER, TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA,
        TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE,
        TokenType.IN, TokenType.NOT, TokenType.BETWEEN, TokenType.LIKE, TokenType.IS,
        TokenType.NULL, TokenType.AND, TokenType.OR, TokenType.DASH,
    }
)  # fmt: skip


def _screened(text: str) -> list[Token]:
    """The tokens of a text, each of them in the language."""
    if len(text) > MOST_TEXT:
        raise ConditionRefused(f"a condition has at most {MOST_TEXT:,} characters", MOST_TEXT)
    if hidden := _UNSEEN.search(text):
        code = f"U+{ord(hidden[0]):04X}"
        raise ConditionRefused(
            f"the character {code} cannot be seen: remove it", hidden.start() + 1
        )
    try:
        tokens = sqlglot.tokenize(text)
    except (SqlglotError, RecursionError):
        raise ConditionRefused("a quotation mark has no partner", _last_quote(text)) from None
    if not tokens:
        raise ConditionRefused("the condition is empty: write it as priority = 'P1'")
    _refuse_comments(text, tokens)
    depth = 0
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        _refuse_strange(text, token, following)
        depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
        if depth > MOST_NESTED:
            raise ConditionRefused(
                f"more than {MOST_NESTED} parentheses within each other", token.start + 1
            )
    return tokens


def _last_quote(text: str) -> int:
    return max(text.rfind("'"), text.rfind('"'), text.rfind("`"), text.rfind("/*"), 0) + 1


def _refuse_comments(text: str, tokens: list[Token]) -> None:
    """Whatever lies between two tokens and is not blank is a comment."""
    edges = [0, *(edge for token in tokens for edge in (token.start, token.end + 1)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        between = text[start:end]
        if between.strip(" \t\n"):
            column = start + len(between) - len(between.lstrip(" \t\n")) + 1
            raise ConditionRefused("a comment has no place in a condition: remove it", column)


def _refuse_strange(text: str, token: Token, following: Token | None) -> None:
    written, column, kind = text[token.start : token.end + 1], token.start + 1, token.token_type
    if kind is TokenType.STRING and not written.startswith("'"):
        raise ConditionRefused(f"{written} is not plain text in single quotes", column)
    if kind is TokenType.STRING and len(token.text) > MOST_LITERAL:
        raise ConditionRefused(f"a text has at most {MOST_LITERAL} characters", column)
    if kind is TokenType.NUMBER and not re.fullmatch(NUMBER, written):
        raise ConditionRefused(
            f"{written[:30]} is not a plain decimal of at most 18 digits before the point "
            "and 9 after it",
            column,
        )
    if written == "==":
        raise ConditionRefused("equality is written with one =", column)
    if kind in _SIGNS:
        return
    if written[0] in '"`[':
        raise ConditionRefused(f"{written}: put texts in single quotes, names in none", column)
    if not re.match(r"[A-Za-z_]", written):
        raise ConditionRefused(f"{written} is not a sign of the language", column)
    if following is not None and following.token_type is TokenType.L_PAREN:
        raise ConditionRefused(f"{written}(…) is a function: conditions have none", column)
    if not _FIELD.fullmatch(written):
        raise ConditionRefused(
            f"{written} is not a field name: use lower-case letters, digits and underscores", column
        )


@dataclass(frozen=True)
class _Places:
    """Where the words of a text are, for nodes that carry no place."""

    text: str
    tokens: list[Token]

    def of(self, node: exp.Expr) -> int:
        """The column of the first word that belongs to a node."""
        starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
        if starts:
            return int(min(starts)) + 1
        first = next(iter(node.find_all(exp.Literal)), None)
        for token in self.tokens:
            if first is not None and token.text == first.this:
                return token.start + 1
        return 1


_OPERATORS: dict[type[exp.Expr], Operator] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip


def _node(node: exp.Expr, places: _Places, depth: int = 0) -> Node:
    """Our node of the parser's; anything that is not listed is refused."""
    if depth > 4 * MOST_NESTED:
        raise ConditionRefused("the condition is nested too deeply", places.of(node))
    builder = _NODES.get(type(node))
    # An argument that is not listed may turn the meaning round: the parser marks a negated `like`
    # by one, and so it does for escapes, hints and whatever a later version brings.
    unlisted = {name for name, given in node.args.items() if given} - _ARGUMENTS
    if isinstance(node, exp.Like | exp.Is):
        unlisted -= {"negate"}
    if builder is None or unlisted:
        raise ConditionRefused(_not_listed(node), places.of(node))
    return builder(node, places, depth + 1)


def _not_listed(node: exp.Expr) -> str:
    if isinstance(node, exp.In):
        return "in takes a list of values, as in ('P1', 'P2')"
    if isinstance(node, exp.Column | exp.Literal | exp.Null):
        return "this says nothing by itself: compare a field with a value, as in priority = 'P1'"
    return f"{node.key} is not in the language of conditions"


def _paren(node: exp.Expr, places: _Places, depth: int) -> Node:
    return _node(node.this, places, depth)


def _not(node: exp.Expr, places: _Places, depth: int) -> Node:
    return Not(_node(node.this, places, depth))


def _all(node: exp.Expr, places: _Places, depth: int) -> Node:
    return All(tuple(_node(part, places, depth) for part in _chain(node, exp.And)))


def _any(node: exp.Expr, places: _Places, depth: int) -> Node:
    return Any(tuple(_node(part, places, depth) for part in _chain(node, exp.Or)))


def _chain(node: exp.Expr, kind: type[exp.Expr]) -> list[exp.Expr]:
    """The parts of `a and b and c`, which the parser hangs one below the other."""
    parts = []
    while isinstance(node, kind):
        parts.append(node.args["expression"])
        node = node.this
    return [node, *reversed(parts)]


def _compare(node: exp.Expr, places: _Places, _depth: int) -> Node:
    right = node.args["expression"]
    if isinstance(right, exp.Null):
        raise ConditionRefused("nothing equals null: write is null or is not null", places.of(node))
    return Compare(_field(node.this, places), _OPERATORS[type(node)], _value(right, places))


def _one_of(node: exp.Expr, places: _Places, _depth: int) -> Node:
    listed = node.args.get("expressions") or []
    if not 0 < len(listed) <= MOST_LISTED:
        raise ConditionRefused(f"in takes 1 to {MOST_LISTED} values", places.of(node))
    return OneOf(_field(node.this, places), tuple(_value(value, places) for value in listed))


def _between(node: exp.Expr, places: _Places, _depth: int) -> Node:
    low, high = (_value(node.args[name], places) for name in ("low", "high"))
    if type(low) is not type(high):
        raise ConditionRefused(
            "between takes two texts or two numbers, not one of each", places.of(node)
        )
    return Between(_field(node.this, places), low, high)


def _like(node: exp.Expr, places: _Places, _depth: int) -> Node:
    pattern = _value(node.args["expression"], places)
    if not isinstance(pattern, str):
        raise ConditionRefused("like takes a text, as in like 'NET-%'", places.of(node))
    if strange := re.search(r"[_\\]", pattern):
        raise ConditionRefused(
            f"{strange[0]} has a special meaning in like: use % only", places.of(node)
        )
    like = Like(_field(node.this, places), pattern)
    return Not(like) if node.args.get("negate") else like


def _is(node: exp.Expr, places: _Places, _depth: int) -> Node:
    right = node.args["expression"]
    if not isinstance(right, exp.Null):
        raise ConditionRefused("is takes null or not null", places.of(node))
    absent = Absent(_field(node.this, places))
    return Not(absent) if node.args.get("negate") else absent


_ARGUMENTS = {"this", "expression", "expressions", "low", "high"}
_Builder = Callable[[exp.Expr, _Places, int], Node]
_NODES: dict[type[exp.Expr], _Builder] = {
    exp.Paren: _paren,
    exp.Not: _not,
    exp.And: _all,
    exp.Or: _any,
    exp.In: _one_of,
    exp.Between: _between,
    exp.Like: _like,
    exp.Is: _is,
    **dict.fromkeys(_OPERATORS, _compare),
}


def _field(node: exp.Expr, places: _Places) -> str:
    name = node.this if isinstance(node, exp.Column) else None
    plain = isinstance(name, exp.Identifier) and not name.args.get("quoted")
    if not plain or any(node.args.get(part) for part in ("table", "db", "catalog", "join_mark")):
        raise ConditionRefused(
            "a comparison starts with the name of a field, as in priority = 'P1'", places.of(node)
        )
    assert isinstance(name, exp.Identifier)
    return str(name.this)


def _value(node: exp.Expr, places: _Places) -> Value:
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal) and not node.this.is_string:
        return -Decimal(node.this.this)
    if not isinstance(node, exp.Literal):
        raise ConditionRefused(
            "a field is compared with a text in single quotes or a number", places.of(node)
        )
    return str(node.this) if node.is_string else Decimal(node.this)


ConditionValue = Annotated[
    Condition,
    BeforeValidator(parse_condition),
    PlainSerializer(lambda condition: condition.text, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": MOST_TEXT,
            "description": "A condition over the fields of a record.",
            "examples": ["priority = 'P1' and service in ('network', 'payments')"],
        }
    ),
]
