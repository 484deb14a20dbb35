"""Hypothesis strategies: written calendars around clock changes, and instants near them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

Mapping = dict[str, Any]

# Midnight, half-hour, whole-day and mid-Ramadan changes among the ordinary ones.
CHANGES = [
    ("Europe/Vienna", date(2024, 3, 31)),
    ("Europe/Vienna", date(2024, 10, 27)),
    ("America/New_York", date(2024, 3, 10)),
    ("America/New_York", date(2024, 11, 3)),
    ("Australia/Lord_Howe", date(2024, 4, 7)),
    ("Australia/Lord_Howe", date(2024, 10, 6)),
    ("America/Asuncion", date(2024, 3, 24)),
    ("America/Asuncion", date(2023, 10, 1)),
    ("Africa/Cairo", date(2024, 4, 26)),
    ("Africa/Cairo", date(2024, 11, 1)),
    ("Asia/Beirut", date(2024, 3, 31)),
    ("Asia/Beirut", date(2024, 10, 27)),
    ("America/Havana", date(2024, 3, 10)),
    ("America/Havana", date(2024, 11, 3)),
    ("Atlantic/Azores", date(2024, 3, 31)),
    ("Atlantic/Azores", date(2024, 10, 27)),
    ("Africa/Casablanca", date(2024, 3, 10)),
    ("Africa/Casablanca", date(2024, 4, 14)),
    ("Pacific/Chatham", date(2024, 4, 7)),
    ("Pacific/Chatham", date(2024, 9, 29)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Asia/Kathmandu", date(1986, 1, 1)),
]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def every_day(hours: list[list[str]]) -> dict[str, list[list[str]]]:
    """A week with the same windows on each day."""
    return dict.fromkeys(WEEKDAYS, hours)


@st.composite
def windows(draw: st.DrawFn, most: int = 2) -> list[list[str]]:
    """A list of windows, some over midnight, some to 24:00."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        opens = draw(st.integers(0, 47)) * 30
        closes = draw(st.integers(1, 48)) * 30
        shift = draw(st.sampled_from([0, 0, 7]))
        if opens + shift != closes:
            found.append([clock(opens + shift), clock(closes)])
    return found


def clock(minutes: int) -> str:
    """HH:MM of minutes after midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def written_calendars(
    draw: st.DrawFn, change: tuple[str, date] | None = None
) -> tuple[Mapping, date]:
    """A written calendar with some open time, and the date of a clock change in its zone."""
    zone, day = change or draw(st.sampled_from(CHANGES))
    near = st.integers(-2, 2).map(lambda n: (day + timedelta(days=n)).isoformat())
    weekly = {name: draw(windows()) for name in WEEKDAYS}
    # Open hours that no break can take away keep the calendar from being empty.
    weekly[WEEKDAYS[(day.weekday() + 3) % 7]] = [["08:00", "18:00"]]
    mapping: Mapping = {
        "timezone": zone,
        "weekly": weekly,
        "holidays": draw(st.lists(near, max_size=1)),
        "recurring_holidays": draw(st.lists(near.map(lambda iso: iso[5:]), max_size=1)),
        "overrides": draw(st.dictionaries(near, windows(), max_size=1)),
        "shifts": draw(st.dictionaries(near, windows(), max_size=1)),
        "breaks": draw(st.dictionaries(near, windows(most=1), max_size=2)),
    }
    return mapping, day


def instants(day: date, spread: int = 3) -> st.SearchStrategy[datetime]:
    """Instants, to the microsecond, within some days of a date."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    width = spread * 86_400
    second = st.integers(-width, width)
    micro = st.sampled_from([0, 0, 1, 500_000, 999_999])
    return st.builds(
        lambda s, micro: midnight + timedelta(seconds=s, microseconds=micro), second, micro
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Mapping, list[datetime]]:
    """A written calendar and four sorted instants around its clock change."""
    mapping, day = draw(written_calendars())
    return mapping, sorted(draw(instants(day)) for _ in range(4))
