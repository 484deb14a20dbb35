"""Things due again and again: hand-computed occasions, due times and states."""

from __future__ import annotations

import datetime as dt

import pytest

from entente.foundation.worktime import Calendar
from entente.performance.kernel.asked import Asked, Known
from entente.performance.kernel.awaited import at_clock
from entente.performance.kernel.claims import Claim
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.kinds.deadlines import judged
from entente.performance.kernel.kinds.occasions import is_occasion, named
from entente.performance.kernel.plans import DeadlinePlan
from entente.performance.kernel.results import Result, State, result
from entente.performance.kernel.tallies import EventsTally, First
from entente.performance.kernel.versions import Month, in_order
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)
DUBLIN = Calendar.always("Europe/Dublin")
# In the calendar `desk` March 2026 has 22 working days less St Patrick's Day: 21.
DAYS = [d for d in range(1, 32) if dt.date(2026, 3, d).weekday() < 5 and d != 17]
READY_BY_SEVEN = "due: {by: '07:00', days_after: 1}"


def level(measure: str, commitment: str = "at least 100 %", more: str = "") -> str:
    return f"""
service_levels:
  reports:
    measure: {{kind: deadline, event: ready, calendar: desk, {measure}}}
    commitment: {commitment}
{more}"""


def at(day: int, clock: str, month: int = 3) -> int:
    return at_clock(dt.date(2026, month, day), clock, DUBLIN)


def first(day: int, hour: str, event: str = "ready", later: int = 1) -> First:
    """An event of an occasion of March, told so many days after it."""
    told = at_clock(dt.date(2026, 3, day) + dt.timedelta(days=later), hour, DUBLIN)
    return First(f"2026-03-{day:02}", event, told)


def asked(
    body: str,
    known: tuple[First, ...] = (),
    as_of: int | None = None,
    claims: tuple[Claim, ...] = (),
) -> Asked:
    reach = at(30, "00:00", 4) if as_of is None else as_of
    return compile_level(
        "reports",
        in_order([agreement(body)]),
        MARCH,
        as_of=reach,
        known=Known(claims=claims, firsts=known),
    )


def measured(body: str, told: list[First], **given: object) -> Result:
    made = asked(body, **given)  # type: ignore[arg-type] # passed on as named
    seen = tuple(each for each in told if each.at <= made.window.as_of)
    return result(made, EventsTally(seen))


def plan_of(made: Asked) -> DeadlinePlan:
    assert isinstance(made.plan, DeadlinePlan)
    return made.plan


def test_every_working_day_is_an_occasion() -> None:
    found = plan_of(asked(level(READY_BY_SEVEN)))

    assert [each.record for each in found.occasions] == [f"2026-03-{day:02}" for day in DAYS]
    assert found.occasions[0].due_at == at(3, "07:00")


def test_the_share_of_days_that_were_in_time() -> None:
    told = [first(day, "06:59") for day in DAYS[:18]] + [first(DAYS[18], "07:01")]

    found = measured(level(READY_BY_SEVEN), told)

    # 18 in time, one late, two missing: 18 / 21 = 85.714...
    assert str(found.net) == "85.71 %"
    assert [found.number(n) for n in ("on-time", "late", "missing", "misses")] == [18, 1, 2, 3]
    assert found.state is State.MISSED


def test_missed_occasions_as_a_number() -> None:
    told = [first(day, "06:59") for day in DAYS[:19]]

    found = measured(level(READY_BY_SEVEN + ", statistic: missed", "at most 2"), told)

    assert (str(found.net), found.state) == ("2", State.MET)


def test_what_comes_at_the_due_instant_is_in_time() -> None:
    told = [first(day, "07:00") for day in DAYS]

    assert measured(level(READY_BY_SEVEN), told).state is State.MET


def test_what_came_before_the_occasion_is_in_time() -> None:
    told = [first(day, "06:00", later=-3) for day in DAYS]

    assert measured(level(READY_BY_SEVEN), told).state is State.MET


