"""The tickets opened in a month: when they arrive, how urgent, on what, and which are late."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from entente.web.demo import proportions
from entente.web.demo.desk_clock import certain, is_workday
from entente.web.demo.draws import one_of, pick, some_of, stream
from entente.web.demo.lives import GROUPS, LIMITS, Ticket, live
from entente.web.demo.outages import outages
from entente.web.demo.stories import Month

# Tickets resolved late, per mille: in an ordinary month and in one that misses its level.
_LATE = {"P2": ((0, 70), (140, 200)), "P3": ((5, 35), (115, 150)), "P4": ((4, 26), (60, 90))}

_CHANNELS = ("Phone", "Portal", "E-mail", "Monitoring"), (46, 33, 16, 5)
_CATEGORIES = {
    "core-banking": ("Accounts", "Batch", "Reports", "Teller screens"),
    "payments": ("Cards", "Standing orders", "Interbank", "Cash machines"),
    "service-desk": ("Access", "Password", "How do I"),
    "workplace": ("Laptop", "Mail", "Printing", "Software", "Files"),
    "network": ("Branch line", "Wi-Fi", "Remote access"),
}
_SERVICE_WEIGHTS = {"P1": (26, 30, 2, 12, 30), "P2": (20, 20, 8, 30, 22)}
_USUAL_WEIGHTS = (11, 10, 28, 38, 13)


def _arrivals(chance: Random, month: Month, count: int) -> list[datetime]:
    """Moments spread over weekdays and hours as in the measured log; holidays are as Sundays."""
    weights = [
        proportions.MEASURED_WEEKDAYS[day.weekday() if is_workday(day) or day.weekday() > 4 else 6]
        for day in month.days
    ]
    found = []
    for _ in range(count):
        day = pick(chance, month.days, weights)
        hours = proportions.MEASURED_WEEKEND_HOURS
        if is_workday(day):
            hours = proportions.MEASURED_WORKDAY_HOURS
        hour = pick(chance, range(24), hours)
        moment = datetime.combine(day, time(hour)) + timedelta(seconds=chance.randrange(3600))
        found.append(certain(moment))
    return sorted(found)


def _priorities(chance: Random, count: int) -> list[str]:
    """The priority of each ticket: near the chosen shares, in a random order."""
    shares = proportions.CHOSEN_PRIORITIES
    p1 = max(3, count * shares["P1"] // 1000 + chance.randrange(-1, 3))
    p2 = count * shares["P2"] // 1000 + chance.randrange(-2, 4)
    p3 = count * shares["P3"] // 1000 + chance.randrange(-6, 7)
    whole = ["P1"] * p1 + ["P2"] * p2 + ["P3"] * p3
    whole += ["P4"] * (count - len(whole))
    return some_of(chance, whole, count)


def _late(chance: Random, month: Month, priorities: list[str]) -> set[int]:
    """The places of the tickets that will be resolved late."""
    found: set[int] = set()
    for priority in LIMITS:
        places = [place for place, each in enumerate(priorities) if each == priority]
        missed = priority in month.story.misses
        if priority == "P1":
            count = int(missed)
        else:
            low, high = _LATE[priority][missed]
            # Rounded away from the level in either kind of month.
            count = (len(places) * chance.randrange(low, high) + 999 * missed) // 1000
        found |= set(some_of(chance, places, count))
    return found


def _tell(found: list[Ticket], seed: int, month: Month) -> None:
    """Tie the late P1 of a month to its outage of many hours, where there is one."""
    told = [each for each in outages(seed, month) if each.minutes > 300]
    for outage in (each for each in told if each.service == "payments"):
        for ticket in (each for each in found if each.late and each.priority == "P1"):
            ticket.outage, ticket.service = outage, outage.service
            ticket.opened = outage.began + timedelta(minutes=4, seconds=11)
            ticket.category, ticket.channel = "Cards", "Monitoring"


def _opened(seed: int, month: Month) -> list[Ticket]:
    """The tickets of a month as they are when opened."""
    chance = stream(seed, "tickets", month.key)
    usual = proportions.CHOSEN_TICKETS_A_MONTH * proportions.CHOSEN_SEASON[month.first.month - 1]
    count = usual // 100 + chance.randrange(-9, 10)
    priorities = _priorities(chance, count)
    late = _late(chance, month, priorities)
    found = []
    for place, opened in enumerate(_arrivals(chance, month, count)):
        weights = _SERVICE_WEIGHTS.get(priorities[place], _USUAL_WEIGHTS)
        service = pick(chance, tuple(GROUPS), weights)
        ticket = Ticket(opened, priorities[place], service, late=place in late)
        ticket.category = one_of(chance, _CATEGORIES[service])
        ticket.channel = pick(chance, *_CHANNELS)
        found.append(ticket)
    return found


def tickets(seed: int, month: Month) -> list[Ticket]:
    """Every ticket opened in a month with its whole life, in order of its opening."""
    found = _opened(seed, month)
    _tell(found, seed, month)
    found.sort(key=lambda each: each.opened)
    if month.story.slow_response:
        next(each for each in found if each.priority == "P1").slow = True
    for serial, ticket in enumerate(found, 1):
        ticket.serial, ticket.number = serial, f"INC{month.code}{serial:04}"
        live(stream(seed, f"life-{serial}", month.key), ticket)
    return found
