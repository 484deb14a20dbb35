"""What a level allows in a month: exact, on its calendar, with its rounding; and what it costs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.agreement.allowance import (
    Misses,
    Month,
    allowance,
    first_month,
    longest_span,
    month_span,
    parse_month,
    service_hours,
)
from entente.agreement.greatest import greatest_total, monthly_cap
from entente.foundation.durations import Duration, parse_duration
from entente.foundation.instants import HOUR, MINUTE
from entente.foundation.intervals import Spans
from entente.foundation.money import Money
from tests.agreement.drafts import MONEY, OFFICE, agreement_of, level

MARCH, APRIL = Month(2026, 3), Month(2026, 4)
UP = "kind: availability"


def micros(text: str) -> int:
    duration = parse_duration(text)
    assert isinstance(duration, Duration)
    return duration.micros


def test_a_thirty_day_month_at_99_9_allows_43_minutes_12() -> None:
    outage = allowance(agreement_of(level(UP, "at least 99.9 %")), "one", APRIL).outage

    assert outage is not None
    assert outage.open == 30 * 24 * HOUR
    assert outage.allowed == micros("43 min 12 s")
    # Half up to two places lets 99.895 % pass as 99.90 %.
    assert outage.rounded == micros("45 min 21 s 600 ms")
    assert outage.longest == outage.rounded


def test_the_month_of_a_clock_change_is_an_hour_shorter() -> None:
    outage = allowance(agreement_of(level(UP, "at least 99 %")), "one", MARCH).outage

    assert outage is not None
    assert outage.open == (31 * 24 - 1) * HOUR


def test_a_strict_bound_allows_a_microsecond_less() -> None:
    places = f"{UP}, rounding: {{places: 9}}"
    at_least = allowance(agreement_of(level(places, "at least 99 %")), "one", APRIL).outage
    above = allowance(agreement_of(level(places, "above 99 %")), "one", APRIL).outage

    assert at_least is not None
    assert above is not None
    assert above.allowed == at_least.allowed - 1


def test_the_longest_outage_may_run_through_closed_hours() -> None:
    sections = level(f"{UP}, calendar: office", "at least 99 %") + OFFICE
    outage = allowance(agreement_of(sections), "one", APRIL).outage

    assert outage is not None
    assert outage.open == 22 * 10 * HOUR
    assert outage.allowed == 132 * MINUTE
    assert outage.longest == outage.rounded + 62 * HOUR  # from Friday evening to Monday morning


def test_excluded_hours_leave_the_denominator_where_it_is_agreed() -> None:
    night = (
        "exclusions: {night: {title: Night, window: {sun: 02:00-06:00}}, "
        "f: {title: F, claimed: true}}"
    )
    less = f"{UP}, denominator: service-hours-less-excluded, exclusions: [night, f]"
    agreed = agreement_of(level(less), night)
    measure = agreed.measure_of(agreed.service_levels["one"])

    assert service_hours(agreed, measure, APRIL).total() == (30 * 24 - 4 * 4) * HOUR


@pytest.mark.parametrize(
    ("commitment", "of_hundred", "one_from", "fewer"),
    [
        ("at least 95 %", 5, 20, False),
        ("above 95 %", 5, 21, True),
        ("at least 100 %", 0, 20_000, False),
    ],
)
def test_misses_are_told_of_a_hundred_and_from_how_many_on(
    commitment: str, of_hundred: int, one_from: int, fewer: bool
) -> None:
    share = level("kind: share-within, within: 4 h", commitment)

    misses = allowance(agreement_of(share), "one", MARCH).misses

    # At 100 % two rounded places let one of 20,000 pass: the reader should know.
    assert misses == Misses(Fraction(of_hundred), one_from, fewer)


def test_exact_hundreds_with_fine_rounding_allow_no_miss() -> None:
    share = level("kind: share-within, within: 4 h, rounding: {places: 9}", "at least 100 %")

    misses = allowance(agreement_of(share), "one", MARCH).misses

    assert misses is not None
    assert misses.one_from is None


def test_a_percentile_allows_its_rest_and_a_mean_nothing_of_the_kind() -> None:
    rest = level("kind: percentile, percentile: 95 %, of: elapsed", "at most 4 h")
    mean = level("kind: mean, of: elapsed", "at most 4 h")

    assert allowance(agreement_of(rest), "one", MARCH).misses == Misses(Fraction(5), None)
    assert allowance(agreement_of(mean), "one", MARCH).misses is None


CREDITS = [
    ("{pool: a, allocation: 40 %}", "2000.00"),
    ("{pool: a, allocation: 40 %, at_most: 1 %}", "1000.00"),
    ("{pool: a, allocation: 40 %, at_most: 500 EUR}", "500.00"),
    ("{tiers: [{at_least: 90 %, below: 95 %, pays: 5 %}, {below: 90 %, pays: 7 %}]}", "7000.00"),
    ("{fixed: 3 %}", "3000.00"),
    ("{fixed: 3 %, repeat: {factor: 2}}", "6000.00"),
    ("{linear: 0.5}", "47500.00"),
    (
        "{table: {between: nearest, rows: [{at: 95 %, pays: 2 %}, {at: 90 %, pays: 9 %}]}}",
        "9000.00",
    ),
    ("{per: {unit: 1 %, pays: 1 %, of: shortfall, part: up, beyond: 5 %}}", "90000.00"),
    (
        "{per: {unit: 10 %, pays: 9 EUR, of: shortfall, part: down, first_unit: 1 %,"
        " first_pays: 100 EUR}}",
        "181.00",
    ),
    ("{per: {unit: 1, pays: 50 EUR, of: misses, part: up}, at_most: 4 %}", "4000.00"),
    ("{item_charges: {a: run, b: run}, fixed: 1 %}", "2000.00"),
]


@pytest.mark.parametrize(("credit", "most"), CREDITS)
def test_the_greatest_credit_is_the_agreed_share(credit: str, most: str) -> None:
    sections = level("kind: share-within, within: 4 h", more=f"class: critical\ncredit: {credit}")

    agreed = agreement_of(sections, MONEY)

    assert allowance(agreed, "one", MARCH).credit == Money(most, "EUR")
    assert greatest_total(agreed) == Money(most, "EUR")


def test_a_level_that_pays_nothing_has_no_credit() -> None:
    agreed = agreement_of(level("kind: share-within, within: 4 h"), MONEY)

    assert allowance(agreed, "one", MARCH).credit is None
    assert greatest_total(agreed) == Money.zero("EUR")
    assert monthly_cap(agreed) is None
    assert greatest_total(agreement_of()) is None


@pytest.mark.parametrize(
    ("cap", "most"),
    [
        ("{per: month, at_most: 5 %}", 5000),
        ("{per: month, at_most: 50 %, of: at-risk}", 5000),
        ("{per: year, at_most: 1 %}", 12_000),
        ("{per: month, at_most: 70 EUR}", 70),
    ],
)
def test_a_cap_is_told_in_money(cap: str, most: int) -> None:
    agreed = agreement_of(MONEY.replace("pools:", f"caps: [{cap}], pools:"))

    assert monthly_cap(agreed) == Money(most, "EUR")


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-3", "1200-01", "٢٠٢٦-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write it as 2026-03"):
        parse_month(text)


def test_months_follow_each_other() -> None:
    assert parse_month("2025-12").following == Month(2026, 1)
    assert str(Month(2026, 1)) == "2026-01"
    assert first_month(agreement_of()) == Month(2025, 11)
    assert month_span(MARCH, "Europe/Dublin")[1] == month_span(APRIL, "Europe/Dublin")[0]


EDGES = st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True).map(sorted)


@settings(deadline=None)  # the slow search is slow on a busy machine
@given(EDGES, st.integers(0, 40))
def test_the_longest_span_is_that_of_a_slow_search(edges: list[int], allowed: int) -> None:
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    hours = Spans.of(pairs)

    slow = max(
        end - start
        for start in range(61)
        for end in range(start, 61)
        if (hours.clip(start, end)).total() <= allowed
    )

    assert longest_span(hours, allowed, 0, 60) == slow
