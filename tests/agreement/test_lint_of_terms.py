"""Rules about counters, rights, credits, acceptance, duties and escalation: the finer cases."""

from __future__ import annotations

import pytest

from entente.agreement.mending import mended
from tests.agreement.drafts import EVIDENCE, HEAD, MONEY, level, only, reading_of, rules
from tests.agreement.test_lint_decides import UP, found

OFFICE = "calendars: {office: {weekly: {mon-fri: 09:00-17:00}}}\n"
CRITICAL = "class: critical\n"


def right(when: str, more: str = "exercise_within: 30 days, exercise_from: report") -> str:
    return f"rights: {{leave: {{grants: terminate-agreement, when: [{when}], {more}}}}}\n"


# Counters.


@pytest.mark.parametrize(
    ("window", "times", "within", "wrong"),
    [
        ("month", 3, "3 months", False), ("month", 4, "3 months", True),
        ("quarter", 2, "6 months", False), ("quarter", 3, "6 months", True),
        ("month", 12, "1 year", False), ("month", 13, "1 year", True),
        ("month", 1, "10 days", False), ("month", 2, "30 days", True),
        ("month", 2, "27 days", True), ("month", 2, "8 weeks", False),
        ("month", 2, "48 h", True), ("{billing_cycle: 15}", 3, "3 months", False),
        ("{rolling: 30 days, evaluated: quarter-end}", 2, "3 months", True),
        ("contract-year", 2, "2 years", False),
    ],
)  # fmt: skip
def test_there_are_no_more_failures_than_periods(
    window: str, times: int, within: str, wrong: bool
) -> None:
    rule = f"default_when: [{{of: commitment, times: {times}, within: {within}, then: go-on}}]"
    text = level(f"{UP}, window: {window}", "at least 99 %", rule)

    assert bool(found("counter-never-true", text)) == wrong


def test_one_failure_needs_no_word_on_starting_again() -> None:
    once = level(
        UP, "at least 99 %", "default_when: [{of: minimum, times: 1}]\nminimum: at least 9 %"
    )

    assert found("counter-without-reset", once) == []


def test_a_right_counts_the_periods_of_its_own_levels() -> None:
    quarterly = level(f"{UP}, window: quarter", "at least 99 %")
    failures = "{failures: {levels: [one], times: 3, within: 6 months, then: go-on}}"

    assert "2 periods" in found("counter-never-true", quarterly, right(failures))[0]
    assert found("counter-never-true", right(failures.replace("[one]", "[two]"))) == []
    both = failures.replace("[one]", "[one, one], same: false")
    assert found("counter-never-true", quarterly, right(both)) == []


@pytest.mark.parametrize(
    ("window", "over"),
    [
        ("{rolling: 30 days, evaluated: month-end}", False),
        ("{rolling: 40 days, evaluated: month-end}", True),
        ("{rolling: 3 months, evaluated: quarter-end}", False),
        ("{rolling: 6 months, evaluated: quarter-end}", True),
        ("{rolling: 12 months, evaluated: year-end}", False),
        ("month", False),
    ],
)
def test_windows_overlap_where_they_reach_over_the_evaluation_before(
    window: str, over: bool
) -> None:
    credit = CRITICAL + "credit: {fixed: 2 %}"
    text = level(f"{UP}, window: {window}", "at least 99 %", credit) + MONEY

    said = found("overlapping-windows", text)

    assert bool(said) == over
    assert not over or "a credit takes it each time" in said[0]


def test_windows_that_overlap_matter_where_something_counts() -> None:
    rolling = f"{UP}, window: {{rolling: 12 months, evaluated: month-end}}"
    counted = "default_when: [{times: 3, within: 6 months, then: go-on}]"

    assert found("overlapping-windows", level(rolling, "at least 99 %")) == []
    assert (
        "a counter of failures"
        in found("overlapping-windows", level(rolling, "at least 99 %", counted))[0]
    )


# Rights.


def test_a_mean_is_in_the_unit_of_its_level_and_bad_news() -> None:
    up = level(UP, "at least 99 %")

    def mean(figure: str, key: str = "one") -> str:
        return right(f"{{mean: {{level: {key}, over: 3 months, figure: {figure}}}}}")

    assert rules(reading_of(up, mean("below 97 %"))) == []
    assert "another unit" in only(reading_of(up, mean("below 4 h")), "level-unit").message
    assert "good mean" in only(reading_of(up, mean("above 97 %")), "level-direction").message
    assert rules(reading_of(up, mean("below 97 %", "two"))) == ["unresolved-reference"]


