"""Entries: what is recorded, one line of canonical JSON each, with its payload set aside.

An entry holds no personal text. It names its payload by digest, so that the payload can be erased
while every proof stands. A payload carries random salt, so that an erased text cannot be found
again by trying texts until the digest fits. Docs: docs/algorithms/proof.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from entente.foundation.canonical import (
    EXACT,
    Json,
    NotAsWritten,
    canonical_bytes,
    parsed,
    read,
    written,
)
from entente.ledger.kernel.encoding import Malformed

LARGEST_PAYLOAD = 2**20  # bytes; what is larger is a document of its own, named by its digest
SALT_SIZE = 16

NAME = r"[a-z0-9](?:[a-z0-9._/:-]{0,198}[a-z0-9])?"
KIND = r"[a-z][a-z0-9]{0,30}\.[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){0,8}"
_AT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
# No value of an entry has a mark that JSON could write in two ways. So this is all of the reader:
# what matches is canonical, and nothing else is an entry.
_ENTRY = re.compile(
    rf'{{"alliance":"({NAME})","at":"({_AT})","by":"({NAME})","digest":"(sha256:[0-9a-f]{{64}})",'
    rf'"index":(0|[1-9][0-9]{{0,15}}),"kind":"({KIND})"}}'
)
_NAME, _KIND = re.compile(NAME), re.compile(KIND)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment: in which alliance's log, where, what kind, by whom, when, and of what."""

    alliance: str  # the origin of the log's checkpoints, so that no entry passes for another log's
    index: int
    kind: str  # part.thing-participle, such as scope.change-proposed
    by: str  # a reference, never a person's name
    at: datetime
    digest: str  # of the payload

    def __post_init__(self) -> None:
        wrong = [
            f"{name} {value!r}"
            for name, value, form in (
                ("alliance", self.alliance, _NAME),
                ("kind", self.kind, _KIND),
                ("by", self.by, _NAME),
                ("digest", self.digest, _DIGEST),
            )
            if not form.fullmatch(value)
        ]
        if not 0 <= self.index < EXACT:
            wrong.append(f"index {self.index}")
        if self.at.utcoffset() != timedelta():
            wrong.append(f"at {self.at}, which is not in UTC")
        if wrong:
            raise Malformed(f"no entry has the {', the '.join(wrong)}")

    def __bytes__(self) -> bytes:
        at = self.at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        members = ("alliance", "by", "digest", "index", "kind")
        return canonical_bytes({"at": at} | {name: getattr(self, name) for name in members})


@dataclass(frozen=True)
class Erasure:
    """The payload of an entry of kind `ledger.payload-erased`: which payloads, on what ground."""

    KIND = "ledger.payload-erased"

    entries: tuple[int, ...]  # rising
    ground: str  # such as a request of the person concerned; itself without personal text


@dataclass(frozen=True)
class KeyRegistered:
    """The payload of an entry of kind `ledger.key-registered`: a side's key to cosign with."""

    KIND = "ledger.key-registered"

    side: str
    key: str


def parts_of(entry: bytes) -> tuple[str, str, str, str, int, str]:
    """Alliance, time, author, digest, index and kind of an entry's bytes, as they are written."""
    text = entry.decode("latin-1")  # never fails; the form lets nothing beyond ASCII pass
    match = _ENTRY.fullmatch(text)
    if match is None:
        raise Malformed(f"not an entry in its one form: {text[:80]!a}")
    alliance, at, by, digest, index, kind = match.groups()
    try:
        datetime.fromisoformat(at)
    except ValueError:
        raise Malformed(f"an entry says that it is of {at}, which is no time") from None
    return alliance, at, by, digest, int(index), kind


def read_entry(entry: bytes) -> Entry:
    """An entry from its bytes."""
    alliance, at, by, digest, index, kind = parts_of(entry)
    return Entry(alliance, index, kind, by, datetime.fromisoformat(at).astimezone(UTC), digest)


def payload_bytes(body: Json, salt: bytes) -> bytes:
    """The bytes of a payload; its salt is drawn anew for each, and erased with it."""
    if len(salt) != SALT_SIZE:
        raise ValueError(f"salt has {SALT_SIZE} bytes, not {len(salt)}")
    payload = canonical_bytes({"body": body, "salt": salt.hex()})
    if len(payload) > LARGEST_PAYLOAD:
        raise ValueError(
            f"a payload has at most {LARGEST_PAYLOAD} bytes, this has {len(payload)};"
            " keep the document elsewhere and record its digest"
        )
    return payload


def payload_digest(payload: bytes) -> str:
    """The digest by which an entry names its payload."""
    return f"sha256:{sha256(payload).hexdigest()}"


def read_payload(payload: bytes) -> Json:
    """The body of a payload."""
    document = parsed(payload)
    match document:
        case {"body": body, "salt": str(salt), **others} if not others:
            if payload_bytes(body, bytes.fromhex(salt)) == payload:
                return body  # type: ignore[no-any-return] # what canonical_bytes took is Json
    raise NotAsWritten("a payload is canonical JSON of a body and its salt")


def read_erasure(payload: bytes) -> Erasure:
    """What an entry of its kind erased."""
    erasure = read(Erasure, read_payload(payload))
    if not erasure.entries or list(erasure.entries) != sorted(set(erasure.entries)):
        raise NotAsWritten("entries: an erasure names one entry or more, each once and in order")
    return erasure


def read_key_registered(payload: bytes) -> KeyRegistered:
    """Which key an entry of its kind registered."""
    return read(KeyRegistered, read_payload(payload))


def body_of(value: Erasure | KeyRegistered) -> Json:
    """The body of a payload that the ledger itself writes."""
    return written(value)
