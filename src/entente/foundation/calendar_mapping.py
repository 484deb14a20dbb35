"""The written form of a calendar: read with every problem named at its entry, and written back.

Keys: `timezone`; `weekly` (mon to sun, each a list of windows); `holidays` (dates, or
entries with `date` and either `hours` that differ or a `closed` part); `recurring_holidays`
(the same with MM-DD); `overrides` and `shifts` (date to windows); `breaks` (date or weekday
to windows); `conventions`; or `all_of`, a list of calendars that must be open together.
A window is `[from, to]` or `"from-to"` on the wall clock; `24:00` ends a day, and a `to`
before its `from` runs into the next day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from entente.foundation.conventions import Conventions, UnknownConvention
from entente.foundation.instants import DAY, HOUR, MINUTE, SECOND
from entente.foundation.references import nearest
from entente.foundation.timetable import (
    NO_WEEK,
    WEEKDAYS,
    Holiday,
    MonthDay,
    Timetable,
    Week,
    Window,
    Windows,
)
from entente.foundation.zones import UnknownZone, zone

Path = tuple[str | int, ...]
_TIME = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9]))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_KEYS = (
    "timezone",
    "weekly",
    "holidays",
    "recurring_holidays",
    "overrides",
    "shifts",
    "breaks",
    "conventions",
    "all_of",
)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one entry of a written calendar."""

    path: Path
    message: str

    def __str__(self) -> str:
        where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{where.lstrip('.') or 'calendar'}: {self.message}"


