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
