"""Every clause says what its text says: both engines give what was worked out by hand from it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.clauses.fragments import Clause, clauses_of, files_of
from tests.clauses.judging import Standing, judge

HERE = Path(__file__).parent
CLAUSES = [clause for file in files_of([HERE]) for clause in clauses_of(file)]


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.key)
def test_the_clause_comes_out_as_worked_out_by_hand(clause: Clause) -> None:
    judged = judge(clause)

    assert judged.wrong == ()
    assert judged.standing in {Standing.COMPUTED, Standing.TRACKED}


def test_every_clause_that_we_collected_has_a_fragment(shared: Path) -> None:
    with (shared / "domain" / "clauses.csv").open(encoding="utf-8") as file:
        wanted = {row["clause_id"] for row in csv.DictReader(file)}

    assert {clause.key for clause in CLAUSES} >= wanted
