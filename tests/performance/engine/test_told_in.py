"""What was told of credits and rights, as the events of the evidence hold it."""

from __future__ import annotations

from pathlib import Path

from entente.performance.engine.reference import Cell
from entente.performance.engine.told import told_in
from entente.performance.kernel.told import Notice
from tests.performance.engine.batches import keep, plain


def event(name: str, at: int, period: str | None = None) -> dict[str, Cell]:
    return {"record": "desk", "event": name, "at": at, "period": period}


def test_events_that_are_wanted_are_read_once_in_the_order_of_time(tmp_path: Path) -> None:
    rows = event("credit-claimed", 9, "2026-01"), event("went-live", 1), event("breach", 3)
    batches = keep([plain("events", *rows, fields=("period",)),
                    plain("events", rows[0], fields=("period",))], tmp_path)  # fmt: skip

    assert told_in(batches, ("breach", "credit-claimed")) == (
        Notice("breach", "desk", 3), Notice("credit-claimed", "desk", 9, "2026-01"),
    )  # fmt: skip


def test_without_events_or_rules_that_need_them_nothing_is_read(tmp_path: Path) -> None:
    batches = keep([plain("events", event("breach", 3), fields=("period",))], tmp_path)

    assert told_in(batches, ()) == told_in([], ("breach",)) == ()
