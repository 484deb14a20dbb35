"""What a service level allows in a month, and what missing it can cost: plain, exact arithmetic."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import numpy as np

from entente.agreement.calendars import resolve_calendar, weekly_spans
from entente.agreement.greatest import greatest_credit
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.measures import (
    Availability,
    Measure,
    Percentile,
    ShareWithin,
    rounding_of,
)
from entente.agreement.terms.scalars import Level
from entente.foundation.instants import local_to_instant, to_micros, zone
from entente.foundation.intervals import Spans
from entente.foundation.money import Money
from entente.foundation.rounding import Rounding

_MOST_RECORDS = 100_000  # of a month, to be looked at


@dataclass(frozen=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @property
    def following(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True)
class Outage:
    """Microseconds a service may be down in a month.

    `allowed` by the level alone and `rounded` as the agreed rounding lets it pass, both of the
    `open` service hours; `longest` is the real time of the longest single outage within `rounded`,
    which may run through closed hours.
    """

    open: int
    allowed: int
    rounded: int
    longest: int


@dataclass(frozen=True)
class Misses:
    """Records that may miss: of each hundred, and the fewest records of which one may.

    `fewer` where a level such as `above 90 %` is missed by that very number.
    """

    of_hundred: Fraction
    one_from: int | None
    fewer: bool = False


@dataclass(frozen=True)
class Allowance:
    """What a level allows in a month, and the most that missing it pays."""

    key: str
    month: Month
    outage: Outage | None
    misses: Misses | None
    credit: Money | None


def parse_month(text: str) -> Month:
    """Read "2026-03"; ValueError says what is expected."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    if not found or not 1970 <= int(found[1]) < 2190:
        raise ValueError(f"{text!r} is not a month: write it as 2026-03")
    return Month(int(found[1]), int(found[2]))


def first_month(agreement: Agreement) -> Month:
    """The month in which the agreement takes force."""
    return Month(agreement.in_force.from_.year, agreement.in_force.from_.month)


def month_span(month: Month, zone_name: str) -> tuple[int, int]:
    """The instants in microseconds between which a month lies in a zone, half-open."""
    first, last = (
        # A reading of the wall clock, not an instant yet.
        local_to_instant(datetime(each.year, each.month, 1), zone(zone_name))  # noqa: DTZ001
        for each in (month, month.following)
    )
    return to_micros(first), to_micros(last)


def allowance(agreement: Agreement, key: str, month: Month) -> Allowance:
    """What a service level allows in a month."""
    level = agreement.service_levels[key]
    measure = agreement.measure_of(level)
    rounding = rounding_of(measure.rounding or agreement.defaults.rounding)
    outage = misses = None
    if isinstance(measure, Availability) and level.commitment.unit == "%":
        outage = _outage(agreement, measure, level.commitment, rounding, month)
    if isinstance(measure, ShareWithin) and level.commitment.unit == "%":
        misses = _misses(level.commitment, rounding)
    if isinstance(measure, Percentile):
        misses = Misses(100 - measure.percentile.value, None)
    return Allowance(key, month, outage, misses, greatest_credit(agreement, level))


def service_hours(agreement: Agreement, measure: Measure, month: Month) -> Spans:
    """The open hours of a measure in a month; less weekly exclusions where these leave them."""
    start, end = month_span(month, agreement.zone)
    calendar = resolve_calendar(agreement, measure.calendar or agreement.defaults.calendar)
    hours = calendar.open_spans(start, end)
    if isinstance(measure, Availability) and measure.denominator == "service-hours-less-excluded":
        for code in measure.exclusions:
            window = agreement.exclusions[code].window
            if window is not None:
                hours = hours - weekly_spans(window, agreement.zone, start, end)
    return hours


def _outage(
    agreement: Agreement, measure: Availability, level: Level, rounding: Rounding, month: Month
) -> Outage:
    hours = service_hours(agreement, measure, month)
    total = hours.total()
    allowed = _most_down(total, level.holds)
    rounded = _most_down(total, lambda share: level.holds(Fraction(rounding.apply(share))))
    start, end = month_span(month, agreement.zone)
    return Outage(total, allowed, rounded, longest_span(hours, rounded, start, end))


def _most_down(total: int, holds: Callable[[Fraction], bool]) -> int:
    """The longest down time whose availability still holds, found by halving."""
    low, high = 0, total
    while total and low < high:
        middle = (low + high + 1) // 2
        if holds(Fraction(100 * (total - middle), total)):
            low = middle
        else:
            high = middle - 1
    return low


def longest_span(hours: Spans, open_time: int, start: int, end: int) -> int:
    """The longest real time within `[start, end)` that holds no more than this open time."""
    if hours.total() <= open_time:
        return end - start
    lengths = hours.ends - hours.starts
    before = np.cumsum(lengths) - lengths  # open time before each span
    longest = 0
    # The longest one starts where a span closes (or at the start), or ends where one opens.
    for begins, count in [(start, 0), *zip(hours.ends.tolist(), (before + lengths).tolist(),
                                           strict=True)]:  # fmt: skip
        longest = max(longest, _reaches(hours, before, count + open_time, end) - begins)
    for ends, count in [(end, hours.total()), *zip(hours.starts.tolist(), before.tolist(),
                                                   strict=True)]:  # fmt: skip
        longest = max(longest, ends - _leaves(hours, before, count - open_time, start))
    return longest


def _reaches(hours: Spans, before: np.ndarray, count: int, end: int) -> int:
    """The last instant by which no more than `count` open time has passed."""
    index = int(np.searchsorted(before, count, "right")) - 1
    within = count - int(before[index])
    if within < int(hours.ends[index] - hours.starts[index]):
        return int(hours.starts[index]) + within
    return int(hours.starts[index + 1]) if index + 1 < len(hours) else end


def _leaves(hours: Spans, before: np.ndarray, count: int, start: int) -> int:
    """The first instant by which `count` open time has passed."""
    if count <= 0:
        return start
    index = int(np.searchsorted(before, count, "left")) - 1
    return int(hours.starts[index]) + count - int(before[index])


def _misses(level: Level, rounding: Rounding) -> Misses:
    fewer = level.comparison == ">"
    of_hundred = max(100 - level.value, Fraction(0))
    return Misses(of_hundred, bears_one_miss(level, rounding), fewer)


def bears_one_miss(level: Level, rounding: Rounding) -> int | None:
    """The fewest records of which one may miss; None where no number of a month bears one."""

    def holds(records: int) -> bool:
        return level.holds(Fraction(rounding.apply(Fraction(100 * (records - 1), records))))

    # More records bear a miss better, so the fewest that do are found by halving.
    low, high = 1, _MOST_RECORDS
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return 1 if holds(1) else low if holds(low) else None
