"""The rules of lint by name, and how a rule says what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from entente.agreement.agreement import Agreement
from entente.agreement.levels import ServiceLevel
from entente.agreement.measures import Measure
from entente.agreement.shape import Path, Places
from entente.foundation.findings import Finding, Severity

SEVERITIES: dict[str, Severity] = {
    "unknown-zone": "error",
    "calendar-cycle": "error",
    "never-open": "error",
    "unequal-days": "error",
    "holidays-not-pinned": "warning",
    "working-hours-round-the-clock": "warning",
    "plain-days": "warning",
    "level-unit": "error",
    "level-direction": "error",
    "level-never-met": "error",
    "level-never-missed": "warning",
    "level-order": "error",
    "expected-below-commitment": "warning",
    "scale-order": "error",
    "bands-partition": "error",
    "commitment-in-paying-tier": "error",
    "miss-without-tier": "warning",
    "tier-order": "warning",
    "credit-shape": "error",
    "pools-over-whole": "error",
    "allocation-over-pool": "error",
    "over-allocation": "warning",
    "critical-without-credit": "warning",
    "credit-on-kpi": "warning",
    "credit-trigger-stricter": "error",
    "fee-base-one-off": "warning",
    "currency": "error",
    "unused-measure": "warning",
    "unused-exclusion": "note",
    "unused-pool": "warning",
    "exclusion-without-effect": "warning",
    "exclusion-not-applicable": "warning",
    "unknown-field": "error",
    "unknown-state": "error",
    "unknown-event": "warning",
    "source-without-table": "error",
    "unknown-column": "error",
    "field-is-column": "error",
    "date-format": "error",
    "wrong-table": "error",
    "no-evidence": "warning",
    "late-records-lost": "note",
    "service-without-where": "warning",
    "probe-holds-for-ever": "warning",
    "task-without-owner": "warning",
    "task-without-timeline": "warning",
    "task-without-deliverable": "warning",
    "task-without-measure": "warning",
    "timeline-order": "error",
    "outside-timeline": "warning",
    "in-force-order": "error",
    "ambiguous-word": "note",
}

# Errors in what the parties agreed, not in how it is written: such terms can still be computed,
# as terms that were signed before anyone looked have to be. They cannot be signed anew.
COMPUTABLE = frozenset(
    {
        "level-direction", "level-never-met", "level-order", "bands-partition",
        "commitment-in-paying-tier", "pools-over-whole", "allocation-over-pool",
        "credit-trigger-stricter", "timeline-order", "in-force-order",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """An agreement beside the places of its words; `whole` where no entry was left out."""

    agreement: Agreement
    places: Places
    whole: bool = True

    def found(
        self, rule: str, message: str, hint: str, path: Path, *, at_key: bool = False
    ) -> Finding:
        """A finding of a rule at the value of a path, or at its key."""
        place = self.places.key(path) if at_key else self.places.value(path)
        return Finding(rule, SEVERITIES[rule], message, hint, place, path)

    def measures(self) -> Iterator[tuple[Path, Measure]]:
        """Every measure with its path, whether it has a key or is written inside a level."""
        for key, measure in self.agreement.measures.items():
            yield ("measures", key), measure
        for key, level in self.agreement.service_levels.items():
            if not isinstance(level.measure, str):
                yield ("service_levels", key, "measure"), level.measure

    def levels(self) -> Iterator[tuple[Path, ServiceLevel, Measure]]:
        """Every service level whose measure is known."""
        for key, level in self.agreement.service_levels.items():
            if not isinstance(level.measure, str) or level.measure in self.agreement.measures:
                yield ("service_levels", key), level, self.agreement.measure_of(level)

    def calendar_of(self, measure: Measure) -> str:
        """The key of the calendar on which a measure counts."""
        return measure.calendar or self.agreement.defaults.calendar
