"""Questions about scope: which versions there are, and whose terms hold on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.scope.models import AgreementVersion


@dataclass(frozen=True)
class Version:
    """A recorded version as a value: its number, days in force, digest, text and terms."""

    number: int
    digest: str
    text: str
    agreement: Agreement
    in_force_from: dt.date
    in_force_until: dt.date | None
    recorded_at: dt.datetime
    recorded_by: str


class NoAgreement(LookupError):
    """Nothing has been agreed yet, or nothing for that day."""


@lru_cache(maxsize=64)
def _terms(text: str) -> Agreement:
    reading = read_agreement_text(text, "agreement.yaml")
    if reading.agreement is None:  # a version is recorded only when it reads without errors
        raise NoAgreement("The recorded agreement can no longer be read by this version.")
    return reading.agreement


def versions_of(alliance_id: int) -> list[Version]:
    """All recorded versions of an alliance's agreement, oldest first."""
    rows = AgreementVersion.objects.filter(alliance_id=alliance_id).select_related("recorded_by")
    return [
        Version(
            number=row.number,
            digest=row.digest,
            text=row.text,
            agreement=_terms(row.text),
            in_force_from=row.in_force_from,
            in_force_until=row.in_force_until,
            recorded_at=row.recorded_at,
            recorded_by=str(row.recorded_by),
        )
        for row in rows
    ]


def terms_in_force(alliance_id: int, on: dt.date) -> Version:
    """The version in force on a day, else the one that comes next; NoAgreement if there is none."""
    versions = versions_of(alliance_id)
    if not versions:
        raise NoAgreement("No agreement has been recorded for this alliance yet.")
    holding = [
        version
        for version in versions
        if version.in_force_from <= on
        and (version.in_force_until is None or on < version.in_force_until)
    ]
    return holding[-1] if holding else versions[-1]
