"""Every rule of lint has a page, and its examples show what the page says."""

from __future__ import annotations

import datetime as dt

import pytest

from entente.agreement.lint.rules import RULES, Rule
from entente.agreement.reading import read_agreement_text
from tests.agreement.lint_pages import PAGES, base, laid_over, page

OWN = [rule for rule in RULES.values() if not rule.shares]
SHARED = [rule for rule in RULES.values() if rule.shares]


TODAY = dt.date(2026, 6, 1)


def said(text: str) -> list[tuple[str, str]]:
    """What is found, but for a calendar that lies ready for other examples."""
    found = read_agreement_text(text, "example.yaml", TODAY).standing
    return [(each.rule, each.message) for each in found if each.rule != "unused-calendar"]


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}

    assert {rule.page for rule in RULES.values()} == pages


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.id)
def test_a_page_says_what_the_registry_says(rule: Rule) -> None:
    assert page(rule.id).says == f"**{rule.severity.capitalize()}**: {rule.summary}."
    assert len(page(rule.id).why.split()) >= 15


@pytest.mark.parametrize("rule", SHARED, ids=lambda rule: rule.id)
def test_a_page_of_several_rules_says_what_the_registry_says(rule: Rule) -> None:
    text = (PAGES / f"{rule.shares}.md").read_text("utf-8")

    assert f"| `{rule.id}` | {rule.severity} | {rule.summary} |" in text


def test_the_agreement_under_the_examples_brings_no_finding() -> None:
    assert said(base()) == []


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.id)
def test_the_bad_example_is_found(rule: Rule) -> None:
    found = read_agreement_text(laid_over(page(rule.id).bad), "bad.yaml", TODAY).standing

    mine = [finding for finding in found if finding.rule == rule.id]
    assert mine, [(finding.rule, finding.message) for finding in found]
    assert {finding.severity for finding in mine} == {rule.severity}
    assert all(finding.place and finding.hint for finding in mine)


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.id)
def test_the_good_example_brings_nothing(rule: Rule) -> None:
    text = laid_over(page(rule.id).good)

    assert said(text) == []
    mine = [each for each in read_agreement_text(text, "good.yaml", TODAY).standing
            if each.rule == rule.id and each.path != ("calendars", "office")]  # fmt: skip
    assert mine == []
