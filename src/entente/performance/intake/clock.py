"""Clock readings: the instants that the dates of a file name, parsed once for each distinct text.

A reading without a zone is local time in the mapping's zone. A reading that occurs twice is taken
as its first occurrence; one that the clocks skip is read with the offset before the change, and so
moves forward by the length of the gap. Both are counted.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import duckdb

from entente.foundation.zones import offset_changes
from entente.performance.intake.mapping import BLANKS, Mapping
from entente.performance.intake.staging import literal

SECOND = 1_000_000
FIRST_YEAR, END_YEAR = 1900, 2200
_ISO = (
    r"^\s*(\d{4}-\d{2}-\d{2})(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?:[.,](\d+))?)?"
    r"\s*(Z|z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?\s*$"
)
_CLOCKS = (" %H:%M", " %H:%M:%S", "", " %I:%M %p", " %I:%M:%S %p")
_DAY_FIRST = tuple(
    f"{day}{clock}" for day in ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y") for clock in _CLOCKS
)
_MONTH_FIRST = tuple(f"{day}{clock}" for day in ("%m/%d/%Y", "%m-%d-%Y") for clock in _CLOCKS)
_NAMED = {"day-first": _DAY_FIRST, "month-first": _MONTH_FIRST}
# Days of Excel's 1900 system, from its day 61 on: its day 60 is a 29 February that never was.
_SERIAL = r"^\s*(\d{1,6})(?:[.,](\d{1,18}))?\s*$"
_FIRST_SERIAL, _SERIAL_OF_1970 = 61, 25_569
_NEAR = 50  # microseconds by which a written-out fraction of a day may miss its millisecond
_EPOCHS = {"epoch-seconds": (11, SECOND), "epoch-milliseconds": (14, 1_000)}


def read_clock(db: duckdb.DuckDBPyConnection, mapping: Mapping, columns: Sequence[str]) -> None:
    """Make `clock(text, micros, problem, note)` of every distinct text in columns of `cells`."""
    each = (f"SELECT {column} AS text FROM cells" for column in columns)
    texts = " UNION ALL ".join(("SELECT NULL::VARCHAR AS text", *each))
    db.execute(
        f"CREATE TABLE readings AS SELECT text, {_reading(mapping)} AS reading "
        f"FROM (SELECT DISTINCT text FROM ({texts}) WHERE text IS NOT NULL)"
    )
    _zone_changes(db, mapping.zone)
    begin, end = _year(db, FIRST_YEAR), _year(db, END_YEAR)
    db.execute(f"""
        CREATE TABLE clock AS
        SELECT text, CASE WHEN problem IS NULL THEN micros END AS micros, problem,
               CASE WHEN problem IS NULL THEN note END AS note
        FROM (
          SELECT text,
                 CASE WHEN r.zoned THEN r.micros
                      WHEN r.micros < c.until THEN r.micros - c.before
                      ELSE r.micros - c.after END AS micros,
                 CASE WHEN r.micros IS NULL THEN 'unparsable-date'
                      WHEN r.fine THEN 'too-precise'
                      WHEN r.micros NOT BETWEEN {begin} AND {end} - 1 THEN 'outside-range' END
                   AS problem,
                 CASE WHEN NOT r.zoned AND r.micros < c.until THEN c.note END AS note
          FROM (SELECT text, reading.micros, reading.zoned, reading.fine FROM readings) r
          ASOF LEFT JOIN changes c ON coalesce(r.micros, 0) >= c.start
        )""")
    db.execute("DROP TABLE readings")


def _year(db: duckdb.DuckDBPyConnection, year: int) -> int:
    found = db.execute("SELECT epoch_us(make_timestamp(?, 1, 1, 0, 0, 0.0))", [year]).fetchone()
    assert found is not None  # a SELECT without FROM gives one row
    return int(found[0])


def _zone_changes(db: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Make `changes(start, until, before, after, note)` in local microseconds.

    Between `start` and `until` a local clock reads twice or not at all; the offset before the
    change holds there, and the one after it from `until` on.
    """
    stretches = offset_changes(zone, *_years(db))
    first = stretches[0][1] * SECOND
    rows: list[tuple[int, int, int, int, str | None]] = [(-(2**62), -(2**62), first, first, None)]
    for (_, before), (at, after) in itertools.pairwise(stretches):
        note = "local-time-skipped" if after > before else "local-time-ambiguous"
        low, high = at + min(before, after), at + max(before, after)
        rows.append((low * SECOND, high * SECOND, before * SECOND, after * SECOND, note))
    db.execute(
        "CREATE OR REPLACE TABLE changes "
        '(start BIGINT, until BIGINT, "before" BIGINT, "after" BIGINT, note VARCHAR)'
    )
    db.executemany("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", rows)


