"""Laws of working time, and equality with a slow walk over clock changes of eleven zones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.foundation.conventions import Conventions
from entente.foundation.instants import micros_of, to_micros
from entente.foundation.intervals import Spans
from entente.foundation.worktime import Calendar
from tests.foundation.calendars import (
    CHANGES,
    Mapping,
    every_day,
    instants,
    situations,
    written_calendars,
)
from tests.foundation.walk import Walk

Record = Callable[[str, object], None]
Situation = tuple[Mapping, list[datetime]]
Closing = Literal["this_window", "next_window"]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
EXAMPLES = 600
quick = settings(max_examples=40, deadline=None, suppress_health_check=SLOW, derandomize=True)
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW)
AMOUNTS = st.integers(1, 200 * 3600).map(lambda s: timedelta(seconds=s))


def additive(situation: Situation) -> None:
    mapping, (a, b, c, _) = situation
    calendar = Calendar.from_mapping(mapping)
    assert calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c)
    assert calendar.elapsed(c, a) == -calendar.elapsed(a, c)


def monotone(situation: Situation) -> None:
    mapping, (a, b, c, _) = situation
    calendar = Calendar.from_mapping(mapping)
    amount = c - b
    assert timedelta(0) <= calendar.elapsed(a, b) <= calendar.elapsed(a, c) <= c - a
    assert calendar.add(a, amount) <= calendar.add(b, amount)
    assert calendar.add(a, -amount) <= calendar.add(b, -amount)


def inverse(situation: Situation, amount: timedelta, closing: Closing) -> None:
    mapping, (a, b, c, d) = situation
    calendar = Calendar.from_mapping(mapping, Conventions(closing=closing))
    pauses = [(b, c), (c, d)]
    forwards, backwards = calendar.add(a, amount), calendar.add(d, -amount)
    assert calendar.elapsed(a, forwards) == amount
    assert calendar.elapsed(backwards, d) == amount
    assert forwards >= a
    assert backwards <= d
    assert calendar.elapsed(a, calendar.add(a, amount, pauses), pauses) == amount
    assert calendar.elapsed(calendar.add(d, -amount, pauses), d, pauses) == amount


def nearest_end(situation: Situation, amount: timedelta) -> None:
    """By default a deadline is the first instant, and a look back the last, that fits."""
    mapping, (a, b, *_) = situation
    calendar = Calendar.from_mapping(mapping)
    reached = calendar.add(a, calendar.elapsed(a, b))
    assert reached <= b
    assert calendar.elapsed(reached, b) == timedelta(0)
    later = calendar.with_conventions(Conventions(closing="next_window")).add(a, amount)
    assert calendar.add(a, amount) <= later
    assert calendar.is_open(later)


def vectorised_is_plain(situation: Situation, closing: Closing) -> None:
    mapping, at = situation
    calendar = Calendar.from_mapping(mapping, Conventions(closing=closing))
    pairs = [(s, e) for s in at for e in at]
    starts = np.array([to_micros(s) for s, _ in pairs])
    ends = np.array([to_micros(e) for _, e in pairs])
    plain = [micros_of(calendar.elapsed(s, e)) for s, e in pairs]
    assert calendar.elapsed_many(starts, ends).tolist() == plain
    added = [to_micros(calendar.add(s, e - s)) for s, e in pairs]
    assert calendar.add_many(starts, ends - starts).tolist() == added


def same_as_walk(situation: Situation, night: Literal["cut", "whole"]) -> None:
    mapping, (a, b, c, d) = situation
    walk = Walk(mapping, cut=night == "cut")
    calendar = Calendar.from_mapping(mapping, Conventions(night=night))
    assert calendar.elapsed(a, d) == walk.elapsed(a, d)
    assert calendar.elapsed(a, d, [(b, c)]) == walk.elapsed(a, d, [(b, c)])
    assert [calendar.is_open(at) for at in (a, b, c)] == [
        walk.is_open(walk.reading(at)) for at in (a, b, c)
    ]


def same_wall_clock(situation: Situation) -> None:
    mapping, at = situation
    start, end = (moment.replace(second=0, microsecond=0) for moment in (at[0], at[3]))
    calendar = Calendar.from_mapping(mapping, Conventions(daylight_saving="wall_clock"))
    assert calendar.elapsed(start, end) == Walk(mapping).wall_clock(start, end)


def pieces_cover(situation: Situation, mode: Literal["elapsed", "wall_clock"]) -> None:
    mapping, (a, b, c, d) = situation
    calendar = Calendar.from_mapping(mapping, Conventions(daylight_saving=mode))
    pieces = calendar.pieces(a, d)
    inside = np.array([to_micros(at) for at in (a, b, c) if at < d], dtype=np.int64)
    row = np.searchsorted(pieces.from_, inside, "right") - 1
    if a == d:
        assert len(pieces.day) == 0
        return
    assert (pieces.from_[0], pieces.to[-1]) == (to_micros(a), to_micros(d))
    assert pieces.from_[1:].tolist() == pieces.to[:-1].tolist()
    assert ((pieces.from_ // 86_400_000_000) == pieces.day).all()
    assert (((pieces.to - 1) // 86_400_000_000) == pieces.day).all()
    assert set(pieces.slope.tolist()) <= {0, 1}
    values = pieces.k0[row] + pieces.slope[row] * inside
    assert values.tolist() == calendar.clock(inside).tolist()
    last = pieces.k0 + pieces.slope * (pieces.to - 1)
    assert last.tolist() == calendar.clock(pieces.to - 1).tolist()


def joint_hours(one: Mapping, other: Mapping, start: datetime, end: datetime) -> None:
    first, second = Calendar.from_mapping(one), Calendar.from_mapping(other)
    both = first & second
    expected = first.open_spans(start, end) & second.open_spans(start, end)
    assert both.open_spans(start, end) == expected
    assert micros_of(both.elapsed(start, end)) == expected.total()


@quick
@given(situations())
def test_elapsed_time_adds_up(situation: Situation) -> None:
    additive(situation)


@quick
@given(situations())
def test_later_instants_give_no_less_time_and_no_earlier_deadline(situation: Situation) -> None:
    monotone(situation)


@quick
@given(situations(), AMOUNTS, st.sampled_from(["this_window", "next_window"]))
def test_adding_is_the_inverse_of_elapsed(
    situation: Situation, amount: timedelta, closing: Closing
) -> None:
    inverse(situation, amount, closing)


@quick
@given(situations(), AMOUNTS)
def test_the_closing_convention_chooses_the_first_or_the_last_instant_that_fits(
    situation: Situation, amount: timedelta
) -> None:
    nearest_end(situation, amount)


@quick
@given(situations(), st.sampled_from(["this_window", "next_window"]))
def test_many_at_once_equals_one_by_one(situation: Situation, closing: Closing) -> None:
    vectorised_is_plain(situation, closing)


@quick
@given(situations(), st.sampled_from(["cut", "whole"]))
def test_elapsed_time_equals_a_slow_walk(
    situation: Situation, night: Literal["cut", "whole"]
) -> None:
    same_as_walk(situation, night)


@quick
@given(situations())
def test_wall_clock_time_equals_a_slow_walk_of_readings(situation: Situation) -> None:
    same_wall_clock(situation)


@quick
@given(situations(), st.sampled_from(["elapsed", "wall_clock"]))
def test_pieces_are_the_clock_without_gaps(
    situation: Situation, mode: Literal["elapsed", "wall_clock"]
) -> None:
    pieces_cover(situation, mode)


@quick
@given(st.data())
def test_joint_hours_are_the_hours_of_both(data: st.DataObject) -> None:
    one, day = data.draw(written_calendars())
    other, _ = data.draw(written_calendars(("Asia/Tokyo", day)))
    other["weekly"] = every_day([["00:00", "24:00"]])
    start, end = sorted([data.draw(instants(day)), data.draw(instants(day))])
    joint_hours(one, other, start, end)


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_round_the_clock_over_a_change_equals_a_walk_of_every_minute(zone: str, day: date) -> None:
    hours = [["00:00", "01:30"], ["02:15", "02:45"], ["22:30", "23:30"]]
    mapping: dict[str, Any] = {
        "timezone": zone,
        "weekly": every_day(hours),
    }
    calendar, walk = Calendar.from_mapping(mapping), Walk(mapping)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    minutes = [noon + timedelta(minutes=n) for n in range(-48 * 60, 36 * 60)]
    found = calendar.open_spans(minutes[0], minutes[-1] + timedelta(minutes=1))

    open_minutes = [at for at in minutes if walk.is_open(walk.reading(at))]

    assert found == Spans.of([(at, at + timedelta(minutes=1)) for at in open_minutes])


@pytest.mark.proof
def test_proof_of_the_laws(record_property: Record) -> None:
    @thorough
    @given(situations(), AMOUNTS, st.sampled_from(["this_window", "next_window"]))
    def hold(situation: Situation, amount: timedelta, closing: Closing) -> None:
        additive(situation)
        monotone(situation)
        inverse(situation, amount, closing)
        nearest_end(situation, amount)
        vectorised_is_plain(situation, closing)

    hold()
    record_property("proved", f"5 laws on {EXAMPLES} calendars around clock changes")


@pytest.mark.proof
def test_proof_against_the_walk(record_property: Record) -> None:
    @thorough
    @given(situations())
    def agree(situation: Situation) -> None:
        same_as_walk(situation, "cut")
        same_as_walk(situation, "whole")
        same_wall_clock(situation)
        pieces_cover(situation, "elapsed")
        pieces_cover(situation, "wall_clock")

    agree()
    record_property("proved", f"{EXAMPLES} calendars walked minute by minute, three conventions")


@pytest.mark.proof
@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_proof_second_by_second(zone: str, day: date, record_property: Record) -> None:
    mapping: dict[str, Any] = {
        "timezone": zone,
        "weekly": every_day([["00:30", "02:15"], ["23:00", "00:10"]]),
    }
    calendar, walk = Calendar.from_mapping(mapping), Walk(mapping)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    seconds = np.arange(2 * 86_400 + 1, dtype=np.int64) * 1_000_000 + to_micros(start)

    counts = calendar.clock(seconds)

    opened = [walk.is_open(walk.reading(start + timedelta(seconds=n))) for n in range(2 * 86_400)]
    assert (np.diff(counts) == np.array(opened) * 1_000_000).all()
    record_property("proved", f"172,800 seconds in {zone} around {day}")
