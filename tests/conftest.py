"""Fixtures for all tests: the reference data, and the one browser of a test run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser import chromium, open_tab

# Two browsers started apart would each want the thread's event loop: it is named only here.
__all__ = ["chromium", "open_tab"]

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long proofs to `make proof`, also for a plain `pytest`."""
    if "proof" in str(config.option.markexpr):
        return
    for item in items:
        if item.get_closest_marker("proof"):
            item.add_marker(pytest.mark.skip(reason="a long proof: run it with make proof"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data beside the checkout, or a skip that says so."""
    place = Path(os.environ.get("ENTENTE_SHARED", ROOT.parent / "shared"))
    if not (place / "data").is_dir():
        pytest.skip(f"reference data not found at {place} (set ENTENTE_SHARED)")
    return place


@pytest.fixture(scope="session")
def harbour_and_quay() -> Path:
    """The folder of the demonstration alliance, the data that tests use first."""
    return ROOT / "examples" / "harbour-and-quay"
