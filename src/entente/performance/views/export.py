"""CSV and Excel files of exactly what a page shows; no cell of them can run.

A text that a spreadsheet would take for a formula gets an apostrophe before it in CSV; in a
workbook texts are written as texts.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO

import xlsxwriter  # type: ignore[import-untyped] # it ships no types
from django.http import FileResponse, HttpResponseBase

Value = str | int | Decimal | None
_EXACT_IN_EXCEL = 10**15  # beyond it Excel rounds
MOST_ROWS = 1_048_575  # of a worksheet, without its heading
_RUNNING = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class TooManyRows(ValueError):
    """A worksheet cannot hold so many rows."""


def wanted(kind: str | None) -> str | None:
    """The kind of file that a request asks for; None where it asks for a page."""
    return kind if kind in {"csv", "xlsx"} else None


def exported(
    kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Value]]
) -> HttpResponseBase:
    """The file, named `name` with the ending of its kind."""
    return _csv(name, head, rows) if kind == "csv" else _xlsx(name, head, rows)


def defused(value: Value) -> str:
    """A cell of CSV that no spreadsheet runs: numbers as they are, texts never as formulas."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int | Decimal):
        return text
    text = text.replace("\0", "\ufffd")
    return f"'{text}" if text.lstrip(" \u00a0\u200b\ufeff").startswith(_RUNNING) else text


def _csv(name: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponseBase:
    file = _temporary(".csv")
    file.write("\ufeff".encode())  # by this mark Excel reads the file as UTF-8
    file.write(_line(head))
    for row in rows:
        file.write(_line(row))
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.csv", content_type="text/csv; charset=utf-8"
    )


def _temporary(ending: str) -> IO[bytes]:
    """A file that goes when the answer has been sent: no export is held in memory."""
    return tempfile.NamedTemporaryFile(prefix="entente-export-", suffix=ending)


def _line(cells: Sequence[Value]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def _xlsx(name: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> HttpResponseBase:
    file = _temporary(".xlsx")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet("Entente")
    bold = book.add_format({"bold": True})
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise TooManyRows("A worksheet holds about a million rows: narrow the filter, or CSV.")
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Value) -> None:
    if cell is None:
        return
    if not isinstance(cell, str) and -_EXACT_IN_EXCEL < cell < _EXACT_IN_EXCEL:
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, str(cell)[:32_767])
