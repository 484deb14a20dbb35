"""Verifying an export offline: everything in it is recomputed, or the place that fails is named.

Nothing in the export is trusted. What is proved is said against keys that the reader holds; with
none, only that the export agrees with itself. Memory holds one bundle of entries and the numbers
of erased payloads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from entente.ledger.archive import NotProved, Part, Source, opened
from entente.ledger.kernel.checkpoints import Checkpoint, SignedCheckpoint, open_checkpoint
from entente.ledger.kernel.entries import (
    LARGEST_PAYLOAD,
    Erasure,
    KeyRegistered,
    parts_of,
    read_erasure,
    read_key_registered,
)
from entente.ledger.kernel.exports import (
    ABOUT,
    CHECKPOINT,
    About,
    earlier_path,
    payloads_path,
    read_about,
)
from entente.ledger.kernel.histories import HistoryMissing, TwoHistories
from entente.ledger.kernel.keys import Kind, PublicKey
from entente.ledger.kernel.notes import LARGEST_NOTE
from entente.ledger.kernel.tiles import LONGEST_ENTRY, WIDTH, Place, Tiles, unbundled
from entente.ledger.kernel.tree import HASH_SIZE

LARGEST_ABOUT = 2**20
LARGEST_BUNDLE = WIDTH * (LONGEST_ENTRY + 2)


@dataclass
class Proved:
    """What an export proves."""

    checkpoint: SignedCheckpoint
    earlier: tuple[SignedCheckpoint, ...]
    since: SignedCheckpoint | None
    keys: tuple[PublicKey, ...]
    trusted: bool  # whether the reader brought the log's key along
    first_at: str = ""
    last_at: str = ""
    erased: int = 0
    backwards: list[int] = field(default_factory=list)  # entries that bear an earlier time
    registered: dict[str, tuple[str, int]] = field(default_factory=dict)  # a key's side and entry
    missing: set[int] = field(default_factory=set)  # payloads that no entry so far erases
    disagreeing: list[Checkpoint] = field(default_factory=list)


def verify_export(
    path: Path, *, since: bytes | None = None, keys: Sequence[PublicKey] = ()
) -> Proved:
    """What an export proves; NotProved, TwoHistories or HistoryMissing where it fails."""
    with opened(path) as source:
        return verify(source, since=since, keys=keys)


def verify(source: Source, *, since: bytes | None = None, keys: Sequence[PublicKey] = ()) -> Proved:
    """The same for an export that is open."""
    proved = _beginning(source, since, keys)
    head = proved.checkpoint.checkpoint
    tiles = Tiles()
    while tiles.size < head.size:
        tiles = _bundle(source, proved, tiles)
    for place, data in tiles.partial:
        _same_tile(source, place, data)
    source.end()
    if tiles.root != head.root:
        raise NotProved(f"the entries do not lead to the root of the checkpoint {head}")
    if proved.disagreeing:
        raise TwoHistories(proved.disagreeing[0], head)
    if proved.missing:
        first, others = min(proved.missing), len(proved.missing) - 1
        more = f", and {others} more" if others else ""
        raise NotProved(f"the payload of entry {first} is missing and no entry erases it{more}")
    return proved


def origin_of(source: Source) -> str:
    """Which log an export says that it is of; nothing is checked yet."""
    with _naming(ABOUT):
        return read_about(_whole(source, ABOUT, LARGEST_ABOUT)).origin


def _beginning(source: Source, since: bytes | None, trusted: Sequence[PublicKey]) -> Proved:
    """What the export says of itself, its checkpoints, and the one that the reader has kept."""
    with _naming(ABOUT):
        about = read_about(_whole(source, ABOUT, LARGEST_ABOUT))
        keys = about.public_keys()
    earlier = tuple(_checkpoint(source, about, keys, size) for size in about.checkpoints)
    last = _checkpoint(source, about, keys, None)
    if earlier and earlier[-1].checkpoint.size >= last.checkpoint.size:
        raise NotProved("an earlier checkpoint is not smaller than the last one")
    held = {key for key in trusted if key.kind is Kind.NOTE}
    if held and not held & set(last.signed_by):
        names = ", ".join(str(key) for key in last.signed_by)
        raise NotProved(f"the log's key is none of those that you hold: {names}")
    kept = None if since is None else _kept(since, (*trusted, *keys), last)
    return Proved(last, earlier, kept, keys, bool(held))


def _checkpoint(
    source: Source, about: About, keys: Sequence[PublicKey], size: int | None
) -> SignedCheckpoint:
    name = CHECKPOINT if size is None else earlier_path(size)
    with _naming(name):
        found = open_checkpoint(_whole(source, name, LARGEST_NOTE), keys)
    head = found.checkpoint
    if head.origin != about.origin or size not in {None, head.size}:
        raise NotProved(f"{name} is the checkpoint of another log or size: {head}")
    if not found.signed_by or found.unknown:
        odd = ", ".join(found.unknown) or "nobody as the log"
        raise NotProved(f"{name} is signed by {odd}, of whom {ABOUT} names no key")
    return found


def _kept(since: bytes, keys: Sequence[PublicKey], last: SignedCheckpoint) -> SignedCheckpoint:
    with _naming("the checkpoint that you kept"):
        kept = open_checkpoint(since, keys)
    if kept.checkpoint.origin != last.checkpoint.origin:
        raise NotProved(
            f"the checkpoint that you kept is of another log ({kept.checkpoint}) than"
            f" the export ({last.checkpoint})"
        )
    if kept.checkpoint.size > last.checkpoint.size:
        raise HistoryMissing(kept.checkpoint, last.checkpoint)
    return kept


def _bundle(source: Source, proved: Proved, tiles: Tiles) -> Tiles:
    """Check a bundle of entries with its payloads; gives the tree with it."""
    head = proved.checkpoint.checkpoint
    place = Place(None, tiles.size // WIDTH, min(WIDTH, head.size - tiles.size))
    with _naming(place.path):
        entries = unbundled(_whole(source, place.path, LARGEST_BUNDLE))
    if len(entries) != place.width:
        raise NotProved(f"{place.path} holds {len(entries)} entries, not {place.width}")
    _payloads(source, proved, payloads_path(place), tiles.size, entries)
    leaves = [sha256(b"\0" + entry).digest() for entry in entries]
    _compare_heads(proved, tiles, leaves)
    tiles, filled = tiles.extended(leaves)
    for where, data in filled:
        _same_tile(source, where, data)
    return tiles


def _payloads(
    source: Source, proved: Proved, name: str, first: int, entries: Sequence[bytes]
) -> None:
    origin, last_at = proved.checkpoint.checkpoint.origin, proved.last_at
    with _part(source, name) as part, _naming(name):
        for expected, entry in enumerate(entries, first):
            alliance, at, _, digest, index, kind = parts_of(entry)
            if index != expected or alliance != origin:
                raise NotProved(f"entry {index} of {alliance} stands at {expected} of {origin}")
            if at < last_at:
                proved.backwards.append(index)
            last_at = at
            payload = _payload(part, index)
            if not payload:
                proved.missing.add(index)
            elif sha256(payload).hexdigest() != digest[7:]:
                raise NotProved(f"the payload of entry {index} is not the one that it names")
            if kind.startswith("ledger."):
                _of_the_ledger(proved, index, kind, payload)
    proved.first_at, proved.last_at = proved.first_at or parts_of(entries[0])[1], last_at


def _payload(part: Part, index: int) -> bytes:
    length = int.from_bytes(part.read(4), "big")
    if length > LARGEST_PAYLOAD:
        raise NotProved(f"the payload of entry {index} claims {length} bytes")
    return part.read(length)


def _of_the_ledger(proved: Proved, index: int, kind: str, payload: bytes) -> None:
    """Entries by which the ledger speaks of itself: erased payloads, registered keys."""
    if kind == KeyRegistered.KIND and payload:
        told = read_key_registered(payload)
        proved.registered[told.key] = told.side, index
    if kind == Erasure.KIND:
        if not payload:
            raise NotProved(f"entry {index} erases payloads, but does not say which")
        for erased in read_erasure(payload).entries:
            if erased not in proved.missing:
                raise NotProved(
                    f"entry {index} erases the payload of entry {erased}, which is still here"
                )
            proved.missing.remove(erased)
            proved.erased += 1


def _compare_heads(proved: Proved, tiles: Tiles, leaves: Sequence[bytes]) -> None:
    """Compare each checkpoint whose size is reached by these leaves with the tree at that size."""
    kept = [proved.since] if proved.since else []
    for one in (*kept, *proved.earlier):
        head = one.checkpoint
        count = head.size - tiles.size
        if 0 < count <= len(leaves) and tiles.extended(leaves[:count])[0].root != head.root:
            proved.disagreeing.append(head)


def _same_tile(source: Source, place: Place, data: bytes) -> None:
    if _whole(source, place.path, WIDTH * HASH_SIZE) != data:
        raise NotProved(f"{place.path} does not follow from the entries")


def _whole(source: Source, name: str, most: int) -> bytes:
    with _part(source, name) as part:
        return part.whole(most)


@contextmanager
def _part(source: Source, name: str) -> Iterator[Part]:
    yield from source.part(name)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Say which file it was that a reader of texts refused."""
    try:
        yield
    except NotProved:
        raise
    except ValueError as error:
        raise NotProved(f"{name}: {error}") from None
