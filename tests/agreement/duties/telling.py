"""Told events and listed duties in short forms, for tests."""

from __future__ import annotations

import datetime as dt

from entente.agreement.duties import Duty, Listing, Moment, Told, list_duties
from entente.agreement.terms.agreement import Agreement
from entente.foundation.instants import zone
from tests.agreement.drafts import agreement_of

OFFICE = """\
calendars:
  office:
    weekly: {mon-fri: 09:00-17:00}
    holidays: [2026-03-17, 2026-04-03, 2026-04-06]
    days: {2026-12-24: 09:00-12:00}
"""
YEAR = dt.date(2026, 1, 1), dt.date(2027, 1, 1)


def told(agreement: Agreement, event: str, subject: str, at: str, case: str = "") -> Told:
    """An event at `2026-03-02 10:00` in the agreement's zone, or on a whole day."""
    return Told(event, subject, moment(at, agreement.zone), case)


def moment(at: str, zone_name: str) -> Moment:
    """`2026-03-02 10:00`, or a whole day."""
    if len(at) == 10:
        return Moment.of_day(dt.date.fromisoformat(at), zone_name)
    return Moment.of(dt.datetime.fromisoformat(at).replace(tzinfo=zone(zone_name)), zone_name)


def listing(
    *sections: str, events: str = "", first: str = "", until: str = "", as_of: str = ""
) -> Listing:
    """The duties of some sections; `events` are lines of event, subject, time and case."""
    agreement = agreement_of(*sections)
    lines = [[part.strip() for part in line.split(",")] for line in events.split("\n") if line]
    some = [told(agreement, *line) for line in lines]
    return list_duties(
        agreement,
        dt.date.fromisoformat(first) if first else YEAR[0],
        dt.date.fromisoformat(until) if until else YEAR[1],
        some,
        moment(as_of, agreement.zone).at if as_of else None,
    )


def said(duty: Duty) -> str:
    """`client: what, 2026-03-02 17:00`; midnight at the end of a day is 24:00 of it."""
    local = duty.due_at.astimezone(zone(duty.zone))
    if local.time() == dt.time() and local.date() > duty.due_on:
        return f"{duty.party}: {duty.what}, {duty.due_on} 24:00"
    return f"{duty.party}: {duty.what}, {local:%Y-%m-%d %H:%M}"


def all_said(found: Listing) -> list[str]:
    """What is due, in order."""
    return [said(duty) for duty in found.duties]
