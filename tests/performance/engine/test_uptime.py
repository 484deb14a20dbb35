"""Service time: what is down, unknown and left out, within service hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from entente.agreement.conditions.condition import parse_condition
from entente.foundation.instants import DAY, HOUR, MINUTE
from entente.foundation.intervals import Spans
from entente.foundation.worktime import Calendar
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import Cell, PlainBatch
from entente.performance.kernel.plans import (
    Counts,
    Items,
    Segment,
    TimeExclusion,
    UptimePlan,
    Window,
)
from entente.performance.kernel.rows import UptimeRow
from entente.performance.kernel.tallies import Affected, Removed, UptimeTally
from tests.performance.engine.batches import keep, plain

Ask = Callable[..., UptimeTally]
OFFICE = Calendar.from_mapping(
    {"timezone": "UTC", "weekly": {day: [["08:00", "18:00"]] for day in ("thu", "fri")}}
)
OPEN = 20 * HOUR  # 1970-01-01 was a Thursday
SEGMENT = Segment(0, 365 * DAY, None, OFFICE)
PLAN = UptimePlan(Window(0, 3 * DAY, 3 * DAY), of="outages", segments=(SEGMENT,))
PROBES = replace(PLAN, of="probes")


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask a plan of batches."""

    def answer(plan: UptimePlan, *batches: PlainBatch) -> UptimeTally:
        with DuckEngine(keep(batches, tmp_path)) as engine:
            tally = engine.tally(plan)
        assert isinstance(tally, UptimeTally)
        return tally

    return answer


def _outages(*spans: tuple[str, int, int | None], **fields: str | None) -> PlainBatch:
    rows: list[dict[str, Cell]] = [
        {"record": record, "started_at": start, "ended_at": end, **fields}
        for record, start, end in spans
    ]
    return plain("outages", *rows, fields=tuple(fields))


def _probes(*results: tuple[int, str], **fields: str | None) -> PlainBatch:
    rows: list[dict[str, Cell]] = [{"at": at, "status": told, **fields} for at, told in results]
    return plain("probes", *rows, fields=tuple(fields))


def test_overlapping_outages_count_once(ask: Ask) -> None:
    tally = ask(PLAN, _outages(("a", 9 * HOUR, 11 * HOUR), ("b", 10 * HOUR, 12 * HOUR)))

    assert (tally.gross.open, tally.gross.down) == (OPEN, 3 * HOUR)
    assert (tally.interruptions, tally.longest) == (1, 3 * HOUR)


def test_an_outage_over_night_is_one_interruption_of_its_service_hours(ask: Ask) -> None:
    tally = ask(PLAN, _outages(("a", 17 * HOUR, DAY + 10 * HOUR), ("b", 2 * DAY, 3 * DAY)))

    assert (tally.gross.down, tally.interruptions, tally.longest) == (3 * HOUR, 1, 3 * HOUR)


def test_an_outage_that_lasts_is_down_as_far_as_the_evidence_reaches(ask: Ask) -> None:
    plan = replace(PLAN, window=Window(0, 3 * DAY, 12 * HOUR))

    tally = ask(plan, _outages(("a", 11 * HOUR, None)))

    assert (tally.gross.open, tally.gross.down) == (4 * HOUR, 1 * HOUR)


def test_a_later_export_that_knows_the_end_of_an_outage_decides(ask: Ask) -> None:
    lasting, ended = _outages(("a", 9 * HOUR, None)), _outages(("a", 9 * HOUR, 10 * HOUR))

    assert ask(PLAN, lasting, ended).gross.down == ask(PLAN, ended, lasting).gross.down == HOUR


def test_excluded_time_is_taken_by_the_first_code_that_could(ask: Ask) -> None:
    early = TimeExclusion("maintenance", Spans.of([(9 * HOUR, 10 * HOUR)]))
    late = TimeExclusion("client", Spans.empty(), parse_condition("cause = 'client'"))
    plan = replace(PLAN, exclusions=(early, late))

    tally = ask(plan, _outages(("a", 9 * HOUR + 30 * MINUTE, 12 * HOUR), cause="client"))

    assert tally.removed == (
        Removed("maintenance", down=30 * MINUTE, open=HOUR),
        Removed("client", down=2 * HOUR, open=2 * HOUR),
    )
    assert (tally.net.open, tally.net.down) == (OPEN - 3 * HOUR, 0)


