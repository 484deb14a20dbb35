"""Durations as agreements write them: `4 h`, `1 h 30 min`, `PT4H`, `2 business days`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from entente.foundation.instants import DAY, HOUR, MINUTE, SECOND, micros_of

_UNITS = {
    **dict.fromkeys(("w", "week", "weeks"), 7 * DAY),
    **dict.fromkeys(("d", "day", "days"), DAY),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), SECOND),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1_000),
    **dict.fromkeys(("us", "µs", "μs", "microsecond", "microseconds"), 1),
}
_SHOWN = ((HOUR, "h"), (MINUTE, "min"), (SECOND, "s"), (1_000, "ms"), (1, "µs"))
_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,9})?"
_PART = re.compile(rf"({_NUMBER})\s*([A-Za-zµμ]+)")
_WHOLE = re.compile(rf"(?:{_PART.pattern}(?:\s*,\s*|\s+and\s+|\s*))+")
_DAYS = re.compile(r"([0-9]{1,6})\s*[- ]?\s*(business|working|calendar)[- ]days?", re.IGNORECASE)
_ISO = re.compile(
    rf"P(?:({_NUMBER})W)?(?:({_NUMBER})D)?(?:T(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?"
)
_ISO_UNITS = (7 * DAY, DAY, HOUR, MINUTE, SECOND)
_LONGEST = 1_000 * 366 * DAY
_LONGEST_TEXT = 200
_HOW = "write for example '4 h', '1 h 30 min', '2 business days' or 'PT4H'"


@dataclass(frozen=True, order=True)
class Duration:
    """An amount of time in whole microseconds; which clock counts it, the terms say."""

    micros: int

    @property
    def as_timedelta(self) -> timedelta:
        """The same amount as a timedelta."""
        return timedelta(microseconds=self.micros)

    @classmethod
    def of(cls, span: timedelta) -> Duration:
        """A timedelta as a duration, exactly."""
        return cls(micros_of(span))

    def __str__(self) -> str:
        return format_duration(self.micros)


@dataclass(frozen=True)
class Days:
    """A number of days counted on a calendar: working days, or all days."""

    count: int
    kind: Literal["business", "calendar"]

    def __str__(self) -> str:
        return f"{self.count} {self.kind} day{'' if self.count == 1 else 's'}"


def parse_duration(text: str) -> Duration | Days:
    """The duration that a text says; `2 days` is 48 hours, `2 calendar days` are two dates."""
    given = text.strip()
    if days := _DAYS.fullmatch(given):
        kind = days[2].lower()
        return Days(int(days[1]), "calendar" if kind == "calendar" else "business")
    if given.startswith("P"):
        return _whole_micros(text, _iso_parts(text, given))
    if len(given) > _LONGEST_TEXT or not _WHOLE.fullmatch(given):
        raise ValueError(f"{text!r} is not a duration; {_HOW}")
    return _whole_micros(text, _written_parts(text, given))


def _written_parts(text: str, given: str) -> list[tuple[Fraction, int]]:
    parts = []
    for number, unit in _PART.findall(given):
        # A capital M alone might mean months.
        size = _UNITS.get(unit.lower()) if unit != "M" else None
        if size is None:
            raise ValueError(_unknown_unit(text, unit))
        parts.append((Fraction(number), size))
    sizes = [size for _, size in parts]
    if sizes != sorted(set(sizes), reverse=True):
        raise ValueError(f"{text!r} repeats or mixes up its units; write the longest first, once")
    return parts


def _unknown_unit(text: str, unit: str) -> str:
    if unit.lower() in {"month", "months", "mo", "year", "years", "y", "quarter", "quarters"}:
        return f"{text!r}: a {unit.lower().rstrip('s')} has no fixed length; write days"
    return f"{text!r} has an unknown unit {unit!r}; use w, d, h, min, s or ms"


def _iso_parts(text: str, given: str) -> list[tuple[Fraction, int]]:
    match = _ISO.fullmatch(given)
    if match is None or given.endswith(("P", "T")):
        raise ValueError(
            f"{text!r} is not an ISO 8601 duration of fixed length; write for example PT4H"
            " or P1DT12H (months and years have no fixed length)"
        )
    pairs = zip(match.groups(), _ISO_UNITS, strict=True)
    return [(Fraction(number), size) for number, size in pairs if number is not None]


def _whole_micros(text: str, parts: list[tuple[Fraction, int]]) -> Duration:
    micros = sum((number * size for number, size in parts), Fraction(0))
    if micros.denominator != 1:
        raise ValueError(f"{text!r} is finer than a microsecond; give fewer decimals")
    if micros > _LONGEST:
        raise ValueError(f"{text!r} is longer than 1000 years; check the number and its unit")
    return Duration(int(micros))


def format_duration(micros: int) -> str:
    """A duration for people, such as `3 h 12 min`; hours are not gathered into days."""
    rest, words = abs(micros), []
    for size, unit in _SHOWN:
        count, rest = divmod(rest, size)
        if count:
            words.append(f"{count} {unit}")
    return ("-" if micros < 0 else "") + (" ".join(words) or "0 min")
