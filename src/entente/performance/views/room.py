"""What would still have to happen to miss a month: exact, from the statement and the terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from entente.agreement.allowance import Month, allowance
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.measures import RoundingTerms, ShareWithin, rounding_of
from entente.agreement.terms.scalars import Level
from entente.foundation.money import Money
from entente.performance.kernel.results import Result
from entente.performance.kernel.versions import parse_month
from entente.performance.views.wording import number, span_text

_Test = Callable[[int], bool]
_FAR = 1_000_000


@dataclass(frozen=True)
class Room:
    """What is allowed, what is used, what is left, each in words; what a miss can cost."""

    allowed: str
    used: str
    left: str
    note: str
    share_used: int | None
    credit: Money | None


def room_of(terms: Agreement, result: Result, period: str) -> Room | None:
    """The room of a service level in a month; None where its terms are not in force any more."""
    level = terms.service_levels.get(result.level)
    if level is None:
        return None
    month, measure = parse_month(period), terms.measure_of(level)
    allows = allowance(terms, result.level, Month(month.year, month.number))
    # What a month allows is said of a month, and of one thing that is up or down.
    if result.period != period:
        return Room("", "", "", "", None, allows.credit)
    if allows.outage is not None and not result.number("items"):
        return _time_left(allows.outage.rounded, allows.outage.open, result, allows.credit)
    if isinstance(measure, ShareWithin) and (result.number("within") or result.number("beyond")):
        rounding = measure.rounding or terms.defaults.rounding
        return _misses_left(level.commitment, rounding, result, allows.credit)
    return Room("", "", "", "", None, allows.credit)


def _time_left(allowed: int, open_hours: int, result: Result, credit: Money | None) -> Room:
    used = result.number("down")
    left = allowed - used
    said = f"{span_text(left)} left" if left >= 0 else f"Missed already, by {span_text(-left)}"
    note = f"of {span_text(open_hours)} service hours in the whole month"
    share = min(100, used * 100 // allowed) if allowed else None
    return Room(f"{span_text(allowed)} of outage", span_text(used), said, note, share, credit)


def _misses_left(
    level: Level, rounding: RoundingTerms, result: Result, credit: Money | None
) -> Room:
    within, beyond = result.number("within"), result.number("beyond")
    count = within + beyond
    may = _most(lambda misses: _holds(level, rounding, count - misses, count), count)
    allowed = f"{number(may)} of the {number(count)} counted so far"
    used = f"{number(beyond)} beyond the limit"
    if beyond > may:
        needed = _least(lambda more: _holds(level, rounding, within + more, count + more))
        said = f"Missed as it stands, by {number(beyond - may)}"
        note = f"the next {number(needed)} would all have to be within the limit" if needed else ""
    else:
        more = _least(lambda more: not _holds(level, rounding, within, count + more))
        said = f"{number(more)} more beyond the limit" if more else f"{number(may - beyond)} left"
        note = "if those came next, in a row, the commitment would be missed" if more else ""
    share = min(100, beyond * 100 // may) if may else None
    return Room(allowed, used, said, note, share, credit)


def _holds(level: Level, rounding: RoundingTerms, within: int, count: int) -> bool:
    if count == 0:
        return True
    return level.holds(Fraction(rounding_of(rounding).apply(Fraction(100 * within, count))))


def _most(holds: _Test, limit: int) -> int:
    """The greatest number up to a limit for which a test that holds at first still holds."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _least(holds: _Test) -> int | None:
    """The smallest number for which a test that fails at first holds; None where it is far off."""
    found = _most(lambda count: not holds(count), _FAR)
    return found + 1 if found < _FAR else None
