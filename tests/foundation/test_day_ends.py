"""Ends of working days: closings, and the closing that a start leads to."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.foundation.conventions import Conventions
from entente.foundation.day_ends import closing, day_end, day_ends
from entente.foundation.instants import DAY, HOUR, to_micros, zone
from entente.foundation.worktime import Calendar

DUBLIN = zone("Europe/Dublin")
WEEK = {day: [["08:00", "12:00"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed", "thu")}
OFFICE = Calendar.from_mapping(
    {
        "timezone": "Europe/Dublin",
        "weekly": WEEK | {"fri": [["08:00", "16:00"]]},
        "holidays": ["2026-03-17"],
    }
)


def at(text: str) -> int:
    return to_micros(datetime.fromisoformat(text).replace(tzinfo=DUBLIN))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-03-02 09:00", 0, "2026-03-02 18:00"),
        ("2026-03-02 18:00", 0, "2026-03-03 18:00"),  # the day has closed at its closing
        ("2026-03-07 09:00", 0, "2026-03-09 18:00"),  # Saturday: the next working day
        ("2026-03-02 09:00", 1, "2026-03-03 18:00"),
        ("2026-03-02 23:59", 1, "2026-03-03 18:00"),
        ("2026-03-03 00:00", 1, "2026-03-04 18:00"),  # before opening it is that day already
        ("2026-03-05 09:00", 1, "2026-03-06 16:00"),
        ("2026-03-06 17:00", 1, "2026-03-09 18:00"),
        ("2026-03-07 09:00", 1, "2026-03-09 18:00"),
        ("2026-03-16 09:00", 1, "2026-03-18 18:00"),  # over a holiday
        ("2026-03-27 09:00", 2, "2026-03-31 18:00"),  # over the change of clocks
    ],
)
def test_a_start_leads_to_the_closing_of_a_working_day(start: str, count: int, due: str) -> None:
    assert day_end(OFFICE, at(start), count) == at(due)


def test_a_weekend_counts_from_its_monday_where_that_is_agreed() -> None:
    rolled = OFFICE.with_conventions(Conventions(closed_start="roll_first"))

    assert day_end(rolled, at("2026-03-07 09:00"), 1) == at("2026-03-10 18:00")


def test_a_day_that_is_open_to_its_end_closes_at_midnight() -> None:
    always = Calendar.always("Europe/Dublin")

    assert closing(always, date(2026, 3, 2)) == at("2026-03-03 00:00")


def test_hours_over_midnight_close_on_the_next_day() -> None:
    weekly = {"mon": [["22:00", "06:00"]], "tue": [["06:00", "14:00"]]}
    night = Calendar.from_mapping({"timezone": "Europe/Dublin", "weekly": weekly})

    assert closing(night, date(2026, 3, 2)) == at("2026-03-03 06:00")


@given(st.integers(0, 60 * 24), st.integers(0, 3))
def test_the_steps_are_what_each_start_leads_to(hour: int, count: int) -> None:
    low = at("2026-03-02 00:00")
    start = low + hour * HOUR

    begins, ends = day_ends(OFFICE, count, low + HOUR, low + 61 * DAY)

    assert begins[0] <= low + HOUR
    assert int(ends[np.searchsorted(begins, start, "right") - 1]) == day_end(OFFICE, start, count)
