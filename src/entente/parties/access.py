"""Who may see and do what: one function a permission, and the one gate of alliance pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from entente.parties.kernel.standing import Role, Side, Standing
from entente.parties.queries import membership_of

P = ParamSpec("P")
_APPOINTING: tuple[Role, ...] = ("owner", "manager")
_WORKING: tuple[Role, ...] = ("owner", "signatory", "manager", "contributor")


class NotPermitted(Exception):
    """The person may see this, but not do it; the sentence says who may."""


def alliance_page(
    view: Callable[Concatenate[HttpRequest, Standing, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Gate of every page below `/a/<slug>/`: the view gets the reader's Standing, not the slug.

    Fails closed: anonymous readers go to sign-in whether or not the alliance exists, and a
    stranger cannot tell an alliance that is not theirs from one that is not there.
    """

    @login_required
    @wraps(view)
    def gated(
        request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        standing = membership_of(cast("int", request.user.pk), slug)
        request.standing = standing  # type: ignore[attr-defined] # read by the shell
        return view(request, standing, *args, **kwargs)

    return gated


def may_appoint(standing: Standing, *, side: Side, side_is_empty: bool) -> bool:
    """Each side appoints its own people; the first of an empty side is invited by the other."""
    if standing.role not in _APPOINTING:
        return False
    return standing.side == side or side_is_empty


def may_contribute(standing: Standing) -> bool:
    """Whether the person may add to the record; readers and auditors only look."""
    return standing.role in _WORKING
