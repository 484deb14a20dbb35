"""The real ServiceNow log: our terms reproduce the flag that its own system kept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from entente.agreement.reading import read_agreement
from entente.performance.engine.duck import DuckEngine
from entente.performance.kernel.compare import compare
from entente.performance.kernel.rows import ElapsedRow
from entente.performance.kernel.statement import read_statement, statement_bytes
from entente.performance.kernel.versions import Month, parse_month
from entente.performance.measuring import measured, measuring
from tests.conftest import ROOT
from tests.performance.alliance import taken_in

MONTHS = [parse_month(f"2016-{n:02}") for n in range(3, 13)] + [Month(2017, 1), Month(2017, 2)]
AGREE = {"moderate-closure": (23_454, 23_466), "low-closure": (774, 774)}


def test_our_terms_reproduce_the_logs_own_flag_ticket_by_ticket(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reading = read_agreement(ROOT / "examples" / "servicenow-incident-log" / "agreement.yaml")
    assert reading.agreement
    terms = reading.agreement
    log = shared / "data" / "tickets" / "uci_incident_event_log.csv.gz"
    batches = taken_in(terms, [log], tmp_path)
    alike: dict[str, Counter[bool]] = {level: Counter() for level in terms.service_levels}

    with DuckEngine(batches) as engine:
        work = measuring([terms], batches, engine)
        for level, counter in alike.items():
            for month in MONTHS:
                plan = work.asked(level, month).plan
                assert plan is not None
                for row in engine.rows(plan, only="counted", limit=100_000):
                    assert isinstance(row, ElapsedRow)
                    counter[row.within is (dict(row.fields)["made_sla"] == "true")] += 1
        made = measured([terms], batches, engine, MONTHS[0])
        again = measured([terms], batches, engine, MONTHS[0])

    found = {level: (c[True], c.total()) for level, c in alike.items()}
    assert found == AGREE
    same, both = (sum(pair) for pair in zip(*AGREE.values(), strict=True))
    with capsys.disabled():
        print(f"\nmade_sla reproduced for {same} of {both} incidents: {same / both:.2%}")  # noqa: T201 # the figure that the tutorial quotes
    assert (same, both) == (24_228, 24_240)
    assert compare(read_statement(statement_bytes(made)), again) == ()
    assert str(made.result("moderate-closure").net) == "41.71 %"
    assert made.result("low-closure").number("counted") == 269
