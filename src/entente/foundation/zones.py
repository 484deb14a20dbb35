"""Time zone rules from the tzdata package alone, so that every machine has the same ones.

The rules of the operating system are never read: two parties with different systems
must compute the same number. The version of the rules is part of every statement.
"""

from __future__ import annotations

import importlib.metadata
import importlib.resources
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from entente.foundation.references import nearest

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnknownZone(ValueError):
    """A zone name that is not in the IANA time zone database."""


def tzdata_version() -> str:
    """The version of the time zone rules, such as `2026.6`."""
    return importlib.metadata.version("tzdata")


@cache
def zone_names() -> frozenset[str]:
    """All zone names of the installed rules."""
    listing = importlib.resources.files("tzdata").joinpath("zones").read_text("utf-8")
    return frozenset(listing.split())


@cache
def zone(name: str) -> ZoneInfo:
    """The rules of an IANA zone such as `Europe/Vienna`, from the tzdata package."""
    if name not in zone_names():
        near = nearest(name, zone_names())
        hint = f"; did you mean {near!r}?" if near else "; write an IANA name as 'Europe/Vienna'"
        raise UnknownZone(f"unknown time zone {name!r}{hint}")
    place = importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with place.open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


def offset_changes(name: str, first_year: int, last_year: int) -> list[tuple[int, int]]:
    """Stretches of constant offset as (start in UTC seconds, offset in seconds).

    The first stretch starts with `first_year`; the last one ends with `last_year`, exclusive.
    """
    found: list[tuple[int, int]] = []
    for year in range(first_year, last_year):
        for start, offset in _changes_in_year(name, year):
            if not found or found[-1][1] != offset:
                found.append((start, offset))
    return found


@lru_cache(maxsize=20_000)
def _changes_in_year(name: str, year: int) -> tuple[tuple[int, int], ...]:
    """The offset on New Year's Day (UTC) and each change within the year.

    Probing once a day misses no change that lasts: a test compares this with every change
    that the rules state, for every zone.
    """
    rules = zone(name)
    start = int((datetime(year, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())
    end = int((datetime(year + 1, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())
    offset = _offset(rules, start)
    found = [(start, offset)]
    for day in range(start, end, _DAY):
        last = _offset(rules, day + _DAY)
        if last != offset:
            found += _changes_within(rules, day, day + _DAY)
        offset = last
    return tuple(change for change in found if change[0] < end)


def _changes_within(rules: ZoneInfo, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    offset, last = _offset(rules, start), _offset(rules, end)
    while offset != last:
        start = _first_difference(rules, start, end, offset)
        offset = _offset(rules, start)
        found.append((start, offset))
    return found


def _first_difference(rules: ZoneInfo, same: int, other: int, offset: int) -> int:
    while other - same > 1:
        middle = (same + other) // 2
        if _offset(rules, middle) == offset:
            same = middle
        else:
            other = middle
    return other


def _offset(rules: ZoneInfo, seconds: int) -> int:
    local = (_EPOCH + timedelta(seconds=seconds)).astimezone(rules)
    offset = local.utcoffset()
    assert offset is not None  # an aware datetime has one
    return offset // timedelta(seconds=1)
