"""Writing an export: a ledger as one file that proves itself, an entry at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from entente.ledger.archive import TarWriter
from entente.ledger.kernel.checkpoints import peek_checkpoint
from entente.ledger.kernel.entries import LARGEST_PAYLOAD
from entente.ledger.kernel.exports import (
    ABOUT,
    CHECKPOINT,
    About,
    earlier_path,
    payloads_path,
    read_about,
)
from entente.ledger.kernel.keys import PublicKey
from entente.ledger.kernel.tiles import WIDTH, Place, Tiles, bundled
from entente.ledger.kernel.tree import leaf_hash

IN_MEMORY = 8 * 2**20  # bytes of the payloads of one bundle; more waits on the disk

Recorded = tuple[bytes, bytes | None]
"""An entry and its payload, which is None where it was erased."""


class NothingToProve(ValueError):
    """Entries that do not lead to the checkpoint that an export of them would end with."""


def write_export(
    file: BinaryIO,
    recorded: Iterable[Recorded],
    *,
    checkpoint: bytes,
    earlier: Sequence[bytes] = (),
    keys: Sequence[PublicKey],
) -> None:
    """Write a ledger up to a signed checkpoint; memory holds one bundle of entries at a time."""
    head = peek_checkpoint(checkpoint)
    before = {peek_checkpoint(note).size: note for note in earlier}
    about = About(
        tuple(sorted(before)), "entente-ledger/1", tuple(str(key) for key in keys), head.origin
    )
    out = TarWriter(file)
    out.add(ABOUT, bytes(about))
    read_about(bytes(about)).public_keys()
    for size, note in sorted(before.items()):
        out.add(earlier_path(size), note)
    out.add(CHECKPOINT, checkpoint)
    tiles = Tiles()
    for bundle in _in_bundles(islice(recorded, head.size)):
        tiles = _write_bundle(out, tiles, bundle)
    for place, data in tiles.partial:
        out.add(place.path, data)
    out.end()
    if (tiles.size, tiles.root) != (head.size, head.root):
        raise NothingToProve(f"{tiles.size} entries do not lead to the checkpoint {head}")


def _in_bundles(recorded: Iterator[Recorded]) -> Iterator[list[Recorded]]:
    while bundle := list(islice(recorded, WIDTH)):
        yield bundle


def _write_bundle(out: TarWriter, tiles: Tiles, bundle: Sequence[Recorded]) -> Tiles:
    place = Place(None, tiles.size // WIDTH, len(bundle))
    out.add(place.path, bundled([entry for entry, _ in bundle]))
    with SpooledTemporaryFile(max_size=IN_MEMORY) as payloads:
        for _, payload in bundle:
            if payload is not None and not 0 < len(payload) <= LARGEST_PAYLOAD:
                raise ValueError(f"a payload has 1 to {LARGEST_PAYLOAD} bytes, not {len(payload)}")
            length = len(payload or b"")  # an erased one has none
            payloads.write(length.to_bytes(4, "big") + (payload or b""))
        out.add_from(payloads_path(place), cast("BinaryIO", payloads))
    tiles, filled = tiles.extended([leaf_hash(entry) for entry, _ in bundle])
    for where, data in filled:
        out.add(where.path, data)
    return tiles
