"""What a probe of `payments` saw every quarter of an hour, consistent with the outages.

In three months a year the probe itself did not run for a while: there is nothing to see, which
is not the same as being up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from entente.web.demo.desk_clock import utc
from entente.web.demo.draws import draw, happens, stream
from entente.web.demo.outages import outages
from entente.web.demo.proportions import MEASURED_RESPONSE_MS
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row

HEADER = ("Service", "Checked", "Status", "Response ms")
EVERY = timedelta(minutes=15)

_RESPONSE = tuple(
    zip((0, 50, 250, 500, 750, 900, 990, 1000), (62, *MEASURED_RESPONSE_MS, 2400), strict=True)
)


def _checks(month: Month) -> Iterator[datetime]:
    at = utc(datetime.combine(month.first, time()))
    end = utc(datetime.combine(month.next, time()))
    while at < end:
        yield at
        at += EVERY


def _gap(month: Month) -> tuple[datetime, datetime]:
    began = utc(month.at(13, 22, 10))
    return began, began + timedelta(minutes=month.story.probe_gap_minutes)


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `probes.csv` for a month; their clock is UTC."""
    chance = stream(seed, "probes", month.key)
    down = [
        (utc(each.began), utc(each.ended))
        for each in outages(seed, month)
        if each.service == "payments"
    ]
    gap_began, gap_ended = _gap(month)
    for tick in _checks(month):
        at = tick + timedelta(seconds=chance.randrange(2, 50))
        response, slow = draw(chance, _RESPONSE), happens(chance, 2)
        if gap_began <= at < gap_ended:
            continue
        status = "degraded" if slow else "up"
        if slow:
            response += 4000
        if any(began <= at < ended for began, ended in down):
            status, response = "down", 0
        checked = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        yield Row(at, ("payments", checked, status, str(response)))
