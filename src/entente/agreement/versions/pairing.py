"""Which parts of two agreements are the same thing: entries renamed, items of a list moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entente.agreement.versions.alignment import Pair, in_order, same_elements
from entente.agreement.versions.parts import Keyed, Leaf, Part

_NEAR = 4  # of the items that have no partner, how many are looked at for a likely one
_COMMON = 8  # what more entries than so many say, tells none of them from another
_Marks = Counter[tuple[str, bytes]]


def renamed(old: dict[str, Part], new: dict[str, Part]) -> dict[str, str]:
    """The old keys whose entries have a new one: the same content, or more than half of it."""
    if list(old) > list(new):
        return {before: after for after, before in renamed(new, old).items()}
    marks = [[part.mark for part in entries.values()] for entries in (old, new)]
    keys = list(old), list(new)
    found = {keys[0][at]: keys[1][other] for at, other in same_elements(*marks)}
    taken = set(found.values())
    likely = _likely({key: part for key, part in old.items() if key not in found},
                     {key: part for key, part in new.items() if key not in taken})  # fmt: skip
    for _, before, after in sorted(likely, key=lambda one: (-one[0], one[1:])):
        if before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return found


def _likely(old: dict[str, Part], new: dict[str, Part]) -> Iterable[tuple[float, str, str]]:
    """Pairs of entries that share more than half of what they say, with the share."""
    said = {key: _said(part) for key, part in new.items()}
    holders: dict[tuple[str, bytes], list[str]] = defaultdict(list)
    for key, marks in said.items():
        for mark in marks:
            holders[mark].append(key)
    for before, part in old.items():
        marks = _said(part)
        known = (holders.get(mark, ()) for mark in marks)
        for after in {key for keys in known if len(keys) <= _COMMON for key in keys}:
            share = _share(marks, said[after])
            if share > 0.5:
                yield share, before, after


@dataclass(frozen=True)
class Same:
    """An item of both lists: where it stands in each, and whether it moved past others."""

    old: int
    new: int
    moved: bool


def paired(old: Sequence[Part], new: Sequence[Part]) -> tuple[Same, ...]:
    """The items of two lists that are the same ones: equal, of one identity, or alike."""
    marks = [item.mark for item in old], [item.mark for item in new]
    if (len(old), marks[0]) > (len(new), marks[1]):
        turned = [Same(same.new, same.old, same.moved) for same in paired(new, old)]
        return tuple(sorted(turned, key=lambda same: same.old))
    pairs = same_elements(*marks)
    for more in (_by_identity, _by_likeness):
        left = _without(len(old), {before for before, _ in pairs})
        free = _without(len(new), {after for _, after in pairs})
        found = more([old[at] for at in left], [new[at] for at in free])
        pairs += [(left[before], free[after]) for before, after in found]
    pairs += _replaced(old, new, pairs)
    stay = in_order(pairs)
    return tuple(Same(*pair, moved=pair not in stay) for pair in sorted(pairs))


def _without(count: int, taken: set[int]) -> list[int]:
    return [at for at in range(count) if at not in taken]


def _by_identity(old: Sequence[Part], new: Sequence[Part]) -> list[Pair]:
    """Items by the key whose values tell them apart on both sides, and that most of them keep."""
    best: list[Pair] = []
    for key in _keys([*old, *new]):
        before, after = _places(old, key), _places(new, key)
        if before is None or after is None:
            continue
        pairs = [(at, after[mark]) for mark, at in before.items() if mark in after]
        if len(pairs) > len(best):
            best = pairs
    return best


def _keys(items: Sequence[Part]) -> list[str]:
    """The keys under which some item has a text, in the order of the alphabet."""
    return sorted({
        key for item in items if isinstance(item, Keyed) for key, part in item.entries.items()
        if isinstance(part, Leaf) and isinstance(part.value, str) and part.said
    })  # fmt: skip


def _places(items: Sequence[Part], key: str) -> dict[bytes, int] | None:
    """Where the item with each value of a key is; None where two items share one."""
    found: dict[bytes, int] = {}
    for at, item in enumerate(items):
        part = item.entries.get(key) if isinstance(item, Keyed) else None
        mark = part.mark if part else b""
        if mark in found:
            return None
        found[mark] = at
    found.pop(b"", None)
    return found


def _by_likeness(old: Sequence[Part], new: Sequence[Part]) -> list[Pair]:
    """Each item with the first of the next few that shares more than half of what it says."""
    pairs: list[Pair] = []
    said = [_said(item) for item in new]
    free = 0
    for at, item in enumerate(old):
        marks = _said(item)
        for other in range(free, min(free + _NEAR, len(new))):
            if _share(marks, said[other]) > 0.5:
                pairs.append((at, other))
                free = other + 1
                break
    return pairs


def _replaced(old: Sequence[Part], new: Sequence[Part], pairs: list[Pair]) -> list[Pair]:
    """The items that alone are left of two lists, where one took the place of the other."""
    left = _without(len(old), {before for before, _ in pairs})
    free = _without(len(new), {after for _, after in pairs})
    if len(left) != 1 or len(free) != 1:
        return []
    [at], [other] = left, free
    in_place = all((before < at) == (after < other) for before, after in pairs)
    return [(at, other)] if in_place and _of_one_form(old[at], new[other]) else []


def _of_one_form(old: Part, new: Part) -> bool:
    """Whether two items are single values, or say something under the same keys."""
    if isinstance(old, Keyed) and isinstance(new, Keyed):
        keys = [{key for key, one in part.entries.items() if one.said} for part in (old, new)]
        return keys[0] == keys[1]
    return isinstance(old, Leaf) and isinstance(new, Leaf)


def _said(part: Part) -> _Marks:
    """What tells a part from others: its written entries, its items, or the words of its text."""
    if isinstance(part, Keyed):
        return Counter((key, one.mark) for key, one in part.entries.items() if one.said)
    if isinstance(part, Leaf):
        words = part.value.split() if isinstance(part.value, str) else ()
        return Counter((word, b"") for word in words)
    return Counter(("", item.mark) for item in part.items)


def _share(one: _Marks, other: _Marks) -> float:
    """How much of the longer of two is in both."""
    most = max(one.total(), other.total())
    return (one & other).total() / most if most else 0.0
