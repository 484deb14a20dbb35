"""The engine against the plain reference on random evidence, to the last integer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import PlainBatch, Reference
from entente.performance.kernel.plans import (
    CadencePlan,
    DeadlinePlan,
    ElapsedPlan,
    EventsPlan,
    Plan,
    RecordPlan,
    RequestPlan,
    SurveyPlan,
    UptimePlan,
    ValuePlan,
)
from entente.performance.kernel.rows import (
    ElapsedRow,
    Only,
    RecordRow,
    RequestRow,
    SurveyRow,
    UptimeRow,
    ValueRow,
)
from entente.performance.kernel.tallies import (
    CadenceTally,
    ElapsedTally,
    EventsTally,
    RecordTally,
    RequestTally,
    UptimeTally,
    ValueTally,
)
from tests.performance.engine import random_occasions as told
from tests.performance.engine import random_plans as some
from tests.performance.engine.batches import keep

FEW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))

Record = Callable[[str, object], None]

ticket_cases = st.tuples(some.ticket_batches(), some.elapsed_plans())
joined_cases = st.tuples(some.ticket_batches(), some.joined_plans())
cadence_cases = st.tuples(some.ticket_batches(), some.cadence_plans())
request_cases = st.tuples(some.request_batches(), some.request_plans())
time_cases = st.tuples(some.time_batches(), some.uptime_plans())
value_cases = st.tuples(some.plain_batches(), some.value_plans())
event_cases = st.tuples(told.events_batches(), st.one_of(told.events_plans, told.deadline_plans()))
record_cases = st.tuples(told.record_batches, told.record_plans())
survey_cases = st.tuples(some.plain_batches(), some.survey_plans())


def _agree(batches: Sequence[PlainBatch], plan: Plan) -> None:
    expected = Reference(batches).tally(plan)
    with tempfile.TemporaryDirectory() as folder:
        kept = keep(batches, Path(folder))
        with DuckEngine(kept, threads=1) as engine:
            assert engine.tally(plan) == expected
            _rows_add_up(engine, plan)
        if len(kept) > 1:
            with DuckEngine(kept[::-1], threads=1) as engine:
                assert engine.tally(plan) == expected


def _rows_add_up(engine: DuckEngine, plan: Plan) -> None:
    tally, rows = engine.tally(plan), engine.rows(plan, limit=10_000)
    assert len(rows) == engine.row_count(plan)
    if isinstance(tally, ElapsedTally):
        tickets = [row for row in rows if isinstance(row, ElapsedRow)]
        counted = [row for row in tickets if row.standing == "counted"]
        assert len(counted) == tally.net.count
        assert sum(row.elapsed for row in counted) == tally.net.total
        assert sum(row.within or False for row in counted) == tally.net.within
        assert sum(row.standing == "pending" for row in tickets) == tally.pending
        excluded = [row for row in tickets if row.standing == "excluded"]
        assert len(excluded) == sum(each.records for each in tally.removed)
    elif isinstance(tally, CadenceTally):
        paced = [row for row in rows if isinstance(row, ElapsedRow)]
        assert sum(row.standing == "counted" for row in paced) == tally.net.tickets
        assert sum(row.standing == "pending" for row in paced) == tally.pending
    elif isinstance(tally, UptimeTally):
        stretches = [row for row in rows if isinstance(row, UptimeRow)]
        kept = [row for row in stretches if row.standing != "excluded"]
        if isinstance(plan, UptimePlan) and plan.resolution == 1:
            assert sum(row.down for row in kept) == tally.net.down
        assert sum(row.unknown for row in kept) == tally.net.unknown
        taken = [row for row in stretches if row.standing == "excluded"]
        assert sum(row.micros for row in taken) == sum(each.open for each in tally.removed)
        if isinstance(plan, UptimePlan) and plan.resolution == 1 and plan.least == 0:
            assert sum(row.down for row in taken) == tally.gross.down - tally.net.down
    elif isinstance(tally, RequestTally):
        asked = [row for row in rows if isinstance(row, RequestRow)]
        assert sum(row.total for row in asked) == tally.gross.total
        assert sum(row.failed for row in asked if row.standing == "counted") == tally.net.failed
    elif isinstance(tally, ValueTally):
        values = [row for row in rows if isinstance(row, ValueRow)]
        assert sum(row.value for row in values if row.standing == "counted") == tally.net.total
    elif isinstance(tally, RecordTally):
        records = [row for row in rows if isinstance(row, RecordRow)]
        counted_ones = [row for row in records if row.standing == "counted"]
        assert (len(records), len(counted_ones)) == (tally.gross.count, tally.net.count)
        assert sum(row.good or False for row in counted_ones) == tally.net.within
    elif isinstance(tally, EventsTally):
        occasions = plan.occasions if isinstance(plan, DeadlinePlan) else ()
        assert len(rows) == len(occasions)
        kinds: tuple[Only, ...] = ("counted", "excluded", "excused", "pending")
        split = sum(engine.row_count(plan, only=kind) for kind in kinds)
        assert split == len(occasions)
        met_or_missed = sum(engine.row_count(plan, only=kind) for kind in ("met", "missed"))
        assert met_or_missed == engine.row_count(plan, only="counted")
    else:
        people = [row for row in rows if isinstance(row, SurveyRow)]
        scores = [row.score or 0 for row in people if row.standing == "counted"]
        assert (len(people), len(scores), sum(scores)) == (
            tally.asked,
            tally.answered,
            tally.total,
        )


@FEW
@given(ticket_cases)
def test_clocks_of_tickets_equal_the_reference(case: tuple[list[PlainBatch], ElapsedPlan]) -> None:
    _agree(*case)


@FEW
@given(joined_cases)
def test_joined_clocks_equal_the_reference(case: tuple[list[PlainBatch], ElapsedPlan]) -> None:
    _agree(*case)


@FEW
@given(cadence_cases)
def test_updates_of_tickets_equal_the_reference(case: tuple[list[PlainBatch], CadencePlan]) -> None:
    _agree(*case)


@FEW
@given(time_cases)
def test_service_time_equals_the_reference(case: tuple[list[PlainBatch], UptimePlan]) -> None:
    _agree(*case)


@FEW
@given(request_cases)
def test_requests_equal_the_reference(case: tuple[list[PlainBatch], RequestPlan]) -> None:
    _agree(*case)


@FEW
@given(value_cases)
def test_values_equal_the_reference(case: tuple[list[PlainBatch], ValuePlan]) -> None:
    _agree(*case)


@FEW
@given(survey_cases)
def test_surveys_equal_the_reference(case: tuple[list[PlainBatch], SurveyPlan]) -> None:
    _agree(*case)


@FEW
@given(event_cases)
def test_firsts_of_events_equal_the_reference(
    case: tuple[list[PlainBatch], EventsPlan | DeadlinePlan],
) -> None:
    _agree(*case)


@FEW
@given(record_cases)
def test_records_one_by_one_equal_the_reference(case: tuple[list[PlainBatch], RecordPlan]) -> None:
    _agree(*case)


# Ten thousand of each, in parts that run side by side, each from a seed of its own.
PARTS, EACH = 5, 2_000

PROOFS = {
    "histories": (ticket_cases, "random histories of tickets, both engines, any order"),
    "clocks": (joined_cases, "random plans of joined clocks, both engines"),
    "updates": (cadence_cases, "random plans of updates within a cadence, both engines"),
    "months": (time_cases, "random months of outages and probes, both engines"),
    "requests": (request_cases, "random counts of requests, both engines"),
    "values": (value_cases, "random sets of values, both engines"),
    "surveys": (survey_cases, "random sets of answers of people, both engines"),
    "events": (event_cases, "random sets of events and deadlines, both engines"),
    "records": (record_cases, "random sets of records, both engines"),
}


@pytest.mark.proof
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("group", PROOFS)
def test_many_random_cases_agree(group: str, part: int, record_property: Record) -> None:
    cases, proved = PROOFS[group]
    counted = 0

    @seed(part)
    @settings(FEW, max_examples=EACH, database=None)
    @given(cases)
    def agree(case: tuple[Sequence[PlainBatch], Plan]) -> None:
        nonlocal counted
        counted += 1
        _agree(*case)

    record_property("part_of", f"the engine against the reference: {group}")
    record_property("proved", proved)
    agree()
    record_property("counted", counted)
