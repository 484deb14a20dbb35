"""Counters, rights, claims, earn-back and settlement at their edges, worked out by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.levels import Frequency
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.consequences import consequences
from entente.performance.kernel.credited import Credits
from entente.performance.kernel.credits.month import credits
from entente.performance.kernel.frequency import Occasion, replayed
from entente.performance.kernel.history import History
from entente.performance.kernel.rights import RightStanding, rights
from entente.performance.kernel.told import Notice
from entente.performance.kernel.versions import Month, midnight
from tests.performance.kernel.histories import history, months_of
from tests.performance.kernel.statements import small_statement
from tests.performance.kernel.terms import agreement


def terms(
    credit: str = "fixed: 100 EUR", scheme: str = "", more: str = "", until: str = ""
) -> Agreement:
    """A critical level `desk` of at least 95 %, its credit, and what is added."""
    return agreement(f"""
charges: {{run: {{name: Run, monthly: 3000 EUR}}}}
credits: {{currency: EUR, fee_base: [run]{', ' if scheme else ''}{scheme}}}
service_levels:
  desk:
    class: critical
    measure: {{kind: share-within, within: 4 h}}
    commitment: at least 95 %
    credit: {{{credit}}}
{more}""", until=until)  # fmt: skip


def at(day: str, event: str, record: str = "desk", period: str | None = None) -> Notice:
    """What someone told on a day."""
    return Notice(event, record, midnight(dt.date.fromisoformat(day), "Europe/Dublin"), period)


def seen(day: str) -> int:
    return midnight(dt.date.fromisoformat(day), "Europe/Dublin")


def past(
    agreed: Agreement, figures: list[int | None], *told: Notice, as_of: str | None = None
) -> History:
    """Months from January 2026 on."""
    months = months_of(agreed, "desk", "2026-01", figures)
    return history(agreed, months, told, seen(as_of) if as_of else None)


def of(known: History, number: int) -> Credits:
    made = credits(known, Month(2026, number))
    assert made is not None
    return made


def right(known: History, number: int) -> RightStanding:
    (found,) = rights(known, Month(2026, number), credits)
    return found


# --- counters


def months(failed: list[int | None]) -> list[Occasion]:
    ends = [dt.date(2026, number, 1) for number in range(2, 2 + len(failed))]
    return [Occasion(f"{n}", end, None if f is None else bool(f))
            for n, (end, f) in enumerate(zip(ends, failed, strict=True), 1)]  # fmt: skip


@pytest.mark.parametrize(("gaps", "counted"), [("break", ("3",)), ("pass", ("1", "3"))])
def test_a_gap_breaks_a_row_or_is_passed_over(gaps: str, counted: tuple[str, ...]) -> None:
    rule = Frequency.model_validate({"times": 3, "consecutive": True, "gaps": gaps})

    found = replayed(months([1, None, 1]), rule, "commitment", dt.date(2026, 4, 1))

    assert found.periods == counted
    assert found.more == 3 - len(counted)


def test_a_count_that_starts_again_forgets_what_made_it_true() -> None:
    rule = Frequency.model_validate({"times": 2, "within": "6 months", "then": "start-again"})

    states = [
        replayed(months([1, 1, 1, 1])[:n], rule, "commitment", dt.date(2026, n + 1, 1)).now
        for n in range(1, 5)
    ]

    assert states == [False, True, False, True]


def test_what_no_number_of_failures_can_reach_is_said() -> None:
    rule = Frequency.model_validate({"times": 3, "within": "2 months"})

    found = replayed(months([1]), rule, "commitment", dt.date(2026, 2, 1))

    assert (found.counted, found.more, found.falls_out) == (1, None, "2026-04-01")


def test_hours_are_no_reach_of_a_counter() -> None:
    rule = Frequency.model_validate({"times": 1, "within": "4 h"})

    with pytest.raises(TermsDoNotFit, match="4 hours is no number of days"):
        replayed(months([1]), rule, "commitment", dt.date(2026, 2, 1))


# --- credits


def test_a_credit_is_due_only_with_the_third_failure_of_six_months() -> None:
    known = past(terms("fixed: 100 EUR, due_when: {times: 3, within: 6 months}"),
                 [90, 99, 90, 99, 99, 90, 90, 99])  # fmt: skip

    made = [of(known, number) for number in range(1, 9)]

    assert [each.settled for each in made] == [0, 0, 0, 0, 0, 100, 100, 0]
    assert made[2].levels[0].reason == (
        "due 3 times within 6 months: so far 2 of 3 (2026-01, 2026-03)"
    )
    assert made[5].levels[0].times == ("2026-01", "2026-03", "2026-06")


def test_a_failure_that_comes_again_costs_more_up_to_the_highest_factor() -> None:
    known = past(terms("fixed: 100 EUR, repeat: {factor: 2, compounding: true, most: 4}"),
                 [90, 90, 90, 90, 99, 90])  # fmt: skip

    settled = [of(known, number).settled for number in range(1, 7)]

    assert settled == [100, 200, 400, 400, 0, 100]


def test_a_credit_must_be_asked_for_within_its_time() -> None:
    agreed = terms(scheme="claim: {within: 7 days}")
    in_time, late = at("2026-02-07", "credit-claimed"), at("2026-02-08", "credit-claimed")

    waiting = of(past(agreed, [90], as_of="2026-02-07"), 1).levels[0]
    lapsed = of(past(agreed, [90], late, as_of="2026-02-10"), 1).levels[0]
    claimed = of(past(agreed, [90], in_time, as_of="2026-02-10"), 1)

    assert (waiting.state, waiting.claim_by, waiting.settled) == (
        "claimable", "2026-02-07", Decimal(0),
    )  # fmt: skip
    assert (lapsed.state, lapsed.settled) == ("lapsed", Decimal(0))
    assert (claimed.levels[0].state, claimed.settled) == ("settled", Decimal(100))


def test_a_cap_counts_what_can_still_be_claimed_but_not_what_lapsed() -> None:
    agreed = terms(scheme="claim: {within: 2 months}, caps: [{per: year, at_most: 150 EUR}]")

    open_still = of(past(agreed, [90, 90], as_of="2026-03-01"), 2)
    lapsed = of(past(agreed, [90, 90], as_of="2026-04-15"), 2)

    assert open_still.capped == Decimal(50)
    assert lapsed.capped == Decimal(100)


def test_a_credit_that_is_waived_or_in_dispute_is_not_given() -> None:
    agreed = terms()
    disputed = at("2026-02-03", "credit-disputed", period="2026-01")

    waived = of(past(agreed, [90], at("2026-02-03", "credit-waived"), as_of="2026-03-01"), 1)
    waits = of(past(agreed, [90], disputed, as_of="2026-03-01"), 1)
    ended = of(past(agreed, [90], disputed, at("2026-02-20", "credit-dispute-ended"),
                    as_of="2026-03-01"), 1)  # fmt: skip
    other = of(past(agreed, [99, 90], disputed, as_of="2026-04-01"), 2)

    assert [each.levels[0].state for each in (waived, waits, ended, other)] == [
        "waived", "disputed", "settled", "settled",
    ]  # fmt: skip
    assert [waived.settled, waits.settled, ended.settled] == [0, 0, 100]


def test_less_than_the_least_amount_is_not_paid() -> None:
    few, enough = (terms(scheme=f"minimum_payable: {least} EUR") for least in ("100.01", "100"))

    assert of(past(few, [90]), 1).settled == 0
    assert of(past(few, [90]), 1).settling[0].filled() == (
        "nothing, since 100 EUR is below 100.01 EUR = 0 EUR"
    )
    assert of(past(enough, [90]), 1).settled == 100


def test_of_one_incident_the_credit_that_was_elected_is_paid() -> None:
    agreed = terms("fixed: 100 EUR, one_incident: outage", "incidents: {within: 10 days}", """
  phone:
    class: critical
    measure: {kind: share-within, within: 1 h}
    commitment: at least 95 %
    credit: {fixed: 80 EUR, one_incident: outage}
