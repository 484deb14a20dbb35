"""The scope part as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class ScopeConfig(AppConfig):
    """Scope of work."""

    name = "entente.scope"
    label = "scope"
    default_auto_field = "django.db.models.BigAutoField"
