"""From terms to a plan: what is counted, by which version's terms, in which month."""

from __future__ import annotations

from fractions import Fraction

import pytest
import yaml

from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.levels import ServiceLevel
from entente.foundation.instants import DAY, HOUR, MINUTE
from entente.performance.kernel.claims import Claim
from entente.performance.kernel.compile import (
    Asked,
    Calendars,
    Known,
    TermsDoNotFit,
    UnknownAlgorithm,
    compile_level,
)
from entente.performance.kernel.plans import ElapsedPlan, SurveyPlan, UptimePlan, ValuePlan
from entente.performance.kernel.versions import Month, in_order, midnight
from tests.performance.kernel.terms import HEAD, SHARE, agreement, availability

MARCH = Month(2026, 3)


def asked(body: str, key: str = "p1-resolution", claims: tuple[Claim, ...] = ()) -> Asked:
    return compile_level(key, in_order([agreement(body)]), MARCH, known=Known(claims=tuple(claims)))


def level(measure: str, commitment: str = "at least 95 %", more: str = "") -> str:
    return (
        "\nservice_levels:\n  p1-resolution:\n"
        f"    measure: {{{measure}}}\n    commitment: {commitment}\n{more}"
    )


def test_a_share_within_becomes_clocks_with_a_limit() -> None:
    found = asked(SHARE)

    assert isinstance(found.plan, ElapsedPlan)
    (segment,) = found.plan.segments
    assert segment.limit == 4 * HOUR
    assert segment.where is not None
    assert (segment.start, segment.end) == (
        midnight(found.versions[0].from_, "Europe/Dublin"),
        found.plan.window.end,
    )
    assert (found.table, found.unit, found.algorithm) == ("tickets", "%", "share-within/1")


@pytest.mark.parametrize(
    ("limit", "micros", "open_all_day"),
    [
        ("90 min", 90 * MINUTE, False),
        ("3 business days", 30 * HOUR, False),
        ("3 calendar days", 3 * DAY, True),
    ],
)
def test_a_limit_is_a_length_of_the_calendars_time(
    limit: str, micros: int, open_all_day: bool
) -> None:
    found = asked(level(f"kind: share-within, within: {limit}, calendar: desk"))

    assert isinstance(found.plan, ElapsedPlan)
    (segment,) = found.plan.segments
    assert segment.limit == micros
    assert (segment.calendar.open_spans(0, 7 * DAY).total() == 7 * DAY) is open_all_day


def test_each_version_judges_the_records_of_its_days() -> None:
    later = agreement(SHARE.replace("4 h", "2 h"), version=2, from_="2026-03-15")
    unborn = agreement(SHARE, version=3, from_="2026-09-01")
    found = compile_level("p1-resolution", in_order([agreement(), later, unborn]), MARCH)

    assert isinstance(found.plan, ElapsedPlan)
    first, second = found.plan.segments
    assert (first.limit, second.limit) == (4 * HOUR, 2 * HOUR)
    assert first.end == second.start == midnight(later.in_force.from_, "Europe/Dublin")
    assert [v.number for v in found.versions] == [1, 2]


def test_a_version_without_the_level_judges_nothing() -> None:
    without = agreement(
        SHARE.replace("p1-resolution", "p2-resolution"), version=2, from_="2026-03-15"
    )
    found = compile_level("p1-resolution", in_order([agreement(), without]), MARCH)

    assert isinstance(found.plan, ElapsedPlan)
    assert len(found.plan.segments) == 1
    assert found.plan.segments[0].end == midnight(without.in_force.from_, "Europe/Dublin")


def test_a_version_that_measures_otherwise_needs_a_level_of_its_own() -> None:
    later = agreement(
        level("kind: mean, of: elapsed", "at most 4 h"), version=2, from_="2026-03-15"
    )

    with pytest.raises(TermsDoNotFit, match="version 2 measures by mean/1"):
        compile_level("p1-resolution", in_order([agreement(), later]), MARCH)


def test_an_algorithm_of_another_number_has_another_meaning() -> None:
    terms = agreement(level("kind: share-within, within: 4 h"))
    measure = terms.measure_of(terms.service_levels["p1-resolution"])
    service_level = terms.service_levels["p1-resolution"].model_copy(
        update={"measure": measure.model_copy(update={"algorithm": 2})}
    )
    changed = terms.model_copy(update={"service_levels": {"p1-resolution": service_level}})

    with pytest.raises(UnknownAlgorithm, match="share-within/2 is not known here"):
        compile_level("p1-resolution", in_order([changed]), MARCH)


def test_a_bound_in_another_unit_is_refused() -> None:
    terms = agreement(SHARE)
    hours = agreement(level("kind: mean, of: elapsed", "at most 4 h"))
    other = hours.service_levels["p1-resolution"].commitment
    service_level = terms.service_levels["p1-resolution"].model_copy(update={"commitment": other})
    changed = terms.model_copy(update={"service_levels": {"p1-resolution": service_level}})

    with pytest.raises(TermsDoNotFit, match="commitment is at most 4 h, but the figure"):
        compile_level("p1-resolution", in_order([changed]), MARCH)


