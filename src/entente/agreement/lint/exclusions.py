"""Rules about exclusions: each has an effect, leaves something over, and says one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from entente.agreement.allowance import first_month, month_span
from entente.agreement.calendars import resolve_calendar, weekly_spans
from entente.agreement.conditions.cases import exclude_each_other
from entente.agreement.conditions.condition import Condition
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.measures import (
    Availability,
    Combined,
    Deadline,
    Measure,
    Satisfaction,
    leaves_out_time,
)
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding
from entente.foundation.instants import DAY, from_micros
from entente.foundation.intervals import Spans
from entente.foundation.zones import zone

_LOOKED_AT = 56 * DAY  # eight weeks hold every weekly window often enough


def exclusion_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about what may be left out, and conditions under which nothing counts."""
    for path, measure in looked.measures():
        if measure.where is not None and exclude_each_other([measure.where]):
            message = (
                f"no record can meet this condition, so nothing is ever counted: {measure.where}"
            )
            hint = "one field has one value: write in ('P1', 'P2') where either counts"
            yield looked.found("counts-nothing", message, hint, (*path, "where"))
        for index, code in enumerate(measure.exclusions):
            if code in looked.agreement.exclusions:
                yield from _excluded(looked, (*path, "exclusions", index), measure, code)
    yield from _claims(looked)
    yield from _disagreeing(looked)


def _excluded(looked: Looked, at: Path, measure: Measure, code: str) -> Iterator[Finding]:
    exclusion = looked.agreement.exclusions[code]
    if isinstance(measure, Satisfaction):
        message = f"{code} leaves nothing out here: answers of users are never excluded"
        yield looked.found("exclusion-not-applicable", message, "remove it", at)
    elif isinstance(measure, Combined):
        message = f"{code} leaves nothing out here: this counts other levels, not records"
        hint = "name it in the measures of those levels"
        yield looked.found("exclusion-not-applicable", message, hint, at)
    elif exclusion.where is not None and isinstance(measure, Deadline):
        message = f"{code} is a condition on records, but this counts occasions, told or not"
        hint = "leave out occasions by hours of the week (window) or by claims (claimed)"
        yield looked.found("exclusion-not-applicable", message, hint, at)
    elif exclusion.window is not None and not leaves_out_time(measure):
        message = f"{code} is a time of the week, but this counts records"
        hint = "leave out records by a condition (where) or by claims (claimed)"
        yield looked.found("exclusion-not-applicable", message, hint, at)
    elif exclusion.maintenance and not leaves_out_time(measure):
        message = f"{code} is announced maintenance, but this counts records"
        hint = "leave out records by a condition (where) or by claims (claimed)"
        yield looked.found("exclusion-not-applicable", message, hint, at)
    elif exclusion.window is not None:
        yield from _window(looked, at, measure, code)
    elif exclusion.where is not None and _meet_no_record(measure.where, exclusion.where):
        message = f"{code} leaves out records that this does not count, so it changes nothing"
        hint = "remove it here, or check the two conditions"
        yield looked.found("exclusion-without-effect", message, hint, at)
    elif exclusion.where is not None and _are_the_same(measure.where, exclusion.where):
        message = f"{code} leaves out all that this counts"
        hint = "check the two conditions: they are the same"
        yield looked.found("exclusion-leaves-nothing", message, hint, at)


def _meet_no_record(counted: Condition | None, left_out: Condition) -> bool:
    return counted is not None and exclude_each_other([counted, left_out])


def _are_the_same(counted: Condition | None, left_out: Condition) -> bool:
    return counted is not None and counted.tree == left_out.tree


def _window(looked: Looked, at: Path, measure: Measure, code: str) -> Iterator[Finding]:
    """A weekly window beside the service hours: outside of them, or over all of them."""
    spans = _hours_and_window(looked, measure, code)
    if spans is None:
        return  # the calendar has a finding of its own
    hours, window = spans
    if not (hours & window).total():
        message = f"{code} lies outside the service hours, so it changes nothing"
        hint = "remove it here, or check the days of both"
        yield looked.found("exclusion-without-effect", message, hint, at)
    elif not (hours - window).total():
        message = f"{code} covers all service hours, so nothing is left to be down in"
        hint = "check the days and hours of both"
        yield looked.found("exclusion-leaves-nothing", message, hint, at)


def _hours_and_window(looked: Looked, measure: Measure, code: str) -> tuple[Spans, Spans] | None:
    agreement = looked.agreement
    window = agreement.exclusions[code].window
    assert window is not None
    try:
        start, _ = month_span(first_month(agreement), agreement.zone)
        end = start + _LOOKED_AT
        hours = resolve_calendar(agreement, looked.calendar_of(measure)).open_spans(start, end)
        return hours, weekly_spans(window, agreement.zone, start, end)
    except (ValueError, KeyError):
        return None


def _claims(looked: Looked) -> Iterator[Finding]:
    """Claims that nothing records: the reason is agreed, and there is no place to make it."""
    agreement = looked.agreement
    filled = {source.table for source in agreement.evidence.values()}
    if not looked.whole or not agreement.evidence or "exclusions" in filled:
        return
    named = {code for _, measure in looked.measures() for code in measure.exclusions}
    for code, exclusion in agreement.exclusions.items():
        if exclusion.claimed and code in named:
            message = f"no source of evidence fills the table exclusions, where {code} is claimed"
            hint = "add one under evidence, and say who keeps it"
            yield looked.found("claims-without-source", message, hint, ("exclusions", code))


def _disagreeing(looked: Looked) -> Iterator[Finding]:
    """Windows of one service that overlap and differ: an hour that counts here and not there."""
    used: dict[object, dict[str, Path]] = defaultdict(dict)
    for path, level, measure in looked.levels():
        where = measure.where.tree if measure.where else None
        for code in measure.exclusions if isinstance(measure, Availability) else ():
            exclusion = looked.agreement.exclusions.get(code)
            if exclusion is not None and exclusion.window is not None:
                used[level.service or repr(where)].setdefault(code, path)
    told = set()
    for codes in used.values():
        for first, second in combinations(codes, 2):
            facts = None if (first, second) in told else _hour_apart(looked, first, second)
            if facts:
                told.add((first, second))
                message = f"{first} and this leave out different hours of one service: {facts}"
                hint = "agree one window, and name it wherever it applies"
                yield looked.found("exclusions-disagree", message, hint, ("exclusions", second))


def _hour_apart(looked: Looked, first: str, second: str) -> str | None:
    """An hour that one of two overlapping windows leaves out and the other does not."""
    agreement = looked.agreement
    try:
        start, _ = month_span(first_month(agreement), agreement.zone)
        spans = [
            weekly_spans(window, agreement.zone, start, start + _LOOKED_AT)
            for code in (first, second)
            if (window := agreement.exclusions[code].window) is not None
        ]
        local = zone(agreement.zone)
    except (ValueError, KeyError):
        return None  # the zone has a finding of its own
    if not (spans[0] & spans[1]).total():
        return None  # two windows of a week, side by side
    for out, code in ((spans[0] - spans[1], first), (spans[1] - spans[0], second)):
        for begins, ends in out:
            at, until = (from_micros(each, local) for each in (begins, ends))
            hours = f"from {at:%H:%M} to {until:%H:%M}"
            return f"an outage on {at:%A} {hours} is left out by {code} only"
    return None
