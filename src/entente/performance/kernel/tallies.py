"""Tallies: the integers that an engine answers with. Nothing here was ever a float.

Each plan is answered twice in one value: `gross` before and `net` after exclusions. `removed` says
for each exclusion code, in the order of the plan, what it took out; a record or a moment that two
codes could take is taken by the first of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Removed:
    """What one exclusion code took out: records, and microseconds of down, unknown or open time."""

    code: str
    records: int = 0
    down: int = 0
    open: int = 0


@dataclass(frozen=True)
class Sample:
    """Counted records: how many, how many within the limit, their sum, and values by rank.

    `total` and `ranked` are in microseconds for clocks and in millionths for values; `ranked`
    answers the plan's `ranks` in order, empty where nothing was counted.
    """

    count: int
    within: int
    total: int
    ranked: tuple[int, ...] = ()
    latest: int | None = (
        None  # where it is asked for: the last in time, of several then the highest
    )


@dataclass(frozen=True)
class ElapsedTally:
    """Clocks of tickets. `pending` are open or not yet ended at `as_of` and not counted.

    `unstarted` have no start event at all, so that they have no clock: they are told, not counted.
    """

    gross: Sample
    net: Sample
    removed: tuple[Removed, ...] = ()
    pending: int = 0
    unstarted: int = 0


@dataclass(frozen=True)
class Gaps:
    """Gaps between updates: of how many tickets, how many, how many within the limit.

    `missed` counts the updates that were due in the others and did not come.
    """

    tickets: int
    gaps: int
    within: int
    missed: int


@dataclass(frozen=True)
class CadenceTally:
    """Updates of tickets. `pending` and `unstarted` as for clocks."""

    gross: Gaps
    net: Gaps
    removed: tuple[Removed, ...] = ()
    pending: int = 0
    unstarted: int = 0


@dataclass(frozen=True)
class Uptime:
    """Microseconds of open service hours, of down time and of unknown time within them."""

    open: int
    down: int
    unknown: int


@dataclass(frozen=True)
class Interruption:
    """One maximal down span: when it began, and its service time before and after exclusions.

    Both as they count: 0 where it is too short to, in whole units where the terms say so.
    """

    start: int
    gross: int
    net: int
    item: str | None = None


@dataclass(frozen=True)
class ItemUptime:
    """The service time of one item; `observations` counts the rows that concern it."""

    item: str
    gross: Uptime
    net: Uptime
    observations: int = 0
    suspended: int = 0


@dataclass(frozen=True)
class Affected:
    """Down time in which `affected` of `total` users were, as a share in lowest terms."""

    affected: int
    total: int
    gross: int
    net: int


@dataclass(frozen=True)
class UptimeTally:
    """Service time. `net.down` and `net.unknown` leave excluded time out; `net.open` too.

    `interruptions` counts the maximal down spans of the gross figure, `longest` is the longest.
    `observations` counts the rows of evidence in reach (0: nothing was observed). Where each item
    has a time line of its own, the times are sums over the items. `suspended` is what exclusions
    that suspend took of the open time.
    """

    gross: Uptime
    net: Uptime
    removed: tuple[Removed, ...] = ()
    interruptions: int = 0
    longest: int = 0
    observations: int = 0
    lengths: tuple[Interruption, ...] = ()
    items: tuple[ItemUptime, ...] = ()
    affected: tuple[Affected, ...] = ()
    suspended: int = 0
    unweighted: int = 0  # outages that count in full because they do not say whom they affected


@dataclass(frozen=True)
class Requests:
    """Requests and failures, and their slices of time.

    `slices` lie in service hours, `filled` of them have requests; `rates` adds up the error rates
    of these in billionths, each rounded half up; `bad` of them are bad.
    """

    total: int = 0
    failed: int = 0
    slices: int = 0
    filled: int = 0
    rates: int = 0
    bad: int = 0


@dataclass(frozen=True)
class ItemRequests:
    """The requests of one item."""

    item: str
    gross: Requests
    net: Requests


@dataclass(frozen=True)
class RequestTally:
    """Requests of the window together, and of each item; `removed.records` counts requests."""

    gross: Requests
    net: Requests
    removed: tuple[Removed, ...] = ()
    items: tuple[ItemRequests, ...] = ()


@dataclass(frozen=True)
class ValueTally:
    """Plain values."""

    gross: Sample
    net: Sample
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True)
class RecordTally:
    """Records one by one; `within` of a sample counts those that are good."""

    gross: Sample
    net: Sample
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True)
class SurveyTally:
    """Survey answers: people asked, answers, their sum in millionths, answers in the top two boxes.

    `outside` counts answers that are not on the scale; they are not in `answered`.
    """

    asked: int
    answered: int
    total: int
    top: int
    outside: int = 0


@dataclass(frozen=True)
class First:
    """The first instant at which an event was told of a record, such as an occasion's date."""

    record: str
    event: str
    at: int


@dataclass(frozen=True)
class EventsTally:
    """The first instant of each event of each record, in the order of record and event."""

    firsts: tuple[First, ...]


Tally = (
    ElapsedTally | CadenceTally | UptimeTally | RequestTally | ValueTally | SurveyTally
    | EventsTally | RecordTally
)  # fmt: skip
