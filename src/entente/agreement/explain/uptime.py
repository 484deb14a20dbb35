"""Service time in plain English: what is up, seen by what, and what counts as down."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.wording import listed, spoken_condition, spoken_level, spoken_time
from entente.agreement.terms.events import Precondition
from entente.agreement.terms.measures import Availability, Count, Downtime, Population, SuccessRate
from entente.agreement.terms.scalars import Level
from entente.foundation.durations import Duration


def explain_availability(measure: Availability) -> Iterator[str]:
    """The share of service hours that were up."""
    whole = "service hours"
    if measure.denominator == "service-hours-less-excluded":
        whole = "service hours, less the time left out,"
    yield f"The figure is the share of {whole} in which the service was up."
    yield from _seen(measure)
    if measure.population is not None:
        yield from _items(measure.population)
    yield from _lengths(measure)
    if measure.precondition is not None:
        yield from _precondition(measure.precondition)
    if measure.before_start == "up":
        yield "Service hours of the period before the service level began count as up."


def explain_downtime(measure: Downtime) -> Iterator[str]:
    """How long the service was down."""
    if measure.statistic == "longest":
        yield "The figure is the longest interruption of the service, in service hours."
    else:
        yield "The figure is the down time within service hours, added up."
    yield from _seen(measure)
    yield from _lengths(measure)


def explain_interruptions(measure: Count) -> Iterator[str]:
    """How often the service was down."""
    longer = ""
    if measure.longer_than is not None:
        longer = f" that lasted longer than {spoken_time(measure.longer_than)} of service hours"
    yield f"The figure is the number of interruptions of the service{longer}."
    yield "Outages that overlap or follow one another without a gap are one interruption."


def explain_requests(measure: SuccessRate) -> Iterator[str]:
    """The share of requests that succeeded."""
    slices = measure.slices
    if slices is None:
        yield "The figure is the share of requests that succeeded, of all of them together."
    else:
        every = spoken_time(slices.every)
        if slices.statistic == "mean-of-slices":
            yield (
                f"The figure is 100 % less the mean of the error rates of slices of {every}, "
                "each taken to the billionth."
            )
        else:
            bad = _bad(slices.bad_when)
            yield f"The figure is the share of slices of {every} that are not bad.{bad}"
        empty = "are left out" if slices.empty == "left-out" else "count as good"
        yield f"Slices without requests {empty}."
        if measure.before_start == "up":
            yield "Slices of the period before the service level began count as good."
    if measure.population is not None:
        yield from _items(measure.population)


def _bad(bad_when: Level | None) -> str:
    return (
        "" if bad_when is None else f" A slice is bad with an error rate {spoken_level(bad_when)}."
    )


def _seen(measure: Availability | Downtime) -> Iterator[str]:
    """What the down time is seen by."""
    which = f" whose {spoken_condition(measure.where)}" if measure.where else ""
    if measure.of == "outages":
        yield f"It was down during outages{which}."
        return
    down = measure.probes.down_when
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


_JOINED = {
    "each": "Each {item} has a figure of its own; the worst of them decides.",
    "all-down": "The service is down while every {item} is down.",
    "any-down": "The service is down while any {item} is down.",
    "pooled": "What every {item} had is added up before anything is divided.",
    "mean": "Each {item} has a figure of its own; their mean decides.",
    "weighted": (
        "Down time counts by the share of users affected; where outages overlap, the greatest "
        "share counts, and an outage that does not say whom it affected counts in full."
    ),
}


def _items(population: Population) -> Iterator[str]:
    item = population.field.replace("_", " ")
    yield _JOINED[population.counts].format(item=item)
    if population.counts == "weighted":
        return
    if population.items:
        yield f"They are {listed(list(population.items))}."
    else:
        yield "They are those that the evidence names."


def _lengths(measure: Availability | Downtime) -> Iterator[str]:
    least: Duration | None = measure.least_outage
    if least is not None:
        yield (
            f"An interruption shorter than {spoken_time(least)} does not count; a longer one "
            "counts from its first moment."
        )
    if measure.resolution is not None:
        how = {"up": "rounded up", "down": "rounded down", "nearest": "to the nearest"}
        unit = spoken_time(measure.resolution)
        yield f"Each interruption counts in whole units of {unit}, {how[measure.resolution_mode]}."


def _precondition(agreed: Precondition) -> Iterator[str]:
    event = agreed.event.replace("-", " ")
    days = {0: "of the same day", 1: "of the day after", -1: "of the day before"}.get(
        agreed.days_after, f"{agreed.days_after} days after"
    )
    yield (
        f"It holds for the days on which the {agreed.party} gave “{event}” by {agreed.by} {days}; "
        "the service hours of other days are left out."
    )
    late = agreed.late
    if late is None:
        return
    if late.within is not None:
        then = f"the service is due {late.within} after"
    elif late.then == "slides":
        then = "the service hours begin later by as much"
    else:
        then = "the day holds as it is"
    yield f"Where it comes later, but by {late.until}, {then}."
