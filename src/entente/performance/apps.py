"""The performance part as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Evidence, measurement, statements."""

    name = "entente.performance"
    label = "performance"
    default_auto_field = "django.db.models.BigAutoField"