class CalendarError(ValueError):
    """A written calendar that cannot be read; `problems` names every offending entry."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in problems))


def read_calendar(mapping: Mapping[str, object]) -> tuple[tuple[Timetable, ...], Conventions]:
    """The timetables and conventions that a mapping says, or a CalendarError."""
    reader = _Reader()
    read = reader.calendar(mapping, ())
    if reader.problems:
        raise CalendarError(reader.problems)
    return read


def calendar_problems(mapping: Mapping[str, object]) -> tuple[Problem, ...]:
    """Every offending entry of a written calendar, all at once; nothing is raised."""
    reader = _Reader()
    reader.calendar(mapping, ())
    return tuple(reader.problems)


@dataclass
class _Reader:
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, path: Path, message: str) -> None:
        self.problems.append(Problem(path, message))

    def calendar(self, given: object, path: Path) -> tuple[tuple[Timetable, ...], Conventions]:
        entries = self.mapping(given, path)
        for key in entries:
            if key not in _KEYS:
                near = nearest(key, _KEYS)
                hint = f"did you mean {near!r}?" if near else f"use {', '.join(_KEYS)}"
                self.wrong((*path, key), f"unknown key; {hint}")
        conventions = self.conventions(entries.get("conventions", {}), (*path, "conventions"))
        if "all_of" not in entries:
            return (self.timetable(entries, path),), conventions
        for key in entries.keys() - {"all_of", "conventions"}:
            self.wrong((*path, key), "stands beside 'all_of'; move it into one of its calendars")
        tables: list[Timetable] = []
        for step, part in self.listed(entries["all_of"], (*path, "all_of")):
            tables += [table for table in self.calendar(part, step)[0] if table not in tables]
        return tuple(tables), conventions

    def timetable(self, entries: Mapping[str, object], path: Path) -> Timetable:
        weekly, unread = self.week_and_dates(entries.get("weekly", {}), (*path, "weekly"))
        for day, _ in unread:
            self.wrong((*path, "weekly", day.isoformat()), "a date; put it under 'overrides'")
        weekly_breaks, breaks = self.week_and_dates(entries.get("breaks", {}), (*path, "breaks"))
        return Timetable(
            timezone=self.timezone(entries, path),
            weekly=weekly,
            holidays=self.holidays(entries, path),
            overrides=self.dates(entries, path, "overrides"),
            shifts=self.dates(entries, path, "shifts"),
            breaks=breaks,
            weekly_breaks=weekly_breaks,
        )

    def timezone(self, entries: Mapping[str, object], path: Path) -> str:
        name = entries.get("timezone")
        if not isinstance(name, str):
            self.wrong((*path, "timezone"), "missing; write an IANA name such as Europe/Vienna")
            return "UTC"
        try:
            zone(name)
        except UnknownZone as unknown:
            self.wrong((*path, "timezone"), str(unknown))
        return name

    def conventions(self, given: object, path: Path) -> Conventions:
        try:
            return Conventions.from_mapping(self.mapping(given, path))
        except UnknownConvention as unknown:
            self.wrong(path, str(unknown))
            return Conventions()

    def week_and_dates(
        self, given: object, path: Path
    ) -> tuple[Week, tuple[tuple[date, Windows], ...]]:
        week, dates = dict(zip(WEEKDAYS, NO_WEEK, strict=True)), {}
        for key, windows in self.mapping(given, path).items():
            if key in WEEKDAYS:
                week[key] = self.windows(windows, (*path, key))
            elif day := self.date(key, (*path, key), "a weekday (mon to sun) or a date"):
                dates[day] = self.windows(windows, (*path, key))
        mon, tue, wed, thu, fri, sat, sun = week.values()
        return (mon, tue, wed, thu, fri, sat, sun), tuple(sorted(dates.items()))

    def dates(
        self, entries: Mapping[str, object], path: Path, name: str
    ) -> tuple[tuple[date, Windows], ...]:
        found = {}
        for key, windows in self.mapping(entries.get(name, {}), (*path, name)).items():
            if day := self.date(key, (*path, name, key), "a date"):
                found[day] = self.windows(windows, (*path, name, key))
        return tuple(sorted(found.items()))

    def holidays(self, entries: Mapping[str, object], path: Path) -> tuple[Holiday, ...]:
        found: dict[date | MonthDay, Holiday] = {}
        kinds: tuple[tuple[str, Callable[[object, Path, str], date | MonthDay | None]], ...] = (
            ("holidays", self.date),
            ("recurring_holidays", self.month_day),
        )
        for name, read in kinds:
            for step, given in self.listed(entries.get(name, []), (*path, name)):
                entry = given if isinstance(given, Mapping) else {"date": given}
                on = read(entry.get("date"), step, "a date" if name == "holidays" else "MM-DD")
                if on is None:
                    continue
                if on in found:
                    self.wrong(step, f"{entry['date']} is listed twice")
                found[on] = self.holiday(on, entry, step)
        # Dates first, then what recurs: one order, so that equal calendars compare equal.
        return tuple(sorted(found.values(), key=lambda holiday: str(holiday.on)))

    def holiday(self, on: date | MonthDay, entry: Mapping[object, object], path: Path) -> Holiday:
        for key in entry.keys() - {"date", "hours", "closed", "name"}:
            self.wrong((*path, str(key)), "unknown key; use date, name, and hours or closed")
        if "hours" in entry and "closed" in entry:
            self.wrong(path, "has both hours and closed; give the hours, or the closed part")
        if "closed" in entry:
            closed = self.windows(entry["closed"], (*path, "closed"))
            if not closed:
                self.wrong((*path, "closed"), "is empty; leave it out for a whole day")
            return Holiday(on, closed=closed)
        return Holiday(on, hours=self.windows(entry.get("hours", ()), (*path, "hours")))

    def date(self, given: object, path: Path, wanted: str) -> date | None:
        if isinstance(given, date) and not isinstance(given, datetime):
            return given
        if isinstance(given, str) and _DATE.fullmatch(given):
            try:
                return date.fromisoformat(given)
            except ValueError:
                self.wrong(path, f"{given} is not in the calendar; check month and day")
                return None
        self.wrong(path, f"{given!r} is not {wanted}; write a date as YYYY-MM-DD")
        return None

    def month_day(self, given: object, path: Path, wanted: str) -> MonthDay | None:
        parts = _MONTH_DAY.fullmatch(given) if isinstance(given, str) else None
        if parts is None:
            self.wrong(path, f"{given!r} is not {wanted}; write 12-25 for 25 December")
            return None
        month, day = int(parts[1]), int(parts[2])
        try:
            date(2000, month, day)  # a leap year, so that 02-29 may recur
        except ValueError:
            self.wrong(path, f"{given} is not in the calendar; check month and day")
            return None
        return MonthDay(month, day)

    def windows(self, given: object, path: Path) -> Windows:
        if isinstance(given, str):
            given = [given]
        found = [self.window(window, step) for step, window in self.listed(given, path)]
        return tuple(sorted(window for window in found if window is not None))

    def window(self, given: object, path: Path) -> Window | None:
        edges = given.split("-") if isinstance(given, str) else given
        if not isinstance(edges, Sequence) or isinstance(edges, str) or len(edges) != 2:
            self.wrong(path, f'{given!r} is not a window; write ["09:00", "17:00"]')
            return None
        opens, closes = (self.time(edge, path) for edge in edges)
        if opens is None or closes is None:
            return None
        if opens in {closes, DAY}:
            self.wrong(path, f"{edges[0]}-{edges[1]} is empty; write 00:00-24:00 for a whole day")
            return None
        return Window(opens, closes if closes > opens else closes + DAY)

    def time(self, given: object, path: Path) -> int | None:
        parts = _TIME.fullmatch(given.strip()) if isinstance(given, str) else None
        if parts is not None:
            hours, minutes, seconds = int(parts[1]), int(parts[2]), int(parts[3] or 0)
            micros = hours * HOUR + minutes * MINUTE + seconds * SECOND
            if micros <= DAY:
                return micros
        self.wrong(path, f"{given!r} is not a time of day; write HH:MM, at most 24:00")
        return None

    def mapping(self, given: object, path: Path) -> Mapping[str, object]:
        if not isinstance(given, Mapping):
            self.wrong(path, f"a mapping is needed here, not {given!r}")
            return {}
        return {
            key.isoformat() if isinstance(key, date) else str(key): value
            for key, value in given.items()
        }

    def listed(self, given: object, path: Path) -> list[tuple[Path, object]]:
        if isinstance(given, str) or not isinstance(given, Sequence):
            self.wrong(path, f"a list is needed here, not {given!r}")
            return []
        return [((*path, index), entry) for index, entry in enumerate(given)]


def written_calendar(
    timetables: tuple[Timetable, ...], conventions: Conventions
) -> dict[str, object]:
    """The mapping from which the same calendar is read."""
    tables = [_written_timetable(timetable) for timetable in timetables]
    hours: dict[str, object] = tables[0] if len(tables) == 1 else {"all_of": tables}
    return {**hours, "conventions": conventions.to_mapping()}


def _written_timetable(timetable: Timetable) -> dict[str, object]:
    dated = [h for h in timetable.holidays if isinstance(h.on, date)]
    recurring = [h for h in timetable.holidays if not isinstance(h.on, date)]
    return {
        "timezone": timetable.timezone,
        "weekly": _written_week(timetable.weekly),
        "holidays": [_written_holiday(holiday) for holiday in dated],
        "recurring_holidays": [_written_holiday(holiday) for holiday in recurring],
        "overrides": _written_dates(timetable.overrides),
        "shifts": _written_dates(timetable.shifts),
        "breaks": _written_week(timetable.weekly_breaks) | _written_dates(timetable.breaks),
    }


def _written_week(week: Week) -> dict[str, object]:
    days = zip(WEEKDAYS, week, strict=True)
    return {name: _written_windows(windows) for name, windows in days if windows}


def _written_dates(dates: tuple[tuple[date, Windows], ...]) -> dict[str, object]:
    return {day.isoformat(): _written_windows(windows) for day, windows in dates}


def _written_holiday(holiday: Holiday) -> object:
    on = holiday.on
    day = on.isoformat() if isinstance(on, date) else f"{on.month:02}-{on.day:02}"
    if holiday.closed:
        return {"date": day, "closed": _written_windows(holiday.closed)}
    return {"date": day, "hours": _written_windows(holiday.hours)} if holiday.hours else day


def _written_windows(windows: Windows) -> list[list[str]]:
    return [[_written_time(window.opens), _written_time(window.closes)] for window in windows]


def _written_time(micros: int) -> str:
    # A window that runs over midnight closes on the next day's clock.
    within = micros if micros <= DAY else micros - DAY
    minutes, seconds = divmod(within // SECOND, 60)
    short = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{short}:{seconds:02}" if seconds else short
