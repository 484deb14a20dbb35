"""Clocks of tickets: what counts, from when to when, and in which month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest

from entente.agreement.conditions.condition import parse_condition
from entente.foundation.instants import HOUR
from entente.foundation.worktime import Calendar
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import PlainBatch
from entente.performance.kernel.plans import Edge, ElapsedPlan, RecordExclusion, Segment, Window
from entente.performance.kernel.rows import ElapsedRow
from entente.performance.kernel.tallies import ElapsedTally, Removed
from tests.performance.engine.batches import keep, plain, tickets

Month = Literal["ended", "started"]
Ask = Callable[..., ElapsedTally]
ALWAYS = Segment(0, 1000 * HOUR, None, Calendar.always(), frozenset({"waiting"}), 4 * HOUR)
PLAN = ElapsedPlan(
    Window(0, 100 * HOUR, 100 * HOUR),
    start=Edge(("opened",)),
    end=Edge(("resolved",)),
    counted_in="ended",
    classified_at="end",
    reopened="last-end",
    segments=(ALWAYS,),
)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask a plan of batches."""

    def answer(plan: ElapsedPlan, *batches: PlainBatch) -> ElapsedTally:
        with DuckEngine(keep(batches, tmp_path)) as engine:
            tally = engine.tally(plan)
        assert isinstance(tally, ElapsedTally)
        return tally

    return answer


def _desk(
    *histories: list[dict[str, str | int | None]], fields: tuple[str, ...] = ()
) -> PlainBatch:
    return plain("tickets", *(row for history in histories for row in history), fields=fields)


def test_the_clock_stands_still_in_a_stop_state(ask: Ask) -> None:
    history = tickets(
        "a",
        (1 * HOUR, "opened", "new"),
        (2 * HOUR, None, "waiting"),
        (9 * HOUR, None, "active"),
        (10 * HOUR, "resolved", "resolved"),
    )

    tally = ask(PLAN, _desk(history))

    assert (tally.net.total, tally.net.within) == (2 * HOUR, 1)


def test_a_ticket_born_waiting_has_not_run(ask: Ask) -> None:
    history = tickets("a", (1 * HOUR, "opened", "waiting"), (8 * HOUR, "resolved", "resolved"))

    assert ask(PLAN, _desk(history)).net.total == 0


@pytest.mark.parametrize(
    ("rows", "unstarted"),
    [
        ([(5 * HOUR, "resolved", "resolved")], 1),
        ([(5 * HOUR, None, "active")], 1),
        ([(5 * HOUR, None, "active"), (101 * HOUR, "resolved", "resolved")], 0),
        ([(-HOUR, None, "active"), (5 * HOUR, "resolved", "resolved")], 1),
        ([(5 * HOUR, "opened", "new")], 0),
    ],
)
@pytest.mark.parametrize("counted_in", ["ended", "started"])
def test_a_ticket_that_never_starts_is_told_in_the_month_of_its_end_or_first_row(
    ask: Ask, rows: list[tuple[int, str | None, str]], unstarted: int, counted_in: Month
) -> None:
    plan = replace(PLAN, counted_in=counted_in, window=Window(0, 100 * HOUR, 200 * HOUR))

    tally = ask(plan, _desk(tickets("a", *rows)))

    assert tally.unstarted == unstarted
    assert tally.unstarted + tally.gross.count + tally.pending <= 1


def test_of_tickets_that_never_start_only_those_that_the_terms_are_about_are_told(
    ask: Ask,
) -> None:
    first = replace(ALWAYS, where=parse_condition("priority = 'P1'"))
    batch = _desk(
        tickets("a", (HOUR, "resolved", "resolved"), priority="P1"),
        tickets("b", (HOUR, "resolved", "resolved"), priority="P2"),
        fields=("priority",),
    )

    assert ask(replace(PLAN, segments=(first,)), batch).unstarted == 1


