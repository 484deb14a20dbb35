"""Figures, instants and lengths of time in the words of a page; nothing is computed here.

What a statement rounded is shown with the places that it has; the rest is exact to the last unit.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import date_format, number_format

from entente.foundation.instants import SECOND, from_micros, zone
from entente.performance.kernel.figures import Figure
from entente.performance.kernel.results import Result, State

THIN = "\u202f"  # narrow no-break space: the unit stays on the line of its number
NONE = "\u2014"
_MINUTE, _HOUR = 60, 3600


def number(value: int | Decimal) -> str:
    """A number in the reader's locale with all the places that it has."""
    return str(number_format(value, use_l10n=True, force_grouping=True))


def figure_text(figure: Figure | None) -> str:
    """A figure as it was rounded, with its unit: `99.95 %`, `5 h 12 min 8 s`, `4.12`."""
    if figure is None:
        return NONE
    if figure.unit == "%":
        return f"{number(figure.rounded)}{THIN}%"
    return seconds_text(figure.rounded) if figure.unit == "time" else number(figure.rounded)


def cell_text(figure: Figure | None) -> str:
    """A figure for a narrow cell: long times to the whole minute, cut, never rounded up."""
    if figure is None or figure.unit != "time" or figure.rounded < _HOUR:
        return figure_text(figure).replace(f"{THIN}%", "") if figure else NONE
    hours, rest = divmod(int(figure.rounded), _HOUR)
    return f"{number(hours)}{THIN}h{THIN}{rest // _MINUTE:02}"


def seconds_text(seconds: Decimal) -> str:
    """A length of time in seconds, to its last decimal; no part of it is left out."""
    whole, part = divmod(seconds, 1)
    hours, rest = divmod(int(whole), _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    parts = [f"{number(hours)}{THIN}h"] if hours else []
    parts += [f"{minutes}{THIN}min"] if minutes or (hours and (left or part)) else []
    if not parts:
        return f"{number(seconds)}{THIN}s"
    if left or part:
        shown = number(left + part.normalize()) if part else str(left)
        parts.append(f"{shown}{THIN}s")
    return " ".join(parts)


def span_text(micros: int | None) -> str:
    """A length of time in microseconds, exact: `741 h 51 min 12 s`."""
    if micros is None:
        return NONE
    sign = "\u2212" if micros < 0 else ""
    return sign + seconds_text((Decimal(abs(micros)) / SECOND).normalize() + Decimal(0))


def moment_text(micros: int | None, zone_name: str) -> str:
    """An instant in a zone, to the second: `3 Nov 2026, 14:05:12`."""
    if micros is None:
        return NONE
    return str(date_format(from_micros(micros, zone(zone_name)), "j M Y, H:i:s"))


def iso(micros: int | None, zone_name: str) -> str:
    """An instant as machines and spreadsheets read it, with its offset."""
    return "" if micros is None else from_micros(micros, zone(zone_name)).isoformat(sep=" ")


def month_text(period: str) -> str:
    """A month in words: `November 2026`."""
    return str(date_format(_first(period), "F Y"))


def month_short(period: str) -> str:
    """A month for the head of a column: `Nov`, and the year at its start: `Jan 27`."""
    first = _first(period)
    return str(date_format(first, "M y" if first.month == 1 else "M"))


def _first(period: str) -> dt.date:
    return dt.date.fromisoformat(f"{period}-01")


def date_text(day: str) -> str:
    """A day in words: `3 November 2026`."""
    return str(date_format(dt.date.fromisoformat(day), "j F Y"))


def own_period(result: Result, month: str) -> str:
    """The name of a result's period where it is not the month itself; empty where it is."""
    if result.period == month:
        return ""
    return result.period if result.ends else f"{result.period}, which goes on after the month"


def shown_state(result: Result) -> str:
    """The state that a page shows: what is provisional and would miss now is at risk."""
    if result.state is State.PROVISIONAL and result.commitment.held is False:
        return "at_risk"
    return result.state.value


def decimal_expansion(value: Fraction, places: int = 8) -> str:
    """The digits of a fraction, cut after so many places, with dots where more would follow."""
    scaled, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
    sign = "\u2212" if value < 0 else ""
    whole, part = divmod(scaled, 10**places)
    digits = f"{part:0{places}}"
    if not rest:
        digits = digits.rstrip("0")
    return f"{sign}{number(whole)}" + (f".{digits}" if digits else "") + ("…" if rest else "")
