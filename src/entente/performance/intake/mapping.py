"""Mappings: a source of record made ready for reading, with what it inherits and its digest.

Mappings are trusted as far as their author is: they choose columns and formats, never code. Their
words reach SQL only as escaped literals.
"""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import Mapping as Names
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import cast, get_args

from pydantic import ValidationError

from entente.agreement.terms.sources import NamedDates, Source, StateMap, Table
from entente.agreement.text.yaml_source import LARGEST, read_bytes
from entente.foundation.canonical import canonical_bytes
from entente.foundation.references import is_key, nearest
from entente.foundation.zones import zone as zone_rules
from entente.performance.kernel.tables import KEPT_AS_FIELDS, PROVENANCE, TABLES, Column

READING = "intake/2"  # a change of what rows a file gives takes the next number
NAMED_DATES: tuple[str, ...] = get_args(NamedDates)
DATE_CODES = frozenset("dmyYHIMSfpzbBaAj%")
NOT_FROM_FILES = frozenset({"sequence", "state_from"})
# White space as Unicode has it: cells are read without what of it stands around them.
BLANKS = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
EVENTS = ("opened", "responded", "resolved", "closed", "reopened")


class UnusableMapping(ValueError):
    """A mapping that cannot be followed; the sentence says what to change."""


@dataclass(frozen=True)
class Mapping:
    """A source ready for reading: every inherited word filled in, every word checked."""

    source: str
    terms: Source
    table: Table
    zone: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table that a file may give."""
        return tuple(c for c in TABLES[self.table] if c.name not in NOT_FROM_FILES)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that conditions may use, in order."""
        return tuple(sorted({*self.terms.fields, *self.counts}))

    @property
    def counts(self) -> tuple[str, ...]:
        """The fields that hold whole numbers: columns of the file that are kept as fields."""
        known = KEPT_AS_FIELDS.get(self.table, ())
        return tuple(name for name in known if name in self.terms.columns)

    def column_of(self, field: str) -> str:
        """The file's column of a field."""
        return self.terms.columns[field] if field in self.counts else self.terms.fields[field]

    @property
    def events(self) -> tuple[str, ...]:
        """The events that a row may tell: those of every desk, and the source's own."""
        meant = (state.event for state in self.terms.states.values() if state.event)
        own = (*self.terms.events, *self.terms.times, *meant)
        return tuple(dict.fromkeys((*EVENTS, *own)))

    @property
    def states(self) -> dict[str, StateMap]:
        """What each of the tool's states means, by its name without blanks around it."""
        return {word.strip(BLANKS): state for word, state in self.terms.states.items()}

    def pointed(self) -> Mapping:
        """The same mapping for a format whose numbers have a decimal point whatever a locale."""
        return replace(self, terms=self.terms.model_copy(update={"decimal": None}))

    def words(self, column: str) -> dict[str, str]:
        """Our word for each word of a column, which is given without blanks around it."""
        told = self.terms.values.get(column, {})
        return {word.strip(BLANKS): ours for word, ours in told.items()}

    @property
    def sha256(self) -> str:
        """The digest of everything that decides which rows a file gives."""
        told = self.terms.model_dump(
            mode="json", exclude={"title", "kept_by", "files", "like", "format", "zone", "table"}
        )
        told |= {"table": self.table, "zone": self.zone, "reading": READING}
        return hashlib.sha256(canonical_bytes(told)).hexdigest()


def ready_mapping(name: str, source: Source, zone: str) -> Mapping:
    """The mapping of a source, with what it is `like` filled in; the zone where it names none."""
    terms = _merged(source)
    if terms.table is None:
        raise UnusableMapping(f"source {name!r} does not say which table it fills: write `table:`")
    mapping = Mapping(name, terms, terms.table, terms.zone or zone)
    zone_rules(mapping.zone)  # raises the situation that names the nearest zone
    for check in (_check_columns, _check_times, _check_dates, _check_scale, _check_words):
        check(mapping)
    return mapping


def read_mapping(path: Path) -> Source:
    """A source from a mapping file: YAML of the same shape as in an agreement."""
    with path.open("rb") as file:
        return _source_of(file.read(LARGEST + 1), path.name)


