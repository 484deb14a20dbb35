"""The worked example of the credits page runs as it stands."""

from __future__ import annotations

import doctest

import pytest

from tests.conftest import ROOT


def test_the_pencil_work_of_credits_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    failed, tried = doctest.testfile(
        str(ROOT / "docs" / "algorithms" / "credits.md"), module_relative=False
    )

    assert tried > 15
    assert failed == 0
