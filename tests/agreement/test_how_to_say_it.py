"""The guide of clauses: every example reads clean, is explained, and can be measured."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from entente.agreement.duties import list_duties
from entente.agreement.explain import explain
from entente.agreement.reading import read_agreement_text
from entente.performance.engine.duck import DuckEngine
from entente.performance.kernel.versions import Month
from entente.performance.measuring import measured
from tests.agreement.test_documentation import whole

# Each heading is a clause as a contract words it, and the example below it says it here.
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "how-to-say-it.md"
SAID = re.findall(
    r"^### (.+?)\n.*?^```yaml\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize(("clause", "terms"), SAID, ids=[clause[:40] for clause, _ in SAID])
def test_a_clause_is_said_without_errors_and_warnings(clause: str, terms: str) -> None:
    reading = read_agreement_text(whole(terms))

    serious = [f for f in reading.standing if f.severity != "note"]
    assert [(f.rule, f.message, f.hint) for f in serious] == []


@pytest.mark.parametrize(("clause", "terms"), SAID, ids=[clause[:40] for clause, _ in SAID])
def test_a_clause_is_explained_measured_and_its_duties_are_listed(clause: str, terms: str) -> None:
    agreement = read_agreement_text(whole(terms)).agreement
    assert agreement is not None

    with DuckEngine([]) as engine:
        statement = measured([agreement], [], engine, Month(2026, 5))

    assert {each.level for each in statement.results} == set(agreement.service_levels)
    list_duties(agreement, dt.date(2025, 11, 1), dt.date(2026, 11, 1), ())
    assert all(paragraph.sentences for paragraph in explain(agreement))
