"""Tickets arrive, wait and are resolved as on the measured desk, and miss as told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from entente.web.demo import proportions
from entente.web.demo.history import history
from tests.demo.records import (
    MONTHS,
    Tables,
    lives,
    read,
    response,
    share,
    sure,
    utc,
    within,
)


def test_priorities_are_near_the_chosen_shares(tables: Tables) -> None:
    tickets = lives(tables["incidents"])
    counts = Counter(history[-1]["Priority"] for history in tickets.values())

    for priority, chosen in proportions.CHOSEN_PRIORITIES.items():
        assert share(counts[priority], len(tickets)) == pytest.approx(chosen, abs=12)


def test_each_month_has_some_260_tickets(tables: Tables) -> None:
    counts = Counter(history[0]["Changed"][:7] for history in lives(tables["incidents"]).values())

    assert sorted(counts) == MONTHS
    assert all(220 <= count <= 300 for count in counts.values())


@pytest.mark.parametrize(
    ("state", "low", "high"),
    [("Awaiting user", 150, 200), ("Awaiting vendor", 30, 50), ("Reopened", 40, 60)],
)
def test_pauses_and_returns_are_as_frequent_as_chosen(
    tables: Tables, state: str, low: int, high: int
) -> None:
    tickets = lives(tables["incidents"])
    hits = sum(any(row["State"] == state for row in each) for each in tickets.values())

    assert low <= share(hits, len(tickets)) <= high


def test_priority_changes_on_some_three_per_cent(tables: Tables) -> None:
    tickets = lives(tables["incidents"])
    changed = sum(len({row["Priority"] for row in each}) > 1 for each in tickets.values())

    assert 20 <= share(changed, len(tickets)) <= 40


def test_rows_per_ticket_are_near_the_measured_number(tables: Tables) -> None:
    rows, tickets = len(tables["incidents"]), len(lives(tables["incidents"]))

    measured = proportions.MEASURED_ROWS_PER_TICKET
    assert Fraction(100 * rows, tickets) == pytest.approx(measured, abs=15)


def test_workday_arrivals_follow_the_measured_hours(tables: Tables) -> None:
    opened = [sure(history[0]["Changed"]) for history in lives(tables["incidents"]).values()]
    hours = Counter(each.hour for each in opened if each.weekday() < 5)

    for hour, measured in enumerate(proportions.MEASURED_WORKDAY_HOURS):
        assert share(hours[hour], sum(hours.values())) == pytest.approx(measured, abs=25)


def test_each_life_is_in_order_and_whole(tables: Tables) -> None:
    for life in lives(tables["incidents"]).values():
        moments = [utc(row["Changed"]) for row in life]
        states = [row["State"] for row in life]
        assert moments == sorted(set(moments))
        assert states[:2] == ["New", "Assigned"]
        assert states[-2:] == ["Resolved", "Closed"]


def test_every_pause_ends_and_has_a_reason(tables: Tables) -> None:
    for life in lives(tables["incidents"]).values():
        for row, following in pairwise(life):
            paused = row["State"].startswith("Awaiting")
            assert bool(row["Pause reason"]) == paused
            assert following["State"] == "In progress" or not paused


@pytest.mark.parametrize(
    ("priority", "level", "missed"),
    [
        ("P1", Fraction(95, 100), {"2026-04", "2026-09"}),
        ("P2", Fraction(90, 100), {"2025-11", "2026-01", "2026-07"}),
        ("P3", Fraction(90, 100), {"2026-02"}),
        ("P3", Fraction(95, 100), {"2026-02"}),
        ("P4", Fraction(95, 100), set()),
    ],
)
def test_levels_are_missed_in_the_told_months_only(
    tables: Tables, priority: str, level: Fraction, missed: set[str]
) -> None:
    attained = within(tables["incidents"], priority)

    assert {month for month, reached in attained.items() if reached < level} == missed


@pytest.mark.parametrize("first", [date(2026, 12, 1), date(2027, 5, 1)])
def test_any_year_misses_as_often(first: date) -> None:
    incidents = read(history(first=first, months=12)["incidents.csv"])
    missed = {
        priority: sum(reached < Fraction(9, 10) for reached in within(incidents, priority).values())
        for priority in ("P1", "P2", "P3", "P4")
    }

    assert missed == {"P1": 2, "P2": 3, "P3": 1, "P4": 0}


@pytest.mark.parametrize(
    ("priority", "minutes"), [("P1", 15), ("P2", 30), ("P3", 240), ("P4", 480)]
)
def test_first_work_usually_begins_in_time(tables: Tables, priority: str, minutes: int) -> None:
    tickets = lives(tables["incidents"]).values()
    found = [response(each) for each in tickets if each[-1]["Priority"] == priority]

    assert share(sum(each <= minutes * 60 for each in found), len(found)) >= 950
