"""Questions that count: the rows behind a figure, and a statement measured afresh from its pins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.session import Answer, Session, column, text
from entente.performance.intake.store import StoredBatch
from entente.performance.kernel.asked import Asked
from entente.performance.kernel.compare import Difference, compare
from entente.performance.kernel.rows import Only, Row
from entente.performance.kernel.statement import Sealed, Statement
from entente.performance.kernel.tables import PROVENANCE, column_types
from entente.performance.kernel.versions import parse_month
from entente.performance.measuring import measured, measuring
from entente.performance.queries.evidence import checked
from entente.performance.queries.statements import pinned_batches, pinned_terms

MEMORY_LIMIT = "512MB"


@dataclass(frozen=True)
class Behind:
    """A service level of a statement ready to be looked into: what was asked, and the engine."""

    asked: Asked
    engine: DuckEngine

    def rows(
        self,
        *,
        offset: int = 0,
        limit: int = 100,
        only: Only | None = None,
        search: str | None = None,
    ) -> tuple[Row, ...]:
        """A page of the rows behind the figure; none where it is made from other levels."""
        plan = self.asked.plan
        if plan is None:
            return ()
        return self.engine.rows(plan, offset=offset, limit=limit, only=only, search=search)

    def row_count(self, *, only: Only | None = None, search: str | None = None) -> int:
        """How many rows `rows` gives without an end."""
        plan = self.asked.plan
        return 0 if plan is None else self.engine.row_count(plan, only=only, search=search)


@contextmanager
def behind(alliance_id: int, made: Statement, level: str) -> Iterator[Behind]:
    """What stands behind a figure of a statement, from the evidence that the statement pins.

    Raises EvidenceMissing, EvidenceAltered or TermsMissing.
    """
    terms = pinned_terms(alliance_id, made)
    stored = checked(pinned_batches(alliance_id, made))
    month = parse_month(made.period.month)
    with DuckEngine(stored, memory_limit=MEMORY_LIMIT) as engine:
        work = measuring(terms, stored, engine)
        yield Behind(work.asked(level, month, made.period.as_of), engine)


def measured_again(alliance_id: int, made: Statement) -> Statement:
    """The statement that the pinned terms and evidence give now, by the same engine as ever."""
    terms = pinned_terms(alliance_id, made)
    stored = checked(pinned_batches(alliance_id, made))
    month = parse_month(made.period.month)
    with DuckEngine(stored, memory_limit=MEMORY_LIMIT) as engine:
        return measured(terms, stored, engine, month, as_of=made.period.as_of)


def differences(alliance_id: int, theirs: Sealed) -> tuple[Difference, ...]:
    """What differs between a statement and what this record gives; empty when identical."""
    return compare(theirs, measured_again(alliance_id, theirs.statement))


def first_rows(stored: StoredBatch, limit: int) -> tuple[list[str], list[Answer]]:
    """The columns of a batch and its first rows as they are kept."""
    names = list(column_types(stored.batch.table, stored.batch.fields))
    columns = ", ".join(column(name) for name in names)
    path = stored.path.absolute()
    session = Session([path], MEMORY_LIMIT, 1)
    try:
        rows = session.all(
            f"SELECT {columns} FROM read_parquet({text(str(path))})"
            f" ORDER BY {column(PROVENANCE)} LIMIT {int(limit)}"
        )
    finally:
        session.close()
    return names, rows
