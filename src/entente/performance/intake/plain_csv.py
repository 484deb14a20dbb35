"""Plain CSV in bulk: chunks of text that every reader parses alike, found with NumPy.

A chunk is plain where it is UTF-8 without NUL, its lines end with LF or CR LF, each quote stands at
the edge of a cell or is doubled inside one, and no row comes near the longest. What is not plain
is left to be read row by row, from where it begins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from entente.foundation.intervals import IntArray
from entente.performance.intake.csv_rows import (
    Header,
    Place,
    delimiter_of,
    read_header,
    surplus_of,
)
from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import MEBIBYTE, opened
from entente.performance.intake.rows import BadRow, Wanted, chosen
from entente.performance.intake.text import text_lines

CHUNK = 8 * MEBIBYTE
_LONGEST = 100_000  # bytes of a row: below what Python's reader takes for one cell
_WIDEST = 1_000  # cells of a row
_BOM = b"\xef\xbb\xbf"
_QUOTE, _LF, _CR = b'"\n\r'

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Plain:
    """Rows as wide as the header, a line feed after each; their numbers; and the ragged ones."""

    place: Place
    text: bytes
    numbers: IntArray
    bad: list[BadRow]


@dataclass(frozen=True)
class _Records:
    """The rows of a text: where each starts and where its line feed stands, and its cells."""

    starts: IntArray
    ends: IntArray
    cells: IntArray


class PlainCsv:
    """The plain chunks under the header of a file, and where they stop.

    `header` is empty where not even the top of the file is plain, so that all is read by rows.
    `rest` is where the rows begin that are not plain, if there are any.
    """

    def __init__(self, path: Path, mapping: Mapping, wanted: Sequence[Wanted]) -> None:
        self._path = path
        self._wanted = wanted
        self._above = mapping.terms.skip_rows
        self.delimiter = delimiter_of(path, mapping)
        self.header: Header | None = None
        self.rest: Place | None = None

    def chunks(self) -> Iterator[Plain]:
        """The chunks in order; what is wrong with the header or the packing is raised."""
        with opened(self._path) as data:
            top = data.read(CHUNK)
            place = self._headed(top)
            if place is None or self.header is None:
                return
            yield from self._under(data, top[place.offset :], place, self.header.width)

    def _under(self, data: BinaryIO, buffer: bytes, place: Place, width: int) -> Iterator[Plain]:
        begun = False  # whether there was a row: the first one says whether all end surplus
        for piece, last in _pieces(data):
            buffer += piece
            text = buffer if not last or buffer.endswith(b"\n") else buffer + b"\n"
            records = self._records(text)
            if not begun and records is not None:
                first = self._first(text, records)
                begun = bool(first)
                if first and surplus_of(first, width):
                    records, begun = None, False
            if records is None:
                self.rest = place if text else None
                break
            yield self._chunk(text, records, place)
            end = int(records.ends[-1]) + 1
            lines = place.lines + text.count(b"\n", 0, end)
            place = Place(place.offset + end, lines, place.row + len(records.ends))
            buffer = buffer[end:]
        else:
            # A quote that is never closed, or bytes that stand after the last line feed.
            self.rest = place if buffer else None
        if self.rest is not None and not begun:
            self.header = None

    def _headed(self, top: bytes) -> Place | None:
        """Where the rows under the header begin, None where that takes more than a look."""
        end = 0
        for _ in range(self._above + 1):
            end = top.find(b"\n", end) + 1
            if end == 0:
                return None
        head = top[:end].removeprefix(_BOM)
        if not _is_plain_text(head) or not self.delimiter.isascii():
            return None
        *_, line = text_lines(self._path.name, io.BytesIO(head))
        table = csv.reader([line, "\n"], delimiter=self.delimiter)
        if '"' in line and (not next(table) or table.line_num > 1):
            return None  # the header goes on in the next line
        table = csv.reader([line], delimiter=self.delimiter)
        header = read_header(self._path.name, table, self._wanted)
        if not 1 < header.width <= _WIDEST:
            return None
        self.header = header
        return Place(end, self._above + 1, self._above + 2)

    def _first(self, text: bytes, records: _Records) -> list[str]:
        """The cells of the first row; blank lines are none."""
        rows = zip(records.starts, records.ends, strict=True)
        cells = (self._cells(text[start:end]) for start, end in rows)
        return next(filter(None, cells), [])

    def _records(self, text: bytes) -> _Records | None:
        """The whole rows at the beginning of a text, None where it is not plain or has none."""
        if not _is_plain_text(text):
            return None
        array = np.frombuffer(text, dtype=np.uint8)
        quotes = np.flatnonzero(array == _QUOTE)
        ends = _outside(np.flatnonzero(array == _LF), quotes)
        if not len(ends):
            return None
        starts = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
        quotes = quotes[: np.searchsorted(quotes, ends[-1])]
        edges = np.frombuffer(f"{self.delimiter}\n\r".encode(), dtype=np.uint8)
        if (ends - starts).max() > _LONGEST or not _well_quoted(array, quotes, edges):
            return None
        apart = _outside(np.flatnonzero(array == ord(self.delimiter)), quotes)
        cells = np.diff(np.searchsorted(apart, ends), prepend=0) + 1
        return _Records(starts, ends, cells)

    def _chunk(self, text: bytes, records: _Records, place: Place) -> Plain:
        assert self.header is not None
        array = np.frombuffer(text, dtype=np.uint8)[: records.ends[-1] + 1]
        good = records.cells == self.header.width
        returns = records.ends[(records.ends > records.starts)] - 1
        returns = returns[array[returns] == _CR]
        keep = np.ones(len(array), dtype=bool)
        keep[returns] = False
        bad = []
        for each in np.flatnonzero(~good):
            start, end = records.starts[each], records.ends[each]
            keep[start : end + 1] = False
            if cells := self._cells(text[start:end]):
                found = chosen(place.row + int(each), cells, self.header.places, self.header.width)
                assert isinstance(found, BadRow)
                bad.append(found)
        whole = len(returns) == 0 and good.all()
        taken = array.tobytes() if whole else array[keep].tobytes()
        return Plain(place, taken, place.row + np.flatnonzero(good), bad)

    def _cells(self, record: bytes) -> list[str]:
        """The cells of a row as Python's reader gives them; none of a blank line."""
        lines = io.StringIO(record.decode(), newline="")
        return next(csv.reader(lines, delimiter=self.delimiter), [])


