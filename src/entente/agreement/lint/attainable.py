"""Rules about levels that nothing can miss, or that one record decides, on their own calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from entente.agreement.allowance import allowance, bears_one_miss, first_month, month_span
from entente.agreement.calendars import ALWAYS, resolve_calendar
from entente.agreement.lint.levels import bounds_of, figures_of, wants_more
from entente.agreement.lint.looked import Looked
from entente.agreement.lint.spans import period_months
from entente.agreement.terms.combining import combined_of
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import (
    Availability,
    Cadence,
    Combined,
    Deadline,
    Downtime,
    ElapsedTerms,
    Measure,
    Share,
    ShareWithin,
    is_whole,
    rounding_of,
    unit_of,
)
from entente.agreement.text.shape import Path
from entente.foundation.durations import format_duration
from entente.foundation.findings import Finding
from entente.foundation.instants import DAY, MINUTE, SECOND

FORGIVEN = 2_000  # records; where it takes more to round one miss away, nobody will see it
_OCCASIONS = {"month": 1, "quarter": 3, "year": 12}  # and the months from one to the next
_MOST_WEEKS = 5  # that end in one month


@dataclass(frozen=True)
class _Months:
    """The open time and the open days of the first year's months, by calendar, asked for once."""

    looked: Looked
    seen: dict[str, tuple[int, int] | None] = field(default_factory=dict)

    def most(self, measure: Measure) -> tuple[int, int] | None:
        """The most open time and open days of a month; None where the calendar is wrong."""
        key = self.looked.calendar_of(measure)
        if key not in self.seen:
            self.seen[key] = self._most(key)
        return self.seen[key]

    def _most(self, key: str) -> tuple[int, int] | None:
        agreement, month, found = self.looked.agreement, first_month(self.looked.agreement), []
        try:
            calendar = resolve_calendar(agreement, key)
            for _ in range(12):
                start, end = month_span(month, agreement.zone)
                spans = calendar.open_spans(start, end)
                days = {(begins - start) // DAY for begins in spans.starts.tolist()}
                longest = spans.total() == end - start
                found.append((spans.total(), (end - start) // DAY if longest else len(days)))
                month = month.following
        except (ValueError, KeyError):
            return None  # the calendar has a finding of its own
        return max(open_ for open_, _ in found), max(days for _, days in found)


def attainable_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about levels that cannot be missed, that one record decides, or that forgive."""
    months = _Months(looked)
    for path, level, measure in looked.levels():
        if any(bound.unit != unit_of(measure) for _, bound in bounds_of(level)):
            continue  # it has a finding of its own
        yield from _whole(looked, path, level, measure)
        yield from _least_records(looked, path, level, measure)
        yield from _at_most(looked, path, level, measure, months)
        yield from _occasions(looked, path, level, measure, months)
        yield from _outages(looked, path, level, measure)
        yield from _trigger(looked, path, level, measure)
    for path, measure in looked.measures():
        outside = measure.started_outside if isinstance(measure, ElapsedTerms) else None
        if outside == ALWAYS and ALWAYS not in looked.agreement.calendars:
            message = f"only what starts while {outside} is closed counts, and it never closes"
            hint = "name the calendar whose hours are meant, or leave it out"
            yield looked.found("counts-nothing", message, hint, (*path, "started_outside"))


def _is_share(measure: Measure) -> bool:
    """Whether a figure is a share of records, so that a miss weighs one of their number."""
    by_records = isinstance(measure, ShareWithin | Share | Deadline | Cadence)
    return by_records and unit_of(measure) == "%"


def _whole(looked: Looked, path: Path, level: ServiceLevel, measure: Measure) -> Iterator[Finding]:
    """All of them, as rounded: some that miss are none. Half a failure, where they are counted."""
    agreed, at = level.commitment, (*path, "commitment")
    if is_whole(measure) and agreed.value.denominator != 1:
        message = f"failures are whole, so {agreed} is the same as the whole number beside it"
        yield looked.found("fraction-of-a-count", message, "write a whole number", at)
    if agreed.unit != "%" or agreed.value != 100 or agreed.comparison != ">=":
        return
    rounding = rounding_of(measure.rounding or looked.agreement.defaults.rounding)
    said = ""
    if _is_share(measure):
        fewest = bears_one_miss(agreed, rounding)
        if fewest is not None and fewest <= FORGIVEN:
            said = f"one miss of {fewest:,} records"
    elif isinstance(measure, Availability):
        try:
            outage = allowance(looked.agreement, str(path[1]), first_month(looked.agreement)).outage
        except (ValueError, KeyError):
            return  # a calendar has a finding of its own
        if outage is not None and outage.rounded >= MINUTE:
            said = f"an outage of {format_duration(outage.rounded - outage.rounded % SECOND)}"
    if said:
        message = f"{said} is rounded away: the figure is {rounding.apply(Fraction(100))} %"
        hint = "give the measure rounding: {mode: down}, so that 100 % is only what is whole"
        yield looked.found("misses-rounded-away", message, hint, at)


def _least_records(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    """Periods that have the least records: one miss breaks them, or none can."""
    least, at = measure.min_volume, (*looked.path_of(path, level), "min_volume")
    if least is None or not _is_share(measure):
        return
    agreed, records = level.commitment, least.records
    rounding = rounding_of(measure.rounding or looked.agreement.defaults.rounding)
    fewest = bears_one_miss(agreed, rounding)
    if agreed.value < 100 and (fewest is None or fewest > records):
        figure = rounding.apply(Fraction(100 * (records - 1), records))
        message = (
            f"{records} records are enough to be measured, and one miss of them makes {figure} %: "
            f"it takes {fewest or 'more than 100,000'} to bear one"
        )
        hint = "ask for more records, or say how many may miss below: {below: allowed-misses}"
        yield looked.found("one-miss-decides", message, hint, at)
    if least.below != "allowed-misses":
        return
    borne = next(
        (n for n in range(records, 0, -1)
         if agreed.holds(Fraction(rounding.apply(Fraction(100 * (records - n), records))))), 0
    )  # fmt: skip
    if least.allowed_misses >= records - 1:
        message = (
            f"fewer than {records} records have at most {records - 1} misses, and "
            f"{least.allowed_misses} may: such a period can never be missed"
        )
        yield looked.found("level-never-missed", message, "allow fewer misses", at)
    elif least.allowed_misses > borne:
        message = (
            f"of {records - 1} records {least.allowed_misses} may miss, and of {records} only "
            f"{borne}: a month with one more record, and as many misses, fails"
        )
        hint = f"allow at most {max(borne, 1)}, or ask for more records"
        yield looked.found("min-volume-jumps", message, hint, at)


def _at_most(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure, months: _Months
) -> Iterator[Finding]:
    """More failures than there can be, or more down time than there is service time."""
    found = _greatest(looked, measure, months)
    if found is None:
        return
    most, said = found
    for name, bound in bounds_of(level):
        if name != "credit_trigger" and not wants_more(bound) and bound.holds(most):
            message = f"{said}, so {bound} can never be missed"
            yield looked.found("level-never-missed", message, "write a level that decides",
                               (*path, name))  # fmt: skip
        elif name == "credit_trigger" and wants_more(bound) and not bound.holds(most):
            message = f"{said}, so no figure is {bound}, and its credit never falls due"
            hint = "write a trigger that a figure can reach"
            yield looked.found("credit-never-due", message, hint, (*path, name))


def _greatest(looked: Looked, measure: Measure, months: _Months) -> tuple[Fraction, str] | None:
    """The greatest figure that a count of misses, or down time, can have; and why."""
    if isinstance(measure, Combined) and measure.statistic == "missed":
        many = len(combined_of(looked.agreement, measure))
        if not looked.whole or not many:
            return None
        return Fraction(many), f"it is made from {many} level{'' if many == 1 else 's'}"
    if isinstance(measure, Deadline) and measure.statistic == "missed":
        occasions = _most_occasions(measure, months)
        if occasions is not None:
            return Fraction(occasions), f"a period has at most {occasions} such occasions"
    if isinstance(measure, Downtime):
        most = months.most(measure)
        if most is not None:
            whole = most[0] * period_months(measure)
            return Fraction(whole), f"a period has {format_duration(whole)} of service time at most"
    return None


def _most_occasions(measure: Deadline, months: _Months) -> int | None:
    """The most occasions that a period has; None where records make them."""
    count, each = period_months(measure), measure.each
    if each == "day":
        most = months.most(measure)
        return None if most is None else most[1] * count
    if each == "week":
        return _MOST_WEEKS * count
    return -(-count // _OCCASIONS[each]) if each in _OCCASIONS else None


def _occasions(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure, months: _Months
) -> Iterator[Finding]:
    """A share of so few occasions that one of them decides."""
    if not isinstance(measure, Deadline) or not _is_share(measure) or level.commitment.value >= 100:
        return
    most = _most_occasions(measure, months)
    rounding = rounding_of(measure.rounding or looked.agreement.defaults.rounding)
    fewest = bears_one_miss(level.commitment, rounding)
    if most and (fewest is None or fewest > most):
        many = f"{most} occasion{'' if most == 1 else 's'}"
        message = f"a period has {many} at most, so one single miss breaks it"
        hint = "write at least 100 %, or how many may miss: statistic: missed"
        yield looked.found("one-miss-decides", message, hint, (*path, "commitment"))


def _outages(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    """Outages that break a level and do not count, or that count more than it bears."""
    if not isinstance(measure, Availability | Downtime) or wants_more(level.commitment) == (
        isinstance(measure, Downtime)
    ):
        return
    least = measure.least_outage
    unit = measure.resolution if measure.resolution_mode == "up" else None
    if least is None and unit is None:
        return
    allowed = int(level.commitment.value)
    if isinstance(measure, Availability):
        try:
            outage = allowance(looked.agreement, str(path[1]), first_month(looked.agreement)).outage
        except (ValueError, KeyError):
            return  # a calendar has a finding of its own
        allowed = outage.rounded if outage is not None else 0
    at, bears = looked.path_of(path, level), format_duration(allowed - allowed % SECOND)
    if least is not None and least.micros - allowed > 2 * SECOND:
        down = (least.micros + allowed) // 2
        message = (
            f"an outage of {format_duration(down - down % SECOND)} would break {level.commitment} "
            f"(it bears {bears}), but does not count, being under {format_duration(least.micros)}"
        )
        hint = "lower least_outage, or agree the level that is meant"
        yield looked.found("least-outage-hides-miss", message, hint, (*at, "least_outage"))
    if unit is not None and unit.micros > allowed and level.commitment.value < 100:
        message = f"the shortest outage counts {format_duration(unit.micros)}, and it bears {bears}"
        hint = "count in a smaller unit, or agree a level that one outage does not break"
        yield looked.found("one-miss-decides", message, hint, (*at, "resolution"))


def _trigger(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    """A trigger that even the worst figure does not reach."""
    trigger, (lowest, highest) = level.credit_trigger, figures_of(measure)
    if trigger is None:
        return
    worst = highest if wants_more(trigger) else lowest
    if worst is not None and not trigger.holds(worst):
        message = f"no figure is {trigger}, so its credit never falls due"
        hint = "write a trigger that a figure can reach"
        yield looked.found("credit-never-due", message, hint, (*path, "credit_trigger"))
