"""What has to come first: in time, late but soon enough, too late, not yet."""

from __future__ import annotations

import datetime as dt

import pytest

from entente.agreement.terms.events import Precondition
from entente.foundation.worktime import Calendar
from entente.performance.kernel.awaited import Seen, at_clock, awaited_events, came
from entente.performance.kernel.tallies import First
from tests.performance.kernel.terms import agreement

VIENNA = Calendar.always("Europe/Vienna")
DAY = dt.date(2026, 3, 17)
INPUT = Precondition.model_validate(
    {
        "party": "client",
        "event": "input-received",
        "by": "23:00",
        "late": {"until": "01:00", "days_after": 1},
    }
)


def at(clock: str, day: int = 17) -> int:
    return at_clock(dt.date(2026, 3, day), clock, VIENNA)


def standing(told: int | None, as_of: int, agreed: Precondition = INPUT) -> str:
    firsts = [] if told is None else [First("2026-03-17", "input-received", told)]
    return came(agreed, "2026-03-17", DAY, VIENNA, Seen.at(firsts, as_of)).standing


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (at("23:00"), "in-time"),
        (at("23:00") + 1, "late"),
        (at("01:00", 18), "late"),
        (at("01:00", 18) + 1, "failed"),
    ],
)
def test_the_last_instant_is_still_in_time(told: int, expected: str) -> None:
    assert standing(told, at("12:00", 20)) == expected


def test_what_is_not_told_waits_until_it_is_too_late() -> None:
    last = at("01:00", 18)

    assert (standing(None, last - 1), standing(None, last)) == ("waits", "failed")


def test_what_is_told_after_the_reach_of_the_evidence_is_not_known() -> None:
    assert standing(at("22:00"), at("21:00")) == "waits"


def test_without_terms_for_lateness_a_moment_late_is_too_late() -> None:
    strict = INPUT.model_copy(update={"late": None})

    assert standing(at("23:00") + 1, at("12:00", 20), strict) == "failed"


def test_midnight_at_the_end_of_a_day_is_the_start_of_the_next() -> None:
    assert at("24:00") == at("00:00", 18)


def test_a_time_of_day_follows_the_clock_change_of_its_zone() -> None:
    before, after = at("07:00", 28), at("07:00", 29)  # clocks go forward on 29 March 2026

    assert after - before == 23 * 3_600_000_000


def test_events_are_awaited_where_a_precondition_or_a_due_time_names_them() -> None:
    terms = agreement("""
service_levels:
  reports:
    measure:
      kind: deadline
      event: reports-ready
      due: {after: end-of-day-command, within: 4 h}
      precondition: {party: client, event: input-received, by: "23:00"}
    commitment: at least 100 %
""")

    assert awaited_events([terms]) == ("end-of-day-command", "input-received")
