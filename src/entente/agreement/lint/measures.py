"""Rules about measures: the evidence holds what they count, and something uses them."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.conditions.mends import fields_in
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.events import KNOWN_EVENTS, Events, names_of
from entente.agreement.terms.measures import (
    Availability,
    Cadence,
    Downtime,
    ElapsedTerms,
    Measure,
    Share,
    ShareWithin,
    table_of,
)
from entente.agreement.terms.sources import Source, Table
from entente.agreement.text.mends import within_edits
from entente.agreement.text.shape import Path
from entente.agreement.text.yaml_source import Scalar
from entente.foundation.findings import Edit, Finding
from entente.foundation.references import mistyped, nearest

# What conditions may name beside the fields of a source: the columns of its table that are text.
_COLUMNS: dict[Table, set[str]] = {
    "tickets": {"record", "event", "state_from", "state"},
    "outages": {"record"},
    "probes": {"status", "value"},
    "surveys": {"record", "score"},
    "values": {"value"},
    "events": {"record", "event"},
    "requests": set[str](),
    "maintenance": {"record"},
    "exclusions": {"record", "code", "subject", "reason", "proposed_by", "decision", "decided_by"},
}


def measure_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about measures and the evidence behind them."""
    if looked.whole:
        yield from _unused(looked)
    for path, measure in looked.measures():
        yield from _evidence(looked, path, measure)
    for code in looked.agreement.exclusions:
        yield from _fields_of_exclusion(looked, code)


def _fields_of_exclusion(looked: Looked, code: str) -> Iterator[Finding]:
    """Fields of an exclusion that nothing it is listed for has: it would leave nothing out."""
    condition = looked.agreement.exclusions[code].where
    named = {table_of(each) for _, each in looked.measures() if code in each.exclusions}
    tables = {table for table in named if table is not None}
    sources = [s for s in looked.agreement.evidence.values() if s.like or s.table in tables]
    if condition is None or not sources or any(source.like for source in sources):
        return
    known = set[str]().union(*(_COLUMNS[table] for table in tables))
    known = known.union(*(source.fields for source in sources))
    for field in sorted(condition.fields() - known):
        yield _unknown_field(looked, ("exclusions", code, "where"), field, known)


def _unknown_field(looked: Looked, at: Path, field: str, known: set[str]) -> Finding:
    near = nearest(field, known)
    hint = f"did you mean {near!r}?" if near else f"use one of {', '.join(sorted(known))}"
    message = f"no source gives a field {field!r}"
    edits = _renamed_field(looked, at, field, mistyped(field, known))
    return looked.found("unknown-field", message, hint, at, edits=edits)


def _renamed_field(looked: Looked, at: Path, field: str, right: str | None) -> tuple[Edit, ...]:
    """The edits that give a field another name wherever a condition names it."""
    written = looked.places.written(at)
    if right is None or not isinstance(written, Scalar) or not isinstance(written.value, str):
        return ()
    return tuple(
        edit
        for start, end in fields_in(written.value, field)
        for edit in within_edits(written, start, end, right)
    )


def _unused(looked: Looked) -> Iterator[Finding]:
    agreement = looked.agreement
    used = {level.measure for level in agreement.service_levels.values()
            if isinstance(level.measure, str)}  # fmt: skip
    for key in agreement.measures:
        if key not in used:
            message = f"no service level uses the measure {key}"
            hint = "agree a level for it, or remove it"
            path = ("measures", key)
            yield looked.found("unused-measure", message, hint, path, at_key=True)
    named = {code for _, measure in looked.measures() for code in measure.exclusions}
    for code in agreement.exclusions:
        if code not in named:
            message = f"no measure names the exclusion {code}, so it never applies"
            hint = "name it under exclusions of a measure, or remove it"
            path = ("exclusions", code)
            yield looked.found("unused-exclusion", message, hint, path, at_key=True)


def _evidence(looked: Looked, path: Path, measure: Measure) -> Iterator[Finding]:
    table = table_of(measure)
    if table is None:
        return  # it is made from other levels
    evidence = looked.agreement.evidence
    if measure.source is not None:
        if measure.source not in evidence:
            return
        given = evidence[measure.source]
        if not given.like and given.table != table:
            message = f"{measure.source} fills the table {given.table}, but this counts {table}"
            hint = f"name a source of {table}"
            yield looked.found("wrong-table", message, hint, (*path, "source"))
            return
        sources = [given]
    else:
        sources = [source for source in evidence.values() if source.like or source.table == table]
    if not sources:
        if looked.whole:
            message = f"no source of evidence fills the table {table}, which this counts"
            hint = "add one under evidence"
            yield looked.found("no-evidence", message, hint, path, at_key=True)
        return
    if any(source.like for source in sources):
        return  # a ready-made mapping brings fields and states that are not written here
    yield from _fields(looked, path, measure, sources)
    yield from _states(looked, path, measure, sources)
    if isinstance(measure, ElapsedTerms) and table == "tickets":
        yield from _events(looked, path, measure, sources)


