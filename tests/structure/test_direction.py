"""What import-linter cannot see: relations between records, and values that must stay home."""

from __future__ import annotations

import grimp
import pytest
from django.apps import apps
from django.db.models import Model

PARTS = (
    "foundation",
    "agreement",
    "ledger",
    "parties",
    "governance",
    "scope",
    "performance",
    "relationships",
    "communication",
    "assurance",
    "web",
)
OURS = [model for model in apps.get_models() if model.__module__.startswith("entente.")]


def part_of(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_down(model: type[Model]) -> None:
    rank = PARTS.index(part_of(model.__module__))

    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and isinstance(field.related_model, type)
        and field.related_model.__module__.startswith("entente.")
        and PARTS.index(part_of(field.related_model.__module__)) > rank
    ]

    assert upward == []


def test_no_part_imports_the_records_of_another() -> None:
    graph = grimp.build_graph("entente")

    trespasses = [
        f"{importer} -> {imported}"
        for imported in graph.modules
        if imported.endswith(".models") or ".models." in imported
        for importer in graph.find_modules_that_directly_import(imported)
        if part_of(importer) != part_of(imported)
    ]

    assert trespasses == []
