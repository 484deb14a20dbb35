"""What came before: the results and credits of earlier months, each as at its own evaluation.

They are made when a rule asks for them and kept, so that n-of-m rules, caps and rights share them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from entente.agreement.terms.agreement import Agreement
from entente.performance.kernel.applying import contract_begins
from entente.performance.kernel.credited import Credits
from entente.performance.kernel.periods import plus_months
from entente.performance.kernel.results import Result
from entente.performance.kernel.told import Notice
from entente.performance.kernel.versions import (
    Month,
    NothingInForce,
    Version,
    governing,
    month_window,
)

Measure = Callable[[str, Month], Result]


@dataclass(frozen=True)
class Judged:
    """A period of a service level that has ended: the month that judged it, and its result."""

    month: Month
    result: Result


@dataclass
class History:
    """The versions of an agreement, how a level is measured, and what people told.

    `as_of` is how far the evidence reaches; None: to the evaluation of the month that is asked for.
    """

    versions: Sequence[Version]
    measure: Measure
    told: tuple[Notice, ...] = ()
    as_of: int | None = None
    credited: dict[Month, Credits | None] = field(default_factory=dict)
    _results: dict[tuple[str, Month], Result | None] = field(default_factory=dict)

    @property
    def begins(self) -> dt.date:
        """The first day of the contract."""
        return contract_begins(tuple(self.versions))

    @property
    def first_month(self) -> Month:
        """The month in which the first version took force."""
        first = self.versions[0].from_
        return Month(first.year, first.month)

    def terms(self, month: Month) -> Agreement | None:
        """The terms that govern a month; None where no version was in force."""
        try:
            return governing(self.versions, month).terms
        except NothingInForce:
            return None

    def result(self, level: str, month: Month) -> Result | None:
        """The result of a service level; None where it was not agreed in that month."""
        key = level, month
        if key not in self._results:
            terms = self.terms(month)
            agreed = terms is not None and level in terms.service_levels
            self._results[key] = self.measure(level, month) if agreed else None
        return self._results[key]

    def judged(self, level: str, month: Month) -> Iterator[Judged]:
        """The periods of a level that ended by a month, the latest first, back to the beginning."""
        for each in self.back(month):
            found = self.result(level, each)
            if found is not None and found.ends:
                yield Judged(each, found)

    def back(self, month: Month) -> Iterator[Month]:
        """A month and those before it, back to the first in force."""
        each, first = month, order(self.first_month)
        while order(each) >= first:
            yield each
            each = shifted(each, -1)

    def seen_until(self, month: Month) -> int:
        """How far what was told is known when a month is looked at."""
        terms = self.terms(month)
        assert terms is not None  # asked only of months in force
        return month_window(month, terms).due if self.as_of is None else self.as_of


def order(month: Month) -> int:
    """A number that grows by one from month to month."""
    return month.year * 12 + month.number - 1


def shifted(month: Month, months: int) -> Month:
    """The month so many months later, or earlier."""
    day = plus_months(month.first, months)
    return Month(day.year, day.month)
