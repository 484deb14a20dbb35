"""Explain: every clause in plain English, the same each time, nothing left out that decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from entente.agreement.conditions.condition import parse_condition
from entente.agreement.explain import NoSuchClause, explain
from entente.agreement.explain.wording import (
    listed,
    spoken_condition,
    spoken_days,
    spoken_hours,
    spoken_ordinal,
    spoken_time,
)
from entente.agreement.reading import read_agreement, read_agreement_text
from entente.foundation.durations import Days, Duration, parse_duration
from tests.agreement.drafts import EVIDENCE, HEAD, agreement_of, level

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-and-quay" / "agreement.yaml"


def said(*sections: str, key: str) -> str:
    return "\n".join(s for p in explain(agreement_of(*sections), key) for s in p.sentences)


def test_the_example_reads_aloud() -> None:
    agreement = read_agreement(EXAMPLE).agreement
    assert agreement is not None

    [paragraph] = explain(agreement, "p2-resolution")

    assert paragraph.key == "service_levels.p2-resolution"
    assert paragraph.title == "Priority 2 resolved within 8 working hours"
    assert paragraph.sentences[:4] == (
        "The provider commits to at least 90 % each month.",
        "The figure is the share of tickets that are resolved within 8 working hours.",
        "Only time in these hours counts: Office hours (“office”).",
        "Counted: those whose priority is P2.",
    )
    assert paragraph.sentences[-2] == (
        "Money is due when the commitment is missed: 30 % of the pool “service-desk”."
    )


def test_every_sentence_of_the_example_is_one() -> None:
    agreement = read_agreement(EXAMPLE).agreement
    assert agreement is not None

    paragraphs = explain(agreement)

    assert explain(agreement) == paragraphs
    assert {p.key.split(".")[0] for p in paragraphs} == {
        "agreement", "dates", "order_of_precedence", "calendars", "services", "tasks",
        "deliverables", "severities", "service_levels", "exclusions", "charges", "credits",
        "prices", "rights", "obligations", "roles", "key_people", "bodies", "meetings", "raci",
        "ladders", "changes", "policies", "standards", "exit", "evidence", "accepted_findings",
    }  # fmt: skip
    for paragraph in paragraphs:
        assert paragraph.title
        assert paragraph.sentences
        for sentence in paragraph.sentences:
            assert sentence.startswith("- ") or sentence.endswith((".", ":")), sentence
            assert "None" not in sentence
            assert "_" not in sentence or paragraph.key.startswith("evidence"), sentence


@pytest.mark.parametrize("key", ["service_levels", "service-levels", "p1-resolution", "credits"])
def test_a_section_or_a_clause_can_be_asked_for(key: str) -> None:
    agreement = read_agreement(EXAMPLE).agreement
    assert agreement is not None

    assert explain(agreement, key)


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(NoSuchClause) as unknown:
        explain(agreement_of(level("kind: mean, of: elapsed", "at most 4 h")), "on")
    assert "did you mean 'one'?" in str(unknown.value)

    with pytest.raises(NoSuchClause) as unknown:
        explain(agreement_of(), "zzz")
    assert "sections: agreement" in str(unknown.value)


SENTENCES = [
    ("kind: mean, of: elapsed, to: responded", "at most 4 h",
     "The figure is the mean of the times of tickets from opening to first work: their sum"),
    ("kind: mean, unit: points", "at most 4", "The figure is the mean of the measured values"),
    ("kind: percentile, percentile: 92 %, of: elapsed", "at most 4 h", "is the 92nd percentile"),
    ("kind: availability", "at least 99 %", "It was down during outages."),
    ("kind: availability, denominator: service-hours-less-excluded", "at least 99 %",
     "the share of service hours, less the time left out, in which"),
    ("kind: availability, of: probes", "at least 99 %",
     "A result holds until the next one."),
    ("kind: availability, of: probes, probes: {down_when: status = 'slow', unknown: down}",
     "at least 99 %", "it was down after those whose status is slow."),
    ("kind: availability, of: probes, probes: {unknown: up}", "at least 99 %",
     "Time that no result covers counts as up."),
    ("kind: satisfaction, no_data: excused", "at least 4", "nothing to count is excused."),
    ("kind: share-within, within: 4 h, counted_in: started, classified_at: start, "
     "reopened: first-end, rounding: {places: 1, mode: floor}, source: tickets", "at least 95 %",
     "A ticket belongs to the month of its opening.\n"
     "Its priority and other fields are read as they were at its opening.\n"
     "When a ticket is reopened, the first end counts.\n"
     "The source that decides is: tickets.\n"
     "The figure is rounded to 1 decimal place, downwards, and then compared."),
    ("kind: count, of: outages", "at most 2",
     "The figure is a whole number and is compared as it is."),
    ("kind: count, of: outages, rounding: {places: 1}", "at most 2",
     "The figure is rounded to 1 decimal place"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "commitment", "sentence"), SENTENCES)
def test_a_measure_says_how_it_is_obtained(measure: str, commitment: str, sentence: str) -> None:
    text = said(level(measure, commitment), key="one")

    assert sentence in text


def test_a_measure_of_its_own_is_explained_by_its_key() -> None:
    text = said(
        "measures: {m: {title: Speed, kind: mean, of: elapsed}}\n"
        "service_levels: {one: {measure: m, commitment: at most 4 h}}",
        key="measures",
    )

    assert "mean of the times of tickets from opening to resolution" in text


def test_a_calendar_says_when_it_is_open() -> None:
    text = said(
        """\