def test_the_month_is_open_until_the_last_of_it_is_due() -> None:
    told = [first(day, "06:00") for day in DAYS]

    early = measured(level(READY_BY_SEVEN), told, as_of=at(1, "06:59", 4))
    due = measured(level(READY_BY_SEVEN), told, as_of=at(1, "07:00", 4))

    assert (early.state, early.number("pending")) == (State.PROVISIONAL, 0)
    assert due.state is State.MET


def test_not_yet_due_is_pending_and_not_counted() -> None:
    found = measured(level(READY_BY_SEVEN), [first(2, "06:00")], as_of=at(4, "06:00"))

    assert found.number("counted") == 1
    assert (found.number("on-time"), found.number("pending")) == (1, 20)


INPUT = """precondition: {party: client, event: input, by: '23:00',
  late: {until: '01:00', days_after: 1, then: THEN}}"""


@pytest.mark.parametrize(
    ("then", "hour", "later", "excused", "due"),
    [
        ("holds", "22:59", 0, "", "07:00"),
        ("holds", "23:30", 0, "", "07:00"),
        ("holds", "01:00", 1, "", "07:00"),
        ("slides", "23:30", 0, "", "07:30"),
        ("slides", "01:00", 1, "", "09:00"),
        ("holds, within: 4 h", "01:00", 1, "", "05:00"),
        ("holds", "01:01", 1, "input did not come in time", "07:00"),
    ],
)
def test_late_input_holds_slides_or_starts_a_clock_of_its_own(
    then: str, hour: str, later: int, excused: str, due: str
) -> None:
    body = level(f"{READY_BY_SEVEN}, {INPUT.replace('THEN', then)}")
    body = body.replace("days_after: 1}", "days_after: 1, calendar: always}", 1)

    found = plan_of(asked(body, (first(2, hour, "input", later),))).occasions[0]

    assert (found.excused, found.due_at) == (excused, at(3, due))


def test_days_without_input_are_excused_and_leave_the_figure_to_the_others() -> None:
    body = level(f"{READY_BY_SEVEN}, {INPUT.replace('THEN', 'holds')}")
    known = tuple(first(day, "22:00", "input", 0) for day in DAYS[:20])

    found = measured(body, [first(day, "06:00") for day in DAYS[:19]], known=known)

    assert [found.number(n) for n in ("counted", "on-time", "missing", "excused")] == [20, 19, 1, 1]


def test_a_month_without_any_input_is_excused() -> None:
    body = level(f"{READY_BY_SEVEN}, {INPUT.replace('THEN', 'holds')}")

    found = measured(body, [])

    assert (found.state, found.net) == (State.EXCUSED, None)


def test_within_hours_of_a_command_by_the_clock_that_is_named() -> None:
    body = level("due: {after: command, within: 4 h, calendar: always}")
    found = plan_of(asked(body, (first(2, "22:00", "command", 0),)))

    assert found.occasions[0].due_at == at(3, "02:00")
    assert found.occasions[1].excused == "command was not told, so nothing was due"


def test_within_hours_of_a_command_in_working_time() -> None:
    body = level("due: {after: command, within: 4 h}")
    found = plan_of(asked(body, (first(2, "16:00", "command", 0),)))

    assert found.occasions[0].due_at == at(3, "10:00")  # two hours on Monday, two on Tuesday


def test_working_days_after_the_last_working_day_of_the_month() -> None:
    body = level("each: month, due: {by: '24:00', days_after: 5, days: working}")
    found = plan_of(asked(body)).occasions

    # 31 March 2026 is a Tuesday; five working days on is Tuesday 7 April.
    assert [(each.record, each.due_at) for each in found] == [("2026-03", at(8, "00:00", 4))]


