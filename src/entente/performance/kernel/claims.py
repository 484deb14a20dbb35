"""Claims of an exclusion: what one party asked to leave out, and what the other decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.measures import Measure, leaves_out_time
from entente.foundation.intervals import Spans
from entente.foundation.references import nearest

PARTIES = frozenset({"client", "provider"})
DECISIONS = frozenset({"approved", "refused"})


@dataclass(frozen=True)
class Claim:
    """One row of the `exclusions` table: a record, or a span of time, under an agreed code."""

    record: str
    code: str
    proposed_by: str
    subject: str | None = None
    started_at: int | None = None
    ended_at: int | None = None
    decision: str | None = None
    decided_by: str | None = None
    service: str | None = None
    decided_at: int | None = None

    @property
    def counts(self) -> bool:
        """Whether the other party than the one that asked has approved it."""
        return (
            self.decision == "approved"
            and {self.proposed_by, self.decided_by} == PARTIES  # never by the one who asked
        )

    @property
    def undecided(self) -> bool:
        """Whether nobody has decided yet: such a claim is shown and changes nothing."""
        return not self.decision

    def touches(self, start: int, end: int) -> bool:
        """Whether it names a record, or time within `[start, end)`."""
        if self.subject and self.started_at is None:
            return True
        return self.started_at is not None and self.started_at < end and self.until > start

    @property
    def until(self) -> int:
        """When it ends; never, where it lasts."""
        return self.ended_at if self.ended_at is not None else 2**62  # it lasts


def claims_for(measure: Measure, service: str | None, claims: Iterable[Claim]) -> list[Claim]:
    """The claims that concern a level: its measure lists the code, its service is meant.

    A level that names no service counts the records of all, so claims for any record concern it.
    """
    return [
        claim
        for claim in claims
        if claim.code in measure.exclusions
        and (
            not claim.service
            or claim.service == service
            or (service is None and claim.subject is not None)
        )
    ]


def claimed_records(code: str, claims: Iterable[Claim]) -> frozenset[str]:
    """The records that approved claims of a code take out."""
    return frozenset(c.subject for c in claims if c.code == code and c.counts and c.subject)


def claimed_time(code: str, claims: Iterable[Claim], start: int, end: int) -> Spans:
    """The time within `[start, end)` that approved claims of a code take out.

    A claim for a record takes out that record; its span only tells when the reason lasted.
    """
    spans = [
        (c.started_at, max(c.started_at, c.until))
        for c in claims
        if c.code == code and c.counts and c.started_at is not None and not c.subject
    ]
    return Spans.of(spans).clip(start, end)


def without_effect(
    terms: Agreement, claims: Iterable[Claim], unseen: frozenset[str] = frozenset()
) -> list[str]:
    """Why claims change no figure although nobody refused them: one sentence a reason.

    `unseen` are the records that claims name and no evidence has.
    """
    reasons: dict[str, list[str]] = {}
    for claim in claims:
        why = _why_without_effect(terms, claim)
        if not why and claim.subject in unseen and claim.decision != "refused":
            why = "no ticket of the evidence is the record that is named"
        reasons.setdefault(why, []).append(claim.record)
    return [f"{_named(records)}: {why}" for why, records in reasons.items() if why]


def _named(records: list[str]) -> str:
    if len(records) == 1:
        return f"claim {records[0]} changes nothing"
    more = ", …" if len(records) > 3 else ""
    return f"{len(records)} claims change nothing ({', '.join(records[:3])}{more})"


def _why_without_effect(terms: Agreement, claim: Claim) -> str:
    agreed = terms.exclusions.get(claim.code)
    if agreed is None:
        near = nearest(claim.code, terms.exclusions)
        hint = f"; did they mean {near}?" if near else ""
        return f"the agreement has no exclusion {claim.code}{hint}"
    if not agreed.claimed:
        return f"{claim.code} needs no claims (it has no claimed: true)"
    return _why_unapproved(claim) or _why_untouched(terms, claim)


def _why_unapproved(claim: Claim) -> str:
    if claim.decision and claim.decision not in DECISIONS:
        return f"its decision is {claim.decision!r}, which is neither approved nor refused"
    if claim.decision != "approved" or claim.counts:
        return ""
    if claim.decided_by == claim.proposed_by:
        return f"the {claim.proposed_by} approved its own claim"
    return "it does not say which party approved it"


def _why_untouched(terms: Agreement, claim: Claim) -> str:
    listing = [
        measure
        for measure in map(terms.measure_of, terms.service_levels.values())
        if claim.code in measure.exclusions
    ]
    if not listing:
        return f"no measure lists {claim.code} under exclusions"
    if not claim.subject and claim.started_at is None:
        return "it names neither a record nor a time"
    if not claim.subject and not any(leaves_out_time(each) for each in listing):
        return f"it names a time, and measures that list {claim.code} leave out records"
    return ""
