"""Triggers, due times and silence as parts of sentences."""

from __future__ import annotations

import datetime as dt

from entente.agreement.explain.wording import spoken_condition, spoken_date, spoken_ordinal
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.obligations import DutyDue, Owner, Silence, Trigger
from entente.agreement.terms.periods import Lapse

_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
    "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
_EVERY = {
    "day": "day",
    "business-day": "business day",
    "week": "week",
    "two-weeks": "two weeks",
    "month": "month",
    "quarter": "quarter",
    "half-year": "half-year",
    "year": "year",
    "contract-year": "year of the contract",
}
_PARTIES = {"client": "the client", "provider": "the provider", "both": "both parties"}
_SILENCE = {
    "approved": "it is approved",
    "accepted": "it is accepted",
    "refused": "it is refused",
    "agreed": "it is agreed",
    "default-applies": "what is agreed for that case applies",
}


def the_party(party: Owner) -> str:
    """`the client`, `both parties`."""
    return _PARTIES[party]


def The_party(party: Owner) -> str:  # noqa: N802 # the capital is the difference
    """`The client`, `Both parties`: at the start of a sentence."""
    said = _PARTIES[party]
    return said[0].upper() + said[1:]


def verb(party: Owner, one: str, both: str) -> str:
    """The form of a verb that goes with a party."""
    return both if party == "both" else one


def spoken_every(every: str) -> str:
    """`every month`, `every year of the contract`."""
    return f"every {_EVERY[every]}"


def period_word(every: str) -> str:
    """`month`, `year of the contract`."""
    return _EVERY[every]


def named_day(agreement: Agreement, day: dt.date | str) -> str:
    """`17 March 2026`, or `the date “commencement” (17 March 2026)`."""
    if isinstance(day, dt.date):
        return spoken_date(day)
    found = agreement.dates.get(day)
    return f"the date “{day}”" + (f" ({spoken_date(found)})" if found else "")


def clause_name(agreement: Agreement, section: str, key: str) -> str:
    """What people call a clause of a section: its title or name, else its key."""
    clause = getattr(agreement, section).get(key)
    title = getattr(clause, "title", "") or getattr(clause, "name", "")
    return f"“{title or key}”"


def spoken_trigger(agreement: Agreement, trigger: Trigger) -> str:
    """`a request is received`: what makes a duty arise, after `when` or `once`."""
    [name] = trigger.given
    value = getattr(trigger, name)
    if name == "event":
        return f"“{value.replace('-', ' ')}” is told{_narrowed(agreement, trigger)}"
    if name == "date":
        return f"{named_day(agreement, value)} comes"
    section, what = {
        "missed": ("service_levels", "misses its commitment"),
        "default": ("service_levels", "is in default"),
        "right": ("rights", "arises"),
        "done": ("obligations", "is done"),
        "delivered": ("deliverables", "is delivered"),
        "accepted": ("deliverables", "is accepted"),
        "rejected": ("deliverables", "is rejected"),
    }[name]
    any_one = {"service_levels": "any service level", "deliverables": "any deliverable"}
    if value == "any" and section in any_one:
        return f"{any_one[section]} {what}"
    return f"{clause_name(agreement, section, value)} {what}"


def _narrowed(agreement: Agreement, trigger: Trigger) -> str:
    said = ""
    if trigger.where is not None:
        said += f", where {spoken_condition(trigger.where)}"
    if trigger.while_open:
        said += f", in the hours of {clause_name(agreement, 'calendars', trigger.while_open)}"
    if trigger.while_closed:
        outside = clause_name(agreement, "calendars", trigger.while_closed)
        said += f", outside the hours of {outside}"
    return said


def spoken_due(rule: DutyDue, start: str) -> str:
    """`within 5 business days of the request, by 17:00`, or the like."""
    by = _by(rule)
    if rule.immediately:
        said = f"at once after {start}"
    elif rule.within is not None:
        counted = f"the end of the month of {start}" if rule.from_month_end else start
        said = f"within {rule.within} after {counted}{by}"
    elif rule.before is not None:
        said = f"{rule.before} before {start} or earlier{by}"
    elif rule.day is not None:
        day = "the last day" if rule.day == 31 else f"the {spoken_ordinal(str(rule.day))}"
        said = f"on {day} of the month after {start}{by}"
    elif rule.weekday is not None:
        said = f"on the first {_DAYS[rule.weekday]} after {start}{by}"
    else:
        on = start if "day" in start else f"the day of {start}"
        said = f"on {on}{by}"
    if rule.on_days:
        days = ["last day" if day == 31 else spoken_ordinal(str(day)) for day in rule.on_days]
        said += f", on the {' or '.join(days)} of a month that comes next"
    if rule.or_within is not None:
        which = "sooner" if rule.sooner else "later"
        said += f", or within {rule.or_within}, whichever is {which}"
    if rule.closed_day != "stays":
        word = "after" if rule.closed_day == "day-after" else "before"
        said += f"; where that day is closed, on the working day {word} it"
    return said


def _by(rule: DutyDue) -> str:
    if rule.by is None:
        return ""
    return ", by the end of its hours" if rule.by == "closing" else f", by {rule.by}"


def counted_on(agreement: Agreement, key: str | None, *lapses: Lapse | None) -> str:
    """A sentence on the calendar that counts, where business days or hours are counted."""
    units = {lapse.unit for lapse in lapses if lapse is not None}
    parts = []
    if "business-day" in units:
        parts.append("Business days")
    if units & {"hour", "minute"}:
        parts.append("hours" if parts else "Hours")
    if not parts:
        return ""
    name = key or agreement.defaults.calendar
    if name == "always" and name not in agreement.calendars:
        return f"{' and '.join(parts)} count around the clock, every day."
    return f"{' and '.join(parts)} are those of {clause_name(agreement, 'calendars', name)}."


def spoken_silence(silence: Silence) -> str:
    """What silence means, as a sentence."""
    warn = f" A warning comes {silence.warn_before} before." if silence.warn_before else ""
    outcome = f": {silence.outcome.rstrip('.')}" if silence.outcome else ""
    return f"Where nobody answers in time, {_SILENCE[silence.means]}{outcome}.{warn}"


def full(text: str) -> str:
    """A text as a sentence."""
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
