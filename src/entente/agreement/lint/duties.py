"""Rules about duties: each is due, is shown by something, and is missed with a consequence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from entente.agreement.lint.looked import Looked
from entente.agreement.terms.obligations import Obligation
from entente.agreement.text.shape import Path
from entente.agreement.text.yaml_source import Mapping, Scalar, Sequence, Written
from entente.foundation.findings import Finding

_STANDING = {"retention", "standard"}  # kinds that hold all the time
_BUSINESS_DAYS = re.compile(r"\s*\d+ (?:business|working) days?\s*", re.IGNORECASE)
# Where measures and calendars are, other rules speak of days.
_OTHERS = frozenset({"service_levels", "measures", "calendars", "defaults", "evidence"})


def duty_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about obligations, and business days that no calendar tells."""
    for key, duty in looked.agreement.obligations.items():
        yield from _duty(looked, ("obligations", key), duty)
    if looked.agreement.defaults.calendar == "always":
        for name, entry in looked.places.root.entries.items():
            if name not in _OTHERS:
                yield from _days(looked, entry.value, (name,), False)


def _duty(looked: Looked, path: Path, duty: Obligation) -> Iterator[Finding]:
    standing = duty.kind in _STANDING or duty.keeps_for is not None
    recurs = duty.again_every is not None or (
        duty.trigger is not None and duty.trigger.every is not None
    )
    if duty.due is None and not standing and not recurs and duty.at_most is None:
        message = f"nothing says when the {duty.owner} owes it, so it is never late"
        hint = "add due, such as {within: 10 business days}, and what it is counted from (trigger)"
        yield looked.found("duty-without-due", message, hint, path, at_key=True)
    if duty.due is not None and duty.trigger is None:
        message = "its due time is counted from nothing"
        hint = "add trigger: every month, an event, or a date"
        yield looked.found("duty-without-trigger", message, hint, (*path, "due"), at_key=True)
    if not duty.evidence and duty.kind != "payment":
        message = "nothing says by what it can be seen that it was done"
        hint = "add evidence: the record, the mail, the signed page"
        yield looked.found("duty-without-evidence", message, hint, path, at_key=True)
    if not duty.consequence:
        message = "nothing follows when it is not done"
        hint = "add consequence: another duty, a ladder, a right, relief, or that it is recorded"
        yield looked.found("duty-without-consequence", message, hint, path, at_key=True)


def _days(looked: Looked, written: Written, path: Path, told: bool) -> Iterator[Finding]:
    """Business days under nothing that names a calendar, where no default calendar closes."""
    if isinstance(written, Mapping):
        told = told or "calendar" in written.entries
        for key, entry in written.entries.items():
            yield from _days(looked, entry.value, (*path, key), told)
    elif isinstance(written, Sequence):
        for index, item in enumerate(written.items):
            yield from _days(looked, item, (*path, index), told)
    elif not told and isinstance(written, Scalar) and _BUSINESS_DAYS.fullmatch(str(written.value)):
        message = f"{written.value} of no calendar: every day would be one, Sundays too"
        hint = "add calendar here, or agree one for all under defaults"
        yield looked.found("business-days-of-no-calendar", message, hint, path)
