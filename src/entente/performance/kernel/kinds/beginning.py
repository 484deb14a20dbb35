"""The part of a window that lies before a level holds, where the terms count it as up."""

from __future__ import annotations

from entente.agreement.terms.measures import Availability, SuccessRate
from entente.foundation.intervals import Spans
from entente.performance.kernel.asked import Given, TermsDoNotFit


def before_start(given: Given) -> int:
    """Service time before the level holds, in microseconds; of requests the number of slices."""
    measure = given.measure
    if getattr(measure, "before_start", "left-out") != "up" or not given.held:
        return 0
    if isinstance(measure, SuccessRate):
        if measure.slices is None:
            raise TermsDoNotFit(
                f"{given.key}: before_start counts time as up, and requests without slices have"
                " none; add slices, or take before_start away"
            )
        return _slices(_hours(given), given.window.start, measure.slices.every.micros)
    assert isinstance(measure, Availability)
    return _hours(given).total()


def _hours(given: Given) -> Spans:
    """The service hours from the window's start to the first instant at which the level holds."""
    first = min(given.held, key=lambda held: held.start)
    until = min(first.start, given.window.end, given.window.as_of)
    if until <= given.window.start:
        return Spans.empty()
    calendar = given.calendars.of(first.terms, first.calendar_key)
    return calendar.open_spans(given.window.start, until)


def _slices(hours: Spans, start: int, every: int) -> int:
    """How many slices have any of these hours; one in which the level begins is no more of them."""
    count, reached = 0, 0
    end = (int(hours.ends[-1]) - start) // every if len(hours) else 0
    for begins, ends in hours:
        first = max(reached, (begins - start) // every)
        last = min(end, -(-(ends - start) // every))
        count += max(0, last - first)
        reached = max(reached, last)
    return count
