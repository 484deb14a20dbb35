"""Claims that time or a ticket should not count, and what the other side said to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from entente.web.demo.desk_clock import DAY, after_working
from entente.web.demo.draws import one_of, some_of, stream
from entente.web.demo.lives import Ticket
from entente.web.demo.outages import Outage, outages
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row, later, stamp
from entente.web.demo.tickets import tickets

HEADER = (
    *("Claim", "Code", "Service", "Ticket", "From", "Until", "Reason"),
    *("Proposed by", "Approved by", "Decided", "Decision"),
)

_OTHER = {"client": "provider", "provider": "client"}
_CLIENT_CAUSED = (
    "approval of the change was outstanding on the client's side",
    "the client's own change had to be withdrawn first",
    "the user's manager answered after the ticket was due",
)
_CLIENT_CAUSED_ON_SITE = (
    "access to the branch was not granted until the next day",
    "the client's own change withdrew a firewall rule",
)


@dataclass(frozen=True)
class Claim:
    """One claim, with the decision that it will get ('' while the sides still talk)."""

    code: str
    service: str
    began: datetime
    ended: datetime
    reason: str
    ticket: str = ""
    by: str = "provider"
    decision: str = "approved"


def _force_majeure(month: Month, found: list[Outage]) -> Iterator[Claim]:
    for each in found:
        if each.cause.startswith("storm"):
            reason = "storm with a red warning; power lost"
            yield Claim("force-majeure", each.service, each.began, each.ended, reason)
        if month.story.refused and each.service == "payments" and each.minutes > 300:
            reason = "fault in the supplier's upgrade, beyond our control"
            yield Claim(
                *("force-majeure", each.service, each.began, each.ended, reason),
                decision="refused",
            )


def _client_caused(seed: int, month: Month, found: list[Ticket]) -> Iterator[Claim]:
    """One or two of the late tickets; now and then the client itself says so first."""
    chance = stream(seed, "exclusions", month.key)
    late = [each for each in found if each.late and each.priority != "P1"]
    for place, ticket in enumerate(some_of(chance, late, 1 + chance.randrange(2))):
        by = "client" if chance.randrange(5) == 0 else "provider"
        on_site = ticket.service == "network"
        reason = one_of(chance, _CLIENT_CAUSED_ON_SITE if on_site else _CLIENT_CAUSED)
        decision = "" if month.story.undecided and place == 0 else "approved"
        resolved = [step.at for step in ticket.steps if step.state == "Resolved"][-1]
        yield Claim(
            *("client-caused", ticket.service, ticket.opened, resolved, reason),
            *(ticket.number, by, decision),
        )


def _row(seed: int, month: Month, place: int, claim: Claim) -> Row:
    number = f"EXC{month.code}{place:02}"
    chance = stream(seed, f"claim-{place}", month.key)
    proposed = after_working(claim.ended, chance.randrange(600, 9 * 3600))
    decided = after_working(proposed + DAY * chance.randrange(1, 9), chance.randrange(600, 25_000))
    cells = (
        *(number, claim.code, claim.service, claim.ticket, stamp(claim.began), stamp(claim.ended)),
        *(claim.reason, claim.by),
    )
    if not claim.decision:
        return Row(proposed, (*cells, "", "", ""))
    approver = _OTHER[claim.by] if claim.decision == "approved" else ""
    said = (later(decided, approver), later(decided), later(decided, claim.decision))
    return Row(proposed, (*cells, *said))


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `exclusions.csv` for what happened in a month."""
    found = outages(seed, month)
    claims = list(_force_majeure(month, found))  # maintenance is agreed as a window, not claimed
    claims += _client_caused(seed, month, tickets(seed, month))
    claims.sort(key=lambda each: (each.ended, each.service, each.ticket))
    for place, claim in enumerate(claims, 1):
        yield _row(seed, month, place, claim)
