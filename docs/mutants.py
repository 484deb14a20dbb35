"""Write the counts of the last `make mutants` into docs/mutants.md, with commit and date."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "mutants.md"
BEGIN, END = "<!-- counts -->\n", "<!-- end of counts -->\n"
# What mutmut records of a mutant: the exit code of its tests.
KILLED, SURVIVED, TIMED_OUT = {1, 3}, {0}, {-24, 24, 36, 152, 255}


def counts(codes: list[int | None]) -> list[int]:
    """All mutants, then those killed, survived, stopped for their time, and not run."""
    times = Counter(codes)
    parts = [sum(times[code] for code in kind) for kind in (KILLED, SURVIVED, TIMED_OUT)]
    return [len(codes), *parts, len(codes) - sum(parts)]


def main() -> None:
    """Replace the table between the two marks."""
    git = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    rows = [
        "| module | mutants | killed | survived | timeout | not run |\n|---|---|---|---|---|---|"
    ]
    source = ROOT / "mutants" / "src" / "entente"
    for found in sorted(source.rglob("*.py.meta")):
        codes = list(json.loads(found.read_text("utf-8"))["exit_code_by_key"].values())
        name = found.relative_to(source).as_posix().removesuffix(".meta")
        rows.append(f"| `{name}` | " + " | ".join(map(str, counts(codes))) + " |")
    table = f"Commit {commit}, {datetime.now(UTC):%Y-%m-%d}.\n\n" + "\n".join(rows) + "\n"
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + table + END + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    main()
