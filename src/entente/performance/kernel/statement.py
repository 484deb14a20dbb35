"""Statements: one month of one agreement as a value that either party can recompute.

The document is `{"digest": ..., "statement": {...}}` in canonical JSON (RFC 8785); the digest is
SHA-256 over the canonical bytes of what stands at "statement", so it never covers itself. A
statement is not trusted: whoever reads one checks its digest and recomputes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.sources import Table
from entente.foundation.canonical import (
    Json,
    NotAsWritten,
    canonical_bytes,
    digest,
    parsed,
    read,
    written,
)
from entente.foundation.instants import from_micros, tzdata_version, zone
from entente.foundation.worktime import Calendar
from entente.performance.kernel.credited import Credits
from entente.performance.kernel.defaults import DefaultStanding
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.plans import Window
from entente.performance.kernel.ratchets import Proposal
from entente.performance.kernel.results import Result
from entente.performance.kernel.rights import RightStanding
from entente.performance.kernel.versions import Month, Version

FORMAT: Literal["statement/2"] = "statement/2"
EARLIER = frozenset({"statement/1"})


class EarlierForm(NotAsWritten):
    """A statement that was made before its form changed; its month has to be measured anew."""


@dataclass(frozen=True)
class Parties:
    """The two parties by name."""

    client: str
    provider: str


@dataclass(frozen=True)
class Period:
    """The month measured: `[from, until)` in UTC, the zone whose month it is, the evidence's reach.

    Until `evaluated_at`, which the terms name, the figures are provisional.
    Instants are microseconds since 1970-01-01 UTC.
    """

    month: str
    zone: str
    from_: int
    until: int
    evaluated_at: int
    as_of: int


@dataclass(frozen=True)
class AgreementUsed:
    """A version of the agreement whose terms a record of the month could fall under."""

    version: int
    digest: str
    from_: str
    until: str | None


@dataclass(frozen=True)
class CalendarUsed:
    """A calendar as its rules and the time-zone data gave it over the month."""

    version: int
    calendar: str
    digest: str


@dataclass(frozen=True)
class Count:
    """How many rows of a batch stand under a reason."""

    reason: str
    rows: int


@dataclass(frozen=True)
class EvidenceUsed:
    """A batch of evidence: `content` names its rows, whatever file carries them."""

    name: str
    table: Table
    source: str
    content: str
    file_sha256: str
    mapping_sha256: str
    rows: int
    quarantined: tuple[Count, ...]
    clock_notes: tuple[Count, ...]


@dataclass(frozen=True)
class Statement:
    """What was measured, from what, by which terms, and what it came to."""

    format: Literal["statement/2"]
    alliance: str
    title: str
    parties: Parties
    period: Period
    agreements: tuple[AgreementUsed, ...]
    calendars: tuple[CalendarUsed, ...]
    tzdata: str
    algorithms: tuple[str, ...]
    evidence: tuple[EvidenceUsed, ...]
    results: tuple[Result, ...]
    credits: Credits | None
    defaults: tuple[DefaultStanding, ...]
    rights: tuple[RightStanding, ...]
    ratchets: tuple[Proposal, ...]

    @property
    def digest(self) -> str:
        """The statement's name: SHA-256 over its canonical bytes."""
        return digest(written(self))

    def result(self, level: str) -> Result:
        """The result of a service level; KeyError where it has none."""
        return next(r for r in self.results if r.level == level)


@dataclass(frozen=True)
class Sealed:
    """A statement as read from a document, with the digest that the document claims for it."""

    statement: Statement
    claimed: str

    @property
    def intact(self) -> bool:
        """Whether the document's digest is that of its statement."""
        return self.claimed == self.statement.digest


