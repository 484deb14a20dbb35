"""Evidence tables: the columns that every intake writes and every engine reads.

Instants are integer microseconds UTC, measured values are integers in millionths of their unit,
counts are plain integers, everything else is text. Beside the columns named here a table carries
the fields of its source, as text, so that conditions can use them, and `row_number`: the row of the
source file that a row was made from (the header of a table is row 1), so that a page can show where
it came from. `row_number` is not part of what a row says: the same row in another file is the same
row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from entente.agreement.terms.sources import Table

Kind = Literal["text", "instant", "number", "whole", "order"]
MILLIONTHS = 1_000_000  # a value of 1.5 is kept as 1_500_000
PROVENANCE = "row_number"


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, and whether it may be empty."""

    name: str
    kind: Kind
    optional: bool = False


TABLES: dict[Table, tuple[Column, ...]] = {
    # One row a change or an event of a ticket. `state_from` is the state left and `state` the
    # state entered; both are empty on a row that only tells of an event. `sequence` counts the
    # rows of one record at one instant, in the order of the source, from 0.
    "tickets": (
        Column("record", "text"),
        Column("at", "instant"),
        Column("sequence", "order"),
        Column("event", "text", optional=True),
        Column("state_from", "text", optional=True),
        Column("state", "text", optional=True),
    ),
    # `ended_at` is empty while the outage lasts.
    "outages": (
        Column("record", "text"),
        Column("started_at", "instant"),
        Column("ended_at", "instant", optional=True),
    ),
    # `status` is "up" or "down"; `value` a response time, where the probe gives one.
    "probes": (
        Column("at", "instant"),
        Column("status", "text"),
        Column("value", "number", optional=True),
    ),
    # One row a person asked: `at` is when, `score` is empty where no answer came.
    "surveys": (
        Column("record", "text"),
        Column("at", "instant"),
        Column("answered_at", "instant", optional=True),
        Column("score", "number", optional=True),
    ),
    "values": (Column("at", "instant"), Column("value", "number")),
    "events": (Column("record", "text"), Column("at", "instant"), Column("event", "text")),
    # How many requests a row tells of, and how many of them failed; `at` is when, or since when.
    "requests": (Column("at", "instant"), Column("total", "whole"), Column("failed", "whole")),
    # Maintenance as it was planned. Without `announced_at` nobody was told beforehand.
    "maintenance": (
        Column("record", "text"),
        Column("announced_at", "instant", optional=True),
        Column("started_at", "instant"),
        Column("ended_at", "instant"),
    ),
    # Claims of an exclusion: for one record (`subject`) or for a span of time. Only a claim whose
    # `decision` is "approved" by the other party than `proposed_by` counts.
    "exclusions": (
        Column("record", "text"),
        Column("code", "text"),
        Column("subject", "text", optional=True),
        Column("started_at", "instant", optional=True),
        Column("ended_at", "instant", optional=True),
        Column("reason", "text", optional=True),
        Column("proposed_by", "text"),
        Column("decision", "text", optional=True),
        Column("decided_by", "text", optional=True),
        Column("decided_at", "instant", optional=True),
    ),
}

# Whole numbers that a file may give as columns and that are kept as fields: files of evidence that
# were written before anyone asked for them are the same files still.
KEPT_AS_FIELDS: dict[Table, tuple[str, ...]] = {"outages": ("affected", "total")}


def column_types(table: Table, fields: tuple[str, ...]) -> dict[str, str]:
    """Every column of a stored table in its order, with its type: text or a 64-bit integer."""
    own = {
        column.name: "VARCHAR" if column.kind == "text" else "BIGINT" for column in TABLES[table]
    }
    return own | dict.fromkeys(sorted(fields), "VARCHAR") | {PROVENANCE: "BIGINT"}
