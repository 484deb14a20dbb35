"""Deadlines counted from the end of a period: the day on which they are over."""

from __future__ import annotations

import datetime as dt

from entente.agreement.calendars import resolve_calendar
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.periods import Lapse
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.periods import plus
from entente.performance.kernel.versions import midnight

DAY = dt.timedelta(days=1)


def moved(day: dt.date, lapse: Lapse, times: int = 1) -> dt.date:
    """A day so much later (or earlier) by the calendar; TermsDoNotFit for hours and minutes."""
    try:
        return plus(day, lapse, times)
    except ValueError as error:
        raise TermsDoNotFit(str(error)) from None


def over(terms: Agreement, ended: dt.date, lapse: Lapse, calendar: str | None = None) -> dt.date:
    """The first day on which a time that began with the end of the day before is over.

    Seven days after a month that ended on 31 March are over on 8 April. Business days are those of
    the calendar that is named, or of the agreement's own.
    """
    if lapse.unit != "business-day":
        return moved(ended, lapse)
    working = resolve_calendar(terms, calendar or terms.defaults.calendar)
    day = ended - DAY
    for _ in range(lapse.count):
        day = working.next_workday(day)
    return day + DAY


def instant(terms: Agreement, day: dt.date) -> int:
    """The first instant of a day in the agreement's zone."""
    return midnight(day, terms.zone)
