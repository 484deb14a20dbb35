"""Clocks of tickets: what terms ask of an engine, and what its integers say under the terms."""

from __future__ import annotations

import pytest

from entente.foundation.instants import DAY, HOUR, MINUTE
from entente.performance.kernel.asked import Asked, TermsDoNotFit
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.kinds.clocks import EVERY
from entente.performance.kernel.plans import CadencePlan, Edge, ElapsedPlan
from entente.performance.kernel.results import Result, result
from entente.performance.kernel.tallies import CadenceTally, ElapsedTally, Gaps, Sample, Tally
from entente.performance.kernel.versions import Month, in_order
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)
LEVEL = "\nservice_levels:\n  one:\n    measure: {{{}}}\n    commitment: {}\n"


def asked(measure: str, commitment: str = "at least 95 %") -> Asked:
    return compile_level("one", in_order([agreement(LEVEL.format(measure, commitment))]), MARCH)


def clocks(measure: str, commitment: str = "at least 95 %") -> ElapsedPlan:
    plan = asked(measure, commitment).plan
    assert isinstance(plan, ElapsedPlan)
    return plan


def found(measure: str, commitment: str, tally: Tally) -> Result:
    return result(asked(measure, commitment), tally)


def elapsed(within: int, count: int, total: int = 0, ranked: tuple[int, ...] = ()) -> ElapsedTally:
    sample = Sample(count, within, total, ranked)
    return ElapsedTally(sample, sample)


SHARE = "kind: share-within, calendar: desk, "


def test_several_events_and_conditions_become_edges() -> None:
    plan = clocks(
        SHARE + "within: 1 h, from: {all_of: [opened, phoned]}, "
        "to: {any_of: [resolved, workaround]}, end_where: state <> 'bot'"
    )

    assert plan.start == Edge(("opened", "phoned"), "all")
    assert (plan.end.events, plan.end.needs) == (("resolved", "workaround"), "any")
    assert plan.end.where is not None
    assert plan.end.plain is None


def test_the_end_of_a_day_is_timed_round_the_clock_and_closes_by_its_calendar() -> None:
    plan = clocks(SHARE + "within: end of the 2nd business day after")

    (segment,) = plan.segments
    assert segment.day_end is not None
    assert segment.limit is None
    assert (segment.day_end.count, segment.calendar.timezone) == (2, "Europe/Dublin")
    assert segment.calendar.open_spans(0, DAY).total() == DAY
    assert segment.day_end.calendar.open_spans(0, 7 * DAY).total() < 7 * DAY


def test_the_sooner_of_two_limits_is_two_clocks_that_must_be_kept() -> None:
    plan = clocks(
        SHARE + "where: state = 'x', started_outside: desk, "
        "within: {sooner_of: [{limit: 2 h, calendar: always}, {limit: 30 min}]}"
    )

    (other,) = plan.also
    assert [s.limit for s in (*plan.segments, *other.segments)] == [2 * HOUR, 30 * MINUTE]
    assert other.segments[0].where is None
    assert other.segments[0].starts_outside is None
    assert plan.segments[0].starts_outside is not None
    assert (plan.or_else, other.counted_in) == ((), "started")


def test_of_later_limits_one_is_enough() -> None:
    plan = clocks(SHARE + "within: {later_of: [{limit: 2 h}, {limit: 3 h}, {limit: 4 h}]}")

    assert [s.limit for each in plan.or_else for s in each.segments] == [3 * HOUR, 4 * HOUR]
    assert plan.also == ()


def test_further_clocks_have_events_limits_and_stop_states_of_their_own() -> None:
    plan = clocks(
        SHARE + "within: 8 h, stop_clock: [waiting], "
        "also: [{to: responded, within: 1 h, calendar: always, stop_clock: [parked]}]"
    )

    (response,) = plan.also
    assert (response.end.plain, response.segments[0].limit) == ("responded", HOUR)
    assert response.segments[0].stop_clock == {"parked"}
    assert plan.segments[0].stop_clock >= {"waiting"}


def test_versions_whose_clocks_are_joined_in_different_ways_do_not_fit() -> None:
    first = LEVEL.format(SHARE + "within: 1 h", "at least 95 %")
    second = LEVEL.format(
        SHARE + "within: {later_of: [{limit: 1 h}, {limit: 2 h}]}", "at least 95 %"
    )
    versions = [
        agreement(first, until="2026-03-10"),
        agreement(second, version=2, from_="2026-03-10"),
    ]

    with pytest.raises(TermsDoNotFit, match="join their clocks in different ways"):
        compile_level("one", in_order(versions), MARCH)


