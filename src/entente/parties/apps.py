"""The parties as a Django application."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Organisations, alliances and people."""

    name = "entente.parties"
    label = "parties"
    verbose_name = "Parties"
    default_auto_field = "django.db.models.BigAutoField"
