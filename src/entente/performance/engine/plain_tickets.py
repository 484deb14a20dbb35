"""Tickets of the reference: each history is walked in order, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from entente.foundation.day_ends import day_end
from entente.foundation.instants import from_micros, micros_of
from entente.foundation.intervals import Spans
from entente.performance.engine.plain import (
    SOURCE,
    Cell,
    Counted,
    PlainBatch,
    Row,
    fields_of,
    holds,
    number,
    order,
    removed_by,
    sample,
    taken,
    wide,
)
from entente.performance.kernel.plans import CadencePlan, Edge, ElapsedPlan, Segment
from entente.performance.kernel.tallies import CadenceTally, ElapsedTally, Gaps

_TICKET = (SOURCE, "record", "at", "sequence", "event", "state_from", "state")


def of_tickets(
    batches: Sequence[PlainBatch], plan: ElapsedPlan | CadencePlan
) -> ElapsedTally | CadenceTally:
    """The integers of a plan of tickets."""
    histories = _histories(batches, plan.window.as_of)
    if isinstance(plan, CadencePlan):
        paced = [_paced(history, plan) for history in histories]
        gaps = [each for each in paced if isinstance(each, _Paced)]
        kept = [each for each in gaps if each.taken is None]
        out = removed_by(gaps, plan.exclusions)
        rest = out, paced.count("pending"), paced.count("unstarted")
        return CadenceTally(_gaps_of(gaps), _gaps_of(kept), *rest)
    found = [_clocked(history, plan) for history in histories]
    counted = [each for each in found if isinstance(each, Counted)]
    net = [each for each in counted if each.taken is None]
    return ElapsedTally(
        sample(counted, plan.ranks),
        sample(net, plan.ranks),
        removed_by(counted, plan.exclusions),
        found.count("pending"),
        found.count("unstarted"),
    )


def _histories(batches: Sequence[PlainBatch], as_of: int) -> list[list[dict[str, Cell]]]:
    """The rows of each ticket up to `as_of` in order, each change once."""
    tickets: dict[tuple[Cell, Cell], dict[tuple[Cell, ...], dict[str, Cell]]] = defaultdict(dict)
    for row in wide(batches):
        said = [row[name] for name in ("at", "sequence", "event", "state")]
        told = tuple(said + [row[name] for name in sorted(row) if name not in _TICKET])
        history = tickets[row[SOURCE], row["record"]]
        before = history.setdefault(told, row)
        left = [each["state_from"] for each in (before, row) if each["state_from"] is not None]
        history[told] = {**before, "state_from": min(map(str, left)) if left else None}
    ordered = [
        sorted(
            history.values(),
            key=lambda row: (
                row["at"],
                row["sequence"],
                order(row["event"]),
                order(row["state"]),
                *fields_of(row, _TICKET),
            ),
        )
        for history in tickets.values()
    ]
    return [[row for row in rows if number(row["at"]) <= as_of] for rows in ordered]


@dataclass(frozen=True)
class _Ticket:
    """A ticket that has begun, of a plan's window: its terms, and its fields as they count."""

    start: int
    end: int | None
    reach: int
    segment: Segment
    seen: Row


@dataclass(frozen=True)
class _Paced:
    """The gaps between the updates of a ticket that counts."""

    gaps: int
    within: int
    missed: int
    taken: int | None


def _clocked(history: Sequence[Row], plan: ElapsedPlan) -> Counted | str | None:
    """How a ticket counts: with its clock, as `pending` or `unstarted`, or not in this window."""
    ticket = _ticket(history, plan)
    if not isinstance(ticket, _Ticket):
        return ticket
    segment, end = ticket.segment, ticket.end
    elapsed = _elapsed(history, plan, segment, ticket.start, ticket.reach)
    limit = segment.limit
    if segment.day_end is not None:
        calendar, count = segment.day_end.calendar, segment.day_end.count
        limit = day_end(calendar, ticket.start, count) - ticket.start
    own = None if limit is None or (end is None and elapsed <= limit) else elapsed <= limit
    ended = end is not None
    if not plan.also and not plan.or_else:
        decided = ended or (plan.counted_in == "started" and own is False)
        kept = own
    else:
        kept = _kept(history, plan, own)
        decided = kept is not None and (ended or plan.counted_in == "started")
    return Counted(elapsed, kept, taken(ticket.seen, plan.exclusions)) if decided else "pending"


def _kept(history: Sequence[Row], plan: ElapsedPlan, own: bool | None) -> bool | None:
    """Whether a ticket keeps one of its own and the else clocks, and all of the others."""
    either = [own, *(_within(_clocked(history, each)) for each in plan.or_else)]
    first = True if True in either else None if None in either else False
    every = [first, *(_within(_clocked(history, each)) for each in plan.also)]
    return False if False in every else None if None in every else True


def _within(found: Counted | str | None) -> bool | None:
    return found.within if isinstance(found, Counted) else None


