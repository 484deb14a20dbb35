"""Events in SQL: the first instant at which each was told of each record."""

from __future__ import annotations

from collections.abc import Sequence

from entente.performance.engine.reading import Evidence, Shelf
from entente.performance.engine.session import Session, text
from entente.performance.kernel.plans import EventsPlan, Sought
from entente.performance.kernel.rows import OccasionRow, Only
from entente.performance.kernel.tallies import EventsTally, First


def firsts(session: Session, shelf: Shelf, plan: EventsPlan) -> EventsTally:
    """The firsts of a plan, in the order of record and event."""
    evidence = shelf.evidence("events", plan.source)
    named = session.table_of_words(
        "named",
        [
            (place, record)
            for place, sought in enumerate(plan.sought)
            for record in sorted(sought.records or ())
        ],
    )
    parts = [
        _telling(evidence, sought, place, named, plan.as_of)
        for place, sought in enumerate(plan.sought)
    ]
    rows = session.all(
        f"""SELECT record, event, min(moment) FROM ({" UNION ALL ".join(parts)})
            GROUP BY record, event ORDER BY record, event"""
        if parts
        else "SELECT NULL, NULL, NULL WHERE false"
    )
    session.drop(named)
    return EventsTally(tuple(First(record, event, int(at)) for record, event, at in rows))


def _telling(evidence: Evidence, sought: Sought, place: int, named: str, as_of: int) -> str:
    met = "true" if sought.where is None else sought.where.sql(evidence.field)
    which = (
        ""
        if sought.records is None
        else f" AND record IN (SELECT word FROM {named} WHERE number = {place})"
    )
    return (
        f"SELECT record, event, moment FROM {evidence.relation}"
        f" WHERE event = {text(sought.event)} AND moment <= {as_of} AND ({met}){which}"
    )


def chosen(
    rows: Sequence[OccasionRow], only: Only | None, search: str | None
) -> tuple[OccasionRow, ...]:
    """The occasions of one kind whose name, event or reason contains a text."""
    wanted = (search or "").lower()
    return tuple(
        row
        for row in rows
        if (only is None or _is(row, only))
        and wanted in f"{row.record} {row.why} {row.excluded_by or ''}".lower()
    )


def _is(row: OccasionRow, only: Only) -> bool:
    counted = row.standing in {"on-time", "late", "missing"}
    if only == "excluded":
        return counted and row.excluded_by is not None
    if only in {"pending", "excused"}:
        return row.standing == only
    kept = counted and row.excluded_by is None
    kinds = {"counted": kept, "met": kept and row.standing == "on-time"}
    kinds["missed"] = kept and row.standing != "on-time"
    return kinds.get(only, False)
