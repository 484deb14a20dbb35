"""Results: what a tally means under the terms. States, figures, exclusions and bounds as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal, assert_never

from entente.agreement.measures import (
    Availability,
    Mean,
    MeasureTerms,
    Percentile,
    RoundingTerms,
    Satisfaction,
    ShareWithin,
)
from entente.agreement.scalars import Party, plain_decimal
from entente.performance.kernel.compile import Asked
from entente.performance.kernel.figures import Bound, Figure, bound, figure
from entente.performance.kernel.tables import MILLIONTHS
from entente.performance.kernel.tallies import (
    ElapsedTally,
    Removed,
    Sample,
    SurveyTally,
    Tally,
    Uptime,
    UptimeTally,
    ValueTally,
)


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
    """A service level of one month: its state, its figures, and all that they rest on."""

    level: str
    title: str
    service: str | None
    owner: Party
    class_: Literal["critical", "kpi"]
    algorithm: str
    versions: tuple[int, ...]
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

    def number(self, name: str) -> int:
        """One of the named counts; zero where this kind of measure has none."""
        return next((n.value for n in self.numbers if n.name == name), 0)

    @property
    def response_rate(self) -> Fraction | None:
        """The share of the people asked who answered; None for what is not a survey."""
        asked = self.number("asked")
        return Fraction(self.number("answered"), asked) if asked else None


@dataclass(frozen=True)
class _Read:
    """A tally read under a measure: both figures, counts, and why there is no figure."""

    net: Figure | None
    gross: Figure | None
    removed: tuple[Removed, ...]
    numbers: tuple[tuple[str, int], ...]
    missing: str = ""
    all_excluded: bool = False
    unseen: bool = False  # no evidence of its table was given


def result(asked: Asked, tally: Tally | None) -> Result:
    """The result of a service level; without a tally there was no evidence to count."""
    read = _read(asked, tally)
    level = asked.level
    commitment = bound(level.commitment, read.net)
    assert commitment is not None  # every service level has one
    state, reason = _state(asked, read, commitment)
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
    )


def _span(asked: Asked) -> tuple[int, int]:
    return asked.plan.window.start, asked.plan.window.end


def _excluded(asked: Asked, removed: Removed) -> Excluded:
    title = asked.terms.exclusions[removed.code].title
    return Excluded(removed.code, title, removed.records, removed.down, removed.open)


def _state(asked: Asked, read: _Read, commitment: Bound) -> tuple[State, str]:
    if not asked.plan.window.closed:
        return State.PROVISIONAL, read.missing or "the month is not over in the evidence"
    if read.net is not None:
        return (State.MET if commitment.held else State.MISSED), ""
    if read.all_excluded:
        return State.EXCUSED, "everything that was counted is excluded by agreement"
    agreed = asked.measure.no_data
    # Nothing to count is good news only for who has looked: evidence that was not given shows none.
    if agreed == "not-measured" or (read.unseen and agreed != "missed"):
        return State.NOT_MEASURED, read.missing
    return State(agreed), f"{read.missing}; the terms call that {agreed}"


def _read(asked: Asked, tally: Tally | None) -> _Read:
    measure, rounding = asked.measure, _rounding(asked)
    if tally is None:
        missing = f"no evidence of {asked.table} was given"
        return _Read(None, None, (), (), missing, unseen=True)
    if isinstance(tally, UptimeTally):
        assert isinstance(measure, Availability)
        return _read_uptime(measure, tally, rounding)
    if isinstance(tally, SurveyTally):
        assert isinstance(measure, Satisfaction)
        return _read_survey(measure, tally, rounding)
    if isinstance(tally, ElapsedTally | ValueTally):
        assert isinstance(measure, ShareWithin | Mean | Percentile)
        return _read_sample(measure, asked, tally, rounding)
    assert_never(tally)


def _rounding(asked: Asked) -> RoundingTerms:
    measure: MeasureTerms = asked.measure
    return measure.rounding or asked.terms.defaults.rounding


def _read_sample(
    measure: ShareWithin | Mean | Percentile,
    asked: Asked,
    tally: ElapsedTally | ValueTally,
    rounding: RoundingTerms,
) -> _Read:
    net, gross = (_of_sample(measure, asked, s, rounding) for s in (tally.net, tally.gross))
    numbers = [("counted", tally.net.count), ("counted-gross", tally.gross.count)]
    if isinstance(measure, ShareWithin):
        numbers += [("within", tally.net.within), ("beyond", tally.net.count - tally.net.within)]
    if isinstance(tally, ElapsedTally):
        numbers += [("pending", tally.pending), ("unstarted", tally.unstarted)]
    return _Read(
        net,
        gross,
        tally.removed,
        tuple(numbers),
        missing="" if net else _nothing_counted(asked),
        all_excluded=tally.net.count == 0 < tally.gross.count,
    )


def _nothing_counted(asked: Asked) -> str:
    said = f"nothing was counted: no {asked.table} of this month"
    # A tally knows only of records that meet the condition, not whether there were others.
    return f"{said}, or none that meets the condition" if asked.measure.where else said


def _of_sample(
    measure: ShareWithin | Mean | Percentile, asked: Asked, sample: Sample, rounding: RoundingTerms
) -> Figure | None:
    if isinstance(measure, ShareWithin):
        return figure(sample.within, sample.count, "%", rounding)
    # Values are kept in millionths: of a second those are microseconds, of points they are not.
    scale = MILLIONTHS if asked.unit == "points" else 1
    if isinstance(measure, Mean):
        return figure(sample.total, sample.count * scale, asked.unit, rounding)
    return figure(sample.ranked[0], scale, asked.unit, rounding) if sample.ranked else None


def _read_uptime(measure: Availability, tally: UptimeTally, rounding: RoundingTerms) -> _Read:
    service_hours = measure.denominator == "service-hours"
    open_hours = tally.gross.open if service_hours else tally.net.open
    gross = _share_up(measure, tally.gross.open, tally.gross, rounding)
    net = _share_up(measure, open_hours, tally.net, rounding)
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
    return _Read(
        None if missing else net,
        None if missing and not all_excluded else gross,
        tally.removed,
        numbers,
        missing,
        all_excluded,
    )


def _share_up(
    measure: Availability, open_hours: int, uptime: Uptime, rounding: RoundingTerms
) -> Figure | None:
    unknown = measure.probes.unknown
    down = uptime.down + (uptime.unknown if unknown == "down" else 0)
    whole = open_hours - (uptime.unknown if unknown == "left-out" else 0)
    return figure(whole - down, whole, "%", rounding)


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


def _read_survey(measure: Satisfaction, tally: SurveyTally, rounding: RoundingTerms) -> _Read:
    numbers = (
        ("asked", tally.asked),
        ("answered", tally.answered),
        ("top", tally.top),
        ("outside", tally.outside),
    )
    if tally.answered < measure.least_answers:
        missing = f"{tally.answered} answers, and at least {measure.least_answers} are agreed"
        return _Read(None, None, (), numbers, missing)
    if measure.statistic == "top-two-box":
        found = figure(tally.top, tally.answered, "%", rounding)
    else:
        found = figure(tally.total, tally.answered * MILLIONTHS, "points", rounding)
    return _Read(found, found, (), numbers)
