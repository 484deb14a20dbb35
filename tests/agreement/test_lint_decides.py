"""Rules about what decides, what is left out, what titles and grades say: the finer cases."""

from __future__ import annotations

import pytest

from entente.agreement.reading import Reading, read_agreement_text
from tests.agreement.drafts import EVIDENCE, HEAD, MONEY, level, only, reading_of, rules

OFFICE = "calendars: {office: {weekly: {mon-fri: 09:00-17:00}}}\n"
NIGHT = "exclusions: {night: {title: Night, window: {sun: 02:00-06:00}}}\n"


def levels(*written: str) -> str:
    """A section of service levels, each as `key | measure | commitment | more`."""
    text = "service_levels:\n"
    for each in written:
        key, measure, commitment, *more = (part.strip() for part in each.split("|"))
        text += f"  {key}:\n    measure: {{{measure}}}\n    commitment: {commitment}\n"
        text += "".join(f"    {line}\n" for line in more)
    return text


def found(rule: str, *sections: str) -> list[str]:
    """What a rule says of sections."""
    return [each.message for each in reading_of(*sections).findings if each.rule == rule]


SHARE = "kind: share-within, within: 4 h"
UP = "kind: availability"


# Rounding.


@pytest.mark.parametrize(
    ("bound", "rounding", "says"),
    [
        ("at least 99.999 %", "", "becomes 100.00 %, for which it holds"),
        ("above 99.995 %", "", "becomes 100.00 %, for which it holds"),
        ("at least 99.994 %", "", "becomes 99.99 %, for which it does not hold"),
        ("at least 99.9 %", "rounding: {places: 0}", "becomes 100 %, for which it holds"),
    ],
)
def test_a_bound_finer_than_the_figure_says_what_it_becomes(
    bound: str, rounding: str, says: str
) -> None:
    text = level(f"{UP}{', ' if rounding else ''}{rounding}", bound)

    assert says in only(reading_of(text), "rounding-decides").message


def test_a_bound_as_fine_as_the_figure_brings_nothing() -> None:
    assert found("rounding-decides", level(UP, "at least 99.99 %")) == []
    finer = level(f"{UP}, rounding: {{places: 3}}", "at least 99.999 %")
    assert found("rounding-decides", finer) == []
    assert found("rounding-decides", level("kind: mean", "at most 1.2345 s")) == []


# One record.


def test_a_commitment_that_takes_hundreds_of_records_to_bear_one_miss() -> None:
    [said] = found("one-miss-decides", level(SHARE, "at least 99.9 %"))

    assert "at least 953 records" in said
    assert found("one-miss-decides", level(SHARE, "at least 99 %")) == []
    assert found("one-miss-decides", level(SHARE, "at least 100 %")) == []


def test_a_commitment_that_no_number_of_records_bears() -> None:
    exact = level(f"{SHARE}, rounding: {{places: 9}}", "at least 99.9999999 %")

    assert "at least 100,000 records" in found("one-miss-decides", exact)[0]


def test_a_probe_that_counts_longer_than_a_month_allows() -> None:
    probes = f"{UP}, of: probes, probes: {{holds_for: 1 h}}"

    [said] = found("one-miss-decides", level(probes, "at least 99.9 %"))
    assert "may count 1 h" in said
    assert "a month allows 45 min" in said
    assert found("one-miss-decides", level(probes, "at least 99 %")) == []


def test_a_calendar_with_a_finding_brings_no_second_one_about_its_probes() -> None:
    probes = f"{UP}, of: probes, calendar: c, probes: {{holds_for: 1 h}}"
    never = "calendars: {c: {weekly: {mon: []}}}\n"

    assert rules(reading_of(level(probes, "at least 99.9 %"), never)) == ["never-open"]


# Silence.


@pytest.mark.parametrize("measure", ["kind: mean, no_data: met", f"{UP}, of: probes, no_data: met"])
def test_no_data_from_a_monitor_is_not_success(measure: str) -> None:
    commitment = "at most 4 s" if "mean" in measure else "at least 99 %"

    assert "when the monitor stops" in found("silence-is-success", level(measure, commitment))[0]


