"""The Merkle tree of RFC 9162 over SHA-256, kept as the few hashes that the next entry needs.

A tree of n leaves splits at the largest power of two below n. Its left part is full, so it never
changes again: the hashes of the full subtrees, one for each bit of n, are all that is needed to
append and to know the root. Docs: docs/algorithms/tree.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry; the 0 in front keeps entries and inner nodes apart."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree by its full subtrees: how many leaves, and a hash for each bit of that number."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()  # of the largest subtree first

    def __post_init__(self) -> None:
        if self.size < 0 or self.size.bit_count() != len(self.hashes):
            raise ValueError(f"{len(self.hashes)} subtrees cannot make a tree of {self.size}")

    @property
    def root(self) -> bytes:
        """The root: the full subtrees folded from the smallest to the largest."""
        if not self.hashes:
            return EMPTY_ROOT
        *larger, root = self.hashes
        for left in reversed(larger):
            root = node_hash(left, root)
        return root

    def extended(self, hashes: Sequence[bytes], level: int = 0) -> Frontier:
        """The tree with more at its end: leaf hashes, or roots of full subtrees of 2^level leaves.

        Each level pairs its nodes and hands their parents up. What stands alone on the left waited
        there from before; what is left over on the right waits from now on.
        """
        if self.size % (1 << level):
            raise ValueError(f"a tree of {self.size} cannot take subtrees of {1 << level} leaves")
        size = self.size + (len(hashes) << level)
        waiting = list(self.hashes)  # the smallest last, where the pairing begins
        kept: list[bytes] = []
        row = list(hashes)
        while row or waiting:
            if self.size >> level & 1:
                row.insert(0, waiting.pop())
            if len(row) & 1:
                kept.append(row.pop())
            row = _parents(row)
            level += 1
        return Frontier(size, tuple(reversed(kept)))


def _parents(row: list[bytes]) -> list[bytes]:
    pairs = iter(row)
    return [
        sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)
    ]


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes that are all at hand."""
    return Frontier().extended(leaf_hashes).root
