"""Numbers, shares, durations and money in words and figures that people read.

Only for display: an exact value is rounded half up here, at the very end, never before it is
compared. What an agreement rounds by its own rule arrives as a `Decimal` and keeps its places.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format

from entente.foundation.rounding import Rounding

Number = int | Fraction | Decimal
GAP = "\u00a0"  # no-break space: the unit stays on the line of its number
MINUS = "\u2212"
_MICROSECONDS = 1_000_000


def number(value: Number, places: int | None = None) -> str:
    """A number in the reader's locale; a Decimal keeps its places unless some are asked for."""
    exact = _rounded(value, places)
    text = str(number_format(abs(exact), use_l10n=True, force_grouping=True))
    return MINUS + text if exact < 0 else text


def percent(share: Number, places: int | None = 2) -> str:
    """A share (1 is all) as a percentage: `99.95 %`."""
    return f"{number(Fraction(share) * 100, places)}{GAP}%"


def money(amount: Number, currency: str, places: int | None = None) -> str:
    """An amount with its currency before it: `€ 18,400`; cents are shown when there are any."""
    exact = Fraction(amount)
    wanted = places if places is not None else (0 if exact.denominator == 1 else 2)
    symbol = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}.get(currency, currency)
    text = number(abs(exact), wanted)
    return f"{MINUS if exact < 0 else ''}{symbol}{GAP}{text}"


def duration(length: timedelta | int) -> str:
    """A length of time, given as such or in whole microseconds: `3 h 12 min`, `45 s`.

    Two units at most, truncated: a duration shown is never longer than the one measured.
    """
    microseconds = length if isinstance(length, int) else length // timedelta(microseconds=1)
    sign, rest = (MINUS if microseconds < 0 else ""), abs(microseconds)
    if rest and rest < _MICROSECONDS:
        return f"{sign}{number(Fraction(rest, 1000), 0)}{GAP}ms"
    seconds = rest // _MICROSECONDS
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        tail = f" {minutes}{GAP}min" if minutes else ""
        return f"{sign}{number(hours)}{GAP}h{tail}"
    if minutes:
        tail = f" {seconds % 60}{GAP}s" if seconds % 60 else ""
        return f"{sign}{minutes}{GAP}min{tail}"
    return f"{sign}{seconds}{GAP}s"


def fraction(value: Fraction) -> str:
    """Numerator over denominator, grouped: `1,882 / 1,901`."""
    return f"{number(value.numerator)} / {number(value.denominator)}"


def short_digest(digest: str) -> str:
    """The ends of a digest, enough to compare by eye: `7f3a91…c19e`."""
    scheme, _, figures = digest.rpartition(":")
    shown = figures if len(figures) <= 14 else f"{figures[:6]}…{figures[-4:]}"
    return f"{scheme}:{shown}" if scheme else shown


def _rounded(value: Number, places: int | None) -> Decimal:
    if places is not None:
        return Rounding(places).apply(value)
    if isinstance(value, Fraction):
        return Rounding(0 if value.denominator == 1 else 2).apply(value)
    return Decimal(value)
