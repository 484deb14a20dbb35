"""Plans: what an engine is asked to count. The narrow border between terms and any engine.

A plan holds resolved values only (instants, clocks, conditions, limits), so that an engine needs
no knowledge of agreements. An engine answers with the integers of `tallies.py` and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from entente.agreement.conditions.condition import Condition
from entente.foundation.intervals import Spans
from entente.foundation.worktime import Calendar


@dataclass(frozen=True)
class Window:
    """The half-open span of a measurement period, and how far the evidence reaches (`as_of`).

    `evaluated_at` is when the parties agreed to look, the period's end where it is absent.
    """

    start: int
    end: int
    as_of: int
    evaluated_at: int | None = None

    @property
    def due(self) -> int:
        """When the parties look: at the agreed evaluation, never before the period's end."""
        return max(self.end, self.evaluated_at or self.end)

    @property
    def closed(self) -> bool:
        """Whether the evidence covers the whole period, up to the agreed evaluation."""
        return self.as_of >= self.due


@dataclass(frozen=True)
class RecordExclusion:
    """A reason to leave a record out: it meets `where`, or an approved claim names it."""

    code: str
    where: Condition | None = None
    records: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TimeExclusion:
    """A reason to leave time out: the spans of a maintenance window or of approved claims.

    `where` instead takes the spans of the outages that meet it (of requests: the rows). `items` are
    further spans that concern one item of a population. Down time that runs on at the end of a span
    of `overrun` is taken too, to its end; where it `voids`, that whole span is not taken instead.
    What `suspends` is no service time at all.
    """

    code: str
    spans: Spans
    where: Condition | None = None
    items: tuple[tuple[str, Spans, Spans], ...] = ()  # item, spans, overrun
    overrun: Spans = field(default_factory=Spans.empty)
    suspends: bool = False
    voids: bool = False


@dataclass(frozen=True)
class DayEnd:
    """A limit that ends with a day: the closing of the nth working day after that of the start."""

    calendar: Calendar
    count: int


@dataclass(frozen=True)
class Segment:
    """The terms for records whose day falls in `[start, end)`: one version of the agreement.

    `limit` is in microseconds of `calendar`'s open time; of a ticket, `day_end` may stand in its
    place: what lies between the start and that closing, round the clock. The clock stands still in
    the states of `stop_clock`. Only tickets count that start while `starts_in` is open, and while
    `starts_outside` is not.
    """

    start: int
    end: int
    where: Condition | None
    calendar: Calendar
    stop_clock: frozenset[str] = frozenset()
    limit: int | None = None
    day_end: DayEnd | None = None
    starts_in: Calendar | None = None
    starts_outside: Calendar | None = None
    good: Condition | None = None  # of records counted one by one: which of them are good
    event: str | None = None  # and which event they must tell of


@dataclass(frozen=True)
class Edge:
    """When a clock starts or ends: at the first row that tells of an event, or of several.

    `any`: at the earliest of the events; `all`: at the last of their firsts, where each was told.
    `where` narrows the rows that tell.
    """

    events: tuple[str, ...]
    needs: Literal["any", "all"] = "any"
    where: Condition | None = None

    @property
    def plain(self) -> str | None:
        """The one event that any row may tell; None where there are several, or a condition."""
        return self.events[0] if len(self.events) == 1 and self.where is None else None


@dataclass(frozen=True)
class ElapsedPlan:
    """Clocks of tickets: which belong to the window, how long each ran, which stayed within.

    A ticket belongs to the window by its end event (`counted_in` ended) or its start event. Its
    segment is that of its start event. Its fields are read as last observed at or before the event
    that `classified_at` names, or as first observed where nothing was observed by then.
    `first-end` takes the first end event after the start, `last-end` the last one up to `as_of`;
    where several events or a condition end the clock it is the first in any case.
    Tickets without the end event are `open`; with `counted_in` started, an open ticket whose clock
    has passed its limit at `as_of` counts as a miss and the others as pending.

    `also` are further clocks of the same tickets: a ticket is within where it keeps its own and all
    of them. Keeping one of `or_else` is as good as keeping its own. A ticket for which that is not
    decided yet is pending.
    """

    window: Window
    start: Edge
    end: Edge
    counted_in: Literal["ended", "started"]
    classified_at: Literal["end", "start"]
    reopened: Literal["last-end", "first-end"]
    segments: tuple[Segment, ...]
    exclusions: tuple[RecordExclusion, ...] = ()
    ranks: tuple[Fraction, ...] = ()  # nearest-rank percentiles wanted, as shares in (0, 1]
    source: str | None = None
    also: tuple[ElapsedPlan, ...] = ()
    or_else: tuple[ElapsedPlan, ...] = ()


