"""What an export of a ledger consists of: what it says of itself, and its files in their order.

Beside `about.json` and the payloads it is a log as C2SP tlog-tiles has it, so that others' tools
read it, too. Docs: docs/algorithms/checkpoint.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from entente.foundation.canonical import NotAsWritten, canonical_bytes, parsed, read, written
from entente.ledger.kernel.encoding import Malformed
from entente.ledger.kernel.keys import Kind, PublicKey, read_public_key
from entente.ledger.kernel.tiles import Place

ABOUT = "about.json"
CHECKPOINT = "checkpoint"
MOST_CHECKPOINTS = 1000
MOST_KEYS = 100


@dataclass(frozen=True)
class About:
    """An export in its own words: which log, whose keys, and which earlier checkpoints."""

    checkpoints: tuple[int, ...]  # sizes of earlier checkpoints, rising
    format: Literal["entente-ledger/1"]
    keys: tuple[str, ...]
    origin: str

    def __bytes__(self) -> bytes:
        return canonical_bytes(written(self))

    def public_keys(self) -> tuple[PublicKey, ...]:
        """The keys; at least one of them signs as the log."""
        keys = tuple(read_public_key(text) for text in self.keys)
        if len(set(keys)) < len(keys) or not any(key.kind is Kind.NOTE for key in keys):
            raise Malformed("an export names the key of its log, and each key once")
        return keys


def read_about(data: bytes) -> About:
    """What an export says of itself."""
    about = read(About, parsed(data))
    if bytes(about) != data:
        raise NotAsWritten(f"{ABOUT} is not in its canonical form")
    if list(about.checkpoints) != sorted(set(about.checkpoints)):
        raise NotAsWritten(f"{ABOUT}: checkpoints are listed once each, by rising size")
    if len(about.checkpoints) > MOST_CHECKPOINTS or len(about.keys) > MOST_KEYS:
        raise NotAsWritten(f"{ABOUT}: at most {MOST_CHECKPOINTS} checkpoints, {MOST_KEYS} keys")
    return about


def earlier_path(size: int) -> str:
    """The path of an earlier checkpoint."""
    return f"checkpoints/{size}"


def payloads_path(bundle: Place) -> str:
    """The path of the payloads of a bundle of entries."""
    return bundle.path.replace("tile/entries/", "payloads/")