@pytest.mark.parametrize("measure", [f"{SHARE}, no_data: met", f"{UP}, no_data: met"])
def test_a_month_without_tickets_or_outages_may_be_met(measure: str) -> None:
    assert found("silence-is-success", level(measure, "at least 99 %")) == []


# Conditions and exclusions.


def test_an_exclusion_of_records_that_are_not_counted_has_no_effect() -> None:
    text = level(f"{SHARE}, where: priority = 'P1', exclusions: [t]")
    code = "exclusions: {t: {title: T, where: priority = 'test'}}\n"

    assert "does not count" in only(reading_of(text, code), "exclusion-without-effect").message


def test_an_exclusion_of_all_that_is_counted_leaves_nothing() -> None:
    text = level(f"{SHARE}, where: priority = 'P1', exclusions: [t]")
    code = "exclusions: {t: {title: T, where: (priority = 'P1')}}\n"

    said = only(reading_of(text, code), "exclusion-leaves-nothing").message
    assert "all that this counts" in said


def test_an_exclusion_of_some_records_brings_nothing() -> None:
    text = level(f"{SHARE}, where: priority = 'P1', exclusions: [t]")
    code = "exclusions: {t: {title: T, where: record like 'T%'}}\n"

    assert rules(reading_of(text, code)) == []


WINDOWS = """\
exclusions:
  one: {title: One, window: {sun: 02:00-06:00}}
  two: {title: Two, window: {sun: HOURS}}
"""


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ("04:00-08:00", ["Sunday from 02:00 to 04:00 is left out by one only"]),
        ("03:00-05:00", ["Sunday from 02:00 to 03:00 is left out by one only"]),
        ("01:00-06:00", ["Sunday from 01:00 to 02:00 is left out by two only"]),
        ("02:00-06:00", []),
        ("06:00-08:00", []),
    ],
)
def test_windows_of_one_service_that_overlap_and_differ(hours: str, says: list[str]) -> None:
    both = levels(
        f"a | {UP}, where: service = 'x', exclusions: [one] | at least 99 %",
        f"b | {UP}, where: service = 'x', of: probes, probes: {{holds_for: 1 min}}, "
        "exclusions: [two] | at least 98 %",
    )
    fields = EVIDENCE.replace("{table: probes}", "{table: probes, fields: {service: S}}")
    text = "\n".join([HEAD, both, WINDOWS.replace("HOURS", hours), fields])

    reading = read_agreement_text(text)

    said = [each.message for each in reading.findings if each.rule == "exclusions-disagree"]
    assert [each.partition("an outage on ")[2] for each in said] == says


def test_windows_of_two_services_may_differ() -> None:
    both = levels(
        f"a | {UP}, where: service = 'x', exclusions: [one] | at least 99 %",
        f"b | {UP}, where: service = 'y', exclusions: [two] | at least 98 %",
    )

    assert found("exclusions-disagree", both, WINDOWS.replace("HOURS", "04:00-08:00")) == []


def test_claims_have_a_place_where_evidence_is_named() -> None:
    claimed = level(f"{UP}, exclusions: [fm]", "at least 99 %")
    code = "exclusions: {fm: {title: FM, claimed: true}}\n"
    bare = EVIDENCE.replace("  claims: {table: exclusions}\n", "")

    assert rules(read_agreement_text(HEAD + claimed + code + bare)) == ["claims-without-source"]
    assert "claims-without-source" not in rules(read_agreement_text(HEAD + claimed + code))
    assert rules(reading_of(claimed, code)) == []


# Titles.


def titled(title: str, measure: str, commitment: str = "at least 95 %") -> Reading:
    return reading_of(OFFICE, level(measure, commitment, f'title: "{title}"'))


