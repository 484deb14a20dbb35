"""Ratchets: the new level that a level's own figures propose; both sides sign it or leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from entente.agreement.terms.levels import Ratchet, ServiceLevel
from entente.agreement.terms.measures import rounding_of
from entente.agreement.terms.scalars import Level, plain_decimal
from entente.foundation.instants import SECOND
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.days import moved
from entente.performance.kernel.history import History, Judged, order
from entente.performance.kernel.steps import Operand, Step
from entente.performance.kernel.versions import Month


@dataclass(frozen=True)
class Proposal:
    """What a ratchet proposes for a level: its inputs, the arithmetic, and the new level.

    `proposed` is absent where nothing is proposed; `reason` says why.
    """

    level: str
    current: str
    periods: tuple[str, ...]
    steps: tuple[Step, ...]
    proposed: str | None
    reason: str


def ratchets(history: History, month: Month) -> tuple[Proposal, ...]:
    """The proposals of the levels whose ratchet is looked at in a month, by key."""
    terms = history.terms(month)
    levels = sorted(terms.service_levels.items()) if terms else []
    return tuple(
        _proposal(history, key, level, level.ratchet, month)
        for key, level in levels
        if level.ratchet is not None and _looked_at(history, level.ratchet, month)
    )


def _looked_at(history: History, ratchet: Ratchet, month: Month) -> bool:
    """Whether a month ends one of the ratchet's own periods, counted from the contract's start."""
    begun = history.begins
    count = order(month) + 1 - order(Month(begun.year, begun.month))
    return count > 0 and count % _months(ratchet) == 0


def _months(ratchet: Ratchet) -> int:
    months = ratchet.every.months
    if not months:
        raise TermsDoNotFit(f"ratchet: {ratchet.every} are no months; write months or years")
    return months


def _proposal(
    history: History, key: str, level: ServiceLevel, ratchet: Ratchet, month: Month
) -> Proposal:
    since = moved(month.following, ratchet.every, -1)
    looked: list[Judged] = []
    for judged in history.judged(key, month):
        if judged.month.following <= since:
            break
        looked.append(judged)
    looked.reverse()
    periods = tuple(each.result.period for each in looked)
    figures = [each.result.net.compared for each in looked if each.result.net is not None]
    current = _in_force(history, key, month, level)
    if reason := _why_not(ratchet, current, len(looked), figures):
        return Proposal(key, current.written, periods, (), None, reason)
    steps = steps_of(ratchet, current, figures)
    new = _rounded(history, level, month, current, steps[-1].amount)
    if new.value == current.value or not _stricter(current, new.value):
        return Proposal(key, current.written, periods, steps, None, "the level stays where it is")
    return Proposal(key, current.written, periods, steps, new.written, "")


def _in_force(history: History, key: str, month: Month, level: ServiceLevel) -> Level:
    """The commitment as it was judged: a phase may have another than the level itself."""
    found = history.result(key, month)
    if found is None:
        return level.commitment
    bound = found.commitment
    return Level(bound.comparison, bound.value, bound.unit, bound.written)


def _why_not(ratchet: Ratchet, current: Level, looked: int, figures: Sequence[Fraction]) -> str:
    """Why nothing is proposed; empty where something is."""
    if not figures:
        return "no period of it has a figure"
    if ratchet.only_if == "mean-above":
        mean = sum(figures, Fraction(0)) / len(figures)
        return "" if current.holds(mean) else "the mean does not hold the level"
    if len(figures) < looked:
        return f"{looked - len(figures)} of its {looked} periods have no figure"
    held = sum(current.holds(figure) for figure in figures)
    return "" if held == looked else f"{looked - held} of its {looked} periods missed the level"


def steps_of(ratchet: Ratchet, current: Level, figures: Sequence[Fraction]) -> tuple[Step, ...]:
    """The arithmetic from the figures of the periods to the new level, before it is rounded."""
    more = current.comparison in {">=", ">"}
    level = _operand("level", current, current.value)
    figures = [_operand("", current, figure).value for figure in figures]
    reached = _reached(ratchet, current, figures, more)
    steps = [reached]
    target = reached.result
    if ratchet.rule == "half-way":
        half = (level.value + target.value) / 2
        steps.append(_step("half-way", f"(level + {target.name}) / 2", (level, target), half,
                           current))  # fmt: skip
    if ratchet.at_most is None:
        return tuple(steps)
    return (*steps, *_capped(ratchet, current, level, steps[-1], more))


def _reached(ratchet: Ratchet, current: Level, figures: Sequence[Fraction], more: bool) -> Step:
    if ratchet.rule == "to-lowest":
        worst = min(figures) if more else max(figures)
        return _step("lowest", "the worst of the periods", (), worst, current)
    unit = _UNITS[current.unit]
    named = [Operand(f"period {number}", value, unit) for number, value in enumerate(figures, 1)]
    count = Operand("periods", Fraction(len(named)), "")
    mean = sum(figures, Fraction(0)) / len(figures)
    formula = f"({' + '.join(each.name for each in named)}) / periods"
    return _step("mean", formula, (*named, count), mean, current)


def _capped(
    ratchet: Ratchet, current: Level, level: Operand, last: Step, more: bool
) -> tuple[Step, Step]:
    """The step limited to a share of the gap to the best that there is: 100 %, or nothing."""
    assert ratchet.at_most is not None
    best = Fraction(100) if current.unit == "%" and more else Fraction(0)
    if current.unit != "%" and more:
        raise TermsDoNotFit("ratchet: a share of the gap needs a level in percent, or one at most")
    gap = best - level.value
    share = Operand("share of the gap", ratchet.at_most.value, "%")
    limit = level.value + gap * ratchet.at_most.share
    top = _operand("best", current, best)
    most = _step("furthest", "level + (best - level) x share of the gap", (level, top, share),
                 limit, current)  # fmt: skip
    nearer = min(last.amount, limit) if more else max(last.amount, limit)
    formula = f"the nearer of {last.label} and {most.label}"
    return most, _step("new level", formula, (last.result, most.result), nearer, current)


def _operand(name: str, level: Level, value: Fraction) -> Operand:
    # Levels of time compare in microseconds and are shown in seconds.
    shown = value / SECOND if level.unit == "time" else value
    return Operand(name, shown, _UNITS[level.unit])


_UNITS = {"%": "%", "time": "s", "points": ""}


def _step(
    label: str, formula: str, operands: tuple[Operand, ...], amount: Fraction, level: Level
) -> Step:
    return Step(label, formula, operands, amount, _UNITS[level.unit])


def _rounded(
    history: History, level: ServiceLevel, month: Month, current: Level, value: Fraction
) -> Level:
    """The new level, rounded as the figures of its measure are."""
    terms = history.terms(month)
    assert terms is not None  # it has the level
    rounding = terms.measure_of(level).rounding or terms.defaults.rounding
    shown = Fraction(rounding_of(rounding).apply(value))
    compared = shown * SECOND if current.unit == "time" else shown
    words = {">=": "at least", ">": "above", "<=": "at most", "<": "below"}[current.comparison]
    unit = {"%": " %", "time": " s", "points": ""}[current.unit]
    return Level(current.comparison, compared, current.unit,
                 f"{words} {plain_decimal(shown)}{unit}")  # fmt: skip


def _stricter(current: Level, value: Fraction) -> bool:
    return value > current.value if current.comparison in {">=", ">"} else value < current.value
