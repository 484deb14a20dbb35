"""Rules about the length of the terms: what begins, or is looked back on, after they have ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from entente.agreement.lint.looked import Looked
from entente.agreement.lint.spans import days_of
from entente.agreement.terms.levels import Applies, ServiceLevel
from entente.agreement.terms.measures import Measure
from entente.agreement.terms.periods import Lapse
from entente.agreement.terms.price import Indexation
from entente.agreement.terms.windows import MONTHS_OF
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding

_WITHIN = "let it lie within the days in force, or leave it out"


@dataclass(frozen=True)
class _Term:
    """The days on which terms hold, that have an end."""

    looked: Looked
    first: dt.date
    until: dt.date

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.until - self.first).days

    def too_long(self, lapse: Lapse | None) -> bool:
        """Whether a lapse is surely longer than the terms hold."""
        return lapse is not None and days_of(lapse) >= self.days

    def found(self, what: str, path: Path) -> Finding:
        """The finding that something lies beyond the last day."""
        message = f"{what}: the terms hold from {self.first} until {self.until}"
        return self.looked.found("beyond-the-term", message, _WITHIN, path)


def term_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about what the days in force leave no time for."""
    for path, level, _ in looked.levels():
        months = level.applies.in_months if level.applies else ()
        for index, month in enumerate(months):
            if not 1 <= month <= 12:
                message = f"there is no month {month}, so the level never applies in it"
                at = (*path, "applies", "in_months", index)
                yield looked.found("month-of-no-year", message, "write 1 to 12", at)
        yield from _phases(looked, path, level)
    force = looked.agreement.in_force
    if force.until is None or force.until <= force.from_:
        return  # they have no end, or one with a finding of its own
    term = _Term(looked, force.from_, force.until)
    for path, level, measure in looked.levels():
        yield from _level(term, path, level, measure)
    yield from _rights(term)
    yield from _money(term)


def _phases(looked: Looked, path: Path, level: ServiceLevel) -> Iterator[Finding]:
    """Phases in which the floor asks more than the commitment."""
    commitment, minimum = level.commitment, level.minimum
    for index, phase in enumerate(level.phases):
        commitment = phase.commitment or commitment
        minimum = phase.minimum or minimum
        same = minimum is not None and minimum.comparison == commitment.comparison
        if minimum is None or not same or minimum.unit != commitment.unit:
            continue
        sign = 1 if commitment.comparison in {">=", ">"} else -1
        if (minimum.value - commitment.value) * sign > 0:
            message = f"from {phase.from_} on the minimum ({minimum}) asks more than {commitment}"
            hint = "write a minimum for this phase too, under its commitment"
            yield looked.found("level-order", message, hint, (*path, "phases", index))


def _level(term: _Term, path: Path, level: ServiceLevel, measure: Measure) -> Iterator[Finding]:
    applies = level.applies or Applies()
    begins = term.looked.agreement.dates.get(applies.after or "", term.first)
    if (
        begins + dt.timedelta(days=days_of(applies.hold_off) if applies.hold_off else 0)
        >= term.until
    ):
        key = "hold_off" if applies.hold_off else "after"
        yield term.found("the level begins to hold after the last day", (*path, "applies", key))
    elif applies.until is not None and applies.until <= max(begins, term.first):
        yield term.found("the level ends before it begins", (*path, "applies", "until"))
    for index, phase in enumerate(level.phases):
        if term.too_long(phase.from_):
            at = (*path, "phases", index, "from")
            yield term.found(f"this phase begins {phase.from_} after the start", at)
    if isinstance(measure.window, str):
        months = MONTHS_OF[measure.window.removeprefix("contract-")]
        if not _one_ends(term, measure.window, months):
            at = (*term.looked.path_of(path, level), "window")
            yield term.found(f"no {measure.window} ends in it, so none is ever judged", at)
    if level.ratchet is not None and term.too_long(level.ratchet.every):
        at = (*path, "ratchet", "every")
        yield term.found(f"it is looked at every {level.ratchet.every}, so never", at)


def _one_ends(term: _Term, window: str, months: int) -> bool:
    """Whether a period of so many months ends on a day in force."""
    if months == 1:
        return True
    if window.startswith("contract-"):
        return term.days >= months * 28
    last, month = term.until, dt.date(term.first.year, term.first.month, 1)
    while month < last:
        month = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        if (month.month - 1) % months == 0 and term.first < month <= last:
            return True
    return False


def _rights(term: _Term) -> Iterator[Finding]:
    for key, right in term.looked.agreement.rights.items():
        for index, arises in enumerate(right.when):
            at: Path = ("rights", key, "when", index)
            if arises.mean is not None and term.too_long(arises.mean.over):
                said = f"a mean over {arises.mean.over} is never there"
                yield term.found(said, (*at, "mean", "over"))
            failures = arises.failures
            if failures and failures.same and failures.times * 28 > term.days:
                said = f"{failures.times} months cannot fail"
                yield term.found(said, (*at, "failures", "times"))
            if arises.events is not None and term.too_long(arises.events.uncured_after):
                said = f"nothing is uncured for {arises.events.uncured_after}"
                yield term.found(said, (*at, "events", "uncured_after"))


def _money(term: _Term) -> Iterator[Finding]:
    agreement = term.looked.agreement
    scheme = agreement.credits
    if (
        scheme is not None
        and scheme.earn_back is not None
        and term.too_long(scheme.earn_back.met_for)
    ):
        said = f"no level is held for {scheme.earn_back.met_for} after a failure"
        yield term.found(said, ("credits", "earn_back", "met_for"))
    for path, level, _ in term.looked.levels():
        credit = level.credit
        if (
            credit is not None
            and credit.due_when is not None
            and credit.due_when.times * 28 > term.days
        ):
            at = (*path, "credit", "due_when", "times")
            yield term.found(f"{credit.due_when.times} months cannot fail", at)
    for key, price in agreement.prices.items():
        if isinstance(price, Indexation) and term.too_long(price.first_after):
            at = ("prices", key, "first_after")
            yield term.found(f"the first increase comes after {price.first_after}", at)
