"""Minimum volume: what a period is in which fewer records were counted than make a figure."""

from __future__ import annotations

from typing import Literal

from entente.performance.kernel.asked import Asked
from entente.performance.kernel.readings import Read

Word = Literal["not_measured", "met", "missed", "excused"]


def too_few(asked: Asked, read: Read) -> tuple[Word, str] | None:
    """What a period with too few records is, and the sentence on it; None where it has enough.

    Without a single record there is nothing to count, and `no_data` decides.
    """
    terms = asked.measure.min_volume
    count = read.counted
    if terms is None or count is None or not 0 < count < terms.records:
        return None
    said = f"{count} counted, fewer than the {terms.records} that make a figure"
    if terms.below != "allowed-misses":
        word: Word = "not_measured" if terms.below == "not-measured" else terms.below
        return word, f"{said}; the terms call that {terms.below.replace('-', ' ')}"
    if read.misses is None:
        return None  # a mean misses as a whole or not at all, so its commitment decides
    kept = read.misses <= terms.allowed_misses
    return (
        "met" if kept else "missed",
        f"{said}; {read.misses} of them missed, {terms.allowed_misses} may",
    )
