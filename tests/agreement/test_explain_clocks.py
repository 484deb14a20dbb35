"""Clocks of tickets in plain English: events, limits, further clocks, updates, few records."""

from __future__ import annotations

import pytest

from entente.agreement.explain import explain
from entente.agreement.reading import read_agreement_text
from tests.agreement.drafts import HEAD, OFFICE, level

DESK = """\
evidence:
  desk: {table: tickets, columns: {record: T}, fields: {actor: A, priority: P},
    times: {opened: O, responded: R, resolved: D, updated: U, phoned: F, workaround: W}}
"""


def said(measure: str, commitment: str = "at least 95 %") -> tuple[str, ...]:
    """What is said of a level; its terms have no errors."""
    reading = read_agreement_text("\n".join([HEAD, OFFICE, level(measure, commitment), DESK]))
    assert reading.agreement is not None
    assert reading.errors == (), [(f.rule, f.message) for f in reading.errors]
    [paragraph] = explain(reading.agreement, "service_levels.one")
    return paragraph.sentences


SHARE = "kind: share-within, calendar: office"


@pytest.mark.parametrize(
    ("measure", "sentence"),
    [
        (
            f"{SHARE}, within: 4 h, to: {{any_of: [resolved, workaround]}}",
            "The figure is the share of tickets that come to the first of its resolution or "
            "“workaround” within 4 working hours.",
        ),
        (
            f"{SHARE}, within: 4 h, from: {{all_of: [opened, phoned]}}",
            "The clock of a ticket runs from all of its opening and “phoned” to its resolution.",
        ),
        (
            f"{SHARE}, within: end of the next business day",
            "The figure is the share of tickets that are resolved by the end of the next business "
            "day (“office”).",
        ),
        (
            f"{SHARE}, "
            "within: {sooner_of: [{limit: 2 h, calendar: always}, {limit: 30 min}]}",
            "The figure is the share of tickets that are resolved within 2 hours or 30 working "
            "minutes, whichever is sooner.",
        ),
        (
            f"{SHARE}, within: {{later_of: [{{limit: 2 h}}, {{limit: end of the business day}}]}}",
            "The figure is the share of tickets that are resolved in time: 2 working hours or the "
            "end of the business day (“office”), whichever is later.",
        ),
        (
            f"{SHARE}, within: 8 h, also: [{{to: responded, within: 1 h, stop_clock: [on-hold]}}]",
            "The ticket must also come from its opening to the first work on it within 1 working "
            "hour; this clock stands still while it is on hold.",
        ),
        (
            f"{SHARE}, within: 1 h, to: responded, end_where: actor <> 'bot'",
            "Only a row whose actor is not bot tells of its end.",
        ),
        (
            f"{SHARE}, within: 1 h, end_where: actor <> 'bot'",
            "When a ticket is reopened, the first end counts.",
        ),
        (
            f"{SHARE}, within: 1 h, started_outside: office",
            "Only tickets count that start outside these hours: office (“office”).",
        ),
        (
            f"{SHARE}, within: 1 h, min_volume: {{records: 20, below: allowed-misses, "
            "allowed_misses: 1}",
            "A period with fewer than 20 of them is met while at most 1 of them miss.",
        ),
        (
            f"{SHARE}, within: 1 h, min_volume: {{records: 20}}",
            "A period with fewer than 20 of them is not measured.",
        ),
    ],
)
def test_a_share_says_its_events_its_limits_and_its_further_clocks(
    measure: str, sentence: str
) -> None:
    assert sentence in said(measure)


@pytest.mark.parametrize(
    ("measure", "commitment", "sentence"),
    [
        (
            "kind: cadence, event: updated, every: 24 h",
            "at least 90 %",
            "The figure is the share of gaps between updates that last at most 24 hours.",
        ),
        (
            "kind: cadence, event: updated, every: 2 business days, calendar: office, "
            "statistic: missed",
            "at most 3",
            "The figure is the number of updates that were due, one at least every 2 business "
            "days, and did not come.",
        ),
        (
            "kind: count, of: tickets, longer_than: 24 h",
            "at most 1",
            "The figure is the number of tickets whose clock ran for more than 24 hours.",
        ),
        ("kind: count, of: tickets", "at most 100", "The figure is the number of tickets."),
        (
            "kind: maximum, of: elapsed, unit: time",
            "at most 24 h",
            "The figure is the longest of the times of tickets from opening to resolution.",
        ),
    ],
)
def test_updates_counts_and_extremes_say_what_they_are(
    measure: str, commitment: str, sentence: str
) -> None:
    assert sentence in said(measure, commitment)


@pytest.mark.parametrize(
    ("measure", "at", "rule"),
    [
        (f"{SHARE}, within: 1 h, to: finished", "to", "unknown-event"),
        ("kind: cadence, event: told, every: 24 h", "event", "unknown-event"),
        (f"{SHARE}, within: 1 h, also: [{{to: told, within: 1 h}}]", "to", "unknown-event"),
        (f"{SHARE}, within: 1 h, started_in: nights", "started_in", "unresolved-reference"),
        (f"{SHARE}, within: 1 h, end_where: robot = 'x'", "end_where", "unknown-field"),
        (
            f"{SHARE}, within: {{sooner_of: [{{limit: 1 h, calendar: nights}}]}}",
            "calendar",
            "unresolved-reference",
        ),
        (f"{SHARE}, within: {{}}", "within", "value"),
        ("kind: latest, of: elapsed", "measure", "value"),
    ],
)
def test_what_a_clock_names_must_be_there(measure: str, at: str, rule: str) -> None:
    reading = read_agreement_text("\n".join([HEAD, OFFICE, level(measure), DESK]))

    [finding] = [f for f in reading.findings if f.rule == rule]
    assert finding.path[-1] == at
