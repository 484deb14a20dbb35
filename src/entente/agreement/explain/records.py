"""Records one by one, single values, and levels made from others, in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.wording import listed, spoken_condition
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.measures import Combined, Count, Share, Statistic

_THINGS = {
    "outages": "outages that began",
    "events": "events that were told",
    "values": "values that were measured",
    "surveys": "answers of people who were asked",
    "tickets": "tickets that started",
}
_STATISTICS = {
    "maximum": "the highest value",
    "minimum": "the lowest value",
    "latest": "the last value in time, of several at that instant the highest",
    "total": "the values added up",
}


def explain_share(measure: Share) -> Iterator[str]:
    """The share of records that are good."""
    things = _THINGS[measure.of]
    if measure.of == "surveys" and measure.unanswered == "counted":
        things = "people who were asked, with or without an answer"
    yield f"The figure is the share of {things}{_told(measure.event)} that are good."
    yield f"Good are those whose {spoken_condition(measure.good)}."


def explain_count(measure: Count) -> Iterator[str]:
    """How many records there were."""
    yield f"The figure is the number of {_THINGS[measure.of]}{_told(measure.event)}."
    if measure.longer_than is not None:
        yield f"Only those that lasted longer than {measure.longer_than} count."


def _told(event: str | None) -> str:
    return f" (“{event}”)" if event else ""


def explain_statistic(measure: Statistic) -> Iterator[str]:
    """One value of the window."""
    of = "" if measure.of == "values" else ", of tickets' clocks"
    yield f"The figure is {_STATISTICS[measure.kind]}{of}."


def explain_combined(agreement: Agreement, measure: Combined) -> Iterator[str]:
    """A figure made from other service levels."""
    if measure.of:
        levels = [agreement.service_levels[key].title or key for key in measure.of]
        parts = listed([f"“{title}”" for title in levels])
    else:
        parts = f"the service levels of {measure.tower}"
    said = {
        "missed": "how many missed their commitment",
        "share-met": "the share that met their commitment",
        "pooled": "what was good in all of them over what was counted in all of them",
        "mean": "the mean of their figures",
        "worst": "the worst of their figures",
    }[measure.statistic]
    yield f"It is made from {parts}: {said}."
    for key, weight in measure.weights.items():
        title = agreement.service_levels[key].title if key in agreement.service_levels else ""
        yield f"- “{title or key}” weighs {weight}"
    yield "Levels that are excused or not measured are left out and told."
