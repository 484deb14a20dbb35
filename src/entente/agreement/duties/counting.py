"""Counting from a moment to a due instant: days by dates, hours by the clock of a calendar.

Days, weeks, months and business days are counted in dates, and the day that is reached ends at
midnight, at a time of day, or with the calendar's hours. Hours and minutes run on the calendar's
clock. The first day counted is the day after the moment's own.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from entente.agreement.terms.obligations import DutyDue
from entente.agreement.terms.periods import Lapse
from entente.foundation.instants import from_micros, local_to_instant, start_of_day, to_micros, zone
from entente.foundation.months import plus_months
from entente.foundation.worktime import Calendar

_ONE = dt.timedelta(days=1)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Moment:
    """What is counted from: an instant, or a whole day; `day` is its date.

    A day told without a time begins with its first instant; the end of a period is the last instant
    of its last day. Counting in days starts after `day` in each case.
    """

    day: dt.date
    at: dt.datetime
    timed: bool = True

    @classmethod
    def of(cls, at: dt.datetime, zone_name: str) -> Moment:
        """An instant."""
        return cls(at.astimezone(zone(zone_name)).date(), at.astimezone(dt.UTC))

    @classmethod
    def of_day(cls, day: dt.date, zone_name: str) -> Moment:
        """A whole day."""
        return cls(day, start_of_day(day, zone_name), timed=False)

    @classmethod
    def end_of(cls, day: dt.date, zone_name: str) -> Moment:
        """The end of a day, as of the last of a period."""
        return cls(day, start_of_day(day + _ONE, zone_name), timed=False)


@dataclass(frozen=True)
class Due:
    """The day that is meant, and the instant by which the thing has to be done."""

    day: dt.date
    at: dt.datetime


@dataclass(frozen=True)
class Counter:
    """A named calendar to count on."""

    key: str
    calendar: Calendar

    @property
    def zone(self) -> str:
        """The zone of its dates."""
        return self.calendar.timezone

    def due(self, start: Moment, rule: DutyDue | None) -> Due:
        """The due instant of a rule; without one, the moment itself or the end of its day."""
        if rule is None or rule.immediately:
            return self._itself(start)
        if rule.from_month_end:
            start = self._end_of_month(start)
        found = self._on_closed_day(self._on_days(self._counted(start, rule), rule), rule)
        if rule.or_within is None:
            return found
        other = self.after(start, rule.or_within, rule.by)
        choose = min if rule.sooner else max
        return choose(found, other, key=lambda due: due.at)

    def after(self, start: Moment, lapse: Lapse, by: str | None = None) -> Due:
        """So long after a moment."""
        return self._at_distance(start, lapse, by, 1)

    def before(self, start: Moment, lapse: Lapse, by: str | None = None) -> Due:
        """So long before a moment."""
        return self._at_distance(start, lapse, by, -1)

    def ends(self, day: dt.date, by: str | None = None) -> dt.datetime:
        """The instant at which a day is over: its midnight, a time of day, or closing."""
        if by == "closing":
            first, last = start_of_day(day, self.zone), start_of_day(day + _ONE, self.zone)
            spans = list(self.calendar.open_spans(to_micros(first), to_micros(last)))
            return from_micros(spans[-1][1]) if spans else last
        if by is None or by == "24:00":
            return start_of_day(day + _ONE, self.zone)
        reading = dt.datetime.combine(day, dt.time(int(by[:2]), int(by[3:])))
        agreed = self.calendar.conventions
        return local_to_instant(reading, zone(self.zone), gap=agreed.gap, fold=agreed.fold)

    def moved(self, due: Due, days: int) -> Due:
        """The same time of day so many days later."""
        at = self.calendar.add_calendar(due.at, days=days)
        return Due(due.day + days * _ONE, at)

    def is_open(self, at: dt.datetime) -> bool:
        """Whether an instant lies in the calendar's hours."""
        return self.calendar.is_open(at)

    def _itself(self, start: Moment) -> Due:
        return Due(start.day, start.at if start.timed else self.ends(start.day))

    def _counted(self, start: Moment, rule: DutyDue) -> Due:
        if rule.within is not None:
            return self.after(start, rule.within, rule.by)
        if rule.before is not None:
            return self.before(start, rule.before, rule.by)
        day = self._day(start)
        if rule.day is not None:
            day = _next_day_of_month(day, rule.day)
        elif rule.weekday is not None:
            ahead = (_WEEK.index(rule.weekday) - day.weekday() - 1) % 7 + 1
            day += ahead * _ONE
        return Due(day, self.ends(day, rule.by))

    def _end_of_month(self, start: Moment) -> Moment:
        day = self._day(start)
        last = day.replace(day=monthrange(day.year, day.month)[1])
        return Moment.end_of(last, self.zone)

    def _on_days(self, due: Due, rule: DutyDue) -> Due:
        """The first of the agreed days of a month on or after the one that was reached."""
        if not rule.on_days:
            return due
        day = min(_next_day_of_month(due.day - _ONE, wanted) for wanted in rule.on_days)
        return Due(day, self.ends(day, rule.by))

    def _at_distance(self, start: Moment, lapse: Lapse, by: str | None, sign: int) -> Due:
        if lapse.is_clock:
            minutes = lapse.count * (60 if lapse.unit == "hour" else 1)
            at = self.calendar.add(start.at, sign * dt.timedelta(minutes=minutes))
            return Due(at.astimezone(zone(self.zone)).date(), at)
        day = self.plus(self._day(start), lapse, sign)
        return Due(day, self.ends(day, by))

    def plus(self, day: dt.date, lapse: Lapse, sign: int = 1) -> dt.date:
        """A day so many days, weeks, months or business days later; earlier with sign -1."""
        count = sign * lapse.count
        if lapse.months is not None:
            return plus_months(day, sign * lapse.months)
        if lapse.unit == "business-day":
            noon = local_to_instant(dt.datetime.combine(day, dt.time(12)), zone(self.zone))
            # Going back from a closed day, the working day before it is the first.
            reached = self.calendar.add_days(noon, count)
            return reached.astimezone(zone(self.zone)).date()
        return day + count * (7 if lapse.unit == "week" else 1) * _ONE

    def _day(self, start: Moment) -> dt.date:
        return start.at.astimezone(zone(self.zone)).date() if start.timed else start.day

    def _on_closed_day(self, due: Due, rule: DutyDue) -> Due:
        if rule.closed_day == "stays" or self.calendar.is_workday(due.day):
            return due
        step = self.calendar.next_workday if rule.closed_day == "day-after" else (
            self.calendar.previous_workday
        )  # fmt: skip
        day = step(due.day)
        return Due(day, self.ends(day, rule.by))


def _next_day_of_month(day: dt.date, wanted: int) -> dt.date:
    """The first day after one that has this number, or is the last of a shorter month."""
    for months in (0, 1):
        first = plus_months(day.replace(day=1), months)
        found = first.replace(day=min(wanted, monthrange(first.year, first.month)[1]))
        if found > day:
            return found
    raise AssertionError("every month has each number, or ends before it")
