"""The evidence rows of one table as SQL: the same rows whatever files they came in.

A file holds no row twice, which intake sees to. Several files of one source may overlap: what
they share counts once, and neither their order nor where they were cut changes anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from entente.agreement.terms.sources import Table
from entente.performance.engine.session import Session, column, text
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.tables import TABLES


class Stored(Protocol):
    """A batch and the Parquet file that holds its rows."""

    @property
    def batch(self) -> Batch:
        """What is known of the rows."""
        ...

    @property
    def path(self) -> object:
        """Where the file is."""
        ...


@dataclass(frozen=True)
class Evidence:
    """The rows of one table: `relation` can stand after FROM, `source` numbers `sources`.

    The column `at` is called `moment`. The fields of the source are the columns `field(name)`; a
    name that no batch has is NULL.
    """

    relation: str
    sources: tuple[str, ...]
    fields: tuple[str, ...]
    words: tuple[str, ...] = ()  # the text columns that every row of the table has
    numbers: tuple[str, ...] = ()  # its columns of millionths, which conditions read as decimals

    def field(self, name: str) -> str:
        """The SQL of a field, or of a text column that every row has, as conditions name it."""
        if name in self.fields:
            return f"f{self.fields.index(name)}"
        if name in self.numbers:
            return f"({name}::DECIMAL(19, 0) * 0.000001::DECIMAL(7, 6))::VARCHAR"
        return name if name in self.words else "NULL::VARCHAR"

    @property
    def listed(self) -> str:
        """The SQL of the values of all fields, in order, as one list."""
        return f"[{', '.join(f'f{place}' for place in range(len(self.fields)))}]::VARCHAR[]"


_RENAMED = {"at": "moment"}  # AT is a reserved word


class Shelf:
    """The batches of an engine, by table; overlapping ones are merged once and kept."""

    def __init__(self, session: Session, batches: Sequence[Stored]) -> None:
        self._session = session
        # Equal rows of a source are the same batch, however often and under whatever name it was
        # taken in; two sources may say the same and are still two.
        once = {(stored.batch.source, stored.batch.content): stored for stored in batches}
        self._batches = tuple(once.values())
        self._known: dict[tuple[Table, str | None], Evidence] = {}

    def evidence(self, table: Table, source: str | None = None) -> Evidence:
        """The rows of a table, of one source or of all."""
        if (table, source) not in self._known:
            self._known[table, source] = self._evidence(table, source)
        return self._known[table, source]

    def _evidence(self, table: Table, source: str | None) -> Evidence:
        chosen = sorted(
            (
                stored
                for stored in self._batches
                if stored.batch.table == table and source in (None, stored.batch.source)
            ),
            key=lambda stored: (stored.batch.source, stored.batch.content),
        )
        sources = tuple(sorted({stored.batch.source for stored in chosen}))
        fields = tuple(sorted({field for stored in chosen for field in stored.batch.fields}))
        words = tuple(each.name for each in TABLES[table] if each.kind == "text")
        numbers = tuple(each.name for each in TABLES[table] if each.kind == "number")
        rows = _joined(table, chosen, sources, fields)
        if len(chosen) == len(sources):
            return Evidence(f"({rows})", sources, fields, words, numbers)
        merged = self._session.table(table, _MERGED[table](rows, len(fields)))
        return Evidence(merged, sources, fields, words, numbers)


def exactly(path: object) -> str:
    """A path as DuckDB must be given it to open this very file: brackets match themselves."""
    return re.sub(r"([*?\[])", r"[\1]", str(Path(str(path)).absolute()))


def _joined(
    table: Table, chosen: Sequence[Stored], sources: Sequence[str], fields: Sequence[str]
) -> str:
    """All rows of the files; files with the same columns are read in one go."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for stored in chosen:
        key = stored.batch.source, tuple(sorted(stored.batch.fields))
        groups.setdefault(key, []).append(exactly(stored.path))
    selects = [
        f"SELECT {sources.index(source)} AS source, {_columns(table, fields, present)}"
        f" FROM read_parquet([{', '.join(text(path) for path in paths)}])"
        for (source, present), paths in groups.items()
    ]
    return " UNION ALL ".join(selects) or _nothing(table, fields)


def _columns(table: Table, fields: Sequence[str], present: Sequence[str]) -> str:
    own = [_named(each.name) for each in TABLES[table]]
    given = [
        f"{column(name) if name in present else 'NULL::VARCHAR'} AS f{index}"
        for index, name in enumerate(fields)
    ]
    return ", ".join(own + given)


def _named(name: str) -> str:
    return f"{column(name)} AS {_RENAMED[name]}" if name in _RENAMED else column(name)


def _nothing(table: Table, fields: Sequence[str]) -> str:
    kinds = {"text": "VARCHAR", "instant": "BIGINT", "number": "BIGINT", "order": "BIGINT",
             "whole": "BIGINT"}  # fmt: skip
    own = [
        f"NULL::{kinds[each.kind]} AS {_RENAMED.get(each.name, column(each.name))}"
        for each in TABLES[table]
    ]
    given = [f"NULL::VARCHAR AS f{index}" for index in range(len(fields))]
    return f"SELECT 0 AS source, {', '.join(own + given)} WHERE false"


def _merged_tickets(rows: str, fields: int) -> str:
    """Each change once, its order made unique and the state left taken from the row before.

    The place of a row within its instant is part of what it says: a ticket may go from one state to
    another and back within a minute, and that is not one row twice. The first row of a ticket keeps
    the state left that it came with.
    """
    said = ", ".join(["event", "state", *(f"f{index}" for index in range(fields))])
    place = f"moment, sequence, {said}"
    return f"""
        SELECT source, record, moment, event, state, {_list(fields)}
            row_number() OVER (PARTITION BY source, record ORDER BY {place}) AS sequence,
            coalesce(lag(state) OVER (PARTITION BY source, record, state IS NULL ORDER BY {place}),
                state_from) AS state_from
        FROM (SELECT source, record, moment, sequence, {said}, min(state_from) AS state_from
            FROM ({rows}) GROUP BY source, record, moment, sequence, {said})"""


def _merged_outages(rows: str, fields: int) -> str:
    """An outage that a later export shows as ended is the same outage: the latest end is kept."""
    place = "ended_at DESC NULLS LAST" + "".join(f", f{index}" for index in range(fields))
    return f"""
        SELECT * FROM ({rows})
        QUALIFY row_number() OVER (PARTITION BY source, record, started_at ORDER BY {place}) = 1"""


def _merged_surveys(rows: str, fields: int) -> str:
    """A person asked once whose answer came after the first export is one row, with the answer."""
    place = ", ".join(
        ["score IS NULL", "answered_at DESC NULLS LAST", "score DESC"]
        + [f"f{index}" for index in range(fields)]
    )
    return f"""
        SELECT * FROM ({rows})
        QUALIFY row_number() OVER (PARTITION BY source, record, moment ORDER BY {place}) = 1"""


def _merged_alike(rows: str, _fields: int) -> str:
    return f"SELECT DISTINCT * FROM ({rows})"


def _list(fields: int) -> str:
    return "".join(f"f{index}, " for index in range(fields))


_MERGED = {
    "tickets": _merged_tickets,
    "outages": _merged_outages,
    "surveys": _merged_surveys,
    "probes": _merged_alike,
    "values": _merged_alike,
    "events": _merged_alike,
    "requests": _merged_alike,
    "maintenance": _merged_alike,
    "exclusions": _merged_alike,
}
