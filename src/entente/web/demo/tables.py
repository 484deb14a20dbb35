"""Rows with the moment at which they became known, and their CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from entente.web.demo.desk_clock import utc

Cell = tuple[datetime, str]


@dataclass(frozen=True)
class Row:
    """One row of a file: when it came to be, and its cells.

    A cell that became known later than its row (an end, an answer, a decision) is a pair of the
    moment and the text; read before that moment, it is blank. Moments are local, or aware.
    """

    at: datetime
    cells: tuple[str | Cell, ...]


def stamp(at: datetime) -> str:
    """A local moment as a ticket tool exports it, without a zone."""
    return at.strftime("%Y-%m-%d %H:%M:%S")


def later(at: datetime, text: str | None = None) -> Cell:
    """A cell that is blank until this moment; the moment itself unless a text is given."""
    return at, stamp(at) if text is None else text


def _known(at: datetime, until: datetime | None) -> bool:
    return until is None or (at if at.tzinfo else utc(at)) <= until


def _text(cell: str | Cell, until: datetime | None) -> str:
    if isinstance(cell, str):
        return cell
    known_at, text = cell
    return text if _known(known_at, until) else ""


def csv_bytes(header: Sequence[str], rows: Iterable[Row], until: datetime | None = None) -> bytes:
    """The file as UTF-8 CSV with what was known at this aware moment (or ever)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        if _known(row.at, until):
            writer.writerow([_text(cell, until) for cell in row.cells])
    return out.getvalue().encode()
