"""Rules about silence: what it means has a time after which, and a warning before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from entente.agreement.lint.looked import Looked
from entente.agreement.lint.spans import days_of
from entente.agreement.terms.obligations import Silence
from entente.agreement.terms.periods import Lapse
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding

# What binds a party that said nothing.
_BINDS = {"approved", "accepted", "agreed", "default-applies"}


@dataclass(frozen=True)
class _Silent:
    """A clause in which silence means something: where, what, after how long, warned when."""

    path: Path
    means: str
    within: Lapse | None
    warn_before: Lapse | None
    key: str  # of the time after which it counts
    warned: Path


def silence_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about decisions that nobody makes aloud."""
    for silent in _silences(looked):
        if silent.within is None:
            message = f"silence means {silent.means}, and nothing says after how long"
            hint = f"add {silent.key}, such as 10 business days"
            yield looked.found("silence-without-clock", message, hint, silent.path)
        elif silent.warn_before is not None and _not_before(silent.warn_before, silent.within):
            message = (
                f"the warning comes {silent.warn_before} before the end of {silent.within}, "
                "before they begin"
            )
            hint = "warn later, or give more time"
            yield looked.found("warning-too-early", message, hint, silent.warned)
        if silent.means in _BINDS and silent.warn_before is None:
            message = f"silence means {silent.means}, and nobody is warned before it counts"
            hint = "add warn_before, such as 3 business days"
            yield looked.found("silence-without-warning", message, hint, silent.path)


def _not_before(warning: Lapse, within: Lapse) -> bool:
    same = warning.unit == within.unit
    return warning.count >= within.count if same else days_of(warning) > days_of(within)


def _silences(looked: Looked) -> Iterator[_Silent]:
    agreement = looked.agreement
    for key, deliverable in agreement.deliverables.items():
        terms = deliverable.acceptance
        if terms is not None and terms.silence != "nothing":
            at: Path = ("deliverables", key, "acceptance")
            warned = (*at, "warn_before")
            yield _Silent((*at, "silence"), terms.silence, terms.within, terms.warn_before,
                          "within", warned)  # fmt: skip
    for key, duty in agreement.obligations.items():
        due = duty.due.within if duty.due is not None else None
        if duty.silence is not None and (due is not None or duty.due is None):
            yield _said(("obligations", key), duty.silence, due, "due: {within: …}")
    for key, meeting in agreement.meetings.items():
        if meeting.silence is not None:
            within = meeting.objections_within
            yield _said(("meetings", key), meeting.silence, within, "objections_within")
    for key, change in agreement.changes.items():
        if change.silence is not None:
            yield _said(("changes", key), change.silence, change.answer_within, "answer_within")
    for key, exclusion in agreement.exclusions.items():
        if exclusion.claimed and exclusion.silence == "approved":
            at = ("exclusions", key)
            yield _Silent((*at, "silence"), "approved", exclusion.decided_within, None,
                          "decided_within", at)  # fmt: skip
    yield from _of_prices(looked)


def _of_prices(looked: Looked) -> Iterator[_Silent]:
    for key, price in looked.agreement.prices.items():
        silence = getattr(price, "silence", None)
        if isinstance(silence, Silence):
            due = getattr(price, "due", None)
            within = getattr(price, "answer_within", None) or (due.within if due else None)
            yield _said(("prices", key), silence, within, "answer_within, or due: {within: …}")


def _said(path: Path, silence: Silence, within: Lapse | None, key: str) -> _Silent:
    at = (*path, "silence")
    return _Silent((*at, "means"), silence.means, within, silence.warn_before, key,
                   (*at, "warn_before"))  # fmt: skip
