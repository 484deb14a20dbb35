"""Rows that tell of events, in SQL: when the clock of a ticket starts, and when it ends."""

from __future__ import annotations

from entente.performance.engine.reading import Evidence
from entente.performance.engine.session import listed, text
from entente.performance.kernel.plans import Edge


def begun_at(start: Edge, evidence: Evidence, later: int) -> str:
    """The aggregate of the start; of a ticket without one its first row, so much later."""
    if start.needs == "any":
        return f"min(moment + CASE WHEN {tells(start, evidence)} THEN 0 ELSE {later} END)"
    firsts = [f"min(CASE WHEN {each} THEN moment END)" for each in endings(start, evidence)]
    return f"coalesce({_last(firsts)}, min(moment) + {later})"


def endings(end: Edge, evidence: Evidence) -> list[str]:
    """The conditions of the rows of which each must have one: for `any` of several events one."""
    if end.needs == "any":
        return [tells(end, evidence)]
    return [_narrowed(f"event = {text(each)}", end, evidence) for each in end.events]


def ended_at(lists: int) -> str:
    """The end of a ticket: the last of the firsts at or after its start, in lists `ends_n`."""
    return _last(
        [f"list_min(list_filter(ends_{n}, lambda each: each >= start))" for n in range(lists)]
    )


def tells(told: Edge, evidence: Evidence) -> str:
    """Whether a row tells of one of the events."""
    return _narrowed(f"event IN ({listed(told.events)})", told, evidence)


def _narrowed(condition: str, told: Edge, evidence: Evidence) -> str:
    if told.where is None:
        return condition
    return f"{condition} AND ({told.where.sql(evidence.field)})"


def _last(instants: list[str]) -> str:
    """The latest of instants; NULL where one of them is, which `greatest` would pass over."""
    if len(instants) == 1:
        return instants[0]
    known = " AND ".join(f"{each} IS NOT NULL" for each in instants)
    return f"CASE WHEN {known} THEN greatest({', '.join(instants)}) END"
