"""What is asked of an engine for one service level and period, with all that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from entente.agreement.calendars import resolve_calendar
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure, Unit, algorithm_of, table_of
from entente.agreement.terms.sources import Table
from entente.foundation.worktime import Calendar
from entente.performance.kernel.claims import Claim
from entente.performance.kernel.maintenance import Announced
from entente.performance.kernel.periods import Period
from entente.performance.kernel.plans import Plan, Window
from entente.performance.kernel.tallies import First
from entente.performance.kernel.versions import Version

Numbers = tuple[tuple[str, int], ...]


class UnknownAlgorithm(ValueError):
    """A meaning of a measure that this program does not know."""


class TermsDoNotFit(ValueError):
    """Terms of a service level that cannot be computed together."""


@dataclass(frozen=True)
class Known:
    """What is known of the evidence before a plan is made: small tables that plans depend on."""

    claims: tuple[Claim, ...] = ()
    maintenance: tuple[Announced, ...] = ()
    firsts: tuple[First, ...] = ()


@dataclass(frozen=True)
class Calendars:
    """Calendars resolved once for each version, since resolving one is not free."""

    _known: dict[tuple[int, str], Calendar] = field(default_factory=dict)

    def of(self, terms: Agreement, key: str) -> Calendar:
        """A calendar of a version's terms."""
        at = terms.version, key
        if at not in self._known:
            self._known[at] = resolve_calendar(terms, key)
        return self._known[at]

    def used(self) -> Mapping[tuple[int, str], Calendar]:
        """Every calendar that was asked for, by version and key."""
        return dict(sorted(self._known.items()))


@dataclass(frozen=True)
class Held:
    """A version's terms for a measure, and the instants `[start, end)` at which they hold."""

    terms: Agreement
    measure: Measure
    calendar_key: str
    start: int
    end: int


@dataclass(frozen=True)
class Given:
    """What a kind of measure makes its plan from; `measure` and `terms` are the governing ones."""

    key: str
    terms: Agreement
    level: ServiceLevel
    measure: Measure
    window: Window
    held: tuple[Held, ...]
    known: Known
    calendars: Calendars


@dataclass(frozen=True)
class Asked:
    """A service level of a period, ready to be counted.

    `plan` is absent where the level does not hold in the period (`not_applicable` says why) and
    where its figure is made from the results of other levels.
    """

    key: str
    level: ServiceLevel
    measure: Measure
    unit: Unit
    plan: Plan | None
    versions: tuple[Version, ...]
    period: Period
    claims: tuple[Claim, ...] = ()
    not_applicable: str = ""
    governing: Version | None = None
    announced: Numbers = ()  # what became of announced maintenance
    before: int = 0  # service time, or slices, before the level holds that count as up

    @property
    def window(self) -> Window:
        """The span that is measured."""
        return self.period.window

    @property
    def table(self) -> Table | None:
        """The evidence table that decides; None where it is made from other levels."""
        return table_of(self.measure)

    @property
    def terms(self) -> Agreement:
        """The governing version's terms."""
        return (self.governing or self.versions[0]).terms

    @property
    def algorithm(self) -> str:
        """The named, numbered meaning of the figure."""
        return algorithm_of(self.measure)
