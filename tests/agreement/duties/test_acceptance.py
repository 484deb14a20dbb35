"""Acceptance: test, silence, rejection, correction, the last cycle, the final date."""

from __future__ import annotations

from tests.agreement.duties.telling import OFFICE, all_said, listing

CORIO = """\
deliverables:
  system:
    name: The system
    acceptance:
      by: client
      within: 30 days
      silence: accepted
      warn_before: 5 days
      rejected: {correct_within: 15 days, cycles: 3, after_last: [repeat, terminate, refund]}
      final_after: 120 days
"""


def stages(terms: str, events: str, as_of: str = "") -> list[str]:
    found = listing(OFFICE, terms, events=events, as_of=as_of)
    return [f"{s.cycle} {s.state} {s.at:%m-%d %H:%M}" for s in found.stages]


def test_the_client_has_a_time_to_answer_and_a_warning() -> None:
    [duty] = listing(CORIO, events="delivered,system,2026-01-05 10:00").duties

    assert (duty.party, duty.what) == ("client", "accept or reject: The system")
    assert str(duty.due_on) == "2026-02-04"
    assert duty.silence == "silence means accepted"
    assert duty.warn_at is not None
    assert f"{duty.warn_at:%Y-%m-%d %H:%M}" == "2026-01-30 00:00"


def test_silence_accepts_once_the_time_is_known_to_be_over() -> None:
    delivered = "delivered,system,2026-01-05 10:00"

    assert stages(CORIO, delivered) == ["1 in-test 01-05 10:00"]
    assert stages(CORIO, delivered, "2026-02-04 23:59") == ["1 in-test 01-05 10:00"]
    assert stages(CORIO, delivered, "2026-02-05 00:00") == [
        "1 in-test 01-05 10:00",
        "1 deemed-accepted 02-05 00:00",
    ]


def test_each_rejection_starts_a_correction_and_the_last_one_is_for_good() -> None:
    events = """\
delivered,system,2026-01-05 10:00
rejected,system,2026-01-20 10:00
corrected,system,2026-01-30 10:00
rejected,system,2026-02-10 10:00
corrected,system,2026-02-20 10:00
rejected,system,2026-03-02 10:00"""

    assert stages(CORIO, events) == [
        "1 in-test 01-05 10:00",
        "1 rejected 01-20 10:00",
        "2 in-test 01-30 10:00",
        "2 rejected 02-10 10:00",
        "3 in-test 02-20 10:00",
        "3 rejected 03-02 10:00",
        "3 failed-for-good 03-02 10:00",
    ]
    assert all_said(listing(CORIO, events=events)) == [
        "client: accept or reject: The system, 2026-02-04 24:00",
        "provider: correct and deliver again: The system, 2026-02-04 24:00",
        "provider: correct and deliver again: The system, 2026-02-25 24:00",
        "client: accept or reject: The system (test 2), 2026-03-01 24:00",
        "client: accept or reject: The system (test 3), 2026-03-22 24:00",
    ]


def test_a_rejection_after_silence_counted_changes_nothing() -> None:
    events = "delivered,system,2026-01-05 10:00\nrejected,system,2026-02-06 10:00"

    assert stages(CORIO, events)[-1] == "1 deemed-accepted 02-05 00:00"


def test_a_rejection_on_the_last_day_is_in_time() -> None:
    events = "delivered,system,2026-01-05 10:00\nrejected,system,2026-02-04"

    assert stages(CORIO, events)[-1].startswith("1 rejected")


def test_the_final_date_accepts_whatever_is_left() -> None:
    events = "delivered,system,2026-01-05 10:00\nrejected,system,2026-01-20 10:00"

    assert stages(CORIO, events, "2026-05-06 12:00")[-1] == "1 deemed-accepted 05-05 23:00"


def test_where_silence_means_nothing_a_late_answer_counts() -> None:
    terms = CORIO.replace("silence: accepted", "silence: nothing")
    events = "delivered,system,2026-01-05 10:00\naccepted,system,2026-02-20 10:00"

    assert stages(terms, events)[-1] == "1 accepted 02-20 10:00"


def test_silence_may_reject() -> None:
    terms = CORIO.replace("silence: accepted", "silence: rejected")

    assert stages(terms, "delivered,system,2026-01-05 10:00", "2026-02-06")[-1] == (
        "1 deemed-rejected 02-05 00:00"
    )


def test_tests_that_pass_accept_where_that_is_agreed() -> None:
    terms = """\
deliverables:
  site:
    name: Site
    acceptance: {by: client, begins: ready-for-test, within: 2 weeks, silence: nothing,
                 on_passing: accepted, rejected: {cycles: 2, after_last: [reject, refund]}}
"""
    events = "ready-for-test,site,2026-01-05\npassed,site,2026-01-12 10:00"

    assert stages(terms, events)[-1] == "1 deemed-accepted 01-12 10:00"
    without = terms.replace("on_passing: accepted,", "")
    assert stages(without, events) == ["1 in-test 01-05 00:00"]


def test_the_rest_of_a_test_is_what_was_left_at_the_rejection() -> None:
    terms = """\
deliverables:
  code:
    name: Code
    acceptance: {by: client, within: 10 business days, calendar: office, silence: accepted,
                 rejected: {restart: rest}}
"""
    events = """\
delivered,code,2026-03-02 10:00
rejected,code,2026-03-06 10:00
corrected,code,2026-03-11 10:00"""

    assert all_said(listing(OFFICE, terms, events=events)) == [
        "client: accept or reject: Code, 2026-03-16 24:00",
        # Six business days were left: 12, 13, 16, 18, 19, 20 March; the 17th is a holiday.
        "client: accept or reject: Code (test 2), 2026-03-20 24:00",
    ]


def test_acceptance_by_silence_starts_what_follows_acceptance() -> None:
    terms = CORIO + """\
charges: {fee: {name: Fee, monthly: 100 EUR}}
prices:
  final: {kind: payment, owed_by: client, amount: 40 %, of: [fee],
          trigger: {accepted: system}, due: {within: 30 days}}
"""  # fmt: skip

    found = listing(terms, events="delivered,system,2026-01-05 10:00", as_of="2026-02-06")

    assert all_said(found)[-1] == "client: pay 40 % of fee: final, 2026-03-06 24:00"


def test_what_has_no_time_to_test_is_accepted_with_its_delivery() -> None:
    terms = """\
deliverables:
  update: {name: Update,
    acceptance: {by: client, begins: complete-delivery, silence: accepted}}
"""

    assert stages(terms, "complete-delivery,update,2026-01-05 10:00") == [
        "1 in-test 01-05 10:00",
        "1 deemed-accepted 01-05 10:00",
    ]
