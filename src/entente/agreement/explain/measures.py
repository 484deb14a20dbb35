"""A measure in plain English: what is counted, on which hours, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.clocks import (
    explain_cadence,
    explain_clock,
    explain_count_of_tickets,
    explain_extreme,
    explain_share_within,
    explain_times,
    explain_volume,
)
from entente.agreement.explain.occasions import explain_deadline
from entente.agreement.explain.records import (
    explain_combined,
    explain_count,
    explain_share,
    explain_statistic,
)
from entente.agreement.explain.uptime import (
    explain_availability,
    explain_downtime,
    explain_interruptions,
    explain_requests,
)
from entente.agreement.explain.wording import spoken_condition
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.measures import (
    Availability,
    Cadence,
    Combined,
    Count,
    Deadline,
    Downtime,
    ElapsedTerms,
    Mean,
    Measure,
    Percentile,
    Satisfaction,
    Share,
    ShareWithin,
    Statistic,
    SuccessRate,
    is_whole,
    table_of,
)
from entente.agreement.terms.windows import spoken_window

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
    by_the_clock = not isinstance(measure, Satisfaction | Deadline | Combined)
    one_by_one = isinstance(measure, Share) or (
        isinstance(measure, Count) and measure.of in {"events", "values"}
    )
    if by_the_clock and (measure.calendar or not one_by_one):
        yield _hours(agreement, measure)
    if measure.where is not None and not isinstance(measure, Availability | Downtime):
        yield f"Counted: those whose {spoken_condition(measure.where)}."
    if isinstance(measure, ElapsedTerms) and table_of(measure) == "tickets":
        yield from explain_clock(agreement, measure)
    if measure.measurement_point:
        yield f"It is measured at this point: {measure.measurement_point.rstrip('.')}."
    if measure.window != "month":
        spoken = spoken_window(measure.window)
        yield f"It is judged {spoken if spoken.startswith('each') else f'for {spoken}'}."
    if measure.exclusions:
        titles = [agreement.exclusions[code].title for code in measure.exclusions]
        yield f"Left out: {'; '.join(titles)}."
    if measure.source:
        source = agreement.evidence[measure.source]
        yield f"The source that decides is: {source.title or measure.source}."
    yield _rounded(agreement, measure)
    yield from explain_volume(measure)
    said = _NO_DATA[measure.no_data]
    yield said if measure.window == "month" else said.replace("A month", "A period")


def _rounded(agreement: Agreement, measure: Measure) -> str:
    if measure.rounding is None and is_whole(measure):
        return "The figure is a whole number and is compared as it is."
    rounding = measure.rounding or agreement.defaults.rounding
    places = f"{rounding.places} decimal place{'' if rounding.places == 1 else 's'}"
    return f"The figure is rounded to {places}, {_MODES[rounding.mode]}, and then compared."


def _what(agreement: Agreement, measure: Measure) -> Iterator[str]:  # noqa: PLR0912 # one line a kind
    match measure:
        case ShareWithin():
            yield from explain_share_within(agreement, measure)
        case Availability():
            yield from explain_availability(measure)
        case Downtime():
            yield from explain_downtime(measure)
        case Count() if measure.of == "outages":
            yield from explain_interruptions(measure)
        case SuccessRate():
            yield from explain_requests(measure)
        case Satisfaction():
            yield from _satisfaction(measure)
        case Mean() | Percentile():
            yield from explain_times(measure)
        case Cadence():
            yield from explain_cadence(agreement, measure)
        case Count(of="tickets"):
            yield from explain_count_of_tickets(agreement, measure)
        case Statistic(of="elapsed"):
            yield from explain_extreme(measure)
        case Deadline():
            yield from explain_deadline(agreement, measure)
        case Share():
            yield from explain_share(measure)
        case Count():
            yield from explain_count(measure)
        case Statistic():
            yield from explain_statistic(measure)
        case Combined():
            yield from explain_combined(agreement, measure)


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
    key = measure.calendar or agreement.defaults.calendar
    if key == "always":
        return "Time counts around the clock."
    title = agreement.calendars[key].title or key
    return f"Only time in these hours counts: {title} (“{key}”)."
