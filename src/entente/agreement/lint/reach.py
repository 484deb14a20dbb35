"""Rules about the reach of a measure: whose records it counts, how long a probe's result holds."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.lint.looked import Looked
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Availability, Measure, table_of
from entente.agreement.terms.sources import Source
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding

SERVICE = "service"
# Ready-made mappings of logs of changes: there a result does hold until the next one.
LOGS_OF_CHANGES = frozenset({"upptime-probes"})


def reach_findings(looked: Looked) -> Iterator[Finding]:
    """Levels of one service that count the records of all; probes that hold for ever."""
    for path, level, measure in looked.levels():
        yield from _service(looked, path, level, measure)
    for path, measure in looked.measures():
        yield from _for_ever(looked, path, measure)


def _service(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    """The `service` of a level is a name: it narrows nothing that is counted."""
    if level.service is None or not _counts_all(looked, measure):
        return
    message = f"the level is of {level.service}, but it counts the {table_of(measure)} of all"
    hint = f"add where: {SERVICE} = '{level.service}' to its measure"
    if not any(SERVICE in source.fields for source in _sources(looked, measure)):
        hint += f", and the column that says it under fields of the source, as {SERVICE}"
    yield looked.found("service-without-where", message, hint, (*path, "service"))


def _counts_all(looked: Looked, measure: Measure) -> bool:
    """Whether nothing narrows a measure, though its evidence may be that of several services."""
    told = any(SERVICE in source.fields for source in _sources(looked, measure))
    if measure.where is not None:
        # A desk's tickets may be of all services; what is down is always one service's.
        uptime = isinstance(measure, Availability)
        return uptime and told and SERVICE not in measure.where.fields()
    return told or (isinstance(measure, Availability) and measure.source is None)


def _for_ever(looked: Looked, path: Path, measure: Measure) -> Iterator[Finding]:
    if not isinstance(measure, Availability) or measure.of != "probes":
        return
    likes = {source.like for source in _sources(looked, measure)}
    if measure.probes.holds_for or ("" not in likes and likes & LOGS_OF_CHANGES):
        return
    message = "a probe's result holds until the next one: a last one decides the rest of the month"
    hint = (
        "say how long one holds, a little longer than their distance: probes: {holds_for: 20 min}"
    )
    yield looked.found("probe-holds-for-ever", message, hint, path, at_key=True)


def _sources(looked: Looked, measure: Measure) -> list[Source]:
    """The sources that a measure counts; one like a ready-made mapping where it says its table."""
    evidence, table = looked.agreement.evidence, table_of(measure)
    if measure.source is not None:
        return [evidence[measure.source]] if measure.source in evidence else []
    return [
        source
        for source in evidence.values()
        if source.table == table or (source.like and source.table is None)
    ]
