"""The life of one ticket: each step from new to closed, with pauses and returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from entente.web.demo import proportions
from entente.web.demo.desk_clock import WORKDAY, after_working, certain
from entente.web.demo.draws import Quantiles, draw, happens, one_of
from entente.web.demo.outages import Outage

# Seconds of working time within which a ticket is to be resolved; the P1 clock never stops.
LIMITS = {"P1": 4 * 3600, "P2": 8 * 3600, "P3": 3 * WORKDAY, "P4": 5 * WORKDAY}

# Minutes from assignment to the first work on it.
_RESPONSE: dict[str, Quantiles] = {
    "P1": ((0, 1), (500, 5), (900, 9), (985, 12), (1000, 24)),
    "P2": ((0, 2), (500, 10), (900, 19), (970, 24), (1000, 50)),
    "P3": ((0, 4), (500, 45), (900, 150), (970, 215), (1000, 400)),
    "P4": ((0, 5), (500, 95), (900, 300), (970, 440), (1000, 700)),
}
# Hours of waiting, in tenths, on the desk's clock.
_USER_WAITS: Quantiles = ((0, 4), (250, 22), (500, 70), (750, 160), (950, 350), (1000, 600))
_VENDOR_WAITS: Quantiles = ((0, 10), (250, 60), (500, 150), (750, 300), (1000, 900))
_USER_REASONS = ("information requested", "user to confirm", "user away", "access needed")
_VENDOR_REASONS = ("part on order", "case open with supplier", "fix promised by supplier")

GROUPS = {
    "core-banking": "Core Banking Run",
    "payments": "Payments Run",
    "service-desk": "Service Desk",
    "workplace": "Workplace Support",
    "network": "Network Operations",
}


@dataclass(frozen=True)
class Step:
    """One change of a ticket."""

    at: datetime
    state: str
    priority: str
    group: str
    reason: str = ""


@dataclass
class Ticket:
    """One ticket and its life so far."""

    opened: datetime
    priority: str
    service: str
    late: bool = False
    slow: bool = False  # its first work begins after a quarter of an hour
    number: str = ""
    serial: int = 0
    category: str = ""
    channel: str = ""
    outage: Outage | None = None
    steps: list[Step] = field(default_factory=list)

    def wait(self, seconds: int) -> datetime:
        """The moment after so many seconds of this ticket's clock since its last step."""
        at = self.steps[-1].at
        if self.priority == "P1":
            return at + timedelta(seconds=seconds)
        return after_working(at, seconds)

    def take(self, at: datetime, state: str, *, group: str = "", reason: str = "") -> None:
        """Add a step, never before or at the last one."""
        at = certain(at)
        priority = self.priority
        if self.steps:
            last = self.steps[-1]
            at = max(at, last.at + timedelta(seconds=1))
            group, priority = group or last.group, last.priority
        self.steps.append(Step(at, state, priority, group, reason))

    def rank(self, priority: str) -> None:
        """Change the priority a little after the last step, in the same state."""
        last = self.steps[-1]
        at = last.at + timedelta(seconds=40)
        self.steps.append(Step(at, last.state, priority, last.group, last.reason))


def _respond(chance: Random, ticket: Ticket, budget: int) -> int:
    """Assign the ticket and begin work on it; gives the working seconds that are left."""
    hurry = {"P1": 12, "P2": 6}.get(ticket.priority, 1)
    assigning = min(chance.randrange(40, 1500) // hurry, budget // 5)
    ticket.take(ticket.wait(assigning), "Assigned", group=GROUPS[ticket.service])
    response = min(draw(chance, _RESPONSE[ticket.priority], 60), budget // 2)
    if ticket.slow:
        response, budget = 22 * 60, max(budget, 90 * 60)
    ticket.take(ticket.wait(response), "In progress")
    return budget - assigning - response


def _work(chance: Random, ticket: Ticket, budget: int) -> None:
    """Work until it is resolved, with the pauses that stop the clock and hand-overs that do not."""
    share = proportions
    pauses = ["Awaiting user"] * happens(chance, share.CHOSEN_AWAITING_USER)
    pauses += ["Awaiting vendor"] * happens(chance, share.CHOSEN_AWAITING_VENDOR)
    if ticket.outage:
        pauses = []
    for pause in pauses:
        part = budget * chance.randrange(15, 60) // 100
        budget -= part
        user = pause == "Awaiting user"
        reason = one_of(chance, _USER_REASONS if user else _VENDOR_REASONS)
        ticket.take(ticket.wait(part), pause, reason=reason)
        hours = draw(chance, _USER_WAITS if user else _VENDOR_WAITS, 360)
        ticket.take(
            ticket.wait(hours // (6 if ticket.priority in ("P1", "P2") else 1)), "In progress"
        )
    if happens(chance, share.CHOSEN_HANDED_ON):
        part = budget // 3
        budget -= part
        ticket.take(ticket.wait(part), "In progress", group="Second Line")
    ticket.take(ticket.wait(budget), "Resolved")


def _reopen(chance: Random, ticket: Ticket, budget: int) -> None:
    """Back from the user within a day or two, and resolved again."""
    away = draw(chance, ((0, 600), (500, 3 * 3600), (1000, 16 * 3600)))
    ticket.take(ticket.wait(away), "Reopened")
    ticket.take(ticket.wait(min(budget // 4, 900)), "In progress")
    ticket.take(ticket.wait(budget - min(budget // 4, 900)), "Resolved")


def _budget(chance: Random, ticket: Ticket) -> int:
    """The working seconds until it is resolved."""
    tables = proportions.CHOSEN_LATE if ticket.late else proportions.CHOSEN_IN_TIME
    if ticket.outage:
        return int((ticket.outage.ended - ticket.opened).total_seconds())
    return max(240, draw(chance, tables[ticket.priority], LIMITS[ticket.priority]) // 1000)


def live(chance: Random, ticket: Ticket) -> None:
    """Give a ticket every step from new to closed."""
    final, ranked = ticket.priority, happens(chance, proportions.CHOSEN_PRIORITY_CHANGED)
    ticket.take(ticket.opened, "New", group="Service Desk")
    budget = _budget(chance, ticket)
    reopened = happens(chance, proportions.CHOSEN_REOPENED) and not ticket.late
    again = budget * chance.randrange(15, 40) // 100 if reopened else 0
    left = _respond(chance, ticket, budget - again)
    if ranked and final != "P1":
        first = {"P2": "P3", "P3": one_of(chance, ("P2", "P4", "P4")), "P4": "P3"}[final]
        ticket.steps = [Step(s.at, s.state, first, s.group) for s in ticket.steps]
        ticket.rank(final)
    _work(chance, ticket, left)
    if reopened:
        _reopen(chance, ticket, again)
    closes = proportions.MEASURED_CLOSING_HOURS
    ticket.take(
        ticket.steps[-1].at + timedelta(minutes=chance.randrange(closes[0] * 6, closes[3] * 6)),
        "Closed",
    )
