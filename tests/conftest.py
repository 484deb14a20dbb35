"""Fixtures for all tests: where the reference data is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
