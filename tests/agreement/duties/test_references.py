"""Names in duties, governance and prices that nothing defines are found where they stand."""

from __future__ import annotations

import pytest

from tests.agreement.drafts import only, reading_of, rules

WHOLE = """\
dates: {commencement: 2025-11-01}
calendars: {office: {weekly: {mon-fri: 08:00-18:00}}}
deliverables: {plan: {name: Plan, acceptance: {by: client, role: rep, silence: accepted}}}
service_levels: {up: {measure: {kind: availability}, commitment: at least 99 %}}
charges: {run: {name: Run, monthly: 5 EUR, indexed_by: cpi}}
roles: {rep: {title: Representative, party: client}}
ladders: {disputes: {title: Disputes, rungs: [{roles: [rep], within: 5 days}]}}
obligations:
  one: {title: One, owner: client, trigger: {missed: any}, calendar: office,
    consequence: {then: two, ladder: disputes, relief: {of: [plan, up, two]}}}
  two: {title: Two, owner: client, trigger: {date: commencement}}
  three: {title: Three, owner: client, trigger: {date: 2026-03-01}}
bodies: {board: {title: Board, members: {roles: [rep]}, decides: consensus, fallback: disputes}}
prices: {cpi: {kind: indexation, index: CPI, charges: [run]}}
"""


def test_what_is_defined_is_found() -> None:
    assert "unresolved-reference" not in rules(reading_of(WHOLE))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("missed: any", "missed: upp", "there is no service level 'upp'"),
        ("then: two", "then: tow", "there is no obligation 'tow'"),
        ("ladder: disputes", "ladder: dispute", "there is no ladder 'dispute'"),
        ("of: [plan,", "of: [plann,",
         "there is no task, deliverable, obligation or service level 'plann'"),
        ("date: commencement", "date: comencement", "there is no date 'comencement'"),
        ("roles: [rep], within", "roles: [rap], within", "there is no role 'rap'"),
        ("indexed_by: cpi", "indexed_by: cpj", "there is no price 'cpj'"),
        ("calendar: office", "calendar: ofice", "there is no calendar 'ofice'"),
    ],
)  # fmt: skip
def test_what_is_not_is_named(right: str, wrong: str, said: str) -> None:
    assert only(reading_of(WHOLE.replace(right, wrong)), "unresolved-reference").message == said
