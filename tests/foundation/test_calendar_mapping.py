"""A written calendar is read whole, or every offending entry is named at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from entente.foundation.calendar_mapping import CalendarError, calendar_problems
from entente.foundation.conventions import Conventions, UnknownConvention, choices
from entente.foundation.worktime import Calendar
from tests.foundation.calendars import Mapping, written_calendars

OFFICE: dict[str, Any] = {
    "timezone": "Europe/Vienna",
    "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"weekly": {"mon": [["9", "17:00"]]}}, "weekly.mon[0]: '9' is not a time of day"),
        ({"weekly": {"mon": [["09:00", "24:30"]]}}, "weekly.mon[0]: '24:30' is not a time of day"),
        ({"weekly": {"mon": [["09:00", 17]]}}, "weekly.mon[0]: 17 is not a time of day"),
        ({"weekly": {"mon": [["09:00", "09:00"]]}}, "weekly.mon[0]: 09:00-09:00 is empty"),
        ({"weekly": {"mon": [["24:00", "08:00"]]}}, "weekly.mon[0]: 24:00-08:00 is empty"),
        ({"weekly": {"mon": [["09:00"]]}}, "weekly.mon[0]: ['09:00'] is not a window"),
        ({"weekly": {"mon": ["nine to five"]}}, "weekly.mon[0]: 'nine to five' is not a window"),
        ({"weekly": {"mon": 8}}, "weekly.mon: a list is needed here, not 8"),
        ({"weekly": {"monday": []}}, "weekly.monday: 'monday' is not a weekday (mon to sun)"),
        ({"weekly": {"2024-01-01": []}}, "weekly.2024-01-01: a date; put it under 'overrides'"),
        ({"weekly": []}, "weekly: a mapping is needed here, not []"),
        ({"timezone": "Mars/Olympus"}, "timezone: unknown time zone 'Mars/Olympus'"),
        ({"timezone": None}, "timezone: missing; write an IANA name"),
        ({"holidays": ["2024-02-30"]}, "holidays[0]: 2024-02-30 is not in the calendar"),
        ({"holidays": ["25.12.2024"]}, "holidays[0]: '25.12.2024' is not a date"),
        ({"holidays": [datetime(2024, 1, 1, tzinfo=UTC)]}, "is not a date; write a date as"),
        ({"holidays": ["2024-01-01"] * 2}, "holidays[1]: 2024-01-01 is listed twice"),
        ({"holidays": "2024-01-01"}, "holidays: a list is needed here"),
        ({"holidays": [{"date": "2024-01-01", "hour": []}]}, "holidays[0].hour: unknown key"),
        (
            {"holidays": [{"date": "2024-01-01", "hours": [], "closed": [["09:00", "10:00"]]}]},
            "holidays[0]: has both hours and closed",
        ),
        (
            {"holidays": [{"date": "2024-01-01", "closed": []}]},
            "holidays[0].closed: is empty",
        ),
        ({"recurring_holidays": ["25 Dec"]}, "recurring_holidays[0]: '25 Dec' is not MM-DD"),
        ({"recurring_holidays": ["02-30"]}, "recurring_holidays[0]: 02-30 is not in the calendar"),
        ({"recurring_holidays": [1225]}, "recurring_holidays[0]: 1225 is not MM-DD"),
        ({"overrides": {"mon": []}}, "overrides.mon: 'mon' is not a date"),
        ({"brakes": {}}, "brakes: unknown key; did you mean 'breaks'?"),
        ({"q": {}}, "q: unknown key; use timezone, weekly"),
        ({"conventions": {"closing": "never"}}, "conventions: convention 'closing' is one of"),
        ({"conventions": {"clozing": "x"}}, "unknown convention 'clozing'; did you mean 'closing'"),
        ({"conventions": {"q": "x"}}, "unknown convention 'q'; use daylight_saving"),
        ({"all_of": [OFFICE]}, "timezone: stands beside 'all_of'"),
    ],
)
def test_an_offending_entry_is_named(entry: dict[str, Any], problem: str) -> None:
    with pytest.raises(CalendarError) as caught:
        Calendar.from_mapping({**OFFICE, **entry})

    assert problem in str(caught.value)


def test_all_problems_are_named_at_once_with_their_paths() -> None:
    wrong = {"timezone": "X", "weekly": {"mon": [["1", "2"]]}, "holidays": [True]}

    problems = calendar_problems(wrong)

    assert [problem.path for problem in problems] == [
        ("weekly", "mon", 0),
        ("weekly", "mon", 0),
        ("timezone",),
        ("holidays", 0),
    ]
    assert calendar_problems(OFFICE) == ()


def test_a_calendar_that_is_no_mapping_is_named() -> None:
    with pytest.raises(CalendarError, match="calendar: a mapping is needed here, not 3"):
        Calendar.from_mapping(3)  # type: ignore[arg-type] # the mistake under test


def test_windows_may_be_written_as_one_text() -> None:
    short = {**OFFICE, "weekly": dict.fromkeys(OFFICE["weekly"], "09:00-17:00")}

    assert Calendar.from_mapping(short) == Calendar.from_mapping(OFFICE)


def test_dates_may_be_dates_and_entries_may_come_in_any_order() -> None:
    one = {**OFFICE, "holidays": [date(2024, 1, 1), {"date": "2024-12-26", "name": "Stephen"}]}
    two = {**OFFICE, "holidays": ["2024-12-26", "2024-01-01"]}
    keyed = {**OFFICE, "overrides": {date(2024, 1, 2): []}}

    assert Calendar.from_mapping(one) == Calendar.from_mapping(two)
    assert hash(Calendar.from_mapping(one)) == hash(Calendar.from_mapping(two))
    assert Calendar.from_mapping(keyed).is_workday(date(2024, 1, 2)) is False


@settings(max_examples=40, deadline=None)
@given(written_calendars())
def test_what_is_written_is_read_back(situation: tuple[Mapping, date]) -> None:
    calendar = Calendar.from_mapping(situation[0])

    assert Calendar.from_mapping(calendar.to_mapping()) == calendar


def test_every_kind_of_entry_is_written_and_read_back() -> None:
    full = {
        **OFFICE,
        "weekly": {"mon": [["22:00", "06:30"]], "tue": [["00:00:30", "24:00"]]},
        "holidays": [
            "2024-01-01",
            {"date": "2024-12-24", "hours": [["09:00", "12:00"]]},
            {"date": "2024-12-31", "closed": [["12:00", "24:00"]]},
        ],
        "recurring_holidays": ["02-29", {"date": "12-25", "hours": [["10:00", "11:00"]]}],
        "breaks": {"tue": [["12:00", "13:00"]], "2024-01-02": [["15:00", "15:30"]]},
        "conventions": {"closing": "next_window", "gap": "after"},
    }
    calendar = Calendar.from_mapping(full)
    tokyo = Calendar.from_mapping({**OFFICE, "timezone": "Asia/Tokyo"}, calendar.conventions)

    assert Calendar.from_mapping(calendar.to_mapping()) == calendar
    assert Calendar.from_mapping((tokyo & calendar).to_mapping()) == tokyo & calendar
    assert calendar.to_mapping()["weekly"] == full["weekly"]


def test_each_convention_has_its_default_first() -> None:
    defaults = Conventions().to_mapping()

    assert defaults == {name: allowed[0] for name, allowed in choices().items()}
    assert Conventions.from_mapping(defaults) == Conventions()


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownConvention, match="'gap' is one of push, after, before, error"):
        Conventions(gap="skip")  # type: ignore[arg-type] # the mistake under test
