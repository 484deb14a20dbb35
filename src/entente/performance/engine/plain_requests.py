"""Requests in plain Python: each row in its slice, each slice on its own."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from entente.foundation.intervals import Spans
from entente.performance.engine.plain import Row, holds, number
from entente.performance.kernel.plans import RequestPlan
from entente.performance.kernel.tallies import ItemRequests, Removed, Requests, RequestTally

_COMPARED = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}


def requests(plan: RequestPlan, rows: Sequence[Row]) -> RequestTally:
    """The integers of requests."""
    gross: dict[str, list[Row]] = defaultdict(list)
    net: dict[str, list[Row]] = defaultdict(list)
    removed = [0] * len(plan.exclusions)
    for row in rows:
        item = str(row.get(plan.items.field) or "") if plan.items else ""
        if not _counts(plan, row, item):
            continue
        gross[item].append(row)
        taken = _taken(plan, row, item)
        if taken is None:
            net[item].append(row)
        else:
            removed[taken] += number(row["total"])
    names = sorted(gross)
    if plan.items and plan.items.named:
        names = list(plan.items.named)
    by_item = plan.items is not None and plan.items.counts != "pooled"
    return RequestTally(
        _counted(plan, [row for some in gross.values() for row in some], None, excluded=False),
        _counted(plan, [row for some in net.values() for row in some], None, excluded=True),
        tuple(
            Removed(each.code, records=taken)
            for each, taken in zip(plan.exclusions, removed, strict=True)
        ),
        tuple(
            ItemRequests(
                name,
                _counted(plan, gross[name], name, excluded=False),
                _counted(plan, net[name], name, excluded=True),
            )
            for name in names
            if by_item
        ),
    )


def _counts(plan: RequestPlan, row: Row, item: str) -> bool:
    at, window = number(row["at"]), plan.window
    if not window.start <= at < window.end or at > window.as_of:
        return False
    segment = next((each for each in plan.segments if each.start <= at < each.end), None)
    if segment is None or not holds(segment.where, row):
        return False
    if plan.items and plan.items.named and item not in plan.items.named:
        return False
    return bool(segment.calendar.open_spans(at, at + 1).total())


def _taken(plan: RequestPlan, row: Row, item: str) -> int | None:
    for place, exclusion in enumerate(plan.exclusions):
        own = [spans for name, spans, _ in exclusion.items if name == item]
        if any(spans.contains(number(row["at"])) for spans in [exclusion.spans, *own]):
            return place
        if exclusion.where is not None and holds(exclusion.where, row):
            return place
    return None


def _counted(
    plan: RequestPlan, rows: Sequence[Row], item: str | None, *, excluded: bool
) -> Requests:
    total, failed = (sum(number(row[name]) for row in rows) for name in ("total", "failed"))
    if plan.every is None:
        return Requests(total, failed)
    slices: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        slices[(number(row["at"]) - plan.window.start) // plan.every].append(row)
    rates, filled, bad = 0, 0, 0
    for some in slices.values():
        asked, lost = (sum(number(row[name]) for row in some) for name in ("total", "failed"))
        if asked:
            rate = Fraction(lost, asked)
            filled += 1
            rates += int(rate * 10**9 + Fraction(1, 2))
            bad += plan.bad is not None and _COMPARED[plan.bad[0]](rate * 100, plan.bad[1])
    return Requests(total, failed, _slices(plan, item, excluded=excluded), filled, rates, bad)


def _slices(plan: RequestPlan, item: str | None, *, excluded: bool) -> int:
    """How many slices have any service hours in them."""
    assert plan.every is not None
    until = min(plan.window.end, plan.window.as_of + 1)
    open_ = Spans.empty()
    for each in plan.segments:
        start, end = max(plan.window.start, each.start), min(until, each.end)
        if start < end:
            open_ |= each.calendar.open_spans(start, end)
    for exclusion in plan.exclusions if excluded else ():
        open_ -= exclusion.spans
        for name, spans, _ in exclusion.items:
            open_ -= spans if name == item else Spans.empty()
    touched = {
        place
        for start, end in open_
        for place in range(
            (start - plan.window.start) // plan.every,
            (end - 1 - plan.window.start) // plan.every + 1,
        )
    }
    return len(touched)
