"""Releases of core banking: what was announced, and how long it then was down.

One a month, on the Saturday evening of the fourth week, while branches are open; none in a frozen
month. In February it is announced too late, in May it runs on past its announced end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from entente.web.demo.desk_clock import DAY
from entente.web.demo.draws import stream
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row, stamp

HEADER = ("Release", "Service", "Announced", "From", "Until")
SERVICE = "core-banking"
_PLANNED = timedelta(hours=2)


@dataclass(frozen=True)
class Release:
    """One release: when it was told and planned for, and from when to when it took the service."""

    announced: datetime
    starts: datetime
    began: datetime
    ended: datetime

    @property
    def ends(self) -> datetime:
        """The announced end."""
        return self.starts + _PLANNED


def release(seed: int, month: Month) -> Release | None:
    """The release of a month; None while changes are frozen."""
    if month.story.quiet:
        return None
    chance = stream(seed, "releases", month.key)
    saturday = month.weekdays(5)[3]
    starts = datetime.combine(saturday, time(19))
    ahead, minute = chance.randrange(9, 15), chance.randrange(600)
    began = starts + timedelta(minutes=chance.randrange(1, 9), seconds=chance.randrange(60))
    took = timedelta(minutes=chance.randrange(38, 96), seconds=chance.randrange(60))
    if month.story.release == "told late":
        ahead, took = 2, timedelta(minutes=17, seconds=30)  # a small one, squeezed in
    ended = began + took
    if month.story.release == "overran":
        ended = starts + _PLANNED + timedelta(minutes=38, seconds=20)
    told = datetime.combine(saturday - DAY * ahead, time(8)) + timedelta(minutes=minute)
    return Release(told, starts, began, ended)


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `announcements.csv` for a month."""
    found = release(seed, month)
    if found is None:
        return
    cells = (f"REL{month.code}", SERVICE, stamp(found.announced))
    yield Row(found.announced, (*cells, stamp(found.starts), stamp(found.ends)))