@pytest.mark.parametrize(
    ("title", "measure", "commitment", "says"),
    [
        ("Resolved within 4 hours", "kind: share-within, within: 8 h", "at least 95 %",
         "the title says 4 hours, the terms 8 hours"),
        ("Resolved in 3 days", "kind: share-within, within: 5 business days, calendar: office",
         "at least 95 %", "the title says 3 days, the terms 5 business days"),
        ("98 % resolved", SHARE, "at least 95 %", "the title says 98 %, the terms 95 %"),
        ("Takes 2 seconds", "kind: mean", "at most 3 s",
         "the title says 2 seconds, the terms 3 seconds"),
        ("Open 24x7", f"{UP}, calendar: office", "at least 95 %", "the hours of office count"),
        ("Up in office hours", UP, "at least 95 %", "every hour of day and night counts"),
        ("Severity 2", f"{SHARE}, where: priority = 'P1'", "at least 95 %",
         "the title is of grade 2, the condition of 1"),
        ("P3", SHARE + ", where: 'priority in (''P1'', ''P2'')'", "at least 95 %",
         "the title is of grade 3, the condition of 1, 2"),
    ],
)  # fmt: skip
def test_a_title_that_says_something_else(
    title: str, measure: str, commitment: str, says: str
) -> None:
    assert says in only(titled(title, measure, commitment), "title-disagrees").message


@pytest.mark.parametrize(
    ("title", "measure", "commitment"),
    [
        ("Resolved within 4 hours", SHARE, "at least 95 %"),
        ("Resolved within 240 minutes", SHARE, "at least 95 %"),
        ("Resolved within 4 hours, at the latest 8 hours", SHARE, "at least 95 %"),
        ("95 % within 4 h", SHARE, "at least 95 %"),
        ("The minimum is 85 %", SHARE, "at least 95 % \n    minimum: at least 85 %"),
        ("95 percent take less than 9 h", "kind: percentile, percentile: 95 %, of: elapsed",
         "at most 9 h"),
        ("Within 3 days", "kind: share-within, within: 3 business days, calendar: office",
         "at least 95 %"),
        ("Within 24 hours", "kind: share-within, within: 1 day", "at least 95 %"),
        ("Up in office hours", f"{UP}, calendar: office", "at least 95 %"),
        ("Day and night", UP, "at least 95 %"),
        ("Priority 1", f"{SHARE}, where: priority = 'P1' and record <> 'x'", "at least 95 %"),
        ("Priority 2", f"{SHARE}, where: priority <> 'P1'", "at least 95 %"),
        ("Version 2 of 95", SHARE, "at least 95 %"),
        ("Within 5 months", SHARE, "at least 95 %"),
    ],
)  # fmt: skip
def test_a_title_that_says_the_same_brings_nothing(
    title: str, measure: str, commitment: str
) -> None:
    assert "title-disagrees" not in rules(titled(title, measure, commitment))


@pytest.mark.parametrize(
    ("title", "to", "says"),
    [
        ("Response time", "resolved", "'Response' is read as responded"),
        ("Initial reaction", "closed", "'reaction' is read as responded"),
        ("Time to resolution", "responded", "'resolution' is read as resolved"),
        ("Closed in time", "resolved", "'Closed' is read as closed"),
    ],
)
def test_a_clock_that_ends_elsewhere_than_its_name_says(title: str, to: str, says: str) -> None:
    events = EVIDENCE.replace("event: opened}", "event: opened}, A: {state: a, event: responded},"
                              " C: {state: c, event: closed}")  # fmt: skip
    text = HEAD + level(f"{SHARE}, to: {to}", more=f"title: {title}") + events

    assert says in only(read_agreement_text(text), "term-vs-endpoint").message


def test_a_key_may_say_another_end_than_the_clock_too() -> None:
    text = levels(f"p1-response | {SHARE} | at least 95 %")

    finding = only(reading_of(text), "term-vs-endpoint")

    assert finding.path == ("service_levels", "p1-response")


def test_response_times_of_values_and_names_of_two_ends_bring_nothing() -> None:
    both = level(SHARE, more="title: Response and resolution")
    values = level("kind: mean", "at most 3 s", "title: Response time of the till")

    assert found("term-vs-endpoint", both) == []
    assert found("term-vs-endpoint", values) == []


def test_the_title_of_a_measure_with_a_key_is_read_too() -> None:
    text = (
        "measures: {m: {kind: share-within, title: Within 2 h, within: 4 h}}\n"
        "service_levels: {a: {measure: m, commitment: at least 95 %}}\n"
    )

    assert only(reading_of(text), "title-disagrees").path == ("measures", "m", "title")
    inside = level("kind: share-within, title: Within 2 h, within: 4 h")
    assert only(reading_of(inside), "title-disagrees").path[-2:] == ("measure", "title")