def test_a_limit_is_kept_when_it_is_reached_exactly(ask: Ask) -> None:
    on_time = tickets("a", (0, "opened", "new"), (4 * HOUR, "resolved", "resolved"))
    late = tickets("b", (0, "opened", "new"), (4 * HOUR + 1, "resolved", "resolved"))

    tally = ask(PLAN, _desk(on_time, late))

    assert (tally.net.count, tally.net.within) == (2, 1)


REOPENED = tickets(
    "a",
    (0, "opened", "new"),
    (1 * HOUR, "resolved", "resolved"),
    (50 * HOUR, "reopened", "active"),
    (52 * HOUR, "resolved", "resolved"),
)


def test_a_reopened_ticket_does_not_run_while_it_was_resolved(ask: Ask) -> None:
    assert ask(PLAN, _desk(REOPENED)).net.total == 3 * HOUR


def test_a_reopened_ticket_counts_once_where_it_last_ended(ask: Ask) -> None:
    early = replace(PLAN, window=Window(0, 40 * HOUR, 100 * HOUR))
    late = replace(PLAN, window=Window(40 * HOUR, 100 * HOUR, 100 * HOUR))

    counts = [ask(plan, _desk(REOPENED)).net.count for plan in (early, late)]

    assert counts == [0, 1]


def test_the_first_end_counts_where_that_is_agreed(ask: Ask) -> None:
    tally = ask(replace(PLAN, reopened="first-end"), _desk(REOPENED))

    assert tally.net.total == 1 * HOUR


def test_later_rows_than_the_evidence_reaches_do_not_exist(ask: Ask) -> None:
    tally = ask(replace(PLAN, window=Window(0, 100 * HOUR, 30 * HOUR)), _desk(REOPENED))

    assert tally.net.total == 1 * HOUR


def test_an_open_ticket_past_its_limit_is_a_miss_in_the_month_it_started(ask: Ask) -> None:
    late = tickets("a", (0, "opened", "new"))
    young = tickets("b", (98 * HOUR, "opened", "new"))

    tally = ask(replace(PLAN, counted_in="started"), _desk(late, young))

    assert (tally.net.count, tally.net.within, tally.pending) == (1, 0, 1)


def _raised() -> PlainBatch:
    opened = tickets("a", (0, "opened", "new"), priority="P3")
    rest = tickets(
        "a", (2 * HOUR, None, "active"), (3 * HOUR, "resolved", "resolved"), priority="P1"
    )
    rest[0]["state_from"] = "new"
    late = tickets("a", (9 * HOUR, "closed", "closed"), priority="P4")
    late[0]["state_from"] = "resolved"
    return _desk(opened, rest, late, fields=("priority",))


@pytest.mark.parametrize(("at", "priority"), [("start", "P3"), ("end", "P1")])
def test_fields_are_read_as_of_the_agreed_event(at: str, priority: str, ask: Ask) -> None:
    counts = {}
    for name in ("P1", "P3", "P4"):
        segment = replace(ALWAYS, where=parse_condition(f"priority = '{name}'"))
        plan = replace(PLAN, classified_at=at, segments=(segment,))  # type: ignore[arg-type] # one of the two
        counts[name] = ask(plan, _raised()).net.count

    assert counts == {"P1": 0, "P3": 0, "P4": 0} | {priority: 1}


def test_the_first_exclusion_takes_a_ticket_and_the_others_do_not(ask: Ask) -> None:
    history = tickets("a", (0, "opened", "new"), (HOUR, "resolved", "resolved"), cause="client")
    plan = replace(
        PLAN,
        exclusions=(
            RecordExclusion("claimed", records=frozenset({"a", "zz"})),
            RecordExclusion("client", parse_condition("cause = 'client'")),
        ),
    )

    tally = ask(plan, _desk(history, fields=("cause",)))

    assert tally.removed == (Removed("claimed", records=1), Removed("client"))
    assert (tally.gross.count, tally.net.count) == (1, 0)


