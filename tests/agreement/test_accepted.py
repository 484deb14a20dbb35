"""Accepted findings: they stand with a reason, and an acceptance without effect is found."""

from __future__ import annotations

import datetime as dt

import pytest

from entente.agreement.explain import explain
from entente.agreement.lint.rules import RULES
from entente.agreement.reading import Reading, read_agreement_text
from entente.agreement.schema import agreement_schema
from entente.agreement.terms.digest import agreement_digest, canonical_terms
from tests.agreement.drafts import EVIDENCE, HEAD, LEVEL, agreement_of, level, only, rules

GAP = (
    level(
        "kind: availability",
        "at least 99.9 %",
        "class: critical\ncredit:\n  tiers:\n"
        "    - {at_least: 99.01 %, below: 99.9 %, pays: 5 %}\n    - {below: 99 %, pays: 9 %}",
    )
    + "charges: {run: {name: Running, monthly: 100000 EUR}}\n"
    + "credits: {currency: EUR, fee_base: [run]}\n"
)


def reading_of(*parts: str, today: dt.date | None = None) -> Reading:
    return read_agreement_text("\n".join([HEAD, *parts, EVIDENCE]), "draft.yaml", today)


def accepts(rule: str, at: str, more: str = "") -> str:
    return f"accepted_findings:\n  - {{rule: {rule}, at: {at}, reason: We know{more}}}\n"


@pytest.mark.parametrize("at", ["service_levels.one.credit.tiers.0", "service_levels.one"])
def test_a_finding_is_accepted_at_its_place_and_above_it(at: str) -> None:
    reading = reading_of(GAP, accepts("bands-partition", at))

    assert rules(reading) == ["bands-partition"]
    assert [finding.accepted for finding in reading.accepted] == ["We know"]
    assert (reading.standing, reading.errors) == ((), ())
    assert reading.agreement is not None


def test_what_stands_elsewhere_is_not_accepted() -> None:
    reading = reading_of(GAP, accepts("bands-partition", "service_levels.o"))

    assert [f.rule for f in reading.standing] == ["bands-partition", "unused-acceptance"]
    hint = only(reading, "unused-acceptance").hint
    assert hint == "it is found at service_levels.one.credit.tiers.0"


def test_another_rule_at_the_same_place_is_not_accepted() -> None:
    reading = reading_of(GAP, accepts("tier-order", "service_levels.one"))

    assert [f.rule for f in reading.errors] == ["bands-partition"]
    assert "no such finding any more" in only(reading, "unused-acceptance").hint


@pytest.mark.parametrize(
    ("today", "stands"), [(None, 0), (dt.date(2026, 3, 31), 0), (dt.date(2026, 4, 1), 2)]
)
def test_an_acceptance_holds_until_its_day(today: dt.date | None, stands: int) -> None:
    accepted = accepts("bands-partition", "service_levels.one", ", until: 2026-04-01")

    reading = reading_of(GAP, accepted, today=today)

    assert len(reading.standing) == stands
    if stands:
        assert "until 2026-04-01" in only(reading, "acceptance-expired").message


def test_errors_that_leave_no_meaning_cannot_be_accepted() -> None:
    wrong = level("kind: availability", "at least 4 h")

    reading = reading_of(wrong, accepts("level-unit", "service_levels.one"))

    assert {f.rule for f in reading.errors} == {"level-unit", "not-acceptable"}
    assert reading.agreement is None


def test_a_rule_that_lint_does_not_have_is_named_with_the_nearest() -> None:
    reading = reading_of(accepts("band-partition", "service_levels"))

    assert only(reading, "unknown-rule").hint == "did you mean 'bands-partition'?"
    far = only(reading_of(accepts("zzz", "service_levels")), "unknown-rule")
    assert "in brackets" in far.hint


@pytest.mark.parametrize("rule", ["unused-acceptance", "yaml-syntax"])
def test_what_is_said_of_acceptances_and_of_the_text_cannot_be_accepted(rule: str) -> None:
    assert not RULES[rule].acceptable
    found = only(reading_of(accepts(rule, "accepted_findings")), "not-acceptable")

    assert rule in found.message


@pytest.mark.parametrize("said", ["''", "'  '"])
def test_a_reason_says_something(said: str) -> None:
    reading = reading_of(accepts("unused-pool", "credits").replace("We know", said))

    assert "write a sentence" in only(reading, "value").hint


def test_entries_that_were_left_out_do_not_make_acceptances_look_unused() -> None:
    reading = reading_of(
        "charges: {run: {name: R, monthly: 5}}\n", accepts("over-allocation", "credits.caps")
    )

    assert rules(reading) == ["value"]


def test_an_agreement_that_accepts_nothing_is_the_same_as_before() -> None:
    plain = agreement_of(LEVEL)

    assert b"accepted" not in canonical_terms(plain)
    accepted = reading_of(LEVEL, accepts("unused-pool", "credits")).agreement
    assert accepted is not None
    assert agreement_digest(accepted) != agreement_digest(plain)


def test_what_is_accepted_is_explained() -> None:
    reading = reading_of(
        GAP, accepts("bands-partition", "service_levels.one", ", until: 2026-04-01")
    )
    assert reading.agreement is not None

    [paragraph] = explain(reading.agreement, "accepted_findings")

    assert paragraph.sentences == (
        "At service_levels.one, the parties accept what the rule bands-partition finds, "
        "until 1 April 2026.",
        "Their reason: We know.",
    )


def test_an_editor_offers_the_rules_that_can_be_accepted() -> None:
    offered = agreement_schema()["$defs"]["AcceptedFinding"]["properties"]["rule"]["enum"]

    assert "over-allocation" in offered
    assert not {"level-unit", "yaml-syntax", "unused-acceptance"} & set(offered)
