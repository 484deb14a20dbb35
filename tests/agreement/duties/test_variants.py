"""The other choices of each section: explained in whole sentences, with their dates."""

from __future__ import annotations

import datetime as dt

import pytest

from entente.agreement.duties import EndlessChain, Told, list_duties
from entente.agreement.explain import explain
from entente.agreement.reading import read_agreement_text
from tests.agreement.drafts import HEAD, agreement_of
from tests.agreement.duties.telling import OFFICE, all_said, listing, moment
from tests.agreement.test_documentation import EXAMPLES, whole

VARIANTS = """\
dates: {phase: 2026-06-01}
calendars: {office: {weekly: {mon-fri: 09:00-17:00}}}
charges: {run: {name: Running, monthly: 1000 EUR}}
measures: {errors: {title: Errors, kind: availability}}
service_levels: {up: {title: Uptime, measure: errors, commitment: at least 99 %}}
rights: {leave: {title: Leaving, grants: terminate-agreement,
  when: [{failures: {times: 2, each_notified: 7 days, levels: [up]}}], exercise_within: 30 days,
  exercise_from: report}}
roles:
  lead: {title: Lead, party: provider}
  rep: {title: Representative, party: client, paired_with: lead}
severities: {order: [{value: "1"}], set_by: both, changed_by: client, in_doubt: ladder}
deliverables:
  one: {name: One, description: The first, due: {trigger: {every: month}, within: 3 business days},
    acceptance: {by: both, role: rep, alternate: lead, in_writing: true, begins: complete-delivery,
      within: 2 weeks, silence: nothing, on_passing: accepted, rejected: {restart: failed-parts,
      retest_within: 1 week, cycles: 1, refund: 20 %, goes_to: the next sprint}}}
  two: {name: Two, due: 2026-05-01, acceptance: {by: client, within: 5 days, silence: rejected,
    rejected: {restart: rest, cycles: 2, correct_within: 3 business days}}}
obligations:
  daily: {title: Daily, owner: provider, trigger: {every: day}, due: {by: '08:00'}}
  on-date: {title: On a date, owner: client, trigger: {date: phase}, due: {before: 60 days},
    consequence: {then: escalated, right: leave, text: it is written down}}
  escalated: {title: Escalated, owner: both, due: {immediately: true}, place: the log}
  standing: {title: Standing, owner: client}
  defaulted: {title: Defaulted, owner: provider, trigger: {default: up}, due: {weekday: mon},
    consequence: Said in the next meeting}
  righted: {title: Righted, owner: client, trigger: {right: leave}, due: {day: last},
    consequence: {relief: {of: [up, one], gives: excused}}}
  taken: {title: Taken, owner: client, trigger: {accepted: any},
    at_most: {times: 2, within: 1 year},
    due: {within: 2 days, or_within: 3 h, sooner: false, closed_day: day-before}, calendar: office,
    silence: {means: default-applies, outcome: the list price}}
  outside: {title: Outside, owner: provider, trigger: {event: opened, while_closed: office},
    due: {within: 3 h, by: closing}, calendar: office, keeps_for: 1 month}
key_people:
  lead: {role: lead, consent: client, investigate_within: 48 h, approved_before: 30 days,
    at_once_for: [a breach of security]}
bodies:
  vote: {title: Vote, members: {roles: [rep]}, decides: majority, mandate: [Tools]}
  sides: {title: Sides, members: {}, decides: majority-of-each-side}
  chaired: {title: Chaired, members: {client: 1}, chair: rep, decides: chair}
  asked: {title: Asked, members: {provider: 1}, decides: advises}
meetings:
  roles: {title: Roles, roles: [rep, lead], every: week, papers_before: 2 days}
  one: {title: One, roles: [rep], every: quarter, silence: {means: approved},
    objections_within: 3 days}
  plain: {title: Plain, every: year, minutes_within: 5 h}
raci: {fix: {title: Fix, responsible: [lead], accountable: lead, consulted: [rep]}}
ladders:
  incident: {title: Incident, trigger: {missed: up}, total: 2 days, jumps_queue: true,
    service_continues: false, then: The contract ends, rungs: [{title: desk, within: 2 h,
    meets_within: 30 min}, {roles: [lead]}]}
  weekly: {title: Weekly, trigger: {every: week}, rungs: [{within: 1 day}]}
  court: {title: Court, rungs: [{roles: [rep, lead], within: 1 day}], ends: {by: arbitration,
    place: Vienna, place_agreed_within: 3 days, place_otherwise: Graz, cost: loser}}
changes:
  all: {title: Everything, about: everything, proposed_by: client, impact_within: 3 days,
    needs: [A case], body: vote, both_sign: false, times: 2, from_next: contract-year,
    parallel_run: 1 month}
policies: {rooms: {title: Rooms, of: client, kept_by: both, text: Nobody smokes,
  acknowledged_within: 5 days}}
standards:
  quality: {title: Quality, attested_by: both, role: rep, reference: the list, measure: errors,
    baseline: 12 months, due: {within: 1 month}}
  often: {title: Often, owner: client, attested_by: provider, every: month, due: {before: 3 days}}
prices:
  index: {kind: indexation, index: prices, charges: [run], share: 50 %, at_least: 0 %}
  lower: {kind: reduction, trigger: {every: month}, basis: share, share: 5 %, charged_to: both,
    text: It is noted}
  worth: {kind: reduction, trigger: {rejected: one}, basis: reduced-value}
  difference: {kind: reduction, trigger: {delivered: one}, basis: difference}
  monthly: {kind: payment, owed_by: client, trigger: {every: month}, due: {within: 30 days},
    silence: {means: accepted}, text: By transfer}
  back: {kind: payment, owed_by: provider, amount: 50 EUR, refund: true, trigger: {event: gone}}
  market: {kind: benchmarking, by: jointly, notice: 30 days, body: vote}
  alone: {kind: benchmarking, by: client, every: year, effect: [charges, service-levels]}
  count: {kind: volume, unit: seats, baseline: 10, additional: 5 EUR, reduced: 4 EUR,
    measure: errors}
exit: {plan_within: 1 month, plan_reviewed_every: 1 year, tested_every: 6 months,
  assistance_for: 3 months, service_levels_apply: false, charges: [run]}
"""


