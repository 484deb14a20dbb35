"""Renewal: the last day of notice for each term, what ends it, and payment days."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from entente.agreement.duties import Counter, Moment, Told, list_duties
from entente.agreement.explain import explain
from entente.agreement.terms.obligations import DutyDue
from entente.agreement.terms.renewal import Renewal
from entente.foundation.worktime import Calendar
from tests.agreement.drafts import agreement_of

ALWAYS = Counter(
    "always",
    Calendar.from_mapping(
        {"timezone": "UTC", "weekly": {d: [["00:00", "24:00"]] for d in
         ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}}
    ),
)  # fmt: skip


def days(renewal: str, *told: Told, until: str = "2036-01-01") -> list[str]:
    terms = agreement_of(f"dates: {{commencement: 2026-01-31}}\nrenewal: {renewal}\n")
    found = list_duties(terms, dt.date(2026, 1, 1), dt.date.fromisoformat(until), told)
    assert {(duty.clause, duty.nature) for duty in found.duties} <= {("renewal", "may")}
    return [duty.due_on.isoformat() for duty in found.duties]


def no_more(day: str) -> Told:
    return Told("not-renewed", "", Moment.of_day(dt.date.fromisoformat(day), "UTC"))


@pytest.mark.parametrize(
    ("renewal", "expected"),
    [
        # A year from 31 January ends with 30 January; six months before is 30 July.
        ("{first: 1 year, renews_for: 1 year, notice: 6 months, times: 2}",
         ["2026-07-30", "2027-07-30"]),
        ("{first: 3 years, notice: 6 months}", ["2028-07-30"]),
        ("{first: 1 year, renews_for: 1 year, notice: 6 months, times: 0}", []),
        # Terms of a month end with 27 February, 30 March, 29 April.
        ("{first: 1 month, renews_for: 1 month, notice: 0 days, times: 3}",
         ["2026-02-27", "2026-03-30", "2026-04-29"]),
        ("{first: 10 days, renews_for: 1 week, notice: 1 day, begins: 2026-03-01, times: 2}",
         ["2026-03-09", "2026-03-16"]),
    ],
)  # fmt: skip
def test_notice_is_counted_back_from_the_end_of_each_term(
    renewal: str, expected: list[str]
) -> None:
    assert days(renewal) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-07-30", ["2026-07-30"]), ("2026-07-31", ["2026-07-30", "2027-07-30"])],
)
def test_notice_in_time_ends_it_and_a_late_one_holds_for_the_next_term(
    day: str, expected: list[str]
) -> None:
    yearly = "{first: 1 year, renews_for: 1 year, notice: 6 months}"

    assert days(yearly, no_more(day)) == expected


def test_it_goes_on_as_far_as_one_looks() -> None:
    yearly = "{first: 1 year, renews_for: 1 year, notice: 6 months}"

    assert days(yearly, until="2030-01-01") == [f"{year}-07-30" for year in range(2026, 2030)]


@pytest.mark.parametrize("length", ["0 months", "5 h"])
def test_a_term_has_a_length(length: str) -> None:
    with pytest.raises(ValidationError, match="a term lasts"):
        Renewal.model_validate({"first": length, "notice": "1 day"})


@pytest.mark.parametrize(
    ("renewal", "said"),
    [
        ("{first: 1 year, notice: 2 months}", "After that it goes on without an end."),
        ("{first: 1 year, renews_for: 1 year, notice: 2 months}", "for 1 year, again and again."),
        ("{first: 1 year, renews_for: 1 year, notice: 2 months, times: 2}", "2 times at most."),
        ("{first: 1 year, notice: 5 business days, by: client}",
         "The client may keep it from that by notice 5 business days before the end of a term."),
        ("{first: 1 year, notice: 5 business days}", "Business days count around the clock"),
        ("{first: 1 year, notice: 1 day, begins: 2026-03-01, text: In writing}", "In writing."),
    ],
)  # fmt: skip
def test_it_reads_aloud(renewal: str, said: str) -> None:
    [paragraph] = explain(agreement_of(f"renewal: {renewal}\n"), "renewal")

    assert said in " ".join(paragraph.sentences)


@pytest.mark.parametrize(
    ("day", "rule", "expected"),
    [
        # From the end of March thirty days reach 30 April.
        ("2026-03-13", {"from_month_end": True}, "2026-04-30"),
        ("2026-03-31", {"from_month_end": True}, "2026-04-30"),
        ("2026-03-13", {"from_month_end": True, "on_days": [2, 16]}, "2026-05-02"),
        ("2026-03-03", {"on_days": [2, 16]}, "2026-04-02"),
        ("2026-03-04", {"on_days": [2, 16]}, "2026-04-16"),
        ("2026-03-18", {"on_days": [2, 16]}, "2026-05-02"),
        ("2026-03-01", {"on_days": ["last"]}, "2026-03-31"),
        ("2026-03-02", {"on_days": ["last"]}, "2026-04-30"),
    ],
)
def test_payment_days_and_ends_of_months(day: str, rule: dict[str, object], expected: str) -> None:
    start = Moment.of_day(dt.date.fromisoformat(day), "UTC")

    due = ALWAYS.due(start, DutyDue.model_validate({"within": "30 days", **rule}))

    assert due.day.isoformat() == expected


def test_payment_days_go_with_a_length_of_time() -> None:
    with pytest.raises(ValidationError, match="go with within"):
        DutyDue.model_validate({"day": 3, "on_days": [2]})


@pytest.mark.parametrize(("ended", "count"), [("2026-03-10", 0), ("2026-03-20", 1), ("", 1)])
def test_a_duty_falls_away_where_its_event_ends_before_it_is_due(ended: str, count: int) -> None:
    terms = agreement_of(
        "obligations: {meet: {title: Meet, owner: both, trigger: {event: stopped}, "
        "due: {within: 2 weeks}, until_event: goes-on}}\n"
    )
    told = [Told("stopped", "", Moment.of_day(dt.date(2026, 3, 1), "UTC"))]
    if ended:
        told.append(Told("goes-on", "", Moment.of_day(dt.date.fromisoformat(ended), "UTC")))

    found = list_duties(terms, dt.date(2026, 3, 1), dt.date(2026, 4, 1), told)

    assert len(found.duties) == count