def test_weeks_are_named_by_their_number_and_end_on_their_last_working_day() -> None:
    found = plan_of(asked(level("each: week, due: {by: '17:00'}"))).occasions

    assert [(each.record, each.day) for each in found] == [
        ("2026-W10", "2026-03-06"),
        ("2026-W11", "2026-03-13"),
        ("2026-W12", "2026-03-20"),
        ("2026-W13", "2026-03-27"),
    ]


def test_a_week_over_the_new_year_has_one_name() -> None:
    days = [dt.date(2026, 12, 28) + dt.timedelta(days=n) for n in range(7)]

    assert {named(day, "week", "mon") for day in days} == {"2026-W53"}
    assert named(dt.date(2027, 1, 3), "week", "sun") == "2027-W01"


def test_quarters_and_years_end_on_their_last_working_day() -> None:
    week = {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    office = Calendar.from_mapping({"timezone": "UTC", "weekly": week})

    # 31 January 2027 is a Sunday, 31 December 2026 a Thursday.
    assert is_occasion(dt.date(2027, 1, 29), "month", office, "mon")
    assert not is_occasion(dt.date(2027, 1, 28), "month", office, "mon")
    assert is_occasion(dt.date(2026, 12, 31), "year", office, "mon")
    assert named(dt.date(2026, 12, 31), "quarter", "mon") == "2026-Q4"


def test_each_record_is_due_so_many_days_after_it_was_told_of() -> None:
    body = level("each: record, due: {after: error-found, within: 60 days}")
    known = (
        First("INV-1", "error-found", at(15, "10:00", 1)),  # due at the end of 16 March
        First("INV-2", "error-found", at(20, "10:00", 1)),  # due at the end of 21 March
        First("INV-3", "error-found", at(1, "10:00")),  # due in April
    )
    told = [First("INV-1", "ready", at(16, "23:59")), First("INV-2", "ready", at(22, "00:01"))]

    found = measured(body, told, known=known)

    assert [found.number(n) for n in ("counted", "on-time", "late")] == [2, 1, 1]


def test_an_approved_claim_for_an_occasion_leaves_it_out_of_the_net_figure() -> None:
    body = level(
        READY_BY_SEVEN + ", exclusions: [client-fault]",
        more="exclusions: {client-fault: {title: The client's fault, claimed: true}}",
    )
    claim = Claim("c1", "client-fault", "provider", "2026-03-02", decision="approved",
                  decided_by="client")  # fmt: skip

    found = measured(body, [first(day, "06:00") for day in DAYS[1:]], claims=(claim,))

    assert (str(found.net), str(found.gross)) == ("100.00 %", "95.24 %")
    assert found.exclusions[0].records == 1


def test_the_occasions_are_rows_that_say_what_each_came_to() -> None:
    made = asked(level(READY_BY_SEVEN), as_of=at(5, "06:00"))

    rows = judged(plan_of(made), EventsTally((first(2, "06:00"), first(3, "08:00"))))

    assert [row.standing for row in rows[:4]] == ["on-time", "late", "pending", "pending"]


def test_a_version_that_changes_in_the_month_judges_the_days_from_then_on() -> None:
    earlier = agreement(level(READY_BY_SEVEN), until="2026-03-16")
    later = agreement(
        level("due: {by: '05:00', days_after: 1}"), version=2, from_="2026-03-16"
    )  # fmt: skip

    found = compile_level("reports", in_order([earlier, later]), MARCH, as_of=at(30, "00:00", 4))

    due = {each.record: each.due_at for each in plan_of(found).occasions}
    assert due["2026-03-13"] == at(14, "07:00")
    assert due["2026-03-16"] == at(17, "05:00")


@pytest.mark.parametrize(
    "due", ["{by: '07:00', after: command}", "{within: 4 h}", "{by: '07:00', within: 4 h}"]
)
def test_a_due_time_is_said_in_one_way(due: str) -> None:
    with pytest.raises(AssertionError, match=r"due|within"):
        agreement(level(f"due: {due}"))
