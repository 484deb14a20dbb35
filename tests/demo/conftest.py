"""The example year, made once for all tests of the demonstration."""

from __future__ import annotations

import pytest

from entente.web.demo.history import history
from tests.demo.records import FIRST, Tables, read


@pytest.fixture(scope="session")
def year() -> dict[str, bytes]:
    """The files of 2025-11 .. 2026-10, as committed."""
    return history(first=FIRST, months=12)


@pytest.fixture(scope="session")
def tables(year: dict[str, bytes]) -> Tables:
    """The rows of each file by its name without ending."""
    return {name.removesuffix(".csv"): read(content) for name, content in year.items()}