def test_tiers_of_a_figure_that_is_no_percentage_are_refused() -> None:
    credit = "{tiers: [{below: 90 %, pays: 5 %}]}"
    terms = agreement(level("kind: mean, of: elapsed", "at most 4 h"))
    found = terms.service_levels["p1-resolution"].model_dump(mode="json", by_alias=True)
    with_tiers = ServiceLevel.model_validate({**found, "credit": yaml.safe_load(credit)})
    changed = terms.model_copy(update={"service_levels": {"p1-resolution": with_tiers}})

    with pytest.raises(
        TermsDoNotFit, match="at 90 %, but the figure of mean/1 is a length of time"
    ):
        compile_level("p1-resolution", in_order([changed]), MARCH)


def test_a_percentile_asks_for_its_rank_and_a_mean_for_none() -> None:
    p95 = asked(level("kind: percentile, percentile: 95 %, of: elapsed", "at most 8 h"))
    mean = asked(level("kind: mean, unit: points", "at least 4.0"))

    assert isinstance(p95.plan, ElapsedPlan)
    assert p95.plan.ranks == (Fraction(19, 20),)
    assert isinstance(mean.plan, ValuePlan)
    assert mean.plan.ranks == ()
    assert (p95.unit, mean.unit, mean.table) == ("time", "points", "values")


def test_a_survey_asks_for_the_two_highest_answers_of_its_scale() -> None:
    found = asked(
        level(
            "kind: satisfaction, statistic: top-two-box, scale: {lowest: 0, highest: 10}",
            "at least 80 %",
        )
    )

    assert isinstance(found.plan, SurveyPlan)
    assert (found.plan.lowest, found.plan.highest, found.plan.top) == (0, 10, 9)
    assert (found.table, found.unit) == ("surveys", "%")


def test_a_mean_score_is_in_points() -> None:
    assert asked(level("kind: satisfaction", "at least 4.0")).unit == "points"


EXCLUSIONS = """
exclusions:
  maintenance: {title: Sunday nights, window: {sun: "02:00-04:00"}}
  waited: {title: Waited for the client, claimed: true}
  spam: {title: Spam, where: record = 'SPAM'}
"""


def test_records_are_left_out_by_condition_or_by_approved_claim() -> None:
    claims = (
        Claim("C1", "waited", "provider", "INC1", None, None, "approved", "client"),
        Claim("C2", "spam", "provider", "INC2", None, None, "approved", "client"),
    )
    found = asked(
        level("kind: share-within, within: 4 h, exclusions: [waited, spam]", more=EXCLUSIONS),
        claims=claims,
    )

    assert isinstance(found.plan, ElapsedPlan)
    waited, spam = found.plan.exclusions
    assert (waited.code, waited.records, waited.where) == ("waited", frozenset({"INC1"}), None)
    # `spam` is a condition: nobody can claim under it.
    assert (spam.code, spam.records) == ("spam", frozenset())
    assert spam.where is not None


def test_time_is_left_out_by_window_condition_or_approved_claim() -> None:
    terms = agreement(
        level(
            "kind: availability, exclusions: [maintenance, waited, spam]",
            "at least 99.9 %",
            EXCLUSIONS,
        )
    )
    start = midnight(MARCH.first, "Europe/Dublin")
    claim = Claim(
        "C1", "waited", "provider", None, start - HOUR, start + HOUR, "approved", "client"
    )
    found = compile_level("p1-resolution", in_order([terms]), MARCH, known=Known(claims=(claim,)))

    assert isinstance(found.plan, UptimePlan)
    maintenance, waited, spam = found.plan.exclusions
    # Five Sundays; on the last the clocks go forward at 01:00, outside 02:00-04:00.
    assert maintenance.spans.total() == 5 * 2 * HOUR
    assert list(waited.spans) == [(start, start + HOUR)]
    assert spam.where is not None
    assert not len(spam.spans)
    assert found.table == "outages"


@pytest.mark.parametrize(
    ("to", "stopped"),
    [
        ("responded", {"waiting"}),
        ("resolved", {"waiting", "fixed", "archived"}),
        ("closed", {"waiting", "archived"}),
    ],
)
def test_a_clock_stands_still_in_what_the_desk_calls_resolved(to: str, stopped: set[str]) -> None:
    states = """states: {
    New: {state: new, event: opened}, Busy: {state: busy, event: responded},
    Wait: {state: waiting}, Done: {state: fixed, event: resolved},
    Filed: {state: archived, event: closed}, Handed over: {state: busy, event: resolved}}"""
    measure = level(f"kind: mean, of: elapsed, to: {to}, stop_clock: [waiting]", "at most 4 h")
    text = HEAD.format(version=1, zone="UTC", from_="2026-01-01", until="") + measure
    reading = read_agreement_text(text.replace("state: State}", f"state: State}}, {states}", 1))
    assert reading.agreement, reading.errors

    made = compile_level("p1-resolution", in_order([reading.agreement]), MARCH)

    assert isinstance(made.plan, ElapsedPlan)
    assert made.plan.segments[0].stop_clock == stopped


def test_probes_hold_as_long_as_agreed() -> None:
    terms = availability("probes", "probes: {holds_for: 5 min, down_when: status = 'down'}")
    found = compile_level("hosting", in_order([terms]), MARCH)

    assert isinstance(found.plan, UptimePlan)
    assert found.plan.holds_for == 5 * MINUTE
    assert found.plan.down_when is not None
    assert found.table == "probes"


def test_calendars_are_resolved_once_and_remembered() -> None:
    calendars = Calendars()
    terms = agreement()

    first = calendars.of(terms, "desk")

    assert calendars.of(terms, "desk") is first
    assert list(calendars.used()) == [(1, "desk")]
