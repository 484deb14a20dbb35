"""`python -m tests.clauses [PATH ...] [--list CSV] [--write PAGE]`: the table of clauses."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.clauses.fragments import Clause, NotAFragment, clauses_of, files_of
from tests.clauses.judging import Judged, Standing, judge
from tests.clauses.listing import listed_in
from tests.clauses.tables import tables

HERE = Path(__file__).parent
MARKS = "<!-- clauses: begin -->", "<!-- clauses: end -->"


def main(arguments: list[str] | None = None) -> int:
    """Print the tables and all that is not as expected; 1 where anything is not, 2 for no file."""
    asked = _asked(arguments)
    try:
        judged = [judge(clause) for clause in _clauses(asked.paths, asked.list)]
    except NotAFragment as error:
        print(error, file=sys.stderr)
        return 2
    shown = tables(judged)
    print(shown)
    for said in _said(judged):
        print(said)
    if asked.write:
        begin, end = MARKS
        page = asked.write.read_text(encoding="utf-8")
        put = f"{begin}\n{shown}\n{end}"
        page = re.sub(f"{begin}.*?{end}", lambda _: put, page, flags=re.DOTALL)
        asked.write.write_text(page, encoding="utf-8")
    return 1 if any(each.wrong for each in judged) else 0


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    given = argparse.ArgumentParser(prog="python -m tests.clauses", description=__doc__)
    given.add_argument("paths", nargs="*", type=Path, default=[HERE])
    given.add_argument("--list", type=Path, help="a CSV file with the columns doc, clause_id and "
                       "paraphrase: each of its clauses needs a fragment")  # fmt: skip
    given.add_argument("--write", type=Path, help="a page whose marks the table is put between")
    return given.parse_args(arguments)


def _clauses(paths: Iterable[Path], list_of: Path | None) -> list[Clause]:
    """The clauses of all files, each once; with a list, those that it names and that have none."""
    found = [clause for file in files_of(list(paths)) for clause in clauses_of(file)]
    seen: set[str] = set()
    for clause in found:
        if clause.key in seen:
            raise NotAFragment(f"{clause.key} is written twice: give one of them another name")
        seen.add(clause.key)
    return found if list_of is None else listed_in(list_of, found)


def _said(judged: list[Judged]) -> Iterator[str]:
    """What is not as expected, then what is only kept as text."""
    for each in judged:
        for said in each.wrong:
            yield f"{each.clause.key} ({each.standing}): {said}"
    for each in judged:
        if each.standing is Standing.RECORDED:
            yield f"{each.clause.key} ({each.standing}): {each.clause.says}"


if __name__ == "__main__":
    sys.exit(main())
