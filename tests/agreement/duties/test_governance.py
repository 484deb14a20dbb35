"""Ladders, meetings, changes, people, policies, standards, rights, prices, exit: their dates."""

from __future__ import annotations

from entente.agreement.duties import checked
from tests.agreement.drafts import agreement_of
from tests.agreement.duties.telling import OFFICE, all_said, listing, told

ROLES = """\
roles:
  lead: {title: Account lead, party: provider}
  rep: {title: Representative, party: client}
"""
LADDER = """\
ladders:
  disputes:
    title: Disputes
    calendar: office
    rungs:
      - {title: representatives, within: 5 business days}
      - {title: managers, within: 5 business days}
      - {title: executives, within: 5 days}
    ends: {by: expert-or-mediator, within: 21 days, place_agreed_within: 3 business days,
           place_otherwise: New York}
"""


def test_each_rung_begins_where_the_one_before_it_ended() -> None:
    found = listing(OFFICE, ROLES, LADDER, events="escalated,disputes,2026-03-10 10:00")

    # 11, 12, 13, 16, 18 (the 17th is a holiday); 19, 20, 23, 24, 25; then five days of any kind.
    assert all_said(found) == [
        "both: settle it: representatives, 2026-03-18 24:00",
        "both: settle it: managers, 2026-03-25 24:00",
        "both: settle it: executives, 2026-03-30 24:00",
        "both: agree on the place of the expert or mediator, 2026-04-02 24:00",
        "both: decision by expert or mediator, 2026-04-20 24:00",
    ]
    assert found.duties[0].consequence == "it goes on to managers"


def test_a_settled_matter_climbs_no_further() -> None:
    events = "escalated,disputes,2026-03-10 10:00\nsettled,disputes,2026-03-20 10:00"

    assert len(listing(OFFICE, LADDER, events=events).duties) == 2


def test_rungs_may_count_from_the_start_and_by_hours() -> None:
    terms = """\
ladders:
  incident:
    title: Incident
    trigger: {event: severity-1}
    rungs:
      - {title: desk lead, within: 1 h}
      - {title: service manager, within: 4 h, from_start: true, meets_within: 30 min}
"""

    assert all_said(listing(terms, events="severity-1,,2026-03-02 10:00")) == [
        "both: settle it: desk lead, 2026-03-02 11:00",
        "both: meet: service manager, 2026-03-02 11:30",
        "both: settle it: service manager, 2026-03-02 14:00",
    ]


def test_a_meeting_has_its_period_its_papers_and_its_minutes() -> None:
    terms = """\
meetings:
  review: {title: Review, every: quarter, papers_before: 5 business days,
    minutes_within: 2 business days, minutes_by: provider, objections_within: 5 days,
    silence: {means: approved}, calendar: office}
"""
    events = (
        "scheduled,review,2026-03-20 10:00\nheld,review,2026-03-20 10:00\n"
        "minutes-sent,review,2026-03-23 10:00"
    )

    found = listing(OFFICE, terms, events=events, until="2026-04-01")

    assert all_said(found) == [
        "both: papers for: Review, 2026-03-12 24:00",  # 19, 18, 16, 13, 12
        "provider: minutes of: Review, 2026-03-24 24:00",
        "client: object to the minutes of: Review, 2026-03-28 24:00",
        "both: hold: Review, 2026-03-31 24:00",
    ]
    assert found.duties[2].silence == "silence means approved"


def test_bodies_and_standards_come_back() -> None:
    terms = """\
bodies:
  board: {title: Board, members: {client: 2, provider: 2}, decides: consensus, meets: half-year}
standards:
  open: {title: Licences documented, attested_by: client, every: two-weeks}
  once: {title: Access, attested_by: client, due: {within: 1 month}}
"""

    found = all_said(listing(terms, until="2026-02-01"))

    assert found == ["client: attest: Licences documented, 2026-01-04 24:00",
                     "client: attest: Licences documented, 2026-01-18 24:00"]  # fmt: skip
    assert "both: meet: Board, 2026-06-30 24:00" in all_said(listing(terms))
    assert all_said(listing(terms, first="2025-11-01", until="2025-12-02"))[-1] == (
        "client: attest: Access, 2025-12-01 24:00"
    )


