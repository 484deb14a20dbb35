"""Lint: each rule finds its defect at its place, and stays silent where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from entente.agreement.lint.reach import LOGS_OF_CHANGES
from entente.agreement.lint.rules import RULES
from entente.agreement.lint.sources import COLUMNS, DATE_CODES, NAMED_DATES
from entente.agreement.reading import read_agreement_text
from entente.performance.intake import mapping
from entente.performance.kernel.tables import KEPT_AS_FIELDS, TABLES
from tests.agreement.drafts import (
    EVIDENCE,
    HEAD,
    LEVEL,
    MONEY,
    OFFICE,
    level,
    only,
    reading_of,
    rules,
)

SHARE = "kind: share-within, within: 4 h"
UP = "kind: availability"
SCORE = "kind: satisfaction"
SERVICE = "services: {pay: {name: Payments}}\n"
TIERS = "class: critical\ncredit:\n  tiers:\n"


def bands(*written: str, commitment: str = "at least 99.9 %", more: str = "") -> str:
    listed = "".join(f"    - {{{band}}}\n" for band in written)
    return level(UP, commitment, f"{more}{TIERS}{listed}") + MONEY


CASES: list[tuple[str, str, str, str]] = [
    ("unknown-zone", "calendars: {c: {zone: Europe/Dublim, weekly: {mon: 08:00-09:00}}}",
     "Europe/Dublim", "Europe/Dublin"),
    ("calendar-cycle", "calendars:\n  a: {weekly: {mon: 08:00-09:00}, only_while_open: a}",
     "a - a", "remove"),
    ("never-open", "calendars: {c: {weekly: {mon: []}}}", "no open hour", "weekly hours"),
    ("never-open", "calendars:\n  a: {weekly: {mon: 08:00-09:00}, only_while_open: b}\n"
     "  b: {weekly: {mon: 10:00-11:00}}", "never open at the same time", ""),
    ("unequal-days", level("kind: share-within, within: 3 business days, calendar: c") +
     "calendars: {c: {weekly: {mon: 08:00-18:00, tue: 08:00-12:00}}}", "mon 10 h, tue 4 h",
     "working hours"),
    ("unequal-days", level("kind: share-within, within: 3 business days, calendar: c") +
     "calendars:\n  c: {weekly: {mon: 08:00-18:00}, only_while_open: d}\n"
     "  d: {zone: Asia/Kolkata, weekly: {mon: 08:00-18:00}}", "several time zones", ""),
    ("holidays-not-pinned", "calendars: {c: {weekly: {mon: 08:00-09:00}, "
     "holidays: {country: IE, years: [2026]}}}", "holidays of IE", "entente pin"),
    ("working-hours-round-the-clock", level("kind: share-within, within: 4 working hours"),
     "always open", "calendar: office"),
    ("plain-days", OFFICE + level("kind: share-within, within: 2 days, calendar: office"),
     "48 hours of open time on office", "business days"),
    ("plain-days", OFFICE + level("kind: share-within, within: P2D, calendar: office"),
     "48 hours of open time on office", "business days"),
    ("level-unit", level("kind: mean, of: elapsed"), "gives a length of time", "1.5 s"),
    ("level-unit", level(SCORE), "gives a plain number", "4.0"),
    ("level-unit", level(UP, "at most 4 h"), "gives a percentage", "95 %"),
    ("level-direction", level(SHARE, "at most 95 %"), "more is better", "at least"),
    ("level-direction", level("kind: mean, of: elapsed", "at least 4 h"), "less is better",
     "at most"),
    ("level-direction", level("kind: mean, unit: points", "at most 4", "minimum: at least 5"),
     "less is better", "at most"),
    ("level-direction", level(SCORE, "at most 4.0"), "more is better", "at least"),
    ("level-direction", level(SHARE, "at least 95 %", "credit_trigger: at least 90 %"),
     "good figure", "write below"),
    ("level-never-met", level(SHARE, "above 100 %"), "no figure", "can be met"),
    ("level-never-met", level(SCORE, "at least 6"), "best possible is 5", ""),
    ("level-never-met", level("kind: percentile, percentile: 0 %", "at most 4 s"),
     "no 0 % percentile", "95 %"),
    ("level-never-missed", level(SHARE, "at least 0 %"), "never be missed", "decides"),
    ("level-never-missed", level(SCORE, "at least 1"), "never be missed", ""),
    ("level-never-missed", level("kind: share-within, within: 4 h, from: closed, to: opened"),
     "which comes first", "swap"),
    ("level-order", level(SHARE, "at least 95 %", "minimum: at least 96 %"), "asks more than",
     "floor"),
    ("level-order", level("kind: mean, of: elapsed", "at most 4 h", "minimum: at most 3 h"),
     "asks more than", "floor"),
    ("expected-below-commitment", level(SHARE, "at least 95 %", "expected: at least 90 %"),
     "asks less than", "aim"),
    ("scale-order", level("kind: satisfaction, scale: {lowest: 5, highest: 5}", "at least 4"),
     "not below", "lowest: 1"),
    ("bands-partition", bands("at_least: 99 %, below: 99.9 %, pays: 5 %",
     "below: 98 %, pays: 9 %"), "in no band", "98 %"),
    ("bands-gap-needs-rounding", bands("at_least: 99 %, below: 99.9 %, pays: 5 %",
     "below: 98.9 %, pays: 9 %"), "98.9 % and 98.95 % are in no band", "below: 99 %"),
    ("bands-gap-needs-rounding", bands("at_least: 99 %, below: 99.9 %, pays: 5 %",
     "below: 98.99 %, pays: 9 %"), "98.995 %", "below: 99 %"),
    ("bands-partition", bands("at_least: 98 %, below: 99.9 %, pays: 5 %",
     "below: 99 %, pays: 9 %"), "in two bands", "item 2"),
    ("bands-partition", bands("at_least: 99.9 %, below: 99 %, pays: 5 %",
     "below: 99.9 %, pays: 6 %"), "empty band", "swap"),
    ("bands-partition", bands("at_least: 90 %, below: 99.9 %, pays: 5 %"), "below 90 %",
     "leave out at_least"),
    ("commitment-in-paying-tier", bands("at_least: 99 %, pays: 5 %", "below: 99 %, pays: 9 %"),
     "meet the commitment", "99.9"),
    ("miss-without-tier", bands("below: 99 %, pays: 5 %"), "misses and pays nothing", "trigger"),
    ("tier-order", bands("at_least: 99 %, below: 99.9 %, pays: 9 %", "below: 99 %, pays: 5 %"),
     "pays less", "check"),
    ("credit-shape", level(SHARE, more="class: critical\ncredit: {pool: a, allocation: 9 %}"),
     "without a credit scheme", "section credits"),
    ("credit-shape", level(SHARE, more="class: critical\ncredit: {allocation: 9 %}") + MONEY,
     "names no amount", "tiers"),
    ("credit-shape", level(SHARE, more="class: critical\ncredit: {pool: a}") + MONEY,
     "without an allocation", "share of the pool"),
    ("credit-shape", level(SHARE, more="class: critical\ncredit:\n  pool: a\n  allocation: 5 %\n"
     "  tiers: [{below: 95 %, pays: 5 %}]") + MONEY, "by pool and tiers at once", "keep"),
    ("credit-shape", level(SHARE, more="class: critical\ncredit: {pool: a, allocation: 5 %}") +
     MONEY.replace("at_risk: 10 %, ", ""), "not agreed", "at_risk"),
    ("credit-shape", level("kind: mean, of: elapsed", "at most 4 h",
     "class: critical\ncredit: {tiers: [{below: 95 %, pays: 5 %}]}") + MONEY,
     "gives a length of time", "unit"),
    ("pools-over-whole", MONEY.replace("{a: 50 %}", "{a: 50 %, b: 51 %}"), "101 %", "100 %"),
    ("allocation-over-pool", level(SHARE,
     more="class: critical\ncredit: {pool: a, allocation: 101 %}") + MONEY, "101 %", "100 %"),
    ("over-allocation", level(SHARE, more="class: critical\ncredit: {pool: a, allocation: 100 %}")
     + MONEY.replace("pools:", "caps: [{per: month, at_most: 2 %}], pools:"), "2.50 times",
     "meant"),
    ("critical-without-credit", level(SHARE, more="class: critical"), "costs nothing", "kpi"),
    ("credit-on-kpi", level(SHARE, more="credit: {pool: a, allocation: 10 %}") + MONEY,
     "never falls due", "critical"),
    ("credit-trigger-stricter", level(SHARE, "at least 95 %", "class: critical\n"
     "credit_trigger: below 96 %\ncredit: {pool: a, allocation: 10 %}") + MONEY,
     "meet the commitment", "or below"),
    ("credit-trigger-stricter", level(SHARE, "at least 95 %", "class: critical\n"
     "credit_trigger: at most 95 %\ncredit: {pool: a, allocation: 10 %}") + MONEY,
     "meet the commitment", "or below"),
    ("fee-base-one-off", MONEY.replace("100000 EUR}", "100000 EUR, recurring: false}"),
     "charged once", "recur"),
    ("currency", MONEY.replace("100000 EUR", "100000 USD"), "not in EUR", "one currency"),
    ("unused-measure", "measures: {m: {kind: mean}}", "no service level uses", "remove"),
    ("unused-exclusion", "exclusions: {x: {title: X, claimed: true}}", "never applies", "name it"),
    ("unused-pool", MONEY, "no service level draws", "remove"),
    ("exclusion-without-effect", level(
     "kind: availability, calendar: office, exclusions: [night]") + OFFICE +
     "exclusions: {night: {title: Night, window: {sun: 02:00-06:00}}}", "outside", "both"),
    ("exclusion-not-applicable", level(SHARE + ", exclusions: [night]") +
     "exclusions: {night: {title: Night, window: {sun: 02:00-06:00}}}", "counts records",
     "claimed"),
    ("exclusion-not-applicable", level(SCORE + ", exclusions: [fm]", "at least 4") +
     "exclusions: {fm: {title: FM, claimed: true}}", "never excluded", "remove"),
    ("unknown-field", level(SHARE + ", where: priorty = 'P1'"), "'priorty'", "'priority'"),
    ("unknown-field", level("kind: availability, of: probes, probes: {down_when: zz > 1}"),
     "'zz'", "use one of"),
    ("unknown-state", level(SHARE + ", stop_clock: [newer]"), "'newer'", "'new'"),
    ("unknown-state", level(SHARE + ", stop_clock: [zzzz]"), "'zzzz'", "use one of done, new"),
    ("unknown-field", level("kind: share-within, within: 4 h, exclusions: [e]")
     + "exclusions: {e: {title: E, where: prioritty = 'P1'}}", "'prioritty'", "'priority'"),
    ("unknown-event", level("kind: share-within, within: 15 min, to: responded"), "'responded'",
     "event: responded"),
    ("source-without-table", "evidence: {other: {files: [a.csv]}}", "which table", "table:"),
    ("unknown-column", "evidence: {other: {table: outages, columns: {start_at: Began}}}",
     "'start_at'", "'started_at'"),
    ("field-is-column", "evidence: {other: {table: probes, fields: {status: S}}}", "'status'",
     "another name"),
    ("date-format", "evidence: {other: {table: probes, dates: [dd/mm/yyyy]}}", "'dd/mm/yyyy'",
     "%d/%m/%Y"),
    ("wrong-table", level(SHARE + ", source: probes"), "table probes", "of tickets"),
    ("task-without-owner", "tasks: {t: {name: T}}", "no owner", "owner: provider"),
    ("task-without-timeline", "tasks: {t: {name: T}}", "no timeline", "from when"),
    ("task-without-deliverable", "tasks: {t: {name: T}}", "no deliverable", "hands over"),
    ("task-without-measure", "tasks: {t: {name: T}}", "no measure", "held to"),
    ("timeline-order", "tasks: {t: {name: T, timeline: {from: 2026-02-01, until: 2026-01-01}}}",
     "before it begins", "day after"),
    ("late-records-lost", level(SHARE + ", counted_in: started"), "in no month",
     "evaluated_after: 10 days"),
    ("late-records-lost", level("kind: satisfaction", "at least 4"), "answers that come",
     "evaluated_after: 10 days"),
    ("service-without-where", SERVICE + level(UP, "at least 99 %", "service: pay"),
     "the outages of all", "where: service = 'pay' to its measure"),
    ("service-without-where", SERVICE + level(UP + ", of: probes", "at least 99 %", "service: pay"),
     "the probes of all", "under fields of the source, as service"),
    ("service-without-where", SERVICE + level(UP + ", where: service <> 'x'", "at least 99 %") +
     "  two:\n    service: pay\n    measure: {kind: availability, where: record = 'O1'}\n"
     "    commitment: at least 99 %\n", "the outages of all", "where: service = 'pay'"),
    ("service-without-where", SERVICE + level(SHARE + ", source: calls", more="service: pay") +
     "evidence: {calls: {table: tickets, fields: {service: S}}}", "the tickets of all", "where:"),
    ("probe-holds-for-ever", level(UP + ", of: probes"), "rest of the month", "holds_for: 20 min"),
    ("outside-timeline", "tasks: {t: {name: T, timeline: {from: 2026-02-01, "
     "milestones: {m: 2026-01-31}}}}", "before the task begins (2026-02-01)", "both dates"),
    ("outside-timeline", "tasks: {t: {name: T, timeline: {until: 2026-02-01, "
     "milestones: {m: 2026-02-01}}}}", "after the task's last day", "both dates"),
    ("outside-timeline", "tasks: {t: {name: T, timeline: {until: 2026-02-01}, deliverables: [d]}}\n"
     "deliverables: {d: {name: D, due: 2026-02-01}}", "the task t does not run", "both dates"),
    ("ambiguous-word", "services: {s: {name: S, description: Fixed promptly.}}", "'promptly'",
     "by when"),
    ("ambiguous-word", "deliverables: {d: {name: D, acceptance_criteria: [Of high quality]}}",
     "'high quality'", "by which test"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sections", "said", "hint"), CASES)
def test_a_rule_finds_its_defect(rule: str, sections: str, said: str, hint: str) -> None:
    reading = reading_of(sections)

    found = [finding for finding in reading.findings if finding.rule == rule]
    assert found, [(f.rule, f.message) for f in reading.findings]
    assert any(said in finding.message and hint in finding.hint for finding in found), found
    for finding in found:
        assert finding.severity == RULES[rule].severity
        assert finding.place is not None
        assert finding.place.line > 5
        assert finding.path


def test_terms_that_end_before_they_begin_are_found() -> None:
    text = HEAD.replace("2025-11-01}", "2025-11-01, until: 2025-11-01}")

    assert rules(read_agreement_text(text)) == ["in-force-order"]


def test_a_measure_without_evidence_is_found() -> None:
    assert rules(read_agreement_text(HEAD + LEVEL)) == ["no-evidence"]


def test_bands_that_cover_the_scale_once_bring_nothing() -> None:
    reading = reading_of(
        bands(
            "at_least: 99.9 %, pays: 0 %",
            "at_least: 99 %, below: 99.9 %, pays: 5 %",
            "below: 99 %, pays: 10 %",
        )
    )

    assert rules(reading) == ["unused-pool"]


def test_the_published_defect_of_c07_is_found_twice(shared: Path) -> None:
    golden = (shared / "domain" / "golden.json").read_text("utf-8")
    assert "commitment met (>= 99.9) yet tier says <= 99.9" in golden

    reading = reading_of(
        bands("at_least: 99.01 %, below: 99.91 %, pays: 10 %", "below: 99 %, pays: 25 %")
    )

    assert {"bands-partition", "commitment-in-paying-tier"} <= set(rules(reading))


def test_a_calendar_in_a_circle_of_two_is_found_at_both() -> None:
    reading = reading_of(
        "calendars:\n  a: {weekly: {mon: 08:00-09:00}, only_while_open: b}\n"
        "  b: {weekly: {mon: 08:00-09:00}, only_while_open: a}"
    )

    assert rules(reading) == ["calendar-cycle", "calendar-cycle"]


def test_a_limit_on_a_calendar_that_has_its_own_finding_is_not_found_again() -> None:
    days = "kind: share-within, within: 3 business days, calendar: c"
    cycle = "calendars:\n  c: {weekly: {mon: 08:00-09:00}, only_while_open: c}\n"

    assert rules(reading_of(level(days) + cycle)) == ["calendar-cycle"]
    assert rules(reading_of(level(days))) == ["unresolved-reference"]
    assert rules(
        reading_of("calendars: {c: {weekly: {mon: 08:00-09:00}, only_while_open: d}}")
    ) == ["unused-calendar", "unresolved-reference"]


def test_an_exclusion_on_a_calendar_with_a_finding_is_not_found_again() -> None:
    up = level("kind: availability, calendar: c, exclusions: [n]")
    night = "exclusions: {n: {title: Night, window: {sun: 02:00-06:00}}}\n"
    never = "calendars: {c: {weekly: {mon: []}}}\n"

    assert rules(reading_of(up + night + never)) == ["never-open"]


def test_entries_that_were_left_out_do_not_make_others_look_unused() -> None:
    reading = reading_of(
        "measures: {m: {kind: mean, of: elapsed}}\n"
        "service_levels: {s: {measure: m, commitment: 4}, t: {measure: m}}"
    )

    assert "unused-measure" not in rules(reading)
    assert "no-evidence" not in rules(reading)


def test_a_ready_made_mapping_may_bring_any_field_and_state() -> None:
    sections = level(SHARE + ", where: anything = 'x', stop_clock: [waiting]")
    like = EVIDENCE.replace("table: tickets,", "like: some-log,")

    assert rules(read_agreement_text(HEAD + sections + like)) == []


def test_a_source_that_is_not_defined_is_found_once() -> None:
    assert rules(reading_of(level(SHARE + ", source: nowhere"))) == ["unresolved-reference"]


def test_a_named_source_decides_which_fields_there_are() -> None:
    named = level(SHARE + ", source: tickets, where: priority = 'P1'")

    assert rules(reading_of(named)) == []


def test_percentiles_and_times_have_no_upper_end() -> None:
    assert (
        rules(reading_of(level("kind: percentile, percentile: 95 %, of: elapsed", "at most 9 h")))
        == []
    )
    assert rules(reading_of(level("kind: mean, unit: points", "at least 40"))) == []


def test_over_allocation_is_not_computed_on_currencies_that_differ() -> None:
    more = "class: critical\ncredit: {pool: a, allocation: 100 %, at_most: 5 USD}"
    capped = MONEY.replace("pools:", "caps: [{per: month, at_most: 2 EUR}], pools:")

    assert rules(reading_of(level(SHARE, more=more) + capped)) == ["currency"]


def test_a_credit_of_a_missing_charge_is_an_unresolved_reference_only() -> None:
    more = "class: critical\ncredit: {pool: a, allocation: 100 %, fee_base: [nothing]}"
    capped = MONEY.replace("pools:", "caps: [{per: year, at_most: 2 EUR}], pools:")

    found = only(reading_of(level(SHARE, more=more) + capped), "unresolved-reference")

    assert found.message == "there is no charge 'nothing'"


@pytest.mark.parametrize(
    "measure",
    [
        f"{UP}, where: service = 'pay'",
        f"{UP}, source: own",
        f"{SHARE}, source: tickets",  # these do not say whose they are
        f"{SHARE}, source: calls, where: priority = 'P1'",
    ],
)
def test_a_level_of_a_service_that_is_narrowed_brings_nothing(measure: str) -> None:
    own = "  own: {table: outages}\n  calls: {table: tickets, fields: {service: S, priority: P}}\n"
    sections = SERVICE + level(measure, "at least 99 %", "service: pay")

    assert rules(read_agreement_text(HEAD + sections + EVIDENCE + own)) == []


def test_a_level_without_a_service_may_count_all() -> None:
    assert rules(reading_of(level(UP, "at least 99 %"))) == []


def test_a_result_holds_until_the_next_one_in_a_log_of_status_changes() -> None:
    probes = level(f"{UP}, of: probes", "at least 99 %")
    like = EVIDENCE.replace("{table: probes}", "{like: upptime-probes}")

    assert rules(read_agreement_text(HEAD + probes + like)) == []
    assert set(mapping.ready_made()) >= LOGS_OF_CHANGES


def test_a_deliverable_may_be_due_while_one_of_its_tasks_runs() -> None:
    tasks = "tasks:\n" + "".join(
        f"  {key}: {{name: T, timeline: {{until: {day}}}, deliverables: [d]}}\n"
        for key, day in (("t", "2026-02-01"), ("u", "2026-02-02"))
    )
    due = "deliverables: {d: {name: D, due: 2026-02-01}}"

    assert "outside-timeline" not in rules(reading_of(tasks + due))


def test_lint_and_intake_know_the_same_columns_and_formats() -> None:
    assert {
        table: ({column.name for column in columns} | set(KEPT_AS_FIELDS.get(table, ())))
        - mapping.NOT_FROM_FILES
        for table, columns in TABLES.items()
    } == COLUMNS
    assert mapping.NAMED_DATES == NAMED_DATES
    assert mapping.DATE_CODES == DATE_CODES


@pytest.mark.parametrize(
    ("population", "unknown"),
    [("counts: each, field: machine", 1), ("counts: each", 0), ("counts: weighted", 2)],
)
def test_items_and_users_are_those_that_a_source_tells_of(population: str, unknown: int) -> None:
    text = (
        "evidence:\n  watch: {table: outages, fields: {item: Host},"
        " columns: {record: Id, started_at: From, ended_at: To}}\n"
        "service_levels:\n  up:\n    measure: {kind: availability, population: {"
        + population
        + "}}\n    commitment: at least 99 %\n"
    )

    assert rules(reading_of(text)).count("unknown-field") == unknown
