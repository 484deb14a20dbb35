"""Measurement periods at their edges: month ends, leap years, clock changes, the 31st."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.agreement.terms.periods import parse_lapse
from entente.agreement.terms.windows import BillingCycle, Rolling, WindowWord
from entente.foundation.instants import DAY, HOUR
from entente.performance.kernel.applying import applying_span, contract_begins, not_applicable
from entente.performance.kernel.compile import compile_level, compile_periods
from entente.performance.kernel.periods import Period, WindowTerms, periods_of, plus, plus_months
from entente.performance.kernel.plans import ElapsedPlan, RecordPlan
from entente.performance.kernel.versions import Month, in_order, midnight
from tests.performance.kernel.terms import agreement

TERMS = agreement()
JANUARY_31 = dt.date(2023, 1, 31)


def of(window: WindowTerms, month: Month, anchor: dt.date = JANUARY_31) -> Period:
    return periods_of(window, month, TERMS, anchor)[-1]


def days(window: WindowTerms, month: Month, anchor: dt.date = JANUARY_31) -> tuple[str, str, bool]:
    found = of(window, month, anchor)
    return found.first.isoformat(), found.until.isoformat(), found.ends


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-05-15", 99_999, "9999-12-31"),
        ("2024-05-15", -99_999, "1900-01-01"),
    ],
)
def test_months_later_by_the_calendar(day: str, months: int, expected: str) -> None:
    assert plus_months(dt.date.fromisoformat(day), months).isoformat() == expected


def test_weeks_and_days_later_stay_within_the_calendar() -> None:
    assert plus(dt.date(2024, 2, 27), parse_lapse("3 days")) == dt.date(2024, 3, 1)
    assert plus(dt.date(2024, 2, 27), parse_lapse("2 weeks"), -1) == dt.date(2024, 2, 13)
    assert plus(dt.date(9999, 12, 1), parse_lapse("99999 weeks")) == dt.date(9999, 12, 31)
    with pytest.raises(ValueError, match="5 business days is no number of days"):
        plus(dt.date(2024, 2, 27), parse_lapse("5 business days"))


@pytest.mark.parametrize(
    ("window", "month", "expected"),
    [
        ("month", Month(2024, 2), ("2024-02-01", "2024-03-01", True)),
        ("quarter", Month(2024, 1), ("2024-01-01", "2024-04-01", False)),
        ("quarter", Month(2024, 2), ("2024-01-01", "2024-04-01", False)),
        ("quarter", Month(2024, 3), ("2024-01-01", "2024-04-01", True)),
        ("half-year", Month(2024, 12), ("2024-07-01", "2025-01-01", True)),
        ("year", Month(2024, 11), ("2024-01-01", "2025-01-01", False)),
        # A contract that begins on 31 January: its months end where the calendar lets them.
        ("contract-month", Month(2023, 1), ("2023-01-31", "2023-02-28", False)),
        ("contract-month", Month(2023, 2), ("2023-01-31", "2023-02-28", True)),
        ("contract-month", Month(2023, 3), ("2023-02-28", "2023-03-31", True)),
        ("contract-month", Month(2024, 2), ("2024-01-31", "2024-02-29", True)),
        ("contract-quarter", Month(2023, 4), ("2023-01-31", "2023-04-30", True)),
        ("contract-year", Month(2024, 1), ("2023-01-31", "2024-01-31", True)),
        ("contract-year", Month(2024, 2), ("2024-01-31", "2025-01-31", False)),
        (BillingCycle(billing_cycle=15), Month(2024, 3), ("2024-02-15", "2024-03-15", True)),
        (BillingCycle(billing_cycle=1), Month(2024, 3), ("2024-03-01", "2024-04-01", True)),
    ],
)
def test_which_days_a_month_judges(
    window: WindowTerms, month: Month, expected: tuple[str, str, bool]
) -> None:
    assert days(window, month) == expected


def test_a_contract_month_from_the_first_is_the_calendar_month() -> None:
    found = of("contract-month", Month(2024, 2), dt.date(2023, 1, 1))

    assert (found.first, found.until, found.ends) == (
        dt.date(2024, 2, 1),
        dt.date(2024, 3, 1),
        True,
    )


def test_a_rolling_window_ends_with_its_evaluation() -> None:
    year = Rolling(rolling=parse_lapse("365 days"), evaluated="month-end")
    quarter = Rolling(rolling=parse_lapse("12 months"), evaluated="quarter-end")

    assert days(year, Month(2024, 2)) == ("2023-03-02", "2024-03-01", True)  # over 29 February
    assert days(quarter, Month(2024, 2)) == ("2023-04-01", "2024-04-01", False)
    assert days(quarter, Month(2024, 3)) == ("2023-04-01", "2024-04-01", True)


def test_a_daily_window_judges_every_day_of_the_month() -> None:
    daily = Rolling(rolling=parse_lapse("30 days"), evaluated="daily")

    found = periods_of(daily, Month(2024, 2), TERMS, JANUARY_31)

    assert len(found) == 29
    assert (found[0].first, found[0].until) == (dt.date(2024, 1, 3), dt.date(2024, 2, 2))
    assert found[-1].until == dt.date(2024, 3, 1)


def test_a_window_over_a_clock_change_is_an_hour_short() -> None:
    window = of("month", Month(2026, 3)).window  # in Dublin

    assert window.end - window.start == 31 * DAY - HOUR


def test_a_longer_period_is_looked_at_after_its_end_and_each_month_as_far_as_it_has_come() -> None:
    late = TERMS.model_copy(update={"evaluated_after": 10})

    january = periods_of("quarter", Month(2026, 1), late, JANUARY_31)[0].window
    march = periods_of("quarter", Month(2026, 3), late, JANUARY_31)[0].window

    zone = late.zone
    assert january.as_of == midnight(dt.date(2026, 2, 11), zone)
    assert january.due == midnight(dt.date(2026, 4, 11), zone)
    assert (january.closed, march.closed) == (False, True)


WORDS: tuple[WindowWord, ...] = (
    "month", "quarter", "half-year", "year",
    "contract-month", "contract-quarter", "contract-half-year", "contract-year",
)  # fmt: skip


@given(
    st.sampled_from((*WORDS, *(BillingCycle(billing_cycle=day) for day in (1, 2, 15, 28)))),
    st.dates(dt.date(2019, 1, 1), dt.date(2021, 12, 31)),
)
def test_the_periods_that_end_follow_each_other_without_a_gap(
    window: WindowTerms, anchor: dt.date
) -> None:
    months = [Month(2022 + number // 12, number % 12 + 1) for number in range(72)]

    ended = [found for month in months if (found := of(window, month, anchor)).ends]

    assert all(before.until == after.first for before, after in pairwise(ended))
    assert len({each.name for each in ended}) == len(ended)


LEVEL = """
dates: {{go-live: 2026-03-16}}
service_levels:
  level:
    measure: {{kind: count{window}}}
    commitment: at most 5
    applies: {{after: go-live{applies}}}