def statement(
    *,
    month: Month,
    window: Window,
    governing: Version,
    versions: Sequence[Version],
    digests: Mapping[int, str],
    calendars: Mapping[tuple[int, str], Calendar],
    batches: Iterable[Batch],
    results: Iterable[Result],
    credits: Credits | None,
    defaults: Sequence[DefaultStanding] = (),
    rights: Sequence[RightStanding] = (),
    ratchets: Sequence[Proposal] = (),
) -> Statement:
    """The statement of a month, in an order that no file system or thread decides.

    `versions` are all whose terms a record of the month could fall under, `digests` names each.
    """
    terms: Agreement = governing.terms
    numbers = {version.number for version in versions}
    ordered = tuple(sorted(results, key=lambda r: r.level))
    return Statement(
        format=FORMAT,
        alliance=terms.alliance,
        title=terms.title,
        parties=Parties(terms.parties.client.name, terms.parties.provider.name),
        period=Period(
            str(month),
            terms.zone,
            window.start,
            window.end,
            window.due,
            window.as_of,
        ),
        agreements=tuple(_agreement(version, digests) for version in versions),
        calendars=tuple(
            CalendarUsed(number, key, _calendar_digest(calendar, window))
            for (number, key), calendar in sorted(calendars.items())
            if number in numbers
        ),
        tzdata=tzdata_version(),
        algorithms=tuple(sorted({result.algorithm for result in ordered})),
        evidence=evidence_used(batches),
        results=ordered,
        credits=credits,
        defaults=tuple(defaults),
        rights=tuple(rights),
        ratchets=tuple(ratchets),
    )


def _agreement(version: Version, digests: Mapping[int, str]) -> AgreementUsed:
    until = version.until.isoformat() if version.until else None
    return AgreementUsed(version.number, digests[version.number], version.from_.isoformat(), until)


def _calendar_digest(calendar: Calendar, window: Window) -> str:
    form: Json = calendar.digest_form(window.start, window.end)  # type: ignore[assignment] # it says that it is JSON
    return digest(form)


def evidence_used(batches: Iterable[Batch]) -> tuple[EvidenceUsed, ...]:
    """What a statement says of its evidence, each batch once, in one order."""
    used = [
        EvidenceUsed(
            name=batch.name,
            table=batch.table,
            source=batch.source,
            content=batch.content,
            file_sha256=batch.file_sha256,
            mapping_sha256=batch.mapping_sha256,
            rows=batch.rows,
            quarantined=_counts(batch.quarantined),
            clock_notes=_counts(batch.clock_notes),
        )
        for batch in batches
    ]
    # Equal rows are the same batch, however often and under whatever names they were given.
    by_name = sorted(used, key=lambda e: (e.name, e.file_sha256, e.mapping_sha256), reverse=True)
    once = {(each.table, each.source, each.content): each for each in by_name}
    return tuple(once[key] for key in sorted(once, key=lambda k: (*k[:2], once[k].name, k[2])))


def _counts(counts: Iterable[tuple[str, int]]) -> tuple[Count, ...]:
    return tuple(Count(reason, rows) for reason, rows in sorted(counts))


def statement_bytes(made: Statement) -> bytes:
    """The document of a statement: canonical, so that equal statements are equal files."""
    return canonical_bytes({"digest": made.digest, "statement": written(made)})


def read_statement(data: bytes) -> Sealed:
    """The statement of a document; NotAsWritten says what is wrong with its form.

    A digest that does not fit is not an error here: `compare` names it.
    """
    document = parsed(data)
    if not isinstance(document, dict) or set(document) != {"digest", "statement"}:
        raise NotAsWritten('not a statement: expected an object of "digest" and "statement"')
    claimed, content = document["digest"], document["statement"]
    if not isinstance(claimed, str):
        raise NotAsWritten("digest: expected text such as sha256:…")
    form = content.get("format") if isinstance(content, dict) else None
    if form != FORMAT:
        raise _not_ours(form)
    return Sealed(read(Statement, content, "statement"), claimed)


def _not_ours(form: object) -> NotAsWritten:
    said = f"statement.format: expected {FORMAT}, found {form!r}"
    if form not in EARLIER:
        return NotAsWritten(said)
    return EarlierForm(
        f"{said}: this program no longer reads statements of that form; make the statement of the"
        " month anew from its agreement and evidence (`entente publish` on the server's machine,"
        " or `entente measure`)"
    )


def said_instant(micros: int, zone_name: str = "UTC") -> str:
    """An instant for people, to the second, with its offset."""
    return from_micros(micros, zone(zone_name)).isoformat(sep=" ", timespec="seconds")
