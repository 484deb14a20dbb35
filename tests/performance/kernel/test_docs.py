"""The worked examples of the pages about money and consequences run as they stand."""

from __future__ import annotations

import doctest

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("page", "least"),
    [("credits", 20), ("counters", 8), ("rights", 10), ("ratchets", 5), ("occasions", 8)],
)
def test_the_pencil_work_of_a_page_is_right(
    page: str, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))

    failed, tried = doctest.testfile(
        str(ROOT / "docs" / "algorithms" / f"{page}.md"), module_relative=False
    )

    assert tried >= least
    assert failed == 0
