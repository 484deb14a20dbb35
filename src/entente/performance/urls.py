"""Addresses of the pages of performance, below those of an alliance."""

from django.urls import path, register_converter

from entente.performance.views import claims, evidence, explaining, levels, statements

app_name = "performance"


class KeyConverter:
    """A key of the agreement, such as `p1-resolution`."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """The key as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The key as it stands in the address."""
        return value


register_converter(KeyConverter, "term")
_ALLIANCE = "a/<slug:slug>/performance"

urlpatterns = [
    path(f"{_ALLIANCE}/service-levels/", levels.service_levels, name="service-levels"),
    path(f"{_ALLIANCE}/service-levels/<term:key>/", levels.service_level, name="service-level"),
    path(
        f"{_ALLIANCE}/service-levels/<term:key>/<str:period>/",
        explaining.explain,
        name="explain",
    ),
    path(f"{_ALLIANCE}/statements/", statements.statements, name="statements"),
    path(f"{_ALLIANCE}/statements/make/", statements.make, name="make-statement"),
    path(f"{_ALLIANCE}/statements/check/", statements.check, name="check-statement"),
    path(f"{_ALLIANCE}/statements/<int:number>/", statements.statement, name="statement"),
    path(
        f"{_ALLIANCE}/statements/<int:number>/recompute/",
        statements.recompute,
        name="recompute-statement",
    ),
    path(
        f"{_ALLIANCE}/statements/<int:number>/statement.json",
        statements.download,
        name="statement-file",
    ),
    path(
        f"{_ALLIANCE}/statements/<int:number>/bundle.zip",
        statements.bundle,
        name="statement-bundle",
    ),
    path(f"{_ALLIANCE}/exclusions/", claims.claims, name="claims"),
    path(f"{_ALLIANCE}/evidence/", evidence.evidence, name="evidence"),
    path(f"{_ALLIANCE}/evidence/add/", evidence.add, name="add-evidence"),
    path(f"{_ALLIANCE}/evidence/<int:number>/", evidence.batch, name="batch"),
    path(f"{_ALLIANCE}/evidence/<int:number>/file/", evidence.download, name="batch-file"),
]
