"""Write the counts of `make mutants` into docs/mutants.md, each module with its commit and day."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "mutants.md"
BEGIN, END = "<!-- counts -->\n", "<!-- end of counts -->\n"
HEAD = (
    "| module | mutants | killed | survived | timeout | not run | commit and day |\n"
    "|---|---|---|---|---|---|---|\n"
)
# What mutmut records of a mutant: the exit code of its tests.
KILLED, SURVIVED, TIMED_OUT = {1, 3}, {0}, {-24, 24, 36, 152, 255}


def counts(codes: list[int | None]) -> list[int]:
    """All mutants, then those killed, survived, stopped for their time, and not run."""
    times = Counter(codes)
    parts = [sum(times[code] for code in kind) for kind in (KILLED, SURVIVED, TIMED_OUT)]
    return [len(codes), *parts, len(codes) - sum(parts)]


def rows_of(table: str) -> dict[str, str]:
    """The rows of a table by the name of their module."""
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    return {row.split("`")[1]: row for row in rows}


def main() -> None:
    """Replace the rows of the modules that were run; the others stay as they were."""
    git = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    table, _, after = rest.partition(END)
    rows = rows_of(table)
    source = ROOT / "mutants" / "src" / "entente"
    for found in sorted(source.rglob("*.py.meta")):
        codes = list(json.loads(found.read_text("utf-8"))["exit_code_by_key"].values())
        if any(code is not None for code in codes):
            name = found.relative_to(source).as_posix().removesuffix(".meta")
            run = f"{commit}, {datetime.now(UTC):%Y-%m-%d}"
            rows[name] = f"| `{name}` | {' | '.join(map(str, counts(codes)))} | {run} |"
    made = HEAD + "".join(f"{row}\n" for _, row in sorted(rows.items()))
    PAGE.write_text(before + BEGIN + made + END + after, "utf-8")


if __name__ == "__main__":
    main()
