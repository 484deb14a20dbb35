"""Clocks of tickets in plain English: events, limits, what stands still, which month counts."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.agreement import Agreement
from entente.agreement.events import Events, names_of
from entente.agreement.limits import EndOfDay, SeveralLimits
from entente.agreement.measures import ElapsedTerms, Mean, Percentile, ShareWithin
from entente.agreement.scalars import plain_decimal
from entente.agreement.wording import listed, spoken_ordinal, spoken_time
from entente.foundation.durations import Days, Duration

_EVENTS = {"opened": "opened", "responded": "first worked on", "resolved": "resolved",
           "closed": "closed"}  # fmt: skip
_UNTIL = {"opened": "its opening", "responded": "the first work on it",
          "resolved": "its resolution", "closed": "its closure"}  # fmt: skip
_BARE = {"opened": "opening", "responded": "first work", "resolved": "resolution",
         "closed": "closure"}  # fmt: skip


def explain_share_within(agreement: Agreement, measure: ShareWithin) -> Iterator[str]:
    """What share it is."""
    end, limit = _event(measure.to, _EVENTS), _limit(agreement, measure)
    yield f"The figure is the share of tickets that are {end} within {limit}."


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


def explain_clock(terms: ElapsedTerms) -> Iterator[str]:
    """When the clock runs and stands still, and to which month a ticket belongs."""
    start, end = _event(terms.from_, _UNTIL), _event(terms.to, _UNTIL)
    yield f"The clock of a ticket runs from {start} to {end}."
    if terms.stop_clock:
        states = listed([state.replace("-", " ") for state in terms.stop_clock], "or")
        yield f"It stands still while the ticket is {states}."
    event = terms.from_ if terms.counted_in == "started" else terms.to
    yield f"A ticket belongs to the month of {_event(event, _UNTIL)}."
    event = terms.from_ if terms.classified_at == "start" else terms.to
    yield f"Its priority and other fields are read as they were at {_event(event, _UNTIL)}."
    which = "last" if terms.reopened == "last-end" else "first"
    yield f"When a ticket is reopened, the {which} end counts."


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
