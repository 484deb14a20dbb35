"""Fixtures of the pages of performance: one world for all tests of a module, kept by none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.performance.web.world import NOW, World, opened

__all__ = ["world", "worlds"]


@pytest.fixture(scope="module")
def worlds(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """The world, made once for a module inside a transaction that is never committed."""
    folder = tmp_path_factory.mktemp("world")
    with override_settings(DATA=folder / "data"), django_db_blocker.unblock(), _undone():
        (folder / "files").mkdir()
        yield opened(folder / "files")


@pytest.fixture
def world(worlds: World, db: None) -> Iterator[World]:
    """The world on a November morning; what a test changes in the records is undone after it."""
    with time_machine.travel(NOW, tick=False):
        yield worlds


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
