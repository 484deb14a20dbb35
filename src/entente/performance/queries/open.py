"""Questions about what waits: claims without a decision, months without a statement."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from entente.performance.engine.claims import claims_in
from entente.performance.intake.store import StoredBatch
from entente.performance.kernel.claims import Claim
from entente.performance.kernel.versions import Month
from entente.performance.models import Statement as StatementRecord
from entente.performance.queries.evidence import batches_of, checked
from entente.scope.queries import versions_of


def claims_of(alliance_id: int) -> tuple[Claim, ...]:
    """Every claim of an exclusion, undecided ones first, the latest first.

    Raises EvidenceMissing or EvidenceAltered.
    """
    kept = [each for each in batches_of(alliance_id) if each.batch.table == "exclusions"]
    claims = _claims(tuple(checked(kept)))
    latest_first = sorted(claims, key=lambda claim: claim.started_at or 0, reverse=True)
    return tuple(sorted(latest_first, key=lambda claim: not claim.undecided))


def months_without_statement(alliance_id: int, today: dt.date) -> list[Month]:
    """The months that are over, under an agreement, and have no statement; the latest first."""
    versions = versions_of(alliance_id)
    if not versions:
        return []
    have = set(
        StatementRecord.objects.filter(alliance_id=alliance_id).values_list("period", flat=True)
    )
    first = min(version.in_force_from for version in versions).replace(day=1)
    found: list[Month] = []
    day = today.replace(day=1) - dt.timedelta(days=1)
    while day >= first and len(found) < 24:
        month = Month(day.year, day.month)
        if str(month) not in have:
            found.append(month)
        day = month.first - dt.timedelta(days=1)
    return found


@lru_cache(maxsize=64)
def _claims(stored: tuple[StoredBatch, ...]) -> tuple[Claim, ...]:
    """Batches are named by what they hold, so equal ones have equal claims."""
    return claims_in(stored)
