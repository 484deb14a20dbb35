"""Marks: the answers of all conditions of a plan on one row, packed into one whole number.

A whole number groups, compares and follows a history faster than the fields it was made from, and
a record whose mark never changes needs no second look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entente.agreement.conditions.condition import Condition
from entente.performance.engine.reading import Evidence

_MOST = 120  # bits of a HUGEINT that are safe to shift


class TooManyConditions(ValueError):
    """More different conditions in one plan than an engine can follow at once."""


@dataclass(frozen=True)
class Marks:
    """The different conditions of a plan; bit n of a mark tells whether the nth holds."""

    conditions: tuple[Condition, ...]

    @classmethod
    def of(cls, conditions: Iterable[Condition | None]) -> Marks:
        """The given conditions, each once; None stands for no condition."""
        found = tuple(dict.fromkeys(each for each in conditions if each is not None))
        if len(found) > _MOST:
            raise TooManyConditions(
                f"{len(found)} different conditions in one figure; at most {_MOST} can be followed"
            )
        return cls(found)

    def sql(self, evidence: Evidence) -> str:
        """The mark of a row of evidence."""
        kind = "BIGINT" if len(self.conditions) <= 60 else "HUGEINT"
        bits = [
            f"CASE WHEN {condition.sql(evidence.field)} THEN {1 << place}::{kind} ELSE 0 END"
            for place, condition in enumerate(self.conditions)
        ]
        return " + ".join(bits) or "0::BIGINT"

    def holds(self, condition: Condition | None, mark: str = "mark") -> str:
        """Whether a condition held, read from a mark."""
        if condition is None:
            return "TRUE"
        return f"(({mark} >> {self.conditions.index(condition)}) & 1 = 1)"
