"""Pinning: a country's holidays written out as dates, with the rest of the file left as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import holidays

from entente.agreement.terms.hours import PublicHolidays
from entente.agreement.text.mends import applied
from entente.agreement.text.yaml_source import Document, Entry, Mapping, Sequence, Written
from entente.foundation.findings import Edit


class UnknownCountry(ValueError):
    """A country, or a part of one, whose holidays the library does not know."""


@dataclass(frozen=True)
class Pinned:
    """The text with dates in place of countries, and the calendars that were changed."""

    text: str
    calendars: tuple[str, ...]


def public_holidays(terms: PublicHolidays) -> dict[dt.date, str]:
    """The public holidays that terms name, by date in order."""
    known = holidays.list_supported_countries()
    if terms.country not in known:
        raise UnknownCountry(f"no holidays are known for {terms.country!r}: use two letters as IE")
    if terms.subdivision and terms.subdivision not in known[terms.country]:
        parts = ", ".join(known[terms.country]) or "none"
        raise UnknownCountry(
            f"{terms.country} has no part {terms.subdivision!r}: there are {parts}"
        )
    found = holidays.country_holidays(
        terms.country, subdiv=terms.subdivision or None, years=list(terms.years), language="en_US"
    )
    for year in terms.years:
        if not any(day.year == year for day in found):
            raise UnknownCountry(f"no holidays of {terms.country} are known for {year}")
    return dict(sorted(found.items()))


def pinned(document: Document, text: str) -> Pinned:
    """The text of a document with every country's holidays written out as dates.

    Only the lines of such a block are replaced; comments and layout elsewhere stay.
    """
    found = pins(document, text)
    return Pinned(applied(text, found.values()), tuple(found))


def pins(document: Document, text: str) -> dict[str, Edit]:
    """For each calendar that names a country, the edit that puts dates in its place."""
    lines = text.splitlines(keepends=True)
    return {
        key: _edit(lines, entry, public_holidays(terms))
        for key, entry, terms in _named_countries(document.root)
    }


def _named_countries(root: Written | None) -> list[tuple[str, Entry, PublicHolidays]]:
    calendars = root.entries.get("calendars") if isinstance(root, Mapping) else None
    found = []
    if calendars is not None and isinstance(calendars.value, Mapping):
        for key, calendar in calendars.value.entries.items():
            entry = (
                calendar.value.entries.get("holidays")
                if isinstance(calendar.value, Mapping)
                else None
            )
            if entry is not None and isinstance(entry.value, Mapping):
                found.append((key, entry, PublicHolidays.model_validate(entry.value.plain())))
    return found


def _edit(lines: list[str], entry: Entry, dates: dict[dt.date, str]) -> Edit:
    """Dates in the place of an entry, in the form that its surroundings have."""
    first = entry.place.line - 1
    last, column = _end(entry.value)
    head = lines[first][: entry.place.column - 1]
    if head.strip():  # within the braces of its calendar
        listed = ", ".join(day.isoformat() for day in dates)
        place = replace(entry.place, end_line=last + 1, end_column=column + 1)
        return Edit(place, f"holidays: [{listed}]")
    ending = "\r\n" if lines[first].endswith("\r\n") else "\n"
    whole = lines[last].rstrip("\r\n")
    place = replace(entry.place, end_line=last + 1, end_column=len(whole) + 1)
    items = [f"{head}  - {day.isoformat()} # {name}" for day, name in dates.items()]
    if entry.value.place.line == entry.place.line:
        return Edit(place, ending.join([f"holidays:{whole[column:]}", *items]))
    behind = lines[first].rstrip("\r\n")[len(head) + len("holidays:") :]
    return Edit(place, ending.join([f"holidays:{behind}", *items]) + whole[column:])


def _end(value: Written) -> tuple[int, int]:
    """The index of the line and of the column behind a value."""
    if isinstance(value, Mapping) and not value.closes and value.entries:
        return max(_end(entry.value) for entry in value.entries.values())
    if isinstance(value, Sequence) and not value.closes and value.items:
        return max(_end(item) for item in value.items)
    if isinstance(value, Mapping | Sequence):
        end = value.closes or value.place
        return end.line - 1, end.column - 1
    return (value.place.end_line or value.place.line) - 1, (
        value.place.end_column or value.place.column
    ) - 1
