"""Mends of what does not fit the language: a near key or word, a missing sign, missing quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic_core import ErrorDetails

from entente.agreement.conditions.condition import ConditionRefused
from entente.agreement.conditions.mends import mended_condition
from entente.agreement.terms import looser
from entente.agreement.terms.looser import Mendable
from entente.agreement.text.mends import around_edits, key_edits, value_edits
from entente.agreement.text.yaml_source import Entry, Mapping, Scalar, Written
from entente.foundation.findings import Edit
from entente.foundation.references import mistyped

_YES, _NO = {"yes", "on", "y"}, {"no", "off", "n"}
_BOUNDS = {"commitment", "expected", "minimum"}
_SHARES = {"share-within", "availability"}


def misfit_edits(
    misfit: ErrorDetails, written: Written, entry: Entry | None, known: Sequence[str]
) -> tuple[Edit, ...]:
    """The edits that mend a misfit where there is one right answer.

    `written` is the value at its place and `entry` the key there; `known` are the keys or words
    that would fit.
    """
    kind = misfit["type"]
    if kind == "extra_forbidden":
        right = mistyped(str(misfit["loc"][-1]), known)
        return key_edits(entry, right) if right else ()
    if kind in {"literal_error", "union_tag_invalid"}:
        return _word(written, known)
    if kind == "value_error":
        return _refused(misfit, written, entry)
    if isinstance(written, Scalar):
        return _form(kind, written)
    return ()


def _word(written: Written, known: Sequence[str]) -> tuple[Edit, ...]:
    if not isinstance(written, Scalar) or not isinstance(written.value, str):
        return ()
    right = mistyped(written.value, known)
    return value_edits(written, right) if right else ()


def _refused(misfit: ErrorDetails, written: Written, entry: Entry | None) -> tuple[Edit, ...]:
    """A value that its own reader refused, as that reader would have it."""
    error = misfit["ctx"]["error"]
    if isinstance(error, ConditionRefused) and isinstance(written, Scalar):
        mended = mended_condition(str(written.value))
        return value_edits(written, mended) if mended else ()
    if not isinstance(error, Mendable) or error.mended is None:
        return ()
    if error.key is not None:
        inner = written.entries.get(error.key) if isinstance(written, Mapping) else None
        return key_edits(inner, error.mended)
    if misfit["loc"][-1] == "[key]":
        return key_edits(entry, error.mended)
    return value_edits(written, error.mended)


def _form(kind: str, written: Scalar) -> tuple[Edit, ...]:
    """A text without its quotes, a number within some, `yes` for true, one item for a list."""
    value: Any = written.value
    if kind == "string_type" and isinstance(value, bool | int):
        return around_edits(written, "'", "'")
    if kind == "int_type" and isinstance(value, str) and value.isascii() and value.isdigit():
        return (Edit(written.place, value),) if written.quoted else ()
    if kind == "bool_type" and isinstance(value, str) and value.lower() in _YES | _NO:
        return (Edit(written.place, "true" if value.lower() in _YES else "false"),)
    if kind == "tuple_type" and isinstance(value, str) and looser.key(value) == value:
        return around_edits(written, "[", "]")
    return ()


def bound_edits(misfit: ErrorDetails, written: Written, level: Written) -> tuple[Edit, ...]:
    """A bare share as the bound of a measure whose figure is one: `95` is at least 95 %."""
    if misfit["type"] != "value_error" or misfit["loc"][-1] not in _BOUNDS:
        return ()
    kind = _under(_under(level, "measure"), "kind")
    share = looser.share(written.value) if isinstance(written, Scalar) else None
    if share is None or not isinstance(kind, Scalar) or kind.value not in _SHARES:
        return ()
    return value_edits(written, f"at least {share}")


def _under(written: Written | None, key: str) -> Written | None:
    entry = written.entries.get(key) if isinstance(written, Mapping) else None
    return entry.value if entry else None
