"""Lint of levels that nothing can miss, of terms that end before, and of amounts that level out."""

from __future__ import annotations

import pytest

from tests.agreement.drafts import MONEY, level
from tests.agreement.test_lint_decides import found

OFFICE = "calendars: {office: {weekly: {mon-fri: 09:00-17:00}}}\n"
DUE = "kind: deadline, event: batch-done, due: {by: '16:00'}, calendar: office"


@pytest.mark.parametrize(
    ("rule", "measure", "commitment", "says"),
    [
        ("misses-rounded-away", "kind: share-within, within: 4 h, rounding: {places: 0}",
         "at least 100 %", "one miss of 200 records"),
        ("misses-rounded-away", "kind: share-within, within: 4 h", "at least 100 %", ""),
        ("misses-rounded-away", "kind: availability, rounding: {places: 3, mode: down}",
         "at least 100 %", ""),
        ("one-miss-decides", f"{DUE}", "at least 98 %", "23 occasions at most"),
        ("one-miss-decides", f"{DUE}", "at least 90 %", ""),
        ("one-miss-decides", f"{DUE}, each: quarter", "at least 98 %", "1 occasion at most"),
        ("level-never-missed", f"{DUE}, statistic: missed", "at most 23", "23 such occasions"),
        ("level-never-missed", f"{DUE}, statistic: missed", "at most 22", ""),
        ("level-never-missed", "kind: downtime, calendar: office", "at most 184 h", "184 h"),
        ("level-never-missed", "kind: downtime, calendar: office", "at most 183 h", ""),
        ("least-outage-hides-miss", "kind: downtime, least_outage: 5 h", "at most 4 h", "4 h 30"),
        ("least-outage-hides-miss", "kind: downtime, least_outage: 4 h", "at most 4 h", ""),
        ("late-records-lost", "kind: share-within, within: 1 h, counted_in: started",
         "at least 95 %", "count in no month"),
        ("late-records-lost", f"{DUE.replace('}', ', days_after: 1}')}", "at least 90 %", "1 days"),
        ("exclusion-not-applicable", f"{DUE}, exclusions: [test]", "at least 90 %", "occasions"),
    ],
)  # fmt: skip
def test_a_level_decides_on_its_own_calendar(
    rule: str, measure: str, commitment: str, says: str
) -> None:
    exclusions = "exclusions: {test: {title: Test, where: record = 'x'}}\n"

    said = found(rule, OFFICE, exclusions, level(measure, commitment))

    assert (says in said[0]) if says else said == []


@pytest.mark.parametrize(
    ("within", "known", "finds"),
    [
        ("240 h", "10 days", ""),
        ("241 h", "10 days", "late-records-lost"),
        ("10 calendar days", "10 days", ""),
        ("11 calendar days", "10 days", "late-records-lost"),
        ("2000 h", "10 days", "level-never-missed"),
    ],
)
def test_a_ticket_of_the_last_day_ends_before_the_evaluation(
    within: str, known: str, finds: str
) -> None:
    measure = f"kind: share-within, within: {within}, counted_in: started"
    text = f"evaluated_after: {known}\n" + level(measure)

    assert [rule for rule in ("late-records-lost", "level-never-missed") if found(rule, text)] == (
        [finds] if finds else []
    )


def test_a_ceiling_leaves_the_steps_of_bands() -> None:
    def credit(more: str) -> str:
        bands = "{at_least: 98 %, below: 99 %, pays: 5 %}, {below: 98 %, pays: 10 %}"
        paid = f"class: critical\ncredit: {{tiers: [{bands}], at_most: {more}}}"
        return level("kind: availability", "at least 99 %", paid) + MONEY

    assert found("cap-below-credit", credit("5 %"))
    assert found("cap-below-credit", credit("6 %")) == []
    assert found("cap-never-binds", credit("11 %"))
    assert found("cap-never-binds", credit("10 %")) == []


@pytest.mark.parametrize(("most", "says"), [("at most 1", ""), ("at most 2", "made from 2 levels")])
def test_a_combined_level_counts_the_levels_of_its_tower_and_of_the_services_in_it(
    most: str, says: str
) -> None:
    tower = """\
services: {mail: {name: Mail, tower: Desk}}
service_levels:
  by-service: {service: mail, measure: {kind: availability}, commitment: at least 99 %}
  by-name: {tower: Desk, measure: {kind: availability}, commitment: at least 99 %}
  another: {measure: {kind: availability}, commitment: at least 99 %}
  state:
    tower: Desk
    measure: {kind: combined, tower: Desk, statistic: missed}
    commitment: MOST
"""

    said = found("level-never-missed", tower.replace("MOST", most))

    assert (says in said[0]) if says else said == []


def test_a_thing_due_for_a_record_counts_in_the_month_in_which_it_is_due() -> None:
    due = "due: {after: asked, within: 60 days}"

    each = level(f"kind: deadline, event: answered, each: record, {due}", "at least 90 %")
    daily = level(f"kind: deadline, event: answered, {due}", "at least 90 %")

    assert found("late-records-lost", each) == []
    assert "60 days later" in found("late-records-lost", daily)[0]