calendars:
  c:
    weekly: {mon-fri: [08:00-12:00, 13:00-17:00], 'sat, sun': 22:00-02:00}
    breaks: 10:00-10:15
    holidays: [2026-03-17]
    recurring_holidays: [12-25]
    days: {2026-12-24: 08:00-12:00, 2026-12-31: []}
    only_while_open: d
    conventions: {at_closing: start-of-next, in_gap: end-of-gap}
  d: {zone: Europe/Paris, weekly: {daily: 00:00-24:00}}
  e: {weekly: {mon: []}, days: {2026-12-31: 08:00-09:00}}
""",
        key="calendars",
    )

    assert text.splitlines() == [
        "Open Monday to Friday from 08:00 to 12:00 and from 13:00 to 17:00 and Saturday and Sunday "
        "from 22:00 to 02:00 the next day, in the time zone Europe/Dublin.",
        "Every day has a break from 10:00 to 10:15.",
        "Closed in 2026 on 17 March.",
        "Closed every year on 25 December.",
        "On 24 December 2026 it is open from 08:00 to 12:00.",
        "On 31 December 2026 it is closed.",
        "Only hours in which “d” is open too count.",
        "A time that is up exactly at closing is up when the next hours begin.",
        "A deadline in a skipped hour falls at the end of that hour.",
        "Open every day around the clock, in the time zone Europe/Paris.",
        "Not open in any ordinary week.",
        "On 31 December 2026 it is open from 08:00 to 09:00.",
    ]


def test_holidays_that_are_not_pinned_say_so() -> None:
    text = (
        HEAD
        + "calendars: {c: {weekly: {mon: 08:00-09:00}, holidays: {country: IE, years: [2026]}}}"
    )
    agreement = read_agreement_text(text).agreement
    assert agreement is not None

    [paragraph] = explain(agreement, "c")

    assert (
        paragraph.sentences[1] == "Closed on the public holidays of IE in 2026, not yet as dates."
    )


def test_money_says_when_it_is_due_and_how_much() -> None:
    text = said(
        level(
            "kind: share-within, within: 4 h",
            "at least 95 %",
            "class: critical\ncredit_trigger: below 90 %\ncredit:\n  at_most: 500 EUR\n"
            "  tiers: [{at_least: 80 %, below: 90 %, pays: 5 %}, {below: 80 %, pays: 9 %}]",
        ),
        "charges:\n  run: {name: Running, monthly: 100 EUR}\n"
        "  set: {name: Setting up, monthly: 5 EUR, recurring: false}\n"
        "credits: {currency: EUR, fee_base: [run], nature: liquidated-damages, sole_remedy: true,\n"
        "  caps: [{per: month, at_most: 9 EUR}, {per: year, at_most: 5 %, of: at-risk}]}",
        key="one",
    )

    assert "Money is due when the figure is below 90 %: a share of the charges that grows" in text
    assert "- at least 80 % but below 90 % pays 5 %" in text
    assert "It is never more than 500.00 EUR." in text


def test_the_scheme_says_its_ceilings_in_order() -> None:
    text = said(
        "charges:\n  run: {name: Running, monthly: 100 EUR}\n"
        "  set: {name: Setting up, monthly: 5 EUR, recurring: false}\n"
        "credits: {currency: EUR, fee_base: [run], nature: liquidated-damages, sole_remedy: true,\n"
        "  caps: [{per: month, at_most: 9 EUR}, {per: year, at_most: 5 %, of: at-risk}]}",
        key="credits",
    )

    assert text.splitlines()[1:] == [
        "First, the credits of a month are at most 9.00 EUR.",
        "Then, the credits of a year are at most 5 % of the amount at risk of that year.",
        "A credit is a sum agreed in advance for the damage done.",
        "It is the only remedy for missing a service level.",
        "It is taken off the next invoice.",
    ]


def test_exclusions_charges_and_sources_are_said() -> None:
    sections = (
        "exclusions:\n  a: {title: A, where: cause = 'x'}\n"
        "  b: {title: B, claimed: true, claimed_by: client}\n"
        "charges: {set: {name: Setting up, monthly: 5 EUR, recurring: false}}\n"
        "tasks: {t: {name: T, description: 'All of it', timeline: {until: 2026-02-01}}}\n"
        "deliverables: {d: {name: D, description: A thing}}\n"
    )
    text = "\n".join(s for p in explain(agreement_of(sections)) for s in p.sentences)

    assert "Left out: records whose cause is x." in text
    assert "The client usually asks for it" in text
    assert "5.00 EUR once; it does not recur." in text
    assert "It is done up to and including 31 January 2026." in text
    assert "All of it." in text
    assert "It gives the tickets." in text


def test_versions_that_end_say_their_last_day() -> None:
    text = HEAD.replace("2025-11-01}", "2025-11-01, until: 2026-11-01}") + EVIDENCE.replace(
        "{table: values}", "{like: some-log, kept_by: client, zone: UTC}"
    )
    agreement = read_agreement_text(text).agreement
    assert agreement is not None

    paragraphs = explain(agreement)

    assert (
        "its terms hold from 1 November 2025 up to and including 31 October 2026."
        in (paragraphs[0].sentences[1])
    )
    assert paragraphs[-1].sentences[1] == "It is read like some-log."


@pytest.mark.parametrize(
    ("condition", "english"),
    [
        ("a = 'x' and b <> 3", "a is x and b is not 3"),
        ("a in ('x', 'y') or b not in (1)", "a is x or y or b is not 1"),
        ("not (a > 3 and b is null)", "a is not above 3 or b is given"),
        ("not (a = 'x' or b between 1 and 2)", "a is not x and b is not between 1 and 2"),
        ("a = 'x' and (b = 'y' or c is null)", "a is x and (b is y or c is not given)"),
        ("a = 'x' and not (b = 'y' and c = '')", "a is x and (b is not y or c is not empty)"),
        ("users_affected like 'N%' or a not like 'x'",
         "users affected looks like “N%” or a does not look like “x”"),
    ],
)  # fmt: skip
def test_a_condition_in_english(condition: str, english: str) -> None:
    assert spoken_condition(parse_condition(condition)) == english


def test_words_for_times_days_and_numbers() -> None:
    assert spoken_time(Days(3, "business")) == "3 business days"
    assert spoken_time(Duration(5_400_000_000)) == "1 hour and 30 minutes"
    half = parse_duration("1.5 s")
    assert spoken_time(half) == "1 s 500 ms"
    assert spoken_days("fri-mon") == "Friday to Monday"
    assert spoken_hours([("22:00", "02:00")]) == "from 22:00 to 02:00 the next day"
    assert [spoken_ordinal(n) for n in ("1", "11", "22", "93", "99.9")] == [
        "1st", "11th", "22nd", "93rd", "99.9th",
    ]  # fmt: skip
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_one_clause_is_said_without_making_the_words_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agreement = read_agreement(EXAMPLE).agreement
    assert agreement is not None
    monkeypatch.setattr("entente.agreement.explain.clauses.explain_measure", None)

    [paragraph] = explain(agreement, "office")

    assert paragraph.title == "Office hours"


def test_a_deadline_says_its_occasions_its_due_time_and_what_comes_first() -> None:
    found = said(
        """