def _pieces(data: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """What is left of a stream in pieces, at least one, and whether each is the last."""
    piece = data.read(CHUNK)
    while following := data.read(CHUNK):
        yield piece, False
        piece = following
    yield piece, True


def _is_plain_text(text: bytes) -> bool:
    """Whether a text is UTF-8 without NUL whose lines end with LF or CR LF."""
    if b"\0" in text or (b"\r" in text and text.count(b"\r") != text.count(b"\r\n")):
        return False
    if text.isascii():
        return True
    try:
        # A chunk may end inside a character; what is cut off is looked at with the next.
        text[: text.rfind(b"\n") + 1].decode()
    except UnicodeDecodeError:
        return False
    return True


def _outside(places: IntArray, quotes: IntArray) -> IntArray:
    """The places that no quotes are around."""
    if not len(quotes):
        return places
    even: npt.NDArray[np.bool_] = np.searchsorted(quotes, places) % 2 == 0
    return places[even]


def _well_quoted(array: Bytes, quotes: IntArray, edges: Bytes) -> bool:
    """Whether each quote opens or closes a cell at its edge, or is one of a pair inside."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.concatenate([np.array([_LF], dtype=np.uint8), array])[opening]
    after = array[closing + 1]
    doubled = np.zeros(len(opening), dtype=bool)
    doubled[1:] = opening[1:] == closing[:-1] + 1
    opens = np.isin(before, edges) | doubled
    closes = np.isin(after, edges) | np.append(doubled[1:], False)
    return bool(opens.all() and closes.all())