@pytest.mark.parametrize(
    "text", [VARIANTS, *EXAMPLES], ids=lambda text: text.split(":", maxsplit=1)[0]
)
def test_every_choice_is_explained_in_whole_sentences(text: str) -> None:
    agreement = read_agreement_text(whole(text)).agreement
    assert agreement is not None

    money = ("rights", "service_levels", "credits")
    for paragraph in explain(agreement):
        if paragraph.key.startswith(money):
            continue
        assert paragraph.title
        for sentence in paragraph.sentences:
            assert sentence.startswith("- ") or sentence.endswith((".", ":")), sentence
            assert "None" not in sentence
            assert ".." not in sentence


def test_the_other_ways_of_counting() -> None:
    events = (
        "default,up,2026-03-31\nright,leave,2026-03-31\nright-reported,leave,2026-04-10\n"
        "accepted,one,2026-03-13 16:00\nopened,,2026-03-13 18:00\nmissed,up,2026-03-31\n"
        "gone,,2026-03-02\nbenchmark-planned,market,2026-05-01\n"
    )

    found = all_said(listing(VARIANTS, events=events, first="2026-03-01", until="2026-05-02"))

    for expected in (
        "client: On a date, 2026-04-02 24:00",
        "provider: Defaulted, 2026-04-06 24:00",
        "client: Righted, 2026-04-30 24:00",
        "client: give notice of the miss: up, 2026-04-07 24:00",
        "client: Taken, 2026-03-16 11:00",
        "provider: keep: Outside, 2026-04-13 24:00",
        "provider: Outside, 2026-03-16 12:00",
        "both: settle it: desk, 2026-04-01 02:00",
        "provider: refund 50.00 EUR: back, 2026-03-02 24:00",
        "both: give notice of: market, 2026-04-01 24:00",
        "provider: attest: Often, 2026-03-28 24:00",
        "client: pay: monthly, 2026-04-30 24:00",
        "provider: deliver: One, 2026-04-03 24:00",
    ):
        assert expected in found, expected