def test_a_probe_result_holds_until_the_next_one(ask: Ask) -> None:
    tally = ask(PROBES, _probes((8 * HOUR, "up"), (9 * HOUR, "down"), (10 * HOUR, "up")))

    assert (tally.gross.down, tally.gross.unknown, tally.observations) == (HOUR, 0, 3)


def test_time_that_no_probe_result_covers_is_unknown(ask: Ask) -> None:
    plan = replace(PROBES, holds_for=5 * MINUTE)

    tally = ask(plan, _probes((9 * HOUR, "up"), (10 * HOUR, "down")))

    assert (tally.gross.down, tally.gross.unknown) == (5 * MINUTE, OPEN - 10 * MINUTE)


def test_the_last_result_before_the_window_reaches_into_it(ask: Ask) -> None:
    plan = replace(PROBES, window=Window(DAY, 2 * DAY, 2 * DAY))

    tally = ask(plan, _probes((1 * HOUR, "up"), (2 * HOUR, "down"), (DAY + 9 * HOUR, "up")))

    assert (tally.gross.down, tally.observations) == (HOUR, 2)


def test_a_service_is_down_while_any_of_its_streams_is(ask: Ask) -> None:
    north = _probes((0, "up"), (9 * HOUR, "down"), (10 * HOUR, "up"), site="north")
    south = _probes((0, "up"), (11 * HOUR, "down"), (12 * HOUR, "up"), site="south")

    assert ask(PROBES, north, south).gross.down == 2 * HOUR


def test_a_field_that_varies_with_the_result_makes_no_stream_of_its_own(ask: Ask) -> None:
    good, bad = (
        _probes((0, "up"), (10 * HOUR, "up"), code="200"),
        _probes((9 * HOUR, "down"), code="0"),
    )

    assert ask(PROBES, good, bad).gross.down == HOUR


def test_the_worst_of_several_results_of_one_instant_counts(ask: Ask) -> None:
    tally = ask(PROBES, _probes((0, "up"), (9 * HOUR, "down"), (9 * HOUR, "up"), (10 * HOUR, "up")))

    assert tally.gross.down == HOUR


def test_each_version_of_the_terms_judges_its_own_part_of_an_outage(ask: Ask) -> None:
    first = replace(SEGMENT, end=DAY)
    second = replace(SEGMENT, start=DAY, calendar=Calendar.always())
    plan = replace(PLAN, segments=(first, second))

    tally = ask(plan, _outages(("a", 17 * HOUR, DAY + 2 * HOUR)))

    assert (tally.gross.open, tally.gross.down) == (58 * HOUR, 3 * HOUR)


def test_rows_name_the_outage_that_started_first(tmp_path: Path) -> None:
    batch = _outages(("a", 9 * HOUR, 11 * HOUR), ("b", 10 * HOUR, 12 * HOUR), ("c", 0, HOUR))

    with DuckEngine(keep([batch], tmp_path)) as engine:
        rows = engine.rows(PLAN)
        found = engine.rows(PLAN, only="down", search="b")

    expected = (
        UptimeRow("down", 9 * HOUR, 11 * HOUR, 2 * HOUR, down=2 * HOUR, record="a"),
        UptimeRow("down", 11 * HOUR, 12 * HOUR, HOUR, down=HOUR, record="b"),
    )
    assert rows == expected
    assert found == expected[1:]


def _of_items(ask: Ask, counts: Counts, **more: object) -> UptimeTally:
    """Two items that are down 9 to 11 and 10 to 12, of three that are named."""
    rows = [("a", 9 * HOUR, 11 * HOUR), ("b", 10 * HOUR, 12 * HOUR)]
    batches = [_outages(row, item=row[0]) for row in rows]
    plan = replace(PLAN, items=Items(counts, "item", ("a", "b", "c")))
    return ask(replace(plan, **more), *batches)  # type: ignore[arg-type] # fields of a plan


