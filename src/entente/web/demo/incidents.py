"""The ticket tool's export: one row a change of a ticket.

Three deliberately bad rows a year, each beside a whole ticket so that its life stays readable:
in February a row whose date is written day first, in May the same row twice, in August a state
that nobody agreed, `Pending CAB`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from entente.web.demo.lives import Step, Ticket
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row, stamp
from entente.web.demo.tickets import tickets

HEADER = (
    *("Ticket", "Changed", "State", "Priority", "Service", "Category"),
    *("Channel", "Group", "Pause reason"),
)


def _row(ticket: Ticket, step: Step, changed: str = "", state: str = "") -> Row:
    cells = (
        *(ticket.number, changed or stamp(step.at), state or step.state, step.priority),
        *(ticket.service, ticket.category, ticket.channel, step.group, step.reason),
    )
    return Row(step.at, cells)


def _spoilt(ticket: Ticket, step: Step, kind: str) -> Row:
    """The bad row of a month, made beside this step."""
    beside = Step(step.at + timedelta(seconds=20), step.state, step.priority, step.group)
    if kind == "unparsable date":
        return _row(ticket, beside, changed=beside.at.strftime("%d/%m/%Y %H.%M"))
    if kind == "unknown state":
        return _row(ticket, beside, state="Pending CAB")
    return _row(ticket, step)


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `incidents.csv` for tickets opened in a month, ticket by ticket."""
    kind = month.story.bad_row
    spoil = kind in ("unparsable date", "duplicate row", "unknown state")
    for ticket in tickets(seed, month):
        for step in ticket.steps:
            yield _row(ticket, step)
            if spoil and ticket.serial > 100 and step.state == "In progress":
                spoil = False
                yield _spoilt(ticket, step, kind)
