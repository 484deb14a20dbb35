"""Announced maintenance: what was said beforehand, and the time that it may leave out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Announced:
    """One announcement: `[started_at, ended_at)` as planned, and when the other party was told.

    Without `announced_at` nobody was told; `service` and `item` say what it is for, where they do.
    """

    record: str
    started_at: int
    ended_at: int
    announced_at: int | None = None
    code: str | None = None
    service: str | None = None
    item: str | None = None
