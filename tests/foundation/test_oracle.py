"""Working time agrees with five public libraries wherever these agree with one another."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from entente.foundation.rounding import Rounding
from entente.foundation.worktime import Calendar

Row = dict[str, Any]
COUNTING = {"[start,end]": "both_ends", "(start,end]": "after_start", "[start,end)": "before_end"}
UNITS = {"minute": 60, "minutes": 60, "hour": 3600, "hours": 3600, "seconds": 1}
FILES = ("dayjs_business_time", "moment_business_time", "readme_examples", "working_hours")


def oracle(name: str) -> list[Any]:
    """The core rows of a file, by their id; one row that skips where the data is absent."""
    here = Path(__file__).resolve().parents[2].parent / "shared"
    file = Path(os.environ.get("ENTENTE_SHARED", here)) / "data" / "oracle" / f"{name}.jsonl"
    if not file.is_file():
        return [pytest.param({}, id=f"{name}-absent")]
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [pytest.param(row, id=row["id"]) for row in rows if row.get("core", True)]


ROWS = [row for name in FILES for row in oracle(f"bt_{name}")]


def instant(text: str) -> datetime:
    """An instant, or the midnight UTC of a date."""
    if len(text) == len("2024-01-01"):
        return datetime.combine(date.fromisoformat(text), time(0), UTC)
    return datetime.fromisoformat(text)


def day_or_instant(text: str) -> date:
    """A date where the row has one."""
    return date.fromisoformat(text) if len(text) == len("2024-01-01") else instant(text)


def seconds(text: float) -> timedelta:
    """Seconds as written, through their shortest decimal."""
    return timedelta(microseconds=int(Rounding(0).apply(Fraction(str(text)) * 1_000_000)))


def calendar_of(row: Row) -> Calendar:
    """The calendar of a row, with the counting convention that the row states."""
    calendar = Calendar.from_mapping(row["calendar"])
    counting = row["reference"].partition("count=")[2]
    if not counting:
        return calendar
    conventions = replace(calendar.conventions, workdays=COUNTING[counting])  # type: ignore[arg-type] # one of the choices
    return calendar.with_conventions(conventions)


MOVES: dict[str, Callable[[Calendar, Row], datetime]] = {
    "add": lambda c, row: c.add(instant(row["start"]), seconds(row["amount_seconds"])),
    "add_days": lambda c, row: c.add_days(instant(row["start"]), row["days"]),
    "nextBusinessDay": lambda c, row: c.add_days(instant(row["start"]), 1),
    "lastBusinessDay": lambda c, row: c.add_days(instant(row["start"]), -1),
    "roll_forward_to_open": lambda c, row: c.next_open(instant(row["start"])),
    "roll_forward_to_close": lambda c, row: c.next_close(instant(row["start"])),
    "roll_backward_to_open_or_close": lambda c, row: c.last_open(instant(row["start"])),
    "next_open_after_current_period": lambda c, row: c.next_opening(instant(row["start"])),
}
ANSWERS: dict[str, Callable[[Calendar, Row], bool | int]] = {
    "is_open": lambda c, row: c.is_open(instant(row["start"])),
    "is_workday": lambda c, row: c.is_workday(day_or_instant(row["start"])),
    "is_holiday": lambda c, row: c.is_holiday(day_or_instant(row["start"])),
    "workdays_between": lambda c, row: c.workdays_between(
        day_or_instant(row["start"]), day_or_instant(row["end"])
    ),
}


def written_like(found: datetime, expected: str) -> datetime:
    """The instant as coarse as the row writes it: one library keeps milliseconds or seconds."""
    if expected.endswith("23:59:59.999000+00:00"):
        return found - timedelta(milliseconds=1)  # its name for 24:00
    if "." in expected:
        return found
    micros = Rounding(0).apply(Fraction(found.microsecond, 1_000_000))
    return found.replace(microsecond=0) + timedelta(seconds=int(micros))


@pytest.mark.parametrize("row", ROWS)
def test_working_time_agrees_with_the_libraries(row: Row, shared: Path) -> None:
    calendar = calendar_of(row)

    if row["op"] in MOVES:
        found = MOVES[row["op"]](calendar, row)
        assert written_like(found, row["expected"]) == instant(row["expected"])
    elif row["op"] in ANSWERS:
        assert ANSWERS[row["op"]](calendar, row) == row["expected"]
    else:
        assert row["op"] == "between"
        agrees_on_elapsed(calendar, row)


def agrees_on_elapsed(calendar: Calendar, row: Row) -> None:
    """Exact to the microsecond, or rounded to whole seconds where the library does that."""
    pauses = [(instant(a), instant(b)) for a, b in row.get("pauses", [])]
    found = calendar.elapsed(instant(row["start"]), instant(row["end"]), pauses)
    expected = row["expected_in_unit"] if "unit" in row else row["expected_seconds"]
    exact = Fraction(found // timedelta(microseconds=1), 1_000_000)
    in_unit = exact / UNITS[row.get("unit", "seconds")]
    if row["suite"] == "working_hours":
        assert Rounding(0).apply(in_unit) == Decimal(expected)
    else:
        assert in_unit == Fraction(str(expected))


def test_no_operation_of_the_oracle_is_left_out(shared: Path) -> None:
    operations = {row.values[0]["op"] for row in ROWS}

    assert operations == {*MOVES, *ANSWERS, "between"}
    assert len(ROWS) > 400


@pytest.mark.parametrize("row", oracle("dst_wallclock"))
def test_calendar_days_keep_the_wall_clock(row: Row, shared: Path) -> None:
    calendar = Calendar.always(row["tz"])
    start = datetime.fromisoformat(row["start"])

    if row["unit"] == "days":
        found = calendar.add_calendar(start, days=row["amount"])
    else:
        found = calendar.add_calendar(start, duration=timedelta(hours=row["amount"]))

    assert found == datetime.fromisoformat(row["expected"])
