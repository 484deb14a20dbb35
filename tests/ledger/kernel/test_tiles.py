"""Tiles: paths, widths, what fills them, and any proof made from them alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.ledger.kernel.encoding import Malformed
from entente.ledger.kernel.proofs import consistent, includes, prove_consistency, prove_inclusion
from entente.ledger.kernel.tiles import (
    Place,
    Tiles,
    bundled,
    bundles,
    hashes_of,
    nodes_of,
    read_path,
    unbundled,
    widths,
)
from entente.ledger.kernel.tree import leaf_hash, root_of

LEAVES = [leaf_hash(number.to_bytes(4)) for number in range(70_000)]
STEPS = (0, 1, 255, 256, 257, 512, 65_535, 65_536, 65_537, 70_000)


def test_a_path_is_in_groups_of_three_digits() -> None:
    assert Place(0, 1234067).path == "tile/0/x001/x234/067"
    assert Place(None, 273, 112).path == "tile/entries/273.p/112"
    assert Place(2, 0, 1).path == "tile/2/000.p/1"


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**13), st.integers(1, 256))
def test_a_path_is_read_as_it_was_written(level: int | None, index: int, width: int) -> None:
    place = Place(level, index, width)

    assert read_path(place.path) == place


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/0/x000/001",
        "tile/0/000.p/256", "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/", "/tile/0/000",
        "tile/0/001/002", "tile/entry/000", "tile/0/000\n", "tile/0/٠٠٠", "tile/0/x1/000",
        "tile/0/../000",
    ],
)  # fmt: skip
def test_a_tile_has_one_path(path: str) -> None:
    with pytest.raises(Malformed):
        read_path(path)


def test_the_tiles_of_70000_entries_are_those_of_the_standard() -> None:
    found = list(widths(70_000))

    assert len([one for one in found if one.level == 0 and one.width == 256]) == 273
    assert [one for one in found if one.width < 256] == [
        Place(0, 273, 112),
        Place(1, 1, 17),
        Place(2, 0, 1),
    ]
    assert list(widths(256)) == [Place(0, 0), Place(1, 0, 1)]
    assert list(bundles(300)) == [Place(None, 0), Place(None, 1, 44)]
    assert [*widths(0), *bundles(0)] == []


def grown(*sizes: int) -> tuple[Tiles, dict[Place, bytes]]:
    tree = Tiles()
    kept: dict[Place, bytes] = {}
    for size in sizes:
        tree, filled = tree.extended(LEAVES[tree.size : size])
        kept.update(filled)
    return tree, kept


@pytest.mark.parametrize("size", STEPS)
def test_growing_fills_exactly_the_tiles_that_the_size_says(size: int) -> None:
    tree, kept = grown(*(step for step in STEPS if step < size), size)
    kept.update(tree.partial)

    assert sorted(kept, key=lambda place: place.path) == sorted(
        widths(size), key=lambda place: place.path
    )
    assert all(len(data) == place.width * 32 for place, data in kept.items())
    assert tree.root == root_of(LEAVES[:size])


def test_any_proof_can_be_made_from_tiles_alone() -> None:
    tree, kept = grown(70_000)
    kept.update(tree.partial)
    by_place = {(place.level, place.index): data for place, data in kept.items()}
    nodes = nodes_of(lambda level, index: by_place[level, index])

    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        proof = prove_inclusion(nodes, index, 70_000)
        assert includes(tree.root, 70_000, index, LEAVES[index], proof)
    for old in (1, 255, 256, 257, 65_536, 69_999):
        proof = prove_consistency(nodes, old, 70_000)
        assert consistent(root_of(LEAVES[:old]), old, tree.root, 70_000, proof)


def test_a_tile_that_is_too_narrow_for_a_proof_is_named() -> None:
    nodes = nodes_of(lambda *_: LEAVES[0])

    with pytest.raises(LookupError, match="tile/0/000 is too narrow"):
        nodes(1, 0)


@pytest.mark.parametrize("length", [0, 31, 33, 257 * 32])
def test_a_tile_holds_whole_hashes(length: int) -> None:
    with pytest.raises(Malformed, match="no tile"):
        hashes_of(bytes(length))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_is_read_as_it_was_written(entries: list[bytes]) -> None:
    assert unbundled(bundled(entries)) == entries


def test_a_bundle_that_ends_inside_an_entry_is_refused() -> None:
    whole = bundled([b"one", b"three"])

    for end in set(range(1, len(whole))) - {5}:
        with pytest.raises(Malformed, match="ends inside its entry"):
            unbundled(whole[:end])
    with pytest.raises(ValueError, match="at most 65535 bytes"):
        bundled([bytes(65536)])
