"""The shell as a Django application: its templates, components and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that belong to no part, and what all pages are made of."""

    name = "entente.web"
    label = "web"
    verbose_name = "Web"
