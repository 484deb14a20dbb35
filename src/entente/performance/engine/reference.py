"""The reference: the same plans answered in plain Python from lists of rows, slowly.

It shares no code with the SQL, so that a test of both against each other means something. It walks
each ticket's history in order, and it asks the calendar and the interval algebra directly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from entente.agreement.conditions import Condition
from entente.agreement.sources import Table
from entente.foundation.instants import from_micros, micros_of
from entente.foundation.intervals import Spans
from entente.performance.kernel.plans import (
    DeadlinePlan,
    ElapsedPlan,
    EventsPlan,
    Plan,
    RecordExclusion,
    Segment,
    SurveyPlan,
    UptimePlan,
    ValuePlan,
)
from entente.performance.kernel.tallies import (
    ElapsedTally,
    EventsTally,
    First,
    Removed,
    Sample,
    SurveyTally,
    Tally,
    Uptime,
    UptimeTally,
    ValueTally,
)

Cell = str | int | None
Row = Mapping[str, Cell]
_SOURCE = "(source)"  # no field can have this name
_WATCHED = ("service", "item", "site", "host", "endpoint", "check", "monitor", "location")


@dataclass(frozen=True)
class PlainBatch:
    """The rows of one file of a source, as intake keeps them, without the row numbers."""

    table: Table
    source: str
    fields: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Counted:
    value: int
    within: bool
    taken: int | None


class Reference:
    """Answers plans as the other engines do."""

    def __init__(self, batches: Sequence[PlainBatch]) -> None:
        self._batches = batches

    def tally(self, plan: Plan) -> Tally:
        """The integers of a plan."""
        if isinstance(plan, ElapsedPlan):
            return self._elapsed(plan)
        if isinstance(plan, UptimePlan):
            return self._uptime(plan)
        if isinstance(plan, ValuePlan):
            return self._values(plan)
        if isinstance(plan, EventsPlan):
            return self._events(plan)
        if isinstance(plan, DeadlinePlan):
            return self._events(plan.firsts)
        return self._survey(plan)

    def _of(self, table: Table, source: str | None) -> list[PlainBatch]:
        return [
            batch
            for batch in self._batches
            if batch.table == table and source in (None, batch.source)
        ]

    def _elapsed(self, plan: ElapsedPlan) -> ElapsedTally:
        counted: list[_Counted] = []
        pending = unstarted = 0
        for history in _histories(self._of("tickets", plan.source), plan.window.as_of):
            found = _clocked(history, plan)
            if isinstance(found, _Counted):
                counted.append(found)
            elif found == "pending":
                pending += 1
            elif found == "unstarted":
                unstarted += 1
        return ElapsedTally(
            _sample(counted, plan.ranks),
            _sample([each for each in counted if each.taken is None], plan.ranks),
            _removed(counted, plan.exclusions),
            pending,
            unstarted,
        )

    def _values(self, plan: ValuePlan) -> ValueTally:
        counted = []
        for row in _alike(self._of("values", plan.source)):
            segment, at = _asked(row, plan), _number(row["at"])
            if segment is not None and segment.calendar.open_spans(at, at + 1).total():
                value = _number(row["value"])
                within = segment.limit is not None and value <= segment.limit
                counted.append(_Counted(value, within, _taken(row, plan.exclusions)))
        net = [each for each in counted if each.taken is None]
        removed = _removed(counted, plan.exclusions)
        return ValueTally(_sample(counted, plan.ranks), _sample(net, plan.ranks), removed)

    def _events(self, plan: EventsPlan) -> EventsTally:
        found: dict[tuple[str, str], int] = {}
        for row in _alike(self._of("events", plan.source)):
            at = _number(row["at"])
            for each in plan.sought:
                named = each.records is None or row["record"] in each.records
                told_here = named and row["event"] == each.event and at <= plan.as_of
                if told_here and _holds(each.where, row):
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
            if row["score"] is None or _number(answered_at) > plan.window.as_of:
                continue
            if plan.lowest <= Fraction(_number(row["score"]), 1_000_000) <= plan.highest:
                scores.append(_number(row["score"]))
            else:
                outside += 1
        top = sum(score >= plan.top * 1_000_000 for score in scores)
        return SurveyTally(asked, len(scores), sum(scores), top, outside)

    def _uptime(self, plan: UptimePlan) -> UptimeTally:
        window, nothing = plan.window, Spans.empty()
        open_, down, whole_down, unknown = nothing, nothing, nothing, nothing
        judged: list[tuple[Segment, int, int]] = []
        observations = 0
        for segment in plan.segments:
            start = max(window.start, segment.start)
            end = min(window.end, window.as_of, segment.end)
            if start >= end:
                continue
            judged.append((segment, start, end))
            hours = segment.calendar.open_spans(start, end)
            if plan.of == "outages":
                failed = _outage_time(self._of("outages", plan.source), [segment.where], start, end)
                known = hours
            else:
                failed, known, seen = self._probed(plan, segment, start, end)
                observations += seen
            open_ |= hours
            down |= failed & hours
            whole_down |= failed
            unknown |= hours - known
        if plan.of == "outages" and judged:
            rows = _outages(self._of("outages", plan.source))
            observations = sum(_number(row["started_at"]) <= window.as_of for row in rows)
        kept, removed = open_, []
        for exclusion in plan.exclusions:
            spans = exclusion.spans
            if exclusion.where is not None:
                for segment, start, end in judged:
                    both = [segment.where, exclusion.where]
                    spans |= _outage_time(self._of("outages", None), both, start, end)
            taken = spans & kept
            kept -= taken
            removed.append(Removed(exclusion.code, down=(taken & down).total(), open=taken.total()))
        lengths = [(Spans.of([span]) & open_).total() for span in whole_down]
        return UptimeTally(
            Uptime(open_.total(), down.total(), unknown.total()),
            Uptime(kept.total(), (down & kept).total(), (unknown & kept).total()),
            tuple(removed),
            sum(1 for length in lengths if length),
            max(lengths, default=0),
            observations,
        )

    def _probed(
        self, plan: UptimePlan, segment: Segment, start: int, end: int
    ) -> tuple[Spans, Spans, int]:
        streams: dict[tuple[Cell, ...], dict[int, list[bool]]] = defaultdict(
            lambda: defaultdict(list)
        )
        told = segment.where.fields() if segment.where else frozenset()
        for row in _alike(self._of("probes", plan.source)):
            if not _holds(segment.where, row):
                continue
            failed = row["status"] == "down"
            if plan.down_when is not None:
                failed = _holds(plan.down_when, row)
            watched = sorted(name for name in row if name in _WATCHED or name in told)
            own = [name for name in watched if name not in ("at", "value", "status")]
            key = (row[_SOURCE], *(row[name] for name in own))
            streams[key][_number(row["at"])].append(failed)
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


def _number(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


def _order(cell: Cell) -> tuple[bool, Cell]:
    return cell is None, "" if cell is None else cell


def _wide(batches: Sequence[PlainBatch]) -> list[dict[str, Cell]]:
    """All rows with their source and with every field that any batch has."""
    fields = sorted({name for batch in batches for name in batch.fields})
    return [
        {**dict.fromkeys(fields), **row, _SOURCE: batch.source}
        for batch in batches
        for row in batch.rows
    ]


def _alike(batches: Sequence[PlainBatch]) -> list[dict[str, Cell]]:
    """Each row once, however many batches have it."""
    return list({tuple(sorted(row.items())): row for row in _wide(batches)}.values())


def _best(
    rows: Iterable[dict[str, Cell]],
    identity: Callable[[Row], tuple[Cell, ...]],
    preference: Callable[[Row], tuple[object, ...]],
) -> list[dict[str, Cell]]:
    groups: dict[tuple[Cell, ...], list[dict[str, Cell]]] = defaultdict(list)
    for row in rows:
        groups[identity(row)].append(row)
    return [min(group, key=preference) for group in groups.values()]


def _fields_of(row: Row, own: Sequence[str]) -> list[tuple[bool, Cell]]:
    return [_order(row[name]) for name in sorted(row) if name not in own]


def _outages(batches: Sequence[PlainBatch]) -> list[dict[str, Cell]]:
    own = (_SOURCE, "record", "started_at", "ended_at")
    return _best(
        _wide(batches),
        lambda row: (row[_SOURCE], row["record"], row["started_at"]),
        lambda row: (
            row["ended_at"] is None,
            -_number(row["ended_at"] or 0),
            *_fields_of(row, own),
        ),
    )


def _answers(batches: Sequence[PlainBatch]) -> list[dict[str, Cell]]:
    own = (_SOURCE, "record", "at", "answered_at", "score")
    return _best(
        _wide(batches),
        lambda row: (row[_SOURCE], row["record"], row["at"]),
        lambda row: (
            row["score"] is None,
            row["answered_at"] is None,
            -_number(row["answered_at"] or 0),
            -_number(row["score"] or 0),
            *_fields_of(row, own),
        ),
    )


def _outage_time(
    batches: Sequence[PlainBatch], conditions: Sequence[Condition | None], start: int, end: int
) -> Spans:
    found = []
    for row in _outages(batches):
        if all(_holds(condition, row) for condition in conditions):
            begun = _number(row["started_at"])
            until = end if row["ended_at"] is None else _number(row["ended_at"])
            if begun < until:
                found.append((begun, until))
    return Spans.of(found).clip(start, end)


def _histories(batches: Sequence[PlainBatch], as_of: int) -> list[list[dict[str, Cell]]]:
    """The rows of each ticket up to `as_of` in order, each change once."""
    tickets: dict[tuple[Cell, Cell], dict[tuple[Cell, ...], dict[str, Cell]]] = defaultdict(dict)
    for row in _wide(batches):
        said = [row[name] for name in ("at", "sequence", "event", "state")]
        told = tuple(said + [row[name] for name in sorted(row) if name not in _TICKET])
        history = tickets[row[_SOURCE], row["record"]]
        before = history.setdefault(told, row)
        left = [each["state_from"] for each in (before, row) if each["state_from"] is not None]
        history[told] = {**before, "state_from": min(map(str, left)) if left else None}
    ordered = [
        sorted(
            history.values(),
            key=lambda row: (
                row["at"],
                row["sequence"],
                _order(row["event"]),
                _order(row["state"]),
                *_fields_of(row, _TICKET),
            ),
        )
        for history in tickets.values()
    ]
    return [[row for row in rows if _number(row["at"]) <= as_of] for rows in ordered]


_TICKET = (_SOURCE, "record", "at", "sequence", "event", "state_from", "state")


def _clocked(history: Sequence[Row], plan: ElapsedPlan) -> _Counted | str | None:
    """How a ticket counts: with its clock, as `pending` or `unstarted`, or not in this window."""
    window = plan.window
    starts = [_number(row["at"]) for row in history if row["event"] == plan.start_event]
    if not starts:
        return "unstarted" if _told_without_start(history, plan) else None
    start = min(starts)
    end = _end(history, plan, start)
    segment = next((each for each in plan.segments if each.start <= start < each.end), None)
    if segment is None:
        return None
    belongs = start if plan.counted_in == "started" or end is None else end
    if belongs >= window.end or (
        belongs < window.start and (plan.counted_in == "started" or end is not None)
    ):
        return None
    reach = window.as_of if end is None else end
    seen = _as_of(history, start if plan.classified_at == "start" else reach)
    if not _holds(segment.where, seen):
        return None
    stopped = _stopped(history, plan, segment, start, reach)
    elapsed = micros_of(
        segment.calendar.elapsed(from_micros(start), from_micros(reach), pauses=stopped)
    )
    late = segment.limit is not None and elapsed > segment.limit
    if end is None and not (plan.counted_in == "started" and late):
        return "pending"
    return _Counted(elapsed, segment.limit is not None and not late, _taken(seen, plan.exclusions))


def _told_without_start(history: Sequence[Row], plan: ElapsedPlan) -> bool:
    """Whether a ticket that never starts is one of this window: by its end, or its first row."""
    if not history:
        return False
    first = _number(history[0]["at"])
    end = _end(history, plan, first)
    at = first if end is None else end
    segment = next((each for each in plan.segments if each.start <= at < each.end), None)
    return (
        segment is not None
        and plan.window.start <= at < plan.window.end
        and _holds(segment.where, _as_of(history, at))
    )


def _end(history: Sequence[Row], plan: ElapsedPlan, start: int) -> int | None:
    ends = []
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
        if row["event"] == plan.end_event and _number(row["at"]) >= start and not again:
            ends.append(_number(row["at"]))
        if entered is not None:
            state, known = entered, True
    if not ends:
        return None
    last = plan.reopened == "last-end" and plan.end_event in ("resolved", "closed")
    return max(ends) if last else min(ends)


def _as_of(history: Sequence[Row], at: int) -> Row:
    observed = [row for row in history if row["state"] is not None] or list(history)
    before = [row for row in observed if _number(row["at"]) <= at]
    return before[-1] if before else observed[0]


def _stopped(
    history: Sequence[Row], plan: ElapsedPlan, segment: Segment, start: int, end: int
) -> Spans:
    """The time between start and end in which the clock stands still."""
    ended = {"resolved": ("resolved", "closed"), "closed": ("closed",)}.get(plan.end_event, ())

    def stops(state: Cell) -> bool:
        return state in segment.stop_clock or str(state).lower() in ended

    changes = [row for row in history if row["state"] is not None]
    if not changes:
        return Spans.empty()
    marks = [(min(start, _number(changes[0]["at"])), stops(changes[0]["state_from"]))]
    marks += [(_number(row["at"]), stops(row["state"])) for row in changes]
    closing = [at for at, _ in marks[1:]] + [max(end, marks[-1][0])]
    spans = [(at, until) for (at, still), until in zip(marks, closing, strict=True) if still]
    return Spans.of(spans).clip(start, end)


def _holds(condition: Condition | None, row: Row) -> bool:
    if condition is None:
        return True
    words = {name: cell for name, cell in row.items() if cell is None or isinstance(cell, str)}
    return condition.holds({name: words.get(name) for name in {*words, *condition.fields()}})


def _taken(row: Row, exclusions: Sequence[RecordExclusion]) -> int | None:
    for place, exclusion in enumerate(exclusions):
        named = row.get("record") in exclusion.records
        if named or (exclusion.where is not None and _holds(exclusion.where, row)):
            return place
    return None


def _asked(row: Row, plan: ValuePlan | SurveyPlan) -> Segment | None:
    """The terms of a row of the window, where it meets their condition."""
    at, window = _number(row["at"]), plan.window
    if not window.start <= at < window.end or at > window.as_of:
        return None
    segment = next((each for each in plan.segments if each.start <= at < each.end), None)
    return segment if segment is not None and _holds(segment.where, row) else None


def _sample(counted: Sequence[_Counted], ranks: Sequence[Fraction]) -> Sample:
    values = sorted(each.value for each in counted)
    ranked = tuple(values[max(1, ceil(share * len(values))) - 1] for share in ranks if values)
    return Sample(len(values), sum(each.within for each in counted), sum(values), ranked)


def _removed(
    counted: Sequence[_Counted], exclusions: Sequence[RecordExclusion]
) -> tuple[Removed, ...]:
    return tuple(
        Removed(exclusion.code, records=sum(each.taken == place for each in counted))
        for place, exclusion in enumerate(exclusions)
    )
