"""Filters and tags of every template: formats, times with their hover, query strings, icons."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django import template
from django.template.context import Context
from django.utils import formats as django_formats
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entente.web import charts, formats
from entente.web.states import Look, look_of

register = template.Library()
NOTHING = "\u2014"


@register.filter
def state(name: str) -> Look:
    """The look of a state: its word, icon and tone."""
    return look_of(name)


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, to go through in a template."""
    return text.split()


@register.filter
def level_chart(chart: charts.LevelChart) -> SafeString:
    """The drawing of a service level, in both its sizes."""
    return charts.level_chart(chart)


@register.filter
def truncated_at(chart: charts.LevelChart) -> str:
    """Where the chart's axis starts, when that is not at zero."""
    return charts.truncated_at(chart)


@register.filter
def number(value: int | Fraction | Decimal | None, places: int | None = None) -> str:
    """A number in the reader's locale, or a dash."""
    return NOTHING if value is None else formats.number(value, places)


@register.filter
def percent(value: int | Fraction | Decimal | None, places: int = 2) -> str:
    """A share as a percentage, or a dash."""
    return NOTHING if value is None else formats.percent(value, places)


@register.filter
def duration(value: timedelta | int | None) -> str:
    """A length of time in hours and minutes, or a dash."""
    return NOTHING if value is None else formats.duration(value)


@register.filter
def money(value: int | Fraction | Decimal | None, currency: str = "EUR") -> str:
    """An amount of money, or a dash."""
    return NOTHING if value is None else formats.money(value, currency)


@register.filter
def fraction(value: Fraction) -> str:
    """Numerator over denominator."""
    return formats.fraction(value)


@register.filter
def short_digest(value: str) -> str:
    """The ends of a digest."""
    return formats.short_digest(value)


@register.filter
def initials(name: str) -> str:
    """Up to two initials of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))


@register.filter
def moment(at: datetime | date | None) -> SafeString | str:
    """A time in the reader's zone, with the exact one in UTC on hover."""
    if at is None:
        return NOTHING
    if not isinstance(at, datetime):
        shown = django_formats.date_format(at, "DATE_FORMAT")
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), shown)
    local = timezone.localtime(at)
    shown = django_formats.date_format(local, "j M Y, H:i")
    return _time(at, shown)


@register.filter
def ago(at: datetime | None, now: datetime | None = None) -> SafeString | str:
    """How long ago or how soon, in one unit, with the exact time on hover."""
    if at is None:
        return NOTHING
    away = (now or timezone.now()) - at
    words = _largest_unit(abs(away))
    if not words:
        return _time(at, "now")
    return _time(at, f"{words} ago" if away > timedelta(0) else f"in {words}")


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The query string of this page with some values changed: filters survive paging."""
    values = context["request"].GET.copy()
    for key, value in changes.items():
        values.pop(key, None)
        if value not in (None, ""):
            values[key] = str(value)
    return f"?{values.urlencode()}"


def _largest_unit(length: timedelta) -> str:
    for seconds, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        count = length // timedelta(seconds=seconds)
        if count:
            return f"{count} {word}{'' if count == 1 else 's'}"
    return ""


def _time(at: datetime, shown: str) -> SafeString:
    exact = at.astimezone(UTC)
    title = exact.strftime("%Y-%m-%d %H:%M:%S UTC")
    return format_html('<time datetime="{}" title="{}">{}</time>', exact.isoformat(), title, shown)