@pytest.mark.parametrize(
    ("credits", "beyond"),
    [
        ("{at_least: 13000 EUR, within: 12 months}", True),
        ("{at_least: 12000 EUR, within: 12 months}", False),
        ("{at_least: 13000 EUR, within: 12 months, counted: uncapped}", False),
        ("{at_least: 61000 EUR, within: 12 months, counted: uncapped}", True),
        ("{at_least: 10 %, within: 12 months}", True),
        ("{at_least: 1 %, within: 12 months}", False),
        ("{at_least: 13000 EUR}", False),
        ("{at_least: 13000 USD, within: 12 months}", False),
        ("{at_least: 13000 EUR, within: 90 days}", False),
    ],
)
def test_credits_reach_the_sum_of_a_right_in_its_time(credits: str, beyond: bool) -> None:
    money = MONEY.replace("pools: {a: 50 %}", "caps: [{per: month, at_most: 1 %}]")
    paid = level(UP, "at least 99 %", CRITICAL + "credit: {fixed: 5 %}")

    said = found("right-beyond-cap", money, paid, right(f"{{credits: {credits}}}"))

    assert bool(said) == beyond


def test_a_time_from_the_end_of_the_period_outlasts_the_evaluation() -> None:
    failures = "{failures: {times: 1}}"
    after = "evaluated_after: 10 days\n"

    def said(within: str, start: str = "") -> list[str]:
        more = f"exercise_within: {within}{start}"
        return found("lapses-before-known", after, right(failures, more))

    assert said("10 days")
    assert said("1 week")
    assert said("240 h")
    assert said("11 days") == []
    assert said("1 month") == []
    assert said("5 days", ", exercise_from: report") == []
    assert found("lapses-before-known", right(failures, "exercise_within: 1 day")) == []


def test_an_only_remedy_stands_beside_rights_of_other_things() -> None:
    sole = MONEY.replace("at_risk", "sole_remedy: true, at_risk")

    def said(when: str, more: str) -> list[str]:
        return found("sole-remedy-with-rights", sole, right(when, more))

    window = "exercise_within: 30 days"
    assert said("{failures: {times: 1}}", window)
    assert said("{failures: {times: 1}}", f"holder: provider, {window}") == []
    assert said("{events: {event: breach-notified}}", window) == []
    assert said("{failures: {times: 1}}", f"stops_credits: true, {window}") == []
    assert found("sole-remedy-with-rights", MONEY, right("{failures: {times: 1}}")) == []


# Credits.


def test_a_table_that_pays_for_what_is_met_or_twice_for_one_figure() -> None:
    def table(*rows: str) -> str:
        listed = ", ".join(
            f"{{at: {at}, pays: {pays}}}" for at, pays in (r.split(" | ") for r in rows)
        )
        credit = f"{CRITICAL}credit: {{table: {{between: step-down, rows: [{listed}]}}}}"
        return level(UP, "at least 99 %", credit) + MONEY

    met = only(reading_of(table("99 % | 2 %", "95 % | 5 %")), "commitment-in-paying-tier")
    assert "meets the commitment" in met.message
    assert "two rows for 95 %" in found("table-order", table("95 % | 5 %", "95 % | 6 %"))[0]
    assert "pays less" in found("table-order", table("95 % | 500 EUR", "90 % | 400 EUR"))[0]
    assert found("table-order", table("90 % | 9 %", "95 % | 5 %")) == []
    assert rules(reading_of(table("95 % | 5 %", "4 h | 6 %"))) == ["credit-shape", "unused-pool"]


