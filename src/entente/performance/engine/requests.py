"""Requests in SQL: how many were asked and failed, together, by item and by slice of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from entente.foundation.intervals import IntArray, Spans
from entente.performance.engine.cases import cases, holds_at
from entente.performance.engine.reading import Evidence
from entente.performance.engine.session import Session, listed
from entente.performance.kernel.plans import RequestPlan
from entente.performance.kernel.tallies import ItemRequests, Removed, Requests, RequestTally

BILLION = 10**9


def request_facts(session: Session, evidence: Evidence, plan: RequestPlan) -> str:
    """A new table of the requests of the window: source, moment, total, failed, item, taken."""
    window = plan.window
    hours = _table(session, "hours", ((open_, 0) for open_ in _hours(plan)))
    common = _table(session, "common", _pieces([each.spans for each in plan.exclusions]))
    item = f"coalesce({evidence.field(plan.items.field)}, '')" if plan.items else "''"
    named = _named(plan)
    wanted = f"{item} IN ({listed(named)})" if named else "true"
    own = _own(session, plan)
    taken = cases(
        (f"({each.where.sql(evidence.field)})", str(place))
        for place, each in enumerate(plan.exclusions)
        if each.where is not None
    )
    facts = session.table(
        "facts",
        f"""SELECT given.source, moment, total, failed, item, words,
                least(met, CASE WHEN moment < common.closes THEN common.number END,
                    CASE WHEN moment < own.closes THEN own.number END) AS taken
            FROM (SELECT *, {item} AS item, {evidence.listed} AS words, {taken} AS met
                    FROM {evidence.relation}
                    WHERE moment >= {window.start} AND moment < {window.end}
                        AND moment <= {window.as_of} AND ({wanted})
                        AND ({holds_at(plan.segments, evidence, "moment")})) AS given
                ASOF JOIN {hours} AS hours ON given.moment >= hours.opens
                ASOF LEFT JOIN {common} AS common ON given.moment >= common.opens
                ASOF LEFT JOIN {own} AS own
                    ON given.item = own.word AND given.moment >= own.opens
            WHERE given.moment < hours.closes""",
    )
    session.drop(hours, common, own)
    return facts


def request_tally(session: Session, facts: str, plan: RequestPlan) -> RequestTally:
    """The integers of requests."""
    taken: dict[int, int] = dict(
        session.all(f"SELECT taken, sum(total) FROM {facts} WHERE taken IS NOT NULL GROUP BY 1")
    )
    removed = tuple(
        Removed(each.code, records=int(taken.get(place, 0)))
        for place, each in enumerate(plan.exclusions)
    )
    gross, net = (_counted(session, facts, plan, which, "''") for which in _WHICH)
    open_ = _open(plan)
    kept = open_
    for exclusion in plan.exclusions:
        kept -= exclusion.spans
    items: tuple[ItemRequests, ...] = ()
    if plan.items is not None and plan.items.counts != "pooled":
        items = _items(session, facts, plan, open_, kept)
    return RequestTally(
        _with_slices(gross.get(""), plan, open_),
        _with_slices(net.get(""), plan, kept),
        removed,
        items,
    )


_WHICH = ("true", "taken IS NULL")


def _items(
    session: Session, facts: str, plan: RequestPlan, open_: Spans, kept: Spans
) -> tuple[ItemRequests, ...]:
    gross, net = (_counted(session, facts, plan, which, "item") for which in _WHICH)
    found = []
    for name in _named(plan) or sorted(gross):
        own = kept
        for exclusion in plan.exclusions:
            for item, spans, _ in exclusion.items:
                own = own - spans if item == name else own
        found.append(
            ItemRequests(
                name,
                _with_slices(gross.get(name), plan, open_),
                _with_slices(net.get(name), plan, own),
            )
        )
    return tuple(found)


def _counted(
    session: Session, facts: str, plan: RequestPlan, which: str, item: str
) -> dict[str, Requests]:
    """Requests and failures by item; of slices those that have requests."""
    every = plan.every or 1
    bad = "false"
    if plan.bad is not None:
        comparison, rate = plan.bad
        bad = f"failed * {100 * rate.denominator} {comparison} total * {rate.numerator}"
    rows = session.all(
        f"""SELECT item, sum(total), sum(failed), count(*) FILTER (total > 0),
                coalesce(sum((2 * {BILLION} * failed + total) // (2 * nullif(total, 0)))
                    FILTER (total > 0), 0),
                count(*) FILTER (total > 0 AND {bad})
            FROM (SELECT {item} AS item, (moment - {plan.window.start}) // {every} AS slice,
                    sum(total)::HUGEINT AS total, sum(failed)::HUGEINT AS failed
                FROM {facts} WHERE {which} GROUP BY 1, 2)
            GROUP BY 1"""
    )
    sliced = plan.every is not None
    return {
        name: Requests(
            int(total), int(failed), 0, *((int(f), int(r), int(b)) if sliced else (0, 0, 0))
        )
        for name, total, failed, f, r, b in rows
    }


def _with_slices(found: Requests | None, plan: RequestPlan, open_: Spans) -> Requests:
    """With the number of slices that touch service hours."""
    counted = found or Requests()
    if plan.every is None:
        return counted
    first = (open_.starts - plan.window.start) // plan.every
    last = (open_.ends - 1 - plan.window.start) // plan.every
    slices = Spans(first, last + 1).total()
    return Requests(
        counted.total, counted.failed, slices, counted.filled, counted.rates, counted.bad
    )


def _named(plan: RequestPlan) -> tuple[str, ...]:
    return plan.items.named if plan.items else ()


def _hours(plan: RequestPlan) -> Iterable[tuple[int, int]]:
    """The time in which requests count: each version's own hours, as far as evidence reaches."""
    until = min(plan.window.end, plan.window.as_of + 1)
    for each in plan.segments:
        start, end = max(plan.window.start, each.start), min(until, each.end)
        if start < end:
            yield from each.calendar.open_spans(start, end)


def _open(plan: RequestPlan) -> Spans:
    return Spans.of(_hours(plan))


def _pieces(spans: Sequence[Spans]) -> Iterable[tuple[tuple[int, int], int]]:
    """The time that each of several takes of what those before it left."""
    before = Spans.empty()
    for place, each in enumerate(spans):
        yield from (((start, end), place) for start, end in each - before)
        before |= each


def _table(session: Session, what: str, rows: Iterable[tuple[tuple[int, int], int]]) -> str:
    """A new table (opens, closes, number)."""
    given = list(rows)
    return session.table_of(
        what,
        {
            "opens": _array(start for (start, _), _ in given),
            "closes": _array(end for (_, end), _ in given),
            "number": _array(number for _, number in given),
        },
    )


def _array(numbers: Iterable[int]) -> IntArray:
    return np.array(list(numbers), dtype=np.int64)


def _own(session: Session, plan: RequestPlan) -> str:
    """A new table (word, opens, closes, number) of what is taken of single items."""
    names = sorted({item for each in plan.exclusions for item, _, _ in each.items})
    rows = []
    for place, name in enumerate(names):
        spans = [
            Spans.of([span for item, own, _ in each.items if item == name for span in own])
            for each in plan.exclusions
        ]
        rows += [(place, piece) for piece in _pieces(spans)]
    words = session.table_of_words("words", list(enumerate(names)))
    pieces = session.table_of(
        "pieces",
        {
            "place": _array(place for place, _ in rows),
            "opens": _array(start for _, ((start, _), _) in rows),
            "closes": _array(end for _, ((_, end), _) in rows),
            "taken": _array(number for _, (_, number) in rows),
        },
    )
    found = session.table(
        "own",
        f"""SELECT word, opens, closes, taken AS number
            FROM {pieces} JOIN {words} AS words ON place = words.number""",
    )
    session.drop(words, pieces)
    return found
