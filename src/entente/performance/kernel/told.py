"""What people told of credits and rights: rows of the events table that change where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from entente.agreement.terms.agreement import Agreement

CLAIMED = "credit-claimed"
ELECTED = "credit-elected"
WAIVED = "credit-waived"
DISPUTED = "credit-disputed"
DISPUTE_ENDED = "credit-dispute-ended"
NOTIFIED = "failure-notified"
EXERCISED = "right-exercised"
GIVEN_UP = "right-waived"
NOTICED = "right-noticed"
CURED = "cured"
OWN = (
    CLAIMED, ELECTED, WAIVED, DISPUTED, DISPUTE_ENDED, NOTIFIED, EXERCISED, GIVEN_UP, NOTICED,
    CURED,
)  # fmt: skip
EVERY = "*"


@dataclass(frozen=True)
class Notice:
    """An event that someone told of: of which service level or right (`*`: of all), and when.

    `period` narrows it to one month, such as 2026-03.
    """

    event: str
    record: str
    at: int
    period: str | None = None

    def concerns(self, key: str, period: str) -> bool:
        """Whether it is about a service level or right, and about this month if it names one."""
        return self.record in {key, EVERY} and self.period in {None, "", period}


def wanted_events(terms: Iterable[Agreement]) -> tuple[str, ...]:
    """The events that the credits and rights of these terms depend on, by name."""
    own = {name for each in terms if each.credits or each.rights for name in OWN}
    return tuple(sorted(own | {name for each in terms for name in _of_rights(each)}))


def _of_rights(terms: Agreement) -> Iterator[str]:
    for right in terms.rights.values():
        for trigger in right.when:
            if trigger.events is not None:
                yield trigger.events.event


def within(
    told: Iterable[Notice], event: str, about: tuple[str, str], since: int, until: int
) -> Notice | None:
    """The first event about a key and a month in `[since, until)`; None where nobody told of it."""
    found = [
        each for each in told
        if each.event == event and each.concerns(*about) and since <= each.at < until
    ]  # fmt: skip
    return min(found, key=lambda each: each.at, default=None)
