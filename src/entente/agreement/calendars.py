"""The calendars of an agreement as foundation calendars, ready to compute with."""

from __future__ import annotations

from functools import lru_cache

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.hours import (
    DAY_WORDS,
    CalendarTerms,
    ConventionTerms,
    PublicHolidays,
    parse_days,
)
from entente.foundation.conventions import Conventions
from entente.foundation.instants import Gap
from entente.foundation.intervals import Spans
from entente.foundation.worktime import Calendar

ALWAYS = "always"


class NoSuchCalendar(KeyError):
    """A calendar that the agreement does not define."""


class CalendarCycle(ValueError):
    """Calendars that are open only while each other is."""


class HolidaysNotPinned(ValueError):
    """A calendar that names a country's holidays; dates have to be pinned before it computes."""


class UnequalDays(ValueError):
    """Working days of unequal hours, so that a number of them is no certain length of time."""


def resolve_calendar(agreement: Agreement, key: str) -> Calendar:
    """The calendar with this key; `always` is 24x7 in the agreement's zone."""
    if key == ALWAYS and key not in agreement.calendars:
        return _always(agreement.zone)
    chain = tuple(_with_zone(terms, agreement.zone) for terms in calendar_chain(agreement, key))
    return _joined(chain)


def calendar_chain(agreement: Agreement, key: str) -> tuple[CalendarTerms, ...]:
    """The terms of a calendar and of those it is limited to by `only_while_open`."""
    keys: list[str] = []
    while key:
        if key in keys:
            raise CalendarCycle(
                f"calendars limit each other in a circle: {' - '.join([*keys, key])}"
            )
        if key not in agreement.calendars:
            raise NoSuchCalendar(key)
        keys.append(key)
        key = agreement.calendars[key].only_while_open
        key = "" if key == ALWAYS else key
    return tuple(agreement.calendars[key] for key in keys)


def nominal_day(agreement: Agreement, key: str) -> int:
    """Open microseconds of a working day of the week; UnequalDays unless all are the same."""
    if key == ALWAYS and key not in agreement.calendars:
        return 24 * 3_600_000_000
    chain = calendar_chain(agreement, key)
    if len({terms.zone or agreement.zone for terms in chain}) > 1:
        raise UnequalDays("a day of calendars in several time zones has no certain length")
    lengths = {day: length for day, length in _day_lengths(chain).items() if length}
    if len(set(lengths.values())) != 1:
        shown = ", ".join(f"{day} {_clock_hours(length)}" for day, length in lengths.items())
        raise UnequalDays(f"working days of {key} have unequal hours ({shown})")
    return next(iter(lengths.values()))


def weekly_spans(
    week: dict[str, tuple[tuple[str, str], ...]], zone: str, start: int, end: int
) -> Spans:
    """The instants within `[start, end)` of hours that recur every week, by days as written."""
    weekly = {day: _pairs(hours) for days, hours in week.items() for day in parse_days(days)}
    return Calendar.from_mapping({"timezone": zone, "weekly": weekly}).open_spans(start, end)


def _day_lengths(chain: tuple[CalendarTerms, ...]) -> dict[str, int]:
    """Open microseconds of each day of an ordinary week, under its first calendar's days."""
    weeks = [_week_readings(terms) for terms in chain]
    joint: dict[str, Spans] = weeks[0]
    everyone = [_union(week) for week in weeks[1:]]
    for other in everyone:
        joint = {day: spans & other for day, spans in joint.items()}
    return {day: spans.total() for day, spans in joint.items()}


_WEEK = 7 * 86_400_000_000


def _union(week: dict[str, Spans]) -> Spans:
    """All open time of a week, and of the days before and after it that hours may run into."""
    found = Spans.empty()
    for spans in week.values():
        for shift in (-_WEEK, 0, _WEEK):
            found |= Spans(spans.starts + shift, spans.ends + shift)
    return found


def _week_readings(terms: CalendarTerms) -> dict[str, Spans]:
    week = terms.hours_of_week()
    return {
        day: _readings(week.get(day, ()), index) - _readings(terms.breaks, index)
        for index, day in enumerate(DAY_WORDS)
    }


def _readings(hours: tuple[tuple[str, str], ...], day: int) -> Spans:
    pairs = []
    for opens, closes in hours:
        start, end = (_micros_of_clock(edge) + day * 86_400_000_000 for edge in (opens, closes))
        pairs.append((start, end if end > start else end + 86_400_000_000))
    return Spans.of(pairs)


def _micros_of_clock(edge: str) -> int:
    hours, minutes = edge.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000_000


def _clock_hours(length: int) -> str:
    hours, minutes = divmod(length // 60_000_000, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _with_zone(terms: CalendarTerms, zone: str) -> CalendarTerms:
    return terms if terms.zone else terms.model_copy(update={"zone": zone})


@lru_cache(maxsize=64)
def _always(zone: str) -> Calendar:
    return Calendar.always(zone, conventions(ConventionTerms()))


def _joined(chain: tuple[CalendarTerms, ...]) -> Calendar:
    """The hours in which all are open, under the conventions of the first."""
    agreed = conventions(chain[0].conventions)
    joint: Calendar | None = None
    for terms in chain:
        own = Calendar.from_mapping(calendar_mapping(terms), agreed)
        joint = own if joint is None else joint & own
    assert joint is not None  # a chain has at least the calendar asked for
    return joint


def calendar_mapping(terms: CalendarTerms) -> dict[str, object]:
    """A calendar's terms in the written form of `Calendar.from_mapping`."""
    if isinstance(terms.holidays, PublicHolidays):
        raise HolidaysNotPinned(
            f"the holidays of {terms.holidays.country} are not pinned as dates: run entente pin"
        )
    return {
        "timezone": terms.zone,
        "weekly": {day: _pairs(hours) for day, hours in terms.hours_of_week().items()},
        "holidays": [day.isoformat() for day in terms.holidays],
        "recurring_holidays": list(terms.recurring_holidays),
        "overrides": {day.isoformat(): _pairs(hours) for day, hours in terms.days.items()},
        "breaks": {day: _pairs(terms.breaks) for day in DAY_WORDS} if terms.breaks else {},
    }


def _pairs(hours: tuple[tuple[str, str], ...]) -> list[list[str]]:
    return [list(span) for span in hours]


def conventions(terms: ConventionTerms) -> Conventions:
    """The agreed readings as the foundation names them."""
    return Conventions(
        daylight_saving="elapsed" if terms.daylight_saving == "elapsed" else "wall_clock",
        closing="this_window" if terms.at_closing == "end-of-window" else "next_window",
        reversed=terms.start_after_end,
        closed_start="count" if terms.from_non_working_day == "next-is-day-one" else "roll_first",
        gap=_GAPS[terms.in_gap],
        fold=terms.in_repeat,
        night=terms.into_closed_day,
    )


_GAPS: dict[str, Gap] = {
    "push-forward": "push",
    "end-of-gap": "after",
    "before-gap": "before",
    "error": "error",
}
