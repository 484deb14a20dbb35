"""Duties, governance, prices and leaving in plain English, as they would be read aloud."""

from __future__ import annotations

import pytest

from entente.agreement.explain import explain
from tests.agreement.drafts import agreement_of

WHOLE = """\
dates: {commencement: 2025-11-01, expiry: 2028-10-31}
week_start: sun
order_of_precedence: [amendment, schedule, agreement]
calendars: {office: {title: Office hours, weekly: {mon-fri: 09:00-17:00}}}
severities:
  order: [{value: "1", title: critical, means: Nobody can work}, {value: "2"}]
  one_lower_where: report = 'case'
  wrong_is_charged: true
  charged_to: client
charges: {run: {name: Running, monthly: 1000 EUR}}
measures: {errors: {title: Errors a month, kind: availability}}
service_levels: {up: {title: Uptime, measure: errors, commitment: at least 99 %}}
roles:
  lead: {title: Account lead, party: provider, person: Ada, paired_with: rep, duties: [Leads]}
  rep: {title: Representative, party: client}
tasks:
  roll: {name: Roll out, timeline: {moves_with: [access]}, deliverables: [plan]}
deliverables:
  plan:
    name: Plan
    owner: provider
    due: {trigger: {event: asked}, within: 45 days}
    acceptance_criteria: [It names everyone., {measure: errors, level: at least 99 %}]
    acceptance: {by: client, role: rep, within: 10 business days, calendar: office,
      silence: accepted, warn_before: 3 business days, final_after: 120 days,
      rejected: {correct_within: 15 days, cycles: 3, after_last: [repeat, terminate]}}
  weekly: {name: Weekly, due: {trigger: {every: week}, weekday: fri}}
obligations:
  report: {title: Monthly report, kind: report, owner: provider, to: client, role: lead,
    trigger: {every: month}, due: {day: 15, by: '17:00'}, contents: [All misses], place: portal,
    evidence: the mail, service_levels: [up], consequence: {ladder: disputes, misses: up}}
  access: {title: Access, owner: client, trigger: {event: asked, while_open: office},
    due: {within: 2 business days, closed_day: day-after}, calendar: office,
    consequence: {relief: {of: [plan], notice: 5 days}}}
  approval: {title: Approval, owner: both, trigger: {missed: any},
    due: {within: 10 days, or_within: 5 business days},
    silence: {means: approved, warn_before: 2 days}, at_most: {times: 1, within: 1 year}}
  status: {title: Status, owner: provider, trigger: {event: opened, where: severity = '1'},
    again_every: 24 h, until_event: resolved}
  records: {title: Records, owner: provider, trigger: {done: report}, keeps_for: 15 months}
  daily: {title: Daily, owner: provider, trigger: {every: day}, due: {by: '08:00'}}
key_people:
  lead: {role: lead, lock_in: 12 months, permitted: [illness, death], consent: client,
    notice: 40 business days, replaced_within: 60 days, equal_qualification: true}
bodies: {board: {title: Board, members: {client: 2, provider: 2}, chair: rep,
  quorum: {client: 1, provider: 1}, decides: consensus, meets: quarter, reserved: [Prices],
  fallback: disputes}}
meetings: {review: {title: Review, body: board, every: month, at_least: true, agenda: [Misses],
  minutes_within: 2 days, minutes_by: provider, objections_within: 5 days}}
raci: {fix: {title: Fix, responsible: [lead], accountable: lead, informed: [rep]}}
ladders:
  disputes: {title: Disputes, calendar: office, rungs: [
    {roles: [rep, lead], within: 5 business days},
    {title: executives, within: 5 days, from_start: true}], stays_proceedings: true,
    ends: {by: expert-or-mediator, within: 21 days, binding: false, cost: equal}}
changes: {tools: {title: Tools, about: tools, before: 2 weeks, approved_by: [rep],
  impact: [charges, dates], answer_within: 10 days, silence: {means: refused}, times: 1,
  within: 1 year, from_next: quarter, parallel_run: 1 month, otherwise: the old tool stays}}
policies: {safe: {title: Safety, of: client, kept_by: provider, notice: 10 days, relieves: client}}
standards: {access: {title: Accessible, attested_by: client, every: two-weeks, evidence: an issue}}
prices:
  cpi: {kind: indexation, index: the CPI, charges: [run], at_most: 10 %, first_after: 1 year}
  fee: {kind: termination-fee, charges: [run], shares: [50 %, 40 %, 0 %]}
  volume: {kind: volume, unit: devices, baseline: 1000, dead_band: 10 %, additional: 5 EUR,
    reduced: 4 EUR}
  launch: {kind: payment, owed_by: client, amount: 40 %, of: [run], trigger: {accepted: plan},
    due: {within: 30 days}, disputed: withheld}
  market: {kind: benchmarking, every: year, answer_within: 30 days, silence: {means: accepted},
    effect: [charges]}
  wrong: {kind: reduction, trigger: {event: severity-too-high}, basis: time-spent,
    charged_to: client}
exit: {end: expiry, plan_before: 2 weeks, ready_within: 60 days, assistance_before: 6 months,
  extended_for: 6 months, extension_notice: 100 days, hands_over: [All data]}
"""
AGREEMENT = agreement_of(WHOLE)


def said(key: str) -> list[str]:
    [paragraph] = explain(AGREEMENT, key)
    return list(paragraph.sentences)


