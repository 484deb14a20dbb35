"""Calendars of an agreement as the foundation computes them, and the length of a working day."""

from __future__ import annotations

import datetime as dt

import pytest

from entente.agreement.calendars import (
    CalendarCycle,
    HolidaysNotPinned,
    NoSuchCalendar,
    UnequalDays,
    conventions,
    nominal_day,
    resolve_calendar,
)
from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.digest import agreement_digest
from entente.agreement.terms.hours import ConventionTerms, parse_days
from entente.foundation.instants import HOUR
from tests.agreement.drafts import HEAD, LEVEL, OFFICE, agreement_of


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


CALENDAR = """\
calendars:
  office:
    weekly: {mon-fri: 08:00-18:00}
    holidays: [2026-03-17]
    recurring_holidays: [12-25]
    days: {2025-12-24: 08:00-12:00, 2026-01-02: []}
    breaks: 12:00-13:00
  desk: {weekly: {daily: [06:00-09:00, 20:00-02:00]}, only_while_open: office}
  late: {weekly: {daily: 00:00-24:00}, only_while_open: always}
"""


@pytest.mark.parametrize(
    ("calendar", "day", "hours"),
    [
        ("office", "2026-03-16", 9),
        ("office", "2026-03-17", 0),
        ("office", "2025-12-25", 0),
        ("office", "2025-12-24", 4),
        ("office", "2026-01-02", 0),
        ("office", "2026-03-15", 0),
        ("desk", "2026-03-16", 1),
        ("late", "2026-03-15", 24),
        ("always", "2026-03-15", 24),
    ],
)
def test_a_day_has_its_hours(calendar: str, day: str, hours: int) -> None:
    resolved = resolve_calendar(agreement_of(CALENDAR), calendar)
    start = at(f"{day}T00:00:00")

    assert resolved.elapsed(start, start + dt.timedelta(days=1)) == dt.timedelta(hours=hours)


def test_a_calendar_named_always_may_be_defined_otherwise() -> None:
    agreed = agreement_of("calendars: {always: {weekly: {mon: 08:00-09:00}}}")

    assert nominal_day(agreed, "always") == HOUR


@pytest.mark.parametrize(("calendar", "hours"), [("office", 9), ("desk", 1), ("always", 24)])
def test_a_working_day_has_a_length(calendar: str, hours: int) -> None:
    assert nominal_day(agreement_of(CALENDAR), calendar) == hours * HOUR


def test_hours_over_midnight_of_the_day_before_count_for_the_week() -> None:
    night = "calendars:\n  a: {weekly: {mon: 00:00-02:00}, only_while_open: b}\n"
    agreed = agreement_of(night + "  b: {weekly: {sun: 22:00-01:30}}")

    assert nominal_day(agreed, "a") == HOUR + HOUR // 2


def test_unequal_days_have_no_length() -> None:
    agreed = agreement_of("calendars: {c: {weekly: {mon: 08:00-18:00, tue: 08:00-12:30}}}")

    with pytest.raises(UnequalDays, match="mon 10 h, tue 4 h 30 min"):
        nominal_day(agreed, "c")


def test_what_cannot_be_resolved_is_named() -> None:
    draft = read_agreement_text(
        HEAD + "calendars:\n  a: {weekly: {mon: 08:00-09:00}, only_while_open: a}\n"
        "  h: {weekly: {mon: 08:00-09:00}, holidays: {country: IE, years: [2026]}}"
    ).draft
    assert draft is not None

    with pytest.raises(CalendarCycle):
        resolve_calendar(draft, "a")
    with pytest.raises(NoSuchCalendar):
        resolve_calendar(draft, "b")
    with pytest.raises(HolidaysNotPinned):
        resolve_calendar(draft, "h")


def test_conventions_are_those_of_the_foundation() -> None:
    chosen = ConventionTerms(
        daylight_saving="wall-clock",
        at_closing="start-of-next",
        start_after_end="error",
        from_non_working_day="next-is-day-zero",
        in_gap="end-of-gap",
        in_repeat="second",
        into_closed_day="whole",
    )

    assert conventions(chosen).to_mapping() == {
        "daylight_saving": "wall_clock",
        "closing": "next_window",
        "reversed": "error",
        "closed_start": "roll_first",
        "workdays": "after_start",
        "gap": "after",
        "fold": "second",
        "night": "whole",
    }


def test_ranges_of_days_may_run_over_the_weekend() -> None:
    assert parse_days("fri-mon") == ("fri", "sat", "sun", "mon")
    assert parse_days("mon, wed-thu") == ("mon", "wed", "thu")


def test_the_digest_ignores_layout_and_comments_but_no_term() -> None:
    agreed = agreement_of(OFFICE, LEVEL)
    same = agreement_of("# hours\n" + OFFICE.replace("  office", "    office"), LEVEL)
    other = agreement_of(OFFICE, LEVEL.replace("95 %", "96 %"))

    assert agreement_digest(agreed) == agreement_digest(same)
    assert agreement_digest(agreed) != agreement_digest(other)
    assert agreement_digest(agreed).startswith("sha256:")
    assert len(agreement_digest(agreed)) == 7 + 64


def test_the_terms_read_back_from_their_json_are_the_same() -> None:
    agreed = agreement_of(CALENDAR, LEVEL)

    back = type(agreed).model_validate_json(agreed.model_dump_json(by_alias=True))

    assert agreement_digest(back) == agreement_digest(agreed)
