"""Rows of CSV text: UTF-8, with a header, any line ends, a declared delimiter."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import MOST_COLUMNS, UnreadableFile, opened, skip
from entente.performance.intake.rows import BadRow, Row, Rows, Wanted, chosen, positions
from entente.performance.intake.text import text_lines


@dataclass(frozen=True)
class Header:
    """A header and where the wanted columns stand in it."""

    titles: list[str]
    places: list[int | None]

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.titles)


@dataclass(frozen=True)
class Place:
    """Where in a file a row begins: its bytes, its lines and its rows up to there."""

    offset: int
    lines: int
    row: int


def csv_rows(path: Path, mapping: Mapping, wanted: Sequence[Wanted]) -> Rows:
    """The rows under the header of a CSV file; the header is row 1 where nothing stands above it.

    Where the first row ends with a delimiter that the header lacks, every row has to.
    """
    above = mapping.terms.skip_rows
    with opened(path) as data:
        lines = itertools.islice(text_lines(path.name, data), above, None)
        table = csv.reader(lines, delimiter=delimiter_of(path, mapping))
        header = read_header(path.name, table, wanted)
        yield from _rows(table, header, above + 2, above, None)


def rows_after(path: Path, mapping: Mapping, header: Header, place: Place) -> Rows:
    """The rows from a place on, where the rows before it end without a surplus delimiter."""
    with opened(path) as data:
        skip(data, place.offset)
        lines = text_lines(path.name, data, place.lines)
        table = csv.reader(lines, delimiter=delimiter_of(path, mapping))
        yield from _rows(table, header, place.row, place.lines, 0)


def delimiter_of(path: Path, mapping: Mapping) -> str:
    """What stands between the cells of a file."""
    return mapping.terms.delimiter or ("\t" if ".tsv" in path.suffixes else ",")


def read_header(name: str, table: Iterator[list[str]], wanted: Sequence[Wanted]) -> Header:
    """The header that the next row of a table is."""
    try:
        titles = [title.strip() for title in next(table, [])]
    except csv.Error as error:
        raise UnreadableFile(f"{name}: row 1: {error}") from None
    return Header(checked_header(name, titles), positions(name, titles, wanted))


def checked_header(name: str, header: list[str]) -> list[str]:
    """A header with at least one title and no more than can be read."""
    if not any(header):
        raise UnreadableFile(f"{name} has no header: its first row must name the columns")
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(f"{name} has {len(header)} columns; at most {MOST_COLUMNS} are read")
    return header


def surplus_of(cells: Sequence[str], width: int) -> int:
    """How many cells more than the header's the first row has: one where it ends blank."""
    return int(len(cells) == width + 1 and not cells[-1].strip())


def _rows(
    table: Iterator[list[str]], header: Header, first: int, above: int, surplus: int | None
) -> Rows:
    for number in itertools.count(first):
        try:
            cells = next(table, None)
        except csv.Error as error:  # the reader goes on with the next line
            line = above + table.line_num  # type: ignore[attr-defined] # it is csv's own reader
            yield BadRow(number, "unreadable", f"{error} (near line {line})")
            continue
        if cells is None:
            return
        if cells:  # a blank line holds no record
            if surplus is None:
                surplus = surplus_of(cells, header.width)
            yield _row(number, cells, header, surplus)


def _row(number: int, cells: list[str], header: Header, surplus: int) -> Row | BadRow:
    # A row may have as many cells by accident, as where text with a comma was not quoted.
    width = header.width
    ends_blank = not any(cell.strip() for cell in cells[width : width + surplus])
    return chosen(number, cells, header.places, width + surplus * ends_blank)
