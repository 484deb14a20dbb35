"""Service time in plain English: what is up, seen by what, and what counts as down."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.measures import Availability
from entente.agreement.wording import spoken_condition, spoken_time


def explain_availability(measure: Availability) -> Iterator[str]:
    """The share of service hours that were up."""
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