@pytest.mark.parametrize(
    ("caps", "binds"),
    [
        ("{per: month, at_most: 1000 EUR}, {per: year, at_most: 12000 EUR}", False),
        ("{per: month, at_most: 1000 EUR}, {per: year, at_most: 9000 EUR}", True),
        ("{per: month, at_most: 1000 EUR}, {per: quarter, at_most: 9000 EUR}", False),
        ("{per: month, at_most: 10 %}, {per: year, at_most: 9000 EUR}", True),
        ("{per: month, at_most: 10 %, of: at-risk}, {per: year, at_most: 12 %}", True),
        ("{per: month, at_most: 20 %, of: last-year-average}, "
         "{per: year, at_most: 100 %, of: last-year-average}", True),
        ("{per: month, at_most: 5 %, of: last-year-average}, "
         "{per: year, at_most: 100 %, of: last-year-average}", False),
        ("{per: month, at_most: 1000 EUR}, {per: term, at_most: 90000 EUR}", True),
        ("{per: month, at_most: 10 %}, {per: {rolling: 12 months}, at_most: 9 %}", True),
    ],
)  # fmt: skip
def test_a_ceiling_binds_or_a_shorter_one_keeps_it_from_it(caps: str, binds: bool) -> None:
    money = MONEY.replace("pools: {a: 50 %}", f"caps: [{caps}]")

    assert bool(found("cap-never-binds", money)) != binds


def test_bands_that_end_at_their_last_figure_inclusively_are_mended_too() -> None:
    bands = (
        f"{CRITICAL}credit:\n  tiers:\n    - {{at_least: 99 %, below: 99.5 %, pays: 5 %}}\n"
        "    - {at_least: 98 %, at_most: 98.9 %, pays: 9 %}\n    - {below: 98 %, pays: 20 %}"
    )
    draft = HEAD + level(UP, "at least 99.5 %", bands) + MONEY + EVIDENCE

    done = mended({"draft.yaml": draft})

    assert [finding.message for finding in done.made] == [
        "98.95 % is in no band: the next begins at 99 %"
    ]
    assert done.texts["draft.yaml"] == draft.replace("at_most: 98.9 %", "below: 99 %")


def test_bands_of_counts_have_nothing_between_two_numbers() -> None:
    def tiers(*bands: str) -> str:
        listed = ", ".join(f"{{{band}}}" for band in bands)
        credit = f"{CRITICAL}credit: {{tiers: [{listed}]}}"
        return level("kind: count, of: outages", "at most 1", credit) + MONEY

    whole = tiers("at_least: 2, at_most: 3, pays: 5 %", "at_least: 4, pays: 9 %")
    assert found("bands-partition", whole) == []
    gap = tiers("at_least: 2, at_most: 3, pays: 5 %", "at_least: 5, pays: 9 %")
    assert "exactly 4" in found("bands-partition", gap)[0]
    swapped = tiers("above: 3, at_most: 2, pays: 5 %")
    assert found("bands-partition", swapped)


# Silence and acceptance.


@pytest.mark.parametrize(
    ("section", "finds"),
    [
        ("meetings: {m: {title: M, every: month, silence: {means: agreed, warn_before: 1 day}}}",
         ["silence-without-clock"]),
        ("meetings: {m: {title: M, every: month, objections_within: 5 days, "
         "silence: {means: agreed}}}", ["silence-without-warning"]),
        ("obligations: {o: {title: O, owner: client, trigger: {event: asked}, evidence: Mail, "
         "consequence: Kept, due: {within: 2 days}, silence: {means: refused}}}", []),
        ("obligations: {o: {title: O, owner: client, trigger: {event: asked}, evidence: Mail, "
         "consequence: Kept, due: {within: 2 days}, silence: {means: approved, "
         "warn_before: 3 days}}}", ["warning-too-early"]),
        ("obligations: {o: {title: O, owner: client, trigger: {every: month}, evidence: Mail, "
         "consequence: Kept, due: {day: 5}, silence: {means: approved, warn_before: 1 day}}}", []),
        ("prices: {b: {kind: benchmarking, silence: {means: accepted}}}",
         ["silence-without-clock", "silence-without-warning"]),
        ("prices: {b: {kind: benchmarking, answer_within: 30 days, silence: {means: accepted, "
         "warn_before: 40 days}}}", ["warning-too-early"]),
        ("exclusions: {x: {title: X, claimed: true, silence: approved}}",
         ["silence-without-clock", "silence-without-warning", "unused-exclusion"]),
        ("exclusions: {x: {title: X, claimed: true, silence: refused}}", ["unused-exclusion"]),
    ],
)  # fmt: skip
def test_silence_counts_after_a_time_and_a_warning(section: str, finds: list[str]) -> None:
    assert sorted(rules(reading_of(section))) == finds


def deliverable(acceptance: str, more: str = "") -> str:
    return (
        "roles: {chief: {title: Chief, party: client}}\n"
        f"deliverables: {{d: {{name: D, acceptance_criteria: [It is there.]{more}, "
        f"acceptance: {{by: client, role: chief, silence: nothing{acceptance}}}}}}}\n"
    )


