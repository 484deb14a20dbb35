"""Durations are read as people write them, exactly, or refused with a sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.foundation.durations import Days, Duration, format_duration, parse_duration
from entente.foundation.instants import DAY, HOUR, MINUTE, SECOND

calm = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("4 h", 4 * HOUR),
        ("4h", 4 * HOUR),
        ("30 min", 30 * MINUTE),
        ("1 h 30 min", 90 * MINUTE),
        ("90 minutes", 90 * MINUTE),
        ("1 hour and 30 minutes", 90 * MINUTE),
        ("2 Days, 3 Hours", 51 * HOUR),
        ("2 days", 2 * DAY),
        ("2 weeks", 14 * DAY),
        ("1.5 s", 1_500_000),
        ("250 ms", 250_000),
        ("7 µs", 7),
        ("0.1 s", 100_000),
        ("PT4H", 4 * HOUR),
        ("P1DT12H", 36 * HOUR),
        ("P2W", 14 * DAY),
        ("PT0.000001S", 1),
        ("PT1H30M5S", 90 * MINUTE + 5 * SECOND),
        ("  4 h ", 4 * HOUR),
    ],
)
def test_written_durations_are_read_exactly(text: str, micros: int) -> None:
    assert parse_duration(text) == Duration(micros)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 business days", Days(2, "business")),
        ("1 business day", Days(1, "business")),
        ("5 working days", Days(5, "business")),
        ("3 calendar days", Days(3, "calendar")),
        ("10 Business-Days", Days(10, "business")),
    ],
)
def test_days_of_a_calendar_are_counted_not_measured(text: str, days: Days) -> None:
    assert parse_duration(text) == days


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a duration; write for example '4 h'"),
        ("four hours", "is not a duration"),
        ("4", "is not a duration"),
        ("-4 h", "is not a duration"),
        ("4 hours late", "is not a duration"),
        ("1 h " * 100, "is not a duration"),
        ("2 months", "a month has no fixed length; write days"),
        ("1 year", "a year has no fixed length"),
        ("5 M", "unknown unit 'M'"),
        ("4 x", "unknown unit 'x'; use w, d, h, min, s or ms"),
        ("30 min 1 h", "write the longest first, once"),
        ("1 h 2 h", "write the longest first, once"),
        ("P1M", "not an ISO 8601 duration of fixed length"),
        ("PT", "not an ISO 8601 duration"),
        ("P", "not an ISO 8601 duration"),
        ("0.0000001 s", "finer than a microsecond"),
        ("999999999 weeks", "longer than 1000 years"),
    ],
)
def test_what_is_not_a_duration_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_duration(text)


@calm
@given(st.integers(0, 10**15))
def test_what_is_shown_is_read_back(micros: int) -> None:
    assert parse_duration(format_duration(micros)) == Duration(micros)


@pytest.mark.parametrize(
    ("micros", "shown"),
    [
        (0, "0 min"),
        (3 * HOUR + 12 * MINUTE, "3 h 12 min"),
        (62 * HOUR, "62 h"),
        (-90 * MINUTE, "-1 h 30 min"),
        (SECOND + 1, "1 s 1 µs"),
    ],
)
def test_durations_are_shown_for_people(micros: int, shown: str) -> None:
    assert format_duration(micros) == shown


def test_durations_are_values() -> None:
    hour = Duration.of(timedelta(hours=1))

    assert hour.as_timedelta == timedelta(hours=1)
    assert str(hour) == "1 h"
    assert Duration(1) < hour
    assert str(Days(1, "business")) == "1 business day"
    assert str(Days(3, "calendar")) == "3 calendar days"
