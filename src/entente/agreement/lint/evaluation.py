"""Rules about when a month is evaluated: what becomes known later is in no statement."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.lint.looked import Looked
from entente.agreement.measures import ElapsedTerms, Measure, table_of
from entente.foundation.findings import Finding


def evaluation_findings(looked: Looked) -> Iterator[Finding]:
    """Measures whose records go on after the month, where it is evaluated at its last midnight."""
    if looked.agreement.evaluated_after:
        return
    hint = "say when a month is evaluated, such as evaluated_after: 10 days"
    for path, measure in looked.measures():
        late = _comes_late(measure)
        if late:
            message = f"{late} after the month's last day count in no month"
            yield looked.found("late-records-lost", message, hint, path, at_key=True)


def _comes_late(measure: Measure) -> str:
    if table_of(measure) == "surveys":
        return "answers that come"
    started = isinstance(measure, ElapsedTerms) and measure.counted_in == "started"
    return "tickets that end" if started and table_of(measure) == "tickets" else ""
