"""Obligations: each trigger, each way to say when, chains, relief; dates worked out by hand."""

from __future__ import annotations

import pytest

from tests.agreement.duties.telling import OFFICE, all_said, listing


def obligation(terms: str, key: str = "it", title: str = "Report") -> str:
    return f"obligations:\n  {key}: {{title: {title}, owner: provider, {terms}}}\n"


def due(terms: str, *, events: str = "", **more: str) -> list[str]:
    found = all_said(listing(OFFICE, obligation(terms), events=events, **more))
    return [each.removeprefix("provider: Report, ") for each in found]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("every: month}, due: {within: 30 days}", ["2026-03-02 24:00", "2026-03-30 24:00"]),
        ("every: month}, due: {day: 15}", ["2026-03-15 24:00"]),
        ("every: month}, due: {day: 3, by: '17:00'}", ["2026-03-03 17:00"]),
        ("every: month}, due: {day: last}", ["2026-03-31 24:00"]),
        ("every: month}", ["2026-03-31 24:00"]),
        ("every: month}, due: {within: 5 business days}, calendar: office", ["2026-03-06 24:00"]),
        ("every: month}, due: {within: 5 business days, by: closing}, calendar: office",
         ["2026-03-06 17:00"]),
        ("every: month}, due: {before: 2 weeks}", ["2026-03-17 24:00"]),
        ("every: week}, due: {weekday: fri, by: '17:00'}",
         ["2026-03-06 17:00", "2026-03-13 17:00", "2026-03-20 17:00", "2026-03-27 17:00"]),
        ("every: quarter}, due: {within: 1 month}", []),
        ("every: contract-year}, due: {within: 4 months}", []),
        ("date: 2026-03-10}, due: {within: 5 business days}, calendar: office",
         ["2026-03-18 24:00"]),
        ("date: 2026-03-10}, due: {before: 5 business days}, calendar: office",
         ["2026-03-03 24:00"]),
        ("date: 2026-03-14}, due: {immediately: true}", ["2026-03-14 24:00"]),
        ("date: 2026-03-10}, due: {within: 4 days, closed_day: day-after}, calendar: office",
         ["2026-03-16 24:00"]),
        ("date: 2026-03-10}, due: {within: 4 days, closed_day: day-before}, calendar: office",
         ["2026-03-13 24:00"]),
        ("date: 2026-03-10}, due: {within: 10 days, or_within: 5 business days}, calendar: office",
         ["2026-03-18 24:00"]),
        ("date: 2026-03-10}, due: {within: 10 days, or_within: 5 business days, sooner: false}, "
         "calendar: office", ["2026-03-20 24:00"]),
    ],
)  # fmt: skip
def test_what_is_due_in_march(terms: str, expected: list[str]) -> None:
    found = due(f"trigger: {{{terms}", first="2026-03-01", until="2026-04-01")

    assert found == expected


def test_a_daily_report_is_due_on_its_own_day() -> None:
    terms = "trigger: {every: business-day}, due: {by: '08:00'}, calendar: office"

    assert due(terms, first="2026-03-13", until="2026-03-19") == [
        "2026-03-13 08:00", "2026-03-16 08:00", "2026-03-18 08:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("within", "told", "expected"),
    [
        ("2 business days", "2026-03-13 16:00", "2026-03-18 24:00"),  # over a weekend and a holiday
        (
            "2 business days",
            "2026-03-14 10:00",
            "2026-03-18 24:00",
        ),  # from a Saturday: Monday is one
        ("0 business days", "2026-03-13 16:00", "2026-03-13 24:00"),
        ("4 h", "2026-03-13 16:00", "2026-03-16 12:00"),
        ("4 h", "2026-12-24 10:00", "2026-12-25 11:00"),  # a half day: two of the four hours
        ("1 month", "2026-01-31 10:00", "2026-02-28 24:00"),
        ("1 month", "2026-02-28 10:00", "2026-03-28 24:00"),
        ("1 day", "2026-03-28 10:00", "2026-03-29 24:00"),  # the day that has 23 hours
        ("2 weeks", "2026-03-13 16:00", "2026-03-27 24:00"),
        ("1 quarter", "2026-03-31 16:00", "2026-06-30 24:00"),
    ],
)
def test_counting_from_an_event(within: str, told: str, expected: str) -> None:
    terms = f"trigger: {{event: asked}}, due: {{within: {within}}}, calendar: office"

    assert due(terms, events=f"asked,,{told}") == [expected]