def test_each_ticket_is_judged_by_the_terms_of_its_day(ask: Ask) -> None:
    before = tickets("a", (1 * HOUR, "opened", "new"), (4 * HOUR, "resolved", "resolved"))
    after = tickets("b", (2 * HOUR, "opened", "new"), (5 * HOUR, "resolved", "resolved"))
    lenient = replace(ALWAYS, end=2 * HOUR)
    strict = replace(ALWAYS, start=2 * HOUR, limit=HOUR)

    tally = ask(replace(PLAN, segments=(lenient, strict)), _desk(before, after))

    assert (tally.net.count, tally.net.within) == (2, 1)


def test_ranks_are_the_nearest(ask: Ask) -> None:
    histories = [
        tickets(f"{hours}", (0, "opened", "new"), (hours * HOUR, "resolved", "resolved"))
        for hours in (1, 2, 3, 4)
    ]
    plan = replace(PLAN, ranks=(Fraction(1, 2), Fraction(51, 100), Fraction(1)))

    tally = ask(plan, _desk(*histories))

    assert tally.net.ranked == (2 * HOUR, 3 * HOUR, 4 * HOUR)


def test_nothing_counted_has_no_ranks(ask: Ask) -> None:
    tally = ask(replace(PLAN, ranks=(Fraction(1, 2),)), _desk())

    assert (tally.net.count, tally.net.ranked) == (0, ())


def test_monthly_exports_that_cut_a_ticket_in_two_give_what_one_export_gives(ask: Ask) -> None:
    whole = tickets(
        "a",
        (1 * HOUR, "opened", "new"),
        (2 * HOUR, None, "waiting"),
        (9 * HOUR, None, "active"),
        (10 * HOUR, "resolved", "resolved"),
    )
    later = [dict(row) for row in whole[1:]]
    later[0]["state_from"] = None  # an export does not know what was before its first row

    cut = ask(PLAN, _desk(whole[:3]), _desk(later))

    assert cut == ask(PLAN, _desk(whole))


def test_there_and_back_within_one_instant_is_not_one_row_twice(ask: Ask) -> None:
    history = tickets(
        "a",
        (0, "opened", "new"),
        (1 * HOUR, None, "waiting"),
        (1 * HOUR, None, "active"),
        (1 * HOUR, None, "waiting"),
        (3 * HOUR, "resolved", "resolved"),
    )

    tally = ask(PLAN, _desk(history), _desk(history[:3]))

    assert tally.net.total == 1 * HOUR


def test_a_second_export_that_begins_in_a_resolved_state_resolves_nothing(ask: Ask) -> None:
    first = tickets("a", (0, "opened", "new"), (1 * HOUR, "resolved", "resolved"))
    second = tickets("a", (30 * HOUR, "resolved", "resolved"))

    rows = _desk(first), _desk(second)

    assert ask(replace(PLAN, window=Window(0, 20 * HOUR, 100 * HOUR)), *rows).net.count == 1


def test_equal_record_names_of_two_desks_are_two_tickets(ask: Ask) -> None:
    history = tickets("1", (0, "opened", "new"), (HOUR, "resolved", "resolved"))

    tally = ask(PLAN, plain("tickets", *history), plain("tickets", *history, source="other"))

    assert tally.net.count == 2


def test_rows_show_what_was_counted_and_can_be_searched(tmp_path: Path) -> None:
    good = tickets("a", (0, "opened", "new"), (HOUR, "resolved", "resolved"), service="mail")
    late = tickets("b", (1, "opened", "new"), (9 * HOUR, "resolved", "resolved"), service="net")

    with DuckEngine(keep([_desk(good, late, fields=("service",))], tmp_path)) as engine:
        missed = engine.rows(PLAN, only="missed")
        found = engine.rows(PLAN, search="MAIL")
        second = engine.rows(PLAN, offset=1, limit=1)
        counts = engine.row_count(PLAN), engine.row_count(PLAN, search="net")

    expected = ElapsedRow(
        record="b",
        source="desk",
        started_at=1,
        ended_at=9 * HOUR,
        elapsed=9 * HOUR - 1,
        limit=4 * HOUR,
        within=False,
        standing="counted",
        fields=(("service", "net"),),
    )
    assert missed == second == (expected,)
    assert [row.record for row in found if isinstance(row, ElapsedRow)] == ["a"]
    assert counts == (2, 1)
