"""Clocks of tickets in plain English: events, limits, what stands still, which month counts."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.wording import listed, spoken_condition, spoken_ordinal, spoken_time
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.events import Events, names_of
from entente.agreement.terms.limits import EndOfDay, SeveralLimits
from entente.agreement.terms.measures import (
    Cadence,
    Count,
    ElapsedTerms,
    Mean,
    MeasureTerms,
    Percentile,
    ShareWithin,
    Statistic,
)
from entente.agreement.terms.scalars import plain_decimal
from entente.foundation.durations import Days, Duration

_EVENTS = {"opened": "opened", "responded": "first worked on", "resolved": "resolved",
           "closed": "closed"}  # fmt: skip
_UNTIL = {"opened": "its opening", "responded": "the first work on it",
          "resolved": "its resolution", "closed": "its closure"}  # fmt: skip
_BARE = {"opened": "opening", "responded": "first work", "resolved": "resolution",
         "closed": "closure"}  # fmt: skip


def explain_share_within(agreement: Agreement, measure: ShareWithin) -> Iterator[str]:
    """What share it is, and which further clocks a ticket must keep."""
    limit = _limit(agreement, measure)
    known = _EVENTS.get(measure.to) if isinstance(measure.to, str) else None
    done = f"are {known}" if known else f"come to {_event(measure.to, _UNTIL)}"
    yield f"The figure is the share of tickets that {done} {_in_time(measure.within)} {limit}."
    for clock in measure.also:
        calendar = clock.calendar or measure.calendar or agreement.defaults.calendar
        start, end = _event(clock.from_, _UNTIL), _event(clock.to, _UNTIL)
        stands = _standing_still(clock.stop_clock, "; this clock stands still while it is")
        yield (
            f"The ticket must also come from {start} to {end} "
            f"{_in_time(clock.within)} {_one_limit(clock.within, calendar)}{stands}."
        )


def _in_time(within: Duration | Days | EndOfDay | SeveralLimits) -> str:
    """The word before a limit: lengths of time pass, days end."""
    if not isinstance(within, SeveralLimits):
        return "by" if isinstance(within, EndOfDay) else "within"
    several = within.sooner_of or within.later_of
    return "in time:" if any(isinstance(each.limit, EndOfDay) for each in several) else "within"


def _standing_still(states: tuple[str, ...], lead: str) -> str:
    said = listed([state.replace("-", " ") for state in states], "or") if states else ""
    return f"{lead} {said}" if said else ""


def explain_cadence(agreement: Agreement, measure: Cadence) -> Iterator[str]:
    """What a cadence counts."""
    every = _one_limit(measure.every, measure.calendar or agreement.defaults.calendar)
    update = _event(measure.event, _UNTIL)
    if measure.statistic == "share":
        yield f"The figure is the share of gaps between updates that last at most {every}."
    else:
        yield (
            f"The figure is the number of updates that were due, one at least every {every}, "
            "and did not come."
        )
    yield f"An update is {update}; gaps lie between the start, each update, and the end."
    yield "The last gap of an open ticket counts once it is too long."


def explain_count_of_tickets(agreement: Agreement, measure: Count) -> Iterator[str]:
    """How many tickets, and which."""
    if measure.longer_than is None:
        yield "The figure is the number of tickets."
        return
    limit = _one_limit(measure.longer_than, measure.calendar or agreement.defaults.calendar)
    yield f"The figure is the number of tickets whose clock ran for more than {limit}."


def explain_extreme(measure: Statistic) -> Iterator[str]:
    """The longest, the shortest or the total of tickets' times."""
    which = {"maximum": "longest of the times", "minimum": "shortest of the times"}.get(
        measure.kind, "total of the times"
    )
    yield (
        f"The figure is the {which} of tickets from {_event(measure.from_, _BARE)} "
        f"to {_event(measure.to, _BARE)}."
    )


