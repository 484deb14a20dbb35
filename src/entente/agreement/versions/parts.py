"""Terms as a tree of parts that can be compared, whatever the keys of the language are.

A part is known by the mark of what it means, not of how it is written: 4 h and PT4H, another order
of keys, other line breaks have the same mark. What nobody said and holds by default is in the tree
as well, because it holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from typing import Any, get_args, get_origin

from entente.agreement.conditions.meaning import Condition
from entente.agreement.terms.hours import parse_days
from entente.agreement.terms.scalars import KeyName, Level, Terms

Path = tuple[str | int, ...]
Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True)
class Leaf:
    """A single value, in its canonical form; `said` where it is written, and no default."""

    value: bool | int | str | None
    mark: bytes
    said: bool = True


@dataclass(frozen=True)
class Keyed:
    """Parts by key; `named` where the parties chose the keys and refer to them."""

    entries: dict[str, Part]
    mark: bytes
    said: bool = True
    named: bool = False


@dataclass(frozen=True)
class Listed:
    """Parts in their order."""

    items: tuple[Part, ...]
    mark: bytes
    said: bool = True


Part = Leaf | Keyed | Listed


def parts_of(terms: Terms) -> Keyed:
    """Terms as parts."""
    return _terms(terms, terms.model_dump(mode="json", by_alias=True), True)


def part_of(value: object, dumped: Any, said: bool = True, named: bool = False) -> Part:
    """A value beside its canonical form; where the two are not alike, the form alone counts."""
    if isinstance(dumped, dict):
        if isinstance(value, Terms):
            return _terms(value, dumped, said)
        inner = value if isinstance(value, Mapping) and len(value) == len(dumped) else dumped
        return _mapping(inner, dumped, said, named)
    if isinstance(dumped, list):
        alike = isinstance(value, tuple | list) and len(value) == len(dumped)
        values: Iterable[object] = value if alike else dumped  # type: ignore[assignment] # alike
        items = tuple(part_of(one, form, True) for one, form in zip(values, dumped, strict=True))
        return Listed(items, _mark("list", *(item.mark for item in items)), said)
    return Leaf(dumped, _mark("value", _meaning(value, dumped).encode()), said)


def plain(part: Part, *, said: bool = False) -> Plain:
    """The values of a part as JSON holds them; with `said` only what is written."""
    if isinstance(part, Leaf):
        return part.value
    if isinstance(part, Listed):
        return [plain(item, said=said) for item in part.items]
    shown = {key: one for key, one in part.entries.items() if one.said or not said}
    return {key: plain(one, said=said) for key, one in shown.items()}


def part_at(part: Part | None, path: Path) -> Part | None:
    """The part at a path of keys; None where there is none."""
    for step in path:
        part = part.entries.get(str(step)) if isinstance(part, Keyed) else None
    return part


def _terms(terms: Terms, dumped: dict[str, Any], said: bool) -> Keyed:
    entries: dict[str, Part] = {}
    for name, (key, named, default) in _keys(type(terms)).items():
        value = getattr(terms, name)
        form = dumped[key] if key in dumped else _unsaid(value)
        if form is None or (form == "" and default == ""):
            continue  # the key may be absent, and this is how it is absent
        entries[key] = part_of(value, form, name in terms.model_fields_set, named)
    return Keyed(entries, _of_entries(entries), said)


def _mapping(value: Mapping[Any, object], dumped: dict[str, Any], said: bool, named: bool) -> Keyed:
    pairs = zip(value.values(), dumped.items(), strict=True)
    entries = {key: part_of(one, form, True) for one, (key, form) in pairs}
    week = _week(entries)
    return Keyed(entries, _of_entries(entries if week is None else week), said, named)


@cache
def _keys(model: type[Terms]) -> dict[str, tuple[str, bool, object]]:
    """The fields of terms: the key of each, whether it holds named things, its default.

    What a model adds comes before what it has in common with others, as `kind` does.
    """
    own = [name for base in model.__mro__ for name in get_annotations(base)]
    ordered = sorted(model.model_fields.items(), key=lambda field: own.index(field[0]))
    return {
        name: (
            info.serialization_alias or info.alias or name,
            _named(info.annotation),
            info.default,
        )
        for name, info in ordered
    }


def _named(annotation: Any) -> bool:
    """Whether an annotation is of things by keys that others refer to."""
    inner = get_args(annotation)
    if get_origin(annotation) is dict:
        return bool(inner[0] == KeyName)
    return any(_named(each) for each in inner)


def _unsaid(value: object) -> Any:
    """The form of a default that the canonical form leaves out."""
    if isinstance(value, Terms):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, dict):
        return {str(key): _unsaid(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_unsaid(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _meaning(value: object, dumped: object) -> str:
    """What a single value means, as text: its canonical form, without what is only layout."""
    if isinstance(value, Level):
        return f"{value.comparison} {value.value} {value.unit}"
    if isinstance(value, Condition):
        return repr(value.tree)
    if isinstance(dumped, str) and "\n" in dumped:
        return repr(" ".join(dumped.split()))  # a text in several lines is one text
    return repr(dumped)


def _week(entries: dict[str, Part]) -> dict[str, Part] | None:
    """Hours by their days, where all keys name days: mon-tue is mon and tue."""
    days: dict[str, Part] = {}
    for key, hours in entries.items():
        try:
            days |= dict.fromkeys(parse_days(key), hours)
        except ValueError:
            return None
    return days


def _of_entries(entries: dict[str, Part]) -> bytes:
    ordered = sorted((key.encode(), part.mark) for key, part in entries.items())
    return _mark("keys", *(each for pair in ordered for each in pair))


def _mark(kind: str, *parts: bytes) -> bytes:
    """A digest of parts, each with its length, so that no two lists of parts run together."""
    found = hashlib.blake2b(kind.encode(), digest_size=16)
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.digest()
