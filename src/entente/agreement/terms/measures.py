"""Measures: how a number is obtained from records. Each kind is one named, numbered algorithm."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from entente.agreement.conditions.condition import ConditionValue
from entente.agreement.terms.events import EventChoice, Precondition
from entente.agreement.terms.limits import AnyLimit, LimitTerms
from entente.agreement.terms.periods import ClockTime, WithinValue
from entente.agreement.terms.scalars import (
    FieldName,
    KeyName,
    LevelValue,
    LimitValue,
    PercentValue,
    SpanValue,
    Terms,
    Whole,
    later,
)
from entente.agreement.terms.sources import Table
from entente.agreement.terms.windows import WindowTerms
from entente.foundation.rounding import Mode, Rounding


class RoundingTerms(Terms):
    """How a value is rounded, always before it is compared or shown."""

    places: Whole = Field(default=2, ge=0, le=9)
    mode: Literal["half-up", "half-even", "down", "up", "floor", "ceiling"] = "half-up"


_MODES: dict[str, Mode] = {
    "half-up": "half_up",
    "half-even": "half_even",
    "down": "down",
    "up": "up",
    "floor": "floor",
    "ceiling": "ceiling",
}


def rounding_of(terms: RoundingTerms) -> Rounding:
    """The rounding that terms name, ready to be applied."""
    return Rounding(terms.places, _MODES[terms.mode])


# What the part of a window is that lies before the service level begins to hold.
BeforeStart = Literal["left-out", "up"]


class MinVolume(Terms):
    """The fewest records that make a figure, and what a period with fewer of them is.

    `allowed-misses` calls it met while no more than so many of its records miss.
    """

    records: Whole = Field(ge=1)
    below: Literal["not-measured", "met", "excused", "allowed-misses"] = "not-measured"
    allowed_misses: Whole = later(0)


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
    window: WindowTerms = "month"
    exclusions: tuple[KeyName, ...] = ()
    no_data: Literal["not-measured", "met", "missed", "excused"] = "not-measured"
    rounding: RoundingTerms | None = None
    min_volume: MinVolume | None = later()
    measurement_point: str = later("")


class ElapsedTerms(Terms):
    """The clock of a ticket: from one event to another, standing still in the named states.

    `counted_in` says by which of the two events a ticket belongs to a month; `classified_at` at
    which of them its fields are read, so that a later change of priority rewrites nothing;
    `reopened` whether the first or the last end event counts. An event may be one word, all of
    several or any of them. `start_where` and `end_where` are conditions on the row that tells of
    the event, so that a machine's reply need not end a clock. `started_in` and `started_outside`
    count only tickets that start while a calendar is open, or closed.
    """

    from_: EventChoice = Field(default="opened", alias="from")
    to: EventChoice = "resolved"
    stop_clock: tuple[str, ...] = ()
    counted_in: Literal["ended", "started"] = "ended"
    classified_at: Literal["end", "start"] = "end"
    reopened: Literal["last-end", "first-end"] = "last-end"
    start_where: ConditionValue | None = later()
    end_where: ConditionValue | None = later()
    started_in: KeyName | None = later()
    started_outside: KeyName | None = later()


class Clock(Terms):
    """One more clock that a ticket must keep: its events, its limit, its own calendar."""

    from_: EventChoice = Field(default="opened", alias="from")
    to: EventChoice = "resolved"
    within: AnyLimit
    calendar: KeyName | None = None
    stop_clock: tuple[str, ...] = ()


class ShareWithin(MeasureTerms, ElapsedTerms):
    """The share of tickets whose clock stayed within a limit.

    `within` may be the sooner or the later of several limits, each on its own calendar. `also`
    names further clocks: a ticket is within where it keeps every one of them.
    """

    kind: Literal["share-within"]
    within: LimitTerms
    also: tuple[Clock, ...] = later(())


class ProbeTerms(Terms):
    """How probe results become time: how long one result holds, and what a gap means.

    `holds_for` absent: a result holds until the next one. Time that no result covers is unknown:
    left out of both sides of the fraction, or counted as up or as down.
    """

    down_when: ConditionValue | None = None  # absent: status is "down"
    holds_for: SpanValue | None = None
    unknown: Literal["left-out", "up", "down"] = "left-out"
    least_coverage: PercentValue | None = None  # below it: not measured


class Population(Terms):
    """The things that are up or down, told apart by a field of the records.

    `each`: every item has a figure of its own, and the worst is that of the level. `all-down`: the
    service is down while all of the items are; `any-down`: while any is. `pooled`: up time of all
    items over their hours together, which hides a long outage of one. `mean`: the mean of the
    items' figures. `weighted`: down time counts by the users affected, `affected` of `total`.
    """

    counts: Literal["each", "all-down", "any-down", "pooled", "mean", "weighted"]
    field: FieldName = "item"
    items: tuple[str, ...] = ()


class Availability(MeasureTerms):
    """The share of service hours in which the service was up.

    `denominator`: all service hours, or service hours less the excluded time; excluded time never
    counts as down in the net figure. Outages shorter than `least_outage` do not count, longer ones
    from their first second. With `resolution` each outage counts in whole units, rounded as said.
    Where a `precondition` was not kept, the service hours of that day are left out. With
    `before_start: up` the part of a window that lies before the level holds counts as up.
    """

    kind: Literal["availability"]
    of: Literal["outages", "probes"] = "outages"
    denominator: Literal["service-hours", "service-hours-less-excluded"] = "service-hours"
    probes: ProbeTerms = ProbeTerms()
    population: Population | None = later()
    least_outage: SpanValue | None = later()
    resolution: SpanValue | None = later()
    resolution_mode: Literal["up", "down", "nearest"] = later("up")
    precondition: Precondition | None = later()
    before_start: BeforeStart = later("left-out")


class Downtime(MeasureTerms):
    """Down time within service hours as a length: in total, or of the longest interruption."""

    kind: Literal["downtime"]
    of: Literal["outages", "probes"] = "outages"
    statistic: Literal["total", "longest"] = "total"
    probes: ProbeTerms = ProbeTerms()
    least_outage: SpanValue | None = None
    resolution: SpanValue | None = None
    resolution_mode: Literal["up", "down", "nearest"] = "up"


class Count(MeasureTerms, ElapsedTerms):
    """How many records there were: tickets by their start, outages, events, values, answers.

    `longer_than` keeps outages whose time in service hours, or tickets whose clock, was longer.
    The keys of clocks are those of tickets; unless said otherwise a ticket counts where it started.
    """

    kind: Literal["count"]
    counted_in: Literal["ended", "started"] = "started"
    of: Literal["tickets", "outages", "events", "values"] = "events"
    event: KeyName | None = None
    longer_than: SpanValue | None = None


class Share(MeasureTerms):
    """The share of records that are good: accurate invoices, passed inspections, correct items.

    `good` may name `value` of plain values and `score` of answers. People who were asked and gave
    no answer are left out, or with `unanswered: counted` are records like the others.
    """

    kind: Literal["share"]
    of: Literal["outages", "events", "values", "surveys"] = "events"
    event: KeyName | None = None
    good: ConditionValue
    unanswered: Literal["left-out", "counted"] = "left-out"


class Slices(Terms):
    """Requests told in slices of time, such as five minutes.

    `mean-of-slices`: 100 % less the mean of the slices' error rates, each taken to the billionth.
    `good-slices`: the share of slices that are not bad. Slices without requests are left out, or
    count as good.
    """

    every: SpanValue
    statistic: Literal["mean-of-slices", "good-slices"]
    bad_when: LevelValue | None = None
    empty: Literal["left-out", "good"] = "left-out"


class SuccessRate(MeasureTerms):
    """The share of requests that succeeded: pooled over the window, or by slices of time.

    With `before_start: up` the slices of a window that lie before the level holds count as good.
    """

    kind: Literal["success-rate"]
    slices: Slices | None = None
    population: Population | None = None
    before_start: BeforeStart = later("left-out")


class Due(Terms):
    """When a thing is due on each of its occasions: by a time of day, or so long after an event.

    `days_after` counts days after the day of the occasion: all of them, or with `days: working`
    those of `calendar` (the measure's where it is absent). `within` runs from the first time that
    `after` was told of the occasion: hours and minutes on the clock of that calendar, days and
    months to the end of the last day, business days by it.
    """

    by: ClockTime | None = None
    days_after: Whole = Field(default=0, ge=0)
    days: Literal["working", "calendar"] = "calendar"
    after: KeyName | None = None
    within: WithinValue | None = None
    calendar: KeyName | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Due:
        if (self.by is None) == (self.within is None):
            raise ValueError("what is due is due by a time of day, or within a time after an event")
        if (self.within is None) != (self.after is None):
            raise ValueError("within needs the event that it runs from: add after: an event")
        return self


class Deadline(MeasureTerms):
    """Things due again and again: how many of their occasions were kept, or missed.

    The occasions are the days on which the calendar is open; or the weeks, months, quarters, years
    of which such a day is the last. They belong to the period of that day. The evidence tells of
    `event` with the occasion as its record (2026-03-17; 2026-W12, 2026-03, 2026-Q1, 2026). With
    `each: record` every record of which the event `after` is told is an occasion, in the period in
    which it is due. `where` is a condition on the rows that tell of `event`.
    """

    kind: Literal["deadline"]
    event: KeyName
    each: Literal["day", "week", "month", "quarter", "year", "record"] = "day"
    due: Due
    precondition: Precondition | None = None
    statistic: Literal["share", "missed"] = "share"

    @model_validator(mode="after")
    def _records_are_told_of(self) -> Deadline:
        if self.each == "record" and self.due.after is None:
            raise ValueError(
                "a thing due for each record is due within a time after an event of it"
            )
        return self


class Cadence(MeasureTerms, ElapsedTerms):
    """Updates during a ticket's life: the share of the gaps that are within a limit, or the misses.

    The gaps are those between the start, each update (`event`), and the end. The last gap of an
    open ticket runs to where the evidence reaches, and counts only once it is too long. `missed`
    counts updates that did not come: in a gap of three times the limit two were due.
    """

    kind: Literal["cadence"]
    event: EventChoice
    every: LimitValue
    statistic: Literal["share", "missed"] = "share"


class Statistic(MeasureTerms, ElapsedTerms):
    """One value of the window: the highest, the lowest, the latest, or the total."""

    kind: Literal["maximum", "minimum", "latest", "total"]
    of: Literal["values", "elapsed"] = "values"
    unit: Literal["time", "points"] = "points"

    @model_validator(mode="after")
    def _latest_of_values(self) -> Statistic:
        if self.kind == "latest" and self.of == "elapsed":
            raise ValueError("the latest is one of values: take maximum or total of elapsed")
        return self


class Combined(MeasureTerms):
    """A figure of other service levels: how many missed, the share that met, their pool or mean.

    `pooled`: numerators over denominators together. `mean`: of their figures, by `weights` where
    these are given. `worst`: the worst figure. Levels that are not measured are left out.
    """

    kind: Literal["combined"]
    of: tuple[KeyName, ...] = ()
    tower: str = ""
    statistic: Literal["missed", "share-met", "pooled", "mean", "worst"] = "missed"
    weights: dict[KeyName, PercentValue] = Field(default_factory=dict)


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
    ShareWithin
    | Availability
    | Mean
    | Percentile
    | Satisfaction
    | Downtime
    | Count
    | Share
    | SuccessRate
    | Deadline
    | Cadence
    | Statistic
    | Combined,
    Field(discriminator="kind"),
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


def table_of(measure: Measure) -> Table | None:  # noqa: PLR0911 # one line a kind
    """The evidence table that a measure counts; None where it counts other service levels."""
    match measure:
        case Availability() | Downtime():
            return measure.of
        case Count() | Share():
            return measure.of
        case Satisfaction():
            return "surveys"
        case SuccessRate():
            return "requests"
        case Deadline():
            return "events"
        case ShareWithin() | Cadence():
            return "tickets"
        case Mean() | Percentile() | Statistic():
            return "tickets" if measure.of == "elapsed" else "values"
        case Combined():
            return None


def is_whole(measure: Measure) -> bool:
    """Whether a measure's figures are whole numbers: of records, occasions, gaps or levels."""
    return isinstance(measure, Count) or getattr(measure, "statistic", "") == "missed"


def figure_rounding(measure: Measure, default: RoundingTerms) -> RoundingTerms:
    """How the figures of a measure are rounded: its own way, else whole numbers whole, else so."""
    return measure.rounding or (RoundingTerms(places=0) if is_whole(measure) else default)


def leaves_out_time(measure: Measure) -> bool:
    """Whether exclusions may take time out of a measure, and not records alone."""
    if isinstance(measure, Count):
        return measure.of == "outages"
    return isinstance(measure, Availability | Downtime | SuccessRate | Deadline)


def unit_of(measure: Measure) -> Unit:  # noqa: PLR0911 # one line a kind
    """The unit of a measure's figure: hundredths, time or plain points."""
    match measure:
        case ShareWithin() | Availability() | Share() | SuccessRate():
            return "%"
        case Satisfaction():
            return "%" if measure.statistic == "top-two-box" else "points"
        case Downtime():
            return "time"
        case Count():
            return "points"
        case Deadline() | Cadence():
            return "%" if measure.statistic == "share" else "points"
        case Combined():
            return "points" if measure.statistic == "missed" else "%"
        case Mean() | Percentile() | Statistic():
            return "time" if measure.of == "elapsed" else measure.unit
