"""Credits by item, by interruption and by day, of longer periods; ratchets; and their sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.measures import RoundingTerms
from entente.agreement.terms.scalars import parse_amount
from entente.foundation.instants import HOUR, MINUTE
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.consequences import (
    credit_sentences,
    said_counter,
    said_due,
    said_proposal,
)
from entente.performance.kernel.credited import Credits, FallsDue
from entente.performance.kernel.credits.month import credits
from entente.performance.kernel.figures import figure
from entente.performance.kernel.frequency import Counter
from entente.performance.kernel.ratchets import ratchets
from entente.performance.kernel.readings import Item
from entente.performance.kernel.results import Result, result
from entente.performance.kernel.tallies import Uptime, UptimeTally
from entente.performance.kernel.told import Notice, wanted_events
from entente.performance.kernel.versions import Month, in_order, midnight
from tests.performance.kernel.histories import history, months_of
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)
OPEN = 1_000 * HOUR


def terms(
    credit: str, window: str = "month", scheme: str = "", from_: str = "2026-01-01"
) -> Agreement:
    """One critical availability and its credit; 3,000 EUR a month and two lines more."""
    return agreement(f"""
charges:
  run: {{name: Run, monthly: 3000 EUR}}
  dublin: {{name: Dublin, monthly: 1000 EUR}}
  cork: {{name: Cork, monthly: 500 EUR}}
credits: {{currency: EUR, fee_base: [run]{', ' if scheme else ''}{scheme}}}
service_levels:
  up:
    class: critical
    measure: {{kind: availability, window: {window}}}
    commitment: at least 99 %
    credit: {{{credit}}}
