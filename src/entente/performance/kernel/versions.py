"""Versions of one agreement in order: which of them governs a period, and which days each holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from entente.agreement.terms.agreement import Agreement
from entente.foundation.instants import start_of_day, to_micros
from entente.performance.kernel.plans import Window


class WrongPeriod(ValueError):
    """A period that is not a calendar month."""


class NotOneAgreement(ValueError):
    """Documents that are not versions of one agreement."""


class NothingInForce(ValueError):
    """A period in which no version of the agreement was in force."""


@dataclass(frozen=True)
class Month:
    """A calendar month, written 2016-03."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.number, 1)

    @property
    def following(self) -> dt.date:
        """The first day after it."""
        return (self.first + dt.timedelta(days=31)).replace(day=1)


def parse_month(text: str) -> Month:
    """Read "2016-03"; WrongPeriod says what is expected."""
    found = re.fullmatch(r"([12]\d{3})-(0[1-9]|1[0-2])", text.strip(), re.ASCII)
    if not found:
        raise WrongPeriod(f"{text!r} is not a period: write a month as 2016-03")
    return Month(int(found[1]), int(found[2]))


def midnight(day: dt.date, zone_name: str) -> int:
    """The first instant of a day in a zone, in microseconds UTC."""
    return to_micros(start_of_day(day, zone_name))


def month_window(month: Month, terms: Agreement, as_of: int | None = None) -> Window:
    """The month's half-open span and its agreed evaluation; without `as_of` evidence reaches it."""
    start, end = midnight(month.first, terms.zone), midnight(month.following, terms.zone)
    evaluated_on = month.following + dt.timedelta(days=terms.evaluated_after)
    evaluated_at = midnight(evaluated_on, terms.zone)
    return Window(start, end, evaluated_at if as_of is None else as_of, evaluated_at)


@dataclass(frozen=True)
class Version:
    """A version of the agreement and the days on which it holds: `[from_, until)`."""

    terms: Agreement
    from_: dt.date
    until: dt.date | None

    @property
    def number(self) -> int:
        """The version's number."""
        return self.terms.version

    def holds_in(self, month: Month) -> bool:
        """Whether it holds on any day of a month."""
        return self.from_ < month.following and (self.until is None or self.until > month.first)

    def instants(self, last: int) -> tuple[int, int]:
        """The span in which it holds, in the zone that it names; `last` where it has no end."""
        end = last if self.until is None else midnight(self.until, self.terms.zone)
        return midnight(self.from_, self.terms.zone), end


def in_order(agreements: Sequence[Agreement]) -> tuple[Version, ...]:
    """Versions by the day each takes force; a version holds until its end or its successor."""
    _check_one_agreement(agreements)
    ordered = sorted(agreements, key=lambda a: (a.in_force.from_, a.version))
    versions = [Version(a, a.in_force.from_, a.in_force.until) for a in ordered]
    for i, successor in enumerate(versions[1:]):
        until = versions[i].until
        if until is None or until > successor.from_:
            versions[i] = replace(versions[i], until=successor.from_)
    return tuple(versions)


def _check_one_agreement(agreements: Sequence[Agreement]) -> None:
    alliances = sorted({agreement.alliance for agreement in agreements})
    if len(alliances) > 1:
        raise NotOneAgreement(
            f"these are agreements of different alliances: {', '.join(alliances)};"
            " measure one alliance at a time"
        )
    numbers = [agreement.version for agreement in agreements]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise NotOneAgreement(
            f"version {twice[0]} is given twice: each version of an agreement has its own number"
        )
    ordered = sorted(agreements, key=lambda a: a.version)
    for earlier, later in pairwise(ordered):
        if later.in_force.from_ <= earlier.in_force.from_:
            raise NotOneAgreement(
                f"version {later.version} takes force on {later.in_force.from_}, not after"
                f" version {earlier.version} ({earlier.in_force.from_})"
            )


def governing(versions: Sequence[Version], month: Month) -> Version:
    """The version whose levels decide: in force on the first day of the month, else the next."""
    for version in versions:
        if version.holds_in(month):
            return version
    held = "; ".join(
        f"version {v.number} from {v.from_}" + (f" until {v.until}" if v.until else "")
        for v in versions
    )
    raise NothingInForce(f"no version of the agreement was in force in {month} ({held})")
