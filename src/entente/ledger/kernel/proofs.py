"""Proofs about a tree: an entry is in it, and an older tree is the beginning of a newer one.

Both are lists of hashes (RFC 9162, 2.1.3 and 2.1.4). Making one needs the hashes of full subtrees,
which `Nodes` looks up wherever they are kept; checking one needs nothing but the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from entente.ledger.kernel.tree import EMPTY_ROOT, HASH_SIZE, node_hash

Nodes = Callable[[int, int], bytes]
"""The hash of a full subtree: of the 2^level leaves that begin at index * 2^level."""

LONGEST_PROOF = 64  # hashes; a tree of 2^63 entries needs no more


def root_from(nodes: Nodes, start: int, end: int) -> bytes:
    """The root over the leaves from start to end, where start is where a subtree may begin."""
    if start == end:
        return EMPTY_ROOT
    spans = list(_full_subtrees(start, end))
    root = nodes(*spans.pop())
    for span in reversed(spans):
        root = node_hash(nodes(*span), root)
    return root


def _full_subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Level and index of the full subtrees that make up a span, largest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def prove_inclusion(nodes: Nodes, index: int, size: int) -> tuple[bytes, ...]:
    """The hashes that lead from the entry at an index to the root of a tree of a size."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} entries has none at {index}")
    return tuple(_inclusion(nodes, index, 0, size))


def _inclusion(nodes: Nodes, index: int, start: int, end: int) -> Iterator[bytes]:
    if end - start == 1:
        return
    middle = start + _split(end - start)
    if index < middle:
        yield from _inclusion(nodes, index, start, middle)
        yield root_from(nodes, middle, end)
    else:
        yield from _inclusion(nodes, index, middle, end)
        yield root_from(nodes, start, middle)


def prove_consistency(nodes: Nodes, old: int, new: int) -> tuple[bytes, ...]:
    """The hashes that lead from the root of an older tree to the root of a newer one."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} entries is no beginning of one of {new}")
    if old in {0, new}:
        return ()
    return tuple(_consistency(nodes, old, 0, new, whole=True))


def _consistency(nodes: Nodes, old: int, start: int, end: int, *, whole: bool) -> Iterator[bytes]:
    """`whole`: the old tree is still all that lies in this span, so its root is known already."""
    if old == end:
        if not whole:
            yield root_from(nodes, start, end)
        return
    middle = start + _split(end - start)
    if old <= middle:
        yield from _consistency(nodes, old, start, middle, whole=whole)
        yield root_from(nodes, middle, end)
    else:
        yield from _consistency(nodes, old, middle, end, whole=False)
        yield root_from(nodes, start, middle)


def _split(size: int) -> int:
    """The largest power of two below a size: where the tree of that size divides."""
    return 1 << ((size - 1).bit_length() - 1)


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a leaf hash stands at an index of the tree with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != HASH_SIZE:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while not at & 1 and at:  # it stood alone at the end of these levels
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(
    old_root: bytes, old: int, new_root: bytes, new: int, proof: Sequence[bytes]
) -> bool:
    """Whether an older tree is the beginning of a newer one (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root and (old > 0 or old_root == EMPTY_ROOT)
    if old == 0:  # everything begins with nothing, so nothing would be proved
        return False
    path = list(proof)
    if old & (old - 1) == 0:  # a full tree is a node of the newer one: its root need not be told
        path.insert(0, old_root)
    return bool(path) and _both_roots(path, old, new) == (old_root, new_root)


def _both_roots(path: Sequence[bytes], old: int, new: int) -> tuple[bytes, bytes] | None:
    """The two roots that a path of hashes gives; none where it is too short or too long."""
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_root = new_root = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old_root, new_root = node_hash(sibling, old_root), node_hash(sibling, new_root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new_root = node_hash(new_root, sibling)
        at, last = at >> 1, last >> 1
    return (old_root, new_root) if last == 0 else None
