"""The first instant of each event of each record."""

from __future__ import annotations

from pathlib import Path

from entente.agreement.conditions.condition import parse_condition
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import Cell, Reference
from entente.performance.kernel.plans import EventsPlan, Sought
from entente.performance.kernel.tallies import EventsTally, First
from tests.performance.engine.batches import keep, plain


def told(record: str, at: int, event: str = "sent", report: str = "daily") -> dict[str, Cell]:
    return {"record": record, "at": at, "event": event, "report": report}


EVENTS = plain(
    "events",
    told("2026-03-17", 5),
    told("2026-03-17", 3),
    told("2026-03-17", 1, report="weekly"),
    told("2026-03-18", 9),
    told("2026-03-18", 2, event="arrived"),
    fields=("report",),
)


def tally(plan: EventsPlan, folder: Path) -> EventsTally:
    expected = Reference([EVENTS]).tally(plan)
    with DuckEngine(keep([EVENTS], folder), threads=1) as engine:
        assert engine.tally(plan) == expected
    assert isinstance(expected, EventsTally)
    return expected


def test_the_first_of_several_tellings_counts(tmp_path: Path) -> None:
    found = tally(EventsPlan(100, (Sought("sent", parse_condition("report = 'daily'")),)), tmp_path)

    assert found.firsts == (First("2026-03-17", "sent", 3), First("2026-03-18", "sent", 9))


def test_what_comes_after_the_reach_is_not_told(tmp_path: Path) -> None:
    found = tally(EventsPlan(8, (Sought("sent"), Sought("arrived"))), tmp_path)

    assert found.firsts == (First("2026-03-17", "sent", 1), First("2026-03-18", "arrived", 2))


def test_only_named_records_are_looked_for(tmp_path: Path) -> None:
    plan = EventsPlan(100, (Sought("sent", records=frozenset({"2026-03-18"})),))

    assert tally(plan, tmp_path).firsts == (First("2026-03-18", "sent", 9),)


def test_nothing_asked_is_nothing_told(tmp_path: Path) -> None:
    assert tally(EventsPlan(100, ()), tmp_path).firsts == ()