@cache
def ready_made() -> dict[str, Source]:
    """The mappings that come with Entente, by name."""
    folder = importlib.resources.files("entente.performance.intake") / "mappings"
    return {
        file.name.removesuffix(".yaml"): _source_of(file.read_bytes(), file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    }


def _source_of(data: bytes, name: str) -> Source:
    document = read_bytes(data, name)
    wrong = [one for one in document.findings if one.severity == "error"]
    if wrong or not document.root:
        told = "; ".join(f"{one.place or name}: {one.message}" for one in wrong)
        raise UnusableMapping(f"{name} is not a mapping: {told}")
    try:
        return Source.model_validate(document.root.plain())
    except ValidationError as error:
        misfits = "; ".join(
            f"{'.'.join(str(part) for part in one['loc']) or 'the file'}: {one['msg']}"
            for one in error.errors()
        )
        raise UnusableMapping(f"{name} is not a mapping: {misfits}") from None


def _merged(source: Source) -> Source:
    if not source.like:
        return source
    known = ready_made()
    if source.like not in known:
        near = nearest(source.like, known) or ", ".join(known)
        raise UnusableMapping(f"no ready-made mapping {source.like!r}: did you mean {near!r}?")
    terms = dict(known[source.like].model_dump(exclude_unset=True))
    for key, value in source.model_dump(exclude_unset=True).items():
        inherited = terms.get(key)
        both = isinstance(value, dict) and isinstance(inherited, dict)
        terms[key] = {**cast("dict[str, object]", inherited), **value} if both else value
    return Source.model_validate(terms)


def _check_columns(mapping: Mapping) -> None:
    known = {column.name for column in mapping.columns}
    known |= set(KEPT_AS_FIELDS.get(mapping.table, ()))
    for name in mapping.terms.columns:
        if name not in known:
            raise UnusableMapping(
                f"columns: {mapping.table} has no column {name!r}; "
                f"it has {', '.join(sorted(known))} (others belong under `fields`)"
            )
    taken = {column.name for column in TABLES[mapping.table]} | {PROVENANCE, *mapping.counts}
    for field in mapping.terms.fields:
        if field in taken:
            raise UnusableMapping(f"fields: {field!r} is a column of {mapping.table}: rename it")


def _check_times(mapping: Mapping) -> None:
    if mapping.terms.times and mapping.table != "tickets":
        raise UnusableMapping(f"times: only tickets have events, not {mapping.table}")
    for event in [*mapping.terms.times, *mapping.terms.events]:
        if not is_key(event):
            raise UnusableMapping(
                f"times: {event!r} is no name of an event: use {', '.join(EVENTS)}, or one of the"
                " desk's own in lower-case words joined by hyphens, such as fix-in-place"
            )


def _check_dates(mapping: Mapping) -> None:
    for form in mapping.terms.dates:
        if form in NAMED_DATES:
            continue
        codes = [after[:1] for after in form.replace("%%", "").split("%")[1:]]
        if not codes or not DATE_CODES.issuperset(codes):
            raise UnusableMapping(
                f"dates: {form!r} is not a date format: use strptime codes such as "
                f"'%d/%m/%Y %H:%M', or one of {', '.join(NAMED_DATES)}"
            )


def _check_scale(mapping: Mapping) -> None:
    numbers = {column.name for column in mapping.columns if column.kind == "number"}
    for name, factor in mapping.terms.scale.items():
        try:
            fits = name in numbers and Decimal("1e-12") <= Decimal(factor) <= Decimal("1e12")
        except InvalidOperation:
            fits = False
        if not fits:
            raise UnusableMapping(
                f"scale: {name}: {factor!r} must be a decimal above 0 for a number column "
                f"({', '.join(sorted(numbers)) or 'this table has none'})"
            )


def _check_words(mapping: Mapping) -> None:
    terms = mapping.terms
    words = [*terms.columns.values(), *terms.fields.values(), *terms.times.values(), *terms.dates]
    words += [*terms.states, *terms.missing, *(state.state for state in terms.states.values())]
    for column, ours in terms.values.items():
        if column not in {c.name for c in mapping.columns} | set(mapping.fields):
            raise UnusableMapping(f"values: {column!r} is not a column or field of this source")
        words += [*ours, *ours.values()]
    meant = [(terms.states[word], mapping.states[word.strip(BLANKS)]) for word in terms.states]
    if any(first != last for first, last in meant) or any(map(_torn, terms.values.values())):
        raise UnusableMapping("two words that differ in blanks alone cannot mean two things")
    if any("\0" in word for word in words):
        raise UnusableMapping("a word of the mapping contains a NUL character")
    if len(terms.delimiter) > 1 or (terms.delimiter in ('"', "\n", "\r") and terms.delimiter):
        raise UnusableMapping(f"delimiter: {terms.delimiter!r} must be one character, such as ';'")


def _torn(words: dict[str, str]) -> bool:
    """Whether words that differ in blanks alone are given two meanings."""
    return len({word.strip(BLANKS) for word in words}) < len(
        {(word.strip(BLANKS), ours) for word, ours in words.items()}
    )


def only_source(sources: Names[str, Source], name: str) -> Source:
    """The source of a name; the situation names the sources there are."""
    if name in sources:
        return sources[name]
    near = nearest(name, sources)
    hint = f"did you mean {near!r}?" if near else f"there are: {', '.join(sorted(sources))}"
    raise UnusableMapping(f"no source {name!r}: {hint}")
