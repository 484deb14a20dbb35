"""The claims of exclusion that evidence holds, as values that plans are compiled with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from entente.performance.engine.reading import Shelf, Stored, exactly
from entente.performance.engine.session import Session, text
from entente.performance.kernel.claims import Claim

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
                    decided_by, service
                FROM (SELECT * FROM (SELECT *, {found.field("service")} AS service
                        FROM {found.relation})
                    QUALIFY row_number() OVER (PARTITION BY {_ONE} ORDER BY {_LAST}) = 1)
                ORDER BY ALL"""
        )
    finally:
        session.close()
    return tuple(Claim(*row) for row in rows)


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
