"""Days on which a party did not do first what the service waits for: their hours are left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from entente.agreement.terms.events import Late, Precondition
from entente.agreement.terms.periods import Lapse
from entente.foundation.instants import HOUR, MINUTE, from_micros, span_of, to_micros, zone
from entente.foundation.intervals import Spans
from entente.foundation.worktime import Calendar
from entente.performance.kernel.asked import Given, Held, TermsDoNotFit
from entente.performance.kernel.awaited import Came, Seen, came
from entente.performance.kernel.plans import TimeExclusion
from entente.performance.kernel.versions import midnight


def unkept(given: Given) -> tuple[TimeExclusion, ...]:
    """The hours that a failed precondition leaves out, under a name that no code can have."""
    agreed = getattr(given.measure, "precondition", None)
    if not isinstance(agreed, Precondition):
        return ()
    seen = Seen.at(given.known.firsts, given.window.as_of)
    spans = [span for held in given.held for span in _of_version(given, held, seen)]
    return (TimeExclusion(named(agreed), Spans.of(spans), suspends=True),)


def named(agreed: Precondition) -> str:
    """The name under which a failed precondition stands among what is left out."""
    return f"without {agreed.event}"


def title(agreed: Precondition) -> str:
    """What a failed precondition is called: it names the party."""
    return f"The {agreed.party} did not give “{agreed.event.replace('-', ' ')}” in time"


def _of_version(given: Given, held: Held, seen: Seen) -> Iterator[tuple[int, int]]:
    agreed = getattr(held.measure, "precondition", None)
    if not isinstance(agreed, Precondition):
        return
    calendar = given.calendars.of(held.terms, held.calendar_key)
    start, end = max(given.window.start, held.start), min(given.window.end, held.end)
    day = from_micros(start, zone(held.terms.zone)).date()
    while (opens := midnight(day, held.terms.zone)) < end:
        closes = midnight(day + dt.timedelta(days=1), held.terms.zone)
        first = came(agreed, day.isoformat(), day, calendar, seen)
        until = _until(agreed, first, calendar, (opens, closes))
        if until > max(opens, start):
            yield max(opens, start), min(until, end)
        day += dt.timedelta(days=1)


def _until(agreed: Precondition, first: Came, calendar: Calendar, day: tuple[int, int]) -> int:
    """Until when the hours of a day are left out: its own beginning where none of them are."""
    opens, closes = day
    if first.standing == "failed":
        return closes
    if first.standing != "late" or agreed.late is None or first.at is None:
        return opens
    late: Late = agreed.late
    if late.within is not None:
        return min(closes, _advanced(first.at, late.within, calendar))
    hours = calendar.open_spans(opens, closes)
    if late.then == "slides" and len(hours):
        return min(closes, int(hours.starts[0]) + first.at - first.due_at)
    return opens


def _advanced(at: int, within: Lapse, calendar: Calendar) -> int:
    if not within.is_clock:
        raise TermsDoNotFit(
            f"a service is due again {within} after a late arrival: write hours or minutes"
        )
    micros = within.count * (HOUR if within.unit == "hour" else MINUTE)
    return to_micros(calendar.add(from_micros(at), span_of(micros)))