def _paced(history: Sequence[Row], plan: CadencePlan) -> _Paced | str | None:
    """The gaps of a ticket that counts; else `pending` or `unstarted`, or not in this window."""
    ticket = _ticket(history, plan.clock)
    if not isinstance(ticket, _Ticket):
        return ticket
    if ticket.end is None and plan.clock.counted_in == "ended":
        return "pending"
    limit = ticket.segment.limit
    assert limit is not None  # a cadence has one
    told = {number(row["at"]) for row in history if _tells(row, plan.update)}
    inside = sorted(at for at in told if ticket.start < at < ticket.reach)
    edges = list(pairwise([ticket.start, *inside, ticket.reach]))
    lengths = [_elapsed(history, plan.clock, ticket.segment, *edge) for edge in edges]
    if ticket.end is None and lengths[-1] <= limit:
        del lengths[-1]
    if not lengths:
        return "pending"
    missed = sum(-(-length // limit) - 1 for length in lengths if length > limit)
    within = sum(length <= limit for length in lengths)
    return _Paced(len(lengths), within, missed, taken(ticket.seen, plan.clock.exclusions))


def _gaps_of(counted: Sequence[_Paced]) -> Gaps:
    return Gaps(
        len(counted),
        sum(each.gaps for each in counted),
        sum(each.within for each in counted),
        sum(each.missed for each in counted),
    )


def _ticket(history: Sequence[Row], plan: ElapsedPlan) -> _Ticket | str | None:
    window = plan.window
    start = _firsts(history, plan.start)
    if start is None:
        return "unstarted" if _told_without_start(history, plan) else None
    end = _end(history, plan, start)
    segment = next((each for each in plan.segments if each.start <= start < each.end), None)
    if segment is None or not _begins_in_hours(segment, start):
        return None
    belongs = start if plan.counted_in == "started" or end is None else end
    if belongs >= window.end or (
        belongs < window.start and (plan.counted_in == "started" or end is not None)
    ):
        return None
    reach = window.as_of if end is None else end
    seen = _as_of(history, start if plan.classified_at == "start" else reach)
    return _Ticket(start, end, reach, segment, seen) if holds(segment.where, seen) else None


def _begins_in_hours(segment: Segment, start: int) -> bool:
    at = from_micros(start)
    inside = segment.starts_in is None or segment.starts_in.is_open(at)
    return inside and not (segment.starts_outside and segment.starts_outside.is_open(at))


def _elapsed(
    history: Sequence[Row], plan: ElapsedPlan, segment: Segment, start: int, end: int
) -> int:
    stopped = _stopped(history, plan, segment, start, end)
    span = from_micros(start), from_micros(end)
    return micros_of(segment.calendar.elapsed(*span, pauses=stopped))


def _told_without_start(history: Sequence[Row], plan: ElapsedPlan) -> bool:
    """Whether a ticket that never starts is one of this window: by its end, or its first row."""
    if not history:
        return False
    first = number(history[0]["at"])
    end = _end(history, plan, first)
    at = first if end is None else end
    segment = next((each for each in plan.segments if each.start <= at < each.end), None)
    return (
        segment is not None
        and plan.window.start <= at < plan.window.end
        and holds(segment.where, _as_of(history, at))
    )


def _tells(row: Row, told: Edge) -> bool:
    return row["event"] in told.events and holds(told.where, row)


def _firsts(rows: Sequence[Row], told: Edge) -> int | None:
    """The earliest row that tells, or the last of the first rows of each event."""
    found = [row for row in rows if _tells(row, told)]
    firsts = [
        min((number(row["at"]) for row in found if row["event"] == event), default=None)
        for event in told.events
    ]
    known = [at for at in firsts if at is not None]
    if told.needs == "all":
        return max(known) if len(known) == len(firsts) else None
    return min(known, default=None)


def _end(history: Sequence[Row], plan: ElapsedPlan, start: int) -> int | None:
    rows: list[Row] = []
    state: Cell = None
    known = False
    for row in history:
        entered = row["state"]
        left = state if known else row["state_from"]
        again = (
            entered is not None
            and entered == left
            and str(entered).lower() in ("resolved", "closed")
        )
        if number(row["at"]) >= start and not again:
            rows.append(row)
        if entered is not None:
            state, known = entered, True
    if plan.reopened == "last-end" and plan.end.plain in ("resolved", "closed"):
        return max((number(r["at"]) for r in rows if _tells(r, plan.end)), default=None)
    return _firsts(rows, plan.end)


def _as_of(history: Sequence[Row], at: int) -> Row:
    observed = [row for row in history if row["state"] is not None] or list(history)
    before = [row for row in observed if number(row["at"]) <= at]
    return before[-1] if before else observed[0]


def _stopped(
    history: Sequence[Row], plan: ElapsedPlan, segment: Segment, start: int, end: int
) -> Spans:
    """The time between start and end in which the clock stands still."""
    over = {"resolved": ("resolved", "closed"), "closed": ("closed",)}
    ended = over.get(plan.end.plain or "", ())

    def stops(state: Cell) -> bool:
        return state in segment.stop_clock or str(state).lower() in ended

    changes = [row for row in history if row["state"] is not None]
    if not changes:
        return Spans.empty()
    marks = [(min(start, number(changes[0]["at"])), stops(changes[0]["state_from"]))]
    marks += [(number(row["at"]), stops(row["state"])) for row in changes]
    closing = [at for at, _ in marks[1:]] + [max(end, marks[-1][0])]
    spans = [(at, until) for (at, still), until in zip(marks, closing, strict=True) if still]
    return Spans.of(spans).clip(start, end)
