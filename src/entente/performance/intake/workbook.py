"""Rows of an Excel sheet (.xlsx): cell values as text, formulas by their last result."""

from __future__ import annotations

import datetime as dt
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from entente.performance.intake.csv_rows import checked_header
from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import (
    MEBIBYTE,
    MOST_COLUMNS,
    UnreadableFile,
    largest_content,
)
from entente.performance.intake.rows import BadRow, Rows, Wanted, chosen, positions
from entente.performance.intake.text import plain_float

MOST_MEMBERS = 2_000


def workbook_rows(path: Path, mapping: Mapping, wanted: Sequence[Wanted]) -> Rows:
    """The rows under the header of a sheet, by the sheet's own numbers.

    Cells missing at the end of a row are blank; blank rows hold no record.
    """
    _inspect(path)
    with _sheet(path, mapping.terms.sheet) as sheet:
        rows = (_texts(row) for row in sheet.iter_rows(values_only=True))  # type: ignore[misc] # the stubs lend it a method of another class
        above = mapping.terms.skip_rows
        titles = next(itertools.islice(rows, above, None), [])
        header = checked_header(path.name, [(cell or "").strip() for cell in titles])
        places = positions(path.name, header, wanted)
        for number, cells in enumerate(rows, start=above + 2):
            if len(cells) > MOST_COLUMNS:
                yield BadRow(number, "ragged-row", f"{len(cells)} cells")
            elif any(cells):
                blanks = [None] * (len(header) - len(cells))
                yield chosen(number, [*cells, *blanks], places, len(header))


@contextmanager
def _sheet(path: Path, name: str) -> Iterator[ReadOnlyWorksheet]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            if name and name not in book.sheetnames:
                titles = ", ".join(book.sheetnames)
                raise UnreadableFile(f"{path.name} has no sheet {name!r}; it has: {titles}")
            sheet = book[name] if name else book.worksheets[0]
            # What a sheet declares of its own size may be a lie, or a million columns.
            sheet.reset_dimensions()
            yield sheet
        finally:
            book.close()
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl meets damage with whatever its parts raise
        raise UnreadableFile(f"{path.name} is not a readable workbook: {error}") from None


def _inspect(path: Path) -> None:
    """Refuse archives that unfold beyond measure, and XML that declares a document type."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            whole = sum(member.file_size for member in members)  # zipfile holds members to it
            if len(members) > MOST_MEMBERS or whole > largest_content(path.stat().st_size):
                raise UnreadableFile(f"{path.name} unfolds beyond measure: refused as a bomb")
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _refuse_doctype(path.name, archive, member)
    except UnreadableFile:
        raise
    except Exception as error:  # damage shows as whatever the unpacking raises
        raise UnreadableFile(f"{path.name} is not a readable workbook: {error}") from None


class _Begun(Exception):
    """The first element of a document has begun: no document type can follow."""


def _refuse_doctype(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    def begun(*_: object) -> None:
        raise _Begun

    def declared(*_: object) -> None:
        raise UnreadableFile(f"{name} declares a document type: refused, as entities are")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begun
    parser.StartDoctypeDeclHandler = declared
    try:
        with archive.open(member) as data:
            while chunk := data.read(MEBIBYTE):
                parser.Parse(chunk)
    except _Begun:
        return
    except expat.ExpatError as error:
        raise UnreadableFile(f"{name}: {member.filename[:80]}: {error}") from None


def _texts(cells: Iterable[object]) -> list[str | None]:
    texts = [_text(cell) for cell in cells]
    while texts and texts[-1] is None:
        texts.pop()
    return texts


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return plain_float(repr(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return str(value)
