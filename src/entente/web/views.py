"""Pages that gather from all parts: the portfolio and an alliance's overview."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from entente.parties.access import alliance_page
from entente.parties.kernel.standing import Standing
from entente.parties.queries import alliances_of
from entente.web.contributions import OpenItem, listings, open_items, tiles


@login_required
def portfolio(request: HttpRequest) -> HttpResponse:
    """A row for each alliance of the reader; whoever has one only is sent to it."""
    standings = alliances_of(cast("int", request.user.pk))
    if len(standings) == 1:
        return redirect("web:overview", slug=standings[0].slug)
    now = timezone.now()
    rows = [(standing, _waiting(standing, open_items(standing, now))) for standing in standings]
    return render(request, "web/portfolio.html", {"rows": rows})


@alliance_page
def overview(request: HttpRequest, standing: Standing) -> HttpResponse:
    """What needs whom now, and each part's one number."""
    now = timezone.now()
    shown = {
        "tiles": tiles(standing, now),
        "items": open_items(standing, now),
        "listings": listings(standing, now),
        "now": now,
    }
    return render(request, "web/overview.html", shown)


def _waiting(standing: Standing, items: list[OpenItem]) -> int:
    return sum(item.side == standing.side for item in items)
