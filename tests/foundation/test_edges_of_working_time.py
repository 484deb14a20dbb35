"""Edges of working time that mutation testing found unguarded; each claim ended a survivor."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from entente.foundation.conventions import Conventions
from entente.foundation.instants import DAY, NoSuchLocalTime, to_micros
from entente.foundation.worktime import Calendar, NoOpenTime, OutOfRange
from tests.foundation.offices import HOUR, office, vienna


def opened_on(*days: str, conventions: Conventions | None = None) -> Calendar:
    """A calendar that opens from nine to twelve on named days and never else."""
    overrides = {day: [["09:00", "12:00"]] for day in days}
    return office(conventions, weekly={}, overrides=overrides)


def test_the_nearest_working_day_is_the_very_next_one() -> None:
    monday, tuesday = date(2024, 1, 8), date(2024, 1, 9)

    assert office().next_workday(monday) == tuesday
    assert office().previous_workday(tuesday) == monday


def test_the_date_of_an_instant_is_that_of_the_calendars_zone() -> None:
    late_friday = datetime.fromisoformat("2024-01-12T23:30+00:00")  # Saturday in Vienna

    assert not office().is_workday(late_friday)
    assert office().next_workday(late_friday) == date(2024, 1, 15)


def test_real_time_alone_is_added_without_a_day() -> None:
    start = vienna("2024-01-08T12:00")

    assert office().add_calendar(start, duration=HOUR) == start + HOUR
    assert office().add_calendar(start) == start


@pytest.mark.parametrize(("gap", "expected"), [("push", "03:30+02:00"), ("after", "03:00+02:00")])
def test_days_that_end_in_the_skipped_hour_are_placed_as_agreed(gap: Any, expected: str) -> None:
    always = Calendar.always("Europe/Vienna", Conventions(gap=gap))

    found = always.add_days(vienna("2024-03-30T02:30"), 1)

    assert found == datetime.fromisoformat(f"2024-03-31T{expected}")


def test_days_that_end_in_the_skipped_hour_can_be_an_error() -> None:
    always = Calendar.always("Europe/Vienna", Conventions(gap="error"))

    with pytest.raises(NoSuchLocalTime):
        always.add_days(vienna("2024-03-30T02:30"), 1)


def test_pauses_are_taken_off_a_time_that_runs_backwards_too() -> None:
    start = vienna("2024-01-08T09:00")
    pause = (start + HOUR, start + 2 * HOUR)

    assert office().elapsed(start + 4 * HOUR, start, [pause]) == -3 * HOUR


def test_each_of_several_pauses_is_taken_off() -> None:
    start = vienna("2024-01-08T09:00")
    pauses = [(start + HOUR, start + 2 * HOUR), (start + 4 * HOUR, start + 5 * HOUR)]

    assert office().elapsed(start, start + 8 * HOUR, pauses) == 6 * HOUR


def test_a_pause_that_is_over_does_not_hide_the_next_one() -> None:
    start = vienna("2024-01-08T12:00")
    before = (start - 2 * HOUR, start - HOUR)
    after = (start + HOUR, start + 2 * HOUR)

    assert office().add(start, 2 * HOUR, [before, after]) == start + 3 * HOUR
    assert office().add(start, -2 * HOUR, [before, after]) == start - 3 * HOUR


def test_backwards_into_a_night_that_is_paused_ends_where_the_pause_begins() -> None:
    calendar = office(Conventions(closing="next_window"))
    night = (vienna("2024-01-08T16:00"), vienna("2024-01-09T08:00"))

    found = calendar.add(vienna("2024-01-09T12:00"), -3 * HOUR, [night])

    assert found == vienna("2024-01-08T16:00")


def test_a_start_that_is_its_end_is_no_time_and_no_error() -> None:
    at = [to_micros(vienna("2024-01-08T12:00"))]

    assert office(Conventions(reversed="error")).elapsed_many(at, at).tolist() == [0]


def test_results_in_bulk_are_whole_numbers_also_of_nothing() -> None:
    for at in ([], [to_micros(vienna("2024-01-08T12:00"))]):
        assert office().clock(at).dtype == np.int64
        assert office().elapsed_many(at, at).dtype == np.int64
        assert office().add_many(at, [3_600_000_000] * len(at)).dtype == np.int64


def test_pieces_before_1970_are_cut_at_every_day_too() -> None:
    start, end = -3 * DAY + DAY // 2, 0

    pieces = Calendar.always().pieces(start, end)

    assert pieces.from_.tolist() == [start, -2 * DAY, -DAY]
    assert pieces.day.tolist() == [-3, -2, -1]


def test_pieces_of_a_range_that_ends_before_it_starts_are_none() -> None:
    assert [len(part) for part in office().pieces(7, 5)] == [0, 0, 0, 0, 0]


def test_the_digest_form_names_everything_that_the_digest_pins() -> None:
    form = office().digest_form(7, 9)

    assert form == {
        "form": "open-intervals/1",
        "timezones": ["Europe/Vienna"],
        "conventions": Conventions().to_mapping(),
        "start": 7,
        "end": 9,
        "open": [],
    }


def test_at_an_opening_the_next_opening_is_the_one_after() -> None:
    assert office().next_opening(vienna("2024-01-08T09:00")) == vienna("2024-01-09T09:00")


def test_after_the_last_window_nothing_closes_and_before_the_first_nothing_was_open() -> None:
    calendar = opened_on("2024-01-06")

    with pytest.raises(NoOpenTime, match="no closing after 2024-01-07"):
        calendar.next_close(vienna("2024-01-07T12:00"))
    with pytest.raises(NoOpenTime, match="no open time before 2024-01-05"):
        calendar.last_open(vienna("2024-01-05T12:00"))


def test_the_last_open_time_is_found_however_long_ago() -> None:
    calendar = opened_on("1930-01-06")

    assert calendar.last_open(vienna("2024-01-05T12:00")) == vienna("1930-01-06T12:00")


def test_a_closing_decades_ago_is_found_where_a_window_is_used_up() -> None:
    calendar = opened_on("1930-01-06", "1975-01-06", conventions=Conventions(closing="next_window"))

    found = calendar.add(vienna("1975-01-06T12:00"), -3 * HOUR)

    assert found == vienna("1930-01-06T12:00")


@pytest.mark.parametrize("closing", ["this_window", "next_window"])
def test_deadlines_reach_into_the_first_and_the_last_window(closing: Any) -> None:
    calendar = opened_on("2024-01-06", "2024-01-07", conventions=Conventions(closing=closing))

    assert calendar.add(vienna("2024-01-05"), 4 * HOUR) == vienna("2024-01-07T10:00")
    assert calendar.add(vienna("2024-01-08"), -4 * HOUR) == vienna("2024-01-06T11:00")


def test_round_the_clock_is_written_and_read_back() -> None:
    always = Calendar.always("Europe/Vienna")

    assert Calendar.from_mapping(always.to_mapping()) == always


def test_the_first_instant_of_2200_is_out_of_range() -> None:
    with pytest.raises(OutOfRange, match="1900 to 2199"):
        office().is_open(datetime.fromisoformat("2200-01-01T00:00+00:00"))