def test_versions_may_have_more_or_fewer_limits_of_which_all_hold() -> None:
    first = LEVEL.format(SHARE + "within: 1 h", "at least 95 %")
    second = LEVEL.format(
        SHARE + "within: {sooner_of: [{limit: 3 h}, {limit: 2 h, calendar: always}]}",
        "at least 95 %",
    )
    versions = [
        agreement(first, until="2026-03-10"),
        agreement(second, version=2, from_="2026-03-10"),
    ]

    plan = compile_level("one", in_order(versions), MARCH).plan

    assert isinstance(plan, ElapsedPlan)
    assert [s.limit for s in plan.segments] == [HOUR, 3 * HOUR]
    assert [s.limit for s in plan.also[0].segments] == [HOUR, 2 * HOUR]


def test_tickets_are_counted_in_the_month_of_their_start() -> None:
    assert clocks("kind: count, of: tickets", "at most 3").counted_in == "started"
    assert clocks("kind: count, of: tickets", "at most 3").segments[0].limit == EVERY


@pytest.mark.parametrize(
    ("measure", "tally", "figure", "state"),
    [
        ("kind: count, of: tickets", elapsed(0, 4), "4", "missed"),
        ("kind: count, of: tickets", elapsed(0, 0), "0", "met"),
        ("kind: count, of: tickets, longer_than: 24 h", elapsed(7, 10), "3", "met"),
        ("kind: cadence, event: told, every: 1 h, statistic: missed",
         CadenceTally(Gaps(2, 9, 5, 7), Gaps(1, 6, 4, 3)), "3", "met"),
    ],
)  # fmt: skip
def test_numbers_of_things_are_whole(measure: str, tally: Tally, figure: str, state: str) -> None:
    made = found(measure, "at most 3", tally)

    assert (str(made.net), made.state.value) == (figure, state)


@pytest.mark.parametrize(
    ("kind", "figure", "rank"),
    [("maximum", "14400.00 s", 1), ("minimum", "14400.00 s", 0), ("total", "36000.00 s", None)],
)
def test_an_extreme_of_times_is_a_length_of_time(kind: str, figure: str, rank: int | None) -> None:
    measure = f"kind: {kind}, of: elapsed, unit: time"

    made = found(measure, "at most 5 h", elapsed(0, 3, 10 * HOUR, (4 * HOUR,)))

    assert clocks(measure, "at most 5 h").ranks == (() if rank is None else (rank,))
    assert str(made.net) == figure


def test_nothing_counted_has_no_total() -> None:
    made = found("kind: total, of: elapsed, unit: time", "at most 5 h", elapsed(0, 0))

    assert (made.net, made.state.value) == (None, "not_measured")


def test_a_cadence_is_the_share_of_gaps_that_were_short_enough() -> None:
    measure = "kind: cadence, event: told, every: 1 business day, calendar: desk"

    plan = asked(measure).plan
    made = found(measure, "at least 60 %", CadenceTally(Gaps(2, 9, 5, 7), Gaps(1, 6, 4, 3)))

    assert isinstance(plan, CadencePlan)
    assert (plan.update, plan.clock.segments[0].limit) == (Edge(("told",)), 10 * HOUR)
    assert (str(made.net), str(made.gross)) == ("66.67 %", "55.56 %")
    assert (made.number("beyond"), made.number("updates-missed")) == (2, 3)


FEW = "within: 1 h, min_volume: {{records: 10, below: {}}}"


@pytest.mark.parametrize(
    ("below", "within", "count", "state"),
    [
        ("not-measured", 9, 9, "not_measured"),
        ("met", 0, 9, "met"),
        ("excused", 0, 9, "excused"),
        ("allowed-misses, allowed_misses: 2", 7, 9, "met"),
        ("allowed-misses, allowed_misses: 2", 6, 9, "missed"),
        ("met", 8, 10, "missed"),
        ("met", 0, 0, "not_measured"),
    ],
)
def test_few_records_are_what_the_terms_call_them(
    below: str, within: int, count: int, state: str
) -> None:
    made = found(SHARE + FEW.format(below), "at least 95 %", elapsed(within, count))

    assert made.state.value == state
    assert ("fewer than the 10" in made.reason) == (0 < count < 10)


def test_few_values_of_a_mean_are_judged_by_its_commitment_where_misses_are_allowed() -> None:
    measure = "kind: mean, of: elapsed, min_volume: {records: 10, below: allowed-misses}"

    assert found(measure, "at most 1 h", elapsed(0, 2, 4 * HOUR)).state.value == "missed"
