"""Each measured proportion is recounted from the public record it came from."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from entente.web.demo import proportions

Row = dict[str, str]
Desk = list[list[Row]]


@pytest.fixture(scope="module")
def desk(shared: Path) -> Desk:
    """The UCI incident log as the rows of each ticket."""
    found: dict[str, list[Row]] = defaultdict(list)
    place = shared / "data" / "tickets" / "uci_incident_event_log.csv.gz"
    with gzip.open(place, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["number"]].append(row)
    return list(found.values())


@pytest.fixture(scope="module")
def probes(shared: Path) -> dict[str, list[Row]]:
    """The Electisec checks of each site in order of time."""
    found: dict[str, list[Row]] = defaultdict(list)
    with (shared / "data" / "availability" / "electisec_probes.csv").open(newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["checked_at"]):
            found[row["site"]].append(row)
    return found


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 - the log's clock has no zone


def per_mille(counts: Counter[int], keys: Sequence[int]) -> tuple[int, ...]:
    total = sum(counts.values())
    return tuple(round(1000 * counts[key] / total) for key in keys)


def share(desk: Desk, hit: Sequence[bool]) -> int:
    return round(1000 * sum(hit) / len(desk))


def quantiles(values: list[float], per_cent: Sequence[int], scale: int) -> tuple[int, ...]:
    values = sorted(values)
    places = [min(len(values) - 1, len(values) * each // 100) for each in per_cent]
    return tuple(round(scale * values[place]) for place in places)


def hours(ticket: list[Row], start: str, end: str) -> float:
    return (at(ticket[-1][end]) - at(ticket[0][start])).total_seconds() / 3600


def test_weekdays_are_those_of_the_log(desk: Desk) -> None:
    counts = Counter(at(ticket[0]["opened_at"]).weekday() for ticket in desk)

    assert per_mille(counts, range(7)) == proportions.MEASURED_WEEKDAYS


@pytest.mark.parametrize(
    ("weekend", "measured"),
    [
        (False, proportions.MEASURED_WORKDAY_HOURS),
        (True, proportions.MEASURED_WEEKEND_HOURS),
    ],
)
def test_hours_of_arrival_are_those_of_the_log(
    desk: Desk, weekend: bool, measured: tuple[int, ...]
) -> None:
    opened = [at(ticket[0]["opened_at"]) for ticket in desk]
    counts = Counter(each.hour for each in opened if (each.weekday() > 4) == weekend)

    assert per_mille(counts, range(24)) == measured


def test_rows_per_ticket_are_those_of_the_log(desk: Desk) -> None:
    rows = sum(len(ticket) for ticket in desk)

    assert round(100 * rows / len(desk)) == proportions.MEASURED_ROWS_PER_TICKET


@pytest.mark.parametrize(
    ("state", "measured"),
    [
        ("Awaiting User Info", proportions.MEASURED_EVER_AWAITING_USER),
        ("Awaiting Vendor", proportions.MEASURED_EVER_AWAITING_VENDOR),
    ],
)
def test_waiting_shares_are_those_of_the_log(desk: Desk, state: str, measured: int) -> None:
    waited = [any(row["incident_state"] == state for row in ticket) for ticket in desk]

    assert share(desk, waited) == measured


def test_share_reopened_is_that_of_the_log(desk: Desk) -> None:
    reopened = [any(row["reopen_count"] != "0" for row in ticket) for ticket in desk]

    assert share(desk, reopened) == proportions.MEASURED_EVER_REOPENED


def test_share_of_changed_priorities_is_that_of_the_log(desk: Desk) -> None:
    changed = [len({row["priority"] for row in ticket}) > 1 for ticket in desk]

    assert share(desk, changed) == proportions.MEASURED_PRIORITY_CHANGED


def test_priorities_are_those_of_the_log(desk: Desk) -> None:
    counts = Counter(int(ticket[-1]["priority"][0]) for ticket in desk)

    assert per_mille(counts, range(1, 5)) == proportions.MEASURED_PRIORITIES


def test_share_resolved_in_an_hour_is_that_of_the_log(desk: Desk) -> None:
    moderate = [
        hours(ticket, "opened_at", "resolved_at")
        for ticket in desk
        if ticket[-1]["priority"] == "3 - Moderate" and ticket[-1]["resolved_at"] != "?"
    ]
    quick = sum(each <= 1 for each in moderate)

    assert round(1000 * quick / len(moderate)) == proportions.MEASURED_RESOLVED_IN_AN_HOUR


@pytest.mark.parametrize("priority", list(proportions.MEASURED_RESOLUTION_HOURS))
def test_resolution_times_are_those_of_the_log(desk: Desk, priority: str) -> None:
    found = [
        hours(ticket, "opened_at", "resolved_at")
        for ticket in desk
        if ticket[-1]["priority"] == priority and ticket[-1]["resolved_at"] != "?"
    ]

    measured = proportions.MEASURED_RESOLUTION_HOURS[priority]
    assert quantiles(found, (10, 25, 50, 75, 90), 100) == measured


def test_closing_five_days_after_resolution_is_that_of_the_log(desk: Desk) -> None:
    found = [
        (at(ticket[-1]["closed_at"]) - at(ticket[-1]["resolved_at"])).total_seconds() / 3600
        for ticket in desk
        if ticket[-1]["resolved_at"] != "?"
    ]

    assert quantiles(found, (10, 25, 50, 75), 10) == proportions.MEASURED_CLOSING_HOURS


def test_outage_minutes_are_those_of_the_probes(probes: dict[str, list[Row]]) -> None:
    found = []
    for checks in probes.values():
        began: datetime | None = None
        for row in checks:
            checked = datetime.fromisoformat(row["checked_at"].replace("Z", "+00:00"))
            if row["status"] == "down":
                began = began or checked
            elif began:
                found.append((checked - began).total_seconds() / 60)
                began = None

    minutes = quantiles(found, (0, 25, 50, 75, 90, 100), 10)
    assert minutes == proportions.MEASURED_OUTAGE_MINUTES


def test_response_times_are_those_of_the_probes(probes: dict[str, list[Row]]) -> None:
    found = [
        float(row["response_ms"])
        for checks in probes.values()
        for row in checks
        if row["status"] == "up"
    ]

    assert quantiles(found, (5, 25, 50, 75, 90, 99), 1) == proportions.MEASURED_RESPONSE_MS


def test_satisfaction_is_that_of_the_survey(shared: Path) -> None:
    counts: Counter[int] = Counter()
    place = shared / "data" / "csat" / "copenhagen_housing_satisfaction.csv"
    with place.open(newline="") as file:
        for row in csv.DictReader(file):
            counts[("Low", "Medium", "High").index(row["Sat"])] += int(row["Freq"])

    assert per_mille(counts, range(3)) == proportions.MEASURED_SATISFACTION
