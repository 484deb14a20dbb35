"""Rules about titles: what people read must say what the terms beside it compute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from entente.agreement.calendars import ALWAYS
from entente.agreement.conditions.meaning import All, Compare, Condition, Node, OneOf
from entente.agreement.explain.wording import spoken_time
from entente.agreement.lint.looked import Looked
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import ElapsedTerms, Measure, ShareWithin, table_of
from entente.agreement.terms.scalars import Level, parse_limit, plain_decimal
from entente.agreement.text.shape import Path
from entente.foundation.durations import Days, Duration
from entente.foundation.findings import Finding

# What a word of a title says of the event at which the clock ends.
_ENDS = {
    "responded": re.compile(
        r"\brespon(?:se|ses|d|ds|ded)\b|\breact(?:ion|ions|s|ed)?\b|\backnowledg\w*|"
        r"\bpick(?:ed)?[ -]up\b|\bfirst contact\b",
        re.IGNORECASE,
    ),
    "resolved": re.compile(
        r"\bresol(?:ve|ves|ved|ution|utions)\b|\brestor(?:e|es|ed|ation)\b|\bfix(?:es|ed)?\b|"
        r"\bcorrect(?:ed|ion|ions)\b|\brepair(?:s|ed)?\b|\bsolved?\b|\bsolutions?\b",
        re.IGNORECASE,
    ),
    "closed": re.compile(r"\bclos(?:ed|ure)\b", re.IGNORECASE),
}
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?) ?(?:%|per ?cent)", re.IGNORECASE)
_LENGTH = re.compile(
    r"(?<![\w.:])(\d{1,4}(?:\.\d+)?)[ -]?((?:working |business |calendar )?"
    r"(?:h|hours?|min|minutes?|s|seconds?|days?))\b",
    re.IGNORECASE,
)
_ROUND_THE_CLOCK = re.compile(
    r"\b24 ?[x/] ?7\b|day and night|around the clock|round the clock", re.IGNORECASE
)
_IN_HOURS = re.compile(
    r"\b(?:working|business|office|branch|support|opening)[ -](?:hours?|days?)\b", re.IGNORECASE
)
_GRADE = re.compile(r"\b(priority|severity|prio|sev|p)[ -]?([1-9])\b", re.IGNORECASE)
_GRADE_FIELDS = {"priority", "severity", "prio", "sev", "urgency", "impact", "p"}


def title_findings(looked: Looked) -> Iterator[Finding]:
    """Titles beside terms that end at another event, or hold other figures, hours or grades."""
    for path, level, measure in looked.levels():
        title, at = _title(path, level, measure)
        yield from _endpoint(looked, path, title, at, measure)
        for said in _disagreements(looked, title, level, measure):
            hint = "let the title say what the terms say; people sign what they read"
            yield looked.found("title-disagrees", said, hint, at)


def _title(path: Path, level: ServiceLevel, measure: Measure) -> tuple[str, Path]:
    """The title that is read with a level, and where it stands."""
    if level.title:
        return level.title, (*path, "title")
    if measure.title and isinstance(level.measure, str):
        return measure.title, ("measures", level.measure, "title")
    return measure.title, (*path, "measure", "title")


def _endpoint(
    looked: Looked, path: Path, title: str, at: Path, measure: Measure
) -> Iterator[Finding]:
    """A clock that ends at another event than the words say: response, and it ends at resolved."""
    if not isinstance(measure, ElapsedTerms) or table_of(measure) != "tickets":
        return
    key = str(path[1])
    for text, place in ((title, at), (key.replace("-", " "), path)):
        said = [event for event, words in _ENDS.items() if words.search(text)]
        if len(said) == 1 and measure.to in _ENDS and measure.to != said[0]:
            word = _ENDS[said[0]].search(text)
            assert word is not None
            message = f"{word[0]!r} is read as {said[0]}, but this clock ends at {measure.to}"
            hint = f"write to: {said[0]}, or call it by what it measures"
            yield looked.found("term-vs-endpoint", message, hint, place, at_key=place == path)
            return


def _disagreements(
    looked: Looked, title: str, level: ServiceLevel, measure: Measure
) -> Iterator[str]:
    shares = {Fraction(text) for text in _SHARE.findall(title)}
    agreed = _agreed_shares(level, measure)
    if len(shares) == 1 and agreed and shares.isdisjoint(agreed):
        said, meant = (", ".join(f"{plain_decimal(each)} %" for each in sorted(group))
                       for group in (shares, agreed))  # fmt: skip
        yield f"the title says {said}, the terms {meant}"
    lengths = list(_LENGTH.findall(title))
    if len(lengths) == 1:
        yield from _length(f"{lengths[0][0]} {lengths[0][1]}", level, measure)
    yield from _hours(looked, title, measure)
    grades = {digit for _, digit in _GRADE.findall(title)}
    counted = _grades(measure.where)
    if len(grades) == 1 and counted and grades.isdisjoint(counted):
        yield f"the title is of grade {grades.pop()}, the condition of {', '.join(sorted(counted))}"


def _bounds(level: ServiceLevel) -> list[Level]:
    named = (level.commitment, level.expected, level.minimum, level.credit_trigger)
    return [bound for bound in named if bound is not None]


def _agreed_shares(level: ServiceLevel, measure: Measure) -> set[Fraction]:
    """The percentages that the terms of a level hold."""
    found = {bound.value for bound in _bounds(level) if bound.unit == "%"}
    percentile = getattr(measure, "percentile", None)
    return found | ({percentile.value} if percentile else set())


def _length(said: str, level: ServiceLevel, measure: Measure) -> Iterator[str]:
    """A length of time in a title that is none of those of the terms."""
    try:
        read = parse_limit(said)
    except ValueError:
        return
    agreed: list[Duration | Days] = []
    if isinstance(measure, ShareWithin) and isinstance(measure.within, Duration | Days):
        agreed.append(measure.within)
    agreed += [Duration(int(bound.value)) for bound in _bounds(level) if bound.unit == "time"]
    if agreed and not any(_same(read, each) for each in agreed):
        yield f"the title says {said}, the terms {' and '.join(map(spoken_time, agreed))}"


def _same(said: Duration | Days, agreed: Duration | Days) -> bool:
    if isinstance(said, Days) and isinstance(agreed, Days):
        return said == agreed
    if isinstance(said, Duration) and isinstance(agreed, Duration):
        return said.micros == agreed.micros
    # "3 days" of a title is right for three business days: the terms say which.
    days, length = (agreed, said) if isinstance(agreed, Days) else (said, agreed)
    assert isinstance(days, Days)
    return isinstance(length, Duration) and length.micros == days.count * 86_400_000_000


def _hours(looked: Looked, title: str, measure: Measure) -> Iterator[str]:
    calendar = looked.calendar_of(measure)
    always = calendar == ALWAYS and ALWAYS not in looked.agreement.calendars
    round_the_clock, in_hours = _ROUND_THE_CLOCK.search(title), _IN_HOURS.search(title)
    if table_of(measure) == "surveys" or bool(round_the_clock) == bool(in_hours):
        return
    if round_the_clock and not always and looked.opens_and_closes(calendar):
        yield f"the title says {round_the_clock[0]!r}, but the hours of {calendar} count"
    if in_hours and always:
        yield f"the title says {in_hours[0]!r}, but every hour of day and night counts"


def _grades(condition: Condition | None) -> set[str]:
    """The digits of the priorities or severities to which a condition narrows."""
    return set(_digits(condition.tree)) if condition else set()


def _digits(node: Node) -> Iterator[str]:
    if isinstance(node, All):
        for part in node.of:
            yield from _digits(part)
    elif isinstance(node, Compare | OneOf) and node.field in _GRADE_FIELDS:
        values = node.values if isinstance(node, OneOf) else (node.value,)
        if isinstance(node, OneOf) or node.operator == "=":
            yield from (digit for value in values for digit in re.findall(r"[1-9]", str(value)))
