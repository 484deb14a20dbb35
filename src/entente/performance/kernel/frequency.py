"""Counters: how often a bound was missed, n times within m or in a row, and how far n is away.

A rule is replayed over the periods of a level, the oldest first. Looking back ends where nothing
older can matter: at the reach of `within`, at a break of the row, or at the first month in force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from entente.agreement.terms.level_credits import DueWhen
from entente.agreement.terms.levels import BoundName, Frequency
from entente.agreement.terms.periods import Lapse
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.days import moved
from entente.performance.kernel.history import History, Judged
from entente.performance.kernel.periods import plus_months
from entente.performance.kernel.results import Result, State
from entente.performance.kernel.versions import Month

Rule = Frequency | DueWhen
MOST_STEPS = 240  # twenty years of months: what is not reached by then is not within reach


@dataclass(frozen=True)
class Occasion:
    """A period as a rule sees it: its name, the day after it, and whether it failed.

    `failed` is None where nothing was decided: the period was excused or not measured.
    """

    period: str
    at: dt.date
    failed: bool | None
    level: str = ""


@dataclass(frozen=True)
class Counter:
    """How often it happened: `counted` of `times`, in which periods, and whether it came true.

    `now`: it came true with this very period. `more` is how many further failures, one period
    after the other, would make it come true; None where no number of them can. `falls_out` is the
    day from which the oldest counts no more; None where it never falls out.
    """

    of: str
    rule: str
    times: int
    counted: int
    periods: tuple[str, ...]
    came_true: bool
    now: bool
    more: int | None
    falls_out: str | None


def counter(history: History, level: str, month: Month, rule: Rule) -> Counter:
    """The counter of a rule for one level, as it stood when a month was judged."""
    of = rule.of if isinstance(rule, Frequency) else "credit-trigger"
    return replayed(occasions(history, level, month, rule, of), rule, of, month.following)


def occasions(
    history: History, level: str, month: Month, rule: Rule, of: BoundName
) -> tuple[Occasion, ...]:
    """The periods of a level that a rule has to look at, the oldest first."""
    found: list[Occasion] = []
    for judged in history.judged(level, month):
        each = occasion(level, judged, of)
        if _nothing_older_matters(found, each, rule, month.following):
            break
        found.append(each)
    return tuple(reversed(found))


def occasion(level: str, judged: Judged, of: BoundName) -> Occasion:
    """A judged period as a rule sees it."""
    found = judged.result
    return Occasion(found.period, judged.month.following, failed(found, of), level)


def failed(found: Result, of: BoundName) -> bool | None:
    """Whether a result misses a bound (reaches a trigger); None where nothing was decided."""
    if found.state in {State.EXCUSED, State.NOT_MEASURED}:
        return None
    # Where no trigger is agreed money is due for the figures that miss the commitment.
    if of == "commitment" or (of == "credit-trigger" and found.credit_trigger is None):
        held = found.commitment.held
        return found.state is State.MISSED or (found.state is not State.MET and held is False)
    bound = {"expected": found.expected, "minimum": found.minimum,
             "credit-trigger": found.credit_trigger}[of]  # fmt: skip
    if bound is None:
        raise TermsDoNotFit(f"{found.level}: a rule counts its {of}, and it has none")
    if bound.held is None:
        return True if found.state is State.MISSED else None
    return bound.held if of == "credit-trigger" else not bound.held


def _nothing_older_matters(
    newer: Sequence[Occasion], each: Occasion, rule: Rule, now: dt.date
) -> bool:
    """Whether a period, and all before it, can change nothing; `newer` is the latest first."""
    if rule.consecutive:
        return bool(newer) and _breaks(newer[-1], rule)
    if rule.within is None:
        return False
    if rule.then == "go-on":
        return not _inside(each.at, now, rule.within)
    # Where nothing failed for as long as `within`, nothing is carried over it.
    quiet = now
    for other in newer:
        if other.failed:
            quiet = other.at
    return not _inside(each.at, quiet, rule.within)


def _breaks(each: Occasion, rule: Rule) -> bool:
    return each.failed is False or (each.failed is None and rule.gaps == "break")


def _inside(at: dt.date, now: dt.date, within: Lapse | None) -> bool:
    return within is None or at > earlier(now, within)


def earlier(day: dt.date, lapse: Lapse) -> dt.date:
    """The day that lies a lapse before a day."""
    return moved(day, lapse, -1)


def replayed(
    periods: Sequence[Occasion], rule: Rule, of: str, now: dt.date, same: bool = True
) -> Counter:
    """The counter after the periods, the oldest first."""
    counted: list[Occasion] = []
    came_true = happened_now = False
    for each in periods:
        counted = _counted([] if came_true and rule.then == "start-again" else counted, each, rule)
        came_true = len(counted) >= rule.times
        happened_now = came_true and each.failed is True
    # Time goes on where the last periods were not measured.
    counted = [each for each in counted if _inside(each.at, now, rule.within)]
    came_true = len(counted) >= rule.times
    happened_now = happened_now and came_true and periods[-1].at == now
    return Counter(
        of,
        spoken_rule(rule),
        rule.times,
        len(counted),
        tuple(f"{each.level} {each.period}" if not same else each.period for each in counted),
        came_true,
        happened_now,
        0 if came_true else _more(counted, periods, rule, now),
        _falls_out(counted, rule),
    )


def _counted(before: Sequence[Occasion], each: Occasion, rule: Rule) -> list[Occasion]:
    kept = [other for other in before if _inside(other.at, each.at, rule.within)]
    if rule.consecutive and _breaks(each, rule):
        return []
    return [*kept, each] if each.failed else kept


def _more(
    counted: Sequence[Occasion], periods: Sequence[Occasion], rule: Rule, now: dt.date
) -> int | None:
    """How many failures in a row from now on it would take; some of the old ones fall out."""
    step, held = _step(periods), list(counted)
    for number in range(1, min(rule.times, MOST_STEPS) + 1):
        at = plus_months(now, number * step)
        held = _counted(held, Occasion("", at, True), rule)
        if len(held) >= rule.times:
            return number
    return None


def _step(periods: Sequence[Occasion]) -> int:
    """How many months lie between two periods of the level."""
    ends = sorted({each.at for each in periods})
    gaps = [(late.year - soon.year) * 12 + late.month - soon.month for soon, late in pairwise(ends)]
    return max(1, min(gaps, default=1))


def _falls_out(counted: Sequence[Occasion], rule: Rule) -> str | None:
    if not counted or rule.within is None:
        return None
    return moved(counted[0].at, rule.within, 1).isoformat()


def spoken_rule(rule: Rule) -> str:
    """`3 times within 6 months, in a row`."""
    often = "once" if rule.times == 1 else f"{rule.times} times"
    within = f" within {rule.within}" if rule.within else ""
    return f"{often}{within}{' in a row' if rule.consecutive else ''}"


def together(rows: Sequence[Sequence[Occasion]]) -> Iterator[Occasion]:
    """The periods of several levels in one row, by their ends."""
    every = [each for row in rows for each in row]
    yield from sorted(every, key=lambda each: (each.at, each.level))
