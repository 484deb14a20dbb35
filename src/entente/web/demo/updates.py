"""What the bank was told while a priority 1 incident lasted: its opening, each update, its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from entente.web.demo.desk_clock import certain
from entente.web.demo.draws import happens, stream
from entente.web.demo.lives import Ticket
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row, stamp
from entente.web.demo.tickets import tickets

HEADER = ("Ticket", "Service", "What", "At", "Sent by")
_SENT_LATE = 12  # of a thousand updates, where nothing is out of the ordinary


def _updates(chance: Random, began: datetime, ended: datetime, silent: bool) -> Iterator[datetime]:
    """When the bank was told; people who hunt a fault for hours forget to say so."""
    at = began
    while True:
        late = happens(chance, 700 if silent else _SENT_LATE)
        minutes = chance.randrange(34, 71) if late else chance.randrange(13, 29)
        at += timedelta(minutes=minutes, seconds=chance.randrange(60))
        if at >= ended:
            return
        yield certain(at)


def _rows(seed: int, month: Month, ticket: Ticket) -> Iterator[Row]:
    chance = stream(seed, f"updates-{ticket.serial}", month.key)
    ended = next(step.at for step in ticket.steps if step.state == "Resolved")
    told = [("opened", ticket.opened)]
    told += [("updated", at) for at in _updates(chance, ticket.opened, ended, bool(ticket.outage))]
    told.append(("resolved", ended))
    for what, at in told:
        by = "Major incident manager" if what == "updated" else "Service desk"
        yield Row(at, (ticket.number, ticket.service, what, stamp(at), by))


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `major-incidents.csv` on the priority 1 tickets opened in a month."""
    for ticket in tickets(seed, month):
        if ticket.priority == "P1":
            yield from _rows(seed, month, ticket)
