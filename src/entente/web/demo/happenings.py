"""What the change tool and the gateway tell: files received, batches done, approvals answered.

Each business day has a file from the bank and a batch in the night after it. The record of these is
the day, that of an approval its number in the change tool.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from entente.web.demo.desk_clock import DAY, after_working, certain, is_workday, next_open
from entente.web.demo.draws import some_of, stream
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row, stamp

HEADER = ("About", "What", "At")


def _row(about: str, what: str, at: datetime) -> Row:
    at = certain(at)
    return Row(at, (about, what, stamp(at)))


def _night(chance: Random, day: date, late: bool, input_came: str) -> Iterator[Row]:
    """The file of a day, and the batch of the night after it."""
    file = datetime.combine(day, time(20, 30)) + timedelta(seconds=chance.randrange(2 * 3600))
    done = datetime.combine(day + DAY, time(3, 10)) + timedelta(seconds=chance.randrange(6600))
    if late:
        done = datetime.combine(day + DAY, time(6, 20)) + timedelta(seconds=chance.randrange(9000))
    if input_came == "a little late":  # before 1 o'clock: the morning moves by as much
        file = datetime.combine(day, time(23, 41, 12))
        done = datetime.combine(day + DAY, time(6, 22, 40))
    if input_came == "far too late":  # the batch cannot be blamed
        file = datetime.combine(day + DAY, time(3, 52, 5))
        done = datetime.combine(day + DAY, time(9, 14, 31))
    yield _row(day.isoformat(), "input-received", file)
    yield _row(day.isoformat(), "batch-done", done)


def _batches(seed: int, month: Month) -> Iterator[Row]:
    chance = stream(seed, "batches", month.key)
    days = [day for day in month.days if is_workday(day)]
    late = set(some_of(chance, days[2:9], month.story.late_batches))
    told = days[-4]  # the night of which people talk
    for day in days:
        yield from _night(chance, day, day in late, month.story.input if day == told else "")


def _approvals(seed: int, month: Month) -> Iterator[Row]:
    """Requests for approval; in a slow month some wait for more than two business days."""
    chance = stream(seed, "approvals", month.key)
    days = [day for day in month.days if is_workday(day)][:-5]
    asked = sorted(some_of(chance, days, 7 + chance.randrange(4)))
    slow = set(some_of(chance, asked, 3)) if month.story.slow_approvals else set()
    for place, day in enumerate(asked, 1):
        number = f"APR{month.code}{place:02}"
        at = next_open(datetime.combine(day, time(8)) + timedelta(minutes=chance.randrange(560)))
        working = chance.randrange(1800, 14 * 3600)
        if day in slow:
            working = chance.randrange(32 * 3600, 48 * 3600)
        yield _row(number, "approval-asked", at)
        yield _row(number, "approval-answered", after_working(at, working))


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `events.csv` for what a month's days and requests brought."""
    yield from _batches(seed, month)
    yield from _approvals(seed, month)
