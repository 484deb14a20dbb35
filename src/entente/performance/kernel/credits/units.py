"""Credits for each unit of failure: how much failed, how many units that is, what they pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from entente.agreement.terms.credit_scalars import Quantity
from entente.agreement.terms.level_credits import PerUnit
from entente.foundation.instants import from_micros, zone
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.figures import Bound, Figure
from entente.performance.kernel.results import Result

SAID = {"%": "percentages", "time": "lengths of time", "points": "plain numbers"}


def misses(found: Result) -> int:
    """How many records, occasions or gaps missed."""
    for name in ("misses", "beyond", "missed"):
        if any(number.name == name for number in found.numbers):
            return found.number(name)
    return found.number("counted") - found.number("within")


def quantities(per: PerUnit, found: Result, figure: Figure, zone_name: str) -> list[Fraction]:
    """How much failed, in the unit's own kind: once for the period, or for each part of it."""
    if per.of == "misses":
        _fits(per.unit, "points", "misses")
        return [Fraction(misses(found))]
    if per.of == "down":
        _fits(per.unit, "time", "down time")
        return _down(per, found, zone_name)
    if per.of == "figure":
        _fits(per.unit, figure.unit, "the figure")
        return [figure.compared]
    return [_shortfall(per, found, figure)]


def _fits(unit: Quantity, kind: str, what: str) -> None:
    if unit.unit != kind:
        raise TermsDoNotFit(f"a credit per {unit} of {what}: units of {what} are {SAID[kind]}")


def _down(per: PerUnit, found: Result, zone_name: str) -> list[Fraction]:
    if per.each == "period":
        return [Fraction(found.number("down"))]
    if per.each == "interruption":
        return [Fraction(length) for _, length in found.lengths]
    days: dict[dt.date, int] = {}
    for start, length in found.lengths:
        day = from_micros(start, zone(zone_name)).date()
        days[day] = days.get(day, 0) + length
    return [Fraction(length) for _, length in sorted(days.items())]


def _shortfall(per: PerUnit, found: Result, figure: Figure) -> Fraction:
    bound: Bound | None = getattr(found, per.bound.replace("-", "_"))
    if bound is None:
        raise TermsDoNotFit(f"{found.level}: a credit counts what is short of its {per.bound}")
    short = shortfall(bound, figure)
    if figure.unit == "%" and per.unit.unit == "time":
        return short / 100 * figure.denominator
    _fits(per.unit, figure.unit, "the shortfall")
    return short


def shortfall(bound: Bound, figure: Figure) -> Fraction:
    """How far a figure is on the bad side of a bound; nothing where it is on the good one."""
    commits_up = bound.comparison in {">=", ">"}
    return max(Fraction(0), (bound.value - figure.compared) * (1 if commits_up else -1))


def beyond(per: PerUnit, amount: Fraction) -> Fraction:
    """What of an amount is paid for: what lies beyond the free part, or all once that is passed."""
    free = per.beyond.value if per.beyond else Fraction(0)
    if amount <= free:
        return Fraction(0)
    return amount if per.counts == "all" else amount - free


def units(per: PerUnit, amounts: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """First units (where these pay differently) and further units of all the amounts."""
    firsts = rest = Fraction(0)
    for amount in (beyond(per, each) for each in amounts):
        if amount <= 0:
            continue
        if per.first_unit is None:
            rest += _count(per, amount, per.unit.value)
            continue
        firsts += _first(per, amount, per.first_unit.value)
        rest += _count(per, max(Fraction(0), amount - per.first_unit.value), per.unit.value)
    return firsts, rest


def _first(per: PerUnit, amount: Fraction, size: Fraction) -> Fraction:
    """At most one first unit; a begun one as `part` says."""
    return min(Fraction(1), _count(per, amount, size))


def _count(per: PerUnit, amount: Fraction, size: Fraction) -> Fraction:
    if size == 0:
        raise TermsDoNotFit(f"a credit per {per.unit}: a unit of nothing cannot be counted")
    count = amount / size
    if per.part == "exact":
        return count
    whole = count.numerator // count.denominator
    return Fraction(whole if per.part == "down" or whole == count else whole + 1)