""", from_=from_)  # fmt: skip


def found_of(agreed: Agreement, down: int, lengths: tuple[tuple[int, int], ...] = ()) -> Result:
    span = Uptime(OPEN, down, 0)
    made = result(compile_level("up", in_order([agreed]), MARCH), UptimeTally(span, span))
    return replace(made, lengths=lengths)


def of(agreed: Agreement, found: Result, *told: Notice, as_of: int | None = None) -> Credits:
    made = credits(history(agreed, {"2026-03": [found]}, told, as_of), MARCH)
    assert made is not None
    return made


def start(day: int, hour: int = 12) -> int:
    return midnight(dt.date(2026, 3, day), "Europe/Dublin") + hour * HOUR


THREE = ((start(2), 5 * HOUR), (start(2, 20), 8 * HOUR), (start(9), 30 * MINUTE))
DOWN = sum(length for _, length in THREE)


@pytest.mark.parametrize(
    ("per", "units"),
    [
        ("unit: 1 h, part: up", 14),
        ("unit: 1 h, part: down", 13),
        ("unit: 1 h, part: exact", Fraction(27, 2)),
        ("unit: 1 h, part: up, beyond: 3 h", 11),
        ("unit: 1 h, part: up, beyond: 3 h, counts: all", 14),
        ("unit: 4 h, part: up, each: interruption", 2 + 2 + 1),
        ("unit: 4 h, part: up, each: day", 4 + 1),
        ("unit: 1 h, part: up, each: interruption, beyond: 1 h", 4 + 7),
    ],
)
def test_down_time_is_counted_in_units(per: str, units: Fraction) -> None:
    agreed = terms(f"per: {{of: down, pays: 10 EUR, {per}}}")

    assert of(agreed, found_of(agreed, DOWN, THREE)).settled == 10 * Decimal(float(units))


def test_the_first_unit_of_each_day_pays_differently() -> None:
    # A day's credit for the first hour of a day, one more for each further 8 hours of it.
    agreed = terms("per: {of: down, unit: 8 h, pays: 1/30, part: up, each: day, first_unit: 1 h,"
                   " first_pays: 1/30}")  # fmt: skip

    made = of(agreed, found_of(agreed, DOWN, THREE))

    # 2 March: 13 h are the first hour and two units begun; 9 March: a first hour begun.
    assert made.settled == Decimal("400.00")
    assert made.levels[0].steps[-2].filled() == "200 EUR + 200 EUR = 400 EUR"


def test_a_shortfall_in_percent_can_be_counted_in_minutes_of_the_service_hours() -> None:
    agreed = terms("per: {of: shortfall, unit: 1 min, pays: 1 EUR, part: exact}")

    # Two percent of 1,000 hours are down, one is allowed: ten hours are 600 minutes short.
    assert of(agreed, found_of(agreed, 20 * HOUR)).settled == 600


def test_units_of_another_kind_than_what_is_counted_are_refused() -> None:
    for per in ("unit: 1 %, of: down", "unit: 1 h, of: misses", "unit: 3, of: shortfall",
                "unit: 3, of: figure", "unit: 0 h, of: down",
                "unit: 1 %, of: shortfall, bound: minimum"):  # fmt: skip
        agreed = terms(f"per: {{{per}, pays: 1 EUR, part: up}}")
        with pytest.raises(TermsDoNotFit):
            of(agreed, found_of(agreed, 20 * HOUR))


def test_each_item_that_failed_is_paid_of_its_own_charge() -> None:
    agreed = terms("tiers: [{at_least: 95 %, below: 99 %, pays: 10 %}, {below: 95 %, pays: 50 %}],"
                   " item_charges: {dublin: dublin, cork: cork}")  # fmt: skip
    rounding = agreed.defaults.rounding
    items = tuple(
        Item(name, figure(OPEN - down * HOUR, OPEN, "%", rounding), None)
        for name, down in (("dublin", 20), ("cork", 100), ("galway", 500), ("sligo", 1))
    )

    made = of(agreed, replace(found_of(agreed, 20 * HOUR), items=items))
    held = of(agreed, replace(found_of(agreed, 20 * HOUR), items=items[3:]))
    unnamed = of(agreed, replace(found_of(agreed, 20 * HOUR), items=items[2:]))

    assert made.settled == 100 + 250
    assert made.levels[0].steps[-2].filled() == "100 EUR + 250 EUR = 350 EUR"
    assert held.levels[0].reason == "no item of it failed"
    assert unnamed.levels[0].reason == "no charge line is named for what failed (galway)"


def test_a_quarter_is_paid_of_the_quarters_fees_and_only_when_it_ends() -> None:
    agreed = terms("fixed: 10 %", window="quarter")
    found = found_of(agreed, 20 * HOUR)

    made = of(agreed, found)
    going_on = of(agreed, replace(found, ends=False))

    assert made.settled == 900
    assert [step.filled() for step in made.levels[0].steps[:2]] == [
        "3000 EUR = 3000 EUR", "3000 EUR x 3 = 9000 EUR",
    ]  # fmt: skip
    assert going_on.levels[0].reason == "its period 2026-Q1 is not over"


def test_a_period_in_force_on_some_days_only_has_their_part_of_the_fees() -> None:
    agreed = terms("fixed: 10 %", scheme="partial_period: by-days", from_="2026-03-22")

    made = of(agreed, found_of(agreed, 20 * HOUR))

    # Ten of March's 31 days.
    assert made.levels[0].steps[1].filled() == "3000 EUR x 10 / 31 = 30000/31 EUR"
    assert made.settled == Decimal("96.77")


def test_the_fees_of_the_month_before_the_incident_are_those_of_the_terms_of_that_month() -> None:
    scheme = "fee_of: month-before"
    before = terms("fixed: 10 %", "quarter", scheme)
    dearer = before.charges["run"].model_copy(update={"monthly": parse_amount("4500 EUR")})
    after = before.model_copy(
        update={
            "version": 2,
            "charges": before.charges | {"run": dearer},
            "in_force": before.in_force.model_copy(update={"from_": dt.date(2026, 2, 1)}),
        }
    )

    def first_step(*lengths: tuple[int, int]) -> str:
        made = credits(
            history([before, after], {"2026-03": [found_of(before, DOWN, lengths)]}), MARCH
        )
        assert made is not None
        return f"{made.levels[0].steps[0].label}: {made.levels[0].steps[0].filled()}"

    # A quarter: an outage of March is paid of February's charges, one of February of January's.
    assert first_step(*THREE) == "fee base of 2026-02: 4500 EUR = 4500 EUR"
    assert first_step((start(1, -24), HOUR), *THREE) == "fee base of 2026-01: 3000 EUR = 3000 EUR"
    # Without an interruption the quarter begins in January; nothing was paid in December.
    assert first_step() == ("fee base of 2025-12: 0 EUR = 0 EUR")


def test_an_item_is_paid_of_its_own_line_in_the_month_before() -> None:
    agreed = terms("fixed: 10 %, item_charges: {dublin: dublin}", scheme="fee_of: month-before")
    dublin = Item("dublin", figure(98, 100, "%", RoundingTerms()), None)
    found = replace(found_of(agreed, DOWN, THREE), items=(dublin,))

    assert of(agreed, found).levels[0].steps[0].label == "fee base of 2026-02 (dublin)"
    assert of(agreed, found).settled == 100


def test_a_claim_can_count_from_the_first_interruption() -> None:
    agreed = terms("fixed: 10 EUR", scheme="claim: {within: 40 days, after: incident}")

    (level,) = of(agreed, found_of(agreed, DOWN, THREE), as_of=start(20)).levels

    # Forty days after 2 March.
    assert (level.state, level.claim_by) == ("claimable", "2026-04-11")


# --- ratchets


@pytest.mark.parametrize(
    ("ratchet", "figures", "proposed", "reason"),
    [
        ("rule: to-mean", [99, 98], "at least 98.5 %", ""),
        ("rule: to-lowest", [99, 98], "at least 98 %", ""),
        ("rule: half-way, at_most: 10 %", [99, 99], "at least 95.5 %", ""),
        ("rule: to-mean", [99, 94], None, "1 of its 2 periods missed the level"),
        ("rule: to-mean", [99, None], None, "1 of its 2 periods have no figure"),
        ("rule: to-mean", [None, None], None, "no period of it has a figure"),
        ("rule: to-mean, only_if: mean-above", [99, 94], "at least 96.5 %", ""),
        ("rule: to-mean, only_if: mean-above", [94, 95], None, "the mean does not hold the level"),
        ("rule: to-lowest", [95, 99], None, "the level stays where it is"),
    ],
)
def test_a_ratchet_proposes_a_level_or_says_why_not(
    ratchet: str, figures: list[int | None], proposed: str | None, reason: str
) -> None:
    agreed = agreement(f"""