@pytest.mark.parametrize(
    ("acceptance", "says"),
    [
        ("", ["nothing says what follows a rejection"]),
        (", rejected: {correct_within: 5 days}", ["it can be rejected and corrected for ever"]),
        (", rejected: {cycles: 3}", ["nothing says what follows when cycle 3 has failed"]),
        (", rejected: {cycles: 3, after_last: [refund]}", []),
        (", rejected: {goes_to: the next sprint}", []),
        (", rejected: {correct_within: 5 days}, final_after: 90 days", []),
    ],
)
def test_acceptance_comes_to_an_end(acceptance: str, says: list[str]) -> None:
    assert found("acceptance-without-end", deliverable(f", within: 9 days{acceptance}")) == says


def test_a_measured_criterion_is_in_the_unit_of_its_measure() -> None:
    criterion = "deliverables: {d: {name: D, acceptance_criteria: [{measure: up, level: LEVEL}]}}\n"
    measure = "measures: {up: {kind: availability}}\n"

    def said(bound: str) -> list[str]:
        return found("level-unit", measure, criterion.replace("LEVEL", bound))

    assert said("at least 99 %") == []
    assert "another unit" in said("at most 4 h")[0]


# Duties, ladders, bodies.


@pytest.mark.parametrize(
    ("more", "finds"),
    [
        ("kind: retention, keeps_for: 15 months", []),
        ("kind: standard", []),
        ("trigger: {every: month}", []),
        ("trigger: {event: asked}, again_every: 24 h", []),
        ("at_most: {times: 2, within: 12 months}", []),
        ("trigger: {event: asked}", ["duty-without-due"]),
    ],
)
def test_duties_that_hold_all_the_time_or_come_back_need_no_due_time(
    more: str, finds: list[str]
) -> None:
    duty = f"{{title: O, owner: provider, evidence: Mail, consequence: Kept, {more}}}"

    assert rules(reading_of(f"obligations: {{o: {duty}}}")) == finds


@pytest.mark.parametrize(
    ("sections", "finds"),
    [
        ("policies: {p: {title: P, of: client, kept_by: provider, notice: 5 business days}}", True),
        ("policies: {p: {title: P, of: client, kept_by: provider, notice: 5 business days, "
         "calendar: always}}", False),
        ("defaults: {calendar: office}\npolicies: {p: {title: P, of: client, kept_by: provider, "
         "notice: 5 business days}}", False),
        ("policies: {p: {title: P, of: client, kept_by: provider, notice: 5 days}}", False),
    ],
)  # fmt: skip
def test_business_days_are_those_of_a_calendar(sections: str, finds: bool) -> None:
    assert bool(found("business-days-of-no-calendar", OFFICE, sections)) == finds


ROLES = """\
roles:
  a1: {title: A, party: client, paired_with: b1}
  b1: {title: B, party: provider, paired_with: a1}
  a2: {title: C, party: client}
  b2: {title: D, party: provider}
"""


@pytest.mark.parametrize(
    ("rungs", "more", "finds"),
    [
        ("{roles: [a1, b1], within: 5 days}, {roles: [a2, b2], within: 5 days}",
         "ends: {by: court}", []),
        ("{roles: [a1, b1], within: 5 days}, {roles: [a2, b2], within: 5 days}",
         "total: 10 days, ends: {by: court}", []),
        ("{roles: [a1, b1], within: 5 days}, {roles: [a2, b2], within: 10 days, "
         "from_start: true}", "total: 10 days, ends: {by: court}", []),
        ("{roles: [a1, b1], within: 5 days, from_start: true}, {roles: [a2, b2], within: 5 days, "
         "from_start: true}", "ends: {by: court}", ["ladder-sum"]),
        ("{roles: [a1, b1], within: 5 days}, {roles: [a2, b2]}", "ends: {by: court}",
         ["rung-without-time"]),
        ("{roles: [a1, b1], within: 5 days}, {roles: [a2, b2]}", "then: They go to court.", []),
        ("{roles: [a1], within: 5 days}, {roles: [a2, b2, b1], within: 5 days}",
         "ends: {by: court}", ["rung-without-counterpart"]),
        ("{roles: [a1, b1, a2, b2], within: 5 days}, {roles: [a2, b2], within: 5 days}",
         "ends: {by: court}", ["escalates-to-the-same"]),
        ("{roles: [a1, b1, a2, b2], within: 5 h}, {title: CEOs, within: 5 days}",
         "total: 5 days, ends: {by: court}", []),
    ],
)  # fmt: skip
def test_ladders_have_two_sides_time_and_an_end(rungs: str, more: str, finds: list[str]) -> None:
    ladder = f"ladders: {{disputes: {{title: D, rungs: [{rungs}], {more}}}}}\n"

    said = [rule for rule in rules(reading_of(ROLES, ladder)) if rule != "unused-entry"]

    assert said == finds


