"""Rows of CSV text: UTF-8, with a header, any line ends, a declared delimiter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import (
    LONGEST_ROW,
    MOST_COLUMNS,
    UnreadableFile,
    opened,
)
from entente.performance.intake.rows import BadRow, Rows, Wanted, chosen, positions

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def csv_rows(path: Path, mapping: Mapping, wanted: Sequence[Wanted]) -> Rows:
    """The rows under the header of a CSV file; the header is row 1."""
    with opened(path) as data:
        # Surrogates mark bytes that are not UTF-8, so that the error can name the row.
        text = io.TextIOWrapper(data, "utf-8-sig", "surrogateescape", newline="")
        lines = _lines(path.name, text)
        table = csv.reader(lines, delimiter=mapping.terms.delimiter or ",")
        header = _header(path.name, table)
        places = positions(path.name, header, wanted)
        number = 1
        while True:
            number += 1
            try:
                cells = next(table)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadRow(number, "unreadable", f"{error} (near line {table.line_num})")
                continue
            if not cells:
                continue  # a blank line holds no record
            yield chosen(number, cells, places, len(header))


def _header(name: str, table: Iterator[list[str]]) -> list[str]:
    try:
        header = [title.strip() for title in next(table, [])]
    except csv.Error as error:
        raise UnreadableFile(f"{name}: row 1: {error}") from None
    if not any(header):
        raise UnreadableFile(f"{name} has no header: its first row must name the columns")
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(f"{name} has {len(header)} columns; at most {MOST_COLUMNS} are read")
    return header


def _lines(name: str, text: TextIO) -> Iterator[str]:
    number = 0
    for line in iter(lambda: text.readline(LONGEST_ROW), ""):
        number += 1
        if len(line) == LONGEST_ROW:
            raise UnreadableFile(f"{name}: line {number} is longer than {LONGEST_ROW} characters")
        if not line.isascii() and not _is_text(line):
            raise UnreadableFile(_not_utf8(name, number, line))
        yield line


def _is_text(line: str) -> bool:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _not_utf8(name: str, number: int, line: str) -> str:
    start = line.encode("utf-8", "surrogateescape")[:2]
    if number == 1 and start in _UTF16:
        return f"{name} is UTF-16 text: save it as UTF-8"
    return f"{name}: line {number} is not UTF-8 text: save the file as UTF-8"
