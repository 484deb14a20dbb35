"""Two clauses on the same facts: promises made twice, by two formulas, or by grade."""

from __future__ import annotations

import pytest

from entente.agreement.reading import read_agreement_text
from tests.agreement.drafts import EVIDENCE, HEAD, only, reading_of, rules
from tests.agreement.test_lint_decides import OFFICE, SHARE, UP, found, levels

P1 = f"{SHARE}, where: priority = 'P1'"


@pytest.mark.parametrize(
    ("first", "second", "facts"),
    [
        (f"{P1} | at least 95 %", f"{P1} | at least 90 %", "a month of 92.5 %"),
        (f"{P1} | at least 95 %", f"{P1} | above 95 %", "a month of exactly 95 %"),
        (f"{P1} | at least 95 %", f"{P1.replace('4 h', '8 h')} | at least 95 %",
         "each takes 6 h"),
        ("kind: share-within, within: 3 business days, calendar: office | at least 95 %",
         "kind: share-within, within: 5 business days, calendar: office | at least 95 %",
         "each takes 5 days"),
        ("kind: mean | at most 2 s", "kind: mean | at most 3 s", "a month of 2.5 s"),
        ("kind: mean, unit: points | at least 2", "kind: mean, unit: points | at least 3",
         "a month of 2.5"),
        (f"{P1} | at least 95 %", "kind: share-within, within: 4 h, where: (priority = 'P1') | "
         "at least 96 %", "a month of 95.5 %"),
    ],
)  # fmt: skip
def test_two_promises_of_the_same_facts_are_shown_a_month_between_them(
    first: str, second: str, facts: str
) -> None:
    said = only(reading_of(OFFICE, levels(f"a | {first}", f"b | {second}")), "levels-contradict")

    assert facts in said.message.replace("2 s 500 ms", "2.5 s")
    assert said.path == ("service_levels", "b", "commitment")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{P1} | at least 80 %", f"{P1.replace('4 h', '8 h')} | at least 95 %"),  # a ladder
        (f"{P1} | at least 95 %", f"{P1.replace('4 h', '8 h')} | at least 90 %"),
        (f"{P1} | at least 95 %", f"{SHARE}, where: priority = 'P2' | at least 90 %"),
        (f"{P1} | at least 95 %", f"{P1}, to: closed | at least 90 %"),
        (f"{P1} | at least 95 %", f"{P1}, source: tickets | at least 90 %"),
        (f"{P1} | at least 95 %", f"{P1} | at least 90 % | service: pay"),
        (f"{P1} | at least 95 %", f"{P1} | at least 90 % | owner: client"),
        (f"{P1} | at least 95 %", f"{P1}, calendar: office | at least 90 %"),
        ("kind: share-within, within: 3 business days, calendar: office | at least 95 %",
         "kind: share-within, within: 5 calendar days, calendar: office | at least 90 %"),
    ],
)  # fmt: skip
def test_promises_of_other_facts_or_each_with_its_own_misses_bring_nothing(
    first: str, second: str
) -> None:
    reading = reading_of(
        OFFICE, levels(f"a | {first}", f"b | {second}"), "services: {pay: {name: Payments}}\n"
    )

    unwanted = {"levels-contradict", "one-formula-per-level", "same-level-twice"}
    assert unwanted.isdisjoint(rules(reading))


def test_bounds_in_two_directions_have_a_finding_of_their_own() -> None:
    both = levels("a | kind: mean | at most 2 s", "b | kind: mean | at least 3 s")

    assert rules(reading_of(both)) == ["level-direction"]


def test_the_same_promise_under_two_keys_is_found_at_the_second() -> None:
    reading = reading_of(levels(f"a | {P1} | at least 95 %", f"b | {P1} | at least 95 %"))

    assert only(reading, "same-level-twice").path == ("service_levels", "b")


MAINTENANCE = (
    "exclusions: {m: {title: M, window: {sun: 02:00-06:00}}, n: {title: N, claimed: true}}\n"
)


@pytest.mark.parametrize(
    ("first", "second", "facts"),
    [
        (f"{UP}, exclusions: [m, n]",
         f"{UP}, denominator: service-hours-less-excluded, exclusions: [m, n]",
         "an outage of 45 min 21 s in November 2025 is 99.90 % by a and 99.89 % by b"),
        (f"{UP}, exclusions: [m, n]", f"{UP}, exclusions: [n]",
         "a case under an exclusion that only one of them names"),
        (f"{UP}, rounding: {{places: 3}}", UP, "is 99.895 % by a and 99.90 % by b"),
        (f"{P1}, calendar: office", P1,
         "a ticket from Saturday 00:00 to Saturday 04:01 took 0 min of office and 4 h 1 min of "
         "always"),
        (f"{P1}, stop_clock: [new]", P1, "a ticket that waits in a state"),
        (f"{P1}, counted_in: started", P1, "opened in one month and ended in the next"),
        (f"{P1}, reopened: first-end", P1, "reopened, and ended again late"),
        (f"{P1}, classified_at: start", P1, "change while it is open"),
        (f"{P1}, no_data: met", P1, "a month with nothing to count"),
        ("kind: share-within, within: 3 calendar days, calendar: office",
         "kind: share-within, within: 3 calendar days", "hours that only one of the calendars"),
    ],
)  # fmt: skip
def test_one_promise_by_two_formulas_is_shown_facts_on_which_they_part(
    first: str, second: str, facts: str
) -> None:
    bound = "at least 99.9 %" if "availability" in first else "at least 95 %"
    text = levels(f"a | {first} | {bound}", f"b | {second} | {bound}")

    said = only(reading_of(OFFICE, MAINTENANCE, text), "one-formula-per-level")

    assert facts in said.message


