"""Words that only look like those of a condition are said, so that no outage hides behind one."""

from __future__ import annotations

from pathlib import Path

from entente.performance.engine.reference import Cell
from entente.performance.engine.words import lookalikes
from tests.performance.engine.batches import keep, plain
from tests.performance.kernel.terms import agreement

TERMS = agreement(
    """
service_levels:
  up:
    measure:
      kind: availability
      where: service in ('core-banking', 'mail', 'MAIL') and not (kind = 'planned') and users > 3
    commitment: at least 99 %
  all:
    measure: {kind: availability, exclusions: [storm]}
    commitment: at least 99 %
exclusions:
  storm: {title: Storms, where: kind = 'storm'}
"""
)


def outages(folder: Path, *services: str, kind: str = "planned") -> list[str]:
    rows: list[dict[str, Cell]] = [
        {"record": f"O{n}", "started_at": n, "ended_at": n + 1, "service": service, "kind": kind}
        for n, service in enumerate(services)
    ]
    batch = plain("outages", *rows, source="outages", fields=("service", "kind", "users"))
    return lookalikes(TERMS, keep([batch], folder))


def test_another_case_hyphen_or_blank_is_said_with_its_rows(tmp_path: Path) -> None:
    assert outages(tmp_path, "Core Banking", "Core Banking", "mail ", "mail", kind="Planned") == [
        "up: 4 rows of evidence have kind 'Planned', which is not 'planned'",
        "up: a row of evidence has service 'mail ', which is not 'MAIL'",
        "up: 2 rows of evidence have service 'Core Banking', which is not 'core-banking'",
        "up: a row of evidence has service 'mail ', which is not 'mail'",
    ]


def test_the_very_words_and_other_ones_bring_no_remark(tmp_path: Path) -> None:
    assert outages(tmp_path, "core-banking", "mail", "MAIL", "payments") == []


def test_words_of_exclusions_are_held_against_the_evidence_too(tmp_path: Path) -> None:
    assert outages(tmp_path, "mail", kind="Storm") == [
        "all: a row of evidence has kind 'Storm', which is not 'storm'"
    ]


def test_without_evidence_nothing_is_said() -> None:
    assert lookalikes(TERMS, []) == []
