"""Facts on which two clauses come to different ends, as an example for a finding."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from entente.agreement.allowance import Outage, allowance, first_month, month_span
from entente.agreement.calendars import resolve_calendar
from entente.agreement.lint.looked import Looked
from entente.agreement.lint.promises import Promise, limit_of
from entente.agreement.terms.measures import Availability, rounding_of
from entente.agreement.terms.scalars import SAID, plain_decimal
from entente.foundation.durations import Days, Duration, format_duration
from entente.foundation.instants import DAY, HOUR, MINUTE, SECOND, from_micros, micros_of
from entente.foundation.zones import zone

# How two formulas can part on one record, where no figure is computed.
_PARTING = {
    "calendar": "a ticket in the hours that only one of the calendars counts",
    "stop_clock": "a ticket that waits in a state in which only one of the clocks stands still",
    "counted_in": "a ticket opened in one month and ended in the next",
    "classified_at": "a ticket whose fields, such as its priority, change while it is open",
    "reopened": "a ticket that is ended in time, reopened, and ended again late",
    "exclusions": "a case under an exclusion that only one of them names",
    "probes": "time that no probe covers, or that only one of them takes for down",
    "no_data": "a month with nothing to count",
}
_ANY = "one month can be met by the one and missed by the other"


def facts_between(first: Promise, second: Promise) -> str | None:
    """Facts that lie between two promises of one formula."""
    one, other = first.level.commitment, second.level.commitment
    if one.value != other.value and one.unit == other.unit:
        between = (one.value + other.value) / 2
        shown = {
            "%": f"{plain_decimal(between)} %",
            "time": format_duration(int(between)),
            "points": plain_decimal(between),
        }[one.unit]
        return f"a month of {shown}"
    if one.comparison != other.comparison:
        return f"a month of exactly {one.written.removeprefix(SAID[one.comparison]).strip()}"
    limits = [limit_of(promise.measure) for promise in (first, second)]
    lengths = [limit.micros for limit in limits if isinstance(limit, Duration)]
    if len(lengths) == 2 and lengths[0] != lengths[1]:
        return f"a month in which each takes {format_duration(sum(lengths) // 2)}"
    days = sorted(limit.count for limit in limits if isinstance(limit, Days))
    if len(days) == 2 and days[0] != days[1]:
        return f"a month in which each takes {days[1]} days"
    return None


def facts_apart(looked: Looked, first: Promise, second: Promise, differing: tuple[str, ...]) -> str:
    """Facts on which two formulas come to different figures."""
    facts = None
    try:
        if isinstance(first.measure, Availability):
            facts = _outage_apart(looked, first, second, left_out="denominator" in differing)
        elif "calendar" in differing:
            facts = _ticket_apart(looked, first, second)
    except (ValueError, KeyError):
        facts = None  # a calendar has a finding of its own
    return facts or next((_PARTING[name] for name in differing if name in _PARTING), _ANY)


def _outage_apart(looked: Looked, first: Promise, second: Promise, *, left_out: bool) -> str | None:
    """An outage of service hours that one formula lets pass and the other does not."""
    month = first_month(looked.agreement)
    allowed = [allowance(looked.agreement, each.key, month).outage for each in (first, second)]
    outages = [outage for outage in allowed if outage is not None]
    if len(outages) < 2:
        return None
    less, down = sorted(outage.rounded for outage in outages)
    if less == down:
        return _excused_apart(looked, (first, second), outages[0]) if left_out else None
    down = max(down - down % SECOND, less + 1)  # whole seconds, where these still part the two
    figures = [
        _figure(looked, promise, outage.open, down)
        for promise, outage in zip((first, second), outages, strict=True)
    ]
    when = f"{dt.date(month.year, month.month, 1):%B %Y}"
    return f"an outage of {format_duration(down)} in {when} is {' and '.join(figures)}"


def _figure(looked: Looked, promise: Promise, hours: int, down: int) -> str:
    """An availability as the terms round it, and whose it is."""
    terms = promise.measure.rounding or looked.agreement.defaults.rounding
    share = Fraction(100 * (hours - down), hours)
    return f"{rounding_of(terms).apply(share)} % by {promise.key}"


def _excused_apart(looked: Looked, promises: tuple[Promise, Promise], outage: Outage) -> str | None:
    """An outage beside excused hours, which one formula takes off the hours and one does not."""
    down = outage.rounded - outage.rounded % SECOND
    for excused in (4 * HOUR, 24 * HOUR, outage.open // 4):
        if not 0 < excused < outage.open - down:
            continue
        hours = [
            outage.open - excused if _takes_off(promise) else outage.open for promise in promises
        ]
        figures = [
            _figure(looked, promise, each, down)
            for promise, each in zip(promises, hours, strict=True)
        ]
        if len({figure.partition(" by ")[0] for figure in figures}) == 2:
            shown = f"an outage of {format_duration(down)} beside {format_duration(excused)}"
            return f"{shown} that are left out is {' and '.join(figures)}"
    return None


def _takes_off(promise: Promise) -> bool:
    measure = promise.measure
    return isinstance(measure, Availability) and measure.denominator != "service-hours"


def _ticket_apart(looked: Looked, first: Promise, second: Promise) -> str | None:
    """A ticket that one calendar finds late and the other in time."""
    limit, agreement = limit_of(first.measure), looked.agreement
    if not isinstance(limit, Duration):
        return None
    names = [looked.calendar_of(promise.measure) for promise in (first, second)]
    calendars = [resolve_calendar(agreement, name) for name in names]
    local = zone(agreement.zone)
    start, _ = month_span(first_month(agreement), agreement.zone)
    hours = [calendar.open_spans(start, start + 14 * DAY) for calendar in calendars]
    for counts, shut in ((0, 1), (1, 0)):
        for opens, _ in hours[counts] - hours[shut]:
            opened = from_micros(opens, local)
            ends = from_micros(opens + limit.micros + MINUTE, local)
            took = [micros_of(calendar.elapsed(opened, ends)) for calendar in calendars]
            if took[counts] > limit.micros >= took[shut]:
                spent = " and ".join(
                    f"{format_duration(each)} of {name}"
                    for each, name in zip(took, names, strict=True)
                )
                return f"a ticket from {opened:%A %H:%M} to {ends:%A %H:%M} took {spent}"
    return None
