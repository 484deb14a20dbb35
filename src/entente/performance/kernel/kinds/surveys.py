"""What users said: the mean score, or the share of the two highest answers."""

from __future__ import annotations

from entente.agreement.terms.measures import Satisfaction
from entente.performance.kernel.asked import Asked, Given
from entente.performance.kernel.figures import figure
from entente.performance.kernel.plans import Segment, SurveyPlan
from entente.performance.kernel.readings import Read, rounding
from entente.performance.kernel.tables import MILLIONTHS
from entente.performance.kernel.tallies import SurveyTally


def plan(given: Given) -> SurveyPlan:
    """The answers of people asked within the window."""
    measure = given.measure
    assert isinstance(measure, Satisfaction)
    scale = measure.scale
    segments = tuple(
        Segment(held.start, held.end, held.measure.where,
                given.calendars.of(held.terms, held.calendar_key))
        for held in given.held
    )  # fmt: skip
    return SurveyPlan(
        given.window, segments, scale.lowest, scale.highest, scale.highest - 1, measure.source
    )


def read(asked: Asked, tally: SurveyTally) -> Read:
    """The figure of the answers; too few of them are not measured."""
    measure = asked.measure
    assert isinstance(measure, Satisfaction)
    numbers = (
        ("asked", tally.asked),
        ("answered", tally.answered),
        ("top", tally.top),
        ("outside", tally.outside),
    )
    if tally.answered < measure.least_answers:
        answers = "1 answer" if tally.answered == 1 else f"{tally.answered} answers"
        missing = f"{answers}, and at least {measure.least_answers} are agreed"
        return Read(None, None, (), numbers, missing)
    if measure.statistic == "top-two-box":
        found = figure(tally.top, tally.answered, "%", rounding(asked))
    else:
        found = figure(tally.total, tally.answered * MILLIONTHS, "points", rounding(asked))
    return Read(found, found, (), numbers)