def test_hours_that_no_calendar_narrows_are_real_hours() -> None:
    terms = "trigger: {event: asked}, due: {within: 24 h}"

    assert due(terms, events="asked,,2026-03-28 10:00") == ["2026-03-29 11:00"]


def test_the_first_working_day_after_a_closed_one_may_be_day_zero() -> None:
    office = OFFICE + "    conventions: {from_non_working_day: next-is-day-zero}\n"
    terms = "trigger: {event: asked}, due: {within: 2 business days}, calendar: office"

    found = listing(office, obligation(terms), events="asked,,2026-03-14 10:00")

    assert all_said(found) == ["provider: Report, 2026-03-19 24:00"]


def test_an_event_counts_only_where_the_trigger_narrows_to_it() -> None:
    open_, closed = (
        f"trigger: {{event: opened, while_{word}: office}}, due: {{within: 1 h}}, calendar: office"
        for word in ("open", "closed")
    )
    events = "opened,,2026-03-13 16:30\nopened,,2026-03-13 17:00"

    assert due(open_, events=events) == ["2026-03-16 09:30"]
    assert due(closed, events=events) == ["2026-03-16 10:00"]


def test_a_miss_is_counted_from_the_end_of_its_period() -> None:
    levels = (
        "service_levels: {up: {measure: {kind: availability}, commitment: at least 99 %}}\n"
        "obligations:\n"
        "  rca: {title: Analysis, owner: provider, trigger: {missed: any}, "
        "due: {within: 30 days}}\n"
        "  survey: {title: Survey, owner: client, trigger: {done: rca}, due: {within: 45 days}}\n"
    )

    found = listing(levels, events="missed,up,2026-03-31\ndone,rca,2026-04-20 12:00")

    assert all_said(found) == [
        "provider: Analysis, 2026-04-30 24:00",
        "client: Survey, 2026-06-04 24:00",
    ]
    assert not found.duties[0].late


def test_a_duty_comes_back_until_its_ending_event() -> None:
    terms = "trigger: {event: opened}, again_every: 24 h, until_event: fixed"
    events = "opened,,2026-03-02 10:00,T1\nfixed,,2026-03-04 10:00,T1\nfixed,,2026-03-02 11:00,T2"

    assert due(terms, events=events) == ["2026-03-03 10:00", "2026-03-04 10:00"]


def test_what_is_kept_holds_up_to_a_day() -> None:
    found = listing(obligation("trigger: {event: reported}, keeps_for: 15 months"),
                    events="reported,,2026-01-31", until="2028-01-01")  # fmt: skip

    assert [(duty.nature, duty.due_on.isoformat()) for duty in found.duties] == [
        ("holds", "2027-04-30")
    ]


SEVERAL = """\
deliverables:
  rollout: {name: Rollout, due: 2026-06-01}
  before: {name: Design, due: 2026-03-05}
obligations:
  access:
    title: Give access
    owner: client
    trigger: {event: requested}
    due: {within: 2 business days}
    calendar: office
    consequence: {relief: {of: [rollout, before, monthly]}}
  monthly: {title: Report, owner: provider, trigger: {every: month}, due: {day: 12}}
"""


