"""Calendar months: the same day so many months on, as agreements count them."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on (back when negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
