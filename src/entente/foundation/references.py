"""Keys: the short kebab-case names by which terms refer to each other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_KEY = re.compile(KEY_PATTERN.removesuffix("$") + r"\Z")  # `$` would let a final newline pass
_CLOSE_ENOUGH = 0.6
_LONGEST_NAME = 100  # no one mistypes a longer one, and comparing takes its length squared


def is_key(name: str) -> bool:
    """Whether a name is lower-case kebab-case, such as `first-response`."""
    return _KEY.match(name) is not None


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that the writer most likely meant, or None when nothing is close."""
    if len(name) > _LONGEST_NAME:
        return None
    wanted = _folded(name)
    best: tuple[float, str] | None = None
    for candidate in sorted(candidates):
        likeness = difflib.SequenceMatcher(None, wanted, _folded(candidate)).ratio()
        if likeness >= _CLOSE_ENOUGH and (best is None or likeness > best[0]):
            best = (likeness, candidate)
    return best[1] if best else None


def _folded(name: str) -> str:
    return re.sub(r"[\s_]+", "-", name.strip().lower())


def mistyped(name: str, candidates: Iterable[str]) -> str | None:
    """The one candidate of which a name is a slip of the keyboard; None where it is not certain.

    Letters may be wrong, missing, doubled or swapped: one of a name of four, two of eight. Digits
    tell things apart (`p1`, `p2`), so they have to be the same.
    """
    wanted = _folded(name)
    if len(name) > _LONGEST_NAME:
        return None
    allowed = 2 if len(wanted) >= 8 else 1 if len(wanted) >= 4 else 0
    slips = [
        (_slips(wanted, folded, allowed + 1), candidate)
        for candidate in candidates
        if re.findall(r"\d+", folded := _folded(candidate)) == re.findall(r"\d+", wanted)
    ]
    near = sorted(slip for slip in slips if slip[0] <= allowed)
    certain = near and (len(near) == 1 or near[0][0] < near[1][0])
    return near[0][1] if certain else None


def _slips(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped with the next; at most `most`."""
    if abs(len(one) - len(other)) >= most:
        return most
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = above, row, [i]
        for j, beside in enumerate(other, 1):
            cost = min(row[-1] + 1, above[j] + 1, above[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most)
