"""Clocks with several events, limits that end with days, and further clocks of the same tickets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from entente.agreement.conditions.condition import parse_condition
from entente.foundation.instants import DAY, HOUR
from entente.foundation.worktime import Calendar
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.reference import PlainBatch, Reference
from entente.performance.kernel.plans import (
    CadencePlan,
    DayEnd,
    Edge,
    ElapsedPlan,
    Plan,
    Segment,
    Window,
)
from entente.performance.kernel.tallies import CadenceTally, ElapsedTally, Gaps, Tally
from tests.performance.engine.batches import keep, plain, tickets

Ask = Callable[[Plan, PlainBatch], Tally]
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
# 1970-01-01 was a Thursday.
OFFICE = Calendar.from_mapping(
    {
        "timezone": "UTC",
        "weekly": {d: [["08:00", "18:00"]] for d in ("mon", "tue", "wed", "thu", "fri")},
    }
)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask both engines, which must agree."""

    def answer(plan: Plan, batch: PlainBatch) -> Tally:
        with DuckEngine(keep([batch], tmp_path)) as engine:
            tally = engine.tally(plan)
        assert tally == Reference([batch]).tally(plan)
        return tally

    return answer


def _desk(
    *histories: list[dict[str, str | int | None]], fields: tuple[str, ...] = ()
) -> PlainBatch:
    return plain("tickets", *(row for history in histories for row in history), fields=fields)


def _clock(found: Tally) -> tuple[int, int, int, int]:
    assert isinstance(found, ElapsedTally)
    return found.net.count, found.net.within, found.net.total // HOUR, found.pending


def test_all_of_several_events_end_a_clock_with_the_last_of_their_firsts(ask: Ask) -> None:
    history = tickets(
        "a",
        (0, "opened", "new"),
        (1 * HOUR, "told", None),
        (3 * HOUR, "begun", None),
        (5 * HOUR, "told", None),
        (6 * HOUR, "begun", None),
    )

    plan = replace(PLAN, end=Edge(("told", "begun"), "all"))

    assert _clock(ask(plan, _desk(history))) == (1, 1, 3, 0)


def test_a_clock_that_wants_all_events_is_open_while_one_is_missing(ask: Ask) -> None:
    history = tickets("a", (0, "opened", "new"), (1 * HOUR, "told", None))

    plan = replace(PLAN, end=Edge(("told", "begun"), "all"))

    assert _clock(ask(plan, _desk(history))) == (0, 0, 0, 1)


def test_any_of_several_events_ends_a_clock_with_the_earliest(ask: Ask) -> None:
    history = tickets(
        "a",
        (0, "opened", "new"),
        (2 * HOUR, "workaround", None),
        (9 * HOUR, "resolved", "resolved"),
    )

    plan = replace(PLAN, end=Edge(("resolved", "workaround")))

    assert _clock(ask(plan, _desk(history))) == (1, 1, 2, 0)


def test_a_clock_starts_when_the_last_of_all_its_events_was_told(ask: Ask) -> None:
    history = tickets(
        "a", (0, "opened", "new"), (7 * HOUR, "phoned", None), (9 * HOUR, "resolved", "resolved")
    )

    plan = replace(PLAN, start=Edge(("opened", "phoned"), "all"))

    assert _clock(ask(plan, _desk(history))) == (1, 1, 2, 0)


def test_what_a_machine_replies_ends_no_clock(ask: Ask) -> None:
    machine = tickets("a", (1 * HOUR, "responded", None), actor="bot")
    person = tickets("a", (0, "opened", "new"), (6 * HOUR, "responded", "active"), actor="Ann")

    where = parse_condition("actor <> 'bot'")
    plan = replace(PLAN, end=Edge(("responded",), "any", where))

    assert _clock(ask(plan, _desk(machine, person, fields=("actor",)))) == (1, 0, 6, 0)


@pytest.mark.parametrize(("hour", "inside"), [(8, 1), (17, 1), (18, 0), (7, 0)])
def test_only_tickets_that_start_in_the_hours_count(ask: Ask, hour: int, inside: int) -> None:
    start = hour * HOUR
    history = tickets("a", (start, "opened", "new"), (start + HOUR, "resolved", "resolved"))

    within = replace(PLAN, segments=(replace(ALWAYS, starts_in=OFFICE),))
    outside = replace(PLAN, segments=(replace(ALWAYS, starts_outside=OFFICE),))

    assert _clock(ask(within, _desk(history)))[0] == inside
    assert _clock(ask(outside, _desk(history)))[0] == 1 - inside


