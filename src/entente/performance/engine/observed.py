"""What the evidence says of each item of a service: when it was down, and when it was seen at all.

SQL picks the spans that concern the window, which is what may be large; items are told apart and
spans united as arrays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from entente.agreement.conditions.condition import Condition
from entente.foundation.intervals import Spans
from entente.performance.engine.reading import Evidence
from entente.performance.engine.session import Session, text
from entente.performance.kernel.plans import Segment, UptimePlan

# A stream of probe results is what watches one thing: the results that agree in the fields that
# the condition names and in these, where a source has them. Other fields may vary with the result.
STREAM_FIELDS = ("service", "item", "site", "host", "endpoint", "check", "monitor", "location")
WHOLE = Fraction(1)


class Part(NamedTuple):
    """A segment and the part `[start, end)` of the window that it judges."""

    segment: Segment
    start: int
    end: int


class Stretch(NamedTuple):
    """A down span with its outage and item, where these are told."""

    start: int
    end: int
    record: str | None = None
    item: str | None = None


class Outage(NamedTuple):
    """An outage cut to a part of the window; `share` of the users were affected, if it says so."""

    start: int
    end: int
    record: str
    item: str | None
    share: Fraction | None
    known_by: tuple[int, str, int]


@dataclass(frozen=True)
class Seen:
    """What the evidence says of one item; `known` is the time of which it says anything."""

    item: str | None
    down: Spans
    known: Spans
    stretches: tuple[Stretch, ...]
    observations: int


@dataclass(frozen=True)
class Observed:
    """What the evidence says of every item, and how many of its rows are in reach."""

    items: tuple[Seen, ...]
    observations: int
    shares: tuple[tuple[Fraction, Spans], ...] = ()
    unweighted: int = 0


def named_items(
    session: Session, evidence: Evidence, plan: UptimePlan, parts: Sequence[Part]
) -> tuple[str | None, ...]:
    """The items of a plan; `None` alone where it has none, or no row names one."""
    if plan.items is None or plan.items.counts == "weighted":
        return (None,)
    if plan.items.named:
        return plan.items.named
    at = "started_at" if plan.of == "outages" else "moment"
    name = evidence.field(plan.items.field)
    found: set[str] = set()
    for segment, _, end in parts:
        met = "true" if segment.where is None else segment.where.sql(evidence.field)
        rows = session.all(
            f"""SELECT DISTINCT {name} FROM {evidence.relation}
                WHERE {at} < {end} AND ({met}) AND {name} IS NOT NULL"""
        )
        found.update(row[0] for row in rows)
    return tuple(sorted(found)) or (None,)


def outages(
    session: Session, evidence: Evidence, plan: UptimePlan, parts: Sequence[Part]
) -> Observed:
    """Down time from outages: all time is known."""
    names = named_items(session, evidence, plan, parts)
    rows = outage_rows(session, evidence, plan, parts)
    (observed,) = session.one(
        f"SELECT count(*) FROM {evidence.relation} WHERE started_at <= {plan.window.as_of}"
    )
    everything = Spans.of([(part.start, part.end) for part in parts])
    seen = tuple(
        Seen(name, spans_of(own := of_item(rows, name)), everything, stretches_of(own), 0)
        for name in names
    )
    if plan.items is None or plan.items.counts != "weighted":
        return Observed(seen, observed)
    silent = {row.known_by for row in rows if row.share is None}
    return Observed(seen, observed, shares_of(rows), len(silent))


def outage_rows(
    session: Session,
    evidence: Evidence,
    plan: UptimePlan,
    parts: Sequence[Part],
    also: Condition | None = None,
) -> list[Outage]:
    """Outages that meet the conditions, cut to the parts; one that lasts ends with its part."""
    item = evidence.field(plan.items.field) if plan.items else "NULL"
    weighed = plan.items is not None and plan.items.counts == "weighted"
    affected = evidence.field("affected") if weighed else "NULL"
    total = evidence.field("total") if weighed else "NULL"
    found = []
    for segment, start, end in parts:
        conditions = [each for each in (segment.where, also) if each is not None]
        met = "".join(f" AND ({each.sql(evidence.field)})" for each in conditions)
        found += session.all(
            f"""SELECT greatest(started_at, {start}) AS first,
                    least(coalesce(ended_at, {end}), {end}) AS last, record,
                    {item} AS item, {affected}, {total}, source, started_at
                FROM {evidence.relation}
                WHERE started_at < {end} AND coalesce(ended_at, {end}) > {start}
                    AND coalesce(ended_at > started_at, true){met}"""
        )
    rows = [
        Outage(int(first), int(last), record, item, _share(hit, users), (source, record, began))
        for first, last, record, item, hit, users, source, began in found
    ]
    return sorted(rows, key=lambda row: (row.start, row.end, row.record, row.item or ""))


def _share(affected: str | None, total: str | None) -> Fraction | None:
    told = [text for text in (affected, total) if text and re.fullmatch("[0-9]{1,15}", text)]
    if len(told) < 2 or int(told[1]) == 0:
        return None
    return min(WHOLE, Fraction(int(told[0]), int(told[1])))


def of_item(rows: Sequence[Outage], name: str | None) -> list[Outage]:
    """The outages that concern an item: its own, and those that name none."""
    return [row for row in rows if name is None or row.item in (None, name)]


def spans_of(rows: Sequence[Outage]) -> Spans:
    """The time of outages."""
    return Spans([row.start for row in rows], [row.end for row in rows])


def stretches_of(rows: Sequence[Outage]) -> tuple[Stretch, ...]:
    """Outages one after the other: of two that overlap, the later begins where the earlier ends."""
    found: list[Stretch] = []
    reached = None
    for row in rows:
        begin = row.start if reached is None else max(row.start, reached)
        if row.end > begin:
            found.append(Stretch(begin, row.end, row.record, row.item))
            reached = row.end
    return tuple(found)


def shares_of(rows: Sequence[Outage]) -> tuple[tuple[Fraction, Spans], ...]:
    """Disjoint down time by the share affected; where outages overlap the greatest share counts."""
    by_share: dict[Fraction, list[Outage]] = {}
    for row in rows:
        by_share.setdefault(WHOLE if row.share is None else row.share, []).append(row)
    found, higher = [], Spans.empty()
    for share in sorted(by_share, reverse=True):
        spans = spans_of(by_share[share])
        found.append((share, spans - higher))
        higher |= spans
    return tuple(found)


def probes(
    session: Session, evidence: Evidence, plan: UptimePlan, parts: Sequence[Part]
) -> Observed:
    """Down time from the results of probes: known is what some result holds for."""
    names = named_items(session, evidence, plan, parts)
    queries = [_holding(evidence, plan, part, names) for part in parts]
    found = [session.arrays(query) for query in queries]
    columns = ("first", "last", "down", "results", "number")
    nothing = np.empty(0, dtype=np.int64)
    all_ = {name: np.concatenate([nothing, *(each[name] for each in found)]) for name in columns}
    seen = []
    for place, name in enumerate(names, 1):
        own = (all_["number"] == 0) | (all_["number"] == place)
        failed = own & (all_["down"] == 1)
        down = Spans(all_["first"][failed], all_["last"][failed])
        known = Spans(all_["first"][own], all_["last"][own])
        stretches = tuple(Stretch(first, last, None, name) for first, last in down)
        seen.append(Seen(name, down, known, stretches, int(all_["results"][own].sum())))
    results = int(all_["results"][all_["number"] >= 0].sum())
    whole = Spans.empty()
    for each in seen:
        whole |= each.down
    weighed = plan.items is not None and plan.items.counts == "weighted"
    shares = ((WHOLE, whole),) if weighed and len(whole) else ()
    return Observed(tuple(seen), results, shares)


def _numbered(evidence: Evidence, plan: UptimePlan, names: Sequence[str | None]) -> str:
    """The number of a row's item: 0 where it concerns all, -1 where it is none of them."""
    if plan.items is None or names == (None,):
        return "0"
    field = evidence.field(plan.items.field)
    listed = ", ".join(text(name) for name in names if name is not None)
    return f"CASE WHEN {field} IS NULL THEN 0 ELSE coalesce(list_position([{listed}], {field}), -1) END"  # noqa: E501


