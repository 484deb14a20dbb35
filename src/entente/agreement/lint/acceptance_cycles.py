"""Rules about acceptance: somebody accepts, within a time, and it comes to an end."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.lint.looked import Looked
from entente.agreement.lint.spans import days_of
from entente.agreement.terms.acceptance import Acceptance, MeasuredCriterion
from entente.agreement.terms.measures import unit_of
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding


def acceptance_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about the acceptance of deliverables."""
    for key, deliverable in looked.agreement.deliverables.items():
        path: Path = ("deliverables", key)
        if deliverable.acceptance is not None:
            yield from _cycle(looked, (*path, "acceptance"), deliverable.acceptance)
        for index, criterion in enumerate(deliverable.acceptance_criteria):
            at = (*path, "acceptance_criteria", index)
            if isinstance(criterion, MeasuredCriterion):
                yield from _measured(looked, at, criterion)


def _cycle(looked: Looked, at: Path, terms: Acceptance) -> Iterator[Finding]:
    if terms.within is None:
        message = "nothing says within what time it is accepted or refused"
        hint = "add within, such as 10 business days"
        yield looked.found("acceptance-without-period", message, hint, at, at_key=True)
    if terms.role is None:
        message = f"nobody of the {terms.by} is named who accepts"
        hint = "name a role that can, and an alternate for when it is away"
        yield looked.found("acceptance-without-acceptor", message, hint, (*at, "by"))
    rejected = terms.rejected
    if rejected is None:
        message = "nothing says what follows a rejection"
        hint = "add rejected: {correct_within: 10 business days, cycles: 3}"
        yield looked.found("acceptance-without-end", message, hint, at, at_key=True)
    elif rejected.cycles is None and terms.final_after is None and not rejected.goes_to:
        message = "it can be rejected and corrected for ever"
        hint = "add cycles, and after_last: what may be done when the last one failed"
        yield looked.found("acceptance-without-end", message, hint, (*at, "rejected"))
    elif rejected.cycles is not None and not rejected.after_last and terms.final_after is None:
        message = f"nothing says what follows when cycle {rejected.cycles} has failed"
        hint = "add after_last: terminate, refund, repeat, accept-at-reduced-price or escalate"
        yield looked.found("acceptance-without-end", message, hint, (*at, "rejected"))
    if terms.within and terms.final_after and days_of(terms.final_after) < days_of(terms.within):
        message = f"it is final after {terms.final_after}, before the {terms.within} are over"
        hint = "let the final day come after the time to accept"
        yield looked.found("final-before-accepted", message, hint, (*at, "final_after"))


def _measured(looked: Looked, at: Path, criterion: MeasuredCriterion) -> Iterator[Finding]:
    measure = looked.agreement.measures.get(criterion.measure)
    if measure is not None and unit_of(measure) != criterion.level.unit:
        message = f"{criterion.level} is in another unit than the figures of {criterion.measure}"
        hint = "write it in the unit of the measure"
        yield looked.found("level-unit", message, hint, (*at, "level"))
