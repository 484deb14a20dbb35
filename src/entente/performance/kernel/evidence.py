"""Batches: what is known of one immutable file of evidence, whichever engine reads it."""

from __future__ import annotations

from dataclasses import dataclass

from entente.agreement.terms.sources import Table

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Batch:
    """One file of a source of record after its reading: what it holds and how that is known.

    `content` is the identity: a digest of the rows themselves, whatever file or encoder carries
    them. `quarantined` counts the rows left out by reason, `clock_notes` the local times that a
    change of the clocks made ambiguous or skipped. `first_at` and `last_at` are the earliest and
    latest instant of any row, empty where there is none.
    """

    table: Table
    source: str
    name: str
    file_sha256: str
    mapping_sha256: str
    content: str
    rows: int
    quarantined: Counts = ()
    fields: tuple[str, ...] = ()
    first_at: int | None = None
    last_at: int | None = None
    clock_notes: Counts = ()