def _years(db: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    found = db.execute(
        "SELECT year(make_timestamp(min(reading.micros))),"
        " year(make_timestamp(max(reading.micros)))"
        f" FROM readings WHERE reading.micros BETWEEN {_year(db, FIRST_YEAR)}"
        f" AND {_year(db, END_YEAR)} - 1"
    ).fetchone()
    first, last = found if found and found[0] is not None else (2000, 2000)
    return int(first) - 1, int(last) + 2


def _reading(mapping: Mapping) -> str:
    """SQL of a struct (micros, zoned, fine) for a text: the first format that fits."""
    told = mapping.terms.dates
    # Typed cells of workbooks and Parquet come as ISO, whatever the dates beside them look like.
    clash = any(form.startswith("%Y-%d") or form == "iso" for form in told)
    both = told if clash else (*told, "iso")
    forms = [_format(form) for form in both]
    return f"coalesce({', '.join(forms)}, {_struct('NULL', 'true', 'false')})"


def _struct(micros: str, zoned: str, fine: str) -> str:
    return f"{{'micros': ({micros})::BIGINT, 'zoned': {zoned}, 'fine': {fine}}}"


def _format(form: str) -> str:
    if form == "iso":
        return _iso()
    if form == "excel-serial":
        return _serial()
    if form in _EPOCHS:
        digits, unit = _EPOCHS[form]
        whole = rf"^\s*-?\d{{1,{digits}}}\s*$"
        value = f"try_cast(text AS BIGINT) * {unit}"
        return (
            f"CASE WHEN regexp_matches(text, '{whole}') THEN {_struct(value, 'true', 'false')} END"
        )
    forms = ", ".join(literal(code.strip(BLANKS)) for code in _NAMED.get(form, (form,)))
    parsed = f"try_strptime(text, [{forms}])"
    zoned = "true" if "%z" in form.replace("%%", "") else "false"
    if zoned == "true":
        parsed = f"try_strptime(text, {forms})"  # a single format keeps its zone
    return (
        f"CASE WHEN {parsed} IS NOT NULL THEN {_struct(f'epoch_us({parsed})', zoned, 'false')} END"
    )


def _serial() -> str:
    """SQL for a day number of Excel with its fraction, a reading without a zone.

    A fraction that is no whole number of microseconds was rounded when it was written, so the
    millisecond beside it is meant.
    """
    whole = f"regexp_extract(text, '{_SERIAL}', 1)::BIGINT"
    digits = f"rpad(regexp_extract(text, '{_SERIAL}', 2), 18, '0')::HUGEINT"
    share = f"({digits} * {24 * 3600 // 100})"  # microseconds, with ten more decimals
    nearest = f"(({share} + {5 * 10**9}) // {10**10})"
    milli = f"(({nearest} + 500) // 1000 * 1000)"
    part = (
        f"(CASE WHEN {share} % {10**10} <> 0 AND abs({nearest} - {milli}) <= {_NEAR} "
        f"THEN {milli} ELSE {nearest} END)"
    )
    day = f"({whole} - {_SERIAL_OF_1970}) * {24 * 3600 * SECOND}"
    moment = f"CASE WHEN {whole} < {_FIRST_SERIAL} THEN -(2::BIGINT**61) ELSE {day} + {part} END"
    fits = f"regexp_matches(text, '{_SERIAL}')"
    return f"CASE WHEN {fits} THEN {_struct(moment, 'false', 'false')} END"


def _iso() -> str:
    """SQL for ISO 8601: a day, a clock time or none, an offset or none, up to six decimals."""
    part = [f"regexp_extract(text, '{_ISO}', {group})" for group in range(5)]
    clock = f"CASE WHEN {part[2]} = '' THEN '00:00' ELSE {part[2]} END"
    seconds = f"CASE WHEN length({clock}) = 5 THEN ':00' ELSE '' END"
    moment = f"epoch_us(try_cast({part[1]} || ' ' || {clock} || {seconds} AS TIMESTAMP))"
    digits = f"rtrim({part[3]}, '0')"
    micros = f"rpad(left({digits}, 6), 6, '0')::BIGINT"
    shift = f"replace({part[4]}, ':', '')"
    hours, minutes = (
        f"try_cast({part} AS BIGINT)" for part in (f"{shift}[2:3]", f"rpad({shift}, 5, '0')[4:5]")
    )
    sign = f"(CASE WHEN {shift}[1:1] = '-' THEN -1 ELSE 1 END)"
    offset = (
        f"CASE WHEN {shift} IN ('', 'Z', 'z') THEN 0 "
        f"ELSE {sign} * ({hours} * 60 + {minutes}) * 60 * {SECOND} END"
    )
    known = _struct(f"{moment} + {micros} - ({offset})", f"{shift} <> ''", f"length({digits}) > 6")
    return f"CASE WHEN {part[0]} <> '' AND {moment} IS NOT NULL THEN {known} END"
