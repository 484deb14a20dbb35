"""Rows as readers find them: the wanted cells as text, or what is wrong with the row."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from entente.foundation.references import nearest
from entente.performance.intake.opening import UnreadableFile

DIGITS = 32  # of the hexadecimal digest of a row


@dataclass(frozen=True)
class Wanted:
    """A column that a mapping asks a file for; a required one must exist in the file."""

    name: str
    required: bool


@dataclass(frozen=True)
class Row:
    """A row of a source: its number, the wanted cells, and a digest of everything in it."""

    number: int
    cells: tuple[str | None, ...]
    digest: str


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be read at all: the reason code and the text that shows it."""

    number: int
    reason: str
    text: str


Rows = Iterator[Row | BadRow]


def digest_of(cells: Iterable[str | None]) -> str:
    """A digest of a whole row, by which exact duplicates are known."""
    whole = "\x1f".join("\x00" if cell is None else cell for cell in cells)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def positions(name: str, header: Sequence[str], wanted: Sequence[Wanted]) -> list[int | None]:
    """Where each wanted column stands in a header, None where an optional one is absent."""
    places: list[int | None] = []
    for column in wanted:
        found = [place for place, title in enumerate(header) if title == column.name]
        if len(found) > 1:
            raise UnreadableFile(
                f"{name} has {len(found)} columns named {column.name!r}: rename all but one"
            )
        if not found and column.required:
            raise missing_column(name, column.name, header)
        places.append(found[0] if found else None)
    return places


def missing_column(name: str, column: str, header: Sequence[str]) -> UnreadableFile:
    """The situation of a file without a column that its mapping names."""
    near = nearest(column, header)
    shown = ", ".join(title[:40] for title in header[:40])
    hint = f"did you mean {near[:40]!r}?" if near else f"it has: {shown}"
    if sum(map(bool, header)) == 1:
        hint += "; where lines stand above the header, write skip_rows: and how many"
    if len(header) == 1 and (apart := re.search(r"[;\t|]", header[0])):
        hint = f"its cells stand apart by {apart[0]!r}: write delimiter: {json.dumps(apart[0])}"
    return UnreadableFile(f"{name} has no column {column!r}; {hint}")


def chosen(
    number: int, cells: Sequence[str | None], places: Sequence[int | None], width: int
) -> Row | BadRow:
    """A row of a table with a header: ragged where it is longer or shorter than the header."""
    if len(cells) != width:
        text = f"{len(cells)} cells under {width} columns: {cells[:4]}"
        return BadRow(number, "ragged-row", text)
    picked = tuple(None if place is None else cells[place] for place in places)
    return Row(number, picked, digest_of(cells))


class Seen:
    """Rows by key, where a file has no header: which wanted columns any row has had."""

    def __init__(self, name: str, wanted: Sequence[Wanted]) -> None:
        self._name = name
        self._wanted = tuple(column.name for column in wanted)
        self._missing = {column.name for column in wanted if column.required}
        self._keys: dict[str, None] = {}

    def row(self, number: int, cells: Mapping[str, str | None]) -> Row:
        """The wanted cells of a row, None for each that it lacks."""
        self._missing.difference_update(cells)
        if len(self._keys) < 100:
            self._keys.update(dict.fromkeys(cells))
        whole = (part for key in sorted(cells) for part in (key, cells[key]))
        return Row(number, tuple(cells.get(name) for name in self._wanted), digest_of(whole))

    def close(self) -> None:
        """UnreadableFile where there was no row at all, or a required column never came."""
        if not self._keys:
            raise UnreadableFile(f"{self._name} holds no rows that can be read")
        for name in self._wanted:
            if name in self._missing:
                raise missing_column(self._name, name, list(self._keys))
