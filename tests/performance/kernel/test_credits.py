"""Credits: failures to money, step by step, exact until the rounding that the terms name."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.credit_scalars import parse_quantity
from entente.agreement.terms.level_credits import LevelCredit, Tier
from entente.agreement.terms.scalars import Percent, plain_decimal
from entente.performance.kernel.compile import TermsDoNotFit, compile_level
from entente.performance.kernel.credited import Credits
from entente.performance.kernel.credits.bands import tier_of
from entente.performance.kernel.credits.month import credits
from entente.performance.kernel.results import Result, State, result
from entente.performance.kernel.tallies import ElapsedTally, Sample
from entente.performance.kernel.versions import Month, in_order
from tests.performance.kernel.histories import history, share
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)


def terms(
    *levels: str, credit: str = "", scheme: str = "", charges: str = "run: 100000 EUR"
) -> Agreement:
    """An agreement whose levels all earn the same credit."""
    lines = ["", "charges:"]
    for charge in charges.split(", "):
        key, amount = charge.split(": ")
        lines.append(f"  {key}: {{name: {key}, monthly: {amount}}}")
    base = ", ".join(charge.split(": ")[0] for charge in charges.split(", "))
    lines.append(f"credits: {{currency: EUR, fee_base: [{base}], {scheme}}}")
    lines.append("service_levels:")
    for key in levels or ("closing",):
        lines.append(
            f"  {key}: {{class: critical, commitment: at least 95 %, credit: {{{credit}}},"
            " measure: {kind: share-within, within: 4 h}}"
        )
    return agreement("\n".join(lines) + "\n")


def results(agreed: Agreement, within: int, count: int) -> list[Result]:
    """The same share within for every level."""
    sample = Sample(count, within, 0)
    versions = in_order([agreed])
    return [
        result(compile_level(key, versions, MARCH), ElapsedTally(sample, sample))
        for key in sorted(agreed.service_levels)
    ]


def credited(agreed: Agreement, within: int = 90, count: int = 100) -> Credits:
    return of_march(agreed, results(agreed, within, count))


def of_march(agreed: Agreement, found: list[Result], **earlier: list[Result]) -> Credits:
    """The credits of March; `january` and `february` are results of the months before."""
    months = {"2026-01": earlier.get("january", []), "2026-02": earlier.get("february", [])}
    made = credits(history(agreed, {**months, "2026-03": found}), MARCH)
    assert made is not None
    return made


POOL = "at_risk: 10 %, pools: {quality: 50 %}"
SHARE_OF_POOL = "pool: quality, allocation: 40 %"
TIERS = "tiers: [{at_least: 90 %, below: 95 %, pays: 5 %}, {below: 90 %, pays: 10 %}]"


def test_a_failure_pays_its_share_of_the_pool_of_the_at_risk_amount() -> None:
    made = credited(terms(credit=SHARE_OF_POOL, scheme=POOL))

    assert (made.uncapped, made.capped, made.settled) == (Decimal("2000.00"),) * 3
    assert [step.filled() for step in made.levels[0].steps] == [
        "100000 EUR = 100000 EUR",
        "100000 EUR x 10 % = 10000 EUR",
        "10000 EUR x 50 % x 40 % = 2000 EUR",
        "2000 EUR, rounded to 2 places, half-up = 2000 EUR",
    ]


def test_a_commitment_that_holds_pays_nothing_and_says_why() -> None:
    (level,) = credited(terms(credit=SHARE_OF_POOL, scheme=POOL), within=95).levels

    assert not level.due
    assert level.accrued == 0
    assert level.reason == "95.00 % holds the commitment (at least 95 %)"


def test_a_miss_above_the_credit_trigger_pays_nothing() -> None:
    agreed = terms(credit=SHARE_OF_POOL, scheme=POOL)
    level = agreed.service_levels["closing"]
    trigger = level.commitment.__class__("<", Fraction(90), "%", "below 90 %")
    changed = agreed.model_copy(
        update={"service_levels": {"closing": level.model_copy(update={"credit_trigger": trigger})}}
    )

    assert credited(changed, within=90).levels[0].reason == (
        "90.00 % does not reach the credit trigger (below 90 %)"
    )
    assert credited(changed, within=89).levels[0].due


def test_a_performance_indicator_is_reported_and_pays_nothing() -> None:
    agreed = terms(credit=SHARE_OF_POOL, scheme=POOL)
    level = agreed.service_levels["closing"].model_copy(update={"class_": "kpi"})
    changed = agreed.model_copy(update={"service_levels": {"closing": level}})

    assert "reported and pays no credit" in credited(changed).levels[0].reason


@pytest.mark.parametrize(
    ("within", "pays"), [(95, "0.00"), (94, "5000.00"), (90, "5000.00"), (89, "10000.00")]
)
def test_a_tier_pays_its_share_of_the_fee_base(within: int, pays: str) -> None:
    assert credited(terms(credit=TIERS), within=within).settled == Decimal(pays)


def test_a_value_that_lies_in_no_tier_pays_nothing_and_says_so() -> None:
    agreed = terms(credit="tiers: [{at_least: 80 %, below: 90 %, pays: 5 %}]")

    (level,) = credited(agreed, within=94).levels

    assert level.reason == "94.00 % lies in no tier that pays"


def test_a_level_can_have_a_fee_base_and_a_ceiling_of_its_own() -> None:
    charges = "run: 100000 EUR, desk: 20000 EUR"
    share = credited(terms(credit=f"{TIERS}, fee_base: [desk]", charges=charges), within=80)
    amount = credited(terms(credit=f"{TIERS}, at_most: 900 EUR", charges=charges), within=80)
    percent = credited(terms(credit=f"{TIERS}, at_most: 2 %", charges=charges), within=80)

    assert share.settled == Decimal("2000.00")
    assert amount.settled == Decimal("900.00")
    assert percent.settled == Decimal("2400.00")
    assert amount.levels[0].steps[-2].filled() == "the lesser of 12000 EUR and 900 EUR = 900 EUR"


def test_an_amount_is_rounded_once_as_the_terms_name() -> None:
    thirds = credited(terms(credit=TIERS, charges="run: 0.30 EUR"), within=94)
    down = credited(
        terms(credit=TIERS, charges="run: 0.30 EUR", scheme="rounding: {mode: down}"), within=94
    )

    assert thirds.levels[0].steps[-2].amount == Fraction(15, 1000)
    assert (thirds.settled, down.settled) == (Decimal("0.02"), Decimal("0.01"))


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.EXCUSED, "excused: nothing failed"),
        (State.NOT_MEASURED, "not measured: nothing failed"),
    ],
)
def test_what_was_excused_or_not_measured_pays_nothing(state: State, reason: str) -> None:
    agreed = terms(credit=SHARE_OF_POOL, scheme=POOL)
    (found,) = results(agreed, 0, 1)

    made = of_march(agreed, [replace(found, state=state)])

    assert made.levels[0].reason == reason


def test_missed_by_agreement_without_a_figure_pays_the_pool_and_no_tier() -> None:
    pool, tiers = terms(credit=SHARE_OF_POOL, scheme=POOL), terms(credit=TIERS)
    missed = [
        [replace(r, state=State.MISSED, net=None) for r in results(agreed, 0, 1)]
        for agreed in (pool, tiers)
    ]

    paid, unpaid = of_march(pool, missed[0]), of_march(tiers, missed[1])
    met = of_march(pool, [replace(missed[0][0], state=State.MET)])

    assert paid.settled == Decimal("2000.00")
    assert unpaid.levels[0].reason == "missed without a figure: no tier can be found"
    assert met.levels[0].reason == "no figure failed"


def test_nothing_is_settled_while_a_month_is_provisional() -> None:
    agreed = terms(credit=SHARE_OF_POOL, scheme=POOL)
    (found,) = results(agreed, 0, 1)

    made = of_march(agreed, [replace(found, state=State.PROVISIONAL)])

    assert (made.capped, made.settled) == (Decimal("2000.00"), Decimal("0.00"))


def test_an_agreement_without_a_scheme_has_no_credits() -> None:
    assert credits(history(agreement(), {}), MARCH) is None


def test_caps_follow_in_the_agreed_order_month_before_year() -> None:
    caps = "caps: [{per: month, at_most: 15 %}, {per: year, at_most: 2.4 %}]"
    agreed = terms("a", "b", credit=TIERS, scheme=caps)
    one_late = [share(agreed, "a", "2026-02", 80)]

    made = of_march(
        agreed, results(agreed, 80, 100), january=results(agreed, 80, 100), february=one_late
    )

    assert (made.uncapped, made.capped) == (Decimal("20000.00"), Decimal("3800.00"))
    assert [step.filled() for step in made.caps] == [
        "100000 EUR x 15 % = 15000 EUR",
        "the lesser of 20000 EUR and 15000 EUR = 15000 EUR",
        "100000 EUR x 12 x 2.4 % - 25000 EUR = 3800 EUR",
        "the lesser of 15000 EUR and 3800 EUR = 3800 EUR",
    ]
    assert [(m.period, m.settled, m.measured, m.not_measured) for m in made.credited_earlier] == [
        ("2026-01", Decimal("15000.00"), 2, 0),
        ("2026-02", Decimal("10000.00"), 1, 1),
    ]


def test_a_cap_says_that_it_was_rounded_where_that_changes_it() -> None:
    caps = "caps: [{per: month, at_most: 2.5 %}, {per: {rolling: 12 months}, at_most: 0.25 %}]"
    agreed = terms(credit=TIERS, charges="run: 100.10 EUR", scheme=caps)

    made = of_march(agreed, results(agreed, 80, 100), january=results(agreed, 80, 100))

    # 2.5025 EUR a month is 2.50 EUR; of twelve months 3.003 EUR is 3.00 EUR, 2.50 EUR are used.
    assert [(step.label, step.filled()) for step in made.caps] == [
        ("the month's cap", "100.1 EUR x 2.5 %, rounded to 2 places, half-up = 2.5 EUR"),
        ("credits after the month's cap", "the lesser of 10.01 EUR and 2.5 EUR = 2.5 EUR"),
        ("what the 12 months' cap leaves",
         "(100.1 EUR x 12 x 0.25 %, rounded to 2 places, half-up) - 2.5 EUR = 0.5 EUR"),
        ("credits after the 12 months' cap", "the lesser of 2.5 EUR and 0.5 EUR = 0.5 EUR"),
    ]  # fmt: skip


def test_what_the_caps_left_is_divided_among_the_levels_to_the_last_cent() -> None:
    agreed = terms("a", "b", "c", credit=TIERS, scheme="caps: [{per: month, at_most: 100 EUR}]")

    made = credited(agreed, within=80)

    assert [level.capped for level in made.levels] == [
        Decimal("33.34"), Decimal("33.33"), Decimal("33.33"),
    ]  # fmt: skip
    assert sum(level.settled for level in made.levels) == made.settled == Decimal("100.00")


def test_a_year_that_is_used_up_leaves_nothing_and_never_less() -> None:
    agreed = terms(credit=TIERS, scheme="caps: [{per: year, at_most: 5000 EUR}]")

    made = of_march(agreed, results(agreed, 80, 100), january=results(agreed, 80, 100))

    assert (made.capped, made.levels[0].state) == (Decimal("0.00"), "capped")


def test_another_currency_is_refused() -> None:
    agreed = terms(credit=TIERS)
    charge = agreed.charges["run"].model_copy(
        update={"monthly": agreed.charges["run"].monthly.__class__(1, "USD")}
    )
    changed = agreed.model_copy(update={"charges": {"run": charge}})

    with pytest.raises(TermsDoNotFit, match="is not in EUR"):
        credited(changed)


@given(
    within=st.integers(0, 100),
    monthly=st.integers(0, 10**9),
    percents=st.tuples(*[st.integers(0, 20000)] * 5),
    places=st.integers(0, 4),
    mode=st.sampled_from(["half-up", "half-even", "down", "up", "floor", "ceiling"]),
    before=st.integers(0, 100),
)
def test_uncapped_is_never_less_than_capped_nor_capped_than_settled(
    within: int,
    monthly: int,
    percents: tuple[int, ...],
    places: int,
    mode: str,
    before: int,
) -> None:
    at_risk, pool, part, month, year = (f"{Decimal(p) / 100} %" for p in percents)
    agreed = any_terms(
        f"{Decimal(monthly) / 100:.2f} EUR",
        {"pool": "quality", "allocation": part},
        {
            "at_risk": at_risk,
            "pools": {"quality": pool},
            "caps": [
                {"per": "month", "at_most": month},
                {"per": "year", "at_most": year, "of": "at-risk"},
            ],
            "rounding": {"places": places, "mode": mode},
        },
    )
    january = [share(agreed, key, "2026-01", before) for key in ("a", "b")]

    made = of_march(agreed, results(agreed, within, 100), january=january)

    assert made.uncapped >= made.capped >= made.settled >= 0
    assert made.uncapped == sum(level.accrued for level in made.levels)


@cache
def _draft() -> Agreement:
    scheme = "at_risk: 1 %, pools: {quality: 1 %}"
    return terms("a", "b", credit="allocation: 1 %, pool: quality", scheme=scheme)


def any_terms(monthly: str, credit: dict[str, object], scheme: dict[str, object]) -> Agreement:
    """Two levels under any scheme, sensible or not: lint would refuse some of these."""
    agreed = _draft().model_dump(mode="json", by_alias=True)
    agreed["credits"] |= scheme
    agreed["charges"]["run"]["monthly"] = monthly
    for level in agreed["service_levels"].values():
        level["credit"] = credit
    return Agreement.model_validate(agreed)


# --- published schedules and the golden cases


def tiers_of(bands: list[dict[str, str]]) -> tuple[Tier, ...]:
    return tuple(
        Tier(
            at_least=parse_quantity(f"{band['at_least']} %"),
            below=parse_quantity(f"{band['below']} %"),
            pays=Percent(Fraction(band["credit_percent"])),
        )
        for band in bands
    )


def test_published_schedules_pay_what_they_print_at_and_around_each_edge(shared: Path) -> None:
    lines = (shared / "data/oracle/credit_schedules.jsonl").read_text("utf-8").splitlines()
    checked = 0
    for line in lines:
        schedule = json.loads(line, parse_float=str, parse_int=str)
        tiers = tiers_of(schedule["bands"])
        for band in schedule["bands"]:
            low, high = Fraction(band["at_least"]), Fraction(band["below"])
            hair = Fraction(1, 10**6)
            for value in (low, low + hair, (low + high) / 2, high - hair):
                tier = tier_of(value, tiers)
                assert tier is not None, (schedule["name"], value)
                assert isinstance(tier.pays, Percent)
                assert tier.pays.value == Fraction(band["credit_percent"])
                checked += 1
        top = max(Fraction(band["below"]) for band in schedule["bands"])
        assert [tier_of(value, tiers) for value in (top, top + 1)] == [None, None]
        assert schedule["above_top_band"] == "0"

    assert (len(lines), checked) == (7, 104)


@pytest.fixture
def golden(shared: Path) -> dict[str, dict[str, dict[str, str]]]:
    cases = json.loads((shared / "domain/golden.json").read_text("utf-8"))
    return {case["id"]: case for case in cases}


def test_g01_at_risk_pool_and_allocation(golden: dict[str, dict[str, dict[str, str]]]) -> None:
    given, expected = golden["G01"]["input"], golden["G01"]["expected"]
    made = credited(
        terms(
            charges=f"run: {given['invoice']} EUR",
            scheme=f"at_risk: {given['at_risk_pct']} %, pools: {{q: {given['pool_pct']} %}}",
            credit=f"pool: q, allocation: {given['allocation_pct']} %",
        )
    )

    assert made.settled == Decimal(expected["credit"])


def test_g02_the_sum_of_credits_is_capped_at_the_at_risk_amount(
    golden: dict[str, dict[str, dict[str, str]]],
) -> None:
    given, expected = golden["G02"]["input"], golden["G02"]["expected"]
    each = given["credits"][0]
    assert list(given["credits"]) == [each] * 3
    base = Decimal(given["at_risk_amount"]) * 10
    allocation = Decimal(each) / base * 100 * 10
    made = credited(
        terms(
            "a", "b", "c",
            charges=f"run: {base} EUR",
            scheme="at_risk: 10 %, pools: {q: 100 %},"
            " caps: [{per: month, at_most: 100 %, of: at-risk}]",
            credit=f"pool: q, allocation: {allocation} %",
        )
    )  # fmt: skip

    assert made.uncapped == 3 * Decimal(each)
    assert made.settled == Decimal(expected["credit"])


@pytest.mark.parametrize("case", ["G07", "G08"])
def test_g07_and_g08_a_rebate_table_as_tiers(
    case: str, golden: dict[str, dict[str, dict[str, str]]]
) -> None:
    # The printed table, with each band read down to the next: G09 shows that it does not say so.
    steps = [(95, 100, 10), (90, 95, 20), (85, 90, 30), (80, 85, 40)]
    bands = [f"{{at_least: {a} %, below: {b} %, pays: {p} %}}" for a, b, p in steps]
    tiers = f"tiers: [{', '.join(bands)}, {{below: 80 %, pays: 50 %}}]"
    given, expected = golden[case]["input"], golden[case]["expected"]
    agreed = terms(credit=tiers, charges=f"run: {given['monthly']} EUR")
    level = agreed.service_levels["closing"]
    whole = level.commitment.__class__(">=", Fraction(100), "%", "at least 100 %")
    strict = agreed.model_copy(
        update={"service_levels": {"closing": level.model_copy(update={"commitment": whole})}}
    )

    assert credited(strict, within=int(given["achieved"])).settled == Decimal(expected["rebate"])


def test_g06_a_monthly_fee_is_a_twelfth(golden: dict[str, dict[str, dict[str, str]]]) -> None:
    given, expected = golden["G06"]["input"], golden["G06"]["expected"]

    assert plain_decimal(Fraction(given["annual"]) / 12) == expected["monthly"]
    base = credited(terms(credit=TIERS, charges=f"run: {expected['monthly']} EUR")).levels[0]
    assert base.steps[0].amount == Fraction(expected["monthly"])


def test_g16_more_is_accrued_than_a_months_cap_lets_through(
    golden: dict[str, dict[str, dict[str, str]]],
) -> None:
    given, expected = golden["G16"]["input"], golden["G16"]["expected"]
    keys = [f"level-{place:02}" for place in range(len(given["credits_pct"]))]
    agreed = terms(
        *keys, credit=TIERS, scheme=f"caps: [{{per: month, at_most: {expected['cap_pct']} %}}]"
    )
    paying = {
        key: agreed.service_levels[key].model_copy(
            update={"credit": LevelCredit(tiers=(Tier(pays=Percent(Fraction(pays))),))}
        )
        for key, pays in zip(keys, given["credits_pct"], strict=True)
    }

    made = credited(agreed.model_copy(update={"service_levels": paying}))

    assert made.uncapped == 1000 * int(expected["sum_pct"])
    assert made.capped == 1000 * int(expected["cap_pct"])
    assert (
        plain_decimal(Fraction(made.uncapped) / Fraction(made.capped))
        == expected["over_allocation"]
    )
