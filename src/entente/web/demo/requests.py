"""Payments asked for and failed, hour by hour, as the gateway counts them; its clock is UTC.

What fails follows from the outages of `payments`, but for July: then a card scheme refuses one
request in forty for four days while every outage list is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from entente.web.demo.desk_clock import ZONE, utc
from entente.web.demo.draws import stream
from entente.web.demo.outages import outages
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row

HEADER = ("Service", "Hour", "Asked", "Failed")
HOUR = timedelta(hours=1)
# Requests in an hour of local time, in hundreds: people pay by day, and at noon and five most.
_BY_HOUR = (
    *(9, 6, 5, 5, 6, 11, 24, 46, 68, 79, 86, 95),
    *(108, 97, 84, 82, 93, 110, 101, 78, 56, 39, 25, 15),
)
_REFUSED_DAYS = range(14, 18)


def _hours(month: Month) -> Iterator[datetime]:
    at, end = (utc(datetime.combine(day, time())) for day in (month.first, month.next))
    while at < end:
        yield at
        at += HOUR


def _failed(chance: Random, month: Month, at: datetime, asked: int, down: timedelta) -> int:
    """A few in ten thousand, nearly all while the gateway is down, and what a scheme refuses."""
    usual = asked * chance.randrange(1, 7) // 10_000
    local = at.astimezone(ZONE)
    if month.story.refused_requests and local.day in _REFUSED_DAYS:
        usual += asked * chance.randrange(18, 33) // 1000
    gone = asked * int(down.total_seconds()) // 3600
    return min(asked, usual + gone * 96 // 100)


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `requests.csv` for a month; an hour is known when it is over."""
    chance = stream(seed, "requests", month.key)
    spans = [
        (utc(each.began), utc(each.ended))
        for each in outages(seed, month)
        if each.service == "payments"
    ]
    for at in _hours(month):
        local = at.astimezone(ZONE)
        usual = _BY_HOUR[local.hour] * (100 if local.weekday() < 5 else 72)
        asked = usual * chance.randrange(90, 111) // 100
        down = sum(
            (max(timedelta(), min(ended, at + HOUR) - max(began, at)) for began, ended in spans),
            timedelta(),
        )
        failed = _failed(chance, month, at, asked, down)
        cells = ("payments", at.strftime("%Y-%m-%dT%H:%M:%SZ"), str(asked), str(failed))
        yield Row(at + HOUR, cells)
