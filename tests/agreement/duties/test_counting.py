"""Counting: at every edge by hand, and always: never before its start, in order, day by day."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from entente.agreement.duties import Counter, Moment
from entente.agreement.duties.recurring import recurrences
from entente.agreement.terms.obligations import DutyDue
from entente.agreement.terms.periods import Lapse, parse_lapse
from entente.foundation.conventions import Conventions
from entente.foundation.instants import zone
from entente.foundation.months import plus_months
from entente.foundation.worktime import Calendar

ZONE = "Europe/Vienna"
DAYS = ("mon", "tue", "wed", "thu", "fri")


def counter(zone_name: str = ZONE, **conventions: str) -> Counter:
    mapping = {
        "timezone": zone_name,
        "weekly": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in DAYS},
        "holidays": ["2026-01-01", "2026-01-06", "2026-04-06", "2026-12-25"],
        "overrides": {"2026-12-24": [["09:00", "12:00"]]},
    }
    return Counter("office", Calendar.from_mapping(mapping, Conventions(**conventions)))  # type: ignore[arg-type] # choices of a convention


OFFICE = counter()


def at(text: str) -> Moment:
    return Moment.of(dt.datetime.fromisoformat(text).replace(tzinfo=zone(ZONE)), ZONE)


def said(count: Counter, start: Moment, **rule: object) -> str:
    due = count.due(start, DutyDue.model_validate(rule))
    return f"{due.at.astimezone(zone(ZONE)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("2026-03-28 10:00", {"within": "1 day", "by": "02:30"}, "2026-03-29 03:30"),  # skipped
        ("2026-10-24 10:00", {"within": "1 day", "by": "02:30"}, "2026-10-25 02:30"),  # twice
        ("2026-12-23 10:00", {"within": "1 day", "by": "closing"}, "2026-12-24 12:00"),
        ("2026-12-24 10:00", {"within": "1 day", "by": "closing"}, "2026-12-26 00:00"),  # closed
        ("2026-12-23 10:00", {"within": "1 day", "by": "24:00"}, "2026-12-25 00:00"),
        ("2026-12-23 16:00", {"within": "4 h"}, "2026-12-24 12:00"),
        ("2026-12-23 16:00", {"within": "5 h"}, "2026-12-28 10:00"),
        ("2026-01-31 10:00", {"day": 31}, "2026-03-01 00:00"),
        ("2026-02-28 10:00", {"day": 31}, "2026-04-01 00:00"),
        ("2026-04-30 10:00", {"day": "last"}, "2026-06-01 00:00"),
        ("2026-04-15 10:00", {"day": 15}, "2026-05-16 00:00"),
        ("2026-04-14 10:00", {"day": 15}, "2026-04-16 00:00"),
        ("2026-03-13 10:00", {"weekday": "fri"}, "2026-03-21 00:00"),
        ("2026-03-12 10:00", {"weekday": "fri", "by": "17:00"}, "2026-03-13 17:00"),
        ("2024-02-29 10:00", {"within": "1 year"}, "2025-03-01 00:00"),
        ("2026-03-31 10:00", {"before": "1 month"}, "2026-03-01 00:00"),
        ("2026-01-07 10:00", {"before": "2 business days"}, "2026-01-03 00:00"),
        ("2026-01-07 10:00", {"before": "5 h"}, "2026-01-05 13:00"),
        ("2026-03-13 10:00", {"by": "17:00"}, "2026-03-13 17:00"),
        ("2026-03-13 10:00", {"immediately": True}, "2026-03-13 10:00"),
    ],
)
def test_at_the_edges(start: str, rule: dict[str, object], expected: str) -> None:
    assert said(OFFICE, at(start), **rule) == expected


@pytest.mark.parametrize(
    ("gap", "expected"),
    [("push", "2026-03-29 03:30"), ("after", "2026-03-29 03:00"), ("before", "2026-03-29 01:30")],
)
def test_a_time_that_the_clocks_skip_follows_the_convention(gap: str, expected: str) -> None:
    found = said(counter(gap=gap), at("2026-03-28 10:00"), within="1 day", by="02:30")

    assert found == expected


def test_the_days_are_those_of_the_calendar_s_zone() -> None:
    # 23:30 in Vienna is the next morning in Tokyo: the 14th is the day that is counted from.
    tokyo = counter("Asia/Tokyo")

    due = tokyo.due(at("2026-03-12 23:30"), DutyDue.model_validate({"within": "1 day"}))

    assert due.day == dt.date(2026, 3, 14)
    assert due.at == dt.datetime(2026, 3, 14, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("month", ["March 2026", "April 2026"]),
        ("quarter", ["quarter 1 of 2026", "quarter 2 of 2026"]),
        ("half-year", ["half-year 1 of 2026", "half-year 2 of 2026"]),
        ("year", ["2026", "2027"]),
        ("contract-year", ["contract year 1", "contract year 2"]),
        ("week", ["the week to 7 March 2026", "the week to 14 March 2026"]),
        ("two-weeks", ["the two weeks to 14 March 2026", "the two weeks to 28 March 2026"]),
        ("day", ["7 March 2026", "8 March 2026"]),
        ("business-day", ["9 March 2026", "10 March 2026"]),
    ],
)
def test_periods_begin_with_the_one_that_holds_the_first_day(
    every: str, expected: list[str]
) -> None:
    found = recurrences(every, dt.date(2026, 3, 7), OFFICE, "sun")  # type: ignore[arg-type] # one of its words

    assert [period.name for period in islice(found, 2)] == expected


# Within the months whose holidays are listed; long enough for each kind of edge.
INSTANTS = some.integers(0, 395 * 86_400).map(
    lambda seconds: Moment.of(
        dt.datetime(2025, 12, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds), ZONE
    )
)
UNITS = ("minute", "hour", "day", "business-day", "week", "month", "quarter", "half-year", "year")
LAPSES = some.builds(Lapse, some.integers(0, 40), some.sampled_from(UNITS))
BY = some.sampled_from([None, "24:00", "closing"])


@settings(deadline=None)  # the first example builds a calendar
@given(start=INSTANTS, lapse=LAPSES, by=BY)
def test_what_is_due_after_a_moment_is_never_before_it(
    start: Moment, lapse: Lapse, by: str | None
) -> None:
    due = OFFICE.after(start, lapse, by)

    # Closing may come before the moment only on the moment's own day.
    assert due.at >= start.at or (by == "closing" and due.day == start.day)


@settings(deadline=None)  # the first example builds a calendar
@given(start=INSTANTS, lapse=LAPSES)
def test_what_is_due_before_a_moment_is_never_after_its_day(start: Moment, lapse: Lapse) -> None:
    due = OFFICE.before(start, lapse)

    assert due.day <= start.day


@settings(deadline=None)  # the first example builds a calendar
@given(first=INSTANTS, second=INSTANTS, lapse=LAPSES)
def test_a_later_moment_is_never_due_sooner(first: Moment, second: Moment, lapse: Lapse) -> None:
    sooner, later = sorted((first, second), key=lambda moment: moment.at)

    assert OFFICE.after(sooner, lapse).at <= OFFICE.after(later, lapse).at


@settings(deadline=None)  # the first example builds a calendar
@given(start=INSTANTS, count=some.integers(0, 40), unit=some.sampled_from(UNITS))
def test_a_longer_time_is_never_due_sooner(start: Moment, count: int, unit: str) -> None:
    some_time, more = Lapse(count, unit), Lapse(count + 1, unit)  # type: ignore[arg-type] # a unit's word

    assert OFFICE.after(start, some_time).at <= OFFICE.after(start, more).at


@settings(deadline=None)  # the first example builds a calendar
@given(start=INSTANTS, count=some.integers(1, 40), back=some.booleans())
def test_business_days_are_a_walk_from_day_to_day(start: Moment, count: int, back: bool) -> None:
    step = dt.timedelta(days=-1 if back else 1)
    day, left = start.day, count
    while left:
        day += step
        left -= OFFICE.calendar.is_workday(day)

    reached = OFFICE.before if back else OFFICE.after
    assert reached(start, Lapse(count, "business-day")).day == day


@settings(deadline=None)  # the first example builds a calendar
@given(start=INSTANTS, count=some.integers(1, 40))
def test_with_day_zero_the_walk_begins_on_a_working_day(start: Moment, count: int) -> None:
    zero = counter(closed_start="roll_first")
    day, left = start.day, count
    while not zero.calendar.is_workday(day):
        day += dt.timedelta(days=1)
    while left:
        day += dt.timedelta(days=1)
        left -= zero.calendar.is_workday(day)

    assert zero.after(start, Lapse(count, "business-day")).day == day


@settings(deadline=None)  # the first example builds a calendar
@given(start=INSTANTS, one=LAPSES, other=LAPSES)
def test_the_sooner_of_two_is_one_of_them_and_the_later_the_other(
    start: Moment, one: Lapse, other: Lapse
) -> None:
    rule = {"within": str(one), "or_within": str(other)}
    sooner = OFFICE.due(start, DutyDue.model_validate(rule))
    later = OFFICE.due(start, DutyDue.model_validate({**rule, "sooner": False}))

    both = [OFFICE.after(start, one).at, OFFICE.after(start, other).at]
    assert [sooner.at, later.at] == sorted(both)


@settings(deadline=None)  # the first example builds a calendar
@given(day=some.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), months=some.integers(-60, 60))
def test_months_lead_to_the_same_number_or_the_last_day(day: dt.date, months: int) -> None:
    found = plus_months(day, months)

    assert (found.year - day.year) * 12 + found.month - day.month == months
    next_month = plus_months(found.replace(day=1), 1)
    last = (next_month - dt.timedelta(days=1)).day
    assert found.day == min(day.day, last)


@pytest.mark.parametrize(
    ("rule", "said_of_it"),
    [
        ({"within": "3 days", "day": 5}, "counted in one way: give one of within, day"),
        ({"immediately": True, "before": "3 days"}, "give one of before, immediately"),
        ({}, "needs one of within, before, by, day, weekday or immediately"),
        ({"within": "3 days", "by": "noon"}, "not a time of day"),
        ({"day": 32}, "not a day of the month"),
        ({"day": "first"}, "not a day of the month"),
    ],
)
def test_a_due_time_that_means_nothing_is_refused(rule: dict[str, object], said_of_it: str) -> None:
    with pytest.raises(ValueError, match=said_of_it):
        DutyDue.model_validate(rule)


def test_the_written_lapse_reads_back() -> None:
    assert parse_lapse(str(Lapse(1, "business-day"))) == Lapse(1, "business-day")
