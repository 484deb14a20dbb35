"""Cells: the staged text under our own column names, blanks and words applied, numbers exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import duckdb

from entente.performance.intake.mapping import BLANKS, Mapping
from entente.performance.intake.rows import Wanted
from entente.performance.intake.staging import literal, quoted

_NUMBER = r"^\s*([+-]?)(\d{0,13})(?:\.(\d*))?\s*$"
_FINEST = 12  # decimals that can be held before the scale is applied


def wanted_columns(mapping: Mapping) -> dict[str, Wanted]:
    """What a file is asked for: our name of a cell, and the file's column.

    A column that the mapping does not name is looked for under its own name.
    """
    terms = mapping.terms
    wanted = {}
    for column in mapping.columns:
        told = terms.columns.get(column.name)
        required = told is not None or not (column.optional or _from_times(mapping, column.name))
        # Without the column, states that were mapped would never be seen, and nothing would end.
        required = required or (column.name == "state" and bool(terms.states))
        wanted[column.name] = Wanted(told or column.name, required)
    if _from_times(mapping, "at"):
        del wanted["at"]
    wanted |= {field: Wanted(mapping.column_of(field), True) for field in mapping.fields}
    wanted |= {time_of(event): Wanted(name, True) for event, name in terms.times.items()}
    return wanted


def _from_times(mapping: Mapping, column: str) -> bool:
    """Whether a ticket log has no column of moments, only one column an event."""
    terms = mapping.terms
    return column == "at" and bool(terms.times) and "at" not in terms.columns


def time_of(event: str) -> str:
    """Our name of the cell that holds an event's time."""
    return f"time of {event}"


def name_cells(db: duckdb.DuckDBPyConnection, mapping: Mapping, names: list[str]) -> None:
    """Make the view `cells(row_number, _digest, ...)` of `raw`, its cells in the order of `names`.

    Blanks around a cell are no part of what it says: they are seen by no one who compares words.
    """
    blanks = ", ".join(literal(word.strip(BLANKS)) for word in ("", *mapping.terms.missing))
    trimmed = [f"{_trimmed(f'c{place}')} AS c{place}" for place in range(len(names))]
    parts = [
        f"{_worded(mapping, name, f'c{place}', blanks)} AS {quoted(name)}"
        for place, name in enumerate(names)
    ]
    db.execute(f"""
        CREATE VIEW cells AS SELECT row_number, _digest, {", ".join(parts)}
        FROM (SELECT row_number, _digest, {", ".join(trimmed)} FROM raw)""")


def present(db: duckdb.DuckDBPyConnection, asked: dict[str, Wanted]) -> list[str]:
    """Our names of the cells that the file has: what it had to have, and what it happens to."""
    counts = ", ".join(f"count(c{place})" for place in range(len(asked)))
    held = db.execute(f"SELECT {counts} FROM raw").fetchone()
    assert held is not None  # an aggregate gives one row
    return [name for name, cells in zip(asked, held, strict=True) if cells or asked[name].required]


def _trimmed(cell: str) -> str:
    # To trim a set of characters is slow, and nearly all cells begin and end with a plain one.
    plain = f"{cell} >= '!' AND {cell} < chr(127) AND right({cell}, 1) BETWEEN '!' AND '~'"
    return f"CASE WHEN {plain} THEN {cell} ELSE trim({cell}, {literal(BLANKS)}) END"


def _worded(mapping: Mapping, name: str, cell: str, blanks: str) -> str:
    known = f"CASE WHEN {cell} IN ({blanks}) THEN NULL ELSE {cell} END"
    words = mapping.words(name)
    if not words:
        return known
    cases = " ".join(f"WHEN {literal(a)} THEN {literal(b)}" for a, b in words.items())
    return f"nullif(CASE {known} {cases} ELSE {known} END, '')"


def pointed(mapping: Mapping, cell: str) -> str:
    """SQL of a number's text with a decimal point, whatever mark the file has in its place."""
    # A point in a file with decimal commas parts thousands: as a comma it is refused, not misread.
    return f"translate({cell}, ',.', '.,')" if mapping.terms.decimal == "," else cell


def number_problem(cell: str, factor: str) -> str:
    """SQL of the reason why a cell is not a number in millionths, NULL where it is one."""
    return (
        f"CASE WHEN {cell} IS NULL THEN NULL "
        f"WHEN NOT regexp_matches({cell}, '{_NUMBER}') OR NOT regexp_matches({cell}, '\\d') "
        "THEN 'unparsable-number' "
        f"WHEN length({_decimals(cell)}) > {_FINEST} OR {_scaled(cell, factor)} % "
        f"{_parts(factor)[1]} <> 0 THEN 'too-precise' "
        f"WHEN try_cast({_millionths(cell, factor)} AS BIGINT) IS NULL THEN 'outside-range' END"
    )


def number(cell: str, factor: str) -> str:
    """SQL of a cell in millionths, exactly; NULL where it has a problem."""
    return (
        f"CASE WHEN {number_problem(cell, factor)} IS NULL THEN "
        f"try_cast({_millionths(cell, factor)} AS BIGINT) END"
    )


_WHOLE = r"^\s*\+?\d{1,15}\s*$"


def whole(cell: str) -> str:
    """SQL of a cell as a whole number; NULL where it is none."""
    return f"CASE WHEN regexp_matches({cell}, '{_WHOLE}') THEN try_cast({cell} AS BIGINT) END"


def whole_problem(cell: str) -> str:
    """SQL of the reason why a cell is not a whole number, NULL where it is one."""
    return (
        f"CASE WHEN {cell} IS NOT NULL AND NOT regexp_matches({cell}, '{_WHOLE}') "
        "THEN 'unparsable-number' END"
    )


def _millionths(cell: str, factor: str) -> str:
    return f"({_scaled(cell, factor)} // {_parts(factor)[1]})"


def _scaled(cell: str, factor: str) -> str:
    whole = f"coalesce(try_cast(regexp_extract({cell}, '{_NUMBER}', 2) AS HUGEINT), 0)"
    part = f"rpad(left({_decimals(cell)}, {_FINEST}), {_FINEST}, '0')::HUGEINT"
    sign = f"CASE WHEN regexp_extract({cell}, '{_NUMBER}', 1) = '-' THEN -1 ELSE 1 END"
    digits = f"({whole} * {10**_FINEST} + {part})"
    return f"(({sign}) * {digits} * {_parts(factor)[0]}::HUGEINT)"


def _decimals(cell: str) -> str:
    return f"rtrim(regexp_extract({cell}, '{_NUMBER}', 3), '0')"


def _parts(factor: str) -> tuple[int, int]:
    """What digits of the finest decimals are multiplied and divided by to give millionths."""
    exact = Fraction(Decimal(factor)) / 10 ** (_FINEST - 6)
    return exact.numerator, exact.denominator
