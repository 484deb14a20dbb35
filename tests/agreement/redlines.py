"""Changes applied to what they were found in, and turned round: what tests of them lean on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.agreement.versions.parts import Part, Path, Plain, part_of, plain
from entente.agreement.versions.redline import Change, Kind, changes, redline
from entente.agreement.versions.words import Piece
from tests.agreement.drafts import EVIDENCE, HEAD

TURNED: dict[Kind, Kind] = {"added": "removed", "removed": "added"}


def applied(old: Plain, found: Iterable[Change], at: Path = ()) -> Plain:
    """The old values with the changes made to them, one by one."""
    here: dict[Kind, dict[Path, Change]] = {}
    for change in found:
        here.setdefault(change.kind, {})[change.was_at] = change
    return _applied(old, here, at)


def _applied(old: Plain, found: dict[Kind, dict[Path, Change]], at: Path) -> Plain:
    if change := found.get("changed", {}).get(at):
        assert change.new is not None
        return plain(change.new)
    if isinstance(old, dict):
        return _entries(old, found, at)
    return _items(old, found, at) if isinstance(old, list) else old


def _of(found: dict[Kind, dict[Path, Change]], kind: Kind, at: Path) -> dict[object, Change]:
    """The changes of a kind to what stands in a part, by key or place."""
    return {was[-1]: one for was, one in found.get(kind, {}).items() if was and was[:-1] == at}


def _entries(old: dict[str, Plain], found: dict[Kind, dict[Path, Change]], at: Path) -> Plain:
    removed, names = _of(found, "removed", at), _of(found, "renamed", at)
    made: dict[str, Plain] = {}
    for key, value in old.items():
        if key not in removed:
            name = str(names[key].path[-1]) if key in names else key
            made[name] = _applied(value, found, (*at, key))
    for name, change in ((str(key), one) for key, one in _of(found, "added", at).items()):
        assert change.new is not None
        assert name not in made
        made[name] = plain(change.new)
    return made


def _items(old: list[Plain], found: dict[Kind, dict[Path, Change]], at: Path) -> Plain:
    removed, moved = _of(found, "removed", at), _of(found, "moved", at)
    added = _of(found, "added", at)
    values = {place: _applied(value, found, (*at, place)) for place, value in enumerate(old)}
    placed: dict[object, Plain] = {
        one.path[-1]: values[int(str(place))] for place, one in moved.items()
    }
    placed |= {place: plain(one.new) for place, one in added.items() if one.new}
    rest = iter([value for place, value in values.items() if place not in {*removed, *moved}])
    length = len(old) - len(removed) + len(added)
    return [placed[place] if place in placed else next(rest) for place in range(length)]


def turned(change: Change) -> Change:
    """The change seen from the new agreement to the old."""
    kind = TURNED.get(change.kind, change.kind)
    words = turned_words(change.words)
    return Change(kind, change.path, change.was_at, change.new, change.old, words)


def turned_words(words: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces seen from the new text to the old; what was removed still comes first."""
    kinds = {"kept": "kept", "removed": "added", "added": "removed"}
    found = [Piece(kinds[piece.kind], piece.text) for piece in words]  # type: ignore[arg-type] # its own words
    for at in range(len(found) - 1):
        if (found[at].kind, found[at + 1].kind) == ("added", "removed"):
            found[at], found[at + 1] = found[at + 1], found[at]
    return tuple(found)


def between(old: Plain, new: Plain) -> tuple[Change, ...]:
    """The changes between two plain values."""
    return tuple(changes(_named(old), _named(new)))


def _named(value: Plain) -> Part:
    return part_of(value, value, named=True)


def versions(old: str, new: str) -> tuple[Agreement, Agreement]:
    """Two agreements that differ in these sections."""
    read = [read_agreement_text("\n".join([HEAD, text, EVIDENCE])) for text in (old, new)]
    assert [[f.message for f in reading.findings if f.severity == "error"] for reading in read] == [
        [],
        [],
    ]
    before, after = (reading.agreement for reading in read)
    assert before is not None
    assert after is not None
    return before, after


def said(old: str, new: str) -> list[tuple[str, str, Plain, Plain]]:
    """The changes between sections: kind, place, old and new value as written."""
    return [
        (
            change.kind,
            ".".join(map(str, change.path)),
            plain(change.old, said=True) if change.old else None,
            plain(change.new, said=True) if change.new else None,
        )
        for change in redline(*versions(old, new)).changes
        if change.said
    ]
