"""What a party can do about scope: record a version of the agreement."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.digest import agreement_digest
from entente.foundation.findings import Finding
from entente.scope.access import may_record_version
from entente.scope.models import AgreementVersion


class MayNotRecord(PermissionError):
    """The person's role does not let them record an agreement."""


@dataclass
class AgreementHasErrors(ValueError):
    """The text cannot be recorded: its findings say where and what to do."""

    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return f"The agreement has {len(self.findings)} errors; nothing was recorded."


class AlreadyRecorded(ValueError):
    """The same number or the same terms stand in the record already."""


def _read(text: str, today: dt.date) -> Agreement:
    reading = read_agreement_text(text, "agreement.yaml", today)
    if reading.agreement is None or reading.errors:
        raise AgreementHasErrors(reading.errors)
    return reading.agreement


def record_version(
    *, alliance_id: int, role: str, by: int, now: dt.datetime, text: str
) -> AgreementVersion:
    """Record a version of the agreement that reads without errors, for ever as it is.

    `by` is the id of the person, `role` their role in the alliance. Raises MayNotRecord,
    AgreementHasErrors or AlreadyRecorded; nothing is stored then.
    """
    if not may_record_version(role):
        raise MayNotRecord("Only an owner, signatory or manager may record an agreement.")
    agreement = _read(text, now.date())
    try:
        with transaction.atomic():
            return AgreementVersion.objects.create(
                alliance_id=alliance_id,
                number=agreement.version,
                title=agreement.title,
                text=text,
                digest=agreement_digest(agreement),
                in_force_from=agreement.in_force.from_,
                in_force_until=agreement.in_force.until,
                recorded_by_id=by,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise AlreadyRecorded(
            f"Version {agreement.version}, or the same terms under another number, "
            "is recorded already: a change takes the next number."
        ) from error
