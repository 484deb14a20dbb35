"""A list of clauses (doc, clause_id, paraphrase): which of them have a fragment, and which not."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from tests.clauses.fragments import Clause, NotAFragment

COLUMNS = ("doc", "clause_id", "paraphrase")


def listed_in(path: Path, found: list[Clause]) -> list[Clause]:
    """The clauses with what the list says of them, and one without a fragment for each it lacks."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise NotAFragment(f"{path}: the list cannot be read: {error.strerror}") from None
    for column in COLUMNS:
        if any(row.get(column) is None for row in rows):
            raise NotAFragment(f"{path.name}: the list has no column {column}: it needs "
                               f"{', '.join(COLUMNS)}")  # fmt: skip
    wanted = {row["clause_id"]: row for row in rows}
    clauses = [replace(clause, listed=clause.key in wanted) for clause in found]
    written = {clause.key for clause in found}
    lacking = [
        Clause(row["doc"], key, row["paraphrase"], "", has_fragment=False)
        for key, row in wanted.items()
        if key not in written
    ]
    return sorted([*clauses, *lacking], key=lambda clause: (clause.document, clause.key))
