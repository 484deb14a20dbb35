"""Service level defaults: misses that, by a rule of the level, are more than a miss."""

from __future__ import annotations

from dataclasses import dataclass

from entente.performance.kernel.frequency import Counter, counter
from entente.performance.kernel.history import History
from entente.performance.kernel.versions import Month


@dataclass(frozen=True)
class DefaultStanding:
    """Whether a level is in default in a month, and the counter of each of its rules."""

    level: str
    default: bool
    counters: tuple[Counter, ...]


def default_of(history: History, level: str, month: Month) -> DefaultStanding | None:
    """Where a level stands with its rules of default; None where it has none.

    It is in default where any of them comes true with a failure of this very period.
    """
    terms = history.terms(month)
    agreed = terms.service_levels.get(level) if terms else None
    if agreed is None or not agreed.default_when:
        return None
    counters = tuple(counter(history, level, month, rule) for rule in agreed.default_when)
    return DefaultStanding(level, any(each.now for each in counters), counters)


def defaults(history: History, month: Month) -> tuple[DefaultStanding, ...]:
    """Every level with rules of default, by key."""
    terms = history.terms(month)
    keys = sorted(terms.service_levels) if terms else []
    found = (default_of(history, key, month) for key in keys)
    return tuple(each for each in found if each is not None)
