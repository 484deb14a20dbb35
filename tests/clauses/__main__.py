"""`python -m tests.clauses [PATH ...] [--write PAGE]`: the table of clauses, by document."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from tests.clauses.fragments import NotAFragment, clauses_of, files_of
from tests.clauses.judging import Judged, Standing, judge

HERE = Path(__file__).parent
MARKS = "<!-- clauses: begin -->", "<!-- clauses: end -->"


def main() -> int:
    """Print the table and all that is not as expected; 1 where anything is not."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("paths", nargs="*", type=Path, default=[HERE])
    given.add_argument("--write", type=Path, help="a page whose marks the table is put between")
    asked = given.parse_args()
    judged: list[Judged] = []
    try:
        for file in files_of(asked.paths):
            judged += [judge(clause) for clause in clauses_of(file)]
    except NotAFragment as error:
        print(error, file=sys.stderr)
        return 2
    shown = table(judged)
    print(shown)
    for each in judged:
        for said in each.wrong:
            print(f"{each.clause.key} ({each.standing}): {said}")
    for each in judged:
        if each.standing in {Standing.RECORDED, Standing.NOT_SAYABLE} and not each.wrong:
            print(f"{each.clause.key} ({each.standing}): {each.clause.says}")
    if asked.write:
        begin, end = MARKS
        page = asked.write.read_text(encoding="utf-8")
        put = f"{begin}\n{shown}\n{end}"
        page = re.sub(f"{begin}.*?{end}", lambda _: put, page, flags=re.DOTALL)
        asked.write.write_text(page, encoding="utf-8")
    return 1 if any(each.wrong for each in judged) else 0


def table(judged: list[Judged]) -> str:
    """How far the clauses of each document come."""
    rows: dict[str, Counter[str]] = {}
    for each in judged:
        rows.setdefault(each.clause.document, Counter())[each.standing] += 1
    columns = list(Standing)
    lines = [f"| document | clauses | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    for name, counts in rows.items():
        lines.append(_line(name, counts, columns))
    lines.append(_line("**all**", sum(rows.values(), Counter()), columns))
    return "\n".join(lines)


def _line(name: str, counts: Counter[str], columns: list[Standing]) -> str:
    told = " | ".join(str(counts[column]) for column in columns)
    return f"| {name} | {counts.total()} | {told} |"


if __name__ == "__main__":
    sys.exit(main())
