"""Outages of the five services: by chance, told ones by month, Sunday maintenance, releases.

One deliberately bad row a year: in June an outage of `workplace` that ends before it starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from entente.web.demo.desk_clock import certain
from entente.web.demo.draws import draw, one_of, pick, stream
from entente.web.demo.proportions import CHOSEN_OUTAGES
from entente.web.demo.releases import SERVICE, release
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row, later, stamp

HEADER = ("Outage", "Service", "Began", "Ended", "Kind", "Cause", "Users affected")

CAUSES = {
    "core-banking": ("database failover", "batch overran into the day", "storage controller"),
    "payments": ("card scheme connection", "message queue full", "certificate expired"),
    "service-desk": ("telephony", "portal sign-in"),
    "workplace": ("sign-in service", "mail delivery", "file shares", "client update"),
    "network": ("branch line cut", "firewall failover", "name resolution"),
}
USERS = {
    "core-banking": 1400,
    "payments": 900,
    "service-desk": 250,
    "workplace": 2100,
    "network": 600,
}
# The two services with a high commitment fail over by themselves: a quarter of the usual minutes.
_GUARDED = {"core-banking", "payments"}
_GUARDED_MINUTES_A_MONTH = 18
_COUNTS = (42, 31, 16, 8, 3)


@dataclass(frozen=True)
class Outage:
    """One outage as both sides came to know it, in local time."""

    service: str
    began: datetime
    ended: datetime
    kind: str
    cause: str
    users: int
    number: str = ""

    @property
    def minutes(self) -> int:
        """How long it lasted."""
        return int((self.ended - self.began).total_seconds()) // 60


def _unscheduled(service: str, began: datetime, minutes: int, cause: str, users: int) -> Outage:
    ended = certain(began + timedelta(minutes=minutes))
    return Outage(service, began, ended, "unscheduled", cause, users)


def _told(month: Month) -> list[Outage]:
    """The outages that people of the alliance still talk about."""
    story = month.story.told
    friday = month.weekdays(4)[-1].day
    tuesday = month.weekdays(1)[1].day
    thursday = month.weekdays(3)[1].day
    stories = {
        "storm": [
            ("network", month.at(thursday, 17, 22), 412, "storm: power lost in the west", 780),
            ("workplace", month.at(thursday, 18, 5), 131, "storm: power lost in the west", 460),
        ],
        "payments down for hours": [
            ("payments", month.at(friday, 11, 7), 347, "queue corrupted by an upgrade", 1240),
            ("payments", month.at(friday, 12, 31), 88, "standing orders not released", 310),
            ("service-desk", month.at(friday, 11, 40), 52, "telephony overloaded by callers", 250),
        ],
        "core banking down": [
            ("network", month.at(tuesday, 10, 2), 64, "firewall rule withdrawn in error", 900),
            ("core-banking", month.at(tuesday, 10, 9), 97, "sessions lost with the network", 1400),
        ],
        "payments fail twice": [
            ("payments", month.at(thursday, 9, 41), 53, "certificate expired", 870),
            ("payments", month.at(friday, 16, 18), 46, "card scheme connection", 640),
        ],
    }
    return [_unscheduled(*each) for each in stories.get(story, [])]


def _began(chance: Random, month: Month) -> datetime:
    """Any moment of the month, three in four of them by day when systems are under load."""
    hour = chance.randrange(7, 22) if chance.randrange(4) else chance.randrange(24)
    began = month.at(1 + chance.randrange(len(month.days)), hour, chance.randrange(60))
    return certain(began + timedelta(seconds=chance.randrange(60)))


def _by_chance(seed: int, service: str, month: Month) -> Iterator[Outage]:
    chance = stream(seed, f"outages-{service}", month.key)
    left = _GUARDED_MINUTES_A_MONTH
    for _ in range(pick(chance, range(5), _COUNTS)):
        began, seconds = _began(chance, month), draw(chance, CHOSEN_OUTAGES, 60)
        cause = one_of(chance, CAUSES[service])
        users = USERS[service] * chance.randrange(15, 100) // 100
        if service in _GUARDED:
            seconds //= 4
            left -= seconds // 60 + 1
            if left < 0:
                continue
        ended = certain(began + timedelta(seconds=seconds))
        yield Outage(service, began, ended, "unscheduled", cause, users)


def _maintenance(seed: int, service: str, month: Month) -> Iterator[Outage]:
    """Work in the Sunday window from 02:00 to 06:00, now and then past its end."""
    chance = stream(seed, f"maintenance-{service}", month.key)
    sundays = month.weekdays(6)[:3]
    held = chance.randrange(100) < (90 if service in _GUARDED else 45)
    overran = month.story.overrun == service
    day, starts, minutes = one_of(chance, sundays), chance.randrange(6), chance.randrange(40, 205)
    if not held and not overran:
        return
    began = certain(month.at(day.day, 2, 5 * starts))
    ended = month.at(day.day, 6, 24 + minutes % 30) if overran else None
    ended = ended or began + timedelta(minutes=minutes)
    yield Outage(service, began, ended, "scheduled", "maintenance", USERS[service] // 10)


def _released(seed: int, month: Month) -> Iterator[Outage]:
    found = release(seed, month)
    if found is not None:
        ended = certain(found.ended)
        yield Outage(SERVICE, found.began, ended, "release", "release", USERS[SERVICE] // 5)


def outages(seed: int, month: Month) -> list[Outage]:
    """Every outage that began in a month, in order of its beginning, numbered."""
    if month.story.quiet:
        return []
    found = _told(month)
    for service in CAUSES:
        found += _by_chance(seed, service, month)
        found += _maintenance(seed, service, month)
    found += _released(seed, month)
    found.sort(key=lambda each: (each.began, each.service))
    return [
        replace(each, number=f"OUT{month.code}{place:02}") for place, each in enumerate(found, 1)
    ]


def _row(each: Outage) -> Row:
    users = str(each.users)
    began, ended = stamp(each.began), later(each.ended)
    return Row(each.began, (each.number, each.service, began, ended, each.kind, each.cause, users))


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `outages.csv` for a month."""
    found = outages(seed, month)
    yield from map(_row, found)
    if month.story.bad_row == "end before start":
        began, ended = month.at(18, 14, 50), month.at(18, 14, 5)
        number = f"OUT{month.code}{len(found) + 1:02}"
        cells = (
            number,
            "workplace",
            stamp(began),
            stamp(ended),
            "unscheduled",
            "file shares",
            "90",
        )
        yield Row(began, cells)
