"""Canonical JSON of frozen values: one way to write each, and a strict way back.

Dataclasses are objects with one member a field, tuples are arrays, a `Fraction` is the string
"n/d" in lowest terms, a `Decimal` is the string of its digits. An integer is a JSON integer while
it is exact in every reader (below 2^53 in size) and the string of its digits beyond. There is no
JSON number with a point: nothing here was ever a float.
"""

from __future__ import annotations

import hashlib
import json
import re
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import rfc8785

EXACT = 2**53  # the first integer that a reader with binary doubles cannot tell from the next
LONGEST_NUMBER = 1000  # digits; far beyond any sum of microseconds, short enough to parse

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
Made = TypeVar("Made")


class NotAsWritten(ValueError):
    """A document that does not have the form that it claims; says where and what is expected."""


def canonical_bytes(document: Json) -> bytes:
    """The one byte string of a JSON document (RFC 8785)."""
    return rfc8785.dumps(cast("Any", document))  # our Json is a subset of what it accepts


def digest(document: Json) -> str:
    """The name of a JSON document: SHA-256 over its canonical bytes."""
    return "sha256:" + hashlib.sha256(canonical_bytes(document)).hexdigest()


def written(value: object) -> Json:
    """The JSON of a value made of dataclasses, tuples and exact numbers."""
    if isinstance(value, tuple):
        return [written(item) for item in value]
    if is_dataclass(value):
        return {_member(f.name): written(getattr(value, f.name)) for f in fields(value)}
    return _written_scalar(value)


def _written_scalar(value: object) -> Json:
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < EXACT else str(value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | str):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")


def read(kind: type[Made], document: object, where: str = "") -> Made:
    """The value that `written` wrote; NotAsWritten names the first place that differs."""
    return cast("Made", _read(kind, document, where))


def parsed(data: bytes) -> object:
    """JSON without what has no one meaning: double members, numbers with a point, NaN."""
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_one_of_each,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_short_int,
        )
    except UnicodeDecodeError as error:
        raise NotAsWritten(f"not UTF-8 text: byte {error.start} cannot be read") from None
    except json.JSONDecodeError as error:
        raise NotAsWritten(f"not JSON: line {error.lineno}: {error.msg}") from None
    except RecursionError:
        raise NotAsWritten("nested too deeply to be one of our documents") from None


def _one_of_each(members: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(members)
    if len(found) < len(members):
        names = [name for name, _ in members]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotAsWritten(f"{twice!r} is given twice in one object")
    return found


def _refuse_number(text: str) -> object:
    raise NotAsWritten(f"{text} is not an integer; exact values are written as strings")


def _short_int(text: str) -> int:
    if len(text) > 17:
        raise NotAsWritten(f"{text[:20]}… is too long for a JSON integer; write it as a string")
    return int(text)


def _member(name: str) -> str:
    return name.rstrip("_")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, document: object, where: str) -> object:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        optional = next(k for k in get_args(kind) if k is not types.NoneType)
        return None if document is None else _read(optional, document, where)
    if origin is Literal:
        return _one_of(get_args(kind), document, where)
    if origin is tuple:
        return _read_tuple(get_args(kind), document, where)
    return _read_class(kind, document, where)


def _read_class(kind: type, document: object, where: str) -> object:
    if is_dataclass(kind):
        return _read_dataclass(kind, document, where)
    if issubclass(kind, Enum):
        return kind(_one_of(tuple(member.value for member in kind), document, where))
    return _read_scalar(kind, document, where)


def _one_of(allowed: tuple[Any, ...], document: object, where: str) -> object:
    if isinstance(document, str) and document in allowed:
        return document
    raise _unexpected(where, f"one of {', '.join(map(str, allowed))}", document)


def _read_tuple(kinds: tuple[Any, ...], document: object, where: str) -> tuple[object, ...]:
    if not isinstance(document, list):
        raise _unexpected(where, "a list", document)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], item, f"{where}[{i}]") for i, item in enumerate(document))
    if len(document) != len(kinds):
        raise _unexpected(where, f"a list of {len(kinds)}", document)
    pairs = zip(kinds, document, strict=True)
    return tuple(_read(kind, item, f"{where}[{i}]") for i, (kind, item) in enumerate(pairs))


def _read_dataclass(kind: type, document: object, where: str) -> object:
    if not isinstance(document, dict):
        raise _unexpected(where, "an object", document)
    names = {_member(field.name): field.name for field in fields(kind)}
    for name in document:
        if name not in names:
            raise NotAsWritten(f"{_at(where)}: unknown member {name!r}")
    for name in names:
        if name not in document:
            raise NotAsWritten(f"{_at(where)}: {name!r} is missing")
    hints = _hints(kind)
    return kind(
        **{
            field: _read(hints[field], document[name], f"{where}.{name}" if where else name)
            for name, field in names.items()
        }
    )


def _read_scalar(kind: type, document: object, where: str) -> object:
    if kind is bool and isinstance(document, bool):
        return document
    if kind is str and isinstance(document, str):
        return document
    if kind is int and not isinstance(document, bool):
        return _read_int(document, where)
    if kind is Fraction and isinstance(document, str):
        return _read_fraction(document, where)
    if kind is Decimal and isinstance(document, str):
        if re.fullmatch(r"-?\d{1,900}(\.\d{1,90})?", document, re.ASCII):
            return Decimal(document)
        raise _unexpected(where, "a decimal such as 99.90", document)
    raise _unexpected(where, _WORDS.get(kind, kind.__name__), document)


_WORDS: dict[type, str] = {
    bool: "true or false",
    str: "text",
    int: "an integer",
    Fraction: "a fraction such as 19/20",
    Decimal: "a decimal such as 99.90",
}


def _read_int(document: object, where: str) -> int:
    if isinstance(document, int) and abs(document) < EXACT:
        return document
    if isinstance(document, str) and re.fullmatch(r"-?[1-9]\d{15,999}", document, re.ASCII):
        value = int(document)
        if abs(value) >= EXACT:  # a smaller one has another, single way to be written
            return value
    raise _unexpected(where, "an integer", document)


def _read_fraction(document: str, where: str) -> Fraction:
    if len(document) <= LONGEST_NUMBER and re.fullmatch(r"-?\d+/\d+", document, re.ASCII):
        numerator, denominator = map(int, document.split("/"))
        if denominator and written(Fraction(numerator, denominator)) == document:
            return Fraction(numerator, denominator)
    raise _unexpected(where, "a fraction in lowest terms such as 19/20", document)


def _at(where: str) -> str:
    return where or "the document"


def _unexpected(where: str, expected: str, found: object) -> NotAsWritten:
    shown = json.dumps(found, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    return NotAsWritten(f"{_at(where)}: expected {expected}, found {shown}")
