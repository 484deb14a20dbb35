"""Mends: the edits that put a text in the place of a written value or key, and nothing else.

The quotes that a text stands in stay; a text that YAML would not read as it stands gets some. Where
the span of what is written is not certain (several lines, escapes), there is no edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from entente.agreement.text.yaml_source import LINE_BREAK, Entry, Scalar, Written
from entente.foundation.findings import Edit, Place

# Texts that mean themselves in a list, in braces and in a block.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./%=<>()'+-]|:(?=\S))*(?<![ :])")
_NUMBER_OR_WORD = re.compile(r"[-+]?[0-9]+|0[xo][0-9a-f]+|true|false|null", re.IGNORECASE)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made; what lies outside of them stays as it is, to the byte."""
    starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]
    parts, at = [], 0
    for edit in sorted(edits, key=span):
        (line, column), (end_line, end_column) = span(edit)
        start, end = starts[line - 1] + column - 1, starts[end_line - 1] + end_column - 1
        parts += [text[at:start], edit.text]
        at = end
    return "".join([*parts, text[at:]])


def span(edit: Edit) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first line and column of an edit, and those behind its last character."""
    place = edit.place
    return (place.line, place.column), (
        place.end_line or place.line,
        place.end_column or place.column,
    )


def value_edits(written: Written, text: str, *, as_text: bool = True) -> tuple[Edit, ...]:
    """The edit that puts a text in the place of a value on one line."""
    if not isinstance(written, Scalar):
        return ()
    length = _length(written.place)
    if written.quoted and length == len(str(written.value)) + 2:
        return _between_quotes(written.place, text)
    if written.quoted or length is None:
        return ()
    return (Edit(written.place, _plain(text, as_text)),)


def key_edits(entry: Entry | None, text: str) -> tuple[Edit, ...]:
    """The edit that gives a key another name."""
    if entry is None:
        return ()
    length = _length(entry.place)
    if length == len(entry.key) + 2:
        return _between_quotes(entry.place, text)
    return (Edit(entry.place, _plain(text, False)),) if length == len(entry.key) else ()


def around_edits(written: Written, before: str, after: str) -> tuple[Edit, ...]:
    """The edits that put something before and behind a value on one line."""
    if not isinstance(written, Scalar) or _length(written.place) is None:
        return ()
    start, end = _ends(written.place)
    return (Edit(start, before), Edit(end, after))


def within_edits(written: Written, start: int, end: int, text: str) -> tuple[Edit, ...]:
    """The edit of some characters of a value's text, counted from its first."""
    if not isinstance(written, Scalar) or not isinstance(written.value, str):
        return ()
    quotes = 1 if written.quoted else 0
    if _length(written.place) != len(written.value) + 2 * quotes:
        return ()
    first = written.place.column + quotes
    place = replace(written.place, column=first + start, end_column=first + end)
    return (Edit(place, text),)


def _length(place: Place) -> int | None:
    """How many characters a place has; None where it is not on one line."""
    if place.end_line != place.line or place.end_column is None:
        return None
    return place.end_column - place.column


def _ends(place: Place) -> tuple[Place, Place]:
    assert place.end_column is not None
    return (
        replace(place, end_column=place.column),
        replace(place, column=place.end_column),
    )


def _between_quotes(place: Place, text: str) -> tuple[Edit, ...]:
    """The edit within quotes of either kind; a text that one of them would change is left."""
    if "'" in text or '"' in text or "\\" in text:
        return ()
    assert place.end_column is not None
    return (Edit(replace(place, column=place.column + 1, end_column=place.end_column - 1), text),)


def _plain(text: str, as_text: bool) -> str:
    """A text as YAML reads it back: plain, or in quotes where it has to be."""
    number = as_text and _NUMBER_OR_WORD.fullmatch(text)
    if _PLAIN.fullmatch(text) and not number:
        return text
    return "'" + text.replace("'", "''") + "'"
