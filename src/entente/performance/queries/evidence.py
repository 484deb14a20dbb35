"""Questions about evidence: which batches an alliance has, where they lie, what was set aside.

The files are not trusted: `checked` compares a file's bytes with its name before it is read.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings

from entente.agreement.terms.sources import Table
from entente.performance.intake.store import EvidenceAltered, StoredBatch, sha256_of
from entente.performance.kernel.evidence import Batch, Counts
from entente.performance.models import EvidenceBatch


class NoSuchBatch(LookupError):
    """There is no such batch in this alliance."""


class EvidenceMissing(LookupError):
    """A file that the manifest names is not in the data folder."""


@dataclass(frozen=True)
class KeptBatch:
    """A batch of the manifest: what is known of it, its file, who added it and when."""

    id: int
    batch: Batch
    path: Path
    added_by: str
    added_at: dt.datetime

    @property
    def stored(self) -> StoredBatch:
        """The batch and its file, as intake and engine know them."""
        return StoredBatch(self.batch, self.path, fresh=False)

    @property
    def quarantined(self) -> int:
        """How many rows were set aside."""
        return sum(count for _, count in self.batch.quarantined)


@dataclass(frozen=True)
class QuarantinedRow:
    """A row that was set aside: where it stood, why, and the text that shows it."""

    row: int
    reason: str
    text: str


def folder_of(alliance_id: int) -> Path:
    """Where an alliance's evidence lies."""
    return Path(settings.DATA) / "evidence" / f"alliance-{alliance_id}"


def batches_of(alliance_id: int) -> list[KeptBatch]:
    """Every batch of an alliance, the latest first."""
    rows = EvidenceBatch.objects.filter(alliance_id=alliance_id).select_related("added_by")
    return [_kept(row) for row in rows]


def batch_of(alliance_id: int, number: int) -> KeptBatch:
    """One batch of an alliance; NoSuchBatch where it has none of this number."""
    rows = EvidenceBatch.objects.filter(alliance_id=alliance_id, pk=number)
    row = rows.select_related("added_by").first()
    if row is None:
        raise NoSuchBatch("There is no such batch of evidence.")
    return _kept(row)


def batch_with(alliance_id: int, content: str) -> KeptBatch | None:
    """The batch that holds these very rows, if the alliance has it."""
    rows = EvidenceBatch.objects.filter(alliance_id=alliance_id, content=content)
    row = rows.select_related("added_by").first()
    return None if row is None else _kept(row)


def checked(kept: Iterable[KeptBatch]) -> list[StoredBatch]:
    """The batches once their files are there and their bytes match their names.

    Raises EvidenceMissing or EvidenceAltered.
    """
    return [_checked(each) for each in kept]


def quarantine_of(kept: KeptBatch, offset: int, limit: int) -> list[QuarantinedRow]:
    """Some of the rows that were set aside, in the order of the file."""
    place = kept.stored.quarantine
    if not place.is_file():
        return []
    with place.open(encoding="utf-8") as lines:
        return [_quarantined(line) for line in itertools.islice(lines, offset, offset + limit)]


def all_quarantined(kept: KeptBatch) -> Iterator[QuarantinedRow]:
    """Every row that was set aside."""
    place = kept.stored.quarantine
    if place.is_file():
        with place.open(encoding="utf-8") as lines:
            yield from (_quarantined(line) for line in lines)


def _quarantined(line: str) -> QuarantinedRow:
    told = json.loads(line)
    return QuarantinedRow(int(told["row"]), str(told["reason"]), str(told["text"] or ""))


def _kept(row: EvidenceBatch) -> KeptBatch:
    batch = Batch(
        table=cast("Table", row.table),
        source=row.source,
        name=row.name,
        file_sha256=row.file_sha256,
        mapping_sha256=row.mapping_sha256,
        content=row.content,
        rows=row.rows,
        quarantined=_counts(row.quarantined),
        fields=tuple(row.fields),
        first_at=row.first_at,
        last_at=row.last_at,
        clock_notes=_counts(row.clock_notes),
    )
    path = folder_of(row.alliance_id) / row.stored_as
    return KeptBatch(row.pk, batch, path, str(row.added_by), row.added_at)


def _counts(told: dict[str, int]) -> Counts:
    return tuple(sorted(told.items()))


def _checked(kept: KeptBatch) -> StoredBatch:
    try:
        stat = kept.path.stat()
    except OSError:
        raise EvidenceMissing(
            f"evidence missing: the file of {kept.batch.name} ({kept.batch.table}) is not in the"
            " data folder; upload the same file again, or ask the other side for its copy"
        ) from None
    if _sha256(kept.path, stat.st_mtime_ns, stat.st_size) != kept.path.stem:
        raise EvidenceAltered(
            f"evidence altered: the stored file of {kept.batch.name} ({kept.batch.table}) no longer"
            " matches its digest; put the true file back, or ask the other side for its copy"
        )
    return kept.stored


@lru_cache(maxsize=1024)
def _sha256(path: Path, _changed: int, _size: int) -> str:
    """The digest of a file's bytes, read once for as long as the file stays as it is."""
    return sha256_of(path)
