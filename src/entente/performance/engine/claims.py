"""The claims and the announcements that evidence holds, as values that plans are compiled with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from entente.performance.engine.reading import Shelf, Stored, exactly
from entente.performance.engine.session import Session, text
from entente.performance.kernel.claims import Claim
from entente.performance.kernel.maintenance import Announced

MEMORY_LIMIT = "256MB"
# A claim is known by its source, record, subject, start and service. Said again it is the same
# claim, and what was decided last holds; where that cannot be told, what takes out least.
_ONE = "source, record, subject, started_at, service"
_LAST = (
    "decided_at DESC NULLS LAST, decision IS NULL, decision = 'approved',"
    " ended_at NULLS LAST, code, proposed_by, decision, decided_by"
)


def claims_in(batches: Sequence[Stored]) -> tuple[Claim, ...]:
    """Every claim of the batches once as it was last decided, in an order of the claims alone."""
    chosen = [stored for stored in batches if stored.batch.table == "exclusions"]
    if not chosen:
        return ()
    session = Session([Path(str(stored.path)) for stored in chosen], MEMORY_LIMIT, 1)
    try:
        found = Shelf(session, chosen).evidence("exclusions")
        rows = session.all(
            f"""SELECT DISTINCT record, code, proposed_by, subject, started_at, ended_at, decision,
                    decided_by, service, decided_at
                FROM (SELECT * FROM (SELECT *, {found.field("service")} AS service
                        FROM {found.relation})
                    QUALIFY row_number() OVER (PARTITION BY {_ONE} ORDER BY {_LAST}) = 1)
                ORDER BY ALL"""
        )
    finally:
        session.close()
    return tuple(Claim(*row) for row in rows)


def maintenance_in(batches: Sequence[Stored]) -> tuple[Announced, ...]:
    """Every announcement of maintenance once, as it was made last, in an order of its own.

    An announcement is known by its source, record and item; made again it is another plan.
    """
    chosen = [stored for stored in batches if stored.batch.table == "maintenance"]
    if not chosen:
        return ()
    session = Session([Path(str(stored.path)) for stored in chosen], MEMORY_LIMIT, 1)
    try:
        found = Shelf(session, chosen).evidence("maintenance")
        code, service, item = (found.field(name) for name in ("code", "service", "item"))
        rows = session.all(
            f"""SELECT DISTINCT record, started_at, ended_at, announced_at, code, service, item
                FROM (SELECT * FROM (SELECT source, record, started_at, ended_at, announced_at,
                            {code} AS code, {service} AS service, {item} AS item
                        FROM {found.relation})
                    QUALIFY row_number() OVER (PARTITION BY source, record, service, item
                        ORDER BY announced_at DESC NULLS LAST, started_at DESC, ended_at,
                            code) = 1)
                ORDER BY ALL"""
        )
    finally:
        session.close()
    return tuple(Announced(*row) for row in rows)


def unseen_records(claims: Iterable[Claim], batches: Sequence[Stored]) -> frozenset[str]:
    """The records that claims name and no ticket of the evidence is; without tickets, none."""
    subjects = sorted({claim.subject for claim in claims if claim.subject})
    paths = [Path(str(stored.path)) for stored in batches if stored.batch.table == "tickets"]
    if not subjects or not paths:
        return frozenset()
    session = Session(paths, MEMORY_LIMIT, 1)
    try:
        asked = session.table_of_words("subjects", list(enumerate(subjects)))
        listed = ", ".join(text(exactly(path)) for path in paths)
        rows = session.all(
            f"SELECT word FROM {asked}"
            f" WHERE word NOT IN (SELECT record FROM read_parquet([{listed}]))"
        )
    finally:
        session.close()
    return frozenset(word for (word,) in rows)
