"""Rights in a month: arisen or not, since when, until when, and how far each is away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.rights import Right
from entente.agreement.terms.scalars import Party
from entente.foundation.instants import from_micros, zone
from entente.performance.kernel.days import DAY, instant, over
from entente.performance.kernel.history import History, shifted
from entente.performance.kernel.told import EXERCISED, GIVEN_UP, NOTICED, within
from entente.performance.kernel.triggers import Credited, TriggerStanding, triggers
from entente.performance.kernel.versions import Month

RightState = Literal["not-arisen", "arisen", "exercised", "waived", "lapsed"]
FOR_EVER = 2**62


@dataclass(frozen=True)
class RightStanding:
    """Where a right stands in a month.

    `since` is the month in which it arose, `until` the last day on which it may be exercised;
    `effective` the first day on which it takes effect if notice of it is given at once.
    """

    right: str
    title: str
    holder: Party
    grants: str
    state: RightState
    since: str | None
    until: str | None
    effective: str | None
    triggers: tuple[TriggerStanding, ...]


def rights(history: History, month: Month, credited: Credited) -> tuple[RightStanding, ...]:
    """Where each right that arises from performance stands in a month, by key."""
    terms = history.terms(month)
    agreed = sorted(terms.rights.items()) if terms else []
    return tuple(
        standing(history, month, key, right, credited) for key, right in agreed if right.when
    )


def standing(
    history: History, month: Month, key: str, right: Right, credited: Credited
) -> RightStanding:
    """Where a right stands: by what holds now, or by what held while it may still be exercised."""
    now = triggers(history, month, right, credited)
    holds = any(each.holds for each in now)
    since = _since(history, month, right, holds, credited)
    until = _until(history, since, key, right) if since else None
    state = _state(history, month, since, until, key)
    return RightStanding(
        key,
        right.title or key,
        right.holder,
        right.grants,
        state,
        str(since) if since else None,
        (until - DAY).isoformat() if until else None,
        _effective(history, month, right) if state == "arisen" else None,
        now,
    )


def _since(
    history: History, month: Month, right: Right, holds: bool, credited: Credited
) -> Month | None:
    """The month in which the right last arose, as far back as it could still be exercised."""
    last = month if holds else None
    if last is None and right.exercise_within is not None:
        last = _arose_before(history, month, right, credited)
    if last is None:
        return None
    since = last
    for earlier in history.back(shifted(last, -1)):
        if not _held(history, earlier, right, credited):
            break
        since = earlier
    return since


def _arose_before(history: History, month: Month, right: Right, credited: Credited) -> Month | None:
    """The last month in which it held, if what is left of it may reach into this one."""
    assert right.exercise_within is not None
    for earlier in history.back(shifted(month, -1)):
        terms = history.terms(earlier)
        if terms is None:
            return None
        reach = over(terms, earlier.following, right.exercise_within, right.calendar)
        slack = terms.evaluated_after if right.exercise_from == "report" else 0
        # A right that lapses in this month is shown as lapsed, and in later months no more.
        if right.exercise_from != "notice" and reach + slack * DAY <= month.first:
            return None
        if _held(history, earlier, right, credited):
            return earlier
    return None


def _held(history: History, month: Month, right: Right, credited: Credited) -> bool:
    if history.terms(month) is None:
        return False
    return any(each.holds for each in triggers(history, month, right, credited))


def _until(history: History, since: Month, key: str, right: Right) -> dt.date | None:
    """The day on which the time to exercise is over; None where it has no end, or none yet."""
    terms = history.terms(since)
    if right.exercise_within is None or terms is None:
        return None
    begins = _counts_from(history, since, terms, key, right)
    return over(terms, begins, right.exercise_within, right.calendar) if begins else None


def _counts_from(
    history: History, since: Month, terms: Agreement, key: str, right: Right
) -> dt.date | None:
    if right.exercise_from == "report":
        return since.following + terms.evaluated_after * DAY
    if right.exercise_from == "period-end":
        return since.following
    told = within(history.told, NOTICED, (key, str(since)), instant(terms, since.first), FOR_EVER)
    return from_micros(told.at, zone(terms.zone)).date() + DAY if told else None


def _state(
    history: History, month: Month, since: Month | None, until: dt.date | None, key: str
) -> RightState:
    terms = history.terms(since) if since else None
    if since is None or terms is None:
        return "not-arisen"
    begun, seen = instant(terms, since.first), history.seen_until(month)
    end = min(seen, instant(terms, until) if until else FOR_EVER)
    if within(history.told, EXERCISED, (key, str(since)), begun, end):
        return "exercised"
    if within(history.told, GIVEN_UP, (key, str(since)), begun, seen):
        return "waived"
    return "lapsed" if until is not None and instant(terms, until) <= seen else "arisen"


def _effective(history: History, month: Month, right: Right) -> str | None:
    """The first day on which it can take effect: after the other's time to cure, and the notice."""
    terms = history.terms(month)
    if terms is None or (right.notice is None and right.cure is None):
        return None
    day = month.following
    for lapse in (right.cure, right.notice):
        if lapse is not None:
            day = over(terms, day, lapse, right.calendar)
    return day.isoformat()


def suspending(history: History, month: Month, credited: Credited) -> tuple[str, ...]:
    """The rights that keep credits from accruing in a month: those whose facts hold in it.

    What a right counts of credits is here what the months before came to.
    """
    terms = history.terms(month)
    if terms is None or terms.credits is None:
        return ()
    named = terms.credits.suspended_by
    stopping = [
        key for key, right in sorted(terms.rights.items()) if key in named or right.stops_credits
    ]
    before = _before(month, credited)
    return tuple(key for key in stopping if _held(history, month, terms.rights[key], before))


def other_remedies(history: History, month: Month, credited: Credited) -> tuple[str, ...]:
    """The rights that let the client seek more than credits, where these are the sole remedy."""
    terms = history.terms(month)
    if terms is None or terms.credits is None or not terms.credits.sole_remedy:
        return ()
    return tuple(
        key
        for key in terms.credits.sole_remedy_unless
        if key in terms.rights and _held(history, month, terms.rights[key], credited)
    )


def _before(month: Month, credited: Credited) -> Credited:
    return lambda history, each: None if each == month else credited(history, each)
