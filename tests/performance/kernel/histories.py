"""Histories written down by hand: the results of months, and what people told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from entente.agreement.terms.agreement import Agreement
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.history import History
from entente.performance.kernel.results import Result, State, result
from entente.performance.kernel.tallies import ElapsedTally, Sample
from entente.performance.kernel.told import Notice
from entente.performance.kernel.versions import Month, in_order, parse_month

FULL = 10_000


def history(
    terms: Agreement | Sequence[Agreement],
    months: Mapping[str, Sequence[Result]],
    told: Sequence[Notice] = (),
    as_of: int | None = None,
) -> History:
    """A history of these results; a month that is not listed was not measured."""
    every = [terms] if isinstance(terms, Agreement) else list(terms)
    versions = in_order(every)
    known = {(found.level, month): found for month, each in months.items() for found in each}

    def measure(level: str, month: Month) -> Result:
        found = known.get((level, str(month)))
        return found or unmeasured(every[0], level, month)

    return History(versions, measure, tuple(told), as_of)


def unmeasured(terms: Agreement, level: str, month: Month) -> Result:
    """A period in which nothing was counted."""
    return result(compile_level(level, in_order([terms]), month), None)


def share(terms: Agreement, level: str, month: str, percent: int | str) -> Result:
    """A result of so many percent in time, to two places."""
    within = Fraction(percent) * FULL / 100
    assert within.denominator == 1
    sample = Sample(FULL, within.numerator, 0)
    asked = compile_level(level, in_order([terms]), parse_month(month))
    return result(asked, ElapsedTally(sample, sample))


def months_of(
    terms: Agreement, level: str, first: str, percents: Sequence[int | str | None]
) -> dict[str, list[Result]]:
    """A month after the other: each percentage a result, None a month that was not measured."""
    month, found = parse_month(first), {}
    for percent in percents:
        if percent is not None:
            found[str(month)] = [share(terms, level, str(month), percent)]
        month = Month(month.following.year, month.following.month)
    return found


def excused(found: Result) -> Result:
    """The same, excused."""
    return replace(found, state=State.EXCUSED, net=None)
