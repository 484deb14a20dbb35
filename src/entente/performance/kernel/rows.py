"""The rows behind a number: what a page shows and an export carries, one value a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fields = tuple[tuple[str, str | None], ...]
Only = Literal[
    "counted", "met", "missed", "excluded", "pending", "down", "unknown", "excused"
]  # fmt: skip


@dataclass(frozen=True)
class ElapsedRow:
    """One ticket: its clock in microseconds and how it was counted.

    `standing` is `counted`, `excluded` (by the code in `excluded_by`) or `pending`. `ended_at` is
    empty for a ticket that is open at `as_of`; `elapsed` is then its clock at `as_of`. `within` is
    empty where there is no limit, and for what is pending.
    """

    record: str
    source: str
    started_at: int
    ended_at: int | None
    elapsed: int
    limit: int | None
    within: bool | None
    standing: Literal["counted", "excluded", "pending"]
    excluded_by: str | None = None
    fields: Fields = ()


@dataclass(frozen=True)
class UptimeRow:
    """One stretch of the window that was not plainly up.

    `standing` is `down`, `unknown` or `excluded` (by the code in `excluded_by`). `micros` is its
    open time; `down` and `unknown` are the parts of it that would have counted as such. `record`
    is the outage that it belongs to: where several overlap, the one that started first.
    """

    standing: Literal["down", "unknown", "excluded"]
    start: int
    end: int
    micros: int
    down: int = 0
    unknown: int = 0
    record: str | None = None
    excluded_by: str | None = None
    item: str | None = None


@dataclass(frozen=True)
class RequestRow:
    """Requests of one row; `standing` is `counted`, or `excluded` by the code in `excluded_by`."""

    at: int
    total: int
    failed: int
    source: str
    standing: Literal["counted", "excluded"]
    excluded_by: str | None = None
    item: str | None = None
    fields: Fields = ()


@dataclass(frozen=True)
class ValueRow:
    """One plain value in millionths of its unit."""

    at: int
    value: int
    source: str
    standing: Literal["counted", "excluded"]
    excluded_by: str | None = None
    fields: Fields = ()


@dataclass(frozen=True)
class SurveyRow:
    """One person asked; `score` is in millionths and empty where no answer came by `as_of`.

    `standing` is `counted`, `unanswered`, or `outside` for an answer that is not on the scale.
    """

    record: str
    source: str
    at: int
    answered_at: int | None
    score: int | None
    standing: Literal["counted", "unanswered", "outside"]
    fields: Fields = ()


@dataclass(frozen=True)
class RecordRow:
    """One record that was counted by one instant; `good` is empty where only their number counts.

    A plain value has no record of its own.
    """

    record: str | None
    source: str
    at: int
    good: bool | None
    standing: Literal["counted", "excluded"]
    excluded_by: str | None = None
    fields: Fields = ()


Standing = Literal["on-time", "late", "missing", "pending", "excused"]


@dataclass(frozen=True)
class OccasionRow:
    """One occasion of something due: when it was, when it came, and how it counts.

    `standing` is `on-time`, `late`, `missing`, `pending`, or `excused` for the reason in `why`.
    `excluded_by` names the code that leaves it out of the net figure.
    """

    record: str
    day: str
    due_at: int | None
    at: int | None
    standing: Standing
    why: str = ""
    excluded_by: str | None = None


Row = ElapsedRow | UptimeRow | RequestRow | ValueRow | SurveyRow | RecordRow | OccasionRow
