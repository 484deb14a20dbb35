"""The golden cases about credits, bands, counters, rights and ratchets, under terms of ours."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.foundation.instants import MINUTE
from entente.foundation.rounding import Rounding
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.credited import Credits
from entente.performance.kernel.credits.month import credits
from entente.performance.kernel.defaults import default_of
from entente.performance.kernel.ratchets import ratchets
from entente.performance.kernel.results import result
from entente.performance.kernel.rights import rights
from entente.performance.kernel.tallies import Uptime, UptimeTally
from entente.performance.kernel.versions import Month, in_order
from tests.performance.kernel.histories import history, months_of, share
from tests.performance.kernel.terms import HEAD, agreement

MARCH = Month(2026, 3)
Case = dict[str, dict[str, Any]]


@pytest.fixture
def golden(shared: Path) -> dict[str, Case]:
    cases = json.loads((shared / "domain/golden.json").read_text("utf-8"))
    return {case["id"]: case for case in cases}


def terms(credit: str, commitment: str = "at least 100 %", monthly: str = "100000") -> Agreement:
    """One critical level with a credit."""
    return agreement(f"""
charges: {{run: {{name: Run, monthly: {monthly} EUR}}}}
credits: {{currency: EUR, fee_base: [run]}}
service_levels:
  desk:
    class: critical
    measure: {{kind: share-within, within: 4 h}}
    commitment: {commitment}
    credit: {credit}
""")


def of(agreed: Agreement, percent: str) -> Credits:
    made = credits(history(agreed, {"2026-03": [share(agreed, "desk", "2026-03", percent)]}), MARCH)
    assert made is not None
    return made


REBATES = (
    "{{table: {{between: {between}, rows: [{{at: 100 %, pays: 0 %}}, {{at: 95 %, pays: 10 %}},\
 {{at: 90 %, pays: 20 %}}, {{at: 85 %, pays: 30 %}}, {{at: 80 %, pays: 40 %}},\
 {{at: 75 %, pays: 50 %}}]}}}}"
)


@pytest.mark.parametrize("case", ["G07", "G08"])
def test_g07_and_g08_a_table_of_rebates(golden: dict[str, Case], case: str) -> None:
    given, expected = golden[case]["input"], golden[case]["expected"]
    agreed = terms(REBATES.format(between="step-down"), monthly=given["monthly"])

    assert of(agreed, given["achieved"]).settled == Decimal(expected["rebate"])


@pytest.mark.parametrize(
    ("between", "pays"), [("step-down", 0), ("nearest", 10), ("step-up", 10), ("linear", 6)]
)
def test_g09_what_lies_between_two_rows_is_declared(
    golden: dict[str, Case], between: str, pays: int
) -> None:
    achieved = golden["G09"]["input"]["achieved"]
    made = of(terms(REBATES.format(between=between)), achieved)

    assert golden["G09"]["expected"]["band"] is None
    assert made.settled == Decimal(1000 * pays)


def test_g04_a_figure_between_printed_bands_has_none_until_it_is_rounded(
    golden: dict[str, Case],
) -> None:
    value, expected = golden["G04"]["input"]["value"], golden["G04"]["expected"]
    printed = "{tiers: [{at_least: 98 %, at_most: 98.9 %, pays: 1 %}, {below: 98 %, pays: 5 %}]}"
    agreed = terms(printed, commitment="at least 99 %")

    (level,) = of(agreed, value).levels

    assert level.reason == "98.95 % lies in no tier that pays"
    assert expected["printed_band"] is None
    assert str(Rounding(1).apply(Fraction(value))) == expected["round_half_up_1dp"]
    assert any("misses and pays nothing" in finding for finding in found_by_lint(printed, "99"))


def test_g15_a_tier_that_pays_what_is_met_and_a_figure_in_no_tier(golden: dict[str, Case]) -> None:
    printed = "{tiers: [{above: 99 %, at_most: 99.9 %, pays: 10 %}, {below: 99 %, pays: 25 %}]}"
    agreed = terms(printed, commitment="at least 99.9 %")

    found = found_by_lint(printed, "99.9")

    assert golden["G15"]["input"]["values"] == ["99.9", "99.0"]
    assert "this band pays for figures that meet the commitment (at least 99.9 %)" in found
    assert "a figure that is exactly 99 % is in no band" in found
    assert of(agreed, "99").levels[0].reason == "99.00 % lies in no tier that pays"


def found_by_lint(credit: str, commitment: str) -> list[str]:
    """What lint says of a credit."""
    text = (
        HEAD.format(version=1, zone="UTC", from_="2026-01-01", until="")
        + f"""
charges: {{run: {{name: Run, monthly: 100000 EUR}}}}
credits: {{currency: EUR, fee_base: [run]}}
service_levels:
  desk:
    class: critical
    measure: {{kind: share-within, within: 4 h}}
    commitment: at least {commitment} %
    credit: {credit}
