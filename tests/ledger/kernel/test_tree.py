"""The tree and its proofs: published vectors, the definitions of the RFC, and every small size."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.ledger.kernel.proofs import (
    Nodes,
    consistent,
    includes,
    prove_consistency,
    prove_inclusion,
    root_from,
)
from entente.ledger.kernel.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root_of


def vectors(shared: Path, name: str) -> Any:
    path = shared / "vectors" / name
    if not path.exists():
        pytest.skip(f"the published vectors are not here: {name}")
    return json.loads(path.read_text("utf-8"))


def tree_by_definition(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, as it is written there."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    left, right = tree_by_definition(leaves[:half]), tree_by_definition(leaves[half:])
    return sha256(b"\x01" + left + right).digest()


def nodes_over(leaves: Sequence[bytes]) -> Nodes:
    def node(level: int, index: int) -> bytes:
        span = leaves[index << level : (index + 1) << level]
        assert len(span) == 1 << level, "a proof asks for full subtrees only"
        return tree_by_definition(span)

    return node


LEAVES = [leaf_hash(bytes([number])) for number in range(70)]


def test_the_published_tree_has_the_published_roots_and_hashes(shared: Path) -> None:
    told = vectors(shared, "merkle_rfc6962_reference_tree.json")
    leaves = [leaf_hash(bytes.fromhex(text)) for text in told["leaf_inputs_hex"]]

    for size, root in enumerate(told["root_hashes_hex"]):
        assert root_of(leaves[:size]).hex() == root
    rows = [tree_by_definition(leaves[at : at + width]).hex()
            for width in (1, 2, 4, 8) for at in range(0, 8, width)]  # fmt: skip
    assert rows == told["node_hashes_flat_hex"]
    for case in told["hasher"]:
        match case["op"]:
            case "empty":
                found = EMPTY_ROOT
            case "leaf":
                found = leaf_hash(case["in_utf8"].encode())
            case _:
                found = node_hash(case["left_utf8"].encode(), case["right_utf8"].encode())
        assert found.hex() == case["want"]


def test_the_published_proofs_are_the_ones_that_we_make(shared: Path) -> None:
    told = vectors(shared, "merkle_rfc6962_reference_tree.json")
    nodes = nodes_over([leaf_hash(bytes.fromhex(text)) for text in told["leaf_inputs_hex"]])

    for case in told["derived_inclusion_proofs"]:
        made = prove_inclusion(nodes, case["index"], case["size"])
        assert [one.hex() for one in made] == case["proof_hex"]
    for case in told["derived_consistency_proofs"]:
        made = prove_consistency(nodes, case["size1"], case["size2"])
        assert [one.hex() for one in made] == case["proof_hex"]


def test_published_probes_of_inclusion_are_judged_as_published(shared: Path) -> None:
    probes = vectors(shared, "merkle_probes_inclusion.json")["probes"]

    wrong = [
        probe["file"]
        for probe in probes
        if includes(
            b64decode(probe["root"]),
            probe["treeSize"],
            probe["leafIdx"],
            b64decode(probe["leafHash"]),
            [b64decode(one) for one in probe["proof"] or []],
        )
        is probe["wantErr"]
    ]

    assert len(probes) == 98
    assert wrong == []


def test_published_probes_of_consistency_are_judged_as_published(shared: Path) -> None:
    probes = vectors(shared, "merkle_probes_consistency.json")["probes"]

    wrong = [
        probe["file"]
        for probe in probes
        if consistent(
            b64decode(probe["root1"]),
            probe["size1"],
            b64decode(probe["root2"]),
            probe["size2"],
            [b64decode(one) for one in probe["proof"] or []],
        )
        is probe["wantErr"]
    ]

    assert len(probes) == 98
    assert wrong == []


@pytest.mark.parametrize("size", range(70))
def test_a_root_is_the_one_of_the_definition(size: int) -> None:
    assert root_of(LEAVES[:size]) == tree_by_definition(LEAVES[:size])
    assert root_from(nodes_over(LEAVES), 0, size) == tree_by_definition(LEAVES[:size])


@given(st.lists(st.integers(0, 40), max_size=8))
def test_appending_in_batches_is_appending_one_by_one(batches: list[int]) -> None:
    leaves = [leaf_hash(number.to_bytes(2)) for number in range(sum(batches))]
    tree, at = Frontier(), 0

    for batch in batches:
        tree, at = tree.extended(leaves[at : at + batch]), at + batch

    assert tree == Frontier().extended(leaves)
    assert tree.root == tree_by_definition(leaves)
    assert len(tree.hashes) == tree.size.bit_count()


def test_whole_subtrees_can_be_appended_by_their_roots() -> None:
    halves = [root_of(LEAVES[:32]), root_of(LEAVES[32:64])]

    assert Frontier().extended(halves, level=5).extended(LEAVES[64:]).root == root_of(LEAVES)


def test_a_frontier_refuses_what_cannot_be_a_tree() -> None:
    with pytest.raises(ValueError, match="2 subtrees cannot make a tree of 4"):
        Frontier(4, (EMPTY_ROOT, EMPTY_ROOT))
    with pytest.raises(ValueError, match="cannot take subtrees of 4 leaves"):
        Frontier().extended(LEAVES[:2]).extended(LEAVES[:1], level=2)


def test_each_entry_of_each_small_tree_is_proved_and_no_other_place_or_leaf() -> None:
    nodes = nodes_over(LEAVES)
    for size in range(1, 20):
        root = root_of(LEAVES[:size])
        for index in range(size):
            proof = prove_inclusion(nodes, index, size)
            assert includes(root, size, index, LEAVES[index], proof)
            assert not includes(root, size, index, LEAVES[size], proof)
            assert not includes(root, size, index, LEAVES[index], (*proof, root))
            assert not includes(root, size, index, LEAVES[index], proof[:-1]) or not proof
            for other in set(range(size + 2)) - {index}:
                assert not includes(root, size, other, LEAVES[index], proof)


def test_each_small_tree_is_proved_a_beginning_of_each_larger_and_of_no_other() -> None:
    nodes = nodes_over(LEAVES)
    for new in range(1, 20):
        root = root_of(LEAVES[:new])
        for old in range(1, new + 1):
            proof = prove_consistency(nodes, old, new)
            before = root_of(LEAVES[:old])
            forked = root_of([*LEAVES[: old - 1], LEAVES[-1]])
            assert consistent(before, old, root, new, proof)
            assert not consistent(forked, old, root, new, proof)
            assert not consistent(before, old, forked, new, proof)
            assert not consistent(before, old, root, new, (*proof, root))
            assert not proof or not consistent(before, old, root, new, proof[:-1])


def test_a_proof_of_what_is_not_there_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="a tree of 3 entries has none at 3"):
        prove_inclusion(nodes_over(LEAVES), 3, 3)
    with pytest.raises(ValueError, match="a tree of 4 entries is no beginning of one of 3"):
        prove_consistency(nodes_over(LEAVES), 4, 3)
    assert prove_consistency(nodes_over(LEAVES), 0, 3) == ()
    assert root_from(nodes_over(LEAVES), 0, 0) == EMPTY_ROOT
