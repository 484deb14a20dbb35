"""From written values to terms: each misfit that pydantic finds becomes a finding at its place."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from entente.agreement.conditions.condition import ConditionRefused
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.measures import Measure
from entente.agreement.text.misfit_mends import bound_edits, misfit_edits
from entente.agreement.text.yaml_source import Entry, Mapping, Scalar, Sequence, Written
from entente.foundation.findings import Edit, Finding, Place
from entente.foundation.references import nearest

Path = tuple[str | int, ...]


class Places:
    """Where each part of a document is written."""

    def __init__(self, root: Mapping) -> None:
        self.root = root

    def value(self, path: Path) -> Place:
        """The place of a value; of the nearest thing around it that is written."""
        return self._walk(path)[0].place

    def key(self, path: Path) -> Place:
        """The place of a key; of the value itself where it has none."""
        written, entry, _ = self._walk(path)
        return entry.place if entry else written.place

    def entry(self, path: Path) -> Entry | None:
        """The key at a path, or at the nearest thing around it; None for an item of a list."""
        return self._walk(path)[1]

    def keys(self, path: Path) -> frozenset[str]:
        """The keys that are written at a path; none where there is no mapping."""
        written, _, trodden = self._walk(path)
        here = trodden == path and isinstance(written, Mapping)
        return frozenset(written.entries) if here and isinstance(written, Mapping) else frozenset()

    def written(self, path: Path) -> Written:
        """What is written at a path, or the nearest thing around it."""
        return self._walk(path)[0]

    def trodden(self, path: Path) -> Path:
        """The steps of a path that are written; steps that only the model knows are left out."""
        return self._walk(path)[2]

    def _walk(self, path: Path) -> tuple[Written, Entry | None, Path]:
        written: Written = self.root
        entry: Entry | None = None
        trodden: list[str | int] = []
        for step in path:
            if isinstance(written, Mapping) and step in written.entries:
                entry = written.entries[str(step)]
                written = entry.value
            elif (
                isinstance(written, Sequence)
                and isinstance(step, int)
                and step < len(written.items)
            ):
                entry, written = None, written.items[step]
            else:
                continue
            trodden.append(step)
        return written, entry, tuple(trodden)


def shaped(root: Mapping) -> tuple[Agreement | None, tuple[Finding, ...], bool]:
    """The agreement, what does not fit, and whether all of it was read.

    Where entries do not fit, the agreement without them is given, so that the rest is looked at
    too; None where not even that is an agreement.
    """
    plain: Any = root.plain()
    try:
        return Agreement.model_validate(plain), (), True
    except ValidationError as error:
        places = Places(root)
        misfits = error.errors()
        findings = tuple(_finding(misfit, places) for misfit in misfits)
        for misfit in misfits:
            _cut_out(plain, misfit["loc"])
    try:
        return Agreement.model_validate(plain), findings, False
    except ValidationError:
        return None, findings, False


def _cut_out(plain: Any, loc: Path) -> None:
    """Take out the entry of a section (or the whole section) that a misfit is in."""
    section = plain.get(loc[0]) if loc else None
    if len(loc) > 1 and isinstance(section, dict) and loc[1] in section:
        del section[loc[1]]
    elif loc:
        plain.pop(loc[0], None)


def _finding(misfit: ErrorDetails, places: Places) -> Finding:
    loc: Path = misfit["loc"]
    path = places.trodden(_without_branches(loc))
    kind = misfit["type"]
    if (loc and loc[-1] == "[key]") or kind in {
        "missing",
        "union_tag_not_found",
        "extra_forbidden",
    }:
        place = places.key(path)
    elif kind == "union_tag_invalid":
        place = places.value((*path, "kind"))
    else:
        place = places.value(path)
    edits = _edits(misfit, path, places)
    if kind == "value_error":
        return replace(_refused_value(misfit, place, path, places), edits=edits)
    rule, message, hint = _said(misfit)
    return Finding(rule, "error", message, hint, place, path, edits)


def _edits(misfit: ErrorDetails, path: Path, places: Places) -> tuple[Edit, ...]:
    """What mends a misfit, where there is one right answer."""
    if misfit["type"] == "union_tag_invalid":
        path = (*path, "kind")
    written, entry = places.written(path), places.entry(path)
    known = _known(misfit)
    if misfit["type"] == "extra_forbidden":
        beside = places.written(path[:-1])
        known = [name for name in known if not isinstance(beside, Mapping)
                 or name not in beside.entries]  # fmt: skip
    return misfit_edits(misfit, written, entry, known) or (
        bound_edits(misfit, written, places.written(path[:-1])) if path else ()
    )


def _refused_value(misfit: ErrorDetails, place: Place, path: Path, places: Places) -> Finding:
    """A value that its own reader refused, in the reader's words."""
    error = misfit["ctx"]["error"]
    if isinstance(error, ConditionRefused):
        written = places.written(path)
        if isinstance(written, Scalar) and place.end_line == place.line:
            column = place.column + error.column - 1 + written.quoted
            place = Place(place.file, place.line, column)
        hint = "see the conditions in docs/reference/agreement.md"
        return Finding("condition", "error", error.problem, hint, place, path)
    # The last one: what stands before it may quote the text, which may hold a colon.
    problem, _, hint = str(error).rpartition("; " if "; " in str(error) else ": ")
    if not problem:
        problem, hint = hint, ""
    return Finding("value", "error", problem, hint, place, path)


