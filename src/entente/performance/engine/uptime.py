"""Service time: open hours, down and unknown time of one plan, in the algebra of intervals.

SQL picks the spans that concern the window, which is what may be large; what is left is united and
cut as arrays. Time is split between versions of the terms: each segment judges its own part by its
own calendar and condition.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from entente.agreement.conditions import Condition
from entente.foundation.intervals import IntArray, Spans
from entente.performance.engine.reading import Evidence, Shelf
from entente.performance.engine.session import Session
from entente.performance.kernel.plans import Segment, TimeExclusion, UptimePlan
from entente.performance.kernel.rows import UptimeRow
from entente.performance.kernel.tallies import Removed, Uptime, UptimeTally

# A stream of probe results is what watches one thing: the results that agree in the fields that
# the condition names and in these, where a source has them. Other fields may vary with the result.
STREAM_FIELDS = ("service", "item", "site", "host", "endpoint", "check", "monitor", "location")


@dataclass(frozen=True)
class Found:
    """What the evidence says of one segment's part `[start, end)` of the window.

    `stretches` are the down spans with their outage, by start; where two overlap, the later one
    begins where the earlier ends.
    """

    open: Spans
    down: Spans
    known: Spans
    stretches: tuple[tuple[int, int, str | None], ...]
    observations: int


class Part(NamedTuple):
    """A segment and the part `[start, end)` of the window that it judges."""

    segment: Segment
    start: int
    end: int


@dataclass(frozen=True)
class Timeline:
    """The whole window: all times but `stretches` lie within service hours.

    `excluded` are the times that each exclusion takes, disjoint, in the order of the plan.
    """

    open: Spans
    down: Spans
    unknown: Spans
    stretches: tuple[tuple[int, int, str | None], ...]
    excluded: tuple[tuple[str, Spans], ...]
    observations: int

    @property
    def kept(self) -> Spans:
        """Service hours that no exclusion takes."""
        return self.open - _union([spans for _, spans in self.excluded])

    def tally(self) -> UptimeTally:
        """The integers of the window."""
        kept = self.kept
        whole = Spans(*self._edges())
        lengths = [int(length) for length in lengths_in(self.open, whole.starts, whole.ends)]
        removed = tuple(
            Removed(code, down=(self.down & spans).total(), open=spans.total())
            for code, spans in self.excluded
        )
        return UptimeTally(
            gross=Uptime(self.open.total(), self.down.total(), self.unknown.total()),
            net=Uptime(kept.total(), (self.down & kept).total(), (self.unknown & kept).total()),
            removed=removed,
            interruptions=sum(length > 0 for length in lengths),
            longest=max(lengths, default=0),
            observations=self.observations,
        )

    def rows(self) -> list[UptimeRow]:
        """Every stretch that was down, unknown or excluded, by its start."""
        kept = self.kept
        lengths = lengths_in(self.down & kept, *self._edges()).tolist()
        found = [
            UptimeRow("down", start, end, micros, down=micros, record=record)
            for (start, end, record), micros in zip(self.stretches, lengths, strict=True)
            if micros
        ]
        found += [
            UptimeRow("unknown", start, end, end - start, unknown=end - start)
            for start, end in self.unknown & kept
        ]
        for code, spans in self.excluded:
            found += self._left_out(code, spans)
        return sorted(found, key=lambda row: (row.start, row.end, row.standing))

    def _left_out(self, code: str, spans: Spans) -> list[UptimeRow]:
        down = lengths_in(self.down, spans.starts, spans.ends).tolist()
        unknown = lengths_in(self.unknown, spans.starts, spans.ends).tolist()
        return [
            UptimeRow(
                "excluded", start, end, end - start, down_, unknown_, self._at(start, end), code
            )
            for (start, end), down_, unknown_ in zip(spans, down, unknown, strict=True)
        ]

    def _edges(self) -> tuple[IntArray, IntArray]:
        starts = np.array([start for start, _, _ in self.stretches], dtype=np.int64)
        return starts, np.array([end for _, end, _ in self.stretches], dtype=np.int64)

    def _at(self, start: int, end: int) -> str | None:
        """The outage of the first stretch that overlaps a span."""
        place = bisect_right(self.stretches, start, key=lambda stretch: stretch[1])
        if place < len(self.stretches) and self.stretches[place][0] < end:
            return self.stretches[place][2]
        return None


def lengths_in(spans: Spans, starts: IntArray, ends: IntArray) -> IntArray:
    """How much of each interval `[start, end)` lies within the spans."""
    if not len(spans):
        return np.zeros(len(starts), dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(spans.ends - spans.starts)])

    def covered(at: IntArray) -> IntArray:
        place = np.searchsorted(spans.starts, at, "right")
        latest = np.maximum(place - 1, 0)
        past = np.maximum(at - spans.ends[latest], 0)
        inside = np.where(place > 0, at - spans.starts[latest] - past, 0)
        counted: IntArray = before[latest] + inside
        return counted

    return covered(ends) - covered(starts)


def _union(parts: Sequence[Spans]) -> Spans:
    if not parts:
        return Spans.empty()
    return Spans(
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
    )


def timeline(session: Session, shelf: Shelf, plan: UptimePlan) -> Timeline:
    """All that the evidence says of the window of a plan."""
    evidence = shelf.evidence(plan.of, plan.source)
    until = min(plan.window.end, plan.window.as_of)
    parts = [
        Part(segment, max(plan.window.start, segment.start), min(until, segment.end))
        for segment in plan.segments
    ]
    parts = [part for part in parts if part.start < part.end]
    look = _outages if plan.of == "outages" else _probes
    found = [look(session, evidence, plan, part) for part in parts]
    open_ = _union([each.open for each in found])
    observed = [each.observations for each in found]
    stretches = [stretch for each in found for stretch in each.stretches]
    return Timeline(
        open=open_,
        down=_union([each.down & each.open for each in found]),
        unknown=_union([each.open - each.known for each in found]),
        stretches=tuple(sorted(stretches, key=lambda each: each[:2])),
        excluded=_excluded(session, shelf, plan.exclusions, parts, open_),
        observations=max(observed, default=0) if plan.of == "outages" else sum(observed),
    )


def _excluded(
    session: Session,
    shelf: Shelf,
    exclusions: Sequence[TimeExclusion],
    parts: Sequence[Part],
    left: Spans,
) -> tuple[tuple[str, Spans], ...]:
    """What each exclusion takes of the service hours that those before it left."""
    found = []
    for exclusion in exclusions:
        spans = exclusion.spans
        if exclusion.where is not None:
            evidence = shelf.evidence("outages")
            chosen = [
                _outage_rows(session, evidence, (part.segment.where, exclusion.where), part)
                for part in parts
            ]
            spans = reduce(Spans.union, (_spans_of(rows) for rows in chosen), spans)
        taken = spans & left
        left -= taken
        found.append((exclusion.code, taken))
    return tuple(found)


def _outages(session: Session, evidence: Evidence, plan: UptimePlan, part: Part) -> Found:
    rows = _outage_rows(session, evidence, (part.segment.where,), part)
    (observed,) = session.one(
        f"SELECT count(*) FROM {evidence.relation} WHERE started_at <= {plan.window.as_of}"
    )
    open_ = part.segment.calendar.open_spans(part.start, part.end)
    return Found(open_, _spans_of(rows), open_, _stretches(rows), observed)


def _outage_rows(
    session: Session, evidence: Evidence, conditions: Sequence[Condition | None], part: Part
) -> list[tuple[int, int, str]]:
    """Outages that meet the conditions, cut to the part; one that lasts ends with it."""
    _, start, end = part
    met = "".join(f" AND ({each.sql(evidence.field)})" for each in conditions if each is not None)
    return [
        (int(first), int(last), record)
        for first, last, record in session.all(
            f"""SELECT greatest(started_at, {start}) AS first,
                    least(coalesce(ended_at, {end}), {end}) AS last, record
                FROM {evidence.relation}
                WHERE started_at < {end} AND coalesce(ended_at, {end}) > {start}
                    AND coalesce(ended_at > started_at, true){met}
                ORDER BY first, last, record"""
        )
    ]


def _spans_of(rows: Sequence[tuple[int, int, str]]) -> Spans:
    return Spans([start for start, _, _ in rows], [end for _, end, _ in rows])


def _stretches(rows: Sequence[tuple[int, int, str]]) -> tuple[tuple[int, int, str | None], ...]:
    found: list[tuple[int, int, str | None]] = []
    reached = None
    for start, end, record in rows:
        begin = start if reached is None else max(start, reached)
        if end > begin:
            found.append((begin, end, record))
            reached = end
    return tuple(found)


def _probes(session: Session, evidence: Evidence, plan: UptimePlan, part: Part) -> Found:
    found = session.arrays(_holding(evidence, plan, part))
    failed = found["down"] == 1
    known = Spans(found["first"], found["last"])
    down = Spans(found["first"][failed], found["last"][failed])
    return Found(
        part.segment.calendar.open_spans(part.start, part.end),
        down,
        known,
        tuple((first, last, None) for first, last in down),
        int(found["results"].sum()),
    )


def _holding(evidence: Evidence, plan: UptimePlan, part: Part) -> str:
    """The span that each probe result holds for within `[start, end)`, and whether it is down.

    Of several results of one stream at one instant the worst counts. The last result before
    `start` is the only earlier one that can reach into it.
    """
    segment, start, end = part
    fields = segment.where.fields() if segment.where else frozenset()
    names = [name for name in evidence.fields if name in fields or name in STREAM_FIELDS]
    stream = ", ".join(["source", *(evidence.field(name) for name in names)])
    failed = "status = 'down'" if plan.down_when is None else plan.down_when.sql(evidence.field)
    met = "true" if segment.where is None else segment.where.sql(evidence.field)
    holds = "" if plan.holds_for is None else f", moment + {plan.holds_for}"
    return f"""
        WITH results AS (
            SELECT *, coalesce(({failed}), false)::BIGINT AS failed
            FROM {evidence.relation} WHERE moment < {end} AND ({met})),
        instants AS (
            SELECT {stream}, moment, max(failed) AS down, count(*) AS results
            FROM results WHERE moment >= {start} GROUP BY {stream}, moment
            UNION ALL
            SELECT {stream}, max(moment) AS moment, arg_max(failed, moment * 2 + failed) AS down,
                {int(start == plan.window.start)} AS results
            FROM results WHERE moment < {start} GROUP BY {stream})
        SELECT greatest(moment, {start})::BIGINT AS first, least(following{holds})::BIGINT AS last,
            down::BIGINT AS down, results::BIGINT AS results
        FROM (SELECT *, coalesce(lead(moment) OVER (PARTITION BY {stream} ORDER BY moment), {end})
                AS following FROM instants)
        WHERE least(following{holds}) > greatest(moment, {start})"""
