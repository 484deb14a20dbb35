"""Rules about richer terms of levels: populations, phases, limits, severities, prices, windows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from entente.agreement.allowance import allowance, first_month
from entente.agreement.conditions.meaning import All, Compare, Node, OneOf
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Availability, Combined, Deadline, Measure
from entente.agreement.terms.price import Indexation
from entente.agreement.terms.scalars import plain_decimal
from entente.agreement.text.shape import Path
from entente.foundation.durations import format_duration
from entente.foundation.findings import Finding
from entente.foundation.instants import SECOND

_ITEMS = 100  # of a population whose items are not listed, as an example


def shape_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about the richer terms of measures and levels."""
    for path, level, measure in looked.levels():
        yield from _dilution(looked, path, level, measure)
        if level.ratchet is not None and level.ratchet.at_most is None:
            message = "nothing limits how far the level rises in one step"
            hint = "add at_most: 20 %, a share of the gap between the level and 100 %"
            at = (*path, "ratchet")
            yield looked.found("ratchet-without-step", message, hint, at, at_key=True)
    for path, measure in looked.measures():
        if isinstance(measure, Combined):
            yield from _weights(looked, path, measure)
        if isinstance(measure, Deadline) and measure.due.by is not None:
            yield from _by(looked, path, measure, measure.due.by)
    yield from _combined(looked)
    yield from _severities(looked)
    yield from _indexation(looked)
    yield from _maintenance(looked)


def _dilution(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    """How long one item may be down when all are counted together."""
    if not isinstance(measure, Availability) or measure.population is None:
        return
    if measure.population.counts not in {"pooled", "mean"} or level.commitment.unit != "%":
        return
    try:
        outage = allowance(looked.agreement, str(path[1]), first_month(looked.agreement)).outage
    except (ValueError, KeyError):
        return  # a calendar or a charge has a finding of its own
    if outage is None:
        return
    items = len(measure.population.items) or _ITEMS
    single = min(outage.rounded * items, outage.open)
    shown = format_duration(single - single % SECOND)
    message = f"counted together, one of {items} items may be down {shown} of a month's hours"
    hint = "write counts: each, or add a level for the worst item"
    at = (*looked.path_of(path, level), "population")
    yield looked.found("pooled-dilution", message, hint, at, at_key=True)


def _weights(looked: Looked, path: Path, measure: Combined) -> Iterator[Finding]:
    total = sum((share.value for share in measure.weights.values()), Fraction(0))
    if measure.weights and total != 100:
        message = f"the weights add up to {plain_decimal(total)} %"
        hint = "let them add up to 100 %"
        yield looked.found("weights-add-up", message, hint, (*path, "weights"), at_key=True)


def _by(looked: Looked, path: Path, measure: Deadline, by: str) -> Iterator[Finding]:
    """A time of day at which the calendar of the occasion is never open."""
    calendar = looked.agreement.calendars.get(looked.calendar_of(measure))
    if calendar is None or measure.due.days_after or calendar.only_while_open:
        return
    spans = [span for hours in calendar.hours_of_week().values() for span in hours]
    if spans and not any(_holds(span, by) for span in spans):
        key = looked.calendar_of(measure)
        message = f"{by} is outside the hours of {key}, so nobody is there to see it"
        hint = "name a time in the hours of the calendar, or another calendar"
        yield looked.found("deadline-in-closed-hours", message, hint, (*path, "due", "by"))


def _holds(span: tuple[str, str], by: str) -> bool:
    opens, closes = span
    return opens <= by <= closes if opens < closes else by >= opens or by <= closes


def _combined(looked: Looked) -> Iterator[Finding]:
    """A figure of levels among which is its own."""
    agreement = looked.agreement

    def named(key: str) -> tuple[str, ...]:
        level = agreement.service_levels.get(key)
        measure = agreement.measure_of(level) if level and looked.has_measure(key) else None
        return measure.of if isinstance(measure, Combined) else ()

    for key, level in agreement.service_levels.items():
        seen, waiting = set[str](), list(named(key))
        while waiting:
            each = waiting.pop()
            if each == key:
                message = f"{key} is made from figures among which is its own"
                at = (*looked.path_of(("service_levels", key), level), "of")
                hint = "leave it out of the list"
                yield looked.found("combined-of-itself", message, hint, at, at_key=True)
                break
            if each not in seen:
                seen.add(each)
                waiting += named(each)


def _severities(looked: Looked) -> Iterator[Finding]:
    """Severities listed twice, and conditions on one that is not listed."""
    terms = looked.agreement.severities
    if terms is None:
        return
    listed: dict[str, int] = {}
    for index, severity in enumerate(terms.order):
        if severity.value in listed:
            message = f"the severity {severity.value} is here a second time"
            at: Path = ("severities", "order", index, "value")
            yield looked.found("severity-twice", message, "remove one of the two", at)
        listed.setdefault(severity.value, index)
    for path, measure in looked.measures():
        values = set(_values(measure.where.tree, terms.field)) if measure.where else set()
        for value in sorted(values - set(listed)):
            message = f"{value!r} is none of the severities: {', '.join(listed)}"
            at = (*path, "where")
            yield looked.found("unknown-severity", message, "use one of them, or add it", at)


def _values(node: Node, field: str) -> Iterator[str]:
    if isinstance(node, All):
        for part in node.of:
            yield from _values(part, field)
    elif isinstance(node, Compare) and node.field == field and node.operator == "=":
        yield str(node.value)
    elif isinstance(node, OneOf) and node.field == field:
        yield from map(str, node.values)


def _indexation(looked: Looked) -> Iterator[Finding]:
    for key, price in looked.agreement.prices.items():
        if not isinstance(price, Indexation):
            continue
        low, high = price.at_least, price.at_most
        if low is not None and high is not None and low.value > high.value:
            message = f"an increase is at least {low} and at most {high}"
            at = ("prices", key, "at_least")
            yield looked.found("index-bounds", message, "swap the two", at)
        elif high is None:
            message = "nothing limits by how much the charges rise in a year"
            hint = "add at_most, such as 5 %"
            yield looked.found("index-without-ceiling", message, hint, ("prices", key), at_key=True)


def _maintenance(looked: Looked) -> Iterator[Finding]:
    """Announced maintenance of any length, at any time."""
    for key, exclusion in looked.agreement.exclusions.items():
        limits = (exclusion.quota, exclusion.notice, exclusion.only_in)
        if exclusion.maintenance and not any(limits):
            message = "whatever is announced is left out: any length, at any time, on any notice"
            hint = "add a quota, a notice, or the hours it may be in (only_in)"
            at = ("exclusions", key)
            yield looked.found("maintenance-without-limit", message, hint, at, at_key=True)
