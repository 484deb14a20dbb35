"""The arithmetic of a figure line by line, from the integers of its statement to the verdict.

Every number here is one of the statement's, or follows from two of them by the operation shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from entente.agreement.terms.measures import (
    Availability,
    Cadence,
    Combined,
    Deadline,
    Downtime,
    Mean,
    Measure,
    Percentile,
    RoundingTerms,
    Satisfaction,
    ShareWithin,
    Statistic,
    is_whole,
)
from entente.foundation.instants import SECOND
from entente.performance.kernel.figures import Figure
from entente.performance.kernel.results import Result
from entente.performance.kernel.steps import Operand, Step
from entente.performance.kernel.tables import MILLIONTHS
from entente.performance.views.wording import (
    THIN,
    decimal_expansion,
    figure_text,
    number,
    span_text,
)


@dataclass(frozen=True)
class Formula:
    """A formula in words and with its figures filled in."""

    words: str
    numerator: str
    denominator: str
    times: str
    result: str


@dataclass(frozen=True)
class Line:
    """One line of arithmetic: what it is, how it comes about, what it comes to."""

    title: str
    how: str
    value: str


@dataclass(frozen=True)
class ExclusionLine:
    """What one code removed, in words."""

    code: str
    title: str
    removed: str
    anything: bool


_MODES = {
    "half-up": "half up",
    "half-even": "half to even",
    "down": "towards zero",
    "up": "away from zero",
    "floor": "down",
    "ceiling": "up",
}


def formula(measure: Measure, result: Result, figure: Figure | None) -> Formula | None:  # noqa: PLR0911 # one line a kind
    """The formula of a figure, net or gross, with its integers in place."""
    if figure is None:
        return None
    top, bottom = figure.numerator, figure.denominator
    shown = figure_text(figure)
    if isinstance(measure, Availability):
        return _of_service(measure, result, figure, shown)
    if isinstance(measure, ShareWithin):
        words = "records within the limit, divided by records counted"
        return Formula(words, number(top), number(bottom), "× 100", shown)
    if isinstance(measure, Satisfaction):
        if measure.statistic == "top-two-box":
            words = "answers with one of the two best marks, divided by answers"
            return Formula(words, number(top), number(bottom), "× 100", shown)
        words = "sum of the marks, divided by answers"
        return Formula(words, _plain(top), number(bottom // MILLIONTHS), "", shown)
    if isinstance(measure, Mean | Percentile):
        return _of_values(measure, result, figure, shown)
    return _of_counts(measure, figure, shown)


def _of_service(measure: Availability, result: Result, figure: Figure, shown: str) -> Formula:
    """A share of service hours, of all of them or of the worst item's; or of items joined."""
    top, bottom = figure.numerator, figure.denominator
    if result.of_service_time:
        words = "service hours that were up, divided by service hours"
        return Formula(words, span_text(top), span_text(bottom), "× 100", shown)
    words = "the mean of the items' figures"
    if measure.population and measure.population.counts == "weighted":
        words = "service hours less down time by the share of users affected, divided by them"
    return Formula(words, number(top), number(bottom), "× 100", shown)