def explain_volume(measure: MeasureTerms) -> Iterator[str]:
    """What a period with few records is."""
    few = measure.min_volume
    if few is None:
        return
    lead = f"A period with fewer than {few.records} of them"
    if few.below == "allowed-misses":
        yield f"{lead} is met while at most {few.allowed_misses} of them miss."
    else:
        yield f"{lead} is {few.below.replace('-', ' ')}."


def explain_times(measure: Mean | Percentile) -> Iterator[str]:
    """The mean or a percentile of tickets' clocks, or of plain values."""
    counted = (
        f"times of tickets from {_event(measure.from_, _BARE)} to {_event(measure.to, _BARE)}"
        if measure.of == "elapsed"
        else "measured values"
    )
    if isinstance(measure, Mean):
        yield f"The figure is the mean of the {counted}: their sum divided by their number."
        return
    rank = spoken_ordinal(plain_decimal(measure.percentile.value))
    yield (
        f"The figure is the {rank} percentile of the {counted}: the smallest one that at "
        f"least {measure.percentile} of them do not exceed."
    )


def explain_clock(agreement: Agreement, terms: ElapsedTerms) -> Iterator[str]:
    """When the clock runs and stands still, and to which month a ticket belongs."""
    start, end = _event(terms.from_, _UNTIL), _event(terms.to, _UNTIL)
    yield f"The clock of a ticket runs from {start} to {end}."
    for edge, where in (("start", terms.start_where), ("end", terms.end_where)):
        if where is not None:
            yield f"Only a row whose {spoken_condition(where)} tells of its {edge}."
    if terms.stop_clock:
        yield _standing_still(terms.stop_clock, "It stands still while the ticket is") + "."
    for key, hours in ((terms.started_in, "in"), (terms.started_outside, "outside")):
        if key:
            yield f"Only tickets count that start {hours} these hours: {_titled(agreement, key)}."
    event = terms.from_ if terms.counted_in == "started" else terms.to
    yield f"A ticket belongs to the month of {_event(event, _UNTIL)}."
    event = terms.from_ if terms.classified_at == "start" else terms.to
    yield f"Its priority and other fields are read as they were at {_event(event, _UNTIL)}."
    plain = isinstance(terms.to, str) and terms.end_where is None
    which = "last" if terms.reopened == "last-end" and plain else "first"
    yield f"When a ticket is reopened, the {which} end counts."


def _titled(agreement: Agreement, key: str) -> str:
    known = agreement.calendars.get(key)
    return f"{known.title or key} (“{key}”)" if known else f"“{key}”"


def _event(choice: str | Events, words: dict[str, str]) -> str:
    """An event in words: those that every desk has, and the desk's own by their names."""
    said = [words.get(name, f"“{name.replace('-', ' ')}”") for name in names_of(choice)]
    joined = listed(said, "and" if isinstance(choice, Events) and choice.all_of else "or")
    if len(said) == 1:
        return joined
    every = isinstance(choice, Events) and choice.all_of
    return f"all of {joined}" if every else f"the first of {joined}"


def _limit(agreement: Agreement, measure: ShareWithin) -> str:
    """`8 working hours` where the clock runs in a calendar's hours alone, else `8 hours`."""
    calendar = measure.calendar or agreement.defaults.calendar
    within = measure.within
    if not isinstance(within, SeveralLimits):
        return _one_limit(within, calendar)
    several = within.sooner_of or within.later_of
    said = [_one_limit(each.limit, each.calendar or calendar) for each in several]
    which = "sooner" if within.sooner_of else "later"
    return f"{listed(said, 'or')}, whichever is {which}"


def _one_limit(limit: Duration | Days | EndOfDay, calendar: str) -> str:
    if isinstance(limit, EndOfDay):
        return f"the {limit} (“{calendar}”)"
    said = spoken_time(limit)
    if isinstance(limit, Days) or calendar == "always":
        return said
    first, space, rest = said.partition(" ")
    return f"{first}{space}working {rest}"
