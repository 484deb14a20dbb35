"""The documents' worked examples run as they stand: commands in order, output as printed.

A block fenced as `console` holds commands after `$ ` and what they print; `...` stands for any
text.
A block fenced as `console log` needs the public ticket log and is skipped where it is absent.
A block fenced as `yaml draft.yaml` (or `python found.py`) is that file; `>>` goes on with it.
All blocks of one document run in one fresh folder, in which `examples` is at hand.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOG = "tickets/uci_incident_event_log.csv.gz"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(
    r"^```(console|console log|(?:yaml|python) (?:>> )?[\w-]+\.\w+)\n(.*?)^```$", re.M | re.S
)
LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Example:
    """A command, the output that the page promises, and whether it needs the ticket log."""

    command: str
    output: str
    needs_log: bool
    line: int


def examples_of(page: Path) -> list[Example]:
    text = page.read_text()
    found = []
    for block in BLOCK.finditer(text):
        line = text[: block.start()].count("\n") + 2
        language, _, file = block[1].partition(" ")
        if language != "console":
            found.append(Example(writing(file, block[2]), "", False, line))
            continue
        for part in re.split(r"^\$ ", block[2], flags=re.M)[1:]:
            command, _, output = part.replace("\\\n", "").partition("\n")
            found.append(Example(command, output, block[1] == "console log", line))
    return found


def writing(name: str, text: str) -> str:
    """The command that writes a block into its file, or goes on with it."""
    arrow, _, file = name.rpartition(" ")
    return f"printf %s {shlex.quote(text)} {arrow or '>'} {file}"


WITH_EXAMPLES = [page for page in PAGES if examples_of(page)]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_of_a_page_print_what_it_says(page: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    log = Path(os.environ.get("ENTENTE_SHARED", ROOT.parent / "shared")) / "data" / LOG
    if log.exists():
        (tmp_path / "incident_event_log.csv.gz").symlink_to(log)
    elif all(example.needs_log for example in examples_of(page)):
        pytest.skip(f"the public ticket log is not at {log}")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "TERM": "dumb",
    }

    for example in examples_of(page):
        if example.needs_log and not log.exists():
            continue
        ran = subprocess.run(
            ["bash", "-c", example.command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        printed = ran.stdout + ran.stderr
        assert doctest.OutputChecker().check_output(example.output, printed, LOOSE), (
            f"{page.relative_to(ROOT)}, block at line {example.line}: $ {example.command}\n"
            f"--- the page says\n{example.output}--- printed (exit {ran.returncode})\n{printed}"
        )
