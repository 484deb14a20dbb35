"""A ledger verified offline, beside nothing but the hashing of the same bytes.

Run `python -m bench.ledger [--entries 100000] [--write docs/benchmarks.md]`. The floor hashes each
payload, each entry and each node of the tree with hashlib, from lists in memory: the least that
any verification does. Beside it, appending in batches: entries made, hashed and folded into a root.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bench.pages import alternating, arguments, give, machine, ratio, said, table
from entente.ledger.exporting import Recorded, write_export
from entente.ledger.kernel.checkpoints import Checkpoint
from entente.ledger.kernel.entries import Entry, payload_bytes, payload_digest
from entente.ledger.kernel.keys import Kind, PrivateKey
from entente.ledger.kernel.notes import signed
from entente.ledger.kernel.tree import Frontier, leaf_hash
from entente.ledger.verifying import verify_export

ORIGIN = "entente.example/bench"
LOG = PrivateKey(ORIGIN, Kind.NOTE, bytes(32))
START = datetime(2026, 3, 2, tzinfo=UTC)
SALT = bytes(16)


def recorded(first: int, count: int) -> Iterator[Recorded]:
    """So many entries with the payload of a small act."""
    for index in range(first, first + count):
        payload = payload_bytes({"change": index, "title": "Extended hours at quarter end"}, SALT)
        at = START + timedelta(seconds=index)
        digest = payload_digest(payload)
        entry = Entry(ORIGIN, index, "scope.change-proposed", f"client/{index % 40}", at, digest)
        yield bytes(entry), payload


def hashed(kept: Sequence[tuple[bytes, bytes]]) -> bytes:
    """All hashes of a ledger and no question asked: payloads, entries, tree."""
    for _, payload in kept:
        hashlib.sha256(payload).digest()
    row = [hashlib.sha256(b"\0" + entry).digest() for entry, _ in kept]
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        above = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs]
        row = above + row[len(above) * 2 :]
    return row[0]


def appended(count: int, batch: int) -> bytes:
    """So many entries appended in batches, with a root after each."""
    tree = Frontier()
    while tree.size < count:
        tree = tree.extended([leaf_hash(entry) for entry, _ in recorded(tree.size, batch)])
        root = tree.root
    return root


def section(count: int, runs: int) -> str:
    """The figures as a small Markdown section."""
    kept = [(entry, payload) for entry, payload in recorded(0, count) if payload]
    root = Frontier().extended([leaf_hash(entry) for entry, _ in kept]).root
    note = bytes(signed(Checkpoint(ORIGIN, count, root).text, LOG))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.ledger")
        with path.open("wb") as file:
            write_export(file, kept, checkpoint=note, keys=[LOG.public])
        size = os.path.getsize(path)
        times = alternating(
            {
                "hashlib over the same bytes": partial(hashed, kept),
                "`verify_export`": partial(verify_export, path),
                "entries made and appended, 100 in a batch": partial(appended, count, 100),
            },
            runs,
        )
    floor, verified, _ = times.values()
    rows = [[name, said(each), f"{ratio(each, floor):.2f}"] for name, each in times.items()]
    return "\n".join(
        [
            f"{count:,} entries, {size / 1e6:.0f} MB, {count / sorted(verified)[runs // 2]:,.0f}"
            " entries verified a second.",
            "",
            table(["what", "seconds", "ratio"], rows),
            "",
            machine("rfc8785", "cryptography"),
        ]
    )


def main() -> None:
    """Measure, print, and write where asked."""
    options = arguments(__doc__)
    options.add_argument("--entries", type=int, default=100_000)
    asked = options.parse_args()
    count = 2_000 if asked.quick else asked.entries
    give("ledger", section(count, asked.runs or (3 if asked.quick else 7)), asked.write)


if __name__ == "__main__":
    main()
