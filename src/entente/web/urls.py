"""Addresses of the whole project: the shell's own pages, then each part's."""

from django.urls import include, path

from entente.web import views
from entente.web.health import health
from entente.web.style import style_page

shell_patterns = [
    path("", views.portfolio, name="portfolio"),
    path("a/<slug:slug>/", views.overview, name="overview"),
    path("style/", style_page, name="style"),
    path("health", health, name="health"),
]
urlpatterns = [
    path("", include((shell_patterns, "web"))),
    path("", include("entente.parties.urls")),
    path("", include("entente.scope.urls")),
    path("", include("entente.performance.urls")),
]

handler400 = "entente.web.errors.bad_request"
handler403 = "entente.web.errors.forbidden"
handler404 = "entente.web.errors.not_found"
handler500 = "entente.web.errors.broken"
