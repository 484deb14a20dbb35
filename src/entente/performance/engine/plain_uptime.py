"""Service time in plain Python: each row is held against each item, each span against each other.

It shares no code with the SQL, so that a test of both against each other means something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from entente.foundation.intervals import Spans
from entente.performance.engine.plain import SOURCE, Cell, Row, holds, number
from entente.performance.kernel.plans import Segment, TimeExclusion, UptimePlan
from entente.performance.kernel.tallies import (
    Affected,
    Interruption,
    ItemUptime,
    Removed,
    Uptime,
    UptimeTally,
)

_WATCHED = ("service", "item", "site", "host", "endpoint", "check", "monitor", "location")
Judged = Sequence[tuple[Segment, int, int]]


@dataclass
class _Item:
    """An item: when it was down, when anything is known of it, how many rows told of it."""

    name: str | None
    down: Spans
    known: Spans
    rows: int = 0


@dataclass(frozen=True)
class Evidence:
    """The rows that a plan counts, and the outages that its exclusions may name by a condition."""

    rows: Sequence[Row]
    outages: Sequence[Row]


def uptime(plan: UptimePlan, evidence: Evidence) -> UptimeTally:
    """The integers of service time."""
    judged = [
        (segment, max(plan.window.start, segment.start),
         min(plan.window.end, plan.window.as_of, segment.end))
        for segment in plan.segments
    ]  # fmt: skip
    judged = [(segment, start, end) for segment, start, end in judged if start < end]
    open_ = Spans.empty()
    for segment, start, end in judged:
        open_ |= segment.calendar.open_spans(start, end)
    items = [_seen(plan, evidence, judged, name) for name in _names(plan, evidence.rows, judged)]
    kind = plan.items.counts if plan.items else None
    if kind in ("all-down", "any-down"):
        lines = [_together(plan, evidence, judged, items, open_)]
    else:
        lines = [_alone(plan, evidence, judged, item, open_) for item in items]
    lengths = [length for line in lines for length in line.lengths]
    one = lines[0] if kind == "weighted" else None
    return UptimeTally(
        _added([line.gross for line in lines]),
        _added([line.net for line in lines]),
        tuple(
            Removed(each.code, 0, sum(line.removed[place][0] for line in lines),
                    sum(line.removed[place][1] for line in lines))
            for place, each in enumerate(plan.exclusions)
        ),
        len(lengths),
        max((length.gross for length in lengths), default=0),
        _observations(plan, evidence.rows, items) if judged else 0,
        tuple(sorted(lengths, key=lambda each: (each.start, each.item or ""))),
        tuple(
            ItemUptime(line.item or "", line.gross, line.net, item.rows, _suspended(plan, line))
            for line, item in zip(lines, items, strict=False)
            if kind in ("each", "pooled", "mean")
        ),
        _shares(plan, evidence.rows, judged, open_, one.kept) if one else (),
        sum(_suspended(plan, line) for line in lines),
        len(_silent(evidence.rows, judged)) if one and plan.of == "outages" else 0,
    )  # fmt: skip


@dataclass
class _Line:
    item: str | None
    gross: Uptime
    net: Uptime
    removed: list[tuple[int, int]]
    lengths: list[Interruption]
    kept: Spans


def _suspended(plan: UptimePlan, line: _Line) -> int:
    both = zip(plan.exclusions, line.removed, strict=True)
    return sum(gone for exclusion, (_, gone) in both if exclusion.suspends)


def _added(each: Sequence[Uptime]) -> Uptime:
    return Uptime(
        sum(one.open for one in each), sum(one.down for one in each),
        sum(one.unknown for one in each),
    )  # fmt: skip


def _field(plan: UptimePlan) -> str:
    return plan.items.field if plan.items else ""


def _began(row: Row) -> int:
    return number(row["started_at"] if "started_at" in row else row["at"])


def _names(plan: UptimePlan, rows: Sequence[Row], judged: Judged) -> list[str | None]:
    if plan.items is None or plan.items.counts == "weighted":
        return [None]
    if plan.items.named:
        return list(plan.items.named)
    found = {
        str(row[_field(plan)])
        for segment, _, end in judged
        for row in rows
        if row.get(_field(plan)) is not None and _began(row) < end and holds(segment.where, row)
    }
    names: list[str | None] = []
    names += sorted(found)
    return names or [None]


def _concerns(plan: UptimePlan, row: Row, name: str | None) -> bool:
    return name is None or row.get(_field(plan)) in (None, name)


def _seen(plan: UptimePlan, evidence: Evidence, judged: Judged, name: str | None) -> _Item:
    item = _Item(name, Spans.empty(), Spans.empty())
    for segment, start, end in judged:
        chosen = [row for row in evidence.rows if _concerns(plan, row, name)]
        if plan.of == "outages":
            item.down |= _outage_time(chosen, [segment.where], start, end)
            item.known |= Spans.of([(start, end)])
        else:
            down, known, rows = _probed(plan, chosen, segment, start, end)
            item.down, item.known, item.rows = (
                item.down | down,
                item.known | known,
                item.rows + rows,
            )
    return item


def _observations(plan: UptimePlan, rows: Sequence[Row], items: Sequence[_Item]) -> int:
    if plan.of == "outages":
        return sum(_began(row) <= plan.window.as_of for row in rows)
    names = [item.name for item in items]
    chosen = [row for row in rows if any(_concerns(plan, row, name) for name in names)]
    parts = [
        (segment, max(plan.window.start, segment.start),
         min(plan.window.end, plan.window.as_of, segment.end))
        for segment in plan.segments
    ]  # fmt: skip
    return sum(_probed(plan, chosen, *part)[2] for part in parts if part[1] < part[2])


def _outage_time(rows: Sequence[Row], conditions: Sequence[object], start: int, end: int) -> Spans:
    found = []
    for row in rows:
        if all(holds(condition, row) for condition in conditions):  # type: ignore[arg-type] # conditions
            begun = number(row["started_at"])
            until = end if row["ended_at"] is None else number(row["ended_at"])
            if begun < until:
                found.append((begun, until))
    return Spans.of(found).clip(start, end)


def _probed(
    plan: UptimePlan, rows: Sequence[Row], segment: Segment, start: int, end: int
) -> tuple[Spans, Spans, int]:
    streams: dict[tuple[Cell, ...], dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    told = (segment.where.fields() if segment.where else frozenset()) | {_field(plan)}
    for row in rows:
        if not holds(segment.where, row):
            continue
        failed = row["status"] == "down"
        if plan.down_when is not None:
            failed = holds(plan.down_when, row)
        watched = sorted(name for name in row if name in _WATCHED or name in told)
        own = [name for name in watched if name not in ("at", "value", "status")]
        key = (row[SOURCE], *(row[name] for name in own))
        streams[key][number(row["at"])].append(failed)
    down, known, seen = Spans.empty(), Spans.empty(), 0
    for results in streams.values():
        for at, until in _pairs(sorted(each for each in results if each < end), end):
            last = until if plan.holds_for is None else min(until, at + plan.holds_for)
            held = Spans.of([(at, last)]).clip(start, end)
            known |= held
            down |= held if any(results[at]) else Spans.empty()
            if len(held) and (at >= start or start == plan.window.start):
                seen += len(results[at]) if at >= start else 1
    return down, known, seen


def _pairs(instants: Sequence[int], end: int) -> Iterable[tuple[int, int]]:
    return zip(instants, [*instants, end][1:], strict=True)


def _taken_of_one(
    plan: UptimePlan, evidence: Evidence, judged: Judged, exclusion: TimeExclusion, item: _Item
) -> Spans:
    """What an exclusion takes of one item alone."""
    found = Spans.empty()
    for name, spans, overrun in exclusion.items:
        if name == item.name:
            found |= _announced(exclusion, spans, overrun, item.down)
    if exclusion.where is not None:
        chosen = [row for row in evidence.outages if _concerns(plan, row, item.name)]
        for segment, start, end in judged:
            found |= _outage_time(chosen, [segment.where, exclusion.where], start, end)
    return found


def _announced(exclusion: TimeExclusion, spans: Spans, announced: Spans, down: Spans) -> Spans:
    """The spans with the down time that runs on at their ends, or without those that it runs on."""
    running = [
        (start, end, until)
        for start, end in announced
        for begun, until in down
        if begun < end < until
    ]
    if exclusion.voids:
        return spans - Spans.of([(start, end) for start, end, _ in running])
    return spans | Spans.of([(end, until) for _, end, until in running])


def _alone(
    plan: UptimePlan, evidence: Evidence, judged: Judged, item: _Item, open_: Spans
) -> _Line:
    left, downs, opens = open_, [item.down & open_], []
    for exclusion in plan.exclusions:
        own = _taken_of_one(plan, evidence, judged, exclusion, item)
        gone = own | _announced(exclusion, exclusion.spans, exclusion.overrun, item.down)
        opens.append((gone & left).total())
        left -= gone
        downs.append(item.down & left)
    hours = _Hours(open_, left, open_ - item.known)
    return _counted(plan, item.name, item.down, hours, list(zip(downs, [0, *opens], strict=True)))


def _together(
    plan: UptimePlan,
    evidence: Evidence,
    judged: Judged,
    items: Sequence[_Item],
    open_: Spans,
) -> _Line:
    every = plan.items is not None and plan.items.counts == "all-down"

    def joined(parts: Sequence[Spans]) -> Spans:
        found = parts[0]
        for part in parts[1:]:
            found = found & part if every else found | part
        return found

    each = [item.down for item in items]
    whole, left = joined(each), open_
    downs, opens = [whole & open_], []
    for exclusion in plan.exclusions:
        gone = _announced(exclusion, exclusion.spans, exclusion.overrun, whole)
        opens.append((gone & left).total())
        left -= gone
        each = [
            down - _taken_of_one(plan, evidence, judged, exclusion, item)
            for down, item in zip(each, items, strict=True)
        ]
        downs.append(joined(each) & left)
    known = whole if every else Spans.empty()
    for item in items:
        known |= item.known - item.down if every else item.known
    hours = _Hours(open_, left, open_ - known)
    return _counted(plan, None, whole, hours, list(zip(downs, [0, *opens], strict=True)))


@dataclass(frozen=True)
class _Hours:
    open: Spans
    left: Spans
    unknown: Spans


def _counted(
    plan: UptimePlan,
    name: str | None,
    whole: Spans,
    hours: _Hours,
    steps: Sequence[tuple[Spans, int]],
) -> _Line:
    """A line whose steps are the down time after each exclusion, and the hours that it took."""
    downs = [down for down, _ in steps]
    lengths = [
        [_in_units(plan, (Spans.of([span]) & down).total()) for span in whole] for down in downs
    ]
    sums = [sum(some) for some in lengths]
    return _Line(
        name,
        Uptime(hours.open.total(), sums[0], hours.unknown.total()),
        Uptime(hours.left.total(), sums[-1], (hours.unknown & hours.left).total()),
        [(sums[place] - sums[place + 1], gone) for place, (_, gone) in enumerate(steps[1:])],
        [
            Interruption(span[0], lengths[0][place], lengths[-1][place], name)
            for place, span in enumerate(whole)
            if lengths[0][place]
        ],
        hours.left,
    )


def _in_units(plan: UptimePlan, length: int) -> int:
    if length < plan.least:
        return 0
    units, rest = divmod(length, plan.resolution)
    if plan.resolution_mode == "up" and rest:
        units += 1
    if plan.resolution_mode == "nearest" and 2 * rest >= plan.resolution:
        units += 1
    return units * plan.resolution


def _share(row: Row) -> Fraction | None:
    told = [str(row.get(name) or "") for name in ("affected", "total")]
    if not all(each.isascii() and each.isdigit() and len(each) < 16 for each in told):
        return None
    affected, total = int(told[0]), int(told[1])
    return min(Fraction(1), Fraction(affected, total)) if total else None


def _silent(rows: Sequence[Row], judged: Judged) -> set[tuple[Cell, ...]]:
    """The outages of the window that do not say whom they affected."""
    return {
        (row[SOURCE], row["record"], row["started_at"])
        for segment, start, end in judged
        for row in rows
        if _share(row) is None and _outage_time([row], [segment.where], start, end).total()
    }


def _shares(
    plan: UptimePlan, rows: Sequence[Row], judged: Judged, open_: Spans, kept: Spans
) -> tuple[Affected, ...]:
    by_share: dict[Fraction, Spans] = defaultdict(Spans.empty)
    for segment, start, end in judged:
        if plan.of == "probes":
            by_share[Fraction(1)] |= _probed(plan, rows, segment, start, end)[0]
            continue
        for row in rows:
            share = _share(row)
            down = _outage_time([row], [segment.where], start, end)
            by_share[Fraction(1) if share is None else share] |= down
    found, higher = [], Spans.empty()
    for share in sorted(by_share, reverse=True):
        own = by_share[share] - higher
        higher |= own
        groups = (own & open_).total(), (own & kept).total()
        if groups[0]:
            found.append(Affected(share.numerator, share.denominator, *groups))
    return tuple(found)
