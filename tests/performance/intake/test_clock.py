"""Clock readings: formats, zones, and what the clocks skip or say twice."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.foundation.instants import from_micros, local_to_instant, to_micros, zone
from tests.performance.intake.conftest import Take, left_out, rows_of

PLAIN = {"table": "values"}
FIRST, LAST = datetime.fromisoformat("1985-01-01"), datetime.fromisoformat("2037-12-31")


def _instants(take: Take, texts: list[str], zone: str = "UTC", **terms: object) -> list[datetime]:
    lines = "".join(f'"{text}",{place}\n' for place, text in enumerate(texts))
    stored = take(f"at,value\n{lines}", zone=zone, **{**PLAIN, **terms})
    return [from_micros(int(row["at"] or 0)) for row in rows_of(stored)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-03-01", "2016-03-01T00:00:00"),
        ("2016-03-01 07:30", "2016-03-01T07:30:00"),
        ("2016-03-01T07:30:15Z", "2016-03-01T07:30:15"),
        ("2016-03-01T07:30:15.25+02:00", "2016-03-01T05:30:15.250000"),
        ("2016-03-01T07:30:15,123456-0130", "2016-03-01T09:00:15.123456"),
        ("2016-03-01 07:30:15.1000000000 +05", "2016-03-01T02:30:15.100000"),
    ],
)
def test_iso_dates_are_read_with_and_without_an_offset(
    take: Take, text: str, expected: str
) -> None:
    assert _instants(take, [text]) == [datetime.fromisoformat(expected).replace(tzinfo=UTC)]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%d/%m/%Y %H:%M", "3/2/2016 14:05"),
        ("day-first", "03.02.2016 14:05:00"),
        ("month-first", "2/3/2016 02:05 PM"),
        ("%d %b %Y %I:%M %p", "3 Feb 2016 2:05 PM"),
        ("epoch-seconds", "1454508300"),
        ("epoch-milliseconds", "1454508300000"),
        ("%Y-%m-%d %H:%M %z", "2016-02-03 16:05 +0200"),
        ("iso", "2016-02-03 14:05"),
    ],
)
def test_declared_formats_name_the_same_instant(take: Take, form: str, text: str) -> None:
    assert _instants(take, [text], dates=[form]) == [datetime(2016, 2, 3, 14, 5, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30/02/2016", "unparsable-date"),
        ("2016-02-30", "unparsable-date"),
        ("2016-02-03 24:00", "unparsable-date"),
        ("2016-02-03 10:00+99:00", "unparsable-date"),
        ("yesterday", "unparsable-date"),
        ("2016-02-03 10:00:00.1234567", "too-precise"),
        ("1016-02-03", "outside-range"),
        ("", "missing-value"),
    ],
)
def test_a_date_that_cannot_be_relied_on_is_left_out(take: Take, text: str, reason: str) -> None:
    stored = take(f"at,value\n{text},1\n2016-01-01,1\n", **PLAIN)

    assert left_out(stored) == [(2, reason)]


def test_local_times_are_read_in_the_zone_over_both_changes_of_the_clocks(take: Take) -> None:
    texts = ["2016-03-27 01:59", "2016-03-27 02:30", "2016-10-30 02:30", "2016-10-30 03:00"]
    lines = "".join(f"{text},1\n" for text in texts)

    stored = take(f"at,value\n{lines}", zone="Europe/Vienna", **PLAIN)

    hours = [from_micros(int(row["at"] or 0)).strftime("%H:%M") for row in rows_of(stored)]
    assert hours == ["00:59", "01:30", "00:30", "02:00"]
    assert dict(stored.batch.clock_notes) == {
        "local-time-ambiguous": 1,
        "local-time-skipped": 1,
    }


def test_a_zone_of_the_source_goes_before_the_zone_of_the_agreement(take: Take) -> None:
    told = _instants(take, ["2016-01-01 12:00"], zone="Europe/Vienna", dates=["iso"])
    own = take("at,value\n2016-01-01 12:00,1\n", **{**PLAIN, "zone": "Europe/Vienna"})

    assert told == [datetime(2016, 1, 1, 11, tzinfo=UTC)]
    assert own.batch.first_at == to_micros(told[0])


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(
        ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]
    ),
    readings=st.lists(
        st.datetimes(FIRST, LAST),
        min_size=1,
        max_size=60,
    ),
)
def test_many_readings_equal_the_plain_conversion(
    take: Take, name: str, readings: list[datetime]
) -> None:
    found = _instants(take, [str(reading) for reading in readings], zone=name, dates=["iso"])

    rules: ZoneInfo = zone(name)
    assert found == [local_to_instant(reading, rules) for reading in readings]
