"""Rules about counting failures: n within m that can be, that say whether they start again.

A counter stands in a level (`default_when`), in a credit (`due_when`) and in a right (`failures`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from entente.agreement.lint.looked import Looked
from entente.agreement.lint.spans import period_months, periods_within, rolls_over
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure
from entente.agreement.terms.periods import Lapse
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding


class Counter(Protocol):
    """Failures that are counted: so many, within so long, or in a row."""

    @property
    def times(self) -> int:
        """How many."""

    @property
    def within(self) -> Lapse | None:
        """Within how long; None where every period counts."""

    @property
    def consecutive(self) -> bool:
        """Whether only those in a row count."""


def counter_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about counters, and about windows that count one failure several times."""
    for path, level, measure in looked.levels():
        for at, counter in _counters(path, level):
            yield from _counter(looked, at, counter, period_months(measure))
        yield from _overlaps(looked, path, level, measure)
    for key, right in looked.agreement.rights.items():
        for index, arises in enumerate(right.when):
            at = ("rights", key, "when", index, "failures")
            if arises.failures is not None:
                months = [
                    period_months(
                        looked.agreement.measure_of(looked.agreement.service_levels[each])
                    )
                    for each in arises.failures.levels
                    if looked.has_measure(each)
                ]
                failures, every = arises.failures, looked.agreement.service_levels
                together = 1 if failures.same else len(failures.levels or every)
                yield from _counter(looked, at, failures, min(months, default=1), together)
    yield from _defaults(looked)


def _counters(path: Path, level: ServiceLevel) -> Iterator[tuple[Path, Counter]]:
    yield from (
        ((*path, "default_when", index), each) for index, each in enumerate(level.default_when)
    )
    if level.credit is not None and level.credit.due_when is not None:
        yield (*path, "credit", "due_when"), level.credit.due_when


def _counter(
    looked: Looked, at: Path, counter: Counter, months: int, levels: int = 1
) -> Iterator[Finding]:
    """More failures than there are periods; failures that may count again, or may not."""
    most = periods_within(counter.within, months) * levels if counter.within else counter.times
    if counter.times > most:
        of_all = f" of {levels} levels" if levels > 1 else ""
        message = (
            f"{counter.times} failures cannot happen within {counter.within}: there "
            f"{'is' if most == 1 else 'are'} {most} period{'' if most == 1 else 's'}{of_all} in it"
        )
        hint = "ask for fewer, or look at a longer time"
        yield looked.found("counter-never-true", message, hint, (*at, "times"))
    if counter.times > 1 and "then" not in looked.places.keys(at):
        message = (
            f"once {counter.times} failures have counted, nothing says whether they count again "
            "with the next one"
        )
        hint = "write then: start-again, or then: go-on"
        yield looked.found("counter-without-reset", message, hint, at, at_key=True)


def _overlaps(
    looked: Looked, path: Path, level: ServiceLevel, measure: Measure
) -> Iterator[Finding]:
    """A window that looks back further than to the last evaluation: one failure, many periods."""
    rolling = rolls_over(measure)
    counted = [name for name, given in (
        ("a credit", level.credit is not None and level.credit.due_when is None),
        ("a counter of failures", level.default_when or (level.credit and level.credit.due_when)),
    ) if given]  # fmt: skip
    if rolling is not None and counted:
        message = (
            f"each evaluation looks back {rolling}, so one failure is in several of them, and "
            f"{' and '.join(counted)} takes it each time"
        )
        hint = "use periods that do not overlap, or say that this is meant by accepting it"
        at = (*looked.path_of(path, level), "window")
        yield looked.found("overlapping-windows", message, hint, at)


def _defaults(looked: Looked) -> Iterator[Finding]:
    """Rights that count defaults of levels that can have none."""
    levels = looked.agreement.service_levels
    for key, right in looked.agreement.rights.items():
        for index, arises in enumerate(right.when):
            failures = arises.failures
            if failures is None or not failures.defaults or not looked.whole:
                continue
            counted = [each for each in failures.levels or levels if each in levels]
            without = [each for each in counted if not levels[each].default_when]
            if counted and len(without) == len(counted):
                message = "this counts service level defaults, but no level says when it has one"
                hint = "add default_when to the levels, or count misses: defaults: false"
                at = ("rights", key, "when", index, "failures", "defaults")
                yield looked.found("defaults-without-rule", message, hint, at)