def _of_counts(measure: Measure, figure: Figure, shown: str) -> Formula:
    """What is counted or added up: a share of all that was counted, a time, or a plain number."""
    top, bottom = figure.numerator, figure.denominator
    if figure.unit == "%":
        words = "what succeeded or was kept, divided by all that was counted"
        return Formula(words, number(top), number(bottom), "× 100", shown)
    if figure.unit == "time":
        longest = isinstance(measure, Downtime) and measure.statistic == "longest"
        words = "the longest interruption" if longest else "the times added up"
        return Formula(words, "", "", span_text(top // bottom), shown)
    if isinstance(measure, Statistic):
        named = {"total": "the values added up", "latest": "the last value"}
        said = named.get(measure.kind, f"the {measure.kind} of the values")
        return Formula(said, "", "", _plain(top), shown)
    return Formula(_counts_what(measure), "", "", "", shown)


def _counts_what(measure: Measure) -> str:
    """What a whole number is the number of."""
    if isinstance(measure, Combined):
        return "service levels that missed, of those that were judged"
    if isinstance(measure, Deadline):
        return "occasions that were late or missing"
    if isinstance(measure, Cadence):
        return "updates that did not come in time"
    return "how many there were"


def _of_values(measure: Measure, result: Result, figure: Figure, shown: str) -> Formula:
    if isinstance(measure, Mean):
        return _mean(figure, shown)
    if not isinstance(measure, Percentile):
        return _counted(measure, figure, shown)
    count = result.number("counted")
    rank = ceil(measure.percentile.share * count)
    words = f"the smallest value that at least {measure.percentile} of the values do not exceed"
    return Formula(words, "", "", f"no. {number(rank)} of {number(count)}, in order", shown)


_COUNTED = {
    "cadence": "gaps within the limit, divided by gaps",
    "count": "records, counted one by one",
    "maximum": "the highest of all",
    "minimum": "the lowest of all",
    "total": "all of them together",
}


def _counted(measure: Measure, figure: Figure, shown: str) -> Formula:
    """The formula of a number of things, of an extreme, or of a share of another kind."""
    words = _COUNTED.get(measure.kind, "what counts as agreed")
    if figure.unit == "%":
        top, bottom = number(figure.numerator), number(figure.denominator)
        return Formula(words, top, bottom, "× 100", shown)
    if measure.kind == "cadence":
        words = "updates that were due and did not come"
    return Formula(words, "", "", "", shown)


def lines(measure: Measure, rounding: RoundingTerms, result: Result) -> list[Line]:
    """From the net integers to the verdict: exact value, rounding, comparison."""
    figure = result.net
    if figure is None:
        return []
    if is_whole(measure) and measure.rounding is None:
        counted = Line("Counted", "a whole number, compared as it is", figure_text(figure))
        return [counted, _compared(result, figure)]
    digits = decimal_expansion(figure.value / (SECOND if figure.unit == "time" else 1))
    unit = {"%": " %", "time": " s", "points": ""}[figure.unit]
    exact = Line("Exactly", _integers(measure, figure), f"{digits}{unit}")
    rounded = Line(
        "Rounded",
        f"{_MODES[rounding.mode]}, to {rounding.places} decimal places, before anything is"
        " compared",
        figure_text(figure),
    )
    return [exact, rounded, _compared(result, figure)]


def exclusion_lines(result: Result) -> list[ExclusionLine]:
    """What each agreed code removed from the figure."""
    return [
        ExclusionLine(each.code, each.title, _removed(result, each.records, each.down, each.open),
                      bool(each.records or each.down))
        for each in result.exclusions
    ]  # fmt: skip


def _mean(figure: Figure, shown: str) -> Formula:
    # Values are kept in millionths of their unit; a clock in microseconds: of seconds, the same.
    if figure.unit == "points":
        count = number(figure.denominator // MILLIONTHS)
        return Formula("sum of the values, divided by their number", _plain(figure.numerator),
                       count, "", shown)  # fmt: skip
    words = "sum of the times, divided by their number"
    return Formula(words, span_text(figure.numerator), number(figure.denominator), "", shown)


def _plain(millionths: int) -> str:
    return decimal_expansion(Fraction(millionths, MILLIONTHS))


def _integers(measure: Measure, figure: Figure) -> str:
    ratio = f"{number(figure.numerator)} / {number(figure.denominator)}"
    counted = {
        "availability": " in microseconds",
        "downtime": " in microseconds",
        "mean": " in microseconds" if figure.unit == "time" else " in millionths",
        "percentile": " in microseconds" if figure.unit == "time" else " in millionths",
        "satisfaction": " in millionths" if figure.unit == "points" else "",
    }.get(measure.kind, "")
    return f"{ratio}{counted}"


def _compared(result: Result, figure: Figure) -> Line:
    bound = result.commitment
    verdict = "holds" if bound.held else "does not hold"
    how = f"{figure_text(figure)} {verdict} the commitment: {bound.written}"
    return Line("Compared", how, "held" if bound.held else "not held")


def _removed(result: Result, records: int, down: int, open_hours: int) -> str:
    if not (result.algorithm.startswith(("availability/", "downtime/")) or down or open_hours):
        return f"{number(records)} record{'' if records == 1 else 's'}"
    if open_hours and result.number("open") != result.number("open-gross"):
        taken = f"{span_text(open_hours)} of service hours"
        return f"{taken}, {span_text(down)} of them down" if down else taken
    return f"{span_text(down)} that was down" if down else "nothing"


def step_words(step: Step) -> str:
    """A step of credits: its formula with the amounts in place, in the reader's form."""
    if "rounded to" in step.formula:
        return step.formula
    named = {operand.name: _operand(operand) for operand in step.operands}
    # Longest names first, so that no name is taken for a part of another.
    names = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True))
    filled = re.sub(names, lambda found: named[found[0]], step.formula)
    many = step.label == "fee base" and len(step.operands) > 3
    words = "the monthly charges added up" if many else step.formula
    return f"{words}: {filled}".replace(" x ", " × ").replace(" - ", " − ")


def _operand(operand: Operand) -> str:
    digits = decimal_expansion(operand.value, 4)
    return f"{digits}{THIN}{operand.unit}" if operand.unit else digits
