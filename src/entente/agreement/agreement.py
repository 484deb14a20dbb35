"""One alliance's agreement, whole: the typed, frozen value that everything else reads."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from entente.agreement.exclusions import Exclusion
from entente.agreement.hours import CalendarTerms
from entente.agreement.levels import ServiceLevel
from entente.agreement.measures import Measure, RoundingTerms
from entente.agreement.money import Charge, CreditScheme
from entente.agreement.parties import Parties
from entente.agreement.scalars import KeyName, Terms
from entente.agreement.scope import Deliverable, Service, Task
from entente.agreement.sources import Source


class InForce(Terms):
    """The days on which a version's terms hold: from, and until (the day after its last)."""

    from_: dt.date = Field(alias="from")
    until: dt.date | None = None


class Defaults(Terms):
    """What a measure need not repeat."""

    calendar: KeyName = "always"
    rounding: RoundingTerms = RoundingTerms()


class Agreement(Terms):
    """A version of an agreement between one client and one provider.

    The calendar `always` (24x7 in the agreement's zone) needs no definition.
    """

    alliance: KeyName
    title: str
    version: int = Field(default=1, ge=1)
    zone: str
    in_force: InForce
    parties: Parties
    defaults: Defaults = Defaults()
    calendars: dict[KeyName, CalendarTerms] = {}
    services: dict[KeyName, Service] = {}
    tasks: dict[KeyName, Task] = {}
    deliverables: dict[KeyName, Deliverable] = {}
    measures: dict[KeyName, Measure] = {}
    service_levels: dict[KeyName, ServiceLevel] = {}
    exclusions: dict[KeyName, Exclusion] = {}
    charges: dict[KeyName, Charge] = {}
    credits: CreditScheme | None = None
    evidence: dict[KeyName, Source] = {}

    def measure_of(self, level: ServiceLevel) -> Measure:
        """The measure of a service level, whether written inside it or referred to by key."""
        return self.measures[level.measure] if isinstance(level.measure, str) else level.measure
