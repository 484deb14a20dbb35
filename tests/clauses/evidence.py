"""Facts as evidence: rows written by hand, taken in as any file is, for both engines."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from entente.agreement.terms.agreement import Agreement
from entente.performance.engine.reference import PlainBatch
from entente.performance.intake import StoredBatch, take_in
from entente.performance.kernel.tables import column_types

Plain = dict[str, Any]


def taken_in(terms: Agreement, facts: Plain, folder: Path) -> list[StoredBatch]:
    """The batches of evidence that the facts are; a row that is quarantined is a mistake here."""
    stored: list[StoredBatch] = []
    for table, rows in facts.items():
        key = next(k for k, source in terms.evidence.items() if source.table == table)
        path, source = folder / f"{table}.csv", terms.evidence[key]
        named = (*source.columns.values(), *source.fields.values(), *source.times.values())
        _write(path, [each for row in rows for each in _repeated(row)], named)
        sources = {key: source}
        found = take_in([f"{key}={path}"], sources=sources, zone=terms.zone, folder=folder / "kept")
        for batch in found:
            if batch.batch.quarantined:
                raise ValueError(f"facts of {table} are no evidence: {batch.batch.quarantined}")
        stored += found
    return stored


def _repeated(row: Plain) -> list[Plain]:
    """A row as often as it says: each of so many days, or so many times with records of its own."""
    if "every_day" in row:
        return [each for day in days_said(row) for each in _repeated(_on(day, row))]
    plain = {name: value for name, value in row.items() if name != "times"}
    times = int(row.get("times", 1))
    if times == 1:
        return [plain]
    if "record" not in plain:  # values, probes, requests: told apart by a field of their own
        return [{**plain, "copy": str(n + 1)} for n in range(times)]
    return [{**plain, "record": f"{plain['record']}-{n + 1}"} for n in range(times)]


def days_said(row: Plain) -> list[dt.date]:
    """The days of `every_day: 2026-03-01 to 2026-03-31`, but not those of `but`."""
    first, _, last = str(row["every_day"]).partition(" to ")
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    but = {str(each) for each in row.get("but", ())}
    weekdays = set(str(row.get("on", "mon tue wed thu fri sat sun")).split())
    found = []
    while day <= end:
        if day.isoformat() not in but and {day.strftime("%a").lower(), str(day.day)} & weekdays:
            found.append(day)
        day += dt.timedelta(days=1)
    return found


def _on(day: dt.date, row: Plain) -> Plain:
    """A row with the day, and the one after it, in the place of `{day}` and `{next}`."""
    after = day + dt.timedelta(days=1)
    return {
        name: value.replace("{day}", str(day)).replace("{next}", str(after))
        if isinstance(value, str)
        else value
        for name, value in row.items()
        if name not in ("every_day", "but", "on")
    }


def _write(path: Path, rows: list[Plain], named: Iterable[str]) -> None:
    """The rows as a CSV file with every column that they or the mapping name."""
    names = list(dict.fromkeys([*named, *(name for row in rows for name in row)]))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: "" if v is None else v for k, v in row.items()})


def plain_batches(stored: list[StoredBatch]) -> list[PlainBatch]:
    """The same evidence as rows, for the plain reference."""
    found = []
    with duckdb.connect() as db:
        for each in stored:
            names = [n for n in column_types(each.batch.table, each.batch.fields)
                     if n != "row_number"]  # fmt: skip
            listed = ", ".join(f'"{name}"' for name in names)
            rows = db.execute(f"SELECT {listed} FROM '{each.path}'").fetchall()
            found.append(
                PlainBatch(
                    each.batch.table,
                    each.batch.source,
                    each.batch.fields,
                    tuple(dict(zip(names, row, strict=True)) for row in rows),
                )
            )
    return found
