"""Measures: how a number is obtained from records. Each kind is one named, numbered algorithm."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from entente.agreement.conditions import ConditionValue
from entente.agreement.scalars import KeyName, LimitValue, PercentValue, SpanValue, Terms, Whole
from entente.agreement.sources import Table

Event = Literal["opened", "responded", "resolved", "closed"]


class RoundingTerms(Terms):
    """How a value is rounded, always before it is compared or shown."""

    places: Whole = Field(default=2, ge=0, le=9)
    mode: Literal["half-up", "half-even", "down", "up", "floor", "ceiling"] = "half-up"


class MeasureTerms(Terms):
    """What every measure says: which records, which calendar and window, what is left out.

    `where` narrows the records; `source` names the evidence that decides (all of the right table
    where it is empty); `exclusions` lists the codes that may take records or time out.
    """

    title: str = ""
    algorithm: Whole = Field(default=1, ge=1)  # the number of the algorithm's meaning: kind/number
    source: KeyName | None = None
    where: ConditionValue | None = None
    calendar: KeyName | None = None
    window: Literal["month"] = "month"
    exclusions: tuple[KeyName, ...] = ()
    no_data: Literal["not-measured", "met", "missed", "excused"] = "not-measured"
    rounding: RoundingTerms | None = None


class ElapsedTerms(Terms):
    """The clock of a ticket: from one event to another, standing still in the named states.

    `counted_in` says by which of the two events a ticket belongs to a month; `classified_at` at
    which of them its fields are read, so that a later change of priority rewrites nothing;
    `reopened` whether the first or the last end event counts.
    """

    from_: Event = Field(default="opened", alias="from")
    to: Event = "resolved"
    stop_clock: tuple[str, ...] = ()
    counted_in: Literal["ended", "started"] = "ended"
    classified_at: Literal["end", "start"] = "end"
    reopened: Literal["last-end", "first-end"] = "last-end"


class ShareWithin(MeasureTerms, ElapsedTerms):
    """The share of tickets whose clock stayed within a limit."""

    kind: Literal["share-within"]
    within: LimitValue


class ProbeTerms(Terms):
    """How probe results become time: how long one result holds, and what a gap means.

    `holds_for` absent: a result holds until the next one. Time that no result covers is unknown:
    left out of both sides of the fraction, or counted as up or as down.
    """

    down_when: ConditionValue | None = None  # absent: status is "down"
    holds_for: SpanValue | None = None
    unknown: Literal["left-out", "up", "down"] = "left-out"
    least_coverage: PercentValue | None = None  # below it: not measured


class Availability(MeasureTerms):
    """The share of service hours in which the service was up.

    `denominator`: all service hours, or service hours less the excluded time; excluded time never
    counts as down in the net figure.
    """

    kind: Literal["availability"]
    of: Literal["outages", "probes"] = "outages"
    denominator: Literal["service-hours", "service-hours-less-excluded"] = "service-hours"
    probes: ProbeTerms = ProbeTerms()


class Mean(MeasureTerms, ElapsedTerms):
    """The mean of measured values, or of tickets' clocks: sum over count, never a mean of means."""

    kind: Literal["mean"]
    of: Literal["values", "elapsed"] = "values"
    unit: Literal["time", "points"] = "time"  # of `values`: seconds, or plain points


class Percentile(MeasureTerms, ElapsedTerms):
    """A percentile by nearest rank: the smallest value that the given share does not exceed."""

    kind: Literal["percentile"]
    percentile: PercentValue
    of: Literal["values", "elapsed"] = "values"
    unit: Literal["time", "points"] = "time"


class Scale(Terms):
    """The lowest and the highest answer of a survey."""

    lowest: Whole = 1
    highest: Whole = 5


class Satisfaction(MeasureTerms):
    """What users said: the mean score, or the share of the two highest answers.

    Always shown with n and the response rate; fewer answers than `least_answers` are not measured.
    """

    kind: Literal["satisfaction"]
    statistic: Literal["mean", "top-two-box"] = "mean"
    scale: Scale = Scale()
    least_answers: Whole = Field(default=1, ge=1)


Measure = Annotated[
    ShareWithin | Availability | Mean | Percentile | Satisfaction, Field(discriminator="kind")
]


def _form(value: Any) -> str:
    return "key" if isinstance(value, str) else "written-out"


MeasureOrKey = Annotated[
    Annotated[KeyName, Tag("key")] | Annotated[Measure, Tag("written-out")], Discriminator(_form)
]

Unit = Literal["%", "time", "points"]


def algorithm_of(measure: Measure) -> str:
    """The name and number of a measure's algorithm, such as `share-within/1`."""
    return f"{measure.kind}/{measure.algorithm}"


def table_of(measure: Measure) -> Table:
    """The evidence table that a measure counts."""
    if isinstance(measure, Availability):
        return measure.of
    if isinstance(measure, Satisfaction):
        return "surveys"
    if isinstance(measure, ShareWithin) or measure.of == "elapsed":
        return "tickets"
    return "values"


def unit_of(measure: Measure) -> Unit:
    """The unit of a measure's figure: hundredths, time or plain points."""
    if isinstance(measure, ShareWithin | Availability):
        return "%"
    if isinstance(measure, Satisfaction):
        return "%" if measure.statistic == "top-two-box" else "points"
    return "time" if measure.of == "elapsed" else measure.unit
