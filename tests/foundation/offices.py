"""Office hours in Vienna, from which the examples of working time start."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from entente.foundation.conventions import Conventions
from entente.foundation.worktime import (
    Calendar,
)

WEEK = ("mon", "tue", "wed", "thu", "fri")
OFFICE: dict[str, Any] = {
    "timezone": "Europe/Vienna",
    "weekly": {day: [["09:00", "17:00"]] for day in WEEK},
}
HOUR = timedelta(hours=1)


def vienna(text: str) -> datetime:
    """An instant as Vienna's clocks show it in winter (+01:00)."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone(HOUR))


def office(conventions: Conventions | None = None, **entries: object) -> Calendar:
    """Office hours in Vienna, with more entries."""
    return Calendar.from_mapping({**OFFICE, **entries}, conventions)
