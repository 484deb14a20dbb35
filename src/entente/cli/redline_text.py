"""A redline as a person reads it on a terminal: marks tell it all, colour only helps."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.digest import agreement_digest
from entente.agreement.versions.parts import Leaf, Part, Path
from entente.agreement.versions.redline import KINDS, Change, Clause, Redline
from entente.agreement.versions.words import Piece
from entente.agreement.versions.writing import in_short, said_path, yaml_lines
from entente.cli.amounts import counted
from entente.cli.colour import bold, tinted
from entente.foundation.terminal import printable

WIDTH = 88
_INDENT = " " * 11
_MARKS = {"added": "+ ", "removed": "- "}
_MOST_KEPT, _ENDS = 24, 8  # of more words in a row that stayed, these at both ends are shown


def redline_lines(old: Agreement, new: Agreement, found: Redline) -> Iterator[str]:
    """What changed, clause by clause, and how many changes there are."""
    for clause in found.clauses():
        yield from clause_lines(clause)
        yield ""
    yield summary(old, new, found)


def summary(old: Agreement, new: Agreement, found: Redline) -> str:
    """How many changes of each kind there are; or that both say the same."""
    clauses = found.clauses()
    counts = Counter(change.kind for clause in clauses for change in clause.changes)
    if counts:
        kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in KINDS if counts[kind])
        return f"{kinds} in {counted(len(clauses), 'clause')}"
    if agreement_digest(old) == agreement_digest(new):
        return "no change: both say the same"
    return "no change: both say the same, some of it written in another form"


def clause_lines(clause: Clause) -> Iterator[str]:
    """The changes of a clause under its place and title."""
    title = f"  {clause.title}" if clause.title else ""
    yield bold(printable(said_path(clause.path) or "agreement")) + printable(title)
    for change in clause.changes:
        first, *more = _change(change, label(change, clause.path))
        yield f"  {change.kind:<9}{first}".rstrip()
        yield from (f"{_INDENT}{line}" for line in more)


def brief_lines(changes: Iterable[Change], clause: Path) -> Iterator[str]:
    """Each change in a line; of long texts only that they changed."""
    for change in changes:
        start = f"{change.kind} {label(change, clause)}".rstrip()
        short = steps(change) if change.kind in {"renamed", "moved"} else _in_a_line(change)
        yield f"{start}: {short}" if 0 < len(short) <= WIDTH else start


def label(change: Change, clause: Path) -> str:
    """Where in its clause a change is; a value of a list needs no place in it."""
    place = change.path[len(clause) :]
    part = change.new or change.old
    listed = bool(place) and isinstance(place[-1], int)
    if listed and (change.kind == "moved" or isinstance(part, Leaf)):
        place = place[:-1]
    return said_path(place[:-1] if change.kind == "renamed" else place)


def _change(change: Change, name: str) -> Iterator[str]:
    """The lines of a change; the first stands behind its kind."""
    start = f"{printable(name)}: " if name else ""
    if change.kind in {"renamed", "moved"}:
        what = f"{in_short(change.new)}, " if isinstance(change.new, Leaf) else ""
        yield start + printable(f"{what if change.kind == 'moved' else ''}{steps(change)}")
    elif change.words:
        yield start
        yield from _wrapped(change.words)
    elif (short := _in_a_line(change)) and len(start) + len(short) <= WIDTH - len(_INDENT):
        yield start + short
    else:
        yield start
        for kind, part in (("removed", change.old), ("added", change.new)):
            for line in _written(part) if part else ():
                yield tinted(printable(_MARKS[kind] + line), kind)


def steps(change: Change) -> str:
    """The key or the place that a part had, and the one that it has."""
    before, after = (said_path(path[-1:]) for path in (change.was_at, change.path))
    return f"{before} → {after}"


def by_default(part: Part | None) -> str:
    """What is said of a value that nobody wrote."""
    return "" if part is None or part.said else " (by default)"


def _in_a_line(change: Change) -> str:
    """The values of a change side by side; nothing where they have keys of their own."""
    parts = {"removed": change.old, "added": change.new}
    if not all(part is None or isinstance(part, Leaf) for part in parts.values()):
        return ""
    return " → ".join(
        tinted(printable(in_short(part)), kind) + by_default(part)
        for kind, part in parts.items()
        if part
    )


def _written(part: Part) -> Iterable[str]:
    if isinstance(part, Leaf):
        return textwrap.wrap(in_short(part) + by_default(part), WIDTH - len(_INDENT) - 2)
    return yaml_lines(part, WIDTH - len(_INDENT) - 2)


def _wrapped(pieces: Iterable[Piece]) -> Iterator[str]:
    """Pieces in lines: [-removed-] and {+added+}, with what stayed around them."""
    line: list[str] = []
    width = 0
    for word, kind in _marked(pieces):
        if line and width + len(word) > WIDTH - len(_INDENT):
            yield " ".join(line)
            line, width = [], 0
        line.append(tinted(printable(word), kind))
        width += len(word) + 1
    yield " ".join(line)


def _marked(pieces: Iterable[Piece]) -> Iterator[tuple[str, str]]:
    for piece in pieces:
        if piece.kind == "kept":
            words = piece.text.split()
            long = len(words) > _MOST_KEPT
            shown = [*words[:_ENDS], "…", *words[-_ENDS:]] if long else words
        else:
            opens, closes = ("[-", "-]") if piece.kind == "removed" else ("{+", "+}")
            shown = f"{opens}{piece.text}{closes}".split()
        yield from ((word, piece.kind) for word in shown)
