"""Working time by example: the conventions, deadlines, working days, joint hours and errors."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from entente.foundation.conventions import Conventions
from entente.foundation.instants import NaiveInstant, NoSuchLocalTime, to_micros
from entente.foundation.intervals import Spans
from entente.foundation.worktime import (
    Calendar,
    NeverOpen,
    OutOfRange,
    StartAfterEnd,
)
from tests.foundation.offices import HOUR, OFFICE, office, vienna


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    nights = office(weekly={"fri": [["22:00", "06:00"]]})

    found = nights.intervals(vienna("2024-01-12"), vienna("2024-01-15"))

    assert found == [(vienna("2024-01-12T22:00"), vienna("2024-01-13T06:00"))]
    assert nights.is_workday(date(2024, 1, 12))
    assert not nights.is_workday(date(2024, 1, 13))


def test_a_night_into_a_holiday_is_cut_at_midnight_or_whole_as_agreed() -> None:
    entries: dict[str, Any] = {
        "weekly": {"mon": [["22:00", "06:00"]]},
        "holidays": ["2024-01-09"],
    }
    start, end = vienna("2024-01-08"), vienna("2024-01-11")

    assert office(**entries).elapsed(start, end) == 2 * HOUR
    assert office(Conventions(night="whole"), **entries).elapsed(start, end) == 8 * HOUR


def test_the_hours_of_a_date_come_from_the_first_entry_that_says_them() -> None:
    calendar = office(
        holidays=[
            "2024-01-01",
            {"date": "2024-01-02", "hours": [["10:00", "12:00"]]},
            {"date": "2024-01-03", "closed": [["12:00", "17:00"]]},
            "2024-01-04",
        ],
        recurring_holidays=["01-05", {"date": "01-02", "closed": [["09:00", "10:00"]]}],
        overrides={"2024-01-04": [["06:00", "07:00"]]},
        shifts={"2024-01-03": [["11:00", "13:00"]], "2024-01-08": [["20:00", "21:00"]]},
        breaks={"mon": [["20:00", "20:15"]], "2024-01-02": [["11:00", "11:30"]]},
    )

    hours = {
        day: calendar.elapsed(vienna(f"2024-01-{day:02}"), vienna(f"2024-01-{day + 1:02}")) / HOUR
        for day in (1, 2, 3, 4, 5, 8)
    }

    assert hours == {1: 0, 2: 1.5, 3: 1, 4: 1, 5: 0, 8: 0.75}
    assert calendar.is_holiday(date(2024, 1, 3))
    assert not calendar.is_holiday(date(2024, 1, 8))


def test_an_override_is_not_closed_in_part_by_a_holiday() -> None:
    calendar = office(
        holidays=[{"date": "2024-01-09", "closed": [["12:00", "17:00"]]}],
        overrides={"2024-01-09": [["11:00", "14:00"]]},
    )

    assert calendar.elapsed(vienna("2024-01-09"), vienna("2024-01-10")) == 3 * HOUR


def test_an_override_from_midnight_is_open_from_midnight() -> None:
    calendar = office(overrides={"2024-01-09": [["00:00", "06:00"]]})

    assert calendar.elapsed(vienna("2024-01-09"), vienna("2024-01-10")) == 6 * HOUR


def test_the_29th_of_february_recurs_in_leap_years_only() -> None:
    calendar = office(recurring_holidays=["02-29"])

    assert not calendar.is_workday(date(2024, 2, 29))
    assert calendar.elapsed(vienna("2024-02-29"), vienna("2024-03-01")) == 0 * HOUR
    assert calendar.elapsed(vienna("2023-02-28"), vienna("2023-03-02")) == 16 * HOUR


def test_24_hours_and_the_next_midnight_are_one_open_stretch() -> None:
    always = Calendar.always("Europe/Vienna")

    assert always.elapsed(vienna("1970-01-01"), vienna("2100-01-01")) == vienna(
        "2100-01-01"
    ) - vienna("1970-01-01")
    assert len(always.open_spans(0, 10**15)) == 1


@pytest.mark.parametrize(("mode", "hours"), [("elapsed", 23), ("wall_clock", 24)])
def test_the_short_night_is_23_hours_or_24_readings_as_agreed(mode: Any, hours: int) -> None:
    always = Calendar.always("Europe/Vienna", Conventions(daylight_saving=mode))

    found = always.elapsed(
        datetime(2024, 3, 30, 12, tzinfo=UTC), datetime(2024, 3, 31, 11, tzinfo=UTC)
    )

    assert found == hours * HOUR


@pytest.mark.parametrize(("mode", "hours"), [("elapsed", 25), ("wall_clock", 24)])
def test_the_long_night_is_25_hours_or_24_readings_as_agreed(mode: Any, hours: int) -> None:
    always = Calendar.always("Europe/Vienna", Conventions(daylight_saving=mode))

    found = always.elapsed(
        datetime(2024, 10, 26, 22, tzinfo=UTC) - 12 * HOUR,
        datetime(2024, 10, 27, 11, tzinfo=UTC),
    )

    assert found == hours * HOUR


@pytest.mark.parametrize(
    ("gap", "expected"),
    [("push", "03:30+02:00"), ("after", "03:00+02:00"), ("before", "01:30+01:00")],
)
def test_a_wall_clock_deadline_in_the_skipped_hour_is_placed_as_agreed(
    gap: Any, expected: str
) -> None:
    choice = Conventions(daylight_saving="wall_clock", gap=gap)
    always = Calendar.always("Europe/Vienna", choice)
    deadline = datetime.fromisoformat(f"2024-03-31T{expected}")

    assert always.add(vienna("2024-03-31T01:00"), 1.5 * HOUR) == deadline
    assert always.add(datetime.fromisoformat("2024-03-31T04:30+02:00"), -2 * HOUR) == deadline


def test_a_wall_clock_deadline_in_the_skipped_hour_can_be_an_error() -> None:
    choice = Conventions(daylight_saving="wall_clock", gap="error")

    with pytest.raises(NoSuchLocalTime):
        Calendar.always("Europe/Vienna", choice).add(vienna("2024-03-31T01:00"), 1.5 * HOUR)


def test_a_window_that_the_change_skips_counts_on_the_wall_clock_only() -> None:
    sunday = {"sun": [["02:00", "03:00"]]}
    start, end = vienna("2024-03-30"), vienna("2024-04-01")

    assert office(weekly=sunday).elapsed(start, end) == 0 * HOUR
    wall_clock = office(Conventions(daylight_saving="wall_clock"), weekly=sunday)
    assert wall_clock.elapsed(start, end) == HOUR
    assert wall_clock.intervals(start, end) == []


@pytest.mark.parametrize(
    ("closing", "forwards", "backwards"),
    [
        ("this_window", "2024-01-12T17:00", "2024-01-12T09:00"),
        ("next_window", "2024-01-15T09:00", "2024-01-11T17:00"),
    ],
)
def test_an_amount_that_ends_at_closing_is_placed_as_agreed(
    closing: Any, forwards: str, backwards: str
) -> None:
    calendar = office(Conventions(closing=closing))

    assert calendar.add(vienna("2024-01-12T16:00"), HOUR) == vienna(forwards)
    assert calendar.add(vienna("2024-01-12T10:00"), -HOUR) == vienna(backwards)


def test_nothing_added_to_a_closed_instant_stays_or_moves_to_the_opening_as_agreed() -> None:
    saturday = vienna("2024-01-13T12:00")

    assert office().add(saturday, 0 * HOUR) == saturday
    moved = office(Conventions(closing="next_window")).add(saturday, 0 * HOUR)
    assert moved == vienna("2024-01-15T09:00")


def test_a_start_after_its_end_is_negative_zero_or_an_error_as_agreed() -> None:
    late, early = vienna("2024-01-12T12:00"), vienna("2024-01-12T10:00")
    micros = np.array([to_micros(late)]), np.array([to_micros(early)])

    assert office().elapsed(late, early) == -2 * HOUR
    assert office().elapsed_many(*micros).tolist() == [-7_200_000_000]
    zero = office(Conventions(reversed="zero"))
    assert zero.elapsed(late, early) == 0 * HOUR
    assert zero.elapsed_many(*micros).tolist() == [0]
    strict = office(Conventions(reversed="error"))
    assert strict.elapsed_many(micros[1], micros[0]).tolist() == [7_200_000_000]
    with pytest.raises(StartAfterEnd, match="2024-01-12T12:00:00\\+01:00 is after"):
        strict.elapsed(late, early)
    with pytest.raises(StartAfterEnd, match="row 0: 2024-01-12T11:00:00\\+00:00 is after"):
        strict.elapsed_many(*micros)


def test_working_days_from_a_weekend_count_as_agreed() -> None:
    saturday = vienna("2024-01-13T12:00")
    rolls = office(Conventions(closed_start="roll_first"))

    assert office().add_days(saturday, 1) == vienna("2024-01-15T12:00")
    assert rolls.add_days(saturday, 1) == vienna("2024-01-16T12:00")
    assert rolls.add_days(saturday, 0) == vienna("2024-01-15T12:00")
    assert rolls.add_days(saturday, -1) == vienna("2024-01-11T12:00")
    assert office().add_days(saturday, 0) == saturday


@pytest.mark.parametrize(
    ("counting", "count"), [("after_start", 4), ("before_end", 4), ("both_ends", 5)]
)
def test_working_days_between_leave_out_the_ends_as_agreed(counting: Any, count: int) -> None:
    calendar = office(Conventions(workdays=counting))

    assert calendar.workdays_between(date(2024, 1, 8), date(2024, 1, 12)) == count
    assert calendar.workdays_between(date(2024, 1, 12), date(2024, 1, 8)) == -count


def test_days_added_are_the_days_between() -> None:
    start = vienna("2024-01-13T12:00")

    for n in range(30):
        assert office().workdays_between(start, office().add_days(start, n)) == n


def test_a_working_day_keeps_its_wall_clock_over_a_change() -> None:
    friday = vienna("2024-03-29T16:00")

    assert office().add_days(friday, 1) == datetime.fromisoformat("2024-04-01T16:00+02:00")


def test_a_repeated_deadline_is_its_first_or_second_occurrence_as_agreed() -> None:
    start = datetime.fromisoformat("2024-10-26T02:30+02:00")
    second = Calendar.always("Europe/Vienna", Conventions(fold="second"))

    assert Calendar.always("Europe/Vienna").add_days(start, 1) == start + 24 * HOUR
    assert second.add_days(start, 1) == start + 25 * HOUR
    assert second.add_calendar(start, days=1, duration=HOUR) == start + 26 * HOUR


def test_no_days_added_in_a_repeated_hour_stay_in_the_same_of_the_two() -> None:
    second = datetime.fromisoformat("2024-10-27T02:30+01:00")

    assert Calendar.always("Europe/Vienna").add_days(second, 0) == second
    assert Calendar.always("Europe/Vienna").add_calendar(second, days=0) == second


def test_the_nearest_working_days_skip_holidays() -> None:
    calendar = office(holidays=["2024-01-15"])

    assert calendar.next_workday(date(2024, 1, 12)) == date(2024, 1, 16)
    assert calendar.previous_workday(date(2024, 1, 16)) == date(2024, 1, 12)


def test_openings_and_closings_around_an_instant() -> None:
    calendar = office(weekly={"mon": [["09:00", "12:00"], ["13:00", "17:00"]]})
    noon, ten = vienna("2024-01-08T12:00"), vienna("2024-01-08T10:00")

    assert calendar.next_open(ten) == ten
    assert calendar.next_open(noon) == calendar.next_opening(ten) == vienna("2024-01-08T13:00")
    assert calendar.next_close(ten) == calendar.last_open(noon) == noon
    assert calendar.next_close(noon) == vienna("2024-01-08T17:00")
    assert calendar.last_open(ten) == ten
    assert calendar.last_open(vienna("2024-01-08T09:00")) == vienna("2024-01-01T17:00")
    assert not calendar.is_open(noon)


def test_pauses_stop_the_clock_and_far_ones_do_nothing() -> None:
    calendar = office()
    start = vienna("2024-01-08T09:00")
    pause = (vienna("2024-01-08T10:00"), vienna("2024-01-08T12:00"))
    far = (vienna("2150-01-01T00:00"), datetime.max.replace(tzinfo=UTC))

    assert calendar.elapsed(start, start + 8 * HOUR, [pause, pause, far]) == 6 * HOUR
    assert calendar.add(start, 2 * HOUR, [far, pause]) == start + 4 * HOUR
    assert calendar.add(start, HOUR, Spans.of([pause])) == start + HOUR
    assert calendar.add(start + 8 * HOUR, -6 * HOUR, [pause]) == start
    later = office(Conventions(closing="next_window"))
    assert later.add(start, HOUR, [pause]) == start + 3 * HOUR


def test_pauses_before_the_start_and_after_the_end_do_nothing() -> None:
    calendar = office()
    start = vienna("2024-01-08T12:00")
    before = (start - 2 * HOUR, start - HOUR)
    after = (start + 2 * HOUR, start + 3 * HOUR)

    assert calendar.add(start, HOUR, [before, after]) == start + HOUR
    assert calendar.add(start, -HOUR, [before, after]) == start - HOUR
    assert calendar.add(start, -HOUR, [(start - 4 * HOUR, start - 2 * HOUR)]) == start - HOUR
    back = office(Conventions(closing="next_window"))
    assert back.add(start, -HOUR, [before]) == start - 2 * HOUR


def test_a_pause_in_which_the_count_starts_is_left_first() -> None:
    start = vienna("2024-01-08T12:00")
    around = (start - HOUR, start + HOUR)

    assert office().add(start, HOUR, [around]) == start + 2 * HOUR
    assert office().add(start, -HOUR, [around]) == start - 2 * HOUR


def test_a_pause_without_an_end_leaves_no_deadline() -> None:
    start = vienna("2024-01-08T09:00")

    with pytest.raises(OutOfRange, match="for the years 1900 to 2199 only"):
        office().add(start, HOUR, [(start, datetime.max.replace(tzinfo=UTC))])


def test_a_pause_that_ends_before_it_starts_is_refused() -> None:
    start = vienna("2024-01-08T09:00")

    with pytest.raises(ValueError, match="ends before it starts"):
        office().elapsed(start, start + HOUR, [(start + HOUR, start)])


def test_the_clock_is_zero_in_1970_and_the_same_from_every_call() -> None:
    calendar, again = office(), office()
    at = np.array([0, to_micros(vienna("2024-01-08T12:00"))])

    far = calendar.clock(np.array([to_micros(vienna("1930-01-08")), *at]))

    assert far[1] == 0
    assert far[0] < 0
    assert far[1:].tolist() == again.clock(at).tolist() == calendar.clock(at).tolist()


def test_a_million_deadlines_are_computed_at_once() -> None:
    calendar = office()
    starts = to_micros(vienna("2016-01-01")) + np.arange(1_000_000, dtype=np.int64) * 10**7

    ends = calendar.add_many(starts, 4 * 3_600_000_000)

    assert (calendar.elapsed_many(starts, ends) == 4 * 3_600_000_000).all()


def test_many_durations_may_go_both_ways() -> None:
    start = to_micros(vienna("2024-01-08T12:00"))

    found = office().add_many([start, start], [3_600_000_000, -3_600_000_000])

    assert found.tolist() == [start + 3_600_000_000, start - 3_600_000_000]
    assert office().add_many([], []).tolist() == []


def test_joint_hours_of_two_zones_are_those_in_which_both_work() -> None:
    new_york = Calendar.from_mapping({**OFFICE, "timezone": "America/New_York"})

    both = office() & new_york

    found = both.intervals(vienna("2024-01-08"), vienna("2024-01-09"))
    assert found == [(vienna("2024-01-08T15:00"), vienna("2024-01-08T17:00"))]
    assert both.timezone == "Europe/Vienna"
    assert (both & new_york) == both
    assert both.is_workday(date(2024, 1, 8))


def test_joint_hours_on_the_wall_clock_need_one_zone() -> None:
    choice = Conventions(daylight_saving="wall_clock")
    mornings = office(choice, weekly={"mon": [["06:00", "10:00"]]})

    joint = mornings & office(choice)

    assert joint.elapsed(vienna("2024-01-08"), vienna("2024-01-09")) == HOUR
    with pytest.raises(ValueError, match="wall-clock time needs one zone"):
        joint & Calendar.always("UTC", choice)


def test_hours_that_never_meet_are_an_error() -> None:
    with pytest.raises(NeverOpen, match="never open at the same time"):
        office() & office(weekly={"sun": [["09:00", "10:00"]]})


def test_hours_that_meet_once_in_the_far_future_are_no_error() -> None:
    once = office(weekly={}, overrides={"2150-01-05": [["08:00", "10:00"]]})

    assert (office() & once).next_open(vienna("2024-01-01")) == vienna("2150-01-05T09:00")


def test_calendars_of_different_conventions_are_not_joined() -> None:
    with pytest.raises(ValueError, match="different conventions"):
        office() & office(Conventions(closing="next_window"))


def test_the_digest_form_resolves_the_open_time_of_a_range() -> None:
    start, end = vienna("2024-01-08"), vienna("2024-01-09")

    form = office().digest_form(start, end)

    assert json.loads(json.dumps(form)) == form
    assert form["open"] == [
        [to_micros(start) + 9 * 3_600_000_000, to_micros(end) - 7 * 3600 * 10**6]
    ]
    assert form["form"] == "open-intervals/1"
    assert form == office(holidays=["2024-02-01"]).digest_form(start, end)
    assert form != office(holidays=["2024-01-08"]).digest_form(start, end)


def test_pieces_of_an_empty_range_are_none() -> None:
    pieces = office().pieces(5, 5)

    assert [len(part) for part in pieces] == [0, 0, 0, 0, 0]


def test_naive_datetimes_are_refused() -> None:
    naive = vienna("2024-01-08").replace(tzinfo=None)

    for question in (office().is_open, office().next_open, lambda at: office().add_days(at, 1)):
        with pytest.raises(NaiveInstant):
            question(naive)


def test_calendars_are_values() -> None:
    calendar = office()
    calendar.is_open(vienna("2024-01-08"))

    assert calendar == office()
    assert hash(calendar) == hash(office())
    assert pickle.loads(pickle.dumps(calendar)) == calendar
    assert calendar != calendar.with_conventions(Conventions(closing="next_window"))
    assert replace(calendar, conventions=calendar.conventions) == calendar
    with pytest.raises(AttributeError):
        calendar.conventions = Conventions()  # type: ignore[misc] # the mistake under test
