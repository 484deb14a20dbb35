"""Lapses and windows as a number of days or months, for rules that compare their lengths."""

from __future__ import annotations

from entente.agreement.terms.measures import Measure
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.windows import MONTHS_OF, Rolling

_DAYS = {"day": 1, "business-day": 1, "week": 7}
_EVALUATED = {"month-end": 1, "quarter-end": 3, "year-end": 12, "daily": 1}
_MONTH = 28  # the fewest days that one has


def days_of(lapse: Lapse) -> int:
    """The fewest whole days that a lapse can have."""
    if lapse.months is not None:
        return lapse.months * _MONTH
    if lapse.is_clock:
        return lapse.count // (24 if lapse.unit == "hour" else 1440)
    return lapse.count * _DAYS[lapse.unit]


def period_months(measure: Measure) -> int:
    """The months from one evaluation of a measure to the next."""
    window = measure.window
    if isinstance(window, Rolling):
        return _EVALUATED[window.evaluated]
    return MONTHS_OF[window.removeprefix("contract-")] if isinstance(window, str) else 1


def periods_within(lapse: Lapse, months: int) -> int:
    """How many periods of so many months a lapse holds, at least the one that is judged."""
    whole = lapse.months if lapse.months is not None else days_of(lapse) // _MONTH
    return max(whole // months, 1)


def rolls_over(measure: Measure) -> str | None:
    """The length of a window that reaches back beyond the last evaluation; None where none does."""
    window = measure.window
    if not isinstance(window, Rolling):
        return None
    longest = 31 * _EVALUATED[window.evaluated]
    rolling = window.rolling
    months = rolling.months or 0
    over = months > _EVALUATED[window.evaluated] if months else days_of(rolling) > longest
    return str(rolling) if over else None