def test_a_day_of_delay_moves_what_it_names_by_a_day() -> None:
    events = "requested,,2026-03-09 10:00\ndone,access,2026-03-16 09:00"
    found = listing(OFFICE, SEVERAL, events=events)

    moved = {duty.what: duty for duty in found.duties if duty.moved_by}
    access = next(duty for duty in found.duties if duty.what == "Give access")
    assert access.due_on.isoformat() == "2026-03-11"
    assert access.late
    # Five dates after the 11th: the 12th to the 16th. What was due before stays.
    assert moved["deliver: Rollout"].due_on.isoformat() == "2026-06-06"
    assert "deliver: Design" not in moved
    # What comes back moves only where it was due during the delay.
    reports = [str(duty.due_on) for duty in found.duties if duty.what == "Report"][:4]
    assert reports == ["2026-01-12", "2026-02-12", "2026-03-17", "2026-04-12"]


def test_late_on_the_same_day_moves_nothing() -> None:
    several = SEVERAL.replace("{within: 2 business days}", "{within: 2 business days, by: '12:00'}")
    events = "requested,,2026-03-09 10:00\ndone,access,2026-03-11 15:00"

    found = listing(OFFICE, several, events=events)

    assert [duty.what for duty in found.duties if duty.late] == ["Give access"]
    assert not any(duty.moved_by for duty in found.duties)


def test_relief_that_needs_notice_is_given_only_on_notice_in_time() -> None:
    several = SEVERAL.replace("monthly]}}", "monthly], notice: 3 business days}}")
    events = "requested,,2026-03-09 10:00\ndone,access,2026-03-16 09:00"

    without = listing(OFFICE, several, events=events)
    late = listing(OFFICE, several, events=events + "\nrelief-claimed,access,2026-03-17 10:00")
    in_time = listing(OFFICE, several, events=events + "\nrelief-claimed,access,2026-03-16 10:00")

    assert not without.delays
    assert not late.delays
    assert len(in_time.delays[0].days) == 5
    window = next(d for d in without.duties if d.nature == "may")
    assert (window.party, str(window.due_on)) == ("provider", "2026-03-16")


def test_an_excuse_takes_lateness_away() -> None:
    several = SEVERAL.replace("monthly]}", "monthly], gives: excused}")
    events = (
        "requested,,2026-03-09 10:00\ndone,access,2026-03-16 09:00\ndone,monthly,2026-03-13,2026-02"
    )

    found = listing(OFFICE, several, events=events)

    march = next(d for d in found.duties if d.what == "Report" and d.case == "2026-02")
    assert march.excused_by == "obligations.access"
    assert not march.late


def test_a_missed_duty_starts_the_next_one_and_a_ladder() -> None:
    terms = """\
ladders:
  up: {title: Up, rungs: [{title: managers, within: 5 days}]}
obligations:
  plan:
    {title: Plan, owner: provider, trigger: {event: asked}, due: {within: 10 days},
     consequence: {then: visit, ladder: up}}
  visit: {title: Visit, owner: provider, due: {within: 3 days}}
"""
    asked = "asked,,2026-03-02 10:00"

    assert all_said(listing(terms, events=asked)) == ["provider: Plan, 2026-03-12 24:00"]
    assert all_said(listing(terms, events=asked, as_of="2026-03-14")) == [
        "provider: Plan, 2026-03-12 24:00",
        "provider: Visit, 2026-03-15 24:00",
        "both: settle it: managers, 2026-03-17 24:00",
    ]


def test_a_done_event_without_a_case_is_for_the_next_one_due() -> None:
    terms = "trigger: {every: month}, due: {within: 20 days}"

    found = listing(obligation(terms), events="done,it,2026-03-10\ndone,it,2026-05-03,2026-03")

    done = {duty.case: duty.late for duty in found.duties if duty.done_at}
    assert done == {"2026-02": False, "2026-03": True}


def test_silence_has_a_warning_before_it_counts() -> None:
    terms = (
        "trigger: {event: asked}, due: {within: 10 business days}, calendar: office, "
        "silence: {means: approved, warn_before: 3 business days}"
    )

    [duty] = listing(OFFICE, obligation(terms), events="asked,,2026-03-02 10:00").duties

    assert str(duty.due_on) == "2026-03-16"
    assert duty.warn_at is not None
    assert duty.warn_at.isoformat() == "2026-03-11T00:00:00+00:00"
    assert duty.silence == "silence means approved"
