"""What a tally means under the terms: states, figures, exclusions and bounds."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from entente.foundation.instants import HOUR, MINUTE, SECOND
from entente.performance.kernel.claims import Claim
from entente.performance.kernel.compile import Known, compile_level
from entente.performance.kernel.results import Result, State, result
from entente.performance.kernel.tables import MILLIONTHS
from entente.performance.kernel.tallies import (
    ElapsedTally,
    Removed,
    Sample,
    SurveyTally,
    Tally,
    Uptime,
    UptimeTally,
    ValueTally,
)
from entente.performance.kernel.versions import Month, in_order, midnight
from tests.performance.kernel.terms import SHARE, agreement, availability

MARCH = Month(2026, 3)
NOTHING = Sample(0, 0, 0)
EXCLUSION = "exclusions:\n  waited: {title: Waited for the client, claimed: true}\n"


def level(measure: str, commitment: str = "at least 95 %", more: str = "") -> str:
    return (
        "\nservice_levels:\n  p1-resolution:\n"
        f"    measure: {{{measure}}}\n    commitment: {commitment}\n{more}"
    )


def found(
    body: str,
    tally: Tally | None,
    *,
    as_of: int | None = None,
    claims: tuple[Claim, ...] = (),
) -> Result:
    versions = in_order([agreement(body)])
    return result(
        compile_level(
            "p1-resolution", versions, MARCH, as_of=as_of, known=Known(claims=tuple(claims))
        ),
        tally,
    )


def uptime(more: str, tally: UptimeTally, of: str = "outages") -> Result:
    versions = in_order([availability(of, more)])
    return result(compile_level("hosting", versions, MARCH), tally)


def elapsed(within: int, count: int) -> ElapsedTally:
    sample = Sample(count, within, 0)
    return ElapsedTally(sample, sample)


def test_a_share_is_exact_and_rounded_only_then_compared() -> None:
    made = found(SHARE, elapsed(94_995, 100_000))

    assert made.net is not None
    assert (made.net.numerator, made.net.denominator) == (94_995, 100_000)
    assert made.net.value == Fraction(94_995, 1000)
    assert made.net.rounded == Decimal("95.00")
    assert made.state is State.MET
    assert str(made.net) == "95.00 %"


def test_a_share_just_below_the_rounding_edge_is_missed() -> None:
    made = found(SHARE, elapsed(949_949, 1_000_000))

    assert (made.state, str(made.net)) == (State.MISSED, "94.99 %")
    assert made.commitment.held is False
    assert (made.number("within"), made.number("beyond")) == (949_949, 50_051)


@pytest.mark.parametrize(
    ("no_data", "state"),
    [
        ("not-measured", State.NOT_MEASURED),
        ("met", State.MET),
        ("missed", State.MISSED),
        ("excused", State.EXCUSED),
    ],
)
def test_nothing_counted_is_what_the_terms_call_it(no_data: str, state: State) -> None:
    body = level(f"kind: share-within, within: 4 h, no_data: {no_data}")

    made = found(body, ElapsedTally(NOTHING, NOTHING, pending=3, unstarted=2))

    assert made.state is state
    assert made.net is None
    assert made.commitment.held is None
    assert "nothing was counted" in made.reason
    assert made.number("pending") == 3
    assert made.number("unstarted") == 2


def test_no_evidence_at_all_is_not_measured_and_says_so() -> None:
    made = found(SHARE, None)

    assert made.state is State.NOT_MEASURED
    assert made.reason == "no evidence of tickets was given"
    assert made.response_rate is None


@pytest.mark.parametrize(
    ("no_data", "state"),
    [
        ("met", State.NOT_MEASURED),
        ("excused", State.NOT_MEASURED),
        ("missed", State.MISSED),
    ],
)
def test_no_evidence_at_all_is_never_good_news(no_data: str, state: State) -> None:
    made = found(level(f"kind: share-within, within: 4 h, no_data: {no_data}"), None)

    assert made.state is state
    assert "no evidence of tickets was given" in made.reason


def test_hours_that_are_all_excluded_still_show_the_figure_before_exclusions() -> None:
    tally = UptimeTally(gross=Uptime(10, 4, 0), net=Uptime(0, 0, 0), observations=1)

    made = uptime("title: Hosting", tally)

    assert (made.state, made.net) == (State.EXCUSED, None)
    assert made.gross is not None
    assert (made.gross.numerator, made.gross.denominator) == (6, 10)


def test_everything_excluded_is_excused() -> None:
    body = level("kind: share-within, within: 4 h, exclusions: [waited]", more=EXCLUSION)
    tally = ElapsedTally(Sample(2, 0, 0), NOTHING, (Removed("waited", records=2),))

    made = found(body, tally)

    assert made.state is State.EXCUSED
    assert made.gross is not None
    assert made.exclusions[0].title == "Waited for the client"
    assert made.exclusions[0].records == 2


def test_a_month_that_is_not_over_is_provisional_whatever_its_figure() -> None:
    reach = midnight(MARCH.first, "Europe/Dublin") + HOUR

    made = found(SHARE, elapsed(1, 1), as_of=reach)
    empty = found(SHARE, elapsed(0, 0), as_of=reach)

    assert made.state is State.PROVISIONAL
    assert made.commitment.held is True
    assert "not over" in made.reason
    assert (empty.state, empty.reason[:11]) == (State.PROVISIONAL, "nothing was")


def test_all_four_levels_are_told_apart() -> None:
    body = level(
        "kind: share-within, within: 4 h",
        "at least 95 %\n    expected: at least 98 %\n    minimum: at least 90 %"
        "\n    credit_trigger: below 92 %",
    )

    made = found(body, elapsed(94, 100))

    assert made.expected is not None
    assert made.minimum is not None
    assert made.credit_trigger is not None
    held = made.commitment.held, made.expected.held, made.minimum.held, made.credit_trigger.held
    assert held == (False, False, True, False)
    assert str(made.minimum) == "at least 90 %"


def test_undecided_claims_are_counted_and_not_applied() -> None:
    body = level("kind: share-within, within: 4 h, exclusions: [waited]", more=EXCLUSION)
    claims = (
        Claim("C1", "waited", "provider", "INC1"),
        Claim("C2", "waited", "provider", "INC2", None, None, "refused", "client"),
    )

    assert found(body, elapsed(1, 2), claims=claims).number("claims-undecided") == 1


def test_a_mean_of_clocks_is_sum_over_count_and_rounded_in_seconds() -> None:
    body = level("kind: mean, of: elapsed", "at most 1.5 s")
    sample = Sample(3, 0, 4_514_000)

    made = found(body, ElapsedTally(sample, sample))

    assert made.net is not None
    assert made.net.value == Fraction(4_514_000, 3)
    assert str(made.net) == "1.50 s"
    assert made.net.compared == 1_500_000
    assert made.state is State.MET


def test_a_mean_of_points_leaves_millionths_behind() -> None:
    sample = Sample(4, 0, 17 * MILLIONTHS)

    made = found(level("kind: mean, unit: points", "at least 4.25"), ValueTally(sample, sample))

    assert (str(made.net), made.state) == ("4.25", State.MET)


def test_a_percentile_is_the_value_at_its_rank() -> None:
    body = level("kind: percentile, percentile: 95 %", "at most 1.5 s")
    sample = Sample(20, 0, 0, ranked=(1_499_000,))

    made = found(body, ValueTally(sample, sample))
    empty = found(body, ValueTally(NOTHING, NOTHING))

    assert (str(made.net), made.state) == ("1.50 s", State.MET)
    assert empty.state is State.NOT_MEASURED


def test_a_mean_score_is_shown_with_n_and_the_response_rate() -> None:
    body = level("kind: satisfaction", "at least 4.0")

    made = found(body, SurveyTally(asked=50, answered=8, total=33 * MILLIONTHS, top=6, outside=1))

    assert (str(made.net), made.state) == ("4.13", State.MET)
    assert made.response_rate == Fraction(8, 50)
    assert (made.number("answered"), made.number("outside")) == (8, 1)


def test_the_top_two_boxes_are_a_share_of_those_who_answered() -> None:
    body = level("kind: satisfaction, statistic: top-two-box", "at least 80 %")

    assert str(found(body, SurveyTally(50, 8, 0, 6)).net) == "75.00 %"


@pytest.mark.parametrize(("answers", "state"), [(9, State.NOT_MEASURED), (10, State.MET)])
def test_fewer_answers_than_agreed_are_not_measured(answers: int, state: State) -> None:
    body = level("kind: satisfaction, least_answers: 10", "at least 4.0")

    made = found(body, SurveyTally(50, answers, 5 * answers * MILLIONTHS, answers))

    assert made.state is state
    if state is State.NOT_MEASURED:
        assert made.reason == "9 answers, and at least 10 are agreed"


HOURS_500 = UptimeTally(
    gross=Uptime(500 * HOUR, 15 * HOUR, 0),
    net=Uptime(490 * HOUR, 5 * HOUR, 0),
    interruptions=2,
    longest=10 * HOUR,
    observations=2,
)


@pytest.mark.parametrize(
    ("denominator", "figure"),
    [
        # G21: 500 h prescribed, 10 h scheduled, 5 h unscheduled.
        ("service-hours-less-excluded", "98.98 %"),
        ("service-hours", "99.00 %"),
    ],
)
def test_excluded_time_is_never_down_and_leaves_the_denominator_only_where_agreed(
    denominator: str, figure: str
) -> None:
    made = uptime(f"denominator: {denominator}", HOURS_500)

    assert str(made.net) == figure
    assert str(made.gross) == "97.00 %"
    assert made.number("interruptions") == 2


@pytest.mark.parametrize(
    ("unknown", "numerator", "denominator"),
    [("left-out", 80, 90), ("up", 90, 100), ("down", 80, 100)],
)
def test_unknown_time_counts_as_agreed(unknown: str, numerator: int, denominator: int) -> None:
    time = Uptime(100 * MINUTE, 10 * MINUTE, 10 * MINUTE)

    made = uptime(
        f"probes: {{unknown: {unknown}}}", UptimeTally(time, time, observations=9), "probes"
    )

    assert made.net is not None
    assert made.net.numerator == numerator * MINUTE
    assert made.net.denominator == denominator * MINUTE


@pytest.mark.parametrize(
    ("unknown_minutes", "state"), [(10, State.MISSED), (11, State.NOT_MEASURED)]
)
def test_probes_that_cover_too_little_are_not_measured(unknown_minutes: int, state: State) -> None:
    time = Uptime(100 * MINUTE, 10 * MINUTE, unknown_minutes * MINUTE)

    made = uptime(
        "probes: {least_coverage: 90 %}", UptimeTally(time, time, observations=9), "probes"
    )

    assert made.state is state
    if state is State.NOT_MEASURED:
        assert made.reason == "probes cover 89 % of the service hours, and at least 90 % is agreed"


@pytest.mark.parametrize(
    ("gross", "net", "observations", "state", "reason"),
    [
        (Uptime(0, 0, 0), Uptime(0, 0, 0), 5, State.NOT_MEASURED, "there were no service hours"),
        (Uptime(9, 0, 0), Uptime(0, 0, 0), 5, State.EXCUSED, "everything that was counted"),
        (Uptime(9, 0, 9), Uptime(9, 0, 9), 0, State.NOT_MEASURED, "no probe of this month"),
        (Uptime(9, 0, 9), Uptime(9, 0, 9), 5, State.NOT_MEASURED, "every service hour of this"),
    ],
)
def test_availability_without_known_time_is_never_a_hundred_per_cent(
    gross: Uptime, net: Uptime, observations: int, state: State, reason: str
) -> None:
    tally = UptimeTally(gross, net, observations=observations)

    made = uptime("title: Hosting", tally, "probes")

    assert made.net is None
    assert made.state is state
    assert made.reason.startswith(reason)


def test_records_that_meet_no_condition_are_not_said_to_be_absent() -> None:
    narrowed = found(level("kind: share-within, within: 4 h, where: record = 'x'"), elapsed(0, 0))
    every = found(level("kind: share-within, within: 4 h"), elapsed(0, 0))
    nothing = UptimeTally(Uptime(9, 0, 9), Uptime(9, 0, 9), observations=0)
    probes = uptime("where: status = 'up'", nothing, "probes")

    assert narrowed.reason == (
        "nothing was counted: no tickets of this month, or none that meets the condition"
    )
    assert every.reason == "nothing was counted: no tickets of this month"
    assert probes.reason == "no probe of this month, or none that meets the condition"


@pytest.fixture
def golden(shared: Path) -> dict[str, dict[str, dict[str, str]]]:
    cases = json.loads((shared / "domain/golden.json").read_text("utf-8"), parse_int=str)
    return {case["id"]: case for case in cases}


def minutes(total: str, excluded: str, down: str) -> UptimeTally:
    """A month of so many minutes, of which some are excluded and others down."""
    whole, out, lost = (int(figure) * MINUTE for figure in (total, excluded, down))
    return UptimeTally(Uptime(whole, lost + out, 0), Uptime(whole - out, lost, 0), observations=1)


def test_g05_an_hour_of_a_thirty_day_month(
    golden: dict[str, dict[str, dict[str, str]]],
) -> None:
    given, expected = golden["G05"]["input"], golden["G05"]["expected"]

    made = uptime("title: Host", minutes(given["total_minutes"], "0", given["downtime_minutes"]))
    fine = uptime(
        "rounding: {places: 6}", minutes(given["total_minutes"], "0", given["downtime_minutes"])
    )

    assert made.net is not None
    assert str(made.net.rounded) == expected["uptime_2dp"]
    assert fine.net is not None
    assert str(100 - fine.net.rounded) == expected["downtime_pct"]


def test_g18_two_formulas_of_one_agreement_give_two_verdicts(
    golden: dict[str, dict[str, dict[str, str]]],
) -> None:
    given, expected = golden["G18"]["input"], golden["G18"]["expected"]
    facts = minutes(given["total"], given["permitted"], given["non_permitted"])

    both = [
        uptime(f"denominator: {denominator}, rounding: {{places: 4}}", facts)
        for denominator in ("service-hours", "service-hours-less-excluded")
    ]

    shown = [str(made.net.rounded) for made in both if made.net]
    assert shown == [expected["uptime_definition"], expected["availability_formula"]]
    assert [made.state.value for made in both] == list(expected["verdicts"])


def test_a_month_without_outages_in_the_register_is_fully_available() -> None:
    time = Uptime(100 * SECOND, 0, 0)

    assert str(uptime("title: Hosting", UptimeTally(time, time)).net) == "100.00 %"