_EXPECTED = {
    "string_type": ("a text belongs here", "put it in quotes, as in '2026'"),
    "int_type": ("a whole number belongs here", "write it without quotes, as in 2"),
    "bool_type": ("true or false belongs here", "write true or false"),
    "dict_type": ("keys with values belong here", "indent `key: value` lines under it"),
    "model_type": ("keys with values belong here", "indent `key: value` lines under it"),
    "model_attributes_type": ("keys with values belong here", "indent `key: value` lines under it"),
    "tuple_type": ("a list belongs here", "write it as [first, second]"),
}


def _said(misfit: ErrorDetails) -> tuple[str, str, str]:
    """The rule, what is wrong and what to do, for a misfit that pydantic itself found."""
    kind, loc = misfit["type"], misfit["loc"]
    if kind == "missing":
        return "missing-key", f"{loc[-1]!r} is missing", f"add {loc[-1]}: … here"
    known = _known(misfit)
    if kind == "extra_forbidden":
        return (
            "unknown-key",
            f"{str(loc[-1])!r} is not a key of this",
            _did_you_mean(loc[-1], known),
        )
    if kind in {"literal_error", "union_tag_invalid"}:
        given = misfit["input"] if kind == "literal_error" else misfit["ctx"]["tag"]
        return (
            "unknown-word",
            f"{given!r} is none of the words that fit",
            _did_you_mean(given, known),
        )
    if kind == "union_tag_not_found":
        return "missing-key", "'kind' is missing", f"say which kind of measure: {_kinds()}"
    if kind in _EXPECTED:
        return "type", *_EXPECTED[kind]
    return "value", misfit["msg"].lower(), ""


def _known(misfit: ErrorDetails) -> list[str]:
    """The keys or the words that would fit in the place of a misfit."""
    kind = misfit["type"]
    if kind == "extra_forbidden":
        return sorted(_names(_model_of(misfit["loc"][:-1])))
    if kind in {"literal_error", "union_tag_invalid"}:
        words = misfit["ctx"]["expected" if kind == "literal_error" else "expected_tags"]
        return [word.strip(" '") for word in words.replace(" or ", ", ").split(",")]
    return []


def _kinds() -> str:
    kinds = [kind for each in get_args(get_args(Measure)[0]) for kind in sorted(_tags(each))]
    return f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _did_you_mean(given: object, known: list[str]) -> str:
    near = nearest(str(given), known)
    return f"did you mean {near!r}?" if near else f"use one of {', '.join(known)}"


def _names(model: type[BaseModel] | None) -> Iterator[str]:
    for name, info in (model.model_fields if model else {}).items():
        yield info.alias or name


def _model_of(loc: Path) -> type[BaseModel] | None:
    """The terms that a path leads to; its steps name the branch taken at each choice."""
    at: Any = Agreement
    for step in loc:
        at = _step(_bare(at), step)
    at = _bare(at)
    return at if isinstance(at, type) and issubclass(at, BaseModel) else None


def _without_branches(loc: Path) -> Path:
    """The keys and indices of a path, without the words that name the branch of a choice.

    Such a word may be a key as well: the measure of kind `percentile` has a key `percentile`.
    """
    at: Any = Agreement
    kept = []
    for step in loc:
        bare = _bare(at)
        if not _is_choice(bare):
            kept.append(step)
        at = _step(bare, step)
    return tuple(kept)


def _step(at: Any, step: str | int) -> Any:
    if isinstance(at, type) and issubclass(at, BaseModel):
        by_name = {info.alias or name: info for name, info in at.model_fields.items()}
        info = by_name.get(str(step))
        return info.annotation if info else None
    if _is_choice(at):
        return next((branch for branch in get_args(at) if step in _tags(branch)), None)
    if get_origin(at) is dict:
        return get_args(at)[1]
    if get_origin(at) is tuple:
        return get_args(at)[0]
    return None


def _bare(at: Any) -> Any:
    """An annotation without its metadata, and without the None that it may be instead."""
    while True:
        if get_origin(at) is Annotated:
            at = get_args(at)[0]
        elif _is_choice(at) and type(None) in get_args(at) and len(get_args(at)) == 2:
            at = next(branch for branch in get_args(at) if branch is not type(None))
        else:
            return at


def _is_choice(at: Any) -> bool:
    return get_origin(at) in {Union, types.UnionType}


def _tags(branch: Any) -> set[str]:
    """The words that choose a branch: its tag, or the literals of its `kind`."""
    tags = {mark.tag for mark in getattr(branch, "__metadata__", ()) if isinstance(mark, Tag)}
    bare = _bare(branch)
    if isinstance(bare, type) and issubclass(bare, BaseModel) and "kind" in bare.model_fields:
        kind = bare.model_fields["kind"].annotation
        tags |= set(get_args(kind)) if get_origin(kind) is Literal else set()
    return tags
