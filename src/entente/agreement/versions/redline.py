"""What changed between two agreements, part by part, and word by word only inside a text.

Parts are aligned first: entries by their keys, items of a list by what they are. So a change is
found where it is, and the work grows with the size of the agreements, however repetitive they are.
Works on any terms: nothing here knows a key of the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from entente.agreement.terms.scalars import Terms
from entente.agreement.versions.pairing import paired, renamed
from entente.agreement.versions.parts import Keyed, Leaf, Listed, Part, Path, part_at, parts_of
from entente.agreement.versions.words import Piece, pieces

Kind = Literal["added", "removed", "changed", "renamed", "moved"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "renamed", "moved")


@dataclass(frozen=True)
class Change:
    """One change: what it is, where it stood and where it stands, what it was and what it is.

    Of what was added, `was_at` ends with the key or the place that it has in the new agreement;
    of what was removed, `path` ends with those of the old one. A part that was renamed or moved
    and changed inside as well has further changes of its own.
    """

    kind: Kind
    was_at: Path
    path: Path
    old: Part | None = None
    new: Part | None = None
    words: tuple[Piece, ...] = ()

    @property
    def said(self) -> bool:
        """Whether anyone wrote it; a default that came or went with what is around it is not."""
        return any(part.said for part in (self.old, self.new) if part)


@dataclass(frozen=True)
class Clause:
    """The changes of one clause: where it stands, what people call it."""

    path: Path
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Redline:
    """Two agreements as parts, and every change that makes the old one into the new one."""

    old: Keyed
    new: Keyed
    changes: tuple[Change, ...]

    def clauses(self) -> tuple[Clause, ...]:
        """The changes that are written somewhere, those of one clause together."""
        said = [change for change in self.changes if change.said]
        return tuple(
            Clause(path, self.title(path), tuple(found))
            for path, found in groupby(said, lambda change: self._clause(change.path))
        )

    def _clause(self, path: Path) -> Path:
        """The entry of a section, the section that is one clause, or the agreement as a whole."""
        section = self.new.entries.get(str(path[0])) or self.old.entries[str(path[0])]
        if isinstance(section, Keyed):
            return path[:2] if section.named else path[:1]
        return ()

    def was_at(self, path: Path) -> Path:
        """The path in the old version of a path in the new one: clauses may have been renamed."""
        return self._renames.get(path[:2], path[:2]) + path[2:]

    @cached_property
    def _renames(self) -> dict[Path, Path]:
        return {each.path: each.was_at for each in self.changes if each.kind == "renamed"}

    def title(self, path: Path) -> str:
        """What people call the clause at a path; empty where nobody gave it a title."""
        for root in (self.new, self.old):
            for key in ("title", "name"):
                if isinstance(found := part_at(root, (*path, key)), Leaf):
                    return str(found.value)
        return ""


def redline(old: Terms, new: Terms) -> Redline:
    """What changed between two versions, in the order of the new one."""
    before, after = parts_of(old), parts_of(new)
    return Redline(before, after, tuple(changes(before, after)))


def changes(old: Part, new: Part, was_at: Path = (), path: Path = ()) -> Iterator[Change]:
    """The changes between two parts that are the same thing, with the paths to them."""
    if old.mark == new.mark:
        return
    if isinstance(old, Keyed) and isinstance(new, Keyed):
        yield from _in_order(_of_entries(old, new, was_at, path))
    elif isinstance(old, Listed) and isinstance(new, Listed):
        yield from _in_order(_of_items(old.items, new.items, was_at, path))
    else:
        yield Change("changed", was_at, path, old, new, _words(old, new))


def _words(old: Part, new: Part) -> tuple[Piece, ...]:
    values = [part.value for part in (old, new) if isinstance(part, Leaf)]
    texts = [value for value in values if isinstance(value, str)]
    return pieces(*texts) if len(texts) == 2 else ()


_Row = tuple[int, int, list[Change]]  # where it stands among the new parts, and after them


def _in_order(rows: Iterable[_Row]) -> Iterator[Change]:
    for _, _, found in sorted(rows, key=lambda row: row[:2]):
        yield from found


def _of_entries(old: Keyed, new: Keyed, was_at: Path, path: Path) -> Iterator[_Row]:
    """Changes of entries; what was removed comes behind what stood before it."""
    gone = {key: part for key, part in old.entries.items() if key not in new.entries}
    come = {key: part for key, part in new.entries.items() if key not in old.entries}
    names = renamed(gone, come) if old.named and new.named else {}
    places = {key: at for at, key in enumerate(new.entries)}
    before = -1
    for at, (key, part) in enumerate(old.entries.items()):
        name = names.get(key, key)
        if name not in places:
            yield before, at + 1, [Change("removed", (*was_at, key), (*path, key), part)]
            continue
        before = places[name]
        where = (*was_at, key), (*path, name)
        found = [Change("renamed", *where, part, new.entries[name])] if name != key else []
        yield before, 0, [*found, *changes(part, new.entries[name], *where)]
    for key in come.keys() - names.values():
        added = Change("added", (*was_at, key), (*path, key), None, come[key])
        yield places[key], 0, [added]


def _of_items(
    old: tuple[Part, ...], new: tuple[Part, ...], was_at: Path, path: Path
) -> Iterator[_Row]:
    """Changes of the items of a list; what was removed comes behind what stood before it."""
    same = {each.old: each for each in paired(old, new)}
    before = -1
    for at, part in enumerate(old):
        if at not in same:
            yield before, at + 1, [Change("removed", (*was_at, at), (*path, at), part)]
            continue
        place, moved = same[at].new, same[at].moved
        where = (*was_at, at), (*path, place)
        before = before if moved else place
        found = [Change("moved", *where, part, new[place])] if moved else []
        yield place, 0, [*found, *changes(part, new[place], *where)]
    for at in set(range(len(new))) - {each.new for each in same.values()}:
        yield at, 0, [Change("added", (*was_at, at), (*path, at), None, new[at])]