def test_a_change_is_asked_for_before_it_and_answered_after_it() -> None:
    terms = """\
changes:
  tools: {title: Tools, about: tools, proposed_by: provider, before: 2 weeks,
    impact_within: 3 business days, answer_within: 10 business days, calendar: office,
    silence: {means: refused, warn_before: 2 business days}, parallel_run: 1 month}
"""
    events = "change-asked,tools,2026-03-02 10:00,C1\nchange-planned,tools,2026-03-20 22:00,C1"

    assert all_said(listing(OFFICE, terms, events=events)) == [
        "client: say what it changes: Tools, 2026-03-05 24:00",
        "provider: ask for: Tools, 2026-03-06 24:00",
        "client: answer: Tools, 2026-03-16 24:00",
        "provider: run old and new side by side: Tools, 2026-04-20 24:00",
    ]


def test_key_people_stay_are_announced_and_are_replaced() -> None:
    terms = """\
key_people:
  lead: {role: lead, lock_in: 12 months, notice: 40 business days,
    approved_before: 30 business days, replaced_within: 60 days, investigate_within: 48 h,
    calendar: office}
"""
    plain = "calendars: {office: {weekly: {mon-fri: 09:00-17:00}}}\n"
    events = (
        "leaves,lead,2026-03-02\nleft,lead,2026-03-02\nchallenged,lead,2026-05-04 09:00\n"
        "appointed,lead,2025-11-03"
    )

    found = listing(plain, ROLES, terms, events=events)

    assert all_said(found) == [
        "provider: give notice: Account lead changes, 2026-01-05 24:00",
        "provider: have a successor approved: Account lead, 2026-01-19 24:00",
        "provider: replace: Account lead, 2026-05-01 24:00",
        "provider: investigate the challenge to: Account lead, 2026-05-11 17:00",
        "provider: replace, where the challenge holds: Account lead, 2026-07-03 24:00",
        "provider: keep in place: Account lead, 2026-11-03 24:00",
    ]


def test_a_policy_is_announced_and_acknowledged() -> None:
    terms = """\
policies:
  access: {title: Access, of: client, kept_by: provider, notice: 10 days,
    acknowledged_within: 5 days}
"""

    assert all_said(listing(terms, events="issued,access,2026-03-20")) == [
        "client: give notice of: Access, 2026-03-10 24:00",
        "provider: acknowledge: Access, 2026-03-25 24:00",
    ]


def test_a_right_lapses_and_a_cure_comes_first() -> None:
    terms = """\
service_levels: {up: {measure: {kind: availability}, commitment: at least 99 %}}
rights:
  leave: {grants: terminate-agreement, when: [{failures: {times: 2, each_notified: 7 days}}],
    exercise_within: 30 days, notice: 60 days, cure: 20 days}
"""
    events = (
        "missed,up,2026-02-28\nright,leave,2026-03-31\nright-noticed,leave,2026-04-02\n"
        "right-exercised,leave,2026-04-25"
    )

    found = listing(terms, events=events)

    assert all_said(found) == [
        "client: give notice of the miss: up, 2026-03-07 24:00",
        "provider: cure, before: terminate agreement, 2026-04-22 24:00",
        "client: exercise: terminate agreement, 2026-04-30 24:00",
        "both: takes effect: terminate agreement, 2026-06-24 24:00",
    ]


def test_claims_elections_and_challenges_have_windows() -> None:
    terms = """\
charges: {run: {name: Run, monthly: 100 EUR}}
credits:
  currency: EUR
  fee_base: [run]
  claim: {within: 7 days}
  incidents: {within: 5 business days}
  settlement: {within: 30 days}
"""

    found = listing(
        terms,
        events="several-credits,,2026-03-02 10:00,INC1\ncredit-due,,2026-03-01",
        first="2026-03-01",
        until="2026-04-01",
    )

    assert all_said(found) == [
        "client: claim service credits, 2026-03-07 24:00",
        "client: elect one credit of the incident, 2026-03-07 24:00",
        "provider: give the credit, 2026-03-31 24:00",
    ]


