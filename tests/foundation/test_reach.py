"""How far calendars reach: hours that never come, far openings, the first and last days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from entente.foundation.conventions import Conventions
from entente.foundation.worktime import (
    Calendar,
    NeverOpen,
    NoOpenTime,
    OutOfRange,
)
from tests.foundation.offices import HOUR, office, vienna


@pytest.mark.parametrize(
    "entries",
    [
        {"weekly": {}},
        {"weekly": {}, "overrides": {"2024-01-01": []}},
        {"weekly": {"mon": [["09:00", "10:00"]]}, "breaks": {"mon": [["08:00", "11:00"]]}},
    ],
)
def test_a_calendar_without_open_hours_is_an_error(entries: dict[str, Any]) -> None:
    with pytest.raises(NeverOpen, match="this calendar has no open hour"):
        office(**entries)


def test_a_calendar_may_open_on_named_dates_only() -> None:
    calendar = office(weekly={}, overrides={"2024-01-06": [["09:00", "12:00"]]})

    assert calendar.next_open(vienna("2010-01-01")) == vienna("2024-01-06T09:00")
    assert calendar.add(vienna("2020-01-01"), 3 * HOUR) == vienna("2024-01-06T12:00")
    assert calendar.add(vienna("2030-01-01"), -3 * HOUR) == vienna("2024-01-06T09:00")
    with pytest.raises(NoOpenTime, match="too little open time after 2019-12-31T23"):
        calendar.add(vienna("2020-01-01"), 4 * HOUR)
    with pytest.raises(NoOpenTime, match="too little open time before 2029-12-31T23"):
        calendar.add(vienna("2030-01-01"), -4 * HOUR)
    with pytest.raises(
        NoOpenTime, match=r"no open time after 2024-01-07.*; the years to 2199 were searched"
    ):
        calendar.next_open(vienna("2024-01-07T01:00"))
    with pytest.raises(NoOpenTime, match="no working day within 20 years of 2024-01-06"):
        calendar.next_workday(date(2024, 1, 6))


def test_round_the_clock_never_closes_and_never_opens_again() -> None:
    always = Calendar.always()
    now = datetime(2024, 1, 1, tzinfo=UTC)

    assert always.next_open(now) == always.last_open(now) == now
    with pytest.raises(NoOpenTime, match="no closing after 2024-01-01"):
        always.next_close(now)
    with pytest.raises(NoOpenTime, match="no opening after 2024-01-01"):
        always.next_opening(now)


def test_calendars_reach_from_1900_to_2199() -> None:
    calendar = office()
    weekdays = int(np.busday_count("1970-01-01", "2100-01-01"))

    assert calendar.elapsed(vienna("1970-01-01"), vienna("2100-01-01")) == weekdays * 8 * HOUR
    assert calendar.next_open(vienna("2198-12-31T20:00")).year == 2199
    assert calendar.last_open(vienna("1901-01-01")).year == 1900
    with pytest.raises(OutOfRange, match="1900 to 2199"):
        calendar.is_open(vienna("2200-02-01"))
    with pytest.raises(NoOpenTime, match="after 2198-12-31T23:00"):
        calendar.add(vienna("2199-01-01"), 4000 * HOUR)
    with pytest.raises(NoOpenTime, match="before 1900-12-31T23:00"):
        calendar.add(vienna("1901-01-01"), -4000 * HOUR)


def test_a_far_opening_is_found_whatever_was_asked_before() -> None:
    entries: dict[str, Any] = {"weekly": {}, "overrides": {"2150-01-05": [["09:00", "12:00"]]}}
    start, opening = vienna("2024-01-01"), vienna("2150-01-05T09:00")
    asked = office(**entries)
    asked.is_open(vienna("2190-01-01"))

    for calendar in (asked, office(**entries)):
        assert calendar.next_open(start) == opening
        assert calendar.add(start, HOUR) == opening + HOUR
        assert calendar.add(vienna("2190-01-01"), -HOUR) == opening + 2 * HOUR


def test_deadlines_reach_over_decades() -> None:
    calendar, start = office(), vienna("2024-01-08T09:00")

    for years in (10, 40, 150):
        amount = years * 2_000 * HOUR
        assert calendar.elapsed(start, calendar.add(start, amount)) == amount


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York"])
@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-30"])
def test_the_first_and_last_days_are_open_in_every_zone(zone: str, day: str) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    end = start + timedelta(days=2) - timedelta(microseconds=1)

    assert Calendar.always(zone).elapsed(start, end) == end - start


def test_no_window_follows_the_last_one_and_none_is_before_the_first() -> None:
    once = office(
        Conventions(closing="next_window"),
        weekly={},
        overrides={"2024-01-06": [["09:00", "12:00"]]},
    )

    with pytest.raises(NoOpenTime, match="too little open time after"):
        once.add(vienna("2024-01-05"), 3 * HOUR)
    with pytest.raises(NoOpenTime, match="too little open time before"):
        once.add(vienna("2024-01-07"), -3 * HOUR)
