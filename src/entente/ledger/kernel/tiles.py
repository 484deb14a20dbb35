"""Tiles (C2SP tlog-tiles): a tree and its entries as files that never change once they are full.

A tile is 256 hashes side by side; each stands for a full tile of the level below, those of level 0
for entries. The files of a log in this form are enough for anybody's tools to make any proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from entente.ledger.kernel.encoding import Malformed, shown
from entente.ledger.kernel.proofs import Nodes
from entente.ledger.kernel.tree import HASH_SIZE, Frontier, root_of

HEIGHT = 8  # levels of the tree in one tile
WIDTH = 1 << HEIGHT
LONGEST_ENTRY = 2**16 - 1  # bytes, by the length in front of each entry
_INDEX = re.compile(r"(?:x[0-9]{3}/)*[0-9]{3}", re.ASCII)
_PATH = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/(.+?)(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, order=True)
class Place:
    """Where a tile or a bundle of entries stands: its level (none for entries), index and width."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path of its file."""
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{index_path(self.index)}{partial}"


def index_path(index: int) -> str:
    """An index in groups of three digits: 1234067 is `x001/x234/067`."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups))


def read_path(path: str) -> Place:
    """The place that a path names."""
    match = _PATH.fullmatch(path)
    if match is None or not _INDEX.fullmatch(match[2]):
        raise Malformed(f"not the path of a tile: {shown(path)}")
    level = None if match[1] == "entries" else int(match[1])
    index = int(match[2].replace("x", "").replace("/", ""))
    place = Place(level, index, int(match[3] or WIDTH))
    if place.path != path:  # a zero group too many, or a whole tile that says it is partial
        raise Malformed(f"not the one path of its tile: {shown(path)}")
    return place


def widths(size: int) -> Iterator[Place]:
    """Every tile of a tree of a size, a level after the other."""
    level = 0
    while size:
        yield from (Place(level, index) for index in range(size // WIDTH))
        if size % WIDTH:
            yield Place(level, size // WIDTH, size % WIDTH)
        size, level = size // WIDTH, level + 1


def bundles(size: int) -> Iterator[Place]:
    """Every bundle of entries of a log of a size."""
    yield from (Place(None, index) for index in range(size // WIDTH))
    if size % WIDTH:
        yield Place(None, size // WIDTH, size % WIDTH)


@dataclass(frozen=True)
class Tiles:
    """A growing tree by its tiles that are not full: a row of hashes for each level."""

    size: int = 0
    rows: tuple[tuple[bytes, ...], ...] = ()

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        hashes = (part for row in reversed(self.rows) for part in Frontier().extended(row).hashes)
        return Frontier(self.size, tuple(hashes)).root

    def extended(self, leaves: Sequence[bytes]) -> tuple[Tiles, tuple[tuple[Place, bytes], ...]]:
        """The tree with more leaf hashes, and each tile that they filled with its bytes."""
        rows: list[tuple[bytes, ...]] = []
        filled: list[tuple[Place, bytes]] = []
        coming, before, level = tuple(leaves), self.size, 0
        while coming or level < len(self.rows):
            row = (self.rows[level] if level < len(self.rows) else ()) + coming
            ends = range(WIDTH, len(row) + 1, WIDTH)
            whole = [row[end - WIDTH : end] for end in ends]
            places = [Place(level, before // WIDTH + offset) for offset in range(len(whole))]
            filled += [(place, b"".join(tile)) for place, tile in zip(places, whole, strict=True)]
            rows.append(row[len(whole) * WIDTH :])
            coming = tuple(root_of(tile) for tile in whole)
            before, level = before // WIDTH, level + 1
        return Tiles(self.size + len(leaves), tuple(rows)), tuple(filled)

    @property
    def partial(self) -> tuple[tuple[Place, bytes], ...]:
        """The tiles that are not full, with their bytes."""
        return tuple(
            (Place(level, (self.size >> level * HEIGHT) // WIDTH, len(row)), b"".join(row))
            for level, row in enumerate(self.rows)
            if row
        )


def nodes_of(tile: Callable[[int, int], bytes]) -> Nodes:
    """Full subtrees looked up in tiles, where `tile` gives the bytes at a level and an index."""

    def node(level: int, index: int) -> bytes:
        above, within = divmod(level, HEIGHT)
        at, first = divmod(index << within, WIDTH)
        hashes = hashes_of(tile(above, at))[first : first + (1 << within)]
        if len(hashes) < 1 << within:
            raise LookupError(f"the tile {Place(above, at).path} is too narrow for this proof")
        return root_of(hashes)

    return node


def hashes_of(tile: bytes) -> list[bytes]:
    """The hashes in the bytes of a tile."""
    if not tile or len(tile) % HASH_SIZE or len(tile) > WIDTH * HASH_SIZE:
        raise Malformed(f"{len(tile)} bytes are no tile of 1 to {WIDTH} hashes")
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


def bundled(entries: Sequence[bytes]) -> bytes:
    """Entries one after the other, each with its length in front as two bytes."""
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise ValueError(f"an entry of a bundle has at most {LONGEST_ENTRY} bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundled(data: bytes) -> list[bytes]:
    """The entries of a bundle."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        begin = at + 2
        at = begin + int.from_bytes(data[at:begin], "big")
        if begin > len(data) or at > len(data):
            raise Malformed(f"the bundle ends inside its entry {len(entries)}")
        entries.append(data[begin:at])
    return entries
