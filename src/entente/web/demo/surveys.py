"""What users said after their tickets were closed.

Every third ticket is asked about, about a quarter answer. The watermelon: on `workplace` the
scores sink from month to month while the levels of its tickets stay green.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from entente.web.demo.draws import draw, happens, pick, stream
from entente.web.demo.lives import Ticket
from entente.web.demo.proportions import CHOSEN_ANSWERED, CHOSEN_SCORES, CHOSEN_UNHAPPY_SCORES
from entente.web.demo.stories import Month
from entente.web.demo.tables import Row, later, stamp
from entente.web.demo.tickets import tickets

HEADER = ("Survey", "Ticket", "Service", "Sent", "Answered", "Score")

# Minutes until the answer: most within the hour or the next morning, some after a reminder.
_ANSWERS_AFTER = ((0, 3), (400, 55), (750, 1260), (900, 5000), (1000, 11000))
_SINKS_FOR = 11  # months from the first until the users of `workplace` are as unhappy as they get


def score_weights(service: str, position: int) -> list[int]:
    """How often scores 1 .. 5 are given so many months after the first."""
    sunk = min(position, _SINKS_FOR) if service == "workplace" else 0
    return [
        happy * (_SINKS_FOR - sunk) + unhappy * sunk
        for happy, unhappy in zip(CHOSEN_SCORES, CHOSEN_UNHAPPY_SCORES, strict=True)
    ]


def _score(chance: Random, ticket: Ticket, month: Month) -> int:
    score = pick(chance, range(1, 6), score_weights(ticket.service, month.position))
    return max(1, score - 1) if ticket.late else score


def _row(seed: int, month: Month, ticket: Ticket) -> Row:
    chance = stream(seed, f"survey-{ticket.serial}", month.key)
    sent = ticket.steps[-1].at + timedelta(minutes=5)
    answered = sent + timedelta(minutes=draw(chance, _ANSWERS_AFTER), seconds=chance.randrange(60))
    score = str(_score(chance, ticket, month))
    number = f"SUR{month.code}{ticket.serial:04}"
    if happens(chance, CHOSEN_ANSWERED):
        answer = (later(answered), later(answered, score))
        return Row(sent, (number, ticket.number, ticket.service, stamp(sent), *answer))
    return Row(sent, (number, ticket.number, ticket.service, stamp(sent), "", ""))


def rows(seed: int, month: Month) -> Iterator[Row]:
    """The rows of `surveys.csv` on tickets opened in a month."""
    for ticket in tickets(seed, month):
        if ticket.serial % 3 == 0:
            yield _row(seed, month, ticket)