@pytest.mark.parametrize(("end", "kept"), [(DAY + 18 * HOUR, 1), (DAY + 18 * HOUR + 1, 0)])
def test_a_limit_that_ends_with_the_next_day_is_kept_until_its_closing(
    ask: Ask, end: int, kept: int
) -> None:
    history = tickets("a", (9 * HOUR, "opened", "new"), (end, "resolved", "resolved"))

    plan = replace(PLAN, segments=(replace(ALWAYS, limit=None, day_end=DayEnd(OFFICE, 1)),))

    assert _clock(ask(plan, _desk(history)))[1] == kept


def test_a_day_that_stood_still_moves_the_end_of_the_day_on(ask: Ask) -> None:
    history = tickets(
        "a",
        (9 * HOUR, "opened", "new"),
        (10 * HOUR, None, "waiting"),
        (12 * HOUR, None, "active"),
        (DAY + 20 * HOUR, "resolved", "resolved"),
    )

    plan = replace(PLAN, segments=(replace(ALWAYS, limit=None, day_end=DayEnd(OFFICE, 1)),))

    assert _clock(ask(plan, _desk(history)))[1] == 1


def _response(limit: int) -> ElapsedPlan:
    return replace(
        PLAN,
        window=Window(-DAY, 1000 * DAY, 100 * HOUR),
        end=Edge(("responded",)),
        counted_in="started",
        segments=(replace(ALWAYS, limit=limit),),
    )


@pytest.mark.parametrize(("response", "within"), [(1 * HOUR, 1), (2 * HOUR, 0), (None, 0)])
def test_a_ticket_must_keep_every_further_clock(
    ask: Ask, response: int | None, within: int
) -> None:
    rows: list[tuple[int, str | None, str | None]] = [
        (0, "opened", "new"),
        (4 * HOUR, "resolved", "resolved"),
    ]
    if response is not None:
        rows.append((response, "responded", None))

    plan = replace(PLAN, also=(_response(1 * HOUR),))

    assert _clock(ask(plan, _desk(tickets("a", *rows))))[:2] == (1, within)


def test_the_later_of_two_limits_is_enough(ask: Ask) -> None:
    history = tickets("a", (0, "opened", "new"), (20 * HOUR, "resolved", "resolved"))
    office = replace(ALWAYS, calendar=OFFICE, limit=10 * HOUR)

    either = replace(PLAN, or_else=(replace(_response(0), end=PLAN.end, segments=(office,)),))

    assert _clock(ask(PLAN, _desk(history)))[:2] == (1, 0)
    assert _clock(ask(either, _desk(history)))[:2] == (1, 1)


def test_a_ticket_is_pending_while_a_further_clock_is_undecided(ask: Ask) -> None:
    history = tickets("a", (98 * HOUR, "opened", "new"), (99 * HOUR, "resolved", "resolved"))

    plan = replace(PLAN, also=(_response(8 * HOUR),))

    assert _clock(ask(plan, _desk(history))) == (0, 0, 0, 1)


def _paced(found: Tally) -> Gaps:
    assert isinstance(found, CadenceTally)
    return found.net


UPDATES = CadencePlan(PLAN, Edge(("updated",)))


def test_gaps_lie_between_the_start_each_update_and_the_end(ask: Ask) -> None:
    history = tickets(
        "a",
        (0, "opened", "new"),
        (4 * HOUR, "updated", None),
        (9 * HOUR, "updated", None),
        (21 * HOUR, "resolved", "resolved"),
    )

    assert _paced(ask(UPDATES, _desk(history))) == Gaps(1, 3, 1, 1 + 2)


@pytest.mark.parametrize(("length", "missed"), [(4, 0), (5, 1), (8, 1), (9, 2), (12, 2), (13, 3)])
def test_so_many_updates_were_due_in_a_gap_and_did_not_come(
    ask: Ask, length: int, missed: int
) -> None:
    history = tickets("a", (0, "opened", "new"), (length * HOUR, "resolved", "resolved"))

    assert _paced(ask(UPDATES, _desk(history))).missed == missed


def test_a_gap_does_not_run_while_the_ticket_waits(ask: Ask) -> None:
    history = tickets(
        "a",
        (0, "opened", "new"),
        (3 * HOUR, None, "waiting"),
        (50 * HOUR, None, "active"),
        (51 * HOUR, "updated", None),
        (52 * HOUR, "resolved", "resolved"),
    )

    assert _paced(ask(UPDATES, _desk(history))) == Gaps(1, 2, 2, 0)


@pytest.mark.parametrize(("start", "gaps", "pending"), [(95, 1, 0), (96, 0, 1)])
def test_the_last_gap_of_an_open_ticket_counts_once_it_is_too_long(
    ask: Ask, start: int, gaps: int, pending: int
) -> None:
    plan = replace(UPDATES, clock=replace(PLAN, counted_in="started"))

    tally = ask(plan, _desk(tickets("a", (start * HOUR, "opened", "new"))))

    assert isinstance(tally, CadenceTally)
    assert (tally.net.gaps, tally.net.missed, tally.pending) == (gaps, gaps, pending)