""")  # fmt: skip
    both = {"2026-01": [*months_of(agreed, "desk", "2026-01", [90])["2026-01"],
                        *months_of(agreed, "phone", "2026-01", [90])["2026-01"]]}  # fmt: skip
    in_time, late = (at(day, "credit-elected", "phone") for day in ("2026-02-10", "2026-02-11"))

    silence, elected, too_late = (
        of(history(agreed, both, told, seen("2026-03-01")), 1) for told in ([], [in_time], [late])
    )

    assert [each.uncapped for each in (silence, elected, too_late)] == [100, 80, 100]
    assert [level.state for level in elected.levels] == ["not-elected", "settled"]


def test_a_credit_goes_back_when_the_level_is_held_for_long_enough() -> None:
    agreed = terms(scheme="earn_back: {met_for: 2 months}")
    held, broken = past(agreed, [90, 99, 99, 99]), past(agreed, [90, 99, None, 99])

    (back,) = of(held, 3).earned_back

    assert (back.level, back.period, back.amount) == ("desk", "2026-01", Decimal(100))
    assert back.held == ("2026-02", "2026-03")
    assert of(held, 2).earned_back == of(held, 4).earned_back == ()
    assert of(broken, 3).earned_back == ()


def test_what_cannot_be_earned_back_is_not() -> None:
    never = terms("fixed: 100 EUR, cannot_be_earned_back: true", "earn_back: {met_for: 1 month}")

    assert of(past(never, [90, 99]), 2).earned_back == ()


def test_days_of_service_are_added_to_the_term() -> None:
    scheme = "settlement: {on: end-of-term, in_kind: service-days}"
    bands = "tiers: [{at_least: 90 %, below: 95 %, days: 3}, {below: 90 %, days: 7}]"
    known = past(terms(bands, scheme, until="2026-04-01"), [92, 80, 99])

    made = [of(known, number) for number in (1, 2, 3)]

    assert [each.days for each in made] == [3, 7, 0]
    assert [each.settled for each in made] == [0, 0, 0]
    assert [each.falls_due is None for each in made] == [True, True, False]
    assert made[2].falls_due is not None
    assert (made[2].falls_due.days, made[2].falls_due.given) == (Fraction(10), "days")


def test_a_day_of_service_in_money_is_a_days_charges() -> None:
    known = past(terms("per: {unit: 1, pays: 1 day, of: misses, part: up, beyond: 998}"), [90])

    # A thousand of ten thousand are late, two of them beyond; January has 31 days.
    assert of(known, 1).settled == Decimal("193.55")


def test_credits_of_a_quarter_fall_due_at_its_end_and_in_cash_at_the_last() -> None:
    agreed = terms(scheme="settlement: {on: quarter-end, expires_after: 2 months}",
                   until="2026-05-01")  # fmt: skip
    known = past(agreed, [90, 90, 90, 90])

    assert of(known, 2).falls_due is None
    march, april = of(known, 3).falls_due, of(known, 4).falls_due
    assert march is not None
    assert (march.periods, march.amount, march.expired) == (
        ("2026-02", "2026-03"), Decimal(200), ("2026-01",),
    )  # fmt: skip
    assert april is not None
    assert (april.given, april.amount) == ("cash", Decimal(100))


def test_points_of_a_month_are_worth_what_their_sum_is() -> None:
    bands = "tiers: [{below: 95 %, points: 4}], repeat: {factor: 2}"
    each = past(terms(bands, "points: {each: 10 EUR}"), [90, 90])
    table = past(terms(bands, "points: {table: {'5': 1 %, '8': 2 %}}"), [90, 90])

    assert [of(each, number).settled for number in (1, 2)] == [40, 80]
    assert [of(table, number).settled for number in (1, 2)] == [0, 60]


def test_caps_of_a_quarter_a_contract_year_and_rolling_months() -> None:
    figures: list[int | None] = [90] * 8
    for per, expected in (
        ("quarter", [100, 50, 0, 100, 50, 0, 100, 50]),
        ("contract-year", [100, 50, 0, 0, 0, 0, 0, 0]),
        ("{rolling: 3 months}", [100, 50, 0, 100, 50, 0, 100, 50]),
    ):
        known = past(terms(scheme=f"caps: [{{per: {per}, at_most: 150 EUR}}]"), figures)
        assert [of(known, number).settled for number in range(1, 9)] == expected


def test_a_share_of_the_terms_charges_needs_its_end() -> None:
    cap = "caps: [{per: term, at_most: 1 %}]"

    with pytest.raises(TermsDoNotFit, match=r"needs in_force\.until"):
        of(past(terms(scheme=cap), [90]), 1)
    ends = past(terms(scheme=cap, until="2026-04-01"), [90, 90])
    # One percent of three months' 3,000 EUR is 90 EUR, used up by January.
    assert [of(ends, number).settled for number in (1, 2)] == [90, 0]


# --- rights


RIGHT = "rights:\n  leave: {{grants: terminate-agreement, when: [{when}]{more}}}\n"


def with_right(when: str, more: str = "", **given: str) -> Agreement:
    return terms(more=RIGHT.format(when=when, more=more), **given)


def test_credits_that_reach_an_amount_give_a_right_and_say_how_far_they_are() -> None:
    known = past(with_right("{credits: {at_least: 5 %, within: 2 months}}"), [90, 99, 90, 90])

    found = [right(known, number) for number in (1, 2, 3, 4)]

    # Five percent of two months' 3,000 EUR is 300 EUR; in January there is one month.
    assert [each.state for each in found] == ["not-arisen"] * 4
    assert [[each.triggers[0].reached, each.triggers[0].needed] for each in found] == [
        [100, 150], [100, 300], [100, 300], [200, 300],
    ]  # fmt: skip
    enough = past(with_right("{credits: {at_least: 200 EUR, within: 2 months}}"), [90, 90, 99])
    assert [right(enough, number).state for number in (1, 2, 3)] == [
        "not-arisen", "arisen", "not-arisen",
    ]  # fmt: skip


def test_a_mean_that_falls_gives_a_right_once_it_was_judged_for_long_enough() -> None:
    agreed = with_right("{mean: {level: desk, over: 3 months, figure: below 97 %}}")
    known = past(agreed, [90, 99, 99, 99])

    found = [right(known, number) for number in (1, 2, 3, 4)]

    assert [each.state for each in found] == ["not-arisen", "not-arisen", "arisen", "not-arisen"]
    assert found[0].triggers[0].said == "not judged for as long as that yet"
    assert found[2].triggers[0].said == "the mean of 3 periods is 96 %"


def test_an_event_that_is_not_cured_in_time_counts() -> None:
    agreed = with_right("{events: {event: material-breach, uncured_after: 30 days}}")
    breach, cured = at("2026-01-10", "material-breach", "b1"), at("2026-02-05", "cured", "b1")

    open_still = right(past(agreed, [99], breach), 1)
    counts = right(past(agreed, [99, 99], breach), 2)
    put_right = right(past(agreed, [99, 99], breach, cured), 2)

    assert (open_still.state, counts.state, put_right.state) == (
        "not-arisen", "arisen", "not-arisen",
    )  # fmt: skip
    assert open_still.triggers[0].said == (
        "0 of 1 events material-breach; 1 more is cured or may still be"
    )


def test_a_right_that_was_used_or_given_up_has_ended() -> None:
    agreed = with_right("{failures: {levels: [desk], times: 1}}", ", exercise_within: 60 days")

    used = past(agreed, [90, 99], at("2026-02-20", "right-exercised", "leave"), as_of="2026-03-01")
    left = past(agreed, [90, 99], at("2026-02-20", "right-waived", "leave"), as_of="2026-03-01")

    assert right(used, 2).state == "exercised"
    assert right(left, 2).state == "waived"


def test_notice_and_cure_move_the_day_on_which_a_right_takes_effect() -> None:
    more = ", notice: 10 days, cure: 20 days, exercise_within: 5 business days, calendar: desk"
    known = past(with_right("{failures: {times: 1}}", more), [99, 90], as_of="2026-03-01")

    found = right(known, 2)

    # Five working days from Monday 2 March end on Friday 6 March.
    assert (found.state, found.until, found.effective) == ("arisen", "2026-03-06", "2026-03-31")


def test_no_credits_accrue_while_a_right_that_stops_them_holds() -> None:
    agreed = with_right("{failures: {times: 2, within: 2 months}}", ", stops_credits: true")
    known = past(agreed, [90, 90, 99, 90])

    assert [of(known, number).settled for number in (1, 2, 3, 4)] == [100, 0, 0, 100]
    assert of(known, 2).suspended_by == ("leave",)


def test_failures_of_several_levels_can_count_together() -> None:
    phone = """
  phone: {measure: {kind: share-within, within: 1 h}, commitment: at least 95 %}
"""
    when = "{failures: {same: false, times: 2, within: 2 months}}"
    agreed = terms(more=phone + RIGHT.format(when=when, more=""))
    each = {**months_of(agreed, "desk", "2026-01", [90])}
    each |= months_of(agreed, "phone", "2026-02", [90])

    found = right(history(agreed, each), 2)

    assert found.state == "arisen"
    assert found.triggers[0].said == (
        "of several levels: 2 of 2 failures (desk 2026-01, phone 2026-02)"
    )


def test_a_statement_says_what_follows_from_it() -> None:
    said = consequences(small_statement())

    assert said[0].startswith("p1-resolution: no service level default (the commitment missed 1 of")
    assert "leave (client): not arisen" in said[1]