@pytest.mark.parametrize(
    ("key", "sentences"),
    [
        ("obligations.report", [
            "The provider owes this report to the client, through “Account lead”.",
            "It is owed every month.",
            "It is due on the 15th of the month after the end of the month, by 17:00.",
            "Where: portal.",
            "It contains:",
            "- All misses.",
            "It is about “Uptime”.",
            "It is shown by: the mail.",
            "If it is not done in time, it escalates on “Disputes”.",
            "If it is not done in time, it counts as a miss of “Uptime”.",
        ]),
        ("obligations.access", [
            "The client owes this.",
            "It arises when “asked” is told, in the hours of “Office hours”.",
            "It is due within 2 business days after that; where that day is closed, on the working "
            "day after it.",
            "Business days are those of “Office hours”.",
            "For each day that it is late, the dates of “Plan” move by a day.",
            "That holds only on notice within 5 days of the delay’s beginning.",
        ]),
        ("obligations.approval", [
            "Both parties owe this.",
            "It arises when any service level misses its commitment.",
            "It is due within 10 days after that, or within 5 business days, whichever is sooner.",
            "It may be asked for once at most within 1 year.",
            "Where nobody answers in time, it is approved. A warning comes 2 days before.",
        ]),
        ("obligations.status", [
            "The provider owes this.",
            "It arises when “opened” is told, where severity is 1.",
            "It comes back every 24 hours until “resolved”.",
            "Hours count around the clock, every day.",
        ]),
        ("obligations.daily", [
            "The provider owes this.",
            "It is owed every day.",
            "It is due on the same day, by 08:00.",
        ]),
        ("prices.cpi", [
            "The charges “Running” follow the CPI.",
            "Every year they change as it did since the last adjustment.",
            "An increase above 10 % counts as 10 %.",
            "The first adjustment comes 1 year after the beginning or later.",
        ]),
        ("obligations.records", [
            "The provider owes this.",
            "It arises when “Monthly report” is done.",
            "It holds for 15 months.",
        ]),
        ("deliverables.plan", [
            "The provider delivers it.",
            "Its time begins when “asked” is told.",
            "It is due within 45 days after that.",
            "It is acceptable when:",
            "- It names everyone.",
            "- “Errors a month” is at least 99 %.",
            "The client accepts it, through “Representative” alone.",
            "The client has 10 business days from its delivery to accept or reject it.",
            "Where nobody answers in time, it is accepted.",
            "Both sides are told 3 business days before that.",
            "What is rejected is corrected within 15 days.",
            "Then the test begins again with its full time.",
            "There are at most 3 tests; rejected in the last, it has failed for good.",
            "It may then come to this: repeat or terminate.",
            "120 days after the first delivery it is accepted, whatever is left.",
            "Business days are those of “Office hours”.",
        ]),
        ("ladders.disputes", [
            "It begins when a party escalates.",
            "First, 5 business days for “Representative” and “Account lead” to settle it.",
            "Then, 5 days from the beginning for executives to settle it.",
            "What is not settled is decided by an expert or a mediator within 21 days. That does "
            "not bind the parties.",
            "Both bear the cost in equal parts.",
            "Nobody goes to court before it is done.",
            "The services, and their measurement, go on meanwhile.",
            "Business days are those of “Office hours”.",
        ]),
        ("key_people.lead", [
            "The other side relies on the person who holds this role of the provider.",
            "The person stays for 12 months except for illness or death or with the consent of the "
            "client.",
            "A change is announced 40 business days before.",
            "A person who leaves, or is rightly challenged, is replaced within 60 days.",
            "A successor is at least as qualified.",
            "Business days count around the clock, every day.",
        ]),
        ("prices.fee", [
            "The client pays a share of 12 months of “Running” for leaving early:",
            "- 50 % before a year of the contract is complete.",
            "- 40 % once a year is complete.",
            "- 0 % once 2 years are complete, and from then on.",
        ]),
        ("prices.launch", [
            "The client pays 40 % of “Running” when “Plan” is accepted.",
            "It is due within 30 days after that.",
            "What is disputed is withheld meanwhile.",
        ]),
        ("severities", [
            "The severity of a record is one of these, the most urgent first:",
            "- 1, critical: Nobody can work.",
            "- 2.",
            "The client first sets it; both parties together may change it.",
            "While the parties differ, the more urgent one applies.",
            "Records whose report is case count as one severity lower.",
            "Work on a severity that was set too high is paid for by the client.",
        ]),
        ("dates", ["Commencement: 1 November 2025.", "Expiry: 31 October 2028."]),
        ("order_of_precedence", [
            "Where documents differ, the one named first wins: amendment, then schedule, then "
            "agreement.",
        ]),
    ],
)  # fmt: skip
def test_it_reads_aloud(key: str, sentences: list[str]) -> None:
    assert said(key) == sentences


def test_every_section_is_explained_in_whole_sentences() -> None:
    paragraphs = explain(AGREEMENT)

    named = {paragraph.key.partition(".")[0] for paragraph in paragraphs}
    assert {
        "dates", "order_of_precedence", "severities", "obligations", "roles", "key_people",
        "bodies", "meetings", "raci", "ladders", "changes", "policies", "standards", "prices",
        "exit",
    } <= named  # fmt: skip
    for paragraph in paragraphs:
        assert paragraph.sentences, paragraph.key
        for sentence in paragraph.sentences:
            assert sentence.endswith((".", ":")), sentence
            assert "None" not in sentence
            assert ".." not in sentence
            assert "_" not in sentence or paragraph.key.startswith("evidence"), sentence


def test_a_week_that_begins_on_another_day_is_said() -> None:
    assert "A week begins on Sunday." in said("agreement")
