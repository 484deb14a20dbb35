"""The reference of the language: every example reads, every key and convention is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from entente.agreement.allowance import Month, allowance
from entente.agreement.reading import read_agreement_text
from entente.agreement.schema import agreement_schema
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.hours import ConventionTerms
from entente.foundation.money import Money
from tests.agreement.drafts import EVIDENCE, HEAD

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "agreement.md"
TEXT = REFERENCE.read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def whole(example: str) -> str:
    """An example with what it leaves out."""
    head = "" if example.startswith("alliance:") else HEAD
    return head + example + ("" if "evidence:" in example else EVIDENCE)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split(":")[0])
def test_an_example_reads_without_errors_and_warnings(example: str) -> None:
    reading = read_agreement_text(whole(example))

    serious = [f for f in reading.standing if f.severity != "note"]
    assert [(f.rule, f.message) for f in serious] == []


def test_there_are_examples_of_every_section() -> None:
    sections = {line.split(":")[0] for text in EXAMPLES for line in text.splitlines()}

    assert set(Agreement.model_fields) - {"version", "defaults"} <= sections


def test_every_key_is_in_the_reference() -> None:
    schema = agreement_schema()
    models = [schema, *schema["$defs"].values()]

    missing = {key for model in models for key in model.get("properties", {}) if key not in TEXT}

    assert missing == set()
    assert all(f"`{name}`" in TEXT for name in ConventionTerms.model_fields)


def test_the_pencil_work_on_credits_is_right() -> None:
    [example] = [text for text in EXAMPLES if "sole_remedy" in text]
    agreement = read_agreement_text(whole(example)).agreement
    assert agreement is not None

    assert allowance(agreement, "up", Month(2026, 4)).credit == Money(3600, "EUR")
    assert allowance(agreement, "fast", Month(2026, 4)).credit == Money(4000, "EUR")
