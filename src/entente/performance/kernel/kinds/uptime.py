"""Service time: the share of service hours in which a service was up."""

from __future__ import annotations

from fractions import Fraction

from entente.agreement.measures import Availability, RoundingTerms
from entente.agreement.scalars import plain_decimal
from entente.performance.kernel.asked import Asked, Given
from entente.performance.kernel.figures import Figure, figure
from entente.performance.kernel.kinds.exclusions import time_exclusions
from entente.performance.kernel.plans import Segment, UptimePlan
from entente.performance.kernel.readings import Read, rounding
from entente.performance.kernel.tallies import Uptime, UptimeTally


def plan(given: Given) -> UptimePlan:
    """Open hours of the window, down time within them, and what is left out."""
    measure = given.measure
    assert isinstance(measure, Availability)
    probes = measure.probes
    segments = tuple(
        Segment(held.start, held.end, held.measure.where,
                given.calendars.of(held.terms, held.calendar_key))
        for held in given.held
    )  # fmt: skip
    return UptimePlan(
        given.window,
        measure.of,
        segments,
        time_exclusions(given),
        down_when=probes.down_when,
        holds_for=probes.holds_for.micros if probes.holds_for else None,
        source=measure.source,
    )


def read(asked: Asked, tally: UptimeTally) -> Read:
    """The share of service hours that were up, before and after exclusions."""
    measure, terms = asked.measure, rounding(asked)
    assert isinstance(measure, Availability)
    service_hours = measure.denominator == "service-hours"
    open_hours = tally.gross.open if service_hours else tally.net.open
    gross = _share_up(measure, tally.gross.open, tally.gross, terms)
    net = _share_up(measure, open_hours, tally.net, terms)
    missing = _nothing_up(measure, tally)
    if not missing and net is None:
        missing = "every service hour of this month is unknown or excluded"
    numbers = (
        ("open", open_hours),
        ("open-gross", tally.gross.open),
        ("down", tally.net.down),
        ("down-gross", tally.gross.down),
        ("unknown", tally.net.unknown),
        ("unknown-gross", tally.gross.unknown),
        ("interruptions", tally.interruptions),
        ("longest", tally.longest),
        ("observations", tally.observations),
    )
    all_excluded = tally.net.open == 0 < tally.gross.open
    return Read(
        None if missing else net,
        None if missing and not all_excluded else gross,
        tally.removed,
        numbers,
        missing,
        all_excluded,
    )


def _share_up(
    measure: Availability, open_hours: int, uptime: Uptime, terms: RoundingTerms
) -> Figure | None:
    unknown = measure.probes.unknown
    down = uptime.down + (uptime.unknown if unknown == "down" else 0)
    whole = open_hours - (uptime.unknown if unknown == "left-out" else 0)
    return figure(whole - down, whole, "%", terms)


def _nothing_up(measure: Availability, tally: UptimeTally) -> str:
    """Why there is no figure of availability; empty where there is one."""
    if tally.gross.open == 0:
        return "there were no service hours in this month"
    if tally.net.open == 0:
        return "every service hour of this month is excluded"
    if measure.of == "probes" and tally.observations == 0:
        return "no probe of this month" + (
            ", or none that meets the condition" if measure.where else ""
        )
    least = measure.probes.least_coverage
    covered = Fraction(tally.net.open - tally.net.unknown, tally.net.open)
    if least is not None and covered < least.share:
        shown = plain_decimal(Fraction(covered * 100 * 100 // 1, 100))
        return f"probes cover {shown} % of the service hours, and at least {least} is agreed"
    return ""
