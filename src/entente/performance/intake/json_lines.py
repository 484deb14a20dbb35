"""Rows of JSON Lines: one object a line; numbers keep the digits that were written."""

from __future__ import annotations

import json
from collections.abc import Mapping as Names
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import opened
from entente.performance.intake.rows import BadRow, Row, Rows, Seen, Wanted
from entente.performance.intake.text import plain_number, text_lines


def json_rows(path: Path, _: Mapping, wanted: Sequence[Wanted]) -> Rows:
    """The objects of a JSON Lines file; the first line is row 1. `a.b` looks inside objects."""
    seen = Seen(path.name, wanted)
    with opened(path) as data:
        for number, line in enumerate(text_lines(path.name, data), start=1):
            if line.strip():
                yield _row(number, line, seen)
    seen.close()


def _row(number: int, line: str, seen: Seen) -> Row | BadRow:
    try:
        record = json.loads(
            line, parse_float=plain_number, parse_int=str, parse_constant=_not_a_number
        )
        if not isinstance(record, dict):
            return BadRow(number, "unreadable", f"not a JSON object: {line}")
        return seen.row(number, _flat(record))
    except (ValueError, RecursionError) as error:
        return BadRow(number, "unreadable", f"{error or 'nested too deeply'}: {line}")


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON number")


def _flat(record: Names[str, object], prefix: str = "") -> dict[str, str | None]:
    cells: dict[str, str | None] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            cells |= _flat(value, f"{prefix}{key}.")
        else:
            cells[prefix + key] = _text(value)
    return cells


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))  # true, false, lists
