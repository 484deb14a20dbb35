"""Measurement periods: which window a month judges, under the calendar, the contract or a cycle."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.windows import MONTHS_OF, BillingCycle, Rolling, WindowWord
from entente.foundation.months import plus_months as months_on
from entente.performance.kernel.plans import Window
from entente.performance.kernel.versions import Month, midnight

WindowTerms = WindowWord | Rolling | BillingCycle


@dataclass(frozen=True)
class Period:
    """A measurement period: its name, its days `[first, until)` and its window in instants.

    `ends` is false where it goes on after the month in which it is looked at.
    """

    name: str
    first: dt.date
    until: dt.date
    window: Window
    ends: bool = True


_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(9999, 12, 31)  # what calendars and dates can say


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last day of a month that is shorter.

    Beyond the calendar it is its first or its last day: a lapse may be as good as for ever.
    """
    year = (day.year * 12 + day.month - 1 + months) // 12
    if not _FIRST.year <= year <= _LAST.year:
        return _FIRST if year < _FIRST.year else _LAST
    return months_on(day, months)


def plus(day: dt.date, lapse: Lapse, times: int = 1) -> dt.date:
    """A day so much later by the calendar; `times` -1 is as much earlier.

    Raises ValueError for business days, hours and minutes, which need a calendar of their own.
    """
    if lapse.months is not None:
        return plus_months(day, times * lapse.months)
    days = {"week": 7, "day": 1}.get(lapse.unit)
    if days is None:
        raise ValueError(f"{lapse} is no number of days: write days, weeks, months or years")
    ordinal = day.toordinal() + times * days * lapse.count
    return dt.date.fromordinal(min(max(ordinal, _FIRST.toordinal()), _LAST.toordinal()))


def periods_of(
    window: WindowTerms,
    month: Month,
    terms: Agreement,
    anchor: dt.date,
    as_of: int | None = None,
) -> tuple[Period, ...]:
    """The periods that a month judges: one, or one a day where a rolling window is judged daily.

    `anchor` is the first day of the contract, from which contract periods are counted. A period
    that goes on after the month is given too, as far as it has come; its result is provisional.
    """
    spans = _spans(window, month, anchor)
    return tuple(
        Period(
            name, first, until, _window(first, until, month, terms, as_of), until <= _after(month)
        )
        for name, first, until in spans
    )


def _after(month: Month) -> dt.date:
    # Contract months and cycles end within a month; what ends by its last midnight is judged in it.
    return month.following


def _spans(
    window: WindowTerms, month: Month, anchor: dt.date
) -> list[tuple[str, dt.date, dt.date]]:
    if isinstance(window, Rolling):
        return _rolling(window, month)
    if isinstance(window, BillingCycle):
        # A cycle that begins on the first ends with the month, as a calendar month does.
        until = (
            month.following
            if window.billing_cycle == 1
            else month.first.replace(day=window.billing_cycle)
        )
        first = plus_months(until, -1)
        return [(f"{first} to {until - dt.timedelta(days=1)}", first, until)]
    if window.startswith("contract-"):
        return [_contract(MONTHS_OF[window.removeprefix("contract-")], window, month, anchor)]
    return [_calendar(MONTHS_OF[window], month)]


def _calendar(length: int, month: Month) -> tuple[str, dt.date, dt.date]:
    place = (month.number - 1) // length
    first = dt.date(month.year, place * length + 1, 1)
    named = {1: str(month), 3: f"{month.year}-Q{place + 1}", 6: f"{month.year}-H{place + 1}",
             12: str(month.year)}  # fmt: skip
    return named[length], first, plus_months(first, length)


def _contract(
    length: int, word: str, month: Month, anchor: dt.date
) -> tuple[str, dt.date, dt.date]:
    """The contract period that ends in the month, or else the one that runs at its end."""
    count = 0
    while plus_months(anchor, (count + 1) * length) <= month.first:
        count += 1
    first, until = plus_months(anchor, count * length), plus_months(anchor, (count + 1) * length)
    unit = word.removeprefix("contract-")
    return f"contract {unit} {count + 1}", first, until


def _rolling(window: Rolling, month: Month) -> list[tuple[str, dt.date, dt.date]]:
    ends = {"quarter-end": 3, "year-end": 12, "month-end": 1, "daily": 1}[window.evaluated]
    last = dt.date(month.year, (month.number - 1) // ends * ends + 1, 1)
    until = plus_months(last, ends)
    if window.evaluated == "daily":
        days = (month.following - month.first).days
        all_ends = [month.first + dt.timedelta(days=place + 1) for place in range(days)]
    else:
        all_ends = [until]
    return [
        (f"{window.rolling} to {end - dt.timedelta(days=1)}", plus(end, window.rolling, -1), end)
        for end in all_ends
    ]


def _window(
    first: dt.date, until: dt.date, month: Month, terms: Agreement, as_of: int | None
) -> Window:
    """The window in instants; the evidence reaches the month's agreed evaluation."""
    after = dt.timedelta(days=terms.evaluated_after)
    judged = midnight(max(month.following, until) + after, terms.zone)
    looked = midnight(month.following + after, terms.zone)
    return Window(
        midnight(first, terms.zone),
        midnight(until, terms.zone),
        looked if as_of is None else as_of,
        judged,
    )
