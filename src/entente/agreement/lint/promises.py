"""Promises: service levels as rules compare them, by the facts of which they speak."""

from __future__ import annotations

from dataclasses import dataclass

from entente.agreement.lint.levels import wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure, ShareWithin, leaves_out_time
from entente.agreement.text.shape import Path
from entente.foundation.durations import Days, Duration

# Keys of a measure that say of which facts it speaks; the others say how they are counted.
_FACTS = frozenset(
    {
        "kind", "source", "of", "from_", "to", "percentile", "unit", "statistic", "scale",
        "population", "slice", "window", "due", "events", "start_where", "end_where",
        "started_in", "started_outside",
    }
)  # fmt: skip
_OF_LEVEL = frozenset(
    {
        "title", "class_", "measure", "commitment", "expected", "minimum", "credit_trigger",
        "credit", "default_when", "ratchet",
    }
)  # fmt: skip
_NEITHER = frozenset({"title", "within", "algorithm", "where"})


@dataclass(frozen=True)
class Promise:
    """A service level with its measure and its path."""

    path: Path
    level: ServiceLevel
    measure: Measure

    @property
    def key(self) -> str:
        """The key of the level."""
        return str(self.path[1])

    def facts(self, looked: Looked) -> str:
        """Of which facts it speaks, and when: promises with the same ones can be compared."""
        level = self.level.model_dump(mode="json", exclude=set(_OF_LEVEL))
        measure = self.measure.model_dump(mode="json", include=set(_FACTS))
        where = self.measure.where.tree if self.measure.where else None
        # Up and down time of other hours are other facts; a ticket is the same on any calendar.
        hours = looked.calendar_of(self.measure) if leaves_out_time(self.measure) else None
        return repr((level, measure, where, hours))


def limit_of(measure: Measure) -> object:
    """The limit of a clock; None where a measure has none."""
    return measure.within if isinstance(measure, ShareWithin) else None


def differing(looked: Looked, first: Measure, second: Measure) -> tuple[str, ...]:
    """The keys in which two formulas differ, with defaults taken for what is not said."""
    said = []
    for measure in (first, second):
        keys = measure.model_dump(mode="json", exclude={*_FACTS, *_NEITHER})
        keys["calendar"] = looked.calendar_of(measure)
        rounding = measure.rounding or looked.agreement.defaults.rounding
        keys["rounding"] = rounding.model_dump(mode="json")
        said.append(keys)
    names = dict.fromkeys([*said[0], *said[1]])
    return tuple(name for name in names if said[0].get(name) != said[1].get(name))


def stricter(first: Promise, second: Promise) -> int:
    """1 where the first commitment asks more than the second, -1 where it asks less, else 0."""
    one, other = first.level.commitment, second.level.commitment
    sign = 1 if wants_more(one) else -1
    return ((one.value > other.value) - (one.value < other.value)) * sign


def sooner(first: Measure, second: Measure) -> int | None:
    """1 where the first limit is the shorter one, -1 the longer; None where nobody can tell."""
    one, other = limit_of(first), limit_of(second)
    if isinstance(one, Duration) and isinstance(other, Duration):
        return (one.micros < other.micros) - (one.micros > other.micros)
    if isinstance(one, Days) and isinstance(other, Days) and one.kind == other.kind:
        return (one.count < other.count) - (one.count > other.count)
    return 0 if one == other else None