service_levels:
  desk:
    measure: {{kind: share-within, within: 4 h}}
    commitment: at least 95 %
    ratchet: {{every: 2 months, {ratchet}}}
""")
    known = history(agreed, months_of(agreed, "desk", "2026-01", figures))

    (found,) = ratchets(known, Month(2026, 2))

    assert (found.proposed, found.reason) == (proposed, reason)
    said = said_proposal(found)
    assert ("to be signed" in said) is (proposed is not None)


# --- sentences


def test_a_counter_is_said_with_its_distance() -> None:
    counter = Counter(
        "credit-trigger", "2 times", 2, 1, ("2026-01",), False, False, 1, "2026-07-01"
    )

    assert said_counter(counter) == (
        "the credit trigger reached 1 of 2 times (2026-01); 1 more would do;"
        " the oldest counts until 2026-07-01"
    )
    assert said_counter(replace(counter, came_true=True)).endswith("it came true")
    assert "it cannot come true" in said_counter(replace(counter, more=None))


def test_where_credits_stand_is_said() -> None:
    capped = terms("fixed: 10 EUR", scheme="caps: [{per: month, at_most: 0 EUR}]")
    claimed = terms("fixed: 10 EUR", scheme="claim: {within: 7 days}")
    disputed = Notice("credit-disputed", "up", start(20))

    said = [
        list(credit_sentences(of(capped, found_of(capped, DOWN)))),
        list(credit_sentences(of(claimed, found_of(claimed, DOWN), as_of=start(31)))),
        list(credit_sentences(of(claimed, found_of(claimed, DOWN), as_of=start(31) + 480 * HOUR))),
        list(credit_sentences(of(capped, found_of(capped, DOWN), disputed, as_of=start(31)))),
    ]

    assert said == [
        ["up: the caps left nothing of its credit"],
        ["up: its credit must be claimed by 2026-04-07"],
        ["up: its credit was not claimed by 2026-04-07 and lapsed"],
        ["up: its credit is disputed"],
    ]


def test_what_falls_due_is_said_where_it_is_not_simply_the_next_invoice() -> None:
    due = FallsDue(
        "quarter-end", "cash", ("2026-03",), Decimal(5), Fraction(0), ("2026-01",), "30 days"
    )

    assert said_due(due, "EUR") == (
        "falls due: 5 EUR of 2026-03, paid in cash within 30 days; expired: 2026-01"
    )
    plain = replace(due, on="next-invoice", given="invoice", expired=())
    assert said_due(plain, "EUR") == ""


def test_only_events_that_credits_and_rights_depend_on_are_wanted() -> None:
    rights = "rights: {leave: {grants: other, when: [{events: {event: breach}}]}}"

    assert wanted_events([agreement()]) == ()
    assert "breach" in wanted_events([agreement(f"{rights}\n")])
    assert "credit-claimed" in wanted_events([terms("fixed: 10 EUR")])
