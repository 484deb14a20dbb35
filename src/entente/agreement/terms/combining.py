"""Which service levels a combined level is made from."""

from __future__ import annotations

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Combined


def parts_of(terms: Agreement, key: str) -> tuple[str, ...]:
    """The levels that a combined level is made from; its measure must be a combined one."""
    measure = terms.measure_of(terms.service_levels[key])
    assert isinstance(measure, Combined)
    return combined_of(terms, measure)


def combined_of(terms: Agreement, measure: Combined) -> tuple[str, ...]:
    """The levels that a combined measure names, or all of its tower.

    Of a tower those count that are measured themselves, not other combinations of them. A level
    has the tower that it names, and that of its service.
    """
    if measure.of:
        return measure.of
    return tuple(
        key
        for key, level in sorted(terms.service_levels.items())
        if measure.tower in {level.tower, _tower_of(terms, level.service)}
        and not _is_combined(terms, level)
    )


def _is_combined(terms: Agreement, level: ServiceLevel) -> bool:
    # A draft may name a measure that is not there; that is another finding.
    named = level.measure
    return isinstance(terms.measures.get(named) if isinstance(named, str) else named, Combined)


def _tower_of(terms: Agreement, service: str | None) -> str:
    return terms.services[service].tower if service in terms.services else ""
