"""Results: what a tally means under the terms. States, figures, exclusions and bounds as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal, assert_never

from entente.agreement.terms.scalars import Party
from entente.performance.kernel.asked import Asked
from entente.performance.kernel.figures import Bound, Figure, bound
from entente.performance.kernel.kinds import (
    cadence,
    clocks,
    deadlines,
    records,
    requests,
    surveys,
    uptime,
    values,
)
from entente.performance.kernel.kinds.preconditions import named
from entente.performance.kernel.kinds.preconditions import title as unkept_title
from entente.performance.kernel.readings import Item, Read, nothing_seen
from entente.performance.kernel.tallies import (
    CadenceTally,
    ElapsedTally,
    EventsTally,
    RecordTally,
    Removed,
    RequestTally,
    SurveyTally,
    Tally,
    UptimeTally,
    ValueTally,
)
from entente.performance.kernel.volume import too_few


class State(StrEnum):
    """What a result says. Never a bare yes or no."""

    MET = "met"
    MISSED = "missed"
    EXCUSED = "excused"
    NOT_MEASURED = "not_measured"
    PROVISIONAL = "provisional"


@dataclass(frozen=True)
class Excluded:
    """What one agreed code took out of the figure: records, or time that was down or open."""

    code: str
    title: str
    records: int
    down: int
    open: int


@dataclass(frozen=True)
class Number:
    """A named count beside the figure, such as `pending` or `asked`."""

    name: str
    value: int


@dataclass(frozen=True)
class Result:
    """A service level of one month: its state, its figures, and all that they rest on.

    `first` and `until` are the days of its period, `[first, until)`; `lengths` its interruptions,
    each as its start and its microseconds of service hours.
    """

    level: str
    title: str
    service: str | None
    owner: Party
    class_: Literal["critical", "kpi"]
    algorithm: str
    versions: tuple[int, ...]
    period: str
    ends: bool
    state: State
    reason: str
    net: Figure | None
    gross: Figure | None
    exclusions: tuple[Excluded, ...]
    numbers: tuple[Number, ...]
    commitment: Bound
    expected: Bound | None
    minimum: Bound | None
    credit_trigger: Bound | None
    items: tuple[Item, ...] = ()
    first: str = ""
    until: str = ""
    lengths: tuple[tuple[int, int], ...] = ()

    def number(self, name: str) -> int:
        """One of the named counts; zero where this kind of measure has none."""
        return next((n.value for n in self.numbers if n.name == name), 0)

    @property
    def of_service_time(self) -> bool:
        """Whether the figure is a ratio of two times, not a mean of items or weighted by users."""
        joined = {"mean-of-items", "outages-without-users"} & {n.name for n in self.numbers}
        return self.algorithm.startswith("availability/") and not joined

    @property
    def response_rate(self) -> Fraction | None:
        """The share of the people asked who answered; None for what is not a survey."""
        asked = self.number("asked")
        return Fraction(self.number("answered"), asked) if asked else None


def result(asked: Asked, tally: Tally | None) -> Result:
    """The result of a service level; without a tally there was no evidence to count."""
    return result_of(asked, _read(asked, tally))


def result_of(asked: Asked, read: Read, *, unsettled: bool = False) -> Result:
    """The result of a reading; `unsettled` where what it was made from may still change."""
    level = asked.level
    commitment = bound(level.commitment, read.net)
    assert commitment is not None  # every service level has one
    state, reason = _state(asked, read, commitment, unsettled)
    held = sorted({version.number for version in asked.versions})
    undecided = sum(c.undecided and c.touches(*_span(asked)) for c in asked.claims)
    numbers = (*read.numbers, ("claims-undecided", undecided))
    return Result(
        level=asked.key,
        title=level.title or asked.measure.title or asked.key,
        service=level.service,
        owner=level.owner,
        class_=level.class_,
        algorithm=asked.algorithm,
        versions=tuple(held),
        period=asked.period.name,
        ends=asked.period.ends,
        state=state,
        reason=reason,
        net=read.net,
        gross=read.gross,
        exclusions=tuple(_excluded(asked, removed) for removed in read.removed),
        numbers=tuple(Number(name, value) for name, value in numbers),
        commitment=commitment,
        expected=bound(level.expected, read.net),
        minimum=bound(level.minimum, read.net),
        credit_trigger=bound(level.credit_trigger, read.net),
        items=read.items,
        first=asked.period.first.isoformat(),
        until=asked.period.until.isoformat(),
        lengths=read.lengths,
    )


def worst(results: Sequence[Result]) -> Result:
    """The result of a month that judges several periods: the worst of them, the last of equals."""
    return max(enumerate(results), key=lambda each: (_badness(each[1]), each[0]))[1]


def _badness(found: Result) -> tuple[int, bool, Fraction]:
    order = (State.NOT_MEASURED, State.EXCUSED, State.MET, State.PROVISIONAL, State.MISSED)
    if found.net is None:
        # A period that has not begun says nothing yet; one that runs says how it stands.
        return order.index(found.state), found.state is not State.PROVISIONAL, Fraction(0)
    wants_more = found.commitment.comparison in {">=", ">"}
    return order.index(found.state), True, found.net.compared * (-1 if wants_more else 1)


def _span(asked: Asked) -> tuple[int, int]:
    return asked.window.start, asked.window.end


def _excluded(asked: Asked, removed: Removed) -> Excluded:
    agreed = getattr(asked.measure, "precondition", None)
    if agreed is not None and removed.code == named(agreed):
        title = unkept_title(agreed)
    else:
        title = asked.terms.exclusions[removed.code].title
    return Excluded(removed.code, title, removed.records, removed.down, removed.open)


def _state(asked: Asked, read: Read, commitment: Bound, unsettled: bool) -> tuple[State, str]:
    if asked.not_applicable:
        return State.NOT_MEASURED, asked.not_applicable
    if not asked.window.closed:
        called = "month" if asked.measure.window == "month" else f"period {asked.period.name}"
        return State.PROVISIONAL, read.missing or f"the {called} is not over in the evidence"
    if unsettled:
        return State.PROVISIONAL, "a service level that it is made from may still change"
    few = too_few(asked, read)
    if few is not None or read.net is not None:
        word, why = few or ("met" if commitment.held else "missed", "")
        return State(word), why
    return _without_figure(asked, read)


def _without_figure(asked: Asked, read: Read) -> tuple[State, str]:
    if read.all_excluded:
        return State.EXCUSED, "everything that was counted is excluded by agreement"
    agreed = asked.measure.no_data
    # Nothing to count is good news only for who has looked: evidence that was not given shows none.
    if agreed == "not-measured" or (read.unseen and agreed != "missed"):
        return State.NOT_MEASURED, read.missing
    return State(agreed), f"{read.missing}; the terms call that {agreed}"


def _read(asked: Asked, tally: Tally | None) -> Read:
    if asked.not_applicable:
        return Read(None, None, (), (), asked.not_applicable, unseen=True)
    return nothing_seen(asked) if tally is None else _of_tally(asked, tally)


def _of_tally(asked: Asked, tally: Tally) -> Read:
    match tally:
        case UptimeTally():
            found = uptime.read(asked, tally)
        case RequestTally():
            found = requests.read(asked, tally)
        case SurveyTally():
            found = surveys.read(asked, tally)
        case ElapsedTally():
            found = clocks.read(asked, tally)
        case CadenceTally():
            found = cadence.read(asked, tally)
        case ValueTally():
            found = values.read(asked, tally)
        case RecordTally():
            found = records.read(asked, tally)
        case EventsTally():
            found = deadlines.read(asked, tally)
        case _:
            assert_never(tally)
    return found
