"""Service time: open hours, down and unknown time of one plan, in the algebra of intervals.

Time is split between versions of the terms: each segment judges its own part by its own calendar
and condition. A population is one time line for each item, or one for them together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import numpy.typing as npt

from entente.foundation.intervals import IntArray, Spans
from entente.performance.engine.observed import (
    Observed,
    Outage,
    Part,
    Seen,
    Stretch,
    of_item,
    outage_rows,
    outages,
    probes,
    spans_of,
)
from entente.performance.engine.reading import Shelf
from entente.performance.engine.session import Session
from entente.performance.kernel.plans import TimeExclusion, UptimePlan
from entente.performance.kernel.rows import UptimeRow
from entente.performance.kernel.tallies import (
    Affected,
    Interruption,
    ItemUptime,
    Removed,
    Uptime,
    UptimeTally,
)


@dataclass(frozen=True)
class Taken:
    """What one exclusion takes: service hours, and the down time that is down no more."""

    code: str
    open: Spans
    down: Spans


@dataclass(frozen=True)
class Line:
    """One time line: `whole` is all that was down, the other times lie within service hours.

    `taken` is in the order of the plan; `net` is the down time that no exclusion takes.
    """

    plan: UptimePlan
    item: str | None
    open: Spans
    whole: Spans
    unknown: Spans
    stretches: tuple[Stretch, ...]
    observations: int
    taken: tuple[Taken, ...]

    @property
    def kept(self) -> Spans:
        """Service hours that no exclusion takes."""
        return reduce(Spans.difference, (each.open for each in self.taken), self.open)

    def after(self, exclusions: int) -> IntArray:
        """The service time of each interruption that counts, after so many of the exclusions."""
        down = self.whole & self.open
        for each in self.taken[:exclusions]:
            down -= each.down
        lengths = lengths_in(down, self.whole.starts, self.whole.ends)
        return _counting(self.plan, lengths)

    def uptimes(self) -> tuple[Uptime, Uptime]:
        """Open, down and unknown time, before and after exclusions."""
        kept, everything = self.kept, len(self.taken)
        gross = Uptime(self.open.total(), int(self.after(0).sum()), self.unknown.total())
        net = int(self.after(everything).sum())
        return gross, Uptime(kept.total(), net, (self.unknown & kept).total())

    @property
    def suspended(self) -> int:
        """The service hours that were none, since an exclusion suspended the service level."""
        both = zip(self.plan.exclusions, self.taken, strict=True)
        return sum(taken.open.total() for agreed, taken in both if agreed.suspends)

    def removed(self) -> list[Removed]:
        """What each exclusion takes, as it counts."""
        sums = [int(self.after(place).sum()) for place in range(len(self.taken) + 1)]
        return [
            Removed(each.code, down=sums[place] - sums[place + 1], open=each.open.total())
            for place, each in enumerate(self.taken)
        ]

    def lengths(self) -> list[Interruption]:
        """Every interruption of which any time counts."""
        gross, net = self.after(0).tolist(), self.after(len(self.taken)).tolist()
        starts = self.whole.starts.tolist()
        return [
            Interruption(start, before, after, self.item)
            for start, before, after in zip(starts, gross, net, strict=True)
            if before
        ]

    def rows(self) -> list[UptimeRow]:
        """Every stretch that was down, unknown or excluded."""
        net = self.whole & self.open
        for each in self.taken:
            net -= each.down
        counts = lengths_in(net, self.whole.starts, self.whole.ends) >= self.plan.least
        judged = net & Spans(self.whole.starts[counts], self.whole.ends[counts])
        starts = np.array([each.start for each in self.stretches], dtype=np.int64)
        ends = np.array([each.end for each in self.stretches], dtype=np.int64)
        both = zip(
            self.stretches,
            lengths_in(net, starts, ends).tolist(),
            lengths_in(judged, starts, ends).tolist(),
            strict=True,
        )
        found = [
            UptimeRow("down", each.start, each.end, micros, down=down, record=each.record,
                      item=each.item or self.item)
            for each, micros, down in both
            if micros
        ]  # fmt: skip
        found += [
            UptimeRow("unknown", start, end, end - start, unknown=end - start, item=self.item)
            for start, end in self.unknown & self.kept
        ]
        for taken in self.taken:
            found += self._left_out(taken)
        return found

    def _left_out(self, taken: Taken) -> list[UptimeRow]:
        either = taken.open | taken.down
        columns = [
            lengths_in(spans, either.starts, either.ends).tolist()
            for spans in (taken.open, taken.down, self.unknown & taken.open)
        ]
        return [
            UptimeRow("excluded", start, end, micros, down, unknown, self._at(start, end),
                      taken.code, self.item)
            for (start, end), micros, down, unknown in zip(either, *columns, strict=True)
        ]  # fmt: skip

    def _at(self, start: int, end: int) -> str | None:
        """The outage of the first stretch that overlaps a span."""
        place = bisect_right(self.stretches, start, key=lambda stretch: stretch.end)
        if place < len(self.stretches) and self.stretches[place].start < end:
            return self.stretches[place].record
        return None


@dataclass(frozen=True)
class Timeline:
    """The whole window: one line, or one for each item of a population."""

    plan: UptimePlan
    lines: tuple[Line, ...]
    observed: Observed

    def tally(self) -> UptimeTally:
        """The integers of the window."""
        each = [line.uptimes() for line in self.lines]
        removed = [line.removed() for line in self.lines]
        lengths = [length for line in self.lines for length in line.lengths()]
        counts = self.plan.items.counts if self.plan.items else ""
        named = zip(self.lines, each, strict=True) if counts in _EACH else ()
        return UptimeTally(
            gross=_sum([gross for gross, _ in each]),
            net=_sum([net for _, net in each]),
            removed=tuple(
                Removed(some[0].code, 0, sum(r.down for r in some), sum(r.open for r in some))
                for some in zip(*removed, strict=True)
            ),
            interruptions=len(lengths),
            longest=max((length.gross for length in lengths), default=0),
            observations=self.observed.observations,
            lengths=tuple(sorted(lengths, key=lambda one: (one.start, one.item or ""))),
            items=tuple(
                ItemUptime(line.item or "", gross, net, line.observations, line.suspended)
                for line, (gross, net) in named
            ),
            affected=self._affected() if counts == "weighted" else (),
            suspended=sum(line.suspended for line in self.lines),
            unweighted=self.observed.unweighted,
        )

    def _affected(self) -> tuple[Affected, ...]:
        (line,) = self.lines
        kept = line.kept
        groups = (
            Affected(share.numerator, share.denominator, (spans & line.open).total(),
                     (spans & kept).total())
            for share, spans in self.observed.shares
        )  # fmt: skip
        return tuple(group for group in groups if group.gross)

    def rows(self) -> list[UptimeRow]:
        """Every stretch that was down, unknown or excluded, by its start."""
        found = [row for line in self.lines for row in line.rows()]
        return sorted(found, key=lambda row: (row.start, row.end, row.standing, row.item or ""))


_EACH = frozenset({"each", "pooled", "mean"})


def _sum(each: Sequence[Uptime]) -> Uptime:
    return Uptime(
        sum(one.open for one in each), sum(one.down for one in each),
        sum(one.unknown for one in each),
    )  # fmt: skip


def _counting(plan: UptimePlan, lengths: IntArray) -> IntArray:
    """Lengths as they count: none where too short, and in whole units where these are agreed."""
    if plan.resolution == 1 and plan.least == 0:
        return lengths
    added = {"up": plan.resolution - 1, "down": 0, "nearest": plan.resolution // 2}
    units = (lengths + added[plan.resolution_mode]) // plan.resolution
    counted: IntArray = np.where(lengths < plan.least, 0, units * plan.resolution)
    return counted


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


def timeline(session: Session, shelf: Shelf, plan: UptimePlan) -> Timeline:
    """All that the evidence says of the window of a plan."""
    evidence = shelf.evidence(plan.of, plan.source)
    until = min(plan.window.end, plan.window.as_of)
    parts = [
        Part(segment, max(plan.window.start, segment.start), min(until, segment.end))
        for segment in plan.segments
    ]
    parts = [part for part in parts if part.start < part.end]
    observed = (outages if plan.of == "outages" else probes)(session, evidence, plan, parts)
    if not parts:
        observed = replace(observed, observations=0)
    open_ = reduce(
        Spans.union,
        (part.segment.calendar.open_spans(part.start, part.end) for part in parts),
        Spans.empty(),
    )
    taking = []
    for exclusion in plan.exclusions:
        rows: list[Outage] = []
        if exclusion.where is not None:
            outage_table = shelf.evidence("outages")
            rows = outage_rows(session, outage_table, plan, parts, exclusion.where)
        of_items = tuple(spans_of(of_item(rows, seen.item)) for seen in observed.items)
        taking.append((exclusion, of_items))
    together = plan.items is not None and plan.items.counts in _TOGETHER
    if together:
        lines: tuple[Line, ...] = (_together(plan, open_, observed, taking),)
    else:
        lines = tuple(
            _line(plan, open_, seen, place, taking) for place, seen in enumerate(observed.items)
        )
    return Timeline(plan, lines, observed)


BoolArray = npt.NDArray[np.bool_]
_TOGETHER = frozenset({"all-down", "any-down"})
# Each exclusion, and the time of the outages of each item that it takes by its condition.
Taking = Sequence[tuple[TimeExclusion, tuple[Spans, ...]]]


def _line(plan: UptimePlan, open_: Spans, seen: Seen, place: int, taking: Taking) -> Line:
    """The time line of one item, or of a service that has none."""
    left, taken = open_, []
    for exclusion, conditional in taking:
        own, overrun = _of_one(exclusion, seen.item)
        spans = _announced(exclusion, exclusion.spans, exclusion.overrun, seen.down)
        spans |= _announced(exclusion, own, overrun, seen.down) | conditional[place]
        gone = spans & left
        taken.append(Taken(exclusion.code, gone, seen.down & gone))
        left -= gone
    return Line(
        plan, seen.item, open_, seen.down, open_ - seen.known, seen.stretches, seen.observations,
        tuple(taken),
    )  # fmt: skip


def _of_one(exclusion: TimeExclusion, item: str | None) -> tuple[Spans, Spans]:
    """What an exclusion takes of one item alone, and of it what may run on."""
    own = [(spans, overrun) for name, spans, overrun in exclusion.items if name == item]
    nothing = Spans.empty()
    return (
        reduce(Spans.union, (spans for spans, _ in own), nothing),
        reduce(Spans.union, (overrun for _, overrun in own), nothing),
    )


def _announced(exclusion: TimeExclusion, spans: Spans, announced: Spans, down: Spans) -> Spans:
    """The spans of an exclusion with what runs on at their ends, or without those that run on."""
    place, running = _running(announced, down)
    if exclusion.voids:
        return spans - Spans(announced.starts[running], announced.ends[running])
    return spans | Spans(announced.ends[running], down.ends[place[running]])


def _running(announced: Spans, down: Spans) -> tuple[IntArray, BoolArray]:
    """Of each announced span the down time at its end, and whether it runs on after that."""
    ends = announced.ends
    place = np.searchsorted(down.starts, ends, "left") - 1
    running = (place >= 0) & (down.ends[np.maximum(place, 0)] > ends) if len(down) else place >= 0
    return place, running


def _together(plan: UptimePlan, open_: Spans, observed: Observed, taking: Taking) -> Line:
    """One time line of all items: down while all of them are, or while any is.

    What an exclusion takes of one item makes that item down no more; it takes no service hours.
    """
    assert plan.items is not None
    every = plan.items.counts == "all-down"
    joined = Spans.intersection if every else Spans.union
    downs = [seen.down for seen in observed.items]
    whole = reduce(joined, downs)
    left, taken, before = open_, [], whole & open_
    for exclusion, conditional in taking:
        gone = _announced(exclusion, exclusion.spans, exclusion.overrun, whole) & left
        left -= gone
        for place, seen in enumerate(observed.items):
            own, overrun = _of_one(exclusion, seen.item)
            downs[place] -= conditional[place] | _announced(exclusion, own, overrun, seen.down)
        after = reduce(joined, downs) & left
        taken.append(Taken(exclusion.code, gone, before - after))
        before = after
    known = whole if every else Spans.empty()
    for seen in observed.items:
        known |= seen.known - seen.down if every else seen.known
    return Line(
        plan, None, open_, whole, open_ - known, _stretches(whole, observed, every),
        sum(seen.observations for seen in observed.items), tuple(taken),
    )  # fmt: skip


def _stretches(whole: Spans, observed: Observed, every: bool) -> tuple[Stretch, ...]:
    if every:
        return tuple(Stretch(start, end) for start, end in whole)
    found: list[Stretch] = []
    reached: int | None = None
    for each in sorted({each for seen in observed.items for each in seen.stretches}, key=_order):
        begin = each.start if reached is None else max(each.start, reached)
        if each.end > begin:
            found.append(each._replace(start=begin))
            reached = each.end
    return tuple(found)


def _order(each: Stretch) -> tuple[int, int, str, str]:
    return each.start, each.end, each.record or "", each.item or ""
