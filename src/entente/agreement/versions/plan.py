"""The typed steps between two versions of an agreement, each in plain English.

A step is a change as the parties speak of it: a commitment, a credit, a calendar. What it means is
said by the sentences that `explain` has for the clause before and after this step alone; where it
has none, by the values. Sections and keys that nobody has seen yet have steps as well.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_origin

from entente.agreement.explain.clauses import explain
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.scalars import Terms
from entente.agreement.versions.favour import Effect, effect_of
from entente.agreement.versions.parts import Keyed, Leaf, Path, part_at
from entente.agreement.versions.redline import Change, Redline, redline
from entente.agreement.versions.writing import in_short, said_path

Said = tuple[str, ...]

_FRAME = (("version",), ("in_force", "from"))  # what makes a version one, and is no term of it
_VERBS = {"added": "add", "removed": "remove", "renamed": "rename"}
_NOUNS = {"evidence": "source", "changes": "change-procedure", "key_people": "key-person",
          "raci": "raci", "parties": "party"}  # fmt: skip
# What of a service level is spoken of by a name of its own.
_OF_LEVEL = {
    "commitment": "commitment", "expected": "expected-level", "minimum": "minimum-level",
    "credit_trigger": "credit-trigger", "credit": "credit", "measure": "measure",
}  # fmt: skip

# Sections of clauses by key.
_SECTIONS = tuple(name for name, info in Agreement.model_fields.items()
                  if get_origin(info.annotation) is dict)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step: its kind (such as change-commitment), what no longer holds, and what holds then.

    `was` and `now` are the sentences of `explain` that this step takes away and brings.
    """

    kind: str
    path: Path
    title: str
    was: Said
    now: Said
    changes: tuple[Change, ...]
    effect: Effect

    def sentences(self) -> tuple[str, ...]:
        """The step in plain English."""
        return tuple(_sentences(self))


@dataclass(frozen=True)
class Plan:
    """The steps from one version to another, and the day from which they hold."""

    old_version: int
    new_version: int
    holds_from: dt.date
    steps: tuple[Step, ...]


def steps_between(old: Agreement, new: Agreement) -> Plan:
    """What has to be agreed for one version to become the other."""
    found = redline(old, new)
    words = _Words(old, new)
    steps = []
    for (kind, path), group in _grouped(found).items():
        changes = tuple(group)
        was, now = words.of(path, found.was_at(path), changes)
        effect = effect_of(found, path, changes)
        steps.append(Step(kind, path, found.title(path[:2]), was, now, changes, effect))
    return Plan(old.version, new.version, new.in_force.from_, tuple(steps))


def _grouped(found: Redline) -> dict[tuple[str, Path], list[Change]]:
    """The changes of each step, by its kind and path, in the order of the new version."""
    groups: dict[tuple[str, Path], list[Change]] = {}
    for change in found.changes:
        if change.said and change.path not in _FRAME:
            path = _step_path(found, change.path)
            verb = _VERBS.get(change.kind, "change") if change.path == path else "change"
            groups.setdefault((f"{verb}-{noun_of(path)}", path), []).append(change)
    return groups


def _step_path(found: Redline, path: Path) -> Path:
    """How much of a path the parties speak of: a clause, or what a service level has by name."""
    section = part_at(found.new, path[:1]) or part_at(found.old, path[:1])
    if path[0] == "parties":
        return path[:2]
    if not isinstance(section, Keyed) or not section.named:
        return path[:1]
    if path[0] != "service_levels" or len(path) < 3:
        return path[:2]
    parts = (part_at(found.new, path[:3]), part_at(found.old, found.was_at(path[:3])))
    has_more = any(part is not None and not isinstance(part, Leaf) for part in parts)
    return path[:3] if path[2] in _OF_LEVEL or has_more else path[:2]


def noun_of(path: Path) -> str:
    """What the parties call the thing at the path of a step, such as service-level."""
    section, last = str(path[0]), str(path[-1])
    if len(path) == 3:
        return _OF_LEVEL.get(last) or last.replace("_", "-")
    if len(path) == 1:
        return section.replace("_", "-")
    known = _NOUNS.get(section)
    return known or re.sub(r"ies$", "y", section).removesuffix("s").replace("_", "-")


