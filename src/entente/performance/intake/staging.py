"""Staging: the wanted cells of any file as one table of text in an in-process DuckDB.

Trust: the database may touch only its own temporary folder and the folders that it is opened for,
and refuses to have that changed. Words of files and mappings reach SQL as data or as escaped
literals. Its loss costs nothing: it is made anew.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from entente.performance.intake.mapping import UnusableMapping
from entente.performance.intake.opening import LONGEST_ROW
from entente.performance.intake.rows import BadRow, Row, Rows, Wanted
from entente.performance.intake.text import is_text

Progress = Callable[[int], None]  # told the number of rows read so far
STEP = 20_000
MEMORY = "1GB"
SPILL = "16GB"
# The bytes of files must repeat, however many there are: DuckDB keeps the order of rows by default,
# every row that is written has a place of its own, and a test holds one thread against several.
THREADS = min(4, os.cpu_count() or 1)


@contextmanager
def workshop(*folders: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A private database with bounded memory that may use these folders, and a temporary one."""
    with TemporaryDirectory(prefix="entente-intake-") as temporary:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "temp_directory": str(Path(temporary) / "spill"),
            "max_temp_directory_size": SPILL,
            "threads": THREADS,
        }
        with duckdb.connect(config=config) as db:
            db.execute("SET TimeZone = 'UTC'")
            _lock(db, [Path(temporary), *folders])
            yield db, Path(temporary).resolve()


def _lock(db: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    plain = [folder.resolve() for folder in folders]
    # A folder must be allowed under the very words by which its files are asked for.
    allowed = ", ".join(literal(words) for one in plain for words in {str(one), exactly(one)})
    db.execute(f"SET allowed_directories = [{allowed}]")
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")


def literal(text: str) -> str:
    """A text as an SQL literal."""
    if "\0" in text:
        raise UnusableMapping("a word of the mapping contains a NUL character")
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def exactly(path: Path) -> str:
    """A path as DuckDB must be given it to open this very file: no character is a pattern."""
    return re.sub(r"([*?\[])", r"[\1]", str(path.resolve()))


def stage(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    rows: Rows,
    wanted: Sequence[Wanted],
    progress: Progress | None = None,
) -> None:
    """Make `raw(row_number, _digest, c0, c1, ...)` and `bad(row_number, reason, text)`."""
    make_tables(db, wanted)
    stage_rows(db, folder, rows, progress)


def make_tables(db: duckdb.DuckDBPyConnection, wanted: Sequence[Wanted]) -> None:
    """Make `raw` and `bad` without a row in them."""
    cells = "".join(f", c{place} VARCHAR" for place in range(len(wanted)))
    db.execute(f"CREATE TABLE raw (row_number BIGINT, _digest VARCHAR{cells})")
    db.execute("CREATE TABLE bad (row_number BIGINT, reason VARCHAR, text VARCHAR)")


def stage_rows(
    db: duckdb.DuckDBPyConnection, folder: Path, rows: Rows, progress: Progress | None = None
) -> None:
    """Add rows to `raw` and `bad`."""
    good, bad = folder / "raw.csv", folder / "bad.csv"
    with (
        good.open("w", encoding="utf-8", newline="") as raw_file,
        bad.open("w", encoding="utf-8", newline="") as bad_file,
    ):
        raw_out = csv.writer(raw_file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        bad_out = csv.writer(bad_file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for count, row in enumerate(rows, start=1):
            if progress and count % STEP == 0:
                progress(count)
            checked = _checked(row)
            if isinstance(checked, BadRow):
                bad_out.writerow([checked.number, checked.reason, shown(checked.text)])
            else:
                raw_out.writerow([checked.number, checked.digest, *checked.cells])
    for table, file in (("raw", good), ("bad", bad)):
        if file.stat().st_size:
            described = db.execute(f"DESCRIBE {table}").fetchall()
            columns = [str(row[0]) for row in described]
            db.execute(f"INSERT INTO {table} FROM {as_csv(file, columns)}")
        file.unlink()


def _checked(row: Row | BadRow) -> Row | BadRow:
    if isinstance(row, BadRow):
        return row
    whole = "".join(cell for cell in row.cells if cell)
    if "\0" in whole:
        return BadRow(row.number, "control-character", whole)
    if len(whole) > LONGEST_ROW:
        return BadRow(row.number, "too-long", whole)
    if not whole.isascii() and not is_text(whole):  # JSON can spell half a character
        return BadRow(row.number, "not-utf-8", whole)
    return row


LONGEST_SHOWN = 200


def shown(text: str) -> str:
    """A text safe to show: control characters escaped, cut after 200 characters."""
    cut = text[:LONGEST_SHOWN]
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)
    return safe + "…" if len(text) > LONGEST_SHOWN else safe


def as_csv(file: Path, columns: Sequence[str], delimiter: str = ",") -> str:
    """SQL of a file of quoted texts as a relation; quotes may stand around any of them."""
    typed = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({literal(str(file))}, header = false, auto_detect = false, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', new_line = '\\n', "
        f"max_line_size = {8 * LONGEST_ROW}, buffer_size = {32 * LONGEST_ROW}, "
        f"parallel = false, columns = {{{typed}}})"
    )
