"""Leaving: the plan, its readiness, assistance, levels that go on, and what is handed over."""

from __future__ import annotations

from entente.agreement.terms.obligations import DateOrKey, Owner
from entente.agreement.terms.periods import LapseValue
from entente.agreement.terms.scalars import Flag, KeyName, Party, Terms


class Exit(Terms):
    """How the parties part.

    `ready_within` is the notice on which resources for leaving can be deployed; assistance begins
    `assistance_before` the end and lasts up to `assistance_for`; services go on up to
    `extended_for` on `extension_notice`. The plan is due `plan_before` the end and tested so often.
    The `end` is a day or one of the agreement's dates; absent, the last day in force. A told event
    `termination` brings another end.
    """

    end: DateOrKey | None = None
    ready_within: LapseValue | None = None
    assistance_before: LapseValue | None = None
    assistance_for: LapseValue | None = None
    extended_for: LapseValue | None = None
    extension_notice: LapseValue | None = None
    plan_by: Party = "provider"
    plan_before: LapseValue | None = None
    plan_within: LapseValue | None = None
    plan_reviewed_every: LapseValue | None = None
    tested_every: LapseValue | None = None
    service_levels_apply: Flag = True
    charges: tuple[KeyName, ...] = ()
    hands_over: tuple[str, ...] = ()
    owed_by: Owner = "provider"
    calendar: KeyName | None = None
