"""Rules about time: calendars that can be computed with, and limits that have a length on them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from entente.agreement.calendars import (
    ALWAYS,
    CalendarCycle,
    HolidaysNotPinned,
    NoSuchCalendar,
    UnequalDays,
    calendar_chain,
    nominal_day,
    resolve_calendar,
)
from entente.agreement.explain.wording import spoken_time
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.hours import PublicHolidays
from entente.agreement.terms.measures import ShareWithin
from entente.agreement.text.shape import Path
from entente.agreement.text.yaml_source import Mapping, Scalar, Sequence, Written
from entente.foundation.durations import Days, Duration
from entente.foundation.findings import Finding
from entente.foundation.references import mistyped
from entente.foundation.zones import UnknownZone, zone, zone_names

# Zones of the database that are letters only: some never change their clocks, and `EST` is two.
_BY_LETTERS = frozenset(
    {
        "EST", "MST", "HST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "CET", "MET", "EET", "WET",
        "GMT", "GMT0", "GMT+0", "GMT-0", "GB", "PRC", "ROC", "ROK", "NZ",
    }
)  # fmt: skip
# A day or a week that does not say whether it is one of work.
_PLAIN_DAYS = re.compile(r"\d\s*(?:d|days?|w|weeks?)\b|^P\d", re.IGNORECASE)


def calendar_findings(looked: Looked) -> Iterator[Finding]:
    """Zones, cycles, calendars that never open, holidays that are not pinned."""
    agreement = looked.agreement
    named: list[tuple[Path, str]] = [(("zone",), agreement.zone)]
    named += [(("calendars", key, "zone"), c.zone) for key, c in agreement.calendars.items()]
    named += [(("evidence", key, "zone"), s.zone) for key, s in agreement.evidence.items()]
    unknown = [(path, name, said) for path, name in named if name and (said := _zone_problem(name))]
    for path, name, said in unknown:
        edits = looked.rewritten(path, mistyped(name, zone_names()))
        yield looked.found("unknown-zone", *said, path, edits=edits)
    for path, name in named:
        if name in _BY_LETTERS or name.startswith("Etc/GMT"):
            message = f"{name} does not say where, so not when its clocks change either"
            hint = "name a place, as in Europe/Dublin; UTC where no place is meant"
            yield looked.found("zone-by-letters", message, hint, path)
    if looked.whole:
        yield from _unused(looked)
    for key in agreement.calendars:
        yield from _calendar(looked, key, computes=not unknown)
    for path, measure in looked.measures():
        if isinstance(measure, ShareWithin):
            yield from _limit(looked, path, measure)


def _unused(looked: Looked) -> Iterator[Finding]:
    """Calendars that no clause names: their hours count nowhere."""
    named = set(_named_calendars(looked.places.root))
    for key in looked.agreement.calendars:
        if key not in named:
            message = f"nothing counts on the calendar {key}"
            hint = "name it as calendar of a measure, or under defaults; or remove it"
            path = ("calendars", key)
            yield looked.found("unused-calendar", message, hint, path, at_key=True)


def _named_calendars(written: Written) -> Iterator[str]:
    """Every text of the document that may be the key of a calendar."""
    if isinstance(written, Mapping):
        for entry in written.entries.values():
            yield from _named_calendars(entry.value)
    elif isinstance(written, Sequence):
        for item in written.items:
            yield from _named_calendars(item)
    elif isinstance(written.value, str):
        yield written.value


def _zone_problem(name: str) -> tuple[str, str] | None:
    try:
        zone(name)
    except UnknownZone as unknown:
        message, _, hint = str(unknown).partition("; ")
        return message, hint
    return None


def _calendar(looked: Looked, key: str, *, computes: bool) -> Iterator[Finding]:
    agreement, path = looked.agreement, ("calendars", key)
    if isinstance(agreement.calendars[key].holidays, PublicHolidays):
        country = agreement.calendars[key].holidays
        assert isinstance(country, PublicHolidays)
        yield looked.found(
            "holidays-not-pinned",
            f"the holidays of {country.country} may be read differently later, or elsewhere",
            "run `entente pin FILE --write`, which writes their dates into the file",
            (*path, "holidays"),
        )
    yield from _holidays(looked, key)
    try:
        chain = calendar_chain(agreement, key)
        if computes and not any(isinstance(each.holidays, PublicHolidays) for each in chain):
            resolve_calendar(agreement, key)
    except CalendarCycle as cycle:
        hint = "remove one only_while_open"
        yield looked.found("calendar-cycle", str(cycle), hint, (*path, "only_while_open"))
    except NoSuchCalendar:
        return  # reported as an unresolved reference
    except ValueError as never:
        yield looked.found("never-open", str(never), "give it weekly hours", (*path, "weekly"))


def _holidays(looked: Looked, key: str) -> Iterator[Finding]:
    """Years in force for which no holiday is written, though others have theirs."""
    terms, force = looked.agreement.calendars[key], looked.agreement.in_force
    if isinstance(terms.holidays, PublicHolidays) or not terms.holidays:
        return
    years = {day.year for day in terms.holidays}
    last = force.until - dt.timedelta(days=1) if force.until else force.from_
    missing = [year for year in range(force.from_.year, last.year + 1) if year not in years]
    if missing:
        message = f"{key} has no holiday in {', '.join(map(str, missing))}, though the terms hold"
        hint = "write the dates of these years too; entente pin knows those of countries"
        yield looked.found("holidays-run-out", message, hint, ("calendars", key, "holidays"))


def _limit(looked: Looked, path: Path, measure: ShareWithin) -> Iterator[Finding]:
    calendar = looked.calendar_of(measure)
    written = looked.places.written((*path, "within"))
    said = str(written.value) if isinstance(written, Scalar) else ""
    if calendar == ALWAYS and re.search(r"working|business", said, re.IGNORECASE):
        yield looked.found(
            "working-hours-round-the-clock",
            f"{said} are counted on a calendar that is always open",
            "name the calendar whose hours are meant, as in calendar: office",
            (*path, "within"),
        )
    if calendar != ALWAYS and _PLAIN_DAYS.search(said) and isinstance(measure.within, Duration):
        yield looked.found(
            "plain-days",
            f"{said} are {spoken_time(measure.within)} of open time on {calendar}",
            "write business days, calendar days, or working hours, whichever is meant",
            (*path, "within"),
        )
    if isinstance(measure.within, Days) and measure.within.kind == "business":
        try:
            nominal_day(looked.agreement, calendar)
        except UnequalDays as unequal:
            hint = "write the limit in working hours, or use a calendar with equal days"
            yield looked.found("unequal-days", str(unequal), hint, (*path, "within"))
        except (NoSuchCalendar, CalendarCycle, HolidaysNotPinned):
            return  # reported where the calendar is
