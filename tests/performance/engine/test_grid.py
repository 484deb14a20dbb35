"""Clocks as a table: read at any instant, they say what the calendars say."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from entente.foundation.instants import DAY, HOUR
from entente.performance.engine.grid import grid
from entente.performance.engine.session import Session
from tests.performance.engine.random_plans import CALENDARS, FIRST, STEP, STEPS


def test_every_clock_reads_as_its_calendar_says() -> None:
    instants = np.arange(FIRST, FIRST + STEPS * STEP, 41 * HOUR // 60 + 1, dtype=np.int64)
    session = Session([Path(__file__)], "256MB", 1)
    clocks = grid(session, CALENDARS, FIRST, FIRST + STEPS * STEP)

    for place, calendar in enumerate(CALENDARS):
        given = session.table_of("given", {"at_": instants})
        read = session.arrays(
            f"SELECT at_, {clocks.count('day', 'at_')} AS count FROM {given}"
            f" {clocks.read('day', str(place), 'at_')} ORDER BY at_"
        )
        assert np.array_equal(read["at_"], instants)
        assert np.array_equal(read["count"], calendar.clock(instants))
    session.close()


def test_clocks_before_1970_are_read_too() -> None:
    low = -10_000 * DAY - HOUR
    session = Session([Path(__file__)], "256MB", 1)
    clocks = grid(session, CALENDARS, low, low + DAY)

    (count,) = session.one(
        f"SELECT {clocks.count('day', 'at_')} FROM (SELECT {low + 2 * HOUR} AS at_)"
        f" {clocks.read('day', '1', 'at_')}"
    )
    session.close()

    assert count == int(CALENDARS[1].clock(low + 2 * HOUR))
