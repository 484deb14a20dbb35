"""Claims of exclusion count only when the other party approved them."""

from __future__ import annotations

import pytest

from entente.performance.kernel.claims import (
    Claim,
    claimed_records,
    claimed_time,
    claims_for,
    without_effect,
)
from tests.performance.kernel.terms import agreement

TERMS = agreement(
    """
service_levels:
  p1-resolution:
    measure: {kind: share-within, within: 4 h, exclusions: [waited]}
    commitment: at least 95 %
exclusions:
  waited: {title: Waited for the client, claimed: true}
"""
)


def claim(
    decision: str | None = "approved",
    decided_by: str | None = "client",
    *,
    by: str = "provider",
    subject: str | None = "INC1",
    span: tuple[int | None, int | None] = (None, None),
    service: str | None = None,
    code: str = "waited",
) -> Claim:
    return Claim("C1", code, by, subject, *span, decision, decided_by, service)


@pytest.mark.parametrize(
    ("decision", "by", "decided_by", "counts"),
    [
        ("approved", "provider", "client", True),
        ("approved", "client", "provider", True),
        ("approved", "provider", "provider", False),
        ("approved", "provider", None, False),
        ("approved", "provider", "auditor", False),
        ("refused", "provider", "client", False),
        (None, "provider", None, False),
    ],
)
def test_only_the_other_party_can_make_a_claim_count(
    decision: str | None, by: str, decided_by: str | None, counts: bool
) -> None:
    assert claim(decision, decided_by, by=by).counts is counts


@pytest.mark.parametrize("decision", ["Approved", "ok", "rejected"])
def test_a_decision_in_other_words_changes_nothing_and_says_so(decision: str) -> None:
    (said,) = without_effect(TERMS, [claim(decision)])

    assert not claim(decision).counts
    assert said == (
        f"claim C1 changes nothing: its decision is {decision!r},"
        " which is neither approved nor refused"
    )


def test_a_claim_concerns_levels_that_list_its_code_and_its_service() -> None:
    measure = TERMS.measure_of(TERMS.service_levels["p1-resolution"])
    mine, any_service = claim(service="hosting"), claim(service="")
    found = [mine, any_service, claim(service="desk"), claim(code="other")]

    assert claims_for(measure, "hosting", found) == [mine, any_service]


def test_approved_subjects_and_spans_are_taken_out() -> None:
    claims = [
        claim(),
        claim("refused", subject="INC2"),
        claim(subject=None, span=(100, 200)),
        claim(subject=None, span=(300, None)),
        claim(subject=None, span=(500, 400)),
    ]

    assert claimed_records("waited", claims) == {"INC1"}
    assert list(claimed_time("waited", claims, 150, 350)) == [(150, 200), (300, 350)]


def test_a_claim_touches_the_time_that_it_names() -> None:
    assert claim().touches(0, 10)
    assert claim(subject=None, span=(5, None)).touches(0, 10)
    assert not claim(subject=None, span=(10, 20)).touches(0, 10)
    assert not claim(subject=None, span=(None, None)).touches(0, 10)
    assert claim(None).undecided


def test_a_level_of_all_services_heeds_claims_for_records_of_any() -> None:
    measure = TERMS.measure_of(TERMS.service_levels["p1-resolution"])
    record, time = claim(service="desk"), claim(subject=None, span=(0, 5), service="desk")

    assert claims_for(measure, None, [record, time]) == [record]


def test_a_claim_for_a_record_takes_out_no_time() -> None:
    assert list(claimed_time("waited", [claim(span=(100, 200))], 0, 300)) == []
    assert not claim(span=(100, 200)).touches(300, 400)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (claim(code="wated"), "no exclusion wated; did they mean waited?"),
        (claim(code="storm"), "no exclusion storm"),
        (claim(decided_by="provider"), "the provider approved its own claim"),
        (claim(decided_by=None), "does not say which party"),
        (claim(subject=None), "neither a record nor a time"),
        (claim(subject=None, span=(0, 5)), "leave out records"),
    ],
)
def test_a_claim_that_changes_nothing_is_said_with_its_reason(made: Claim, why: str) -> None:
    [said] = without_effect(TERMS, [made])

    assert said.startswith("claim C1 changes nothing: ")
    assert why in said


def test_claims_that_were_decided_or_wait_bring_no_remark() -> None:
    assert without_effect(TERMS, [claim(), claim("refused"), claim(None, None)]) == []


def test_codes_that_take_no_claims_or_are_in_no_measure_are_said() -> None:
    others = agreement(
        """
exclusions:
  night: {title: The window, window: {sun: 02:00-06:00}}
  flood: {title: Floods, claimed: true}
"""
    )

    said = without_effect(others, [claim(code="night"), claim(code="flood")])

    assert "needs no claims" in said[0]
    assert "no measure lists flood" in said[1]


def test_many_claims_of_one_reason_are_one_remark() -> None:
    [said] = without_effect(TERMS, [claim(code="storm")] * 40)

    assert said == (
        "40 claims change nothing (C1, C1, C1, …): the agreement has no exclusion storm"
    )


def test_claims_for_records_that_no_evidence_has_are_said_to_change_nothing() -> None:
    mine = [claim(), claim(subject="INC2"), claim("refused"), claim(None, None)]

    [said] = without_effect(TERMS, mine, frozenset({"INC1"}))

    assert said == (
        "2 claims change nothing (C1, C1): no ticket of the evidence is the record that is named"
    )
