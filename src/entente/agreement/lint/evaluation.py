"""Rules about when a month is evaluated: what becomes known later is in no statement."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.allowance import first_month, month_span
from entente.agreement.calendars import nominal_day, resolve_calendar
from entente.agreement.lint.looked import Looked
from entente.agreement.lint.spans import days_of
from entente.agreement.terms.measures import (
    Deadline,
    Due,
    ElapsedTerms,
    Measure,
    ShareWithin,
    table_of,
)
from entente.agreement.terms.periods import Lapse
from entente.agreement.text.shape import Path
from entente.foundation.durations import Days, Duration, format_duration
from entente.foundation.findings import Finding
from entente.foundation.instants import DAY

_LONGEST_WEEKEND = 7, 5  # so many days of the wall calendar hold so many working days


def evaluation_findings(looked: Looked) -> Iterator[Finding]:
    """Measures whose records go on beyond the day on which their month is evaluated."""
    known = looked.agreement.evaluated_after
    for path, measure in looked.measures():
        late = "" if known else _comes_late(measure)
        if late:
            message = f"{late} after the month's last day count in no month"
            hint = "say when a month is evaluated, such as evaluated_after: 10 days"
            yield looked.found("late-records-lost", message, hint, path, at_key=True)
        elif isinstance(measure, Deadline) and measure.each != "record":  # counts when it is due
            yield from _due_later(looked, (*path, "due"), measure.due, known)
        elif isinstance(measure, ShareWithin) and measure.counted_in == "started":
            yield from _open_longer(looked, path, measure, known)


def _comes_late(measure: Measure) -> str:
    if table_of(measure) == "surveys":
        return "answers that come"
    started = isinstance(measure, ElapsedTerms) and measure.counted_in == "started"
    return "tickets that end" if started and table_of(measure) == "tickets" else ""


def _due_later(looked: Looked, at: Path, due: Due, known: int) -> Iterator[Finding]:
    """What is due on the month's last day, and falls due only after the month was judged."""
    days = due.days_after
    if due.days == "working":
        week, worked = _LONGEST_WEEKEND
        days = -(-days * week // worked)
    if isinstance(due.within, Lapse):
        days = days_of(due.within)
    if days > known:
        message = (
            f"what arises on the month's last day falls due {days} days later, and the month is "
            f"evaluated {f'{known} days' if known else 'at once'} after it: it counts in no month"
        )
        hint = f"evaluate later: evaluated_after: {days + 1} days"
        yield looked.found("late-records-lost", message, hint, at, at_key=True)


def _open_longer(looked: Looked, path: Path, measure: ShareWithin, known: int) -> Iterator[Finding]:
    """Tickets that count where they started, and may be open when that month is evaluated."""
    open_time = _open_time(looked, measure, known)
    if open_time is None:
        return
    limit, after, whole = open_time
    at, shown = (*path, "within"), format_duration(limit)
    if limit >= whole:
        message = (
            f"a ticket counts where it started, and within {shown} none of the month can be late "
            "before it is evaluated: this can never be missed"
        )
        hint = "count it where it ended: counted_in: ended"
        yield looked.found("level-never-missed", message, hint, at)
    elif limit > after:
        message = (
            f"a ticket of the month's last day may take {shown}, and {known} days later the month "
            "is evaluated: one that ends after that, too late, counts in no month"
        )
        hint = "evaluate later, or count tickets where they ended: counted_in: ended"
        yield looked.found("late-records-lost", message, hint, at)


def _open_time(looked: Looked, measure: ShareWithin, known: int) -> tuple[int, int, int] | None:
    """The limit, the open time from the month's end until it is evaluated, and from its start."""
    agreement, key = looked.agreement, looked.calendar_of(measure)
    try:
        calendar = resolve_calendar(agreement, key)
        limit = measure.within
        start, end = month_span(first_month(agreement), agreement.zone)
        until = end + known * DAY
        if isinstance(limit, Days) and limit.kind == "calendar":
            return limit.count * DAY, known * DAY, until - start
        if isinstance(limit, Days):
            limit = Duration(limit.count * nominal_day(agreement, key))
        if not isinstance(limit, Duration):
            return None
        after = calendar.open_spans(end, until).total() if known else 0
        return limit.micros, after, calendar.open_spans(start, until).total()
    except (ValueError, KeyError):
        return None  # the calendar has a finding of its own
