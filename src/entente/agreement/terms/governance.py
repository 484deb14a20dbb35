"""Who decides and how it escalates: roles, bodies, meetings, RACI, ladders, changes, policies."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from entente.agreement.terms.obligations import DutyDue, Every, Owner, Silence, Trigger
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import Flag, KeyName, Party, Terms, Whole


class Role(Terms):
    """A role of one side: who holds it, and the role of the other side that it is paired with."""

    title: str
    party: Party
    person: str = ""
    paired_with: KeyName | None = None
    duties: tuple[str, ...] = ()


class KeyPosition(Terms):
    """A person whom the other side relies on: how long they stay, and how they are replaced.

    Within `lock_in` the person is moved only for the `permitted` reasons or with consent. `notice`
    is given before, a successor is `approved_before` the change, `replaced_within` so long after.
    """

    role: KeyName
    lock_in: LapseValue | None = None
    permitted: tuple[str, ...] = ()
    consent: Party | None = None
    notice: LapseValue | None = None
    approved_before: LapseValue | None = None
    replaced_within: LapseValue | None = None
    investigate_within: LapseValue | None = None
    at_once_for: tuple[str, ...] = ()
    equal_qualification: Flag = False
    calendar: KeyName | None = None


class Members(Terms):
    """How many sit for each side, and in which roles."""

    client: Whole = 0
    provider: Whole = 0
    roles: tuple[KeyName, ...] = ()


class Body(Terms):
    """A body that decides for both: its members, quorum, rule of decision and mandate."""

    title: str
    members: Members
    chair: KeyName | None = None
    quorum: Members | None = None
    decides: Literal["consensus", "majority", "majority-of-each-side", "chair", "advises"]
    mandate: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    fallback: KeyName | None = None  # the ladder on which it goes on where nothing is decided
    meets: Every | None = None


class Meeting(Terms):
    """A meeting that comes back: of whom, how often, and the papers before and after.

    Minutes are open to objections for `objections_within`; `silence` says what follows without one.
    """

    title: str
    body: KeyName | None = None
    roles: tuple[KeyName, ...] = ()
    every: Every
    at_least: Flag = False
    agenda: tuple[str, ...] = ()
    papers_before: LapseValue | None = None
    minutes_within: LapseValue | None = None
    minutes_by: Party | None = None
    objections_within: LapseValue | None = None
    silence: Silence | None = None
    calendar: KeyName | None = None


class Raci(Terms):
    """An activity, and the roles that do it, answer for it, are asked, and are told."""

    title: str
    responsible: tuple[KeyName, ...] = Field(min_length=1)
    accountable: KeyName
    consulted: tuple[KeyName, ...] = ()
    informed: tuple[KeyName, ...] = ()


class Rung(Terms):
    """A step of a ladder: the roles of both sides, and how long they have.

    `within` counts from the step's beginning, or with `from_start` from the ladder's.
    """

    roles: tuple[KeyName, ...] = ()
    title: str = ""
    within: LapseValue | None = None
    from_start: Flag = False
    meets_within: LapseValue | None = None


class Determination(Terms):
    """How a ladder ends: an expert, a mediator, arbitration or a court, and within what time."""

    by: Literal[
        "expert", "mediator", "expert-or-mediator", "arbitration", "court", "chief-executives"
    ]
    within: LapseValue | None = None
    binding: Flag = True
    place: str = ""
    place_agreed_within: LapseValue | None = None
    place_otherwise: str = ""
    cost: Literal["equal", "loser", "as-decided", "each-own"] | None = None


class Ladder(Terms):
    """An escalation ladder: its trigger, its rungs in order, and how it ends.

    `stays_proceedings` keeps the parties from court until it is done; `service_continues` says
    that neither the service nor its measurement stops. `jumps_queue` moves what is escalated ahead
    of work of the same severity. `total` is what all rungs take together, where the text says it.
    """

    title: str
    about: Literal["disputes", "incidents", "third-parties", "changes", "other"] = "disputes"
    trigger: Trigger | None = None
    rungs: tuple[Rung, ...] = Field(min_length=1)
    calendar: KeyName | None = None
    ends: Determination | None = None
    total: LapseValue | None = None
    stays_proceedings: Flag = False
    service_continues: Flag = True
    jumps_queue: Flag = False
    then: str = ""


class ChangeProcedure(Terms):
    """How a thing is changed: who asks, the case that is made, who approves, by when.

    `about` says what: service levels, weights, tools, scope. `before` is how long ahead it must be
    asked; `at_most` how often in a while; `silence` what no answer means.
    """

    title: str
    about: Literal["service-levels", "weights", "tools", "scope", "charges", "systems", "policies",
                   "everything"]  # fmt: skip
    proposed_by: Owner = "both"
    needs: tuple[str, ...] = ()
    impact: tuple[Literal["scope", "charges", "dates", "service-levels", "risks"], ...] = ()
    impact_within: LapseValue | None = None
    before: LapseValue | None = None
    approved_by: tuple[KeyName, ...] = ()
    body: KeyName | None = None
    both_sign: Flag = True
    answer_within: LapseValue | None = None
    silence: Silence | None = None
    times: Whole | None = None
    within: LapseValue | None = None
    from_next: Literal["period", "quarter", "contract-year"] | None = None
    parallel_run: LapseValue | None = None
    otherwise: str = ""
    calendar: KeyName | None = None


class Policy(Terms):
    """A rule that people of a party keep: whose it is, and what not keeping it brings."""

    title: str
    of: Owner
    kept_by: Owner
    text: str = ""
    notice: LapseValue | None = None
    acknowledged_within: LapseValue | None = None
    relieves: Party | None = None
    calendar: KeyName | None = None


class Standard(Terms):
    """A standard that is attested, not counted: who looks, how often, with which evidence."""

    title: str
    owner: Party = "provider"
    reference: str = ""
    attested_by: Owner
    role: KeyName | None = None
    every: Every | None = None  # absent: once, at its due date
    due: DutyDue | None = None
    evidence: str = ""
    measure: KeyName | None = None
    baseline: LapseValue | None = None
    calendar: KeyName | None = None
