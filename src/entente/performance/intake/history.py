"""Histories: rows of the tables that an engine reads, made of rows that were found good."""

from __future__ import annotations

import duckdb

from entente.performance.intake.cells import time_of
from entente.performance.intake.mapping import EVENTS, Mapping
from entente.performance.intake.staging import literal, quoted
from entente.performance.kernel.tables import PROVENANCE, TABLES


def make_rows(db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str]) -> None:
    """Make `made`, the finished rows of the mapping's table in their stored order."""
    if mapping.table == "tickets":
        _tickets(db, mapping, names)
    else:
        _plain(db, mapping, names)


def _plain(db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str]) -> None:
    columns = [_own(column.name, column.kind, names) for column in TABLES[mapping.table]]
    columns += [quoted(field) for field in mapping.fields]
    db.execute(
        f"CREATE TABLE made AS SELECT {', '.join(columns)}, {PROVENANCE} FROM good "
        f"ORDER BY {PROVENANCE}"
    )


def _own(name: str, kind: str, names: list[str]) -> str:
    if name in names:
        return quoted(name)
    return f"NULL::{'VARCHAR' if kind == 'text' else 'BIGINT'} AS {quoted(name)}"


def _tickets(db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str]) -> None:
    fields = "".join(f", {quoted(field)}" for field in mapping.fields)
    parts = []
    if "at" in names:
        _observe(db, mapping, names, fields)
        if not mapping.terms.times and not _tell_more(db):
            db.execute(f"CREATE VIEW made AS SELECT {_STORED}{fields}, row_number FROM observed")
            return
        parts = [
            f'SELECT record, "at", 0 AS _kind, event, state_from, state, 0 AS _turn'
            f"{fields}, row_number FROM observed",
            f'SELECT record, "at", 0, unnest(_more), NULL, NULL, unnest(range(1, len(_more) + 1))'
            f"{fields}, row_number FROM observed WHERE _more IS NOT NULL",
        ]
    if mapping.terms.times:
        _time_events(db, mapping, names, fields)
        parts.append(
            f'SELECT record, "at", 1 AS _kind, event, NULL::VARCHAR AS state_from, '
            f"NULL::VARCHAR AS state, 0 AS _turn{fields}, row_number FROM time_events"
        )
    db.execute(f"""
        CREATE TABLE made AS
        SELECT {_STORED}{fields}, row_number
        FROM (
          SELECT *, _place - max(CASE WHEN NOT _same THEN _place END) OVER run AS sequence
          FROM (
            SELECT *, row_number() OVER () AS _place, {_SAME} AS _same
            FROM (FROM ({" UNION ALL ".join(parts)})
                  ORDER BY record, "at", _kind, row_number, _turn, event))
          WINDOW run AS (ROWS UNBOUNDED PRECEDING))""")


_STORED = 'record, "at", sequence, event, state_from, state'
# Of rows in their order: a window without PARTITION and ORDER costs one look at each row, where
# one by records would sort them all again.
_GOES_ON = "coalesce(record = lag(record) OVER (), false)"
_SAME = f'({_GOES_ON} AND "at" = lag("at") OVER ())'


def _observe(
    db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str], fields: str
) -> None:
    """Make `observed`, the rows of the log in their order, each with what its history says.

    That is the state left, the state entered, the event that it tells of, and in `_more` the
    further ones where it tells of several.
    """
    state, meaning = _states(mapping, names)
    explicit = "event" if "event" in names else "NULL::VARCHAR"
    event, more = _events(mapping, names)
    db.execute(f"""
        CREATE TABLE observed AS
        SELECT record, "at", sequence, {event} AS event, state_from, state{fields}, row_number,
               {more} AS _more
        FROM (
          SELECT *, _place - max(CASE WHEN NOT _same THEN _place END) OVER run AS sequence,
                 CASE WHEN {_before("state IS NOT NULL", "_states")} > 0
                      THEN lag(_state) OVER () END AS state_from,
                 {_before("state IS NOT NULL", "_states")} > 0
                   AND lag(_last_meaning) OVER () IN ('resolved', 'closed') AS _was_over,
                 NOT _goes_on AS _first,
                 {_first_of("opened")} AS _first_opened,
                 {_first_of("responded")} AS _first_responded
          FROM (
            SELECT *, row_number() OVER () AS _place, {_GOES_ON} AS _goes_on, {_SAME} AS _same,
                   last_value(state IGNORE NULLS) OVER run AS _state,
                   last_value(_meaning IGNORE NULLS) OVER run AS _last_meaning,
                   count(state) OVER run AS _states,
                   count(*) FILTER (WHERE _meaning = 'opened') OVER run AS _opened,
                   count(*) FILTER (WHERE _meaning = 'responded') OVER run AS _responded
            FROM (SELECT row_number, record, "at", {state} AS state, {meaning} AS _meaning,
                         {explicit} AS _told{fields} FROM good ORDER BY record, "at", row_number)
            WINDOW run AS (ROWS UNBOUNDED PRECEDING))
          WINDOW run AS (ROWS UNBOUNDED PRECEDING))""")


