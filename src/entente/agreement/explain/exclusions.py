"""Exclusions in plain English: what is left out, on whose word, and within which limits."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.wording import (
    listed,
    spoken_condition,
    spoken_days,
    spoken_hours,
    spoken_time,
)
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.exclusions import Exclusion, Quota
from entente.agreement.terms.hours import Week


def explain_exclusion(agreement: Agreement, key: str) -> tuple[str, Iterator[str]]:
    """A code of the closed list: its reason and its limits."""
    exclusion = agreement.exclusions[key]
    return exclusion.title, _sentences(exclusion)


def _sentences(exclusion: Exclusion) -> Iterator[str]:
    if exclusion.window is not None:
        yield f"Left out each week: {_week(exclusion.window)}."
    elif exclusion.where is not None:
        yield f"Left out: records whose {spoken_condition(exclusion.where)}."
    elif exclusion.maintenance:
        yield "Left out: maintenance that was announced before it began, as far as it was planned."
    else:
        other = "client" if exclusion.claimed_by == "provider" else "provider"
        yield f"The {exclusion.claimed_by} usually asks for it, one case at a time."
        yield (
            "A case counts only once the other party than the one that asked has approved it, "
            f"here usually the {other}; until then it is shown and changes nothing."
        )
    yield from _limits(exclusion)


def _limits(exclusion: Exclusion) -> Iterator[str]:
    if exclusion.notice is not None:
        done = "announced" if exclusion.maintenance else "approved"
        on = f" of “{exclusion.calendar}”" if exclusion.calendar else ""
        yield f"It must be {done} at least {exclusion.notice}{on} before it starts."
    if exclusion.only_in is not None:
        yield f"Only time in these hours is left out: {_week(exclusion.only_in)}."
    if exclusion.quota is not None:
        yield f"At most {_quota(exclusion.quota)}; what is more counts."
    if exclusion.maintenance:
        over = {
            "counts": "What runs on after the announced end counts as down.",
            "left-out": "What runs on after the announced end is left out too.",
            "all-counts": "An outage that runs on after the announced end counts whole.",
        }
        yield over[exclusion.overrun]
    if exclusion.effect == "suspends":
        yield (
            "It suspends the service level: the time is no service time at all, and a period "
            "without any other is not measured."
        )


def _week(week: Week) -> str:
    return listed([f"{spoken_days(days)} {spoken_hours(hours)}" for days, hours in week.items()])


def _quota(quota: Quota) -> str:
    parts = []
    if quota.times is not None:
        parts.append(f"{quota.times} time{'' if quota.times == 1 else 's'}")
    if quota.at_most is not None:
        parts.append(f"{spoken_time(quota.at_most)} in all")
    if quota.each is not None:
        parts.append(f"{spoken_time(quota.each)} each time")
    return f"{listed(parts)} per {quota.per}"
