"""Filters that say figures, instants and keys as the pages of performance do."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from entente.performance.kernel.consequences import said_counter
from entente.performance.kernel.figures import Bound, Figure
from entente.performance.kernel.results import Result
from entente.performance.kernel.statement import Count
from entente.performance.kernel.triggers import TriggerStanding
from entente.performance.views import arithmetic, counted, statements, wording

register = template.Library()

register.filter("figure", wording.figure_text)
register.filter("span", wording.span_text)
register.filter("month", wording.month_text)
register.filter("shown_state", wording.shown_state)
register.filter("own_period", wording.own_period)
register.filter("said_counter", said_counter)
register.filter("date_of", wording.date_text)
register.filter("counted", counted.counted)
register.filter("in_time", counted.in_time)
register.filter("filled_in", arithmetic.step_words)
register.filter("command", statements.command_of)


@register.filter
def at(micros: int | None, zone_name: str) -> str:
    """An instant in a zone."""
    return wording.moment_text(micros, zone_name)


@register.filter
def day(micros: int | None, zone_name: str) -> str:
    """The day of an instant in a zone."""
    return wording.moment_text(micros, zone_name).partition(",")[0]


@register.filter
def of_key(found: Mapping[str, object], key: str) -> object:
    """What a mapping has under a key."""
    return found.get(key)


@register.filter
def count_of(result: Result, name: str) -> int:
    """One of the named counts of a result."""
    return result.number(name)


@register.filter
def in_short(trigger: TriggerStanding) -> str:
    """What a right rests on, without the list of the periods that were counted."""
    holds = ": holds" if trigger.holds else ""
    return f"{trigger.said.partition(' (')[0]}{holds}"


@register.filter
def plain(word: str) -> str:
    """A word of the terms as people write it: `not arisen`."""
    return word.replace("-", " ")


@register.filter
def level(bound: Bound | None) -> str:
    """A level as agreed, or that none is."""
    return bound.written if bound else "not agreed"


@register.filter
def total(counts: tuple[Count, ...]) -> int:
    """How many rows stand under any reason."""
    return sum(count.rows for count in counts)


@register.filter
def unit_of(figure: Figure | None) -> str:
    """The unit of a figure where it stands apart from it."""
    return "%" if figure and figure.unit == "%" else ""


@register.filter
def bare(figure: Figure | None) -> str:
    """A figure without its unit sign, for large type."""
    return wording.figure_text(figure).replace(f"{wording.THIN}%", "")