def test_the_ticket_between_two_calendars_is_a_true_one() -> None:
    branch = (
        "calendars: {early: {weekly: {mon: 08:00-12:00}}, late: {weekly: {mon: 10:00-18:00}}}\n"
    )
    first = "kind: share-within, within: 3 h, calendar: early"
    text = levels(f"a | {first} | at least 95 %", f"b | {first.replace('early', 'late')} | "
                  "at least 95 %")  # fmt: skip

    said = only(reading_of(branch, text), "one-formula-per-level").message

    assert (
        "a ticket from Monday 08:00 to Monday 11:01 took 3 h 1 min of early and 1 h 1 min of"
        in said
    )


def test_a_calendar_with_a_finding_brings_no_fault_here() -> None:
    never = "calendars: {c: {weekly: {mon: []}}}\n"
    text = levels(f"a | {P1}, calendar: c | at least 95 %", f"b | {P1} | at least 95 %")
    assert "hours that only one" in only(reading_of(never, text), "one-formula-per-level").message


def test_up_time_of_other_hours_is_another_promise() -> None:
    up = levels(f"a | {UP}, calendar: office | at least 95 %", f"b | {UP} | at least 95 %")

    assert rules(reading_of(OFFICE, up)) == []


def test_levels_of_one_title_that_count_different_things() -> None:
    text = levels(
        f"a | {P1} | at least 95 % | title: Desk", f"b | {UP} | at least 99 % | title: desk"
    )

    said = only(reading_of(text), "basis-conflict").message

    assert "tickets up to resolved whose priority is P1 (share-within)" in said
    assert "outages (availability)" in said


# Grades.


def graded(*rows: str) -> str:
    """Levels as `grade | limit | more`, one for each."""
    written = []
    for number, row in enumerate(rows):
        grade, limit, more = [*(part.strip() for part in row.split("|")), ""][:3]
        measure = f"kind: share-within, within: {limit}, where: priority = '{grade}'{more}"
        written.append(f"g{number} | {measure} | at least 95 %")
    return levels(*written)


def test_a_grade_between_two_others_is_missed() -> None:
    text = graded("P1 | 1 h", "P2 | 2 h", "P5 | 8 h")

    assert "grade 3, 4 between them" in found("grade-left-out", text)[0]
    assert found("grade-left-out", graded("P1 | 1 h", "P4 | 2 h")) == []
    assert found("grade-left-out", graded("critical | 1 h", "high | 2 h", "low | 3 h"))
    assert found("grade-left-out", graded("red | 1 h", "blue | 2 h", "green | 3 h")) == []


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("P1 | 8 h", "P2 | 4 h"), ["grade P1 has more time than grade P2, which is less urgent"]),
        (("critical | 8 h", "low | 4 h"),
         ["grade critical has more time than grade low, which is less urgent"]),
        (("P1 | 4 h", "P2 | 8 h"), []),
        (("P1 | 4 h", "P2 | 4 h"), []),
        (("P1 | 8 h", "P2 | 4 h | , calendar: office"), []),
        (("P1 | 8 h", "P2 | 1 business day"), []),
    ],
)  # fmt: skip
def test_the_more_urgent_is_the_sooner(rows: tuple[str, ...], says: list[str]) -> None:
    assert found("order-implausible", OFFICE, graded(*rows)) == says


def test_less_may_not_be_promised_of_the_more_urgent() -> None:
    text = graded("P1 | 4 h", "P2 | 4 h").replace("at least 95 %", "at least 90 %", 1)

    assert found("order-implausible", text) == [
        "grade P1 is promised less than grade P2, which is less urgent"
    ]


def test_what_is_built_not_to_fail_is_promised_more() -> None:
    text = levels(
        f"clustered-apps | {UP}, where: service = 'a' | at least 98 %",
        f"non-clustered-apps | {UP}, where: service = 'b' | at least 99.5 %",
    )

    assert found("order-implausible", text) == [
        "clustered-apps is promised less (at least 98 %) than non-clustered-apps (at least 99.5 %)"
    ]
    assert found("order-implausible", text.replace("99.5", "97.5")) == []


def test_a_grade_has_a_level_in_all_hours_or_in_none() -> None:
    fields = EVIDENCE.replace("{priority: P}", "{priority: P, hours: H}")
    rows = [
        f"g{grade}{hours} | kind: share-within, within: 4 h, where: priority = 'P{grade}' and "
        f"hours = '{hours}' | at least 95 %"
        for hours, grades in (("day", "123"), ("night", "12"))
        for grade in grades
    ]

    reading = read_agreement_text(HEAD + levels(*rows) + fields)

    said = only(reading, "calendar-gap")
    assert (
        said.message == "where hours is night, grade P3 has no level, though it has one otherwise"
    )
    assert said.path == ("service_levels", "g2night")