def test_prices_have_their_dates() -> None:
    terms = """\
charges: {run: {name: Run, monthly: 100 EUR}}
prices:
  cpi: {kind: indexation, index: the CPI, charges: [run], every: contract-year,
    first_after: 2 years}
  market: {kind: benchmarking, every: year, answer_within: 30 days, silence: {means: accepted}}
  launch: {kind: payment, owed_by: client, amount: 5000 EUR, trigger: {event: launched},
    due: {within: 30 days}}
"""
    events = "launched,,2026-03-02\nbenchmarked,market,2026-03-02"

    found = all_said(listing(terms, events=events, until="2029-01-01"))

    assert found == [
        "client: pay 5000.00 EUR: launch, 2026-04-01 24:00",
        "both: answer: market, 2026-04-01 24:00",
        "both: benchmark: market, 2026-12-31 24:00",
        "both: adjust the charges by the CPI, 2027-11-01 24:00",
        "both: benchmark: market, 2027-12-31 24:00",
        "both: adjust the charges by the CPI, 2028-11-01 24:00",
        "both: benchmark: market, 2028-12-31 24:00",
    ]


EXIT = """\
dates: {commencement: 2025-11-01, expiry: 2026-10-31}
exit: {end: expiry, plan_before: 2 weeks, plan_within: 3 months, plan_reviewed_every: 6 months,
  ready_within: 60 days, assistance_before: 6 months, assistance_for: 9 months,
  extended_for: 6 months, extension_notice: 100 days, hands_over: [all data]}
"""


def test_leaving_has_its_dates() -> None:
    found = all_said(listing(EXIT, events="exit-notice,,2026-02-02", until="2027-12-31"))

    assert found == [
        "provider: the first plan for leaving, 2026-02-01 24:00",
        "provider: be able to deploy the resources for leaving, 2026-04-03 24:00",
        "provider: begin assistance in leaving, 2026-04-30 24:00",
        "provider: review the plan for leaving, 2026-05-01 24:00",
        "client: ask for the services to go on by up to 6 months, 2026-07-23 24:00",
        "provider: the plan for leaving, 2026-10-17 24:00",
        "provider: hand over: all data, 2026-10-31 24:00",
        "provider: review the plan for leaving, 2026-11-01 24:00",
        "provider: assist in leaving, 2027-01-30 24:00",
        "provider: review the plan for leaving, 2027-05-01 24:00",
        "provider: review the plan for leaving, 2027-11-01 24:00",
    ]


def test_a_termination_that_was_told_brings_another_end() -> None:
    found = all_said(listing(EXIT, events="termination,,2026-06-30"))

    assert "provider: the plan for leaving, 2026-06-16 24:00" in found
    assert "provider: hand over: all data, 2026-06-30 24:00" in found


def test_tasks_and_deliverables_are_due_by_their_dates() -> None:
    terms = """\
tasks:
  build: {name: Build, owner: client, deliverables: [plan],
    timeline: {until: 2026-07-01, milestones: {pilot: 2026-03-02}}}
deliverables:
  plan: {name: Plan, due: {trigger: {event: asked}, within: 45 days}}
"""

    assert all_said(listing(terms, events="asked,,2026-03-02")) == [
        "client: Build: pilot, 2026-03-02 24:00",
        "client: deliver: Plan, 2026-04-16 24:00",
        "client: Build: ends, 2026-06-30 24:00",
    ]


def test_an_event_about_nothing_known_is_named() -> None:
    agreement = agreement_of(OFFICE, LADDER)

    said = list(checked(agreement, (told(agreement, "escalated", "dispute", "2026-03-02"),)))

    assert said == ["escalated: 'dispute' is none of the ladders: did you mean 'disputes'?"]
