"""Questions about statements: which were made, which is the latest of each month, what one says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.digest import agreement_digest
from entente.performance.kernel.statement import Sealed, Statement, read_statement
from entente.performance.models import Statement as StatementRecord
from entente.performance.queries.evidence import EvidenceMissing, KeptBatch, batches_of
from entente.scope.queries import versions_of


class NoSuchStatement(LookupError):
    """There is no such statement in this alliance."""


class TermsMissing(LookupError):
    """A version of the agreement that a statement names is not recorded here."""


@dataclass(frozen=True)
class KeptStatement:
    """A statement as it was made: its document, its digest, by whom and when."""

    id: int
    period: str
    digest: str
    body: str
    made_by: str
    made_at: dt.datetime

    @property
    def sealed(self) -> Sealed:
        """What the document says, with the digest that it claims."""
        return _sealed(self.body)

    @property
    def statement(self) -> Statement:
        """What the document says."""
        return self.sealed.statement

    @property
    def file_name(self) -> str:
        """The name under which it is downloaded."""
        return f"statement-{self.period}-{self.digest.removeprefix('sha256:')[:8]}.json"


def statements_of(alliance_id: int) -> list[KeptStatement]:
    """Every statement of an alliance: the latest period first, in it the latest made first."""
    return [_kept(row) for row in _rows(alliance_id)]


def latest_statements(alliance_id: int, months: int | None = None) -> list[KeptStatement]:
    """The latest statement of each month, oldest month first; of the last months only if told."""
    latest: dict[str, int] = {}
    heads = StatementRecord.objects.filter(alliance_id=alliance_id)
    for period, number in heads.order_by("period", "made_at", "pk").values_list("period", "pk"):
        latest[period] = number
    periods = sorted(latest)[-months:] if months else sorted(latest)
    rows = _rows(alliance_id).filter(pk__in=[latest[period] for period in periods])
    return sorted((_kept(row) for row in rows), key=lambda kept: kept.period)


def latest_statement(alliance_id: int, period: str) -> KeptStatement:
    """The latest statement of a month; NoSuchStatement where none was made."""
    row = _rows(alliance_id).filter(period=period).order_by("-made_at", "-pk").first()
    if row is None:
        raise NoSuchStatement(f"No statement of {period} has been made yet.")
    return _kept(row)


def statement_of(alliance_id: int, number: int) -> KeptStatement:
    """One statement of an alliance; NoSuchStatement where it has none of this number."""
    row = _rows(alliance_id).filter(pk=number).first()
    if row is None:
        raise NoSuchStatement("There is no such statement.")
    return _kept(row)


def statement_with(alliance_id: int, digest: str) -> KeptStatement | None:
    """The statement of this digest, if the alliance has it."""
    row = _rows(alliance_id).filter(digest=digest).first()
    return None if row is None else _kept(row)


def pinned_batches(alliance_id: int, made: Statement) -> list[KeptBatch]:
    """The batches that a statement names; EvidenceMissing where the alliance has not all."""
    known = {kept.batch.content: kept for kept in batches_of(alliance_id)}
    missing = [used.name for used in made.evidence if used.content not in known]
    if missing:
        raise EvidenceMissing(
            f"evidence missing: {', '.join(missing)} is not in this record; upload the file first"
        )
    return [known[used.content] for used in made.evidence]


def pinned_terms(alliance_id: int, made: Statement) -> list[Agreement]:
    """The versions of the agreement that a statement names, each checked by its digest."""
    known = {version.digest: version.agreement for version in versions_of(alliance_id)}
    missing = [used for used in made.agreements if used.digest not in known]
    if missing:
        raise TermsMissing(
            f"terms altered: version {missing[0].version} of the agreement with the digest"
            f" {missing[0].digest} is not recorded here"
        )
    return [_as_pinned(known[used.digest], used.digest) for used in made.agreements]


def _as_pinned(terms: Agreement, digest: str) -> Agreement:
    if agreement_digest(terms) != digest:  # the stored text was changed behind the record's back
        raise TermsMissing(
            f"terms altered: the stored text of version {terms.version} no longer has the digest"
            f" {digest} under which it was recorded"
        )
    return terms


def _rows(alliance_id: int) -> QuerySet[StatementRecord]:
    return StatementRecord.objects.filter(alliance_id=alliance_id).select_related("made_by")


def _kept(row: StatementRecord) -> KeptStatement:
    return KeptStatement(row.pk, row.period, row.digest, row.body, str(row.made_by), row.made_at)


@lru_cache(maxsize=256)
def _sealed(body: str) -> Sealed:
    return read_statement(body.encode())
