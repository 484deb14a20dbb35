"""The page of claims: what one party asked to leave out, and what the other decided."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from entente.parties.access import alliance_page
from entente.parties.kernel.standing import Standing
from entente.performance.intake import EvidenceAltered
from entente.performance.kernel.claims import Claim, without_effect
from entente.performance.queries.evidence import EvidenceMissing
from entente.performance.queries.open import claims_of
from entente.performance.views.export import Value, exported, wanted
from entente.performance.views.wording import iso
from entente.performance.views.zones import terms_of, zone_of

PAGE = 50
STANDINGS = {"undecided": "Undecided", "approved": "Approved", "other": "Not applied"}


def standing_of(claim: Claim) -> str:
    """How a claim stands: undecided, approved by the other party, or not applied."""
    if claim.undecided:
        return "undecided"
    return "approved" if claim.counts else "other"


@alliance_page
def claims(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Every claim of an exclusion, those without a decision first."""
    only = request.GET.get("only", "")
    search = request.GET.get("q", "").strip()[:100]
    zone_name = zone_of(standing)
    problem, every = "", tuple[Claim, ...]()
    try:
        every = claims_of(standing.alliance_id)
    except (EvidenceMissing, EvidenceAltered) as situation:
        problem = str(situation)
    found = [claim for claim in every if _fits(claim, only, search)]
    kind = wanted(request.GET.get("export"))
    if kind:
        head = ["claim", "exclusion", "service", "record", "from", "until", "proposed by",
                "decided by", "decision"]  # fmt: skip
        rows = (_line(claim, zone_name) for claim in found)
        return exported(kind, f"{standing.slug}-exclusions", head, rows)
    asked = request.GET.get("page", "1")
    shown = {
        "page": Paginator(found, PAGE).get_page(asked if len(asked) < 10 else "1"),
        "only": only,
        "search": search,
        "standings": STANDINGS,
        "zone": zone_name,
        "problem": problem,
        "remarks": _remarks(standing, every),
    }
    return render(request, "performance/claims.html", shown)


def _remarks(standing: Standing, every: tuple[Claim, ...]) -> list[str]:
    """Which claims change nothing although nobody refused them, and why."""
    terms = terms_of(standing)
    return without_effect(terms, every) if terms else []


def _fits(claim: Claim, only: str, search: str) -> bool:
    words = f"{claim.record} {claim.code} {claim.subject or ''} {claim.service or ''}".lower()
    return (only not in STANDINGS or standing_of(claim) == only) and search.lower() in words


def _line(claim: Claim, zone_name: str) -> list[Value]:
    return [
        claim.record,
        claim.code,
        claim.service,
        claim.subject,
        iso(claim.started_at, zone_name),
        iso(claim.ended_at, zone_name),
        claim.proposed_by,
        claim.decided_by,
        claim.decision or "undecided",
    ]