@pytest.mark.parametrize(
    ("body", "finds"),
    [
        ("members: {client: 2, provider: 2}, decides: majority", ["no-way-out"]),
        ("members: {client: 2, provider: 1}, decides: majority", []),
        ("members: {client: 1, provider: 1}, decides: majority-of-each-side", ["no-way-out"]),
        ("members: {client: 1, provider: 1}, decides: advises", []),
    ],
)
def test_a_body_that_can_be_stuck_has_a_way_out(body: str, finds: list[str]) -> None:
    assert rules(reading_of(f"bodies: {{board: {{title: B, {body}}}}}")) == finds


def test_roles_of_one_side_are_no_counterparts() -> None:
    roles = "roles: {a: {title: A, party: client, paired_with: b}, b: {title: B, party: client}}"

    assert "of the same side" in found("pairing-one-sided", roles)[0]


# Measures.


def test_one_of_the_listed_items_may_be_down_for_so_long() -> None:
    population = "population: {counts: COUNTS, field: service, items: [a, b, c, d]}"
    text = level(f"{UP}, {population}", "at least 99 %")

    assert (
        "one of 4 items may be down 28 h"
        in found("pooled-dilution", text.replace("COUNTS", "pooled"))[0]
    )
    assert found("pooled-dilution", text.replace("COUNTS", "each")) == []
    never = (
        text.replace("COUNTS", "mean")
        .replace("service,", "service, ")
        .replace(f"{UP},", f"{UP}, calendar: c,")
    )
    assert found("pooled-dilution", never, "calendars: {c: {weekly: {mon: []}}}") == []


@pytest.mark.parametrize(
    ("calendar", "by", "wrong"),
    [
        ("office", "16:00", False), ("office", "17:00", False), ("office", "08:59", True),
        ("night", "23:00", False), ("night", "05:00", False), ("night", "12:00", True),
        ("always", "03:00", False),
    ],
)  # fmt: skip
def test_a_time_of_day_is_in_the_hours_of_its_calendar(calendar: str, by: str, wrong: bool) -> None:
    hours = "calendars: {office: {weekly: {mon-fri: 09:00-17:00}}, night: {weekly: {mon-fri: \
22:00-06:00}}}"
    text = level(
        f"kind: deadline, calendar: {calendar}, event: sent, due: {{by: '{by}'}}", "at least 95 %"
    )

    assert bool(found("deadline-in-closed-hours", hours, text)) == wrong
    later = text.replace(f"by: '{by}'", f"by: '{by}', days_after: 1")
    assert found("deadline-in-closed-hours", hours, later) == []


def test_levels_that_are_made_from_each_other_are_found_at_both() -> None:
    text = (
        "service_levels:\n"
        "  a: {measure: {kind: combined, of: [b], statistic: missed}, commitment: at most 0}\n"
        "  b: {measure: m, commitment: at most 0}\n"
        "measures: {m: {kind: combined, of: [a, c], statistic: missed}}\n"
    )

    said = [f for f in reading_of(text).findings if f.rule == "combined-of-itself"]

    assert [finding.path for finding in said] == [
        ("service_levels", "a", "measure", "of"), ("measures", "m", "of"),
    ]  # fmt: skip


def test_severities_are_looked_for_in_every_form_of_condition() -> None:
    severities = "severities: {field: priority, order: [{value: P1}, {value: P2}]}\n"

    def said(where: str) -> list[str]:
        text = level(f'kind: share-within, within: 4 h, where: "{where}"')
        return found("unknown-severity", severities, text)

    assert len(said("priority in ('P1', 'P8', 'P9')")) == 2
    assert said("priority = 'P9' and record <> 'x'")
    assert said("priority <> 'P9'") == []
    assert said("record = 'P9'") == []