@dataclass(frozen=True)
class CadencePlan:
    """Updates of tickets: the gaps between the start, each row that tells `update`, and the end.

    `clock` says which tickets count, how gaps are timed and which limit each gap has. The last gap
    of an open ticket ends at `as_of` and counts only where it is beyond the limit.
    """

    clock: ElapsedPlan
    update: Edge

    @property
    def window(self) -> Window:
        """The span that is measured."""
        return self.clock.window

    @property
    def exclusions(self) -> tuple[RecordExclusion, ...]:
        """The reasons to leave tickets out."""
        return self.clock.exclusions


Counts = Literal["each", "all-down", "any-down", "pooled", "mean", "weighted"]


@dataclass(frozen=True)
class Items:
    """The items of a population: those named, or as found in the evidence where none are.

    A row whose `field` is empty concerns every item. `all-down` and `any-down` are one time line;
    `each`, `pooled` and `mean` one for each item; `weighted` one whose down time stands in groups
    of equal shares of the users affected.
    """

    counts: Counts
    field: str = "item"
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class UptimePlan:
    """Time of service: open hours of the window, down time within them, exclusions.

    An interruption with less service time than `least` does not count; with `resolution` each
    counts in whole units, rounded as `resolution_mode` says. Net ones are judged after exclusions.
    """

    window: Window
    of: Literal["outages", "probes"]
    segments: tuple[Segment, ...]
    exclusions: tuple[TimeExclusion, ...] = ()
    down_when: Condition | None = None
    holds_for: int | None = None
    source: str | None = None
    items: Items | None = None
    least: int = 0
    resolution: int = 1
    resolution_mode: Literal["up", "down", "nearest"] = "up"


@dataclass(frozen=True)
class RequestPlan:
    """Requests of the window, in the hours of each version's calendar, and those that failed.

    With `every` they also stand in slices of so many microseconds from the start of the window; a
    slice is bad where its error rate, failed over total, compares with `bad` as it says.
    """

    window: Window
    segments: tuple[Segment, ...]
    exclusions: tuple[TimeExclusion, ...] = ()
    every: int | None = None
    bad: tuple[Literal[">=", ">", "<=", "<"], Fraction] | None = None
    items: Items | None = None
    source: str | None = None


@dataclass(frozen=True)
class ValuePlan:
    """Plain values whose instant lies in the window: count, sum, order statistics.

    `latest`: the last of them in time is asked for too.
    """

    window: Window
    segments: tuple[Segment, ...]
    exclusions: tuple[RecordExclusion, ...] = ()
    ranks: tuple[Fraction, ...] = ()
    source: str | None = None
    latest: bool = False


@dataclass(frozen=True)
class RecordPlan:
    """Records counted by one instant each: an outage by its start, an event or a value by its time.

    People asked count by when they were asked; `answered`: only those whose answer is known. A
    segment's `event` and `where` choose the records, `good` says which of them are. Only records
    whose instant lies in the hours of the segment's calendar count.
    """

    window: Window
    table: Literal["outages", "events", "values", "surveys"]
    segments: tuple[Segment, ...]
    exclusions: tuple[RecordExclusion, ...] = ()
    answered: bool = False
    source: str | None = None


@dataclass(frozen=True)
class SurveyPlan:
    """Survey answers of people asked within the window; `top` is the lower of the top two."""

    window: Window
    segments: tuple[Segment, ...]
    lowest: int
    highest: int
    top: int
    source: str | None = None


@dataclass(frozen=True)
class Sought:
    """Rows of evidence that tell of an event: those that meet `where`, of `records` where named."""

    event: str
    where: Condition | None = None
    records: frozenset[str] | None = None


@dataclass(frozen=True)
class EventsPlan:
    """The first instant at which each of some events was told of each record, up to `as_of`.

    No window cuts them: what is due at its end comes after it, and much comes before it is due.
    """

    as_of: int
    sought: tuple[Sought, ...]
    source: str | None = None


@dataclass(frozen=True)
class Occasion:
    """One time at which something was due: its name in the evidence, its day, its due instant.

    Without `due_at` it is not known yet. What is `excused` was never due, and says why; `waits`
    tells that the other party's part may still come; `excluded_by` the code that leaves it out.
    """

    record: str
    event: str
    day: str
    due_at: int | None
    excused: str = ""
    waits: bool = False
    excluded_by: str | None = None


@dataclass(frozen=True)
class DeadlinePlan:
    """Occasions of a window, and where to look for what was due on them.

    `codes` are the exclusions in their order.
    """

    window: Window
    occasions: tuple[Occasion, ...]
    sought: tuple[Sought, ...]
    codes: tuple[str, ...] = ()
    source: str | None = None

    @property
    def firsts(self) -> EventsPlan:
        """What an engine is asked: when the event was first told of each occasion."""
        return EventsPlan(self.window.as_of, self.sought, self.source)

    @property
    def last_due(self) -> int:
        """When the last of the occasions is due, as far as it is known."""
        return max((each.due_at or 0 for each in self.occasions if not each.excused), default=0)


Plan = (
    ElapsedPlan | CadencePlan | UptimePlan | RequestPlan | ValuePlan | SurveyPlan | EventsPlan
    | DeadlinePlan | RecordPlan
)  # fmt: skip
