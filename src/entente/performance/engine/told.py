"""What was told of credits and rights, read once from the events that evidence holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from entente.performance.engine.reading import Shelf, Stored
from entente.performance.engine.session import Session, listed
from entente.performance.kernel.told import Notice

MEMORY_LIMIT = "256MB"


def told_in(batches: Sequence[Stored], events: Sequence[str]) -> tuple[Notice, ...]:
    """Every event of these kinds, once, in an order of the events alone."""
    chosen = [stored for stored in batches if stored.batch.table == "events"]
    if not chosen or not events:
        return ()
    session = Session([Path(str(stored.path)) for stored in chosen], MEMORY_LIMIT, 1)
    try:
        found = Shelf(session, chosen).evidence("events")
        rows = session.all(
            f"""SELECT DISTINCT event, record, moment, {found.field("period")} AS period
                FROM {found.relation} WHERE event IN ({listed(events)})
                ORDER BY moment, event, record, period"""
        )
    finally:
        session.close()
    return tuple(Notice(*row) for row in rows)