service_levels:
  reports:
    measure:
      kind: deadline
      event: reports-ready
      due: {by: "07:00", days_after: 1}
      precondition:
        {party: client, event: input, by: "23:00", late: {until: "01:00", days_after: 1}}
    commitment: at least 95 %
""",
        key="reports",
    )

    assert "Each occasion is a day." in found
    assert "It is due by 07:00, 1 day after." in found
    assert "It holds only where the client has seen to “input” by 23:00." in found
    assert "Where that comes later, but by 01:00 of the next day, it holds as it was." in found
    assert "Later still the occasion is excused." in found


@pytest.mark.parametrize(
    ("measure", "commitment", "sentence"),
    [
        ("kind: share, event: invoiced, good: correct = 'yes'", "at least 99 %",
         "The figure is the share of events that were told (“invoiced”) that are good."),
        ("kind: share, of: surveys, good: score >= 4, unanswered: counted", "at least 50 %",
         "people who were asked, with or without an answer"),
        ("kind: count, of: values, where: value > 6", "at most 3",
         "The figure is the number of values that were measured."),
        ("kind: maximum", "at most 3", "The figure is the highest value."),
        ("kind: maximum, measurement_point: the client's router", "at most 3",
         "It is measured at this point: the client's router."),
        ("kind: combined, tower: Desk, statistic: share-met", "at least 90 %",
         "It is made from the service levels of Desk: the share that met their commitment."),
        ("kind: count, window: contract-quarter", "at most 3", "each quarter of the contract"),
        ("kind: count, window: {rolling: 365 days, evaluated: daily}", "at most 3",
         "It is judged for the 365 days up to each day."),
    ],
)  # fmt: skip
def test_records_values_and_other_levels_are_said(
    measure: str, commitment: str, sentence: str
) -> None:
    found = said(
        f"service_levels: {{x: {{measure: {{{measure}}}, commitment: {commitment}}}}}", key="x"
    )

    assert sentence in found


def test_it_is_said_from_when_a_level_holds() -> None:
    found = said(
        """
dates: {go-live: 2026-03-01}
service_levels:
  up:
    measure: {kind: availability}
    commitment: at least 99 %
    applies: {after: go-live, first: following-month, in_months: [1, 12], partial: left-out}
""",
        key="up",
    )

    assert "It holds from the month after that of the date “go-live” on." in found
    assert "It holds in these months of the year only: 1, 12." in found
    assert "A period in which it holds only in part is not measured." in found
