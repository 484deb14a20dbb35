"""The reference: the same plans answered in plain Python from lists of rows, slowly.

It shares no code with the SQL, so that a test of both against each other means something. It walks
each ticket's history in order, and it asks the calendar and the interval algebra directly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from entente.agreement.terms.sources import Table
from entente.performance.engine.plain import (
    SOURCE,
    Cell,
    Counted,
    PlainBatch,
    Row,
    alike,
    fields_of,
    holds,
    number,
    removed_by,
    sample,
    taken,
    wide,
)
from entente.performance.engine.plain_requests import requests
from entente.performance.engine.plain_tickets import of_tickets
from entente.performance.engine.plain_uptime import Evidence, uptime
from entente.performance.kernel.plans import (
    CadencePlan,
    DeadlinePlan,
    ElapsedPlan,
    EventsPlan,
    Plan,
    RecordPlan,
    RequestPlan,
    Segment,
    SurveyPlan,
    UptimePlan,
    ValuePlan,
)
from entente.performance.kernel.tallies import (
    EventsTally,
    First,
    RecordTally,
    Sample,
    SurveyTally,
    Tally,
    UptimeTally,
    ValueTally,
)

__all__ = ["Cell", "PlainBatch", "Reference", "Row"]


class Reference:
    """Answers plans as the other engines do."""

    def __init__(self, batches: Sequence[PlainBatch]) -> None:
        self._batches = batches

    def tally(self, plan: Plan) -> Tally:  # noqa: PLR0911 # one line a plan
        """The integers of a plan."""
        if isinstance(plan, ElapsedPlan | CadencePlan):
            clock = plan.clock if isinstance(plan, CadencePlan) else plan
            return of_tickets(self._of("tickets", clock.source), plan)
        if isinstance(plan, UptimePlan):
            return self._uptime(plan)
        if isinstance(plan, ValuePlan):
            return self._values(plan)
        if isinstance(plan, RecordPlan):
            return self._records(plan)
        if isinstance(plan, EventsPlan):
            return self._events(plan)
        if isinstance(plan, DeadlinePlan):
            return self._events(plan.firsts)
        if isinstance(plan, RequestPlan):
            return requests(plan, alike(self._of("requests", plan.source)))
        return self._survey(plan)

    def _of(self, table: Table, source: str | None) -> list[PlainBatch]:
        return [
            batch
            for batch in self._batches
            if batch.table == table and source in (None, batch.source)
        ]

    def _values(self, plan: ValuePlan) -> ValueTally:
        counted: list[tuple[int, Counted]] = []
        for row in alike(self._of("values", plan.source)):
            segment, at = _asked(row, plan), number(row["at"])
            if segment is not None and segment.calendar.open_spans(at, at + 1).total():
                value = number(row["value"])
                within = segment.limit is not None and value <= segment.limit
                counted.append((at, Counted(value, within, taken(row, plan.exclusions))))
        net = [each for each in counted if each[1].taken is None]
        out = removed_by([each for _, each in counted], plan.exclusions)
        return ValueTally(_with_latest(counted, plan), _with_latest(net, plan), out)

    def _records(self, plan: RecordPlan) -> RecordTally:
        rows = {"outages": _outages, "surveys": _answers}.get(plan.table, alike)(
            self._of(plan.table, plan.source)
        )
        counted = []
        for row in rows:
            at = number(row["started_at" if plan.table == "outages" else "at"])
            segment = _asked({**row, "at": at}, plan)
            if segment is None or not segment.calendar.open_spans(at, at + 1).total():
                continue
            if segment.event not in {None, row.get("event")}:
                continue
            if plan.answered and plan.table == "surveys" and not _known(row, plan.window.as_of):
                continue
            good = segment.good is not None and holds(segment.good, row)
            counted.append(Counted(0, good, taken(row, plan.exclusions)))
        net = [each for each in counted if each.taken is None]
        return RecordTally(
            sample(counted, ()), sample(net, ()), removed_by(counted, plan.exclusions)
        )

    def _events(self, plan: EventsPlan) -> EventsTally:
        found: dict[tuple[str, str], int] = {}
        for row in alike(self._of("events", plan.source)):
            at = number(row["at"])
            for each in plan.sought:
                named = each.records is None or row["record"] in each.records
                told_here = named and row["event"] == each.event and at <= plan.as_of
                if told_here and holds(each.where, row):
                    key = str(row["record"]), each.event
                    found[key] = min(at, found.get(key, at))
        return EventsTally(tuple(First(*key, at) for key, at in sorted(found.items())))

    def _survey(self, plan: SurveyPlan) -> SurveyTally:
        asked, outside, scores = 0, 0, []
        for row in _answers(self._of("surveys", plan.source)):
            if _asked(row, plan) is None:
                continue
            asked += 1
            answered_at = row["at"] if row["answered_at"] is None else row["answered_at"]
            if row["score"] is None or number(answered_at) > plan.window.as_of:
                continue
            if plan.lowest <= Fraction(number(row["score"]), 1_000_000) <= plan.highest:
                scores.append(number(row["score"]))
            else:
                outside += 1
        top = sum(score >= plan.top * 1_000_000 for score in scores)
        return SurveyTally(asked, len(scores), sum(scores), top, outside)

    def _uptime(self, plan: UptimePlan) -> UptimeTally:
        if plan.of == "outages":
            rows = _outages(self._of("outages", plan.source))
        else:
            rows = alike(self._of("probes", plan.source))
        return uptime(plan, Evidence(rows, _outages(self._of("outages", None))))


def _best(
    rows: Iterable[dict[str, Cell]],
    identity: Callable[[Row], tuple[Cell, ...]],
    preference: Callable[[Row], tuple[object, ...]],
) -> list[dict[str, Cell]]:
    groups: dict[tuple[Cell, ...], list[dict[str, Cell]]] = defaultdict(list)
    for row in rows:
        groups[identity(row)].append(row)
    return [min(group, key=preference) for group in groups.values()]


def _outages(batches: Sequence[PlainBatch]) -> list[dict[str, Cell]]:
    own = (SOURCE, "record", "started_at", "ended_at")
    return _best(
        wide(batches),
        lambda row: (row[SOURCE], row["record"], row["started_at"]),
        lambda row: (
            row["ended_at"] is None,
            -number(row["ended_at"] or 0),
            *fields_of(row, own),
        ),
    )


def _answers(batches: Sequence[PlainBatch]) -> list[dict[str, Cell]]:
    own = (SOURCE, "record", "at", "answered_at", "score")
    return _best(
        wide(batches),
        lambda row: (row[SOURCE], row["record"], row["at"]),
        lambda row: (
            row["score"] is None,
            row["answered_at"] is None,
            -number(row["answered_at"] or 0),
            -number(row["score"] or 0),
            *fields_of(row, own),
        ),
    )


def _with_latest(counted: Sequence[tuple[int, Counted]], plan: ValuePlan) -> Sample:
    found = sample([each for _, each in counted], plan.ranks)
    if not plan.latest:
        return found
    last = max(((at, each.value) for at, each in counted), default=(0, None))
    return replace(found, latest=last[1])


def _known(row: Row, as_of: int) -> bool:
    """Whether a person's answer has come by an instant."""
    answered_at = row["at"] if row["answered_at"] is None else row["answered_at"]
    return row["score"] is not None and number(answered_at) <= as_of


def _asked(row: Row, plan: ValuePlan | SurveyPlan | RecordPlan) -> Segment | None:
    """The terms of a row of the window, where it meets their condition."""
    at, window = number(row["at"]), plan.window
    if not window.start <= at < window.end or at > window.as_of:
        return None
    segment = next((each for each in plan.segments if each.start <= at < each.end), None)
    return segment if segment is not None and holds(segment.where, row) else None
