"""What makes a right arise: failures, credits, a mean, or events; and how far each is away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from entente.agreement.terms.measures import rounding_of
from entente.agreement.terms.rights import (
    Arises,
    CreditsReach,
    EventsReach,
    Failures,
    MeanFalls,
    Right,
)
from entente.agreement.terms.scalars import Percent, plain_decimal
from entente.foundation.instants import SECOND, from_micros, zone
from entente.foundation.money import Money
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.credited import Credits
from entente.performance.kernel.days import DAY as ONE_DAY
from entente.performance.kernel.days import instant, moved, over
from entente.performance.kernel.defaults import default_of
from entente.performance.kernel.fees import Scheme, fee_base
from entente.performance.kernel.figures import SIGNS
from entente.performance.kernel.frequency import (
    Counter,
    Occasion,
    occasions,
    replayed,
    together,
)
from entente.performance.kernel.gathering import gathered
from entente.performance.kernel.history import History
from entente.performance.kernel.told import NOTIFIED, within
from entente.performance.kernel.versions import Month

Credited = Callable[[History, Month], Credits | None]
MOST_LISTED = 12  # days of events in one sentence


@dataclass(frozen=True)
class TriggerStanding:
    """One thing that a right arises from: whether it holds, in words, and how far away it is.

    `counter` is that of failures; `reached` and `needed` are exact amounts, means or counts.
    """

    rule: str
    holds: bool
    said: str
    counter: Counter | None
    reached: Fraction | None
    needed: Fraction | None


def triggers(
    history: History, month: Month, right: Right, credited: Credited
) -> tuple[TriggerStanding, ...]:
    """Where each of the things that a right arises from stands in a month.

    Business days are those of the right's calendar, or of the agreement's own.
    """
    return tuple(
        each
        for arises in right.when
        for each in _trigger(history, month, arises, credited, right.calendar)
    )


def _trigger(
    history: History,
    month: Month,
    arises: Arises,
    credited: Credited,
    calendar: str | None,
) -> tuple[TriggerStanding, ...]:
    if arises.failures is not None:
        return _failures(history, month, arises.failures, calendar)
    if arises.credits is not None:
        return (_credits(history, month, arises.credits, credited),)
    if arises.mean is not None:
        return (_mean(history, month, arises.mean),)
    assert arises.events is not None  # exactly one is given
    return (_events(history, month, arises.events, calendar),)


def _failures(
    history: History, month: Month, rule: Failures, calendar: str | None
) -> tuple[TriggerStanding, ...]:
    terms = history.terms(month)
    agreed = terms.service_levels if terms else {}
    levels = rule.levels or tuple(
        sorted(
            key for key, level in agreed.items()
            if (level.default_when or not rule.defaults) and _bounded(level, rule)
        )
    )  # fmt: skip
    rows = {key: _occasions(history, month, key, rule, calendar) for key in levels if key in agreed}
    if rule.same:
        found = [
            _counted(replayed(row, rule, rule.of, month.following), key, rule)
            for key, row in rows.items()
        ]
        return tuple(found)
    every = tuple(together(list(rows.values())))
    counter = replayed(every, rule, rule.of, month.following, same=False)
    return (_counted(counter, "of several levels", rule),)


def _bounded(level: object, rule: Failures) -> bool:
    """Whether a level has the bound whose failures count; every level has a commitment."""
    name = rule.of.replace("-", "_")
    return rule.of in {"commitment", "credit-trigger"} or getattr(level, name) is not None


def _counted(counter: Counter, name: str, rule: Failures) -> TriggerStanding:
    what = "defaults" if rule.defaults else "failures"
    listed = f" ({', '.join(counter.periods)})" if counter.periods else ""
    said = f"{name}: {counter.counted} of {counter.times} {what}{listed}"
    return TriggerStanding(
        f"{what} {counter.rule}", counter.came_true, said, counter,
        Fraction(counter.counted), Fraction(counter.times),
    )  # fmt: skip


def _occasions(
    history: History, month: Month, level: str, rule: Failures, calendar: str | None
) -> tuple[Occasion, ...]:
    """The periods of a level; those that are no default, or were not notified, did not fail."""
    found = occasions(history, level, month, rule, rule.of)
    if not rule.defaults and rule.each_notified is None:
        return found
    return tuple(_as_counted(history, level, each, rule, calendar) for each in found)


def _as_counted(
    history: History, level: str, each: Occasion, rule: Failures, calendar: str | None
) -> Occasion:
    if not each.failed:
        return each
    ended = Month((each.at - ONE_DAY).year, (each.at - ONE_DAY).month)
    standing = default_of(history, level, ended) if rule.defaults else None
    counts = not rule.defaults or (standing is not None and standing.default)
    if counts and rule.each_notified is not None:
        counts = _notified(history, level, ended, rule, calendar)
    return each if counts else Occasion(each.period, each.at, False, each.level)


def _notified(
    history: History, level: str, ended: Month, rule: Failures, calendar: str | None
) -> bool:
    """Whether the other party was told of a failure in time."""
    terms, lapse = history.terms(ended), rule.each_notified
    assert terms is not None
    assert lapse is not None
    found = history.result(level, ended)
    first = dt.date.fromisoformat(found.first) if found else ended.first
    until = instant(terms, over(terms, ended.following, lapse, calendar))
    return (
        within(history.told, NOTIFIED, (level, str(ended)), instant(terms, first), until)
        is not None
    )


def _credits(
    history: History, month: Month, rule: CreditsReach, credited: Credited
) -> TriggerStanding:
    months = _months(history, month, rule)
    made = [found for each in months if (found := credited(history, each)) is not None]
    amounts = [each.uncapped if rule.counted == "uncapped" else each.capped for each in made]
    reached = Fraction(sum(amounts, Decimal(0)))
    needed = _needed(history, months, rule)
    count = f"{len(months)} month" + ("" if len(months) == 1 else "s")
    said = f"{rule.counted} credits of {count}: {_paid(history, month, reached)}"
    return TriggerStanding(
        f"credits of at least {rule.at_least}" + (f" within {rule.within}" if rule.within else ""),
        reached >= needed > 0,
        f"{said} of {_paid(history, month, needed)}",
        None,
        reached,
        needed,
    )


def _paid(history: History, month: Month, amount: Fraction) -> str:
    """An amount in the currency of the credits; a bare number where nothing pays any."""
    terms = history.terms(month)
    scheme = terms.credits if terms else None
    return str(Money(amount, scheme.currency)) if scheme else plain_decimal(amount)


def _months(history: History, month: Month, rule: CreditsReach) -> list[Month]:
    """The months whose credits are counted, the oldest first."""
    since = moved(month.following, rule.within, -1) if rule.within else None
    found = [
        each for each in history.back(month)
        if (since is None or each.following > since) and history.terms(each) is not None
    ]  # fmt: skip
    return found[::-1]


def _needed(history: History, months: Sequence[Month], rule: CreditsReach) -> Fraction:
    """The amount: as agreed, or a share of the charges of those months."""
    if isinstance(rule.at_least, Money):
        return rule.at_least.amount
    total = Fraction(0)
    for month in months:
        terms = history.terms(month)
        if terms is not None and terms.credits is not None:
            scheme = Scheme(terms, terms.credits, month)
            total += fee_base(scheme, scheme.rules.fee_base).amount
    assert isinstance(rule.at_least, Percent)
    return total * rule.at_least.share


def _mean(history: History, month: Month, rule: MeanFalls) -> TriggerStanding:
    since = moved(month.following, rule.over, -1)
    figures, unit = [], rule.figure.unit
    for judged in history.judged(rule.level, month):
        if judged.month.following <= since:
            break
        if judged.result.net is not None:
            if judged.result.net.unit != unit:
                raise TermsDoNotFit(f"a right looks at the mean of {rule.level} in another unit")
            figures.append(judged.result.net.compared)
    name = f"mean of {rule.level} over {rule.over} {rule.figure.written}"
    needed = _shown(rule.figure.value, unit)
    if not figures or history.first_month.first > since:
        return TriggerStanding(
            name, False, "not judged for as long as that yet", None, None, needed
        )
    mean = sum(figures, Fraction(0)) / len(figures)
    rounded = _as_agreed(history, month, rule.level, _shown(mean, unit))
    compared = rounded * SECOND if unit == "time" else rounded
    said = f"the mean of {len(figures)} periods is {plain_decimal(rounded)}{SIGNS[unit]}"
    return TriggerStanding(name, rule.figure.holds(compared), said, None, rounded, needed)


def _shown(value: Fraction, unit: str) -> Fraction:
    return value / SECOND if unit == "time" else value


def _as_agreed(history: History, month: Month, key: str, value: Fraction) -> Fraction:
    terms = history.terms(month)
    assert terms is not None
    level = terms.service_levels[key]
    rounding = terms.measure_of(level).rounding or terms.defaults.rounding
    return Fraction(rounding_of(rounding).apply(value))


def _events(
    history: History, month: Month, rule: EventsReach, calendar: str | None
) -> TriggerStanding:
    terms = history.terms(month)
    assert terms is not None
    found = gathered(terms, history.told, month, rule, history.seen_until(month), calendar=calendar)
    days = [str(from_micros(each.at, zone(terms.zone)).date()) for each in found.events]
    said = f"{len(days)} of {rule.times} events {rule.event}"
    if days:
        more = "…, " if len(days) > MOST_LISTED else ""
        said = f"{said} ({more}{', '.join(days[-MOST_LISTED:])})"
    if found.waiting:
        verb = "is" if found.waiting == 1 else "are"
        said = f"{said}; {found.waiting} more {verb} cured or may still be"
    within_said = f" within {rule.within}" if rule.within else ""
    return TriggerStanding(
        f"{rule.times} times {rule.event}{within_said}",
        found.holds,
        said,
        None,
        Fraction(len(days)),
        Fraction(rule.times),
    )
