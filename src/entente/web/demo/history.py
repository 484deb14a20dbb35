"""The whole history of the demonstration alliance as CSV files by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from types import MappingProxyType

from entente.web.demo import (
    exclusions,
    happenings,
    incidents,
    outages,
    probes,
    releases,
    requests,
    surveys,
    transactions,
    updates,
)
from entente.web.demo.stories import Month, months_from
from entente.web.demo.tables import Row, csv_bytes

Rows = Callable[[int, Month], Iterator[Row]]

FILES: MappingProxyType[str, tuple[tuple[str, ...], Rows]] = MappingProxyType(
    {
        "incidents.csv": (incidents.HEADER, incidents.rows),
        "major-incidents.csv": (updates.HEADER, updates.rows),
        "outages.csv": (outages.HEADER, outages.rows),
        "announcements.csv": (releases.HEADER, releases.rows),
        "probes.csv": (probes.HEADER, probes.rows),
        "requests.csv": (requests.HEADER, requests.rows),
        "events.csv": (happenings.HEADER, happenings.rows),
        "surveys.csv": (surveys.HEADER, surveys.rows),
        "transactions.csv": (transactions.HEADER, transactions.rows),
        "exclusions.csv": (exclusions.HEADER, exclusions.rows),
    }
)


def history(
    *, first: date, months: int, seed: int = 2026, until: datetime | None = None
) -> dict[str, bytes]:
    """Each file of so many months from `first` on, with nothing that came after `until`.

    The same arguments give the same bytes everywhere. Tickets opened near the end of the last
    month live on past it, unless `until` (an aware moment) cuts the history there.
    """
    if first.day != 1:
        raise ValueError(f"first must be the first day of a month, not {first}")
    if months < 1:
        raise ValueError(f"months must be at least 1, not {months}")
    if until is not None and until.tzinfo is None:
        raise ValueError("until must be an aware moment: give it a zone, such as UTC")
    whole = list(months_from(first, months))
    return {
        name: csv_bytes(header, (row for month in whole for row in rows(seed, month)), until)
        for name, (header, rows) in FILES.items()
    }
