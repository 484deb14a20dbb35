"""Forms about people: signing in."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """E-mail address and password; one sentence for every way of being wrong."""

    username = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {  # noqa: RUF012 # Django's own form of it
        # The same for an unknown address, a wrong password and a closed account.
        "invalid_login": "This address and password do not go together. Check both and try again.",
        "inactive": "This address and password do not go together. Check both and try again.",
    }
