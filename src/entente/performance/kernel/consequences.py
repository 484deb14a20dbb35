"""What results lead to, in sentences: defaults, rights, proposals, where credits stand."""

from __future__ import annotations

from collections.abc import Iterator

from entente.performance.kernel.credited import Credits, FallsDue, LevelAccrued
from entente.performance.kernel.defaults import DefaultStanding
from entente.performance.kernel.frequency import Counter
from entente.performance.kernel.ratchets import Proposal
from entente.performance.kernel.rights import RightStanding
from entente.performance.kernel.statement import Statement


def consequences(made: Statement) -> tuple[str, ...]:
    """Every sentence of a statement about what follows, those that bind first."""
    return (
        *map(said_default, made.defaults),
        *map(said_right, made.rights),
        *map(said_proposal, made.ratchets),
        *(credit_sentences(made.credits) if made.credits else ()),
    )


def said_default(found: DefaultStanding) -> str:
    """Whether a level is in default, and how far it is from it."""
    state = "service level default" if found.default else "no service level default"
    return f"{found.level}: {state} ({'; '.join(said_counter(each) for each in found.counters)})"


def said_counter(counter: Counter) -> str:
    """`2 of 3 misses of the commitment within 6 months; 1 more in a row makes it`."""
    of = counter.of.replace("-", " ")
    what = f"the {of} reached" if counter.of == "credit-trigger" else f"the {of} missed"
    said = f"{what} {counter.counted} of {counter.times} times"
    if counter.periods:
        said += f" ({', '.join(counter.periods)})"
    if counter.came_true:
        return f"{said}: it came true"
    more = "it cannot come true" if counter.more is None else f"{counter.more} more would do"
    out = f"; the oldest counts until {counter.falls_out}" if counter.falls_out else ""
    return f"{said}; {more}{out}"


def said_right(found: RightStanding) -> str:
    """Where a right stands, and what it rests on."""
    since = f" in {found.since}" if found.since else ""
    until = f", to be used by {found.until}" if found.until and found.state == "arisen" else ""
    state = found.state.replace("-", " ")
    rests = "; ".join(each.said for each in found.triggers)
    return f"{found.title} ({found.holder}): {state}{since}{until} ({rests})"


def said_proposal(found: Proposal) -> str:
    """What a ratchet proposes; nothing holds until both sides have signed it."""
    if found.proposed is None:
        return f"{found.level}: no new level is proposed: {found.reason}"
    return f"{found.level}: {found.proposed} is proposed in place of {found.current}, to be signed"


def credit_sentences(credits: Credits) -> Iterator[str]:
    """Where credits stand that are not simply settled, what goes back, and what falls due."""
    for level in credits.levels:
        if said := said_credit(level):
            yield f"{level.level}: {said}"
    if credits.suspended_by:
        yield f"no credits accrue: {', '.join(credits.suspended_by)} holds"
    for back in credits.earned_back:
        paid = f"{back.amount} {credits.currency}"
        yield f"{back.level}: the credit of {back.period} is earned back ({paid})"
    if credits.falls_due is not None and (said := said_due(credits.falls_due, credits.currency)):
        yield said


def said_credit(level: LevelAccrued) -> str:
    """Where a credit stands; empty where it is settled, or nothing was due."""
    match level.state:
        case "claimable":
            return f"its credit must be claimed by {level.claim_by}"
        case "lapsed":
            return f"its credit was not claimed by {level.claim_by} and lapsed"
        case "capped":
            return "the caps left nothing of its credit"
        case "not-elected":
            return "another credit of the same incident is paid"
        case "waived" | "disputed":
            return f"its credit is {level.state}"
    return ""


_GIVEN = {
    "invoice": "taken off the next invoice", "cash": "paid in cash", "days": "added to the term",
    "nothing": "lost, since no invoice follows",
}  # fmt: skip


def said_due(found: FallsDue, currency: str) -> str:
    """What is given after the month, where that is not simply its own credit on an invoice."""
    expired = f"; expired: {', '.join(found.expired)}" if found.expired else ""
    plain = found.on == "next-invoice" and found.given == "invoice"
    if (plain and not expired) or not (found.amount or found.days or expired):
        return ""
    what = (
        f"{found.days} days of service" if found.given == "days" else f"{found.amount} {currency}"
    )
    within = f" within {found.within}" if found.within else ""
    of = ", ".join(found.periods)
    return f"falls due: {what} of {of}, {_GIVEN[found.given]}{within}{expired}"