class _Words:
    """What `explain` says of a clause before and after one step, with all else as it will be."""

    def __init__(self, old: Agreement, new: Agreement) -> None:
        self.old, self.new = old, new
        # Clauses that go stay in it, so that the words of old clauses find what they refer to.
        both = {name: {**getattr(old, name), **getattr(new, name)} for name in _SECTIONS}
        self.around = new.model_copy(update=both)

    def of(self, path: Path, was_at: Path, changes: Sequence[Change]) -> tuple[Said, Said]:
        """The sentences that a step takes away, and those that it brings."""
        section = str(path[0])
        if section not in _SECTIONS:
            return self._of_section(path)
        before = getattr(self.old, section).get(was_at[1])
        after = getattr(self.new, section).get(path[1])
        key = f"{section}.{path[1]}"
        if before is None or after is None:
            return (() if before is None else _said(self.old, key),
                    () if after is None else _said(self.new, key))  # fmt: skip
        then = _with_changes(before, after, changes)
        return _differing(
            self._with(section, path[1], before), self._with(section, path[1], then), key
        )

    def _of_section(self, path: Path) -> tuple[Said, Said]:
        """A section that is one clause, or a part of what is said of the agreement as a whole."""
        section = str(path[0])
        before: object = getattr(self.old, section)
        if len(path) > 1:  # one of the parties
            side = str(path[1])
            before = self.new.parties.model_copy(update={side: getattr(before, side)})
        earlier = self.around.model_copy(update={section: before})
        key = section if _said(earlier, section) or _said(self.new, section) else "agreement"
        return _differing(earlier, self.around, key)

    def _with(self, section: str, key: object, entry: object) -> Agreement:
        entries = {**getattr(self.around, section), key: entry}
        return self.around.model_copy(update={section: entries})


def _with_changes(before: object, after: object, changes: Sequence[Change]) -> object:
    """The old entry with the keys that a step changes; the new one where it is another kind."""
    if not isinstance(before, Terms) or type(before) is not type(after):
        return after
    names = {info.alias or name: name for name, info in type(before).model_fields.items()}
    touched = {names[str(change.path[2])] for change in changes if len(change.path) > 2}
    return before.model_copy(update={name: getattr(after, name) for name in touched})


def _differing(before: Agreement, after: Agreement, key: str) -> tuple[Said, Said]:
    then, now = _said(before, key), _said(after, key)
    return (tuple(each for each in then if each not in now),
            tuple(each for each in now if each not in then))  # fmt: skip


def _said(agreement: Agreement, key: str) -> Said:
    """The sentences of a clause; none where there is no such clause, or no words for it yet."""
    try:
        paragraphs = explain(agreement, key)
    except KeyError:
        return ()
    return next((each.sentences for each in paragraphs if each.key == key), ())


def _sentences(step: Step) -> Iterator[str]:
    verb = step.kind.partition("-")[0]
    if verb == "rename":
        [change] = step.changes
        yield f"“{change.was_at[-1]}” is called “{change.path[-1]}” from then on."
        return
    if verb != "change" and len(step.path) < 3:
        yield f"{'New' if verb == 'add' else 'Removed'}: {_the_clause(step)}."
    if not step.was and not step.now:
        yield from (_in_values(change, step.path) for change in step.changes)
    yield from map(_full, step.now)
    if step.was:
        yield " ".join(["Until then:", *map(_full, step.was)])


def _the_clause(step: Step) -> str:
    noun = noun_of(step.path).replace("-", " ")
    if len(step.path) == 1:
        return f"the {noun}"
    return f"the {noun} “{step.title or step.path[-1]}”"


def _full(sentence: str) -> str:
    """A sentence of `explain`, also where it is an item of a list."""
    text = sentence.removeprefix("- ")
    text = text if text.endswith((".", ":")) else f"{text}."
    return text[:1].upper() + text[1:]


def _in_values(change: Change, path: Path) -> str:
    """A change of which nobody has words, by its values."""
    keys = [step for step in change.path if isinstance(step, str)]
    where = ".".join(keys[len(path) :]) or said_path(path)
    old, new = (in_short(part) if part else "" for part in (change.old, change.new))
    if change.kind == "moved":
        return f"{where}: {_ordinal(change.was_at)} becomes {_ordinal(change.path)}."
    if change.kind == "changed":
        return f"{where}: “{old}” becomes “{new}”."
    return f"{where}: “{new}” is new." if change.kind == "added" else f"{where}: “{old}” goes."


def _ordinal(path: Path) -> str:
    return said_path(path[-1:])
