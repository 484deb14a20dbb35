"""One alliance's agreement, whole: the typed, frozen value that everything else reads."""

from __future__ import annotations

from pydantic import Field

from entente.agreement.terms.accepted import AcceptedFinding
from entente.agreement.terms.exclusions import Exclusion
from entente.agreement.terms.exit import Exit
from entente.agreement.terms.governance import (
    Body,
    ChangeProcedure,
    KeyPosition,
    Ladder,
    Meeting,
    Policy,
    Raci,
    Role,
    Standard,
)
from entente.agreement.terms.hours import CalendarTerms
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.measures import Measure, RoundingTerms
from entente.agreement.terms.money import Charge, CreditScheme
from entente.agreement.terms.obligations import Obligation
from entente.agreement.terms.parties import Parties
from entente.agreement.terms.price import Price
from entente.agreement.terms.renewal import Renewal
from entente.agreement.terms.rights import Right
from entente.agreement.terms.scalars import (
    DateValue,
    DayCount,
    KeyName,
    Terms,
    Weekday,
    Whole,
    later,
)
from entente.agreement.terms.scope import Deliverable, Service, Task
from entente.agreement.terms.severities import Severities
from entente.agreement.terms.sources import Source


class InForce(Terms):
    """The days on which a version's terms hold: from, and until (the day after its last)."""

    from_: DateValue = Field(alias="from")
    until: DateValue | None = None


class Defaults(Terms):
    """What a measure need not repeat."""

    calendar: KeyName = "always"
    rounding: RoundingTerms = RoundingTerms()


class Agreement(Terms):
    """A version of an agreement between one client and one provider.

    The calendar `always` (24x7 in the agreement's zone) needs no definition. A month is evaluated
    so many days after its end (`evaluated_after`): what is known by then of its records counts,
    and its figures are provisional until then.
    """

    alliance: KeyName
    title: str
    version: Whole = Field(default=1, ge=1)
    zone: str
    in_force: InForce
    evaluated_after: DayCount = 0
    parties: Parties
    defaults: Defaults = Defaults()
    calendars: dict[KeyName, CalendarTerms] = Field(default_factory=dict)
    services: dict[KeyName, Service] = Field(default_factory=dict)
    tasks: dict[KeyName, Task] = Field(default_factory=dict)
    deliverables: dict[KeyName, Deliverable] = Field(default_factory=dict)
    measures: dict[KeyName, Measure] = Field(default_factory=dict)
    service_levels: dict[KeyName, ServiceLevel] = Field(default_factory=dict)
    exclusions: dict[KeyName, Exclusion] = Field(default_factory=dict)
    charges: dict[KeyName, Charge] = Field(default_factory=dict)
    credits: CreditScheme | None = None
    accepted_findings: tuple[AcceptedFinding, ...] = later(())
    evidence: dict[KeyName, Source] = Field(default_factory=dict)
    dates: dict[KeyName, DateValue] = later({})
    week_start: Weekday = later("mon")
    order_of_precedence: tuple[str, ...] = later(())
    severities: Severities | None = later()
    obligations: dict[KeyName, Obligation] = later({})
    rights: dict[KeyName, Right] = later({})
    roles: dict[KeyName, Role] = later({})
    key_people: dict[KeyName, KeyPosition] = later({})
    bodies: dict[KeyName, Body] = later({})
    meetings: dict[KeyName, Meeting] = later({})
    raci: dict[KeyName, Raci] = later({})
    ladders: dict[KeyName, Ladder] = later({})
    changes: dict[KeyName, ChangeProcedure] = later({})
    policies: dict[KeyName, Policy] = later({})
    standards: dict[KeyName, Standard] = later({})
    prices: dict[KeyName, Price] = later({})
    exit: Exit | None = later()
    renewal: Renewal | None = later()

    def measure_of(self, level: ServiceLevel) -> Measure:
        """The measure of a service level, whether written inside it or referred to by key."""
        return self.measures[level.measure] if isinstance(level.measure, str) else level.measure