def _before(what: str, count: str) -> str:
    """SQL of how many rows of the same record, before a row, something holds of.

    `count` counts them along all rows, the row itself among them.
    """
    earlier = f"({count} - CASE WHEN {what} THEN 1 ELSE 0 END)"
    return f"({earlier} - max(CASE WHEN NOT _goes_on THEN {earlier} END) OVER run)"


def _first_of(meaning: str) -> str:
    means = f"_meaning = {literal(meaning)}"
    return f"({means} AND {_before(means, f'_{meaning}')} = 0)"


def _tell_more(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether any row tells of more than one event."""
    return bool(db.execute("SELECT 1 FROM observed WHERE _more IS NOT NULL LIMIT 1").fetchall())


def _states(mapping: Mapping, names: list[str]) -> tuple[str, str]:
    """SQL of our state of a row and of the event that entering it means ('' for none)."""
    if "state" not in names:
        return "NULL::VARCHAR", "NULL::VARCHAR"
    states = mapping.states
    if not states:
        return "state", "CASE WHEN state IS NOT NULL THEN '' END"
    ours = " ".join(f"WHEN {literal(a)} THEN {literal(b.state)}" for a, b in states.items())
    event = " ".join(f"WHEN {literal(a)} THEN {literal(b.event or '')}" for a, b in states.items())
    return f"CASE state {ours} END", f"CASE state {event} END"


def _events(mapping: Mapping, names: list[str]) -> tuple[str, str]:
    """SQL of the first event that a row tells of, and of the list of all others, NULL for none.

    An event with a time column, or any event of a log with a column of events, is not derived.
    """
    none = "NULL::VARCHAR[]"
    if "event" in names:
        return "_told", none
    derived = {
        "opened": "_first_opened" if _says(mapping, "opened") else "_first",
        "reopened": "_was_over AND _meaning NOT IN ('resolved', 'closed')",
        "responded": "_first_responded",
        "resolved": "_meaning = 'resolved' AND state_from IS DISTINCT FROM state",
        "closed": "_meaning = 'closed' AND state_from IS DISTINCT FROM state",
    }
    # A state that means an event of the desk's own tells of it each time it is entered.
    own = [event for event in mapping.events if event not in EVENTS and _says(mapping, event)]
    for event in own:
        derived[event] = f"_meaning = {literal(event)} AND state_from IS DISTINCT FROM state"
    told = {event: when for event, when in derived.items() if event not in mapping.terms.times}
    if not told:
        return "NULL::VARCHAR", none
    first = " ".join(f"WHEN {when} THEN {literal(event)}" for event, when in told.items())
    count = " + ".join(f"CASE WHEN {when} THEN 1 ELSE 0 END" for when in told.values())
    each = ", ".join(f"CASE WHEN {when} THEN {literal(event)} END" for event, when in told.items())
    several = f"list_filter([{each}], lambda one: one IS NOT NULL)[2:]"
    return f"CASE {first} END", f"CASE WHEN {count} > 1 THEN {several} END"


def _says(mapping: Mapping, event: str) -> bool:
    return any(state.event == event for state in mapping.terms.states.values())


def _time_events(
    db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str], fields: str
) -> None:
    """Make `time_events`: one row for each distinct record, event and time of the time columns.

    A ticket opens once and is responded to once: the earliest time counts. The fields of an event
    are those last observed at or before it, or first observed where nothing was by then; a log
    without a column of moments gives the fields of the last row that tells of the event.
    """
    told = " UNION ALL ".join(
        f'SELECT record, {literal(event)} AS event, {quoted(time_of(event))} AS "at", row_number '
        "FROM good"
        for event in sorted(mapping.terms.times)
    )
    pick = "min" if "at" in names else "max"
    db.execute(f"""
        CREATE TABLE told AS
        SELECT record, event, "at", {pick}(row_number) AS row_number
        FROM ({told}) WHERE "at" IS NOT NULL GROUP BY record, event, "at"
        QUALIFY event NOT IN ('opened', 'responded')
             OR row_number() OVER (PARTITION BY record, event ORDER BY "at") = 1""")
    if "at" not in names:
        db.execute(f"""CREATE VIEW time_events AS SELECT told.*{_of("good", mapping)}
            FROM told JOIN good USING (row_number)""")
        return
    db.execute(f"""
        CREATE VIEW seen AS SELECT record, "at"{fields} FROM observed
        QUALIFY row_number() OVER (PARTITION BY record, "at" ORDER BY row_number DESC) = 1""")
    db.execute(f"""
        CREATE VIEW started AS SELECT record, -(2::BIGINT**62)::BIGINT AS "at"{fields} FROM observed
        QUALIFY row_number() OVER (PARTITION BY record ORDER BY "at", row_number) = 1""")
    db.execute(f"""
        CREATE VIEW time_events AS SELECT told.*{_of("known", mapping)}
        FROM told ASOF LEFT JOIN (FROM seen UNION ALL FROM started) known
          ON told.record = known.record AND told."at" >= known."at" """)


def _of(table: str, mapping: Mapping) -> str:
    return "".join(f", {table}.{quoted(field)}" for field in mapping.fields)