def _holding(evidence: Evidence, plan: UptimePlan, part: Part, names: Sequence[str | None]) -> str:
    """The span that each probe result holds for within `[start, end)`, and whether it is down.

    Of several results of one stream at one instant the worst counts. The last result before
    `start` is the only earlier one that can reach into it.
    """
    segment, start, end = part
    fields = segment.where.fields() if segment.where else frozenset()
    if plan.items is not None:
        fields = fields | {plan.items.field}
    watched = [name for name in evidence.fields if name in fields or name in STREAM_FIELDS]
    stream = ", ".join(["source", "number", *(evidence.field(name) for name in watched)])
    failed = "status = 'down'" if plan.down_when is None else plan.down_when.sql(evidence.field)
    met = "true" if segment.where is None else segment.where.sql(evidence.field)
    holds = "" if plan.holds_for is None else f", moment + {plan.holds_for}"
    return f"""
        WITH results AS (
            SELECT *, coalesce(({failed}), false)::BIGINT AS failed,
                ({_numbered(evidence, plan, names)})::BIGINT AS number
            FROM {evidence.relation} WHERE moment < {end} AND ({met})),
        instants AS (
            SELECT {stream}, moment, max(failed) AS down, count(*) AS results
            FROM results WHERE moment >= {start} GROUP BY {stream}, moment
            UNION ALL
            SELECT {stream}, max(moment) AS moment, arg_max(failed, moment * 2 + failed) AS down,
                {int(start == plan.window.start)} AS results
            FROM results WHERE moment < {start} GROUP BY {stream})
        SELECT greatest(moment, {start})::BIGINT AS first, least(following{holds})::BIGINT AS last,
            down::BIGINT AS down, results::BIGINT AS results, number::BIGINT AS number
        FROM (SELECT *, coalesce(lead(moment) OVER (PARTITION BY {stream} ORDER BY moment), {end})
                AS following FROM instants)
        WHERE least(following{holds}) > greatest(moment, {start})"""
