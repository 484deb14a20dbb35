"""The engine against the plain reference on a real ticket log of 24 918 incidents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from entente.agreement.conditions.condition import parse_condition
from entente.agreement.terms.sources import Source
from entente.foundation.instants import HOUR, to_micros
from entente.foundation.worktime import Calendar
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import PlainBatch, Reference
from entente.performance.intake import StoredBatch, take_in
from entente.performance.kernel.plans import Edge, ElapsedPlan, RecordExclusion, Segment, Window
from entente.performance.kernel.tallies import ElapsedTally

OFFICE = Calendar.from_mapping(
    {
        "timezone": "Europe/Rome",
        "weekly": {
            day: [["09:00", "13:00"], ["14:00", "18:00"]]
            for day in ("mon", "tue", "wed", "thu", "fri")
        },
    }
)
FIRST, CHANGE, LAST = (
    to_micros(datetime(2016, month, day, tzinfo=UTC)) for month, day in ((3, 1), (3, 10), (4, 1))
)
PLAN = ElapsedPlan(
    Window(FIRST, LAST, LAST),
    start=Edge(("opened",)),
    end=Edge(("resolved",)),
    counted_in="ended",
    classified_at="end",
    reopened="last-end",
    segments=(
        Segment(
            0,
            CHANGE,
            parse_condition("priority in ('3 - Moderate', '2 - High')"),
            OFFICE,
            frozenset({"awaiting-user", "awaiting-vendor"}),
            8 * HOUR,
        ),
        Segment(
            CHANGE,
            LAST,
            parse_condition("reassignment_count >= 1"),
            Calendar.always(),
            frozenset({"active"}),
            30 * HOUR,
        ),
    ),
    exclusions=(RecordExclusion("known", parse_condition("knowledge = 'true'")),),
    ranks=(Fraction(9, 10),),
)


@pytest.fixture(scope="module")
def log(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> StoredBatch:
    """The log as a batch of evidence."""
    path = shared / "data" / "tickets" / "uci_incident_event_log.csv.gz"
    source = Source(table="tickets", like="servicenow-incident-log")
    folder = tmp_path_factory.mktemp("evidence")
    (stored,) = take_in(
        [f"desk={path}"], sources={"desk": source}, zone="Europe/Rome", folder=folder
    )
    return stored


@pytest.fixture(scope="module")
def reference(log: StoredBatch) -> Reference:
    """The plain reference over the same rows."""
    with duckdb.connect() as db:
        found = db.execute("SELECT * EXCLUDE (row_number) FROM read_parquet(?)", [str(log.path)])
        names = [column[0] for column in found.description or ()]
        rows = tuple(dict(zip(names, row, strict=True)) for row in found.fetchall())
    return Reference([PlainBatch("tickets", "desk", log.batch.fields, rows)])


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(PLAN, id="resolved-in-march"),
        pytest.param(
            replace(PLAN, end=Edge(("closed",)), counted_in="started", classified_at="start"),
            id="opened-in-march",
            marks=pytest.mark.proof,
        ),
        pytest.param(
            replace(PLAN, end=Edge(("responded",))),
            id="responded-in-march",
            marks=pytest.mark.proof,
        ),
    ],
)
def test_a_month_of_the_real_log_equals_the_reference(
    plan: ElapsedPlan, log: StoredBatch, reference: Reference
) -> None:
    with DuckEngine([log]) as engine:
        tally = engine.tally(plan)

    assert isinstance(tally, ElapsedTally)
    assert tally.gross.count > 2000
    assert tally == reference.tally(plan)
