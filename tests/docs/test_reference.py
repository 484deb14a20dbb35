"""The reference pages that follow from the code are in step with it."""

from __future__ import annotations

import ast

import pytest
from docs.reference import make


@pytest.mark.parametrize("name", sorted(make.PAGES))
def test_a_made_page_says_what_the_code_says_now(name: str) -> None:
    assert (make.HERE / name).read_text("utf-8") == make.PAGES[name](), "run make docs"


def test_every_command_and_option_has_a_meaning() -> None:
    rows = [line for line in make.commands().splitlines() if line.startswith("| `")]

    assert len(rows) > 20
    assert [row for row in rows if "| . |" in row] == []


def test_settings_are_found_however_the_environment_is_read() -> None:
    code = """
import os
from os import environ
a = os.environ.get("ENTENTE_ONE", "1")
b = os.environ["ENTENTE_TWO"]
c = os.getenv("ENTENTE_THREE")
d = environ.get("ENTENTE_FOUR", "4")
os.environ["ENTENTE_SET"] = "not read"
"""

    assert dict(make.reads(ast.parse(code))) == {
        "ENTENTE_ONE": "1",
        "ENTENTE_TWO": "",
        "ENTENTE_THREE": "",
        "ENTENTE_FOUR": "4",
    }
