"""Plain values and survey answers: which count, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from entente.agreement.conditions.condition import parse_condition
from entente.foundation.instants import DAY, HOUR
from entente.foundation.worktime import Calendar
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import Cell, Reference
from entente.performance.kernel.plans import (
    RecordExclusion,
    Segment,
    SurveyPlan,
    ValuePlan,
    Window,
)
from entente.performance.kernel.rows import SurveyRow, ValueRow
from entente.performance.kernel.tallies import Removed, SurveyTally, ValueTally
from tests.performance.engine.batches import keep, plain

SEGMENTS = (Segment(0, 1000, None, Calendar.always()),)
HUGE = 9 * 10**18


def test_sums_larger_than_sixty_four_bits_are_exact(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [{"at": at, "value": HUGE + at} for at in range(4)]
    plan = ValuePlan(Window(0, 3, 10), SEGMENTS, ranks=(Fraction(1, 2),))

    with DuckEngine(keep([plain("values", *rows)], tmp_path)) as engine:
        tally = engine.tally(plan)

    assert isinstance(tally, ValueTally)
    assert (tally.net.count, tally.net.total, tally.net.ranked) == (3, 3 * HUGE + 3, (HUGE + 1,))


def test_only_values_within_the_open_hours_of_their_day_count(tmp_path: Path) -> None:
    morning = Calendar.from_mapping({"timezone": "UTC", "weekly": {"thu": [["08:00", "12:00"]]}})
    evening = Calendar.from_mapping({"timezone": "UTC", "weekly": {"thu": [["18:00", "20:00"]]}})
    hours = (7, 8, 11, 12, 17, 18, 19, 20)  # of 1970-01-01, a Thursday
    rows: list[dict[str, Cell]] = [
        {"at": hour * HOUR, "value": 10 ** (hour % 12)} for hour in hours
    ]
    segments = (Segment(0, 15 * HOUR, None, morning), Segment(15 * HOUR, DAY, None, evening))
    plan = ValuePlan(Window(0, DAY, DAY), segments)

    with DuckEngine(keep([plain("values", *rows)], tmp_path)) as engine:
        tally, shown = engine.tally(plan), engine.rows(plan)

    assert isinstance(tally, ValueTally)
    assert tally.net.total == 10**8 + 10**11 + 10**6 + 10**7
    assert tally == Reference([plain("values", *rows)]).tally(plan)
    assert [row.at // HOUR for row in shown if isinstance(row, ValueRow)] == [8, 11, 18, 19]


def test_an_excluded_value_stays_in_the_gross_figure(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [
        {"at": 1, "value": 5, "service": "mail"},
        {"at": 2, "value": 7, "service": "net"},
    ]
    test = RecordExclusion("tests", parse_condition("service = 'net'"))
    plan = ValuePlan(Window(0, 10, 10), SEGMENTS, exclusions=(test,))

    with DuckEngine(keep([plain("values", *rows, fields=("service",))], tmp_path)) as engine:
        tally, shown = engine.tally(plan), engine.rows(plan, only="excluded")

    assert isinstance(tally, ValueTally)
    assert (tally.gross.total, tally.net.total) == (12, 5)
    assert tally.removed == (Removed("tests", records=1),)
    assert shown == (ValueRow(2, 7, "desk", "excluded", "tests", (("service", "net"),)),)


def test_answers_off_the_scale_are_counted_apart(tmp_path: Path) -> None:
    scores = {"a": 5_000_000, "b": 4_000_000, "c": 1_000_000, "d": 6_000_000, "e": None}
    rows: list[dict[str, Cell]] = [
        {"record": record, "at": 1, "answered_at": 2, "score": score}
        for record, score in scores.items()
    ]
    plan = SurveyPlan(Window(0, 10, 10), SEGMENTS, lowest=1, highest=5, top=4)

    with DuckEngine(keep([plain("surveys", *rows)], tmp_path)) as engine:
        tally = engine.tally(plan)
        outside = engine.rows(plan, only="excluded")

    assert tally == SurveyTally(asked=5, answered=3, total=10_000_000, top=2, outside=1)
    assert [row.record for row in outside if isinstance(row, SurveyRow)] == ["d"]


def test_an_answer_that_came_after_the_first_export_is_one_answer(tmp_path: Path) -> None:
    asked = plain("surveys", {"record": "a", "at": 1})
    answered = plain("surveys", {"record": "a", "at": 1, "answered_at": 3, "score": 4_000_000})
    plan = SurveyPlan(Window(0, 10, 10), SEGMENTS, lowest=1, highest=5, top=4)

    with DuckEngine(keep([asked, answered], tmp_path)) as engine:
        tally = engine.tally(plan)

    assert tally == SurveyTally(asked=1, answered=1, total=4_000_000, top=1)


def test_two_sources_that_say_the_same_are_both_heard(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [{"at": 1, "value": 5}]
    east, west = keep(
        [plain("values", *rows, source="east"), plain("values", *rows, source="west")], tmp_path
    )
    west = replace(west, batch=replace(west.batch, content=east.batch.content))

    with DuckEngine([east, west]) as engine:
        tallies = [
            engine.tally(ValuePlan(Window(0, 10, 10), SEGMENTS, source=source))
            for source in ("east", "west", None)
        ]

    assert [tally.net.count for tally in tallies if isinstance(tally, ValueTally)] == [1, 1, 2]


def test_the_latest_value_is_asked_for_only_where_a_plan_wants_it(tmp_path: Path) -> None:
    rows: list[dict[str, Cell]] = [{"at": 1, "value": 9}, {"at": 2, "value": 4}]
    plain_rows = [plain("values", *rows)]

    with DuckEngine(keep(plain_rows, tmp_path)) as engine:
        for wanted, latest in ((True, 4), (False, None)):
            plan = ValuePlan(Window(0, 10, 10), SEGMENTS, latest=wanted)
            tally = engine.tally(plan)
            assert isinstance(tally, ValueTally)
            assert (tally.net.latest, tally.gross.latest) == (latest, latest)
            assert tally == Reference(plain_rows).tally(plan)
