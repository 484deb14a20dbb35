"""The grid: the straight pieces of business clocks as a table, cut at UTC days.

An instant finds its piece by calendar and day, an equality, and then by the range within the day,
so that reading a clock is a hash join; C(t) = k0 + slope * t.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from entente.foundation.instants import DAY
from entente.foundation.worktime import Calendar
from entente.performance.engine.session import Session

# Days are counted from 1900 (a whole number of days before 1970), the first year of calendars:
# division rounds towards zero in SQL, so that days must not be negative.
ORIGIN = -25_567 * DAY


def grid(session: Session, calendars: Sequence[Calendar], low: int, high: int) -> str:
    """A table (clock, day, low, high, k0, slope) of the clocks between two instants."""
    parts = [calendar.pieces(low, high) for calendar in calendars]
    columns = {
        "clock": np.concatenate([np.full(len(p.day), i) for i, p in enumerate(parts)]),
        "day": np.concatenate([p.day for p in parts]) - ORIGIN // DAY,
        "low": np.concatenate([p.from_ for p in parts]),
        "high": np.concatenate([p.to for p in parts]),
        "k0": np.concatenate([p.k0 for p in parts]),
        "slope": np.concatenate([p.slope for p in parts]),
    }
    return session.table_of("grid", columns)


def read(grid_name: str, alias: str, calendar: str, at: str) -> str:
    """The join that finds the piece of an instant; `count` gives the clock's value there."""
    return (
        f"JOIN {grid_name} AS {alias} ON {alias}.clock = {calendar}"
        f" AND {alias}.day = ({at} + {-ORIGIN}) // {DAY}"
        f" AND {at} >= {alias}.low AND {at} < {alias}.high"
    )


def count(alias: str, at: str) -> str:
    """C(t) at an instant whose piece was joined under this alias."""
    return f"({alias}.k0 + {alias}.slope * {at})"
