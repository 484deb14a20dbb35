"""Exclusions as plans hold them: records by condition or claim; time by week, claim or plan."""

from __future__ import annotations

from entente.agreement.calendars import weekly_spans
from entente.foundation.intervals import Spans
from entente.performance.kernel.asked import Given
from entente.performance.kernel.claims import claimed_records, claimed_time
from entente.performance.kernel.kinds.announced import announced_time, limited_claims
from entente.performance.kernel.plans import RecordExclusion, TimeExclusion


def record_exclusions(given: Given) -> tuple[RecordExclusion, ...]:
    """The reasons of a measure to leave records out, in the order that the terms list them."""
    return tuple(_records(given, code) for code in given.measure.exclusions)


def _records(given: Given, code: str) -> RecordExclusion:
    agreed = given.terms.exclusions[code]
    records = claimed_records(code, given.known.claims) if agreed.claimed else frozenset()
    return RecordExclusion(code, agreed.where, records)


def time_exclusions(given: Given) -> tuple[TimeExclusion, ...]:
    """The reasons of a measure to leave time out, in the order that the terms list them."""
    return tuple(_time(given, code) for code in given.measure.exclusions)


def _time(given: Given, code: str) -> TimeExclusion:
    agreed, window = given.terms.exclusions[code], given.window
    suspends = agreed.effect == "suspends"
    if agreed.window is not None:
        spans = weekly_spans(agreed.window, given.terms.zone, window.start, window.end)
        return TimeExclusion(code, spans, suspends=suspends)
    if agreed.maintenance:
        return announced_time(given, code)
    if agreed.claimed and (agreed.quota or agreed.notice or agreed.only_in):
        return limited_claims(given, code)
    if agreed.claimed:
        spans = claimed_time(code, given.known.claims, window.start, window.end)
        return TimeExclusion(code, spans, suspends=suspends)
    return TimeExclusion(code, Spans.empty(), agreed.where, suspends=suspends)
