"""The hours in which records count, as a table: each version's own open hours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from entente.performance.engine.session import Session
from entente.performance.kernel.plans import Segment, Window


def hours_of(session: Session, window: Window, segments: Sequence[Segment]) -> str:
    """A new table (opens, closes) of the open time of a window, by the segments of its terms."""
    spans = [
        each.calendar.open_spans(max(window.start, each.start), min(window.end, each.end))
        for each in segments
        if max(window.start, each.start) < min(window.end, each.end)
    ]
    nothing = np.empty(0, dtype=np.int64)
    columns = {
        "opens": np.concatenate([nothing, *(each.starts for each in spans)]),
        "closes": np.concatenate([nothing, *(each.ends for each in spans)]),
    }
    return session.table_of("hours", columns)
