"""Situations become pages: the only place that knows status codes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from entente.parties.access import NotPermitted
from entente.parties.queries import NotAMember
from entente.parties.views import TooManyTries
from entente.performance.kernel.statement import EarlierForm

STATUS_OF: dict[type[Exception], int] = {
    NotAMember: 404,
    NotPermitted: 403,
    TooManyTries: 429,
    EarlierForm: 409,
}
_TITLES = {
    400: ("That request made no sense", "Go back and try again."),
    403: ("This is not yours to do", "Somebody with another role can; ask an owner of your side."),
    404: ("There is nothing here for you", "The page does not exist, or it is not yours to see."),
    409: ("A statement of an earlier form", "Ask whoever runs this installation to make it anew."),
    429: ("Too many tries", "Wait a while, then try again."),
    500: (
        "Something broke on our side",
        "Nothing you entered was half saved. Try again; if it happens again, tell whoever runs "
        "this installation the time it happened.",
    ),
}


class Situations:
    """Answers exceptions that are named for a situation with the page of their status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, situation: Exception) -> HttpResponse | None:
        """The page for a situation that is known here; anything else goes on to be a 500."""
        status = next((code for kind, code in STATUS_OF.items() if isinstance(situation, kind)), 0)
        if not status:
            return None
        # Words of a 404 would tell the alliance that is not yours from the one that is not there.
        response = page(request, status, "" if status == 404 else str(situation))
        if isinstance(situation, TooManyTries):
            response.headers["Retry-After"] = str(situation.retry_after)
        return response


def page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page for a status, with the situation's own sentence where it has one."""
    title, advice = _TITLES[status]
    about = {"status": status, "title": title, "sentence": sentence or advice}
    return render(request, "web/error.html", about, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler of 400."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler of 403."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler of 404."""
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Django's handler of 500; asks the database nothing, for it may be what broke."""
    title, advice = _TITLES[500]
    about = {"status": 500, "title": title, "sentence": advice, "theme": ""}
    return HttpResponse(render_to_string("web/error_bare.html", about), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The page of a form that was open for too long or came from elsewhere."""
    return page(request, 403, "The form was too old or came from another site. Reload, try again.")
