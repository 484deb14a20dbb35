"""The claims of exclusion that evidence holds, as values that plans are compiled with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from entente.performance.engine.reading import Shelf, Stored
from entente.performance.engine.session import Session
from entente.performance.kernel.claims import Claim

MEMORY_LIMIT = "256MB"


def claims_in(batches: Sequence[Stored]) -> tuple[Claim, ...]:
    """Every claim of the batches once, in an order that depends on the claims alone."""
    chosen = [stored for stored in batches if stored.batch.table == "exclusions"]
    if not chosen:
        return ()
    session = Session([Path(str(stored.path)) for stored in chosen], MEMORY_LIMIT, 1)
    try:
        found = Shelf(session, chosen).evidence("exclusions")
        rows = session.all(
            "SELECT DISTINCT record, code, proposed_by, subject, started_at, ended_at, decision,"
            f" decided_by, {found.field('service')} AS service FROM {found.relation} ORDER BY ALL"
        )
    finally:
        session.close()
    return tuple(Claim(*row) for row in rows)