def test_items_are_down_each_together_or_any(ask: Ask) -> None:
    each = _of_items(ask, "each")

    assert [(item.item, item.net.down) for item in each.items] == [
        ("a", 2 * HOUR), ("b", 2 * HOUR), ("c", 0)
    ]  # fmt: skip
    assert (each.net.open, each.net.down) == (3 * OPEN, 4 * HOUR)
    assert _of_items(ask, "any-down").net.down == 3 * HOUR
    assert _of_items(ask, "all-down").net.down == 0


def test_what_is_taken_of_one_item_takes_no_service_hours_of_all(ask: Ask) -> None:
    spans = Spans.of([(9 * HOUR, 10 * HOUR + 30 * MINUTE)])
    planned = TimeExclusion("planned", Spans.empty(), items=(("a", spans, spans),))

    tally = _of_items(ask, "any-down", exclusions=(planned,))

    # b is down from 10:00 on; a runs on from 10:30 to 11:00, which is taken too.
    assert tally.removed == (Removed("planned", down=HOUR, open=0),)
    assert (tally.net.open, tally.net.down) == (OPEN, 2 * HOUR)


def test_an_outage_that_names_no_item_is_one_of_every_item(ask: Ask) -> None:
    plan = replace(PLAN, items=Items("all-down"))
    own, all_ = _outages(("a", 9 * HOUR, 10 * HOUR), item="a"), _outages(("x", 9 * HOUR, 11 * HOUR))

    assert ask(plan, own, all_).net.down == 2 * HOUR


def test_short_interruptions_do_not_count_and_long_ones_count_in_whole_units(ask: Ask) -> None:
    second = HOUR // 3600
    plan = replace(PLAN, least=MINUTE, resolution=MINUTE)
    lengths = (59, 60, 61, 90)
    spans = [
        (str(n), 9 * HOUR + n * HOUR, 9 * HOUR + n * HOUR + length * second)
        for n, length in enumerate(lengths)
    ]

    found = {
        mode: [each.net // MINUTE for each in ask(
            replace(plan, resolution_mode=mode), _outages(*spans)).lengths]
        for mode in ("up", "down", "nearest")
    }  # fmt: skip

    assert found == {"up": [1, 2, 2], "down": [1, 1, 1], "nearest": [1, 1, 2]}


def test_an_exclusion_may_make_an_interruption_too_short_to_count(ask: Ask) -> None:
    taken = TimeExclusion("planned", Spans.of([(9 * HOUR, 9 * HOUR + 31 * MINUTE)]))
    plan = replace(PLAN, least=30 * MINUTE, exclusions=(taken,))

    tally = ask(plan, _outages(("a", 9 * HOUR, 10 * HOUR)))

    assert (tally.gross.down, tally.net.down, tally.removed[0].down) == (HOUR, 0, HOUR)


def test_of_overlapping_outages_the_greatest_share_of_users_counts(ask: Ask) -> None:
    plan = replace(PLAN, items=Items("weighted"))

    tally = ask(
        plan,
        _outages(("a", 9 * HOUR, 12 * HOUR), affected="20", total="80"),
        _outages(("b", 10 * HOUR, 11 * HOUR), affected="40", total="80"),
        _outages(("c", 13 * HOUR, 14 * HOUR), affected="9", total="0"),
    )

    assert tally.affected == (
        Affected(1, 1, HOUR, HOUR), Affected(1, 2, HOUR, HOUR), Affected(1, 4, 2 * HOUR, 2 * HOUR)
    )  # fmt: skip
    assert tally.unweighted == 1


def test_rows_name_the_item_of_each_stretch(tmp_path: Path) -> None:
    batch = _outages(("a", 9 * HOUR, 10 * HOUR), item="db")
    plan = replace(PLAN, items=Items("each"))

    with DuckEngine(keep([batch], tmp_path)) as engine:
        (row,) = engine.rows(plan, search="db")

    assert isinstance(row, UptimeRow)
    assert (row.item, row.record, row.down) == ("db", "a", HOUR)
