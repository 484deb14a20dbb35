"""The shell as a Django application: its templates, components and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that belong to no part, and what all pages are made of."""

    name = "entente.web"
    label = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        """Have each part's numbers and open items on the overview."""
        from entente.web.contributions import offer_items, offer_listings, offer_tiles
        from entente.web.performance_tiles import (
            performance_items,
            performance_listings,
            performance_tiles,
        )

        offer_tiles(performance_tiles)
        offer_items(performance_items)
        offer_listings(performance_listings)