"""
    )
    return [finding.message for finding in read_agreement_text(text).findings]


def test_g10_a_linear_credit_is_the_shortfall(golden: dict[str, Case]) -> None:
    given, expected = golden["G10"]["input"], golden["G10"]["expected"]
    agreed = terms("{linear: 1}", commitment=f"at least {given['target']} %")

    made = of(agreed, given["achieved"])

    assert made.settled == Decimal(1000) * Decimal(expected["credit_pct_of_charges"])


def uptime(credit: str, minutes_down: int, total: int) -> Credits:
    agreed = agreement(f"""
charges: {{run: {{name: Run, monthly: 100000 EUR}}}}
credits: {{currency: EUR, fee_base: [run]}}
service_levels:
  up:
    class: critical
    measure: {{kind: availability}}
    commitment: at least 99.95 %
    credit: {credit}
""")
    span = Uptime(total * MINUTE, minutes_down * MINUTE, 0)
    found = result(compile_level("up", in_order([agreed]), MARCH), UptimeTally(span, span))
    made = credits(history(agreed, {"2026-03": [found]}), MARCH)
    assert made is not None
    return made


def test_g05_minutes_of_down_time_to_a_tier(golden: dict[str, Case]) -> None:
    given, expected = golden["G05"]["input"], golden["G05"]["expected"]
    down, total = given["downtime_minutes"], given["total_minutes"]

    bands = "{at_least: 99 %, below: 99.95 %, pays: 10 %}, {below: 99 %, pays: 25 %}"
    made = uptime(f"{{tiers: [{bands}]}}", down, total)

    assert str(Rounding(6).apply(Fraction(100 * down, total))) == expected["downtime_pct"]
    assert str(Rounding(2).apply(Fraction(100 * (total - down), total))) == expected["uptime_2dp"]
    assert made.settled == 1000 * Decimal(expected["credit_pct"])


def test_g19_each_30_minutes_or_portion(golden: dict[str, Case]) -> None:
    given, expected = golden["G19"]["input"], golden["G19"]["expected"]

    made = uptime("{per: {unit: 30 min, pays: 5 %, of: down, part: up}}",
                  given["downtime_minutes"], 43_200)  # fmt: skip

    assert made.levels[0].steps[-2].operands[-1].value == expected["units"]
    assert made.settled == 1000 * Decimal(expected["credit_pct"])


def test_g12_a_ratchet_moves_half_way_to_the_mean(golden: dict[str, Case]) -> None:
    given, expected = golden["G12"]["input"], golden["G12"]["expected"]
    agreed = agreement(f"""
service_levels:
  desk:
    measure: {{kind: share-within, within: 4 h}}
    commitment: at least {given["level"]} %
    ratchet: {{every: 12 months, rule: half-way}}
""")
    year = months_of(agreed, "desk", "2026-01", [given["average_of_12"]] * 12)

    (proposal,) = ratchets(history(agreed, year), Month(2026, 12))

    assert proposal.proposed == f"at least {expected['new_level']} %"
    assert ratchets(history(agreed, year), Month(2026, 11)) == ()


def test_g22_three_in_a_row_or_three_of_six(golden: dict[str, Case]) -> None:
    given, expected = golden["G22"]["input"], golden["G22"]["expected"]
    agreed = agreement("""
service_levels:
  desk: {measure: {kind: share-within, within: 4 h}, commitment: at least 95 %}
rights:
  leave:
    grants: terminate-agreement
    when:
      - {failures: {levels: [desk], times: 3, consecutive: true}}
      - {failures: {levels: [desk], times: 3, within: 6 months}}
""")
    figures = [90 if failed else 99 for failed in given["fails"]]
    past = history(agreed, months_of(agreed, "desk", "2026-01", figures))

    (leave,) = rights(past, Month(2026, 6), credits)

    assert (leave.state == "arisen") is expected["terminate"]
    assert [trigger.holds for trigger in leave.triggers] == [False, True]
    assert leave.triggers[1].rule == "failures 3 times within 6 months"
    assert leave.since == "2026-05"


def test_g23_a_default_only_at_the_fourth_miss_of_the_expected_level(
    golden: dict[str, Case],
) -> None:
    given, expected = golden["G23"]["input"], golden["G23"]["expected"]
    agreed = agreement("""
service_levels:
  desk:
    measure: {kind: share-within, within: 4 h}
    commitment: at least 90 %
    expected: at least 95 %
    default_when: [{of: expected, times: 4, within: 12 months}]
""")
    found = []
    for misses in given["expected_misses_in_12"]:
        figures = [99] * (12 - misses) + [92] * misses
        past = history(agreed, months_of(agreed, "desk", "2026-01", figures))
        standing = default_of(past, "desk", Month(2026, 12))
        assert standing is not None
        found.append(standing.default)

    assert found == expected["default"]
