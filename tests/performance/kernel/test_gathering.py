"""Rights from events that come together: at the edges of the time between them, by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from entente.agreement.terms.agreement import Agreement
from entente.foundation.instants import to_micros, zone
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.credits.month import credits
from entente.performance.kernel.history import History
from entente.performance.kernel.rights import RightStanding, rights
from entente.performance.kernel.told import Notice
from entente.performance.kernel.versions import parse_month
from tests.performance.kernel.histories import history
from tests.performance.kernel.terms import SHARE, agreement

ZONE = "Europe/Dublin"


def agreed(rule: str, more: str = "") -> Agreement:
    return agreement(
        f"{SHARE}\nrights:\n  leave:\n    grants: terminate-agreement\n"
        f"    when: [{{events: {{event: breach, {rule}}}}}]\n{more}",
        from_="2025-01-01",
    )


def instant(text: str) -> int:
    return to_micros(dt.datetime.fromisoformat(text).replace(tzinfo=zone(ZONE)))


def breach(text: str, more: int = 0, event: str = "breach", record: str | None = None) -> Notice:
    """A breach of which someone told at a time on the wall, some microseconds later."""
    return Notice(event, record or text, instant(text) + more)


def known(rule: str, *told: Notice, more: str = "", as_of: str | None = None) -> History:
    return history(agreed(rule, more), {}, told, instant(as_of) if as_of else None)


def leave(past: History, month: str) -> RightStanding:
    (found,) = rights(past, parse_month(month), credits)
    return found


def states(past: History, *months: str) -> list[str]:
    return [leave(past, month).state for month in months]


TWO_IN_SIX = "times: 2, within: 6 months"


def test_two_events_less_than_six_months_apart_give_the_right_though_the_month_ends_later() -> None:
    past = known(TWO_IN_SIX, breach("2025-09-25 09:00"), breach("2026-03-20 09:00"))

    found = leave(past, "2026-03")

    assert (found.state, found.since) == ("arisen", "2026-03")
    assert found.triggers[0].said == "2 of 2 events breach (2025-09-25, 2026-03-20)"
    assert states(past, "2026-02", "2026-04") == ["not-arisen", "not-arisen"]


@pytest.mark.parametrize(
    ("first", "more", "state"),
    [
        ("2025-09-20 09:00", 0, "not-arisen"),  # exactly six months apart
        ("2025-09-20 09:00", 1, "arisen"),  # one microsecond less
    ],
)
def test_the_first_must_be_later_than_the_last_less_the_time(
    first: str, more: int, state: str
) -> None:
    past = known(TWO_IN_SIX, breach(first, more), breach("2026-03-20 09:00"))

    assert leave(past, "2026-03").state == state


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        # Six months before 28 February is 28 August; the 31st lies after it.
        ("2025-08-31 09:00", "2026-02-28 10:00", "arisen"),
        ("2025-08-28 10:00", "2026-02-28 10:00", "not-arisen"),
        # Six months before 31 August is the last of February.
        ("2025-02-28 10:00", "2025-08-31 10:00", "not-arisen"),
        ("2025-02-28 10:00", "2025-08-31 09:59", "arisen"),
    ],
)
def test_months_are_counted_by_the_calendar(first: str, last: str, state: str) -> None:
    past = known(TWO_IN_SIX, breach(first), breach(last))

    assert leave(past, last[:7]).state == state


def test_days_go_by_the_clock_on_the_wall_and_hours_as_they_pass() -> None:
    # The clocks go forward on 29 March: from 09:00 to 09:00 thirty days later is an hour less.
    days = known(
        "times: 2, within: 30 days", breach("2026-03-01 09:00"), breach("2026-03-31 09:00")
    )
    hours = known("times: 2, within: 48 h", breach("2026-03-28 09:00"), breach("2026-03-30 09:00"))
    apart = known("times: 2, within: 48 h", breach("2026-03-28 08:00"), breach("2026-03-30 09:00"))

    assert [leave(each, "2026-03").state for each in (days, hours, apart)] == [
        "not-arisen", "arisen", "not-arisen",
    ]  # fmt: skip


def test_minutes_count_too() -> None:
    past = known("times: 2, within: 30 min", breach("2026-03-28 09:00"), breach("2026-03-28 09:29"))

    assert states(past, "2026-03", "2026-04") == ["arisen", "not-arisen"]


def test_it_stands_while_enough_of_them_still_lie_within_the_time_at_a_months_end() -> None:
    past = known(TWO_IN_SIX, breach("2025-10-01 00:00"), breach("2025-11-10 09:00"))

    found = states(past, "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03",
                   "2026-04")  # fmt: skip

    # At the end of March the first of October still lies within six months.
    assert found == ["not-arisen", *["arisen"] * 5, "not-arisen"]
    assert leave(past, "2026-03").since == "2025-11"


def test_with_a_time_to_exercise_it_stands_until_that_is_over() -> None:
    past = known(
        TWO_IN_SIX,
        breach("2025-09-25 09:00"),
        breach("2026-03-20 09:00"),
        more="    exercise_within: 45 days\n",
    )

    found = [leave(past, month) for month in ("2026-03", "2026-04", "2026-05", "2026-06")]

    # Forty-five days after March are over with 15 May.
    assert [each.state for each in found] == ["arisen", "arisen", "lapsed", "not-arisen"]
    assert {each.until for each in found[:3]} == {"2026-05-15"}
    assert found[1].triggers[0].said == "1 of 2 events breach (2026-03-20)"


def test_another_event_makes_it_arise_again_with_the_one_before_it() -> None:
    past = known(
        "times: 2, within: 1 month",
        breach("2026-01-20 09:00"),
        breach("2026-02-10 09:00"),
        breach("2026-04-01 09:00"),
        breach("2026-04-30 09:00"),
    )

    assert states(past, "2026-01", "2026-02", "2026-03", "2026-04", "2026-05") == [
        "not-arisen", "arisen", "not-arisen", "arisen", "not-arisen",
    ]  # fmt: skip


def test_an_event_told_twice_of_one_record_at_one_time_is_one() -> None:
    same = breach("2026-03-10 09:00")

    assert leave(known(TWO_IN_SIX, same, same), "2026-03").state == "not-arisen"


def test_events_that_may_be_cured_count_once_their_time_is_over_and_by_when_they_happened() -> None:
    rule = "times: 2, within: 1 month, uncured_after: 30 days"
    told = [breach("2026-01-31 09:00"), breach("2026-02-27 09:00")]
    cured = breach("2026-03-29 10:00", event="cured", record="2026-02-27 09:00")
    late = breach("2026-03-30 00:00", event="cured", record="2026-02-27 09:00")

    # The thirty days of the second are over with 29 March; they came together in February.
    assert states(known(rule, *told), "2026-02", "2026-03", "2026-04") == [
        "not-arisen", "arisen", "not-arisen",
    ]  # fmt: skip
    assert leave(known(rule, *told, cured), "2026-03").state == "not-arisen"
    assert leave(known(rule, *told, late), "2026-03").state == "arisen"
    assert leave(known(rule, *told), "2026-02").triggers[0].said == (
        "0 of 2 events breach; 1 more is cured or may still be"
    )


def test_without_a_time_every_event_counts_for_good() -> None:
    past = known("times: 3", *(breach(f"2025-0{n}-10 09:00") for n in (1, 5, 9)))

    assert states(past, "2025-08", "2025-09", "2026-12") == ["not-arisen", "arisen", "arisen"]
    assert leave(past, "2025-08").triggers[0].said == (
        "2 of 3 events breach (2025-01-10, 2025-05-10)"
    )


def test_what_is_not_told_yet_does_not_count() -> None:
    told: list[Any] = [breach("2026-03-05 09:00"), breach("2026-03-20 09:00")]

    assert leave(known(TWO_IN_SIX, *told, as_of="2026-03-20 09:00"), "2026-03").state == (
        "not-arisen"
    )
    assert leave(known(TWO_IN_SIX, *told, as_of="2026-03-20 09:01"), "2026-03").state == "arisen"


def test_of_many_events_the_latest_days_are_listed() -> None:
    past = known("times: 2", *(breach(f"2026-03-{day:02} 09:00") for day in range(1, 15)))

    said = leave(past, "2026-03").triggers[0].said

    assert said.startswith("14 of 2 events breach (…, 2026-03-03, ")


def test_business_days_between_events_are_refused_with_what_to_write() -> None:
    past = known("times: 2, within: 5 business days", breach("2026-03-05 09:00"))

    with pytest.raises(TermsDoNotFit, match="write days, weeks, months or years"):
        leave(past, "2026-03")


@pytest.mark.parametrize(
    ("more", "state"),
    [
        # Thursday 26 March: 27, 30, 31 March, 1, 2, 3 and 6 April are seven working days.
        ("    calendar: desk\n", "not-arisen"),
        ("", "arisen"),  # around the clock every day is one, and 2 April the seventh
    ],
)
def test_business_days_of_a_cure_are_those_of_the_calendar_of_the_right(
    more: str, state: str
) -> None:
    told = breach("2026-03-26 09:00", record="B")
    on_the_last = breach("2026-04-06 23:59", event="cured", record="B")
    after_it = breach("2026-04-07 00:00", event="cured", record="B")
    rule = "uncured_after: 7 business days"

    assert leave(known(rule, told, on_the_last, more=more), "2026-04").state == state
    assert leave(known(rule, told, after_it, more=more), "2026-04").state == "arisen"


@pytest.mark.parametrize(
    ("cured_at", "state"),
    [(None, "arisen"), ("2026-03-27 23:59", "not-arisen"), ("2026-03-28 00:00", "arisen")],
)
def test_only_the_last_of_so_many_may_be_cured(cured_at: str | None, state: str) -> None:
    told = [
        breach("2026-03-02 09:00", record="A"),
        breach("2026-03-05 09:00", event="cured", record="A"),
        breach("2026-03-20 09:00", record="B"),
    ]
    if cured_at:
        told.append(breach(cured_at, event="cured", record="B"))

    assert leave(
        known("times: 2, uncured_after: 7 days, cure_of: last", *told), "2026-03"
    ).state == (state)
    assert leave(known("times: 2, uncured_after: 7 days", *told), "2026-03").state == "not-arisen"
