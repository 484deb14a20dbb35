"""What the rules look at: an agreement beside the places of its words; how a finding is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from entente.agreement.allowance import first_month, month_span
from entente.agreement.calendars import resolve_calendar
from entente.agreement.lint.rules import RULES
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure
from entente.agreement.text.mends import key_edits, value_edits
from entente.agreement.text.shape import Path, Places
from entente.foundation.findings import Edit, Finding
from entente.foundation.instants import DAY


@dataclass(frozen=True)
class Looked:
    """An agreement beside the places of its words; `whole` where no entry was left out."""

    agreement: Agreement
    places: Places
    whole: bool = True

    def found(
        self,
        rule: str,
        message: str,
        hint: str,
        path: Path,
        *,
        at_key: bool = False,
        edits: tuple[Edit, ...] = (),
    ) -> Finding:
        """A finding of a rule at the value of a path, or at its key, and what mends it."""
        place = self.places.key(path) if at_key else self.places.value(path)
        return Finding(rule, RULES[rule].severity, message, hint, place, path, edits)

    def rewritten(self, path: Path, text: str | None) -> tuple[Edit, ...]:
        """The edit that puts a text in the place of the value at a path, if both are there."""
        if text is None or self.places.trodden(path) != path:
            return ()
        return value_edits(self.places.written(path), text)

    def renamed(self, path: Path, key: str | None) -> tuple[Edit, ...]:
        """The edit that gives the key at a path another name."""
        if key is None or self.places.trodden(path) != path:
            return ()
        return key_edits(self.places.entry(path), key)

    def measures(self) -> Iterator[tuple[Path, Measure]]:
        """Every measure with its path, whether it has a key or is written inside a level."""
        for key, measure in self.agreement.measures.items():
            yield ("measures", key), measure
        for key, level in self.agreement.service_levels.items():
            if not isinstance(level.measure, str):
                yield ("service_levels", key, "measure"), level.measure

    def levels(self) -> Iterator[tuple[Path, ServiceLevel, Measure]]:
        """Every service level whose measure is known."""
        for key, level in self.agreement.service_levels.items():
            if not isinstance(level.measure, str) or level.measure in self.agreement.measures:
                yield ("service_levels", key), level, self.agreement.measure_of(level)

    def has_measure(self, key: str) -> bool:
        """Whether there is a service level of a key, and its measure is known."""
        level = self.agreement.service_levels.get(key)
        named = level is not None and isinstance(level.measure, str)
        return level is not None and (not named or level.measure in self.agreement.measures)

    def path_of(self, path: Path, level: ServiceLevel) -> Path:
        """Where the measure of a level is written."""
        if isinstance(level.measure, str):
            return ("measures", level.measure)
        return (*path, "measure")

    def opens_and_closes(self, calendar: str) -> bool:
        """Whether a calendar is ever closed; of one with a finding of its own nothing is said."""
        try:
            start, _ = month_span(first_month(self.agreement), self.agreement.zone)
            hours = resolve_calendar(self.agreement, calendar).open_spans(start, start + 7 * DAY)
        except (ValueError, KeyError):
            return False
        return hours.total() < 7 * DAY

    def calendar_of(self, measure: Measure) -> str:
        """The key of the calendar on which a measure counts."""
        return measure.calendar or self.agreement.defaults.calendar
