"""The demonstration alliance measured: its terms, its evidence taken in, a statement."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.performance.engine.duck import DuckEngine
from entente.performance.intake import StoredBatch, take_in
from entente.performance.kernel.statement import Statement
from entente.performance.kernel.versions import parse_month
from entente.performance.measuring import measured


def read(text: str) -> Agreement:
    """An agreement of a text; fails with its findings where it has errors."""
    reading = read_agreement_text(text)
    assert reading.agreement, [f"{f.place}: {f.message}" for f in reading.errors]
    return reading.agreement


def taken_in(terms: Agreement, paths: Sequence[str | Path], folder: Path) -> list[StoredBatch]:
    """Evidence in a folder of its own."""
    return list(take_in(paths, sources=terms.evidence, zone=terms.zone, folder=folder))


def statement_of(
    terms: Agreement | list[Agreement],
    batches: Sequence[StoredBatch],
    period: str,
    *,
    threads: int | None = None,
    as_of: int | None = None,
) -> Statement:
    """The statement of a month."""
    versions = terms if isinstance(terms, list) else [terms]
    with DuckEngine(batches, threads=threads) as engine:
        return measured(versions, batches, engine, parse_month(period), as_of=as_of)