def _fields(
    looked: Looked, path: Path, measure: Measure, sources: list[Source]
) -> Iterator[Finding]:
    table = table_of(measure)
    known = set(_COLUMNS[table] if table else ()).union(*(source.fields for source in sources))
    conditions = [((*path, "where"), measure.where)]
    if isinstance(measure, ElapsedTerms) and table == "tickets":
        conditions += [
            ((*path, "start_where"), measure.start_where),
            ((*path, "end_where"), measure.end_where),
        ]
    if isinstance(measure, Availability | Downtime):
        conditions.append(((*path, "probes", "down_when"), measure.probes.down_when))
    if isinstance(measure, Share):
        conditions.append(((*path, "good"), measure.good))
    for at, condition in conditions:
        for field in sorted(condition.fields() - known if condition else ()):
            yield _unknown_field(looked, at, field, known)
    population = getattr(measure, "population", None)
    if population is not None:
        told = known.union(*(source.columns for source in sources))
        weighted = population.counts == "weighted"
        for field in ("affected", "total") if weighted else (population.field,):
            if field not in told:
                yield _unknown_field(looked, (*path, "population"), field, known)


def _states(
    looked: Looked, path: Path, measure: Measure, sources: list[Source]
) -> Iterator[Finding]:
    known = {state.state for source in sources for state in source.states.values()}
    clocks = [(path, getattr(measure, "stop_clock", ()))]
    if isinstance(measure, ShareWithin):
        clocks += [((*path, "also", n), each.stop_clock) for n, each in enumerate(measure.also)]
    for at, index, state in (
        (at, index, state) for at, states in clocks for index, state in enumerate(states)
    ):
        if known and state not in known:
            near = nearest(state, known)
            hint = f"did you mean {near!r}?" if near else f"use one of {', '.join(sorted(known))}"
            message, place = f"no source gives a state {state!r}", (*at, "stop_clock", index)
            edits = looked.rewritten(place, mistyped(state, known))
            yield looked.found("unknown-state", message, hint, place, edits=edits)


def _events(
    looked: Looked, path: Path, measure: ElapsedTerms, sources: list[Source]
) -> Iterator[Finding]:
    if any("event" in source.columns or not (source.states or source.times) for source in sources):
        return  # the file itself names the events
    told: set[str | None] = {"opened"}  # by the first row of a ticket, where no state does
    for source in sources:
        told.update(source.times, (state.event for state in source.states.values()))
    for at, event in _named_events(measure):
        if event not in told:
            message = f"no state of a source means {event!r}, so this counts nothing"
            hint = f"add `event: {event}` to a state under states, or its column under times"
            yield looked.found("unknown-event", message, hint, (*path, *at))


def _named_events(measure: ElapsedTerms) -> Iterator[tuple[Path, str]]:
    """Every event that a measure of tickets names, and where."""
    choices: list[tuple[Path, str | Events]] = [(("from",), measure.from_), (("to",), measure.to)]
    if isinstance(measure, Cadence):
        choices.append((("event",), measure.event))
    if isinstance(measure, ShareWithin):
        for place, clock in enumerate(measure.also):
            choices += [(("also", place, "from"), clock.from_), (("also", place, "to"), clock.to)]
    for at, choice in choices:
        yield from ((at, name) for name in names_of(choice))


def elapsed_findings(looked: Looked) -> Iterator[Finding]:
    """A clock that ends before it starts counts nothing."""
    order: tuple[object, ...] = KNOWN_EVENTS
    for path, measure in looked.measures():
        if not isinstance(measure, ElapsedTerms) or table_of(measure) != "tickets":
            continue
        if measure.from_ not in order or measure.to not in order:
            continue  # events of the desk's own, and several together, have no order we know
        if order.index(measure.from_) >= order.index(measure.to):
            message = f"the clock runs from {measure.from_} to {measure.to}, which comes first"
            yield looked.found("level-never-missed", message, "swap from and to", (*path, "to"))
