"""Shares, counts and single values of a window, worked out by hand through both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from entente.foundation.instants import DAY, HOUR
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import Cell, PlainBatch, Reference
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.results import Result, State, result
from entente.performance.kernel.versions import Month, in_order, midnight
from tests.performance.engine.batches import keep, plain
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)
START = midnight(MARCH.first, "Europe/Dublin")


def found(batch: PlainBatch, measure: str, commitment: str, folder: Path, more: str = "") -> Result:
    terms = agreement(f"""
service_levels:
  level:
    measure: {{{measure}}}
    commitment: {commitment}
{more}""")
    asked = compile_level("level", in_order([terms]), MARCH)
    assert asked.plan is not None
    with DuckEngine(keep([batch], folder), threads=1) as engine:
        tally = engine.tally(asked.plan)
    assert tally == Reference([batch]).tally(asked.plan)
    return result(asked, tally)


def invoice(record: str, day: int, correct: str, event: str = "invoiced") -> dict[str, Cell]:
    return {"record": record, "at": START + day * DAY, "event": event, "correct": correct}


INVOICES = plain(
    "events",
    invoice("I1", 0, "yes"),
    invoice("I2", 10, "no"),
    invoice("I3", 30, "yes"),
    invoice("I4", 31, "no"),  # on 1 April, when the clocks have gone forward
    invoice("I5", -1, "no"),
    invoice("I6", 5, "no", event="reminded"),
    fields=("correct",),
)


def values(*told: tuple[int, int]) -> PlainBatch:
    rows: list[dict[str, Cell]] = [
        {"at": START + hours * HOUR, "value": value} for hours, value in told
    ]
    return plain("values", *rows)


def test_the_share_of_good_events(tmp_path: Path) -> None:
    made = found(
        INVOICES,
        "kind: share, event: invoiced, good: correct = 'yes'",
        "at least 100 %",
        tmp_path,
    )

    assert (str(made.net), made.state) == ("66.67 %", State.MISSED)
    assert [made.number(n) for n in ("counted", "good", "misses")] == [3, 2, 1]


def test_the_number_of_events(tmp_path: Path) -> None:
    made = found(INVOICES, "kind: count, where: correct = 'no'", "at most 1", tmp_path)

    assert (str(made.net), made.state) == ("2", State.MISSED)


def test_no_event_at_all_is_a_count_of_nothing(tmp_path: Path) -> None:
    made = found(INVOICES, "kind: count, event: stolen", "at most 0", tmp_path)

    assert (str(made.net), made.state) == ("0", State.MET)


@pytest.mark.parametrize(
    ("no_data", "state"),
    [("not-measured", State.NOT_MEASURED), ("met", State.MET), ("missed", State.MISSED),
     ("excused", State.EXCUSED)],
)  # fmt: skip
def test_a_share_of_nothing_is_what_the_terms_say(
    no_data: str, state: State, tmp_path: Path
) -> None:
    measure = f"kind: share, event: stolen, good: correct = 'yes', no_data: {no_data}"

    assert found(INVOICES, measure, "at least 100 %", tmp_path).state is state


def test_events_count_around_the_clock_unless_the_measure_names_hours(tmp_path: Path) -> None:
    nightly = plain("events", {"record": "a", "at": START + 3 * HOUR, "event": "sent"})

    anywhen = found(nightly, "kind: count", "at most 5", tmp_path, "defaults: {calendar: desk}")
    by_day = found(nightly, "kind: count, calendar: desk", "at most 5", tmp_path)

    assert (str(anywhen.net), str(by_day.net)) == ("1", "0")


def test_a_condition_reads_plain_values_as_decimals(tmp_path: Path) -> None:
    # 1.5 s, 2.5 s and 6 s are within 6 s; 6.000001 s is not.
    batch = values((1, 1_500_000), (2, 2_500_000), (3, 6_000_000), (4, 6_000_001))

    made = found(batch, "kind: share, of: values, good: value <= 6", "at least 95 %", tmp_path)

    assert str(made.net) == "75.00 %"


@pytest.mark.parametrize(
    ("kind", "figure"),
    [("maximum", "4.00"), ("minimum", "-1.50"), ("total", "4.50"), ("latest", "2.00")],
)
def test_one_value_of_the_window(kind: str, figure: str, tmp_path: Path) -> None:
    batch = values((1, 4_000_000), (2, -1_500_000), (30, 2_000_000), (800, 9))

    assert str(found(batch, f"kind: {kind}", "at least 1", tmp_path).net) == figure


def test_of_several_latest_values_the_highest_counts(tmp_path: Path) -> None:
    batch = values((30, 1_000_000), (30, 2_000_000))

    assert str(found(batch, "kind: latest", "at least 1", tmp_path).net) == "2.00"


def answer(record: str, score: int | None) -> dict[str, Cell]:
    at = START + DAY
    given = None if score is None else score * 1_000_000
    return {"record": record, "at": at, "answered_at": score and at + 1, "score": given}


@pytest.mark.parametrize(
    ("measure", "figure"),
    [
        ("good: score >= 4", "66.67 %"),
        ("good: score >= 4, unanswered: counted", "50.00 %"),
        ("good: score is not null, unanswered: counted", "75.00 %"),
    ],
)
def test_people_who_did_not_answer_are_left_out_unless_they_count(
    measure: str, figure: str, tmp_path: Path
) -> None:
    asked = plain("surveys", answer("a", 5), answer("b", 4), answer("c", 2), answer("d", None))

    made = found(asked, f"kind: share, of: surveys, {measure}", "at least 80 %", tmp_path)

    assert str(made.net) == figure


def test_an_exclusion_takes_records_out_of_the_net_figure(tmp_path: Path) -> None:
    made = found(
        INVOICES,
        "kind: share, event: invoiced, good: correct = 'yes', exclusions: [old]",
        "at least 95 %",
        tmp_path,
        "exclusions: {old: {title: Old, where: record = 'I2'}}",
    )

    assert (str(made.net), str(made.gross), made.exclusions[0].records) == (
        "100.00 %",
        "66.67 %",
        1,
    )
