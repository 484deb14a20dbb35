"""A DuckDB session that can read the given evidence files and nothing else.

The evidence is trusted to be what its digests say; its text is not trusted at all. Nothing that
a file or a document holds is ever run: values go in as quoted literals or as registered arrays.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from entente.foundation.intervals import IntArray

# Joins are written with their small side last; estimates of our conditions turn them around. And
# grouping by ranges of records would read all rows anew for each range, given a bound on instants.
_UNWANTED = ("build_side_probe_side", "partitioned_execution")
Answer = tuple[Any, ...]  # DuckDB gives what the columns hold: int, str, bool or None


class Session:
    """One connection in memory, with its own folder for what does not fit into memory."""

    def __init__(self, paths: Sequence[Path], memory_limit: str, threads: int | None) -> None:
        # The folder goes when the session does: it holds copies of evidence.
        self._overflow = tempfile.TemporaryDirectory(prefix="entente-engine-")
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "temp_directory": str(Path(self._overflow.name, "overflow")),
                "preserve_insertion_order": "false",
            }
        )
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute(f"SET disabled_optimizers = '{self._unwanted()}'")
        if threads is not None:
            self._connection.execute(f"SET threads = {int(threads)}")
        listed = ", ".join(text(str(path)) for path in paths)
        # The order matters: what may be read is named first, then all else is shut, then locked.
        self._connection.execute(f"SET allowed_paths = [{listed}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")
        self._made = 0

    def _unwanted(self) -> str:
        """The optimizers to leave out, of those that this version of DuckDB has."""
        found = self.all("SELECT name FROM duckdb_optimizers()")
        return ", ".join(name for (name,) in found if name in _UNWANTED)

    def run(self, statement: str) -> None:
        """Execute a statement whose answer is not wanted."""
        self._connection.execute(statement)

    def all(self, query: str) -> list[Answer]:
        """Every row of an answer."""
        return self._connection.execute(query).fetchall()

    def one(self, query: str) -> Answer:
        """The only row of an answer."""
        rows = self.all(query)
        assert len(rows) == 1, "this query gives one row by its form"
        return rows[0]

    def arrays(self, query: str) -> dict[str, IntArray]:
        """Columns of whole numbers as arrays; none of them may be empty."""
        found = self._connection.execute(query).fetchnumpy()
        return {name: np.asarray(column, dtype=np.int64) for name, column in found.items()}

    def name(self, what: str) -> str:
        """A new name for a temporary table."""
        self._made += 1
        return f"{what}_{self._made}"

    def table(self, what: str, query: str) -> str:
        """Keep the answer of a query under a new name."""
        name = self.name(what)
        self.run(f"CREATE TEMP TABLE {name} AS {query}")
        return name

    def table_of(self, what: str, columns: Mapping[str, IntArray]) -> str:
        """Keep arrays as the columns of a table under a new name."""
        given = self.name("given")
        self._connection.register(given, dict(columns))
        name = self.table(what, f"SELECT * FROM {given}")
        self._connection.unregister(given)
        return name

    def table_of_words(self, what: str, rows: Sequence[tuple[int, str]]) -> str:
        """Keep pairs of a number and a word as the columns `number` and `word`."""
        name = self.name(what)
        self.run(f"CREATE TEMP TABLE {name} (number BIGINT, word VARCHAR)")
        if rows:
            numbers, words = [number for number, _ in rows], [word for _, word in rows]
            self._connection.execute(
                f"INSERT INTO {name} SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
                [numbers, words],
            )
        return name

    def drop(self, *names: str) -> None:
        """Forget temporary tables."""
        for name in names:
            self.run(f"DROP TABLE IF EXISTS {name}")

    def close(self) -> None:
        """Release memory and the folder at once, rather than when collected."""
        self._connection.close()
        self._overflow.cleanup()


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def column(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def listed(values: Sequence[str]) -> str:
    """Texts as the inside of an SQL list; `NULL` where there are none, which matches nothing."""
    return ", ".join(text(value) for value in values) or "NULL"