def test_days_that_silence_rejects_have_a_correction_and_a_rest() -> None:
    events = "delivered,two,2026-03-02 10:00\ncorrected,two,2026-03-10 10:00"

    found = listing(VARIANTS, events=events, as_of="2026-03-20", first="2026-03-01")

    assert [stage.state for stage in found.stages] == [
        "in-test", "deemed-rejected", "in-test", "deemed-rejected", "failed-for-good",
    ]  # fmt: skip


def test_claims_may_be_counted_from_a_report_or_an_incident() -> None:
    terms = """\
charges: {run: {name: Run, monthly: 100 EUR}}
credits: {currency: EUR, fee_base: [run], claim: {within: 7 days, after: report, by: client}}
"""
    incident = terms.replace("report", "incident")

    assert all_said(listing(terms, events="reported,,2026-03-02")) == [
        "client: claim service credits, 2026-03-09 24:00"
    ]
    assert all_said(listing(incident, events="incident,,2026-03-03")) == [
        "client: claim service credits, 2026-03-10 24:00"
    ]


def test_records_may_be_challenged_for_a_while() -> None:
    terms = """\
evidence:
  desk: {title: Desk, table: tickets, kept_by: provider, challenged_within: 10 days,
    columns: {record: T, at: A, state: S}, states: {New: {state: new, event: opened}}}
"""
    agreement = read_agreement_text(HEAD + terms).agreement
    assert agreement is not None

    found = list_duties(agreement, dt.date(2026, 3, 1), dt.date(2026, 4, 1))

    assert all_said(found) == ["client: challenge the records: Desk, 2026-03-10 24:00"]


def test_a_task_moves_with_the_duties_that_it_names() -> None:
    terms = """\
tasks: {roll: {name: Roll, timeline: {milestones: {go: 2026-05-01}, moves_with: [access]}}}
obligations:
  access: {title: Access, owner: client, trigger: {event: asked}, due: {within: 5 days}}
"""
    events = "asked,,2026-03-02\ndone,access,2026-03-10 10:00"

    found = listing(terms, events=events, first="2026-03-01")

    assert all_said(found)[-1] == "provider: Roll: go, 2026-05-04 24:00"


def test_duties_that_follow_from_each_other_without_end_are_named() -> None:
    terms = """\
obligations:
  one: {title: One, owner: client, trigger: {event: asked}, due: {within: 1 day},
    consequence: {then: two}}
  two: {title: Two, owner: client, due: {within: 1 day}, consequence: {then: one}}
"""
    agreement = agreement_of(terms)
    asked = Told("asked", "", moment("2026-03-02", agreement.zone))

    with pytest.raises(EndlessChain, match="follow from each other"):
        list_duties(agreement, dt.date(2026, 3, 1), dt.date(2027, 1, 1), [asked],
                    moment("2026-12-31", agreement.zone).at)  # fmt: skip


def test_a_settled_ladder_of_another_case_goes_on() -> None:
    ladder = "ladders: {d: {title: D, rungs: [{title: a, within: 2 days}], then: Court}}\n"
    events = "escalated,d,2026-03-02,A\nescalated,d,2026-03-02,B\nsettled,d,2026-03-02,B"

    found = listing(OFFICE, ladder, events=events)

    assert [(duty.case, duty.consequence) for duty in found.duties] == [("A", "Court")]


def test_a_claimed_exclusion_is_decided_in_time_or_silence_decides() -> None:
    terms = """\
exclusions: {force: {title: Force, claimed: true, decided_within: 5 days, silence: approved}}
"""

    [duty] = listing(terms, events="exclusion-claimed,force,2026-03-02 10:00").duties

    assert (duty.party, duty.what) == ("client", "approve or refuse: Force")
    assert (str(duty.due_on), duty.silence) == ("2026-03-07", "silence means approved")
