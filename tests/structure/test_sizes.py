"""House style that a machine can check: sizes, names, and a docstring for every module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "entente"
FILES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
REFUSED_NAMES = {"utils", "helpers", "common", "base", "manager", "service", "services", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_keeps_within_its_size_and_says_what_it_is(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)

    long = [
        f"{node.name}: {(node.end_lineno or node.lineno) - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > 60
    ]

    assert long == []
    assert text.count("\n") <= 500
    assert path.stem not in REFUSED_NAMES
    assert ast.get_docstring(tree), "a module opens with one sentence saying what it is"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_public_function_says_what_it_gives(path: Path) -> None:
    tree = ast.parse(path.read_text())

    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []
