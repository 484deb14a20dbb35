"""Events that come together: so many of a kind less than a time apart, and how long that stands."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.rights import EventsReach
from entente.foundation.instants import (
    HOUR,
    MINUTE,
    from_micros,
    local_to_instant,
    to_micros,
    zone,
)
from entente.performance.kernel.days import DAY, instant, moved, over
from entente.performance.kernel.told import CURED, Notice
from entente.performance.kernel.versions import Month


@dataclass(frozen=True)
class Gathered:
    """Whether enough events came together, and which: those that made it, or still count.

    `waiting` are events of the time that do not count: they were cured, or still may be.
    """

    holds: bool
    events: tuple[Notice, ...]
    waiting: int


@dataclass(frozen=True)
class _Counting:
    """An event that counts, and the moment from which it does: its own, or the end of the cure."""

    notice: Notice
    from_: int


def gathered(
    terms: Agreement,
    told: Sequence[Notice],
    month: Month,
    rule: EventsReach,
    seen: int,
    *,
    calendar: str | None = None,
) -> Gathered:
    """Where a rule about events stands in a month whose news is known up to an instant.

    Business days are those of the calendar that is named, or of the agreement's own.

    It holds in the month in which the last of the events begins to count, and in each month at
    whose end so many of them still lie within the time.
    """
    seen = min(seen, instant(terms, month.following))
    found = sorted(
        {(e.at, e.record): e for e in told if e.event == rule.event and e.at < seen}.items()
    )
    counting = [
        _Counting(each, from_)
        for place, (_, each) in enumerate(found, 1)
        if (from_ := _counts_from(terms, told, each, _cure(rule, place), calendar)) < seen
    ]
    oldest = _earlier_day(terms, month.following, rule.within)
    standing = [each for each in counting if each.notice.at >= oldest]
    inside = sum(each.at >= oldest for _, each in found)
    made = _made_now(terms, counting, rule, instant(terms, month.first))
    shown = standing if made is None or len(standing) >= rule.times else made
    return Gathered(
        len(shown) >= rule.times,
        tuple(each.notice for each in shown),
        inside - len(standing),
    )


def _made_now(
    terms: Agreement, counting: Sequence[_Counting], rule: EventsReach, begins: int
) -> Sequence[_Counting] | None:
    """The events that came together with one that began to count in the month; else None."""
    if all(each.from_ < begins for each in counting):
        return None
    times = [each.notice.at for each in counting]
    for place in reversed(range(rule.times - 1, len(counting))):
        first = bisect_right(times, _earlier(terms, times[place], rule.within))
        together = counting[first : place + 1]
        if len(together) >= rule.times and any(each.from_ >= begins for each in together):
            return together
    return None


def _cure(rule: EventsReach, place: int) -> Lapse | None:
    """The time in which an event may be cured: each, or only the last of so many."""
    return rule.uncured_after if rule.cure_of == "each" or place >= rule.times else None


def _counts_from(
    terms: Agreement,
    told: Sequence[Notice],
    event: Notice,
    cure: Lapse | None,
    calendar: str | None,
) -> int:
    """The moment from which an event counts; never where it was cured in time."""
    if cure is None:
        return event.at
    day = from_micros(event.at, zone(terms.zone)).date() + DAY
    until = instant(terms, over(terms, day, cure, calendar))
    cured = any(
        each.event == CURED and each.record == event.record and event.at <= each.at < until
        for each in told
    )
    return _NEVER if cured else until - 1  # until then a cure would still be in time


_NEVER = 2**62


def _earlier(terms: Agreement, at: int, lapse: Lapse | None) -> int:
    """The instant so long before another: hours as they pass, days and months by the wall clock."""
    if lapse is None:
        return -_NEVER
    if lapse.is_clock:
        return at - lapse.count * (HOUR if lapse.unit == "hour" else MINUTE)
    local = from_micros(at, zone(terms.zone))
    day = moved(local.date(), lapse, -1)
    return to_micros(local_to_instant(dt.datetime.combine(day, local.time()), zone(terms.zone)))


def _earlier_day(terms: Agreement, day: dt.date, lapse: Lapse | None) -> int:
    """The first instant that lies within the time before a day begins."""
    if lapse is None or lapse.is_clock:
        return _earlier(terms, instant(terms, day), lapse)
    return instant(terms, moved(day, lapse, -1))
