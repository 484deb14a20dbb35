"""A measure in plain English: what is counted, on which hours, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.agreement import Agreement
from entente.agreement.measures import (
    Availability,
    ElapsedTerms,
    Mean,
    Measure,
    Percentile,
    Satisfaction,
    ShareWithin,
)
from entente.agreement.scalars import plain_decimal
from entente.agreement.wording import listed, spoken_condition, spoken_ordinal, spoken_time
from entente.foundation.durations import Days

_EVENTS = {"opened": "opened", "responded": "first worked on", "resolved": "resolved",
           "closed": "closed"}  # fmt: skip
_UNTIL = {"opened": "its opening", "responded": "the first work on it",
          "resolved": "its resolution", "closed": "its closure"}  # fmt: skip
_BARE = {"opened": "opening", "responded": "first work", "resolved": "resolution",
         "closed": "closure"}  # fmt: skip
_MODES = {
    "half-up": "with a half rounded up", "half-even": "with a half rounded to the even digit",
    "down": "towards zero", "up": "away from zero", "floor": "downwards", "ceiling": "upwards",
}  # fmt: skip
_NO_DATA = {
    "not-measured": "A month with nothing to count is not measured.",
    "met": "A month with nothing to count is met.",
    "missed": "A month with nothing to count is missed.",
    "excused": "A month with nothing to count is excused.",
}


def explain_measure(agreement: Agreement, measure: Measure) -> Iterator[str]:
    """How the number is obtained, in sentences."""
    yield from _what(agreement, measure)
    if not isinstance(measure, Satisfaction):
        yield _hours(agreement, measure)
    if measure.where is not None and not isinstance(measure, Availability):
        yield f"Counted: those whose {spoken_condition(measure.where)}."
    if isinstance(measure, ShareWithin) or (
        isinstance(measure, Mean | Percentile) and measure.of == "elapsed"
    ):
        yield from _clock(measure)
    if measure.exclusions:
        titles = [agreement.exclusions[code].title for code in measure.exclusions]
        yield f"Left out: {'; '.join(titles)}."
    if measure.source:
        source = agreement.evidence[measure.source]
        yield f"The source that decides is: {source.title or measure.source}."
    rounding = measure.rounding or agreement.defaults.rounding
    places = f"{rounding.places} decimal place{'' if rounding.places == 1 else 's'}"
    yield f"The figure is rounded to {places}, {_MODES[rounding.mode]}, and then compared."
    yield _NO_DATA[measure.no_data]


def _what(agreement: Agreement, measure: Measure) -> Iterator[str]:
    if isinstance(measure, ShareWithin):
        end, limit = _EVENTS[measure.to], _limit(agreement, measure)
        yield f"The figure is the share of tickets that are {end} within {limit}."
    elif isinstance(measure, Availability):
        yield from _availability(measure)
    elif isinstance(measure, Satisfaction):
        yield from _satisfaction(measure)
    else:
        counted = (
            f"times of tickets from {_BARE[measure.from_]} to {_BARE[measure.to]}"
            if measure.of == "elapsed"
            else "measured values"
        )
        if isinstance(measure, Mean):
            yield f"The figure is the mean of the {counted}: their sum divided by their number."
        else:
            rank = spoken_ordinal(plain_decimal(measure.percentile.value))
            yield (
                f"The figure is the {rank} percentile of the {counted}: the smallest one that at "
                f"least {measure.percentile} of them do not exceed."
            )


def _limit(agreement: Agreement, measure: ShareWithin) -> str:
    """`8 working hours` where the clock runs in a calendar's hours alone, else `8 hours`."""
    limit = spoken_time(measure.within)
    if isinstance(measure.within, Days) or _calendar(agreement, measure) == "always":
        return limit
    first, space, rest = limit.partition(" ")
    return f"{first}{space}working {rest}"


def _calendar(agreement: Agreement, measure: Measure) -> str:
    return measure.calendar or agreement.defaults.calendar


def _availability(measure: Availability) -> Iterator[str]:
    whole = "service hours"
    if measure.denominator == "service-hours-less-excluded":
        whole = "service hours, less the time left out,"
    yield f"The figure is the share of {whole} in which the service was up."
    down = measure.probes.down_when
    if measure.of == "outages":
        which = f" whose {spoken_condition(measure.where)}" if measure.where else ""
        yield f"It was down during outages{which}."
        return
    which = f" whose {spoken_condition(measure.where)}" if measure.where else ""
    when = f"whose {spoken_condition(down)}" if down else "that find it down"
    yield f"It is seen by probes{which}; it was down after those {when}."
    held = measure.probes.holds_for
    if held:
        yield f"A result holds for {spoken_time(held)}, or until the next one if that is sooner."
    else:
        yield "A result holds until the next one."
    unknown = {
        "left-out": "is left out on both sides of the fraction",
        "up": "counts as up",
        "down": "counts as down",
    }[measure.probes.unknown]
    yield f"Time that no result covers {unknown}."
    if measure.probes.least_coverage:
        yield f"With less than {measure.probes.least_coverage} covered, it is not measured."


def _satisfaction(measure: Satisfaction) -> Iterator[str]:
    low, high = measure.scale.lowest, measure.scale.highest
    if measure.statistic == "mean":
        yield f"The figure is the mean of the scores that users gave, from {low} to {high}."
    else:
        yield f"The figure is the share of answers with a score of {high - 1} or {high}."
    yield "People belong to the month in which they were asked."
    if measure.least_answers > 1:
        yield f"Fewer than {measure.least_answers} answers are not measured."


def _hours(agreement: Agreement, measure: Measure) -> str:
    key = _calendar(agreement, measure)
    if key == "always":
        return "Time counts around the clock."
    title = agreement.calendars[key].title or key
    return f"Only time in these hours counts: {title} (“{key}”)."


def _clock(terms: ElapsedTerms) -> Iterator[str]:
    yield f"The clock of a ticket runs from {_UNTIL[terms.from_]} to {_UNTIL[terms.to]}."
    if terms.stop_clock:
        states = listed([state.replace("-", " ") for state in terms.stop_clock], "or")
        yield f"It stands still while the ticket is {states}."
    event = terms.from_ if terms.counted_in == "started" else terms.to
    yield f"A ticket belongs to the month of {_UNTIL[event]}."
    event = terms.from_ if terms.classified_at == "start" else terms.to
    yield f"Its priority and other fields are read as they were at {_UNTIL[event]}."
    which = "last" if terms.reopened == "last-end" else "first"
    yield f"When a ticket is reopened, the {which} end counts."
