"""Rows of CSV text: UTF-8, with a header, any line ends, a declared delimiter."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import MOST_COLUMNS, UnreadableFile, opened
from entente.performance.intake.rows import BadRow, Row, Rows, Wanted, chosen, positions
from entente.performance.intake.text import text_lines


def csv_rows(path: Path, mapping: Mapping, wanted: Sequence[Wanted]) -> Rows:
    """The rows under the header of a CSV file; the header is row 1 where nothing stands above it.

    Where the first row ends with a delimiter that the header lacks, every row has to.
    """
    above = mapping.terms.skip_rows
    usual = "\t" if ".tsv" in path.suffixes else ","
    with opened(path) as data:
        lines = itertools.islice(text_lines(path.name, data), above, None)
        table = csv.reader(lines, delimiter=mapping.terms.delimiter or usual)
        header = _header(path.name, table)
        places = positions(path.name, header, wanted)
        surplus: int | None = None
        for number in itertools.count(above + 2):
            try:
                cells = next(table, None)
            except csv.Error as error:  # the reader goes on with the next line
                yield BadRow(number, "unreadable", f"{error} (near line {above + table.line_num})")
                continue
            if cells is None:
                return
            if cells:  # a blank line holds no record
                if surplus is None:
                    surplus = int(len(cells) == len(header) + 1 and not cells[-1].strip())
                yield _row(number, cells, places, len(header), surplus)


def _row(
    number: int, cells: list[str], places: list[int | None], width: int, surplus: int
) -> Row | BadRow:
    # A row may have as many cells by accident, as where text with a comma was not quoted.
    ends_blank = not any(cell.strip() for cell in cells[width : width + surplus])
    return chosen(number, cells, places, width + surplus * ends_blank)


def _header(name: str, table: Iterator[list[str]]) -> list[str]:
    try:
        header = [title.strip() for title in next(table, [])]
    except csv.Error as error:
        raise UnreadableFile(f"{name}: row 1: {error}") from None
    return checked_header(name, header)


def checked_header(name: str, header: list[str]) -> list[str]:
    """A header with at least one title and no more than can be read."""
    if not any(header):
        raise UnreadableFile(f"{name} has no header: its first row must name the columns")
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(f"{name} has {len(header)} columns; at most {MOST_COLUMNS} are read")
    return header
