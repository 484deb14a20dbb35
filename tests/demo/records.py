"""Reading the generated files back, and what the levels of a month come to in them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from entente.web.demo.desk_clock import CLOSES, OPENS, is_workday
from entente.web.demo.stories import months_from

Row = dict[str, str]
Tables = dict[str, list[Row]]
FIRST = date(2025, 11, 1)
MONTHS = [month.key for month in months_from(FIRST, 12)]
ZONE = ZoneInfo("Europe/Dublin")
STOPPED = {"Awaiting user", "Awaiting vendor", "Resolved", "Closed"}
LIMITS = {"P1": 4 * 3600, "P2": 8 * 3600, "P3": 30 * 3600, "P4": 50 * 3600}


def read(content: bytes) -> list[Row]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def moment(text: str) -> datetime | None:
    """A stamp as a naive moment, or None if it is not one."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - local by definition
    except ValueError:
        return None


def sure(text: str) -> datetime:
    """A stamp that must be one, as a naive local moment."""
    found = moment(text)
    assert found is not None, text
    return found


def utc(text: str) -> datetime:
    """A local stamp in UTC."""
    return sure(text).replace(tzinfo=ZONE).astimezone(UTC)


def lives(incidents: Iterable[Row]) -> dict[str, list[Row]]:
    """The readable history of each ticket without exact duplicates and unknown states."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in incidents:
        history = found[row["Ticket"]]
        if moment(row["Changed"]) and row["State"] != "Pending CAB" and row not in history[-1:]:
            history.append(row)
    return found


def working(start: datetime, end: datetime) -> int:
    """Working seconds between two moments, counted day by day."""
    total = 0
    day = start.date()
    while day <= end.date():
        if is_workday(day):
            opens, closes = datetime.combine(day, OPENS), datetime.combine(day, CLOSES)
            total += max(0, int((min(end, closes) - max(start, opens)).total_seconds()))
        day += timedelta(days=1)
    return total


def resolution(history: list[Row]) -> int:
    """Seconds of a ticket's clock until its last resolution, less each pause."""
    total = 0
    for left, entered in pairwise(history):
        if left["State"] in STOPPED:
            continue
        if history[-1]["Priority"] == "P1":
            total += int((utc(entered["Changed"]) - utc(left["Changed"])).total_seconds())
        else:
            total += working(sure(left["Changed"]), sure(entered["Changed"]))
    return total


def within(incidents: Iterable[Row], priority: str) -> dict[str, Fraction]:
    """The share of a priority's tickets resolved within the limit, by month of opening."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for history in lives(incidents).values():
        if history[-1]["Priority"] == priority:
            count = counts[history[0]["Changed"][:7]]
            count[0] += resolution(history) <= LIMITS[priority]
            count[1] += 1
    return {month: Fraction(*count) for month, count in counts.items()}


def downtime(outages: Iterable[Row], service: str, month: str) -> timedelta:
    """The unscheduled time that a service was down in a month, overlaps counted once."""
    spans = sorted(
        (sure(row["Began"]), sure(row["Ended"]))
        for row in outages
        if (row["Service"], row["Kind"]) == (service, "unscheduled") and row["Began"][:7] == month
    )
    total, reached = timedelta(), sure(f"{month}-01 00:00:00")
    for began, ended in spans:
        total += max(timedelta(), ended - max(began, reached))
        reached = max(reached, ended)
    return total


def share(hits: int, of: int) -> Fraction:
    """How many in a thousand."""
    return Fraction(1000 * hits, of)


def response(history: list[Row]) -> int:
    """Seconds of a ticket's clock until the first work on it."""
    start = history[0]["Changed"]
    begun = next(row["Changed"] for row in history if row["State"] == "In progress")
    if history[-1]["Priority"] == "P1":
        return int((utc(begun) - utc(start)).total_seconds())
    return working(sure(start), sure(begun))
