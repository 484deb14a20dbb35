"""Ledgers made in memory, for tests that change them afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from entente.foundation.canonical import Json
from entente.ledger.archive import TarSource
from entente.ledger.exporting import Recorded, write_export
from entente.ledger.kernel.checkpoints import Checkpoint
from entente.ledger.kernel.cosignatures import cosignature
from entente.ledger.kernel.entries import (
    Entry,
    Erasure,
    KeyRegistered,
    body_of,
    payload_bytes,
    payload_digest,
)
from entente.ledger.kernel.keys import Kind, PrivateKey, PublicKey
from entente.ledger.kernel.notes import signed
from entente.ledger.kernel.tree import leaf_hash, root_of
from entente.ledger.verifying import Proved, verify

ORIGIN = "entente.example/harbour-and-quay"
LOG = PrivateKey(ORIGIN, Kind.NOTE, bytes([1]) * 32)
CLIENT = PrivateKey("harbour.example/cosigner", Kind.COSIGNATURE, bytes([2]) * 32)
PROVIDER = PrivateKey("quay.example/cosigner", Kind.COSIGNATURE, bytes([3]) * 32)
KEYS = (LOG.public, CLIENT.public, PROVIDER.public)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Ledger:
    """Entries and their payloads, in order."""

    origin: str = ORIGIN
    entries: list[bytes] = field(default_factory=list)
    payloads: list[bytes | None] = field(default_factory=list)

    def append(self, kind: str, body: Json, by: str = "client/41") -> int:
        index = len(self.entries)
        entry, payload = recorded(self.origin, index, kind, body, by)
        self.entries.append(entry)
        self.payloads.append(payload)
        return index

    def erase(self, *indexes: int) -> int:
        for index in indexes:
            self.payloads[index] = None
        erasure = Erasure(indexes, "request of the person concerned")
        return self.append(Erasure.KIND, body_of(erasure))

    def register(self, side: str, key: PrivateKey) -> int:
        return self.append(KeyRegistered.KIND, body_of(KeyRegistered(side, str(key.public))))

    def head(self, size: int | None = None) -> Checkpoint:
        kept = self.entries[:size]
        return Checkpoint(self.origin, len(kept), root_of([leaf_hash(one) for one in kept]))

    def checkpoint(self, size: int | None = None, *, by: Sequence[PrivateKey] = ()) -> bytes:
        text = self.head(size).text
        note = signed(text, LOG)
        for key in by:
            note = note.with_signature(cosignature(text, key, 1_790_000_000))
        return bytes(note)

    def export(
        self,
        size: int | None = None,
        *,
        earlier: Sequence[bytes] = (),
        by: Sequence[PrivateKey] = (),
        keys: Sequence[PublicKey] = KEYS,
    ) -> bytes:
        return exported(
            zip(self.entries, self.payloads, strict=True),
            self.checkpoint(size, by=by),
            earlier=earlier,
            keys=keys,
        )


def recorded(origin: str, index: int, kind: str, body: Json, by: str) -> tuple[bytes, bytes]:
    """An entry and its payload, the same each time."""
    salt = sha256(f"{origin} {index}".encode()).digest()[:16]
    payload = payload_bytes(body, salt)
    at = START + timedelta(minutes=index)
    return bytes(Entry(origin, index, kind, by, at, payload_digest(payload))), payload


def exported(
    entries: Iterable[Recorded],
    checkpoint: bytes,
    *,
    earlier: Sequence[bytes] = (),
    keys: Sequence[PublicKey] = KEYS,
) -> bytes:
    file = io.BytesIO()
    write_export(file, entries, checkpoint=checkpoint, earlier=earlier, keys=keys)
    return file.getvalue()


def filled(count: int, text: str = "", origin: str = ORIGIN) -> Ledger:
    """A ledger of an alliance: keys first, then changes that were proposed."""
    ledger = Ledger(origin)
    for side, key in (("client", CLIENT), ("provider", PROVIDER)):
        if len(ledger.entries) < count:
            ledger.register(side, key)
    while len(ledger.entries) < count:
        ledger.append("scope.change-proposed", {"number": len(ledger.entries), "text": text})
    return ledger


def proved_by(data: bytes, *, since: bytes | None = None, keys: Sequence[PublicKey] = ()) -> Proved:
    return verify(TarSource(io.BytesIO(data)), since=since, keys=keys)


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an export as any tar finds them."""
    import tarfile

    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            file = archive.extractfile(member)
            assert file is not None
            yield member.name, file.read()
