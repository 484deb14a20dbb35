"""Events in SQL: the first instant at which each was told of each record."""

from __future__ import annotations

from entente.performance.engine.reading import Evidence, Shelf
from entente.performance.engine.session import Session, text
from entente.performance.kernel.plans import EventsPlan, Told
from entente.performance.kernel.tallies import EventsTally, First


def firsts(session: Session, shelf: Shelf, plan: EventsPlan) -> EventsTally:
    """The firsts of a plan, in the order of record and event."""
    evidence = shelf.evidence("events", plan.source)
    named = session.table_of_words(
        "named",
        [
            (place, record)
            for place, told in enumerate(plan.told)
            for record in sorted(told.records or ())
        ],
    )
    parts = [
        _told(evidence, told, place, named, plan.as_of) for place, told in enumerate(plan.told)
    ]
    rows = session.all(
        f"""SELECT record, event, min(moment) FROM ({" UNION ALL ".join(parts)})
            GROUP BY record, event ORDER BY record, event"""
        if parts
        else "SELECT NULL, NULL, NULL WHERE false"
    )
    session.drop(named)
    return EventsTally(tuple(First(record, event, int(at)) for record, event, at in rows))


def _told(evidence: Evidence, told: Told, place: int, named: str, as_of: int) -> str:
    met = "true" if told.where is None else told.where.sql(evidence.field)
    which = (
        ""
        if told.records is None
        else f" AND record IN (SELECT word FROM {named} WHERE number = {place})"
    )
    return (
        f"SELECT record, event, moment FROM {evidence.relation}"
        f" WHERE event = {text(told.event)} AND moment <= {as_of} AND ({met}){which}"
    )
