"""The grid: the straight pieces of business clocks as a table with one row for each UTC day.

An instant finds its row by one whole number, made of its clock and its day, so that reading a clock
is a look-up by position; within the day the pieces follow each other: C(t) = k + slope * t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entente.foundation.instants import DAY
from entente.foundation.worktime import Calendar
from entente.performance.engine.session import Session

# Days are counted from 1900 (a whole number of days before 1970), the first year of calendars:
# division rounds towards zero in SQL, so that days must not be negative.
ORIGIN = -25_567 * DAY


@dataclass(frozen=True)
class Grid:
    """A table (place, to_0, k_0, slope_0, to_1, ...): a row for each clock and day, in order."""

    name: str
    first: int  # the day of the first row
    days: int  # rows of one clock
    pieces: int  # the most that a day has; shorter days repeat their last

    def read(self, alias: str, clock: str, at: str) -> str:
        """The join that finds the day of an instant; `count` gives the clock's value there."""
        day = f"({at} + {-ORIGIN}) // {DAY} - {self.first}"
        return f"JOIN {self.name} AS {alias} ON {alias}.place = {clock} * {self.days} + {day}"

    def count(self, alias: str, at: str) -> str:
        """C(t) at an instant whose day was joined under this alias."""
        *before, last = (
            f"{alias}.k_{each} + {alias}.slope_{each} * {at}" for each in range(self.pieces)
        )
        cases = "".join(
            f"WHEN {at} < {alias}.to_{each} THEN {value} " for each, value in enumerate(before)
        )
        return f"(CASE {cases}ELSE {last} END)" if cases else f"({last})"


def grid(session: Session, calendars: Sequence[Calendar], low: int, high: int) -> Grid:
    """The clocks between two instants, as a new table."""
    parts = [calendar.pieces(low, high) for calendar in calendars]
    first, days = low // DAY, max(1, -(-high // DAY) - low // DAY)
    begins = [np.unique(part.day, return_index=True)[1] for part in parts]
    counts = [np.diff(np.append(b, len(p.day))) for b, p in zip(begins, parts, strict=True)]
    most = max(int(count.max(initial=1)) for count in counts)
    places = [
        n * days + p.day[b] - first for n, (p, b) in enumerate(zip(parts, begins, strict=True))
    ]
    columns = {"place": np.concatenate(places)}
    for each in range(most):
        picked = [b + np.minimum(each, c - 1) for b, c in zip(begins, counts, strict=True)]
        told = [(p.to[i], p.k0[i], p.slope[i]) for p, i in zip(parts, picked, strict=True)]
        for name, values in zip(("to", "k", "slope"), zip(*told, strict=True), strict=True):
            columns[f"{name}_{each}"] = np.concatenate(values)
    return Grid(session.table_of("grid", columns), first - ORIGIN // DAY, days, most)
