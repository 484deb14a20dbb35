"""What a party can do about performance: add evidence, make a statement.

Both are one transaction around the row that makes the file or the document count; a crash before
it leaves at most a file that nothing names, and the same act again finds or writes the same bytes.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction

from entente.agreement.terms.agreement import Agreement
from entente.foundation.instants import MINUTE, from_micros, to_micros, zone
from entente.parties.kernel.standing import Standing
from entente.performance.access import check_may_add_evidence, check_may_make_statement
from entente.performance.engine.duck import DuckEngine
from entente.performance.intake import EvidenceAltered, NoSourceForFile, StoredBatch, take_in
from entente.performance.intake.mapping import only_source, ready_mapping
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.statement import Statement, statement_bytes
from entente.performance.kernel.versions import Month, governing, in_order, month_window
from entente.performance.measuring import Progress, measured
from entente.performance.models import EvidenceBatch
from entente.performance.models import Statement as StatementRecord
from entente.performance.queries.counting import MEMORY_LIMIT
from entente.performance.queries.evidence import (
    EvidenceMissing,
    KeptBatch,
    batch_with,
    batches_of,
    checked,
    folder_of,
)
from entente.performance.queries.statements import KeptStatement, statement_with
from entente.scope.queries import NoAgreement, terms_in_force, versions_of


class NotYetBegun(ValueError):
    """A month that lies in the future: nothing can have happened in it."""


@dataclass(frozen=True)
class Added:
    """What became of a file: its batch, and whether the record already had these rows."""

    kept: KeptBatch
    known_already: bool


@dataclass(frozen=True)
class Made:
    """What came of measuring: the statement, and whether the record already had it."""

    kept: KeptStatement
    unchanged: bool


def add_evidence(
    *,
    by: Standing,
    now: dt.datetime,
    path: Path,
    source: str | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Added:
    """Take in a file under the mapping of the agreement in force; its name is the batch's name.

    The same rows again change nothing. Raises NotPermitted, NoAgreement or one of intake's
    situations (UnreadableFile, UnusableMapping, NoSourceForFile, EvidenceAltered).
    """
    check_may_add_evidence(by)
    terms = terms_in_force(by.alliance_id, now.date()).agreement
    folder = folder_of(by.alliance_id)
    (taken,) = take_in(
        [path],
        sources=terms.evidence,
        zone=terms.zone,
        folder=folder,
        source=source,
        progress=progress,
    )
    _sources_fit(taken, terms)
    stored = _home(taken, folder)
    known = batch_with(by.alliance_id, stored.batch.content)
    if known is not None:
        _heal(known, stored)
        return Added(known, known_already=True)
    return _record(by, now, stored)


def make_statement(
    *,
    by: Standing,
    now: dt.datetime,
    period: Month,
    progress: Progress | None = None,
) -> Made:
    """Measure a month from all the evidence there is, and keep the statement beside earlier ones.

    Until the month's evaluation the evidence is taken to reach to this minute. Raises NotPermitted,
    NoAgreement, NothingInForce, NotYetBegun, EvidenceMissing or EvidenceAltered.
    """
    check_may_make_statement(by)
    agreements = [version.agreement for version in versions_of(by.alliance_id)]
    if not agreements:
        raise NoAgreement("No agreement has been recorded for this alliance yet.")
    terms = governing(in_order(agreements), period).terms
    as_of = _reach(period, terms, now)
    stored = checked(reversed(batches_of(by.alliance_id)))
    with DuckEngine(stored, memory_limit=MEMORY_LIMIT) as engine:
        made = measured(agreements, stored, engine, period, as_of=as_of, progress=progress)
    return _keep(by, now, made)


def _sources_fit(stored: StoredBatch, terms: Agreement) -> None:
    """Evidence that the other side wrote is read as untrusted: it must belong to a known source."""
    name, table = stored.batch.source, stored.batch.table
    mapping = ready_mapping(name, only_source(terms.evidence, name), terms.zone)
    if mapping.table != table:
        raise NoSourceForFile(
            f"{stored.batch.name} holds {table}, but the source {name!r} of the agreement fills"
            f" {mapping.table}"
        )


def _home(stored: StoredBatch, folder: Path) -> StoredBatch:
    """The batch with its file in the alliance's folder, where evidence that came whole is copied.

    The name is the digest of the bytes, so writing it twice writes the same.
    """
    if stored.path.parent == folder:
        return stored
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=folder) as incoming:
        copy = Path(shutil.copy(stored.path, incoming))
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        copy.replace(folder / stored.path.name)
    return StoredBatch(stored.batch, folder / stored.path.name)


def _heal(known: KeptBatch, stored: StoredBatch) -> None:
    """Let the manifest name the file just written where its own is lost: the rows are the same."""
    try:
        checked([known])
    except (EvidenceMissing, EvidenceAltered):
        EvidenceBatch.objects.filter(pk=known.id).update(stored_as=stored.path.name)


def _record(by: Standing, now: dt.datetime, stored: StoredBatch) -> Added:
    """The commit point: from the insertion on, the file counts."""
    try:
        with transaction.atomic():
            row = EvidenceBatch.objects.create(
                alliance_id=by.alliance_id,
                **_described(stored.batch),
                stored_as=stored.path.name,
                added_by_id=by.person_id,
                added_at=now,
            )
    except IntegrityError:
        # Somebody else added the same rows between our look and our insertion.
        known = batch_with(by.alliance_id, stored.batch.content)
        if known is None:
            raise
        return Added(known, known_already=True)
    return Added(
        KeptBatch(row.pk, stored.batch, stored.path, by.person_name, now), known_already=False
    )


def _described(batch: Batch) -> dict[str, object]:
    return {
        "table": batch.table,
        "source": batch.source,
        "name": batch.name,
        "content": batch.content,
        "file_sha256": batch.file_sha256,
        "mapping_sha256": batch.mapping_sha256,
        "rows": batch.rows,
        "quarantined": dict(batch.quarantined),
        "clock_notes": dict(batch.clock_notes),
        "fields": list(batch.fields),
        "first_at": batch.first_at,
        "last_at": batch.last_at,
    }


def _reach(period: Month, terms: Agreement, now: dt.datetime) -> int:
    """How far the evidence of a month reaches: its evaluation, or this very minute until then."""
    window = month_window(period, terms)
    # To the minute, so that the other side can type it.
    moment = to_micros(now) // MINUTE * MINUTE
    if moment < window.start:
        begins = from_micros(window.start, zone(terms.zone))
        raise NotYetBegun(f"{period} has not begun: it starts on {begins:%Y-%m-%d} ({terms.zone}).")
    return min(moment, window.as_of)


def _keep(by: Standing, now: dt.datetime, made: Statement) -> Made:
    """The commit point: a statement stands beside earlier ones, and equal ones are one."""
    digest = made.digest
    known = statement_with(by.alliance_id, digest)
    if known is not None:
        return Made(known, unchanged=True)
    body = statement_bytes(made).decode()
    with transaction.atomic():
        row, fresh = StatementRecord.objects.get_or_create(
            alliance_id=by.alliance_id,
            digest=digest,
            defaults={
                "period": made.period.month,
                "body": body,
                "made_by_id": by.person_id,
                "made_at": now,
            },
        )
    kept = KeptStatement(row.pk, row.period, digest, row.body, str(row.made_by), row.made_at)
    return Made(kept, unchanged=not fresh)
