"""Judging: which rows can be relied on, and for each other row the reason why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import duckdb

from entente.performance.intake.cells import (
    number,
    number_problem,
    pointed,
    time_of,
    whole,
    whole_problem,
)
from entente.performance.intake.mapping import Mapping
from entente.performance.intake.staging import literal, quoted


@dataclass(frozen=True)
class Check:
    """A condition that makes a row unfit, its reason code, and the cells that show it (SQL)."""

    when: str
    reason: str
    shows: str


def judge(db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str]) -> None:
    """Make `good` (typed rows) and `quarantine(row_number, reason, text)` of `cells`.

    A row has one reason, the first that applies; duplicates are looked for among good rows.
    """
    moments = moments_of(mapping, names)
    numbers = [c.name for c in mapping.columns if c.kind == "number" and c.name in names]
    _type(db, mapping, names, moments, numbers)
    checked = [*moments, *numbers, *_wholes(mapping, names), *mapping.counts]
    checks = list(_checks(mapping, names, checked))
    reasons = " ".join(f"WHEN {c.when} THEN {c.reason}" for c in checks)
    shows = " ".join(f"WHEN {c.when} THEN {c.shows}" for c in checks)
    db.execute(f"""
        CREATE TABLE judged AS SELECT *, CASE {reasons} END AS _reason,
               CASE {shows} END AS _shows FROM typed""")
    for done in ("VIEW typed", "VIEW cells", "TABLE raw"):
        db.execute(f"DROP {done}")
    _part_duplicates(db, mapping, names)
    db.execute("""
        CREATE TABLE quarantine AS SELECT row_number, reason, text FROM bad
        UNION ALL SELECT row_number, _reason, _shows FROM judged WHERE _reason IS NOT NULL""")
    db.execute("CREATE VIEW good AS SELECT * FROM judged WHERE _reason IS NULL")


def moments_of(mapping: Mapping, names: list[str]) -> list[str]:
    """The cells that hold instants."""
    times = {time_of(event) for event in mapping.terms.times}
    own = {column.name for column in mapping.columns if column.kind == "instant"}
    return [name for name in names if name in own | times]


def _wholes(mapping: Mapping, names: list[str]) -> list[str]:
    """The cells that hold counts."""
    return [c.name for c in mapping.columns if c.kind == "whole" and c.name in names]


def _type(
    db: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    names: list[str],
    moments: list[str],
    numbers: list[str],
) -> None:
    parts = ["cells.row_number", "cells._digest"]
    joins = []
    for place, name in enumerate(names):
        cell, ours = f"cells.{quoted(name)}", quoted(name)
        if name in moments:
            joins.append(f"LEFT JOIN clock k{place} ON k{place}.text = {cell}")
            parts += [f"k{place}.micros AS {ours}", f"{cell} AS {quoted('text of ' + name)}"]
            parts += [f"k{place}.problem AS {_problem(name)}", f"k{place}.note AS {_note(name)}"]
        elif name in numbers:
            factor = mapping.terms.scale.get(name, "1")
            told = pointed(mapping, cell)
            parts += [f"{number(told, factor)} AS {ours}", f"{cell} AS {quoted('text of ' + name)}"]
            parts.append(f"{number_problem(told, factor)} AS {_problem(name)}")
        elif name in _wholes(mapping, names):
            parts += [f"{whole(cell)} AS {ours}", f"{cell} AS {quoted('text of ' + name)}"]
            parts.append(f"{whole_problem(cell)} AS {_problem(name)}")
        elif name in mapping.counts:
            parts += [f"{whole(cell)}::VARCHAR AS {ours}", f"{cell} AS {quoted('text of ' + name)}"]
            parts.append(f"{whole_problem(cell)} AS {_problem(name)}")
        else:
            parts.append(f"{cell} AS {ours}")
    db.execute(f"CREATE VIEW typed AS SELECT {', '.join(parts)} FROM cells {' '.join(joins)}")


def _problem(name: str) -> str:
    return quoted(f"problem of {name}")


def _note(name: str) -> str:
    return quoted(f"note of {name}")


def _checks(mapping: Mapping, names: list[str], checked: list[str]) -> Iterable[Check]:
    for column in mapping.columns:
        if column.name in names and not column.optional:
            text = column.name if column.kind == "text" else f"text of {column.name}"
            missing = f"{column.name} is missing"
            yield Check(f"{quoted(text)} IS NULL", "'missing-value'", literal(missing))
    for name in checked:
        shows = f"{literal(name + ': ')} || {quoted('text of ' + name)}"
        yield Check(f"{_problem(name)} IS NOT NULL", _problem(name), shows)
    yield from _order_checks(mapping, names)
    yield from _word_checks(mapping, names)


def _order_checks(mapping: Mapping, names: list[str]) -> Iterable[Check]:
    opened = time_of("opened")
    later = [time_of(event) for event in mapping.terms.times if event != "opened"]
    pairs = {
        "outages": [("ends-before-start", "started_at", "ended_at")],
        "exclusions": [("ends-before-start", "started_at", "ended_at")],
        "maintenance": [("ends-before-start", "started_at", "ended_at")],
        "surveys": [("out-of-order", "at", "answered_at")],
        "tickets": [
            *(("ends-before-start", opened, event) for event in later),
            ("out-of-order", opened, "at"),
        ],
    }
    for reason, earlier, after in pairs.get(mapping.table, []):
        if earlier in names and after in names:
            yield _reversed(reason, earlier, after)
    if mapping.table == "requests":
        shows = "'failed ' || \"text of failed\" || ', total ' || \"text of total\""
        yield Check("failed > total", "'more-failed-than-asked'", shows)
    if mapping.table == "tickets" and "at" not in names:
        every = " AND ".join(f"{quoted(time_of(event))} IS NULL" for event in mapping.terms.times)
        yield Check(every, "'missing-value'", "'no event has a time'")


def _reversed(reason: str, earlier: str, later: str) -> Check:
    before, after = quoted(f"text of {earlier}"), quoted(f"text of {later}")
    shows = f"{literal(earlier + ' ')} || {before} || {literal(', ' + later + ' ')} || {after}"
    return Check(f"{quoted(later)} < {quoted(earlier)}", literal(reason), shows)


_WORDS = {
    "status": ("unknown-state", ("up", "down")),
    "proposed_by": ("unknown-party", ("client", "provider")),
    "decided_by": ("unknown-party", ("client", "provider")),
}


def _word_checks(mapping: Mapping, names: list[str]) -> Iterable[Check]:
    known: dict[str, tuple[str, Iterable[str]]] = dict(_WORDS)
    if mapping.table == "tickets":
        known["event"] = ("unknown-event", mapping.events)
        if mapping.states:
            known["state"] = ("unknown-state", mapping.states)
    own = {column.name for column in mapping.columns}
    for name, (reason, words) in known.items():
        if name in names and name in own:
            listed = ", ".join(literal(word) for word in words)
            shows = f"{literal(name + ': ')} || {quoted(name)}"
            yield Check(f"{quoted(name)} NOT IN ({listed})", literal(reason), shows)


def _part_duplicates(db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str]) -> None:
    """Mark all but the first of rows that say the same.

    A row of a ticket's history is a duplicate only where the whole source row is: two updates in
    one minute are two. Other tables have no order of their own, so there the mapped cells decide.
    """
    same = ["_digest"] if mapping.table == "tickets" else [quoted(name) for name in names]
    once = f"GROUP BY {', '.join(same)} HAVING count(*) > 1 LIMIT 1"
    if not db.execute(f"SELECT 1 FROM judged WHERE _reason IS NULL {once}").fetchall():
        return
    db.execute(f"""
        UPDATE judged SET _reason = 'duplicate', _shows = 'the same as row ' || _first
        FROM (SELECT row_number AS _number, first_value(row_number) OVER w AS _first
              FROM judged WHERE _reason IS NULL
              WINDOW w AS (PARTITION BY {", ".join(same)} ORDER BY row_number)) seen
        WHERE judged.row_number = _number AND _first <> _number AND _reason IS NULL""")


def clock_notes(
    db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str]
) -> tuple[tuple[str, int], ...]:
    """How many clock readings of good rows were ambiguous or skipped, by note."""
    moments = moments_of(mapping, names)
    each = (f"SELECT {_note(name)} AS note FROM good" for name in moments)
    notes = " UNION ALL ".join(("SELECT NULL::VARCHAR AS note", *each))
    found = db.execute(
        f"SELECT note, count(*) FROM ({notes}) WHERE note IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return cast("tuple[tuple[str, int], ...]", tuple(found))
