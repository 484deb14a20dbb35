"""The real logs: how many rows, what is left out, and single tickets as they are in the file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from entente.agreement.terms.sources import Source
from entente.foundation.instants import from_micros, to_micros, zone
from entente.performance.intake import StoredBatch, take_in
from tests.performance.intake.conftest import left_out, rows_of

SOURCES = {
    "incidents": Source(like="servicenow-incident-log", files=("uci_*.csv.gz",)),
    "problems": Source(like="bpi-closed-problems", files=("BPI_*.xes.gz",)),
    "probes": Source(like="upptime-probes", files=("*_probes.csv",)),
}
VIENNA = zone("Europe/Vienna")


def _take(path: Path, folder: Path) -> StoredBatch:
    (stored,) = take_in([path], sources=SOURCES, zone="Europe/Vienna", folder=folder)
    return stored


@pytest.fixture(scope="module")
def incidents(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> StoredBatch:
    """The ServiceNow log as evidence."""
    path = shared / "data" / "tickets" / "uci_incident_event_log.csv.gz"
    return _take(path, tmp_path_factory.mktemp("evidence"))


@pytest.fixture(scope="module")
def problems(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> StoredBatch:
    """The closed problems as evidence."""
    path = shared / "data" / "tickets" / "BPI_Challenge_2013_closed_problems.xes.gz"
    return _take(path, tmp_path_factory.mktemp("evidence"))


def _asked(stored: StoredBatch, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as db:
        return db.execute(question.format(f"read_parquet('{stored.path}')")).fetchall()


def _said(at: str | int | None) -> str:
    return from_micros(int(at or 0)).isoformat()


def test_all_rows_of_the_incident_log_are_kept_or_listed(incidents: StoredBatch) -> None:
    quarantined = dict(incidents.batch.quarantined)
    ((kept, tickets),) = _asked(
        incidents,
        "SELECT count(*) FILTER (state IS NOT NULL), count(DISTINCT record) FROM {}",
    )

    assert quarantined == {"out-of-order": 5, "unknown-state": 5}
    assert (kept, tickets) == (141_712 - 10, 24_918)
    assert incidents.batch.first_at == to_micros(datetime(2016, 2, 29, 1, 16, tzinfo=VIENNA))


def test_the_incident_log_tells_each_event_of_a_ticket_once(incidents: StoredBatch) -> None:
    told = _asked(incidents, "SELECT event, count(*) FROM {} WHERE event IS NOT NULL GROUP BY 1")
    events: dict[object, object] = dict(told)  # type: ignore[arg-type] # two columns were asked for
    ((opened_twice,),) = _asked(
        incidents,
        "SELECT count(*) FROM (SELECT record FROM {} WHERE event IN ('opened', 'responded')"
        " GROUP BY record, event HAVING count(*) > 1)",
    )

    assert (events["opened"], events["closed"], opened_twice) == (24_918, 24_918, 0)


def test_the_first_incident_reads_as_in_the_file(incidents: StoredBatch) -> None:
    rows = [row for row in rows_of(incidents) if row["record"] == "INC0000045"]

    found = [
        (f"{from_micros(int(row['at'] or 0), VIENNA):%d/%m %H:%M}", row["event"], row["state"])
        for row in rows
    ]
    assert found == [
        ("29/02 01:16", "opened", None),
        ("29/02 01:23", None, "new"),
        ("29/02 08:53", None, "resolved"),
        ("29/02 11:29", None, "resolved"),
        ("29/02 11:29", "resolved", None),
        ("05/03 12:00", None, "closed"),
        ("05/03 12:00", "closed", None),
    ]
    assert {row["priority"] for row in rows} == {"3 - Moderate"}


def test_question_marks_of_the_incident_log_are_blanks(incidents: StoredBatch) -> None:
    ((marks, blanks),) = _asked(
        incidents,
        "SELECT count(*) FILTER (assigned_to = '?'), count(*) FILTER (assigned_to IS NULL) FROM {}",
    )

    assert marks == 0
    assert isinstance(blanks, int)
    assert blanks > 10_000


def test_every_left_out_incident_row_is_listed_with_its_number(incidents: StoredBatch) -> None:
    listed = left_out(incidents)

    assert len(listed) == 10
    assert listed[0] == (330, "out-of-order")
    assert (115_643, "unknown-state") in listed


def test_the_problem_log_keeps_all_events_of_its_traces(problems: StoredBatch) -> None:
    ((states, tickets),) = _asked(
        problems, "SELECT count(*) FILTER (state IS NOT NULL), count(DISTINCT record) FROM {}"
    )

    assert (states, tickets) == (6_660, 1_487)
    assert problems.batch.quarantined == ()


def test_a_problem_reads_as_in_the_file(problems: StoredBatch) -> None:
    found = [
        (
            _said(row["at"]),
            row["event"],
            row["state_from"],
            row["state"],
        )
        for row in rows_of(problems)
        if row["record"] == "1-109135791"
    ]

    assert found == [
        ("2006-01-11T14:49:42+00:00", "opened", None, "queued"),
        ("2012-03-15T10:53:52+00:00", "responded", "queued", "in-progress"),
        ("2012-03-15T10:56:17+00:00", None, "in-progress", "assigned"),
        ("2012-03-15T11:09:05+00:00", None, "assigned", "in-progress"),
        ("2012-03-15T11:11:33+00:00", "closed", "in-progress", "closed"),
    ]


def test_probes_keep_their_milliseconds_and_their_status(shared: Path, tmp_path: Path) -> None:
    stored = _take(shared / "data" / "availability" / "electisec_probes.csv", tmp_path)

    first = rows_of(stored)[0]
    assert stored.batch.rows == 922
    assert (first["status"], first["value"]) == ("down", 0)
    assert _said(first["at"]) == "2025-05-18T08:51:09.144000+00:00"
