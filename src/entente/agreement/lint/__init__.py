"""Lint: what is wrong, risky or unclear in an agreement that reads well."""

from __future__ import annotations

import datetime as dt

from entente.agreement.lint.acceptance import accepted
from entente.agreement.lint.acceptance_cycles import acceptance_findings
from entente.agreement.lint.amounts import amount_findings
from entente.agreement.lint.attainable import attainable_findings
from entente.agreement.lint.calendars import calendar_findings
from entente.agreement.lint.contradictions import contradiction_findings
from entente.agreement.lint.counters import counter_findings
from entente.agreement.lint.credit_forms import credit_form_findings
from entente.agreement.lint.credits import credit_findings
from entente.agreement.lint.decides import deciding_findings
from entente.agreement.lint.duties import duty_findings
from entente.agreement.lint.evaluation import evaluation_findings
from entente.agreement.lint.exclusions import exclusion_findings
from entente.agreement.lint.governance import governance_findings
from entente.agreement.lint.grades import grade_findings
from entente.agreement.lint.ladders import ladder_findings
from entente.agreement.lint.levels import level_findings, percentile_findings
from entente.agreement.lint.looked import Looked
from entente.agreement.lint.measures import elapsed_findings, measure_findings
from entente.agreement.lint.reach import reach_findings
from entente.agreement.lint.references import unresolved_references
from entente.agreement.lint.rights import right_findings
from entente.agreement.lint.scope import scope_findings
from entente.agreement.lint.shapes import shape_findings
from entente.agreement.lint.silence import silence_findings
from entente.agreement.lint.sources import source_findings
from entente.agreement.lint.term import term_findings
from entente.agreement.lint.titles import title_findings
from entente.agreement.lint.words import word_findings
from entente.agreement.terms.agreement import Agreement
from entente.agreement.text.shape import Places
from entente.foundation.findings import Finding

# Each gives the findings of the rules of one subject; the registry (`rules.py`) names them all.
_CHECKS = (
    calendar_findings,
    level_findings,
    percentile_findings,
    credit_findings,
    measure_findings,
    elapsed_findings,
    reach_findings,
    evaluation_findings,
    source_findings,
    scope_findings,
    exclusion_findings,
    deciding_findings,
    contradiction_findings,
    grade_findings,
    title_findings,
    acceptance_findings,
    counter_findings,
    credit_form_findings,
    duty_findings,
    governance_findings,
    ladder_findings,
    right_findings,
    shape_findings,
    silence_findings,
    attainable_findings,
    term_findings,
    amount_findings,
    word_findings,
)


def lint(
    agreement: Agreement | None,
    places: Places,
    *,
    whole: bool = True,
    today: dt.date | None = None,
) -> list[Finding]:
    """Every finding of every rule, those that the agreement accepts with their reason.

    `whole` is False where entries were left out of the terms; without `today` no acceptance has
    run out.
    """
    found = list(unresolved_references(places))
    if agreement is None:
        return found
    looked = Looked(agreement, places, whole)
    for check in _CHECKS:
        found += check(looked)
    return accepted(found, looked, today)