# Money, time, scope.


def test_a_trigger_at_the_end_of_the_bands_brings_nothing() -> None:
    bands = "credit: {tiers: [{below: 90 %, pays: 5 %}]}"
    more = f"class: critical\ncredit_trigger: below 90 %\n{bands}"

    assert found("band-beyond-trigger", level(SHARE, more=more), MONEY) == []


def test_a_ceiling_above_the_whole_is_found_too() -> None:
    more = "class: critical\ncredit: {at_most: 120 %, tiers: [{below: 95 %, pays: 5 %}]}"

    assert "120 %" in only(reading_of(level(SHARE, more=more), MONEY), "pays-over-whole").message


@pytest.mark.parametrize("name", ["CET", "Etc/GMT+1", "GMT"])
def test_letters_are_no_place(name: str) -> None:
    calendar = f"calendars: {{c: {{zone: {name}, weekly: {{mon: 08:00-09:00}}}}}}"

    assert found("zone-by-letters", calendar)


def test_universal_time_is_a_zone() -> None:
    assert found("zone-by-letters", "calendars: {c: {zone: UTC, weekly: {mon: 08:00-09:00}}}") == []


def test_holidays_of_the_years_in_force_are_enough() -> None:
    calendar = "calendars: {c: {weekly: {mon: 08:00-09:00}, holidays: [2025-12-25]}}"

    assert found("holidays-run-out", calendar) == []
    until = HEAD.replace("2025-11-01}", "2025-11-01, until: 2026-01-01}")
    assert "holidays-run-out" not in rules(read_agreement_text(until + calendar))
    later = HEAD.replace("2025-11-01}", "2025-11-01, until: 2027-02-01}")
    said = only(read_agreement_text(later + calendar), "holidays-run-out").message
    assert "2026, 2027" in said


def test_days_are_looked_up_on_the_calendar_of_the_whole_agreement() -> None:
    due = "deliverables: {d: {name: D, due: 2026-08-01, acceptance_criteria: [It is there.]}}\n"

    assert found("due-on-closed-day", due) == []
    closed = found("due-on-closed-day", due, OFFICE, "defaults: {calendar: office}\n")
    assert closed == ["2026-08-01 is a Saturday on which office is closed"]
    assert found("due-on-closed-day", due, "defaults: {calendar: nowhere}\n") == []


def test_a_day_after_the_terms_is_outside_of_them() -> None:
    head = HEAD.replace("2025-11-01}", "2025-11-01, until: 2026-08-01}")
    due = "deliverables: {d: {name: D, due: 2026-08-01, acceptance_criteria: [It is there.]}}\n"

    said = only(read_agreement_text(head + due), "due-outside-terms").message

    assert said.endswith("from 2025-11-01 until 2026-08-01")


# Words.


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("in a timely manner", "by when"), ("as soon as practicable", "by when"),
        ("reasonable efforts", "which test"), ("best endeavours", "which test"),
        ("will strive to", "which test"), ("appropriate", "which test"),
        ("substantially", "how much"), ("approximately", "how much"),
        ("from time to time", "how often"), ("periodically", "how often"),
        ("as needed", "as an exclusion"), ("where practicable", "as an exclusion"),
        ("to the extent possible", "as an exclusion"), ("mutually agreed", "who agrees"),
        ("to be determined", "who agrees"), ("and/or", "closed"), ("etc.", "closed"),
        ("including but not limited to", "closed"),
    ],
)  # fmt: skip
def test_a_word_that_is_read_in_two_ways_comes_with_what_to_write(word: str, hint: str) -> None:
    text = f"services: {{s: {{name: S, description: It is done {word} here.}}}}"

    assert hint in only(reading_of(text), "ambiguous-word").hint


@pytest.mark.parametrize(
    "words", ["approval is not unreasonably withheld", "the materials are listed", "Regular hours"]
)
def test_words_that_only_look_like_one_bring_nothing(words: str) -> None:
    assert found("ambiguous-word", f"services: {{s: {{name: S, description: {words}}}}}") == []
