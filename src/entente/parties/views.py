"""Pages about people: signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from entente.parties.actions import account_digest, forget_failed_sign_ins, note_failed_sign_in
from entente.parties.forms import SignInForm
from entente.parties.queries import SIGN_IN_WINDOW_FOR, too_many_tries


class TooManyTries(Exception):
    """Sign-in must wait; says how long at most."""

    retry_after = int(SIGN_IN_WINDOW_FOR.total_seconds())

    def __init__(self) -> None:
        minutes = self.retry_after // 60
        super().__init__(f"Too many failed sign-ins. Wait up to {minutes} minutes and try again.")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password, and lead on to where the person was going."""
    goal = _goal(request)
    if request.user.is_authenticated:
        return redirect(goal)
    if request.method == "POST":
        form = _try_sign_in(request)
        if form.is_valid():
            return redirect(goal)
    else:
        form = SignInForm(request)
    status = 422 if form.errors else 200
    return render(request, "parties/sign_in.html", {"form": form, "next": goal}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; asked by POST only, so that no link can do it."""
    logout(request)
    return redirect("parties:sign-in")


def _try_sign_in(request: HttpRequest) -> SignInForm:
    address, now = _address(request), timezone.now()
    account = account_digest(request.POST.get("username", ""))
    # Before the password is looked at: a locked account must not tell whether it was right.
    if too_many_tries(address=address, account=account, now=now):
        raise TooManyTries
    form = SignInForm(request, data=request.POST)
    if form.is_valid():
        forget_failed_sign_ins(address=address, account=account)
        login(request, form.get_user())
    else:
        note_failed_sign_in(address=address, account=account, now=now)
    return form


def _goal(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


def _address(request: HttpRequest) -> str:
    """The reader's address; what proxies add is believed only for the proxies that we run."""
    trusted = settings.ENTENTE_PROXIES
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if trusted and len(passed) >= trusted:
        return str(passed[-trusted]).strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
