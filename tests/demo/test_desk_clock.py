"""The clock by which the demonstration's desk works."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from entente.web.demo import desk_clock
from tests.demo.records import sure, working


@pytest.mark.parametrize("year", range(2023, 2041))
def test_irish_holidays_are_those_of_the_holidays_library(year: int) -> None:
    # The library adds substitutes for days at the weekend, on which the desk is shut anyway.
    named = {day for day in holidays.country_holidays("IE", years=year) if day.weekday() < 5}

    ours = {day for day in desk_clock.holidays(year) if day.weekday() < 5}

    assert ours <= named
    assert all(is_substitute(day) for day in named - ours)


def is_substitute(day: date) -> bool:
    return day in {date(day.year, 12, 27), date(day.year, 12, 28)} or day.weekday() == 0


@pytest.mark.parametrize("seconds", [0, 1, 3600, 35_999, 36_000, 100_000, 400_000])
def test_working_seconds_added_are_counted_back(seconds: int) -> None:
    start = sure("2025-12-23 16:40:00")

    end = desk_clock.after_working(start, seconds)

    assert working(start, end) == seconds


def test_the_desk_opens_after_a_bank_holiday_weekend() -> None:
    friday_evening = sure("2026-04-03 18:00:00")

    assert desk_clock.next_open(friday_evening) == sure("2026-04-07 08:00:00")


def test_a_moment_in_doubt_moves_past_the_change_of_clocks() -> None:
    skipped, repeated = sure("2026-03-29 01:30:00"), sure("2026-10-25 01:30:00")

    moved = [desk_clock.certain(each) for each in (skipped, repeated)]

    assert moved == [each + timedelta(hours=1) for each in (skipped, repeated)]
    assert desk_clock.certain(sure("2026-03-29 02:00:00")) == sure("2026-03-29 02:00:00")
