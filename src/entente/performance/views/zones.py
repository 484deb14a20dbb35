"""The zone in which an alliance's pages show times: that of its agreement."""

from __future__ import annotations

from django.utils import timezone

from entente.agreement.terms.agreement import Agreement
from entente.parties.kernel.standing import Standing
from entente.scope.queries import NoAgreement, terms_in_force


def terms_of(standing: Standing) -> Agreement | None:
    """The terms in force today; None where nothing is agreed yet."""
    try:
        return terms_in_force(standing.alliance_id, timezone.now().date()).agreement
    except NoAgreement:
        return None


def zone_of(standing: Standing) -> str:
    """The agreement's zone; UTC where nothing is agreed yet."""
    terms = terms_of(standing)
    return terms.zone if terms else "UTC"