"""


def applied(applies: str = "", window: str = "") -> str:
    return LEVEL.format(applies=applies, window=window)


@pytest.mark.parametrize(
    ("applies", "month", "why"),
    [
        ("", 2, "it holds from 2026-03-16 on"),
        ("", 3, ""),
        (", partial: left-out", 3, "it holds from 2026-03-16 on"),
        (", partial: left-out", 4, ""),
        (", first: next-day", 3, ""),
        (", first: first-full-month", 3, "it holds from 2026-04-01 on"),
        (", first: first-full-month", 4, ""),
        (", hold_off: 3 months", 5, "it holds from 2026-06-16 on"),
        (", hold_off: 3 months", 6, ""),
        (", until: 2026-05-16", 5, ""),
        (", until: 2026-05-16, partial: left-out", 5, "it held until 2026-05-16"),
        (", until: 2026-05-16", 6, "it held until 2026-05-16"),
        (", in_months: [4, 5]", 3, "it does not hold in this month of the year"),
        (", in_months: [4, 5]", 4, ""),
    ],
)
def test_when_a_level_holds(applies: str, month: int, why: str) -> None:
    terms = agreement(applied(applies))
    at = Month(2026, month)
    period = periods_of("month", at, terms, terms.in_force.from_)[0]

    level = terms.service_levels["level"]
    found = not_applicable(terms, level, period, at, contract_begins(in_order([terms])))

    assert found == why


def test_of_a_period_that_it_holds_in_only_in_part_only_that_part_counts() -> None:
    terms = agreement(applied(", until: 2026-03-20"))

    plan = compile_level("level", in_order([terms]), Month(2026, 3)).plan

    assert isinstance(plan, RecordPlan)
    expected = applying_span(terms, terms.service_levels["level"], dt.date(2026, 1, 1))
    assert [(each.start, each.end) for each in plan.segments] == [expected]
    assert expected == (
        midnight(dt.date(2026, 3, 16), terms.zone),
        midnight(dt.date(2026, 3, 20), terms.zone),
    )


def test_days_before_the_first_version_are_in_no_window() -> None:
    body = """
service_levels:
  level:
    measure: {kind: count, window: {rolling: 365 days, evaluated: month-end}}
    commitment: at most 5
"""
    terms = agreement(body)

    plan = compile_level("level", in_order([terms]), Month(2026, 3)).plan

    assert isinstance(plan, RecordPlan)
    assert plan.window.start < plan.segments[0].start == midnight(terms.in_force.from_, terms.zone)


def test_versions_that_change_within_a_quarter_each_judge_their_own_days() -> None:
    body = """
service_levels:
  level:
    measure: {{kind: share-within, within: {limit}, window: quarter}}
    commitment: at least 95 %
"""
    earlier = agreement(body.format(limit="4 h"))
    later = agreement(body.format(limit="2 h"), version=2, from_="2026-02-10")

    found = compile_periods("level", in_order([earlier, later]), Month(2026, 3))[0]

    assert isinstance(found.plan, ElapsedPlan)
    assert [each.limit for each in found.plan.segments] == [4 * HOUR, 2 * HOUR]
    assert found.plan.segments[0].end == midnight(dt.date(2026, 2, 10), later.zone)
    assert [version.number for version in found.versions] == [1, 2]
    assert found.terms.version == 2  # in force when the quarter is judged


PHASED = """
service_levels:
  level:
    measure: {kind: share-within, within: 4 h}
    commitment: at least 80 %
    phases:
      - {from: 3 months, commitment: at least 90 %}
      - {from: 1 year, commitment: at least 95 %}
"""


@pytest.mark.parametrize(
    ("month", "commitment"),
    [
        (Month(2026, 3), "80"),
        (Month(2026, 4), "90"),
        (Month(2026, 12), "90"),
        (Month(2027, 1), "95"),
    ],
)
def test_bounds_follow_the_age_of_the_contract(month: Month, commitment: str) -> None:
    versions = in_order([agreement(PHASED, from_="2026-01-01")])

    found = compile_level("level", versions, month)

    assert str(found.level.commitment) == f"at least {commitment} %"


@pytest.mark.parametrize("written", ["24 h", "5 business days", "0 days"])
def test_a_window_is_so_many_days_of_any_calendar(written: str) -> None:
    with pytest.raises(AssertionError, match=r"not counted in whole days|holds nothing"):
        agreement(f"""
service_levels:
  level:
    measure: {{kind: count, window: {{rolling: {written}, evaluated: month-end}}}}
    commitment: at most 5
""")
