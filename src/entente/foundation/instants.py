"""Instants: aware datetimes to integer microseconds UTC and back, exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, get_args

from entente.foundation.zones import UnknownZone, tzdata_version, zone

__all__ = [
    "DAY",
    "EPOCH",
    "HOUR",
    "MINUTE",
    "SECOND",
    "Fold",
    "Gap",
    "NaiveInstant",
    "NoSuchLocalTime",
    "UnknownZone",
    "from_micros",
    "local_to_instant",
    "micros_of",
    "span_of",
    "start_of_day",
    "to_micros",
    "tzdata_version",
    "zone",
]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Gap = Literal["push", "after", "before", "error"]
Fold = Literal["first", "second"]
GAPS: tuple[Gap, ...] = get_args(Gap)
FOLDS: tuple[Fold, ...] = get_args(Fold)


class NaiveInstant(ValueError):
    """A datetime without a zone where an instant is needed."""


class NoSuchLocalTime(ValueError):
    """A wall-clock time that a daylight-saving change skips."""


def micros_of(span: timedelta) -> int:
    """A timedelta in whole microseconds, exactly."""
    return (span.days * 86_400 + span.seconds) * SECOND + span.microseconds


def span_of(micros: int) -> timedelta:
    """The timedelta of so many microseconds."""
    return timedelta(microseconds=int(micros))


def to_micros(at: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware datetime."""
    if at.utcoffset() is None:
        raise NaiveInstant(f"{at.isoformat()} has no time zone; give an offset or a zone")
    return micros_of(at - EPOCH)


def from_micros(micros: int, zone: tzinfo = UTC) -> datetime:
    """The aware datetime of so many microseconds since 1970-01-01 UTC."""
    at = EPOCH + timedelta(microseconds=int(micros))
    return at if zone is UTC else at.astimezone(zone)


def start_of_day(day: date, zone_name: str) -> datetime:
    """The first instant of a day in a zone."""
    # Some zones skip midnight when the clocks go forward: their day starts after the gap.
    return local_to_instant(datetime.combine(day, time()), zone(zone_name), gap="after")


def local_to_instant(
    local: datetime, zone: tzinfo, *, gap: Gap = "push", fold: Fold = "first"
) -> datetime:
    """The UTC instant of a wall-clock reading in a zone.

    `gap` decides for a reading that is skipped: `push` moves it forward by the length of
    the gap, `after` gives the first instant after the gap, `before` moves it backward by
    the length of the gap, `error` raises NoSuchLocalTime. `fold` decides for a reading
    that occurs twice.
    """
    reading = local.replace(tzinfo=zone, fold=0)
    first = reading.astimezone(UTC)
    second = reading.replace(fold=1).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0):
        return first if fold == "first" else second
    # In a gap `fold=0` reads with the offset before the change, which is later: a push.
    if gap == "push":
        return first
    if gap == "before":
        return second
    if gap == "after":
        return _change_between(second, first, zone)
    raise NoSuchLocalTime(
        f"{local.isoformat(sep=' ')} does not exist in {zone}: the clocks go forward over it"
    )


def _change_between(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The first instant with the offset of `after`; the two hold one change between them."""
    low, high = to_micros(before), to_micros(after)
    target = after.astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if from_micros(middle, zone).utcoffset() == target:
            high = middle
        else:
            low = middle
    return from_micros(high)
