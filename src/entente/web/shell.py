"""What the shell around every page needs to know: navigation, alliances, colour theme."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from entente.parties.kernel.standing import Standing
from entente.parties.queries import alliances_of
from entente.web.navigation import groups

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, object]:
    """Context of every page; the list of alliances is asked for only where it is shown."""
    standing: Standing | None = getattr(request, "standing", None)
    theme = request.COOKIES.get("entente-theme", "")
    return {
        "standing": standing,
        "navigation": groups(standing.slug, request.path) if standing else (),
        "alliances": SimpleLazyObject(lambda: _alliances(request)),
        "theme": theme if theme in THEMES else "",
        "has_inter": settings.INTER is not None,
    }


def _alliances(request: HttpRequest) -> list[Standing]:
    user = getattr(request, "user", None)
    return alliances_of(user.pk) if user is not None and user.is_authenticated else []
