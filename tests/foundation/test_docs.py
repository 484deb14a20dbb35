"""The worked example of the documentation runs as it stands."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "working-time.md"


def test_the_pencil_work_of_working_time_is_right() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)

    assert tried > 15
    assert failed == 0
