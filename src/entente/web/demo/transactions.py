"""Mean response of teller transactions, each hour in which branches may be open.

One deliberately bad row a year: in October a sample whose seconds read `n/a`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from entente.web.demo.desk_clock import holidays
from entente.web.demo.draws import draw, stream
from entente.web.demo.outages import outages
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row, stamp

HEADER = ("Service", "At", "Seconds")

# Milliseconds by per mille: the rising steps of a log-normal with median 0.84 s; the end of the
# tail is a mean over an hour with one stuck queue in it.
_USUAL = (
    *((0, 410), (100, 590), (250, 690), (500, 840), (750, 1030), (900, 1230)),
    *((950, 1480), (990, 2250), (1000, 4600)),
)


def _milliseconds(seed: int, month: Month) -> Iterator[tuple[datetime, int]]:
    chance = stream(seed, "transactions", month.key)
    for day in month.days:
        for hour in range(7, 22):
            usual = draw(chance, _USUAL)
            busy = 115 if hour in (11, 12, 16) else 100
            bad = 190 if month.story.slow_transactions and day.day > 8 else 100
            if day.weekday() < 6 and day not in holidays(day.year):
                yield datetime.combine(day, time(hour)), usual * busy * bad // 10_000


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `transactions.csv` for a month; no sample while core banking is down."""
    down = [each for each in outages(seed, month) if each.service == "core-banking"]
    for at, value in _milliseconds(seed, month):
        if any(each.began <= at < each.ended for each in down):
            continue
        yield Row(at, ("core-banking", stamp(at), f"{value // 1000}.{value % 1000:03}"))
    if month.story.bad_row == "unparsable number":
        at = month.at(month.weekdays(2)[1].day, 15, 30)
        yield Row(at, ("core-banking", stamp(at), "n/a"))
