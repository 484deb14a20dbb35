"""Business time as packages count it. Runs in an environment of its own, without Entente.

Reads a question as JSON (zone, opening and closing time, days of the week, holidays, pairs of
instants in microseconds), writes for each package its version, its seconds and its answers.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import math
import sys
import time
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass

import businesstimedelta
import numpy as np
import pandas as pd
import pytz
from business_duration import businessDuration

SECOND = 1_000_000
Pair = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Question:
    """Hours of work, the same on each of some days of the week, and local times to count."""

    zone: str
    opens: dt.time
    closes: dt.time
    days: list[int]
    holidays: list[dt.date]
    pairs: list[Pair]


def business_duration(asked: Question) -> list[int | None]:
    """The package's one function, in seconds."""
    off = [day for day in range(7) if day not in asked.days]
    found = [
        businessDuration(start, end, asked.opens, asked.closes, off, asked.holidays, "sec")
        for start, end in asked.pairs
    ]
    return [None if math.isnan(seconds) else int(seconds * SECOND) for seconds in found]


def business_time_delta(asked: Question) -> list[int | None]:
    """A rule for working days, with holidays and zone given as the package wants them."""
    zone = pytz.timezone(asked.zone)
    rules = [
        businesstimedelta.WorkDayRule(
            start_time=asked.opens, end_time=asked.closes, working_days=asked.days, tz=zone
        )
    ]
    if asked.holidays:
        # It looks for the next holiday and fails where there is none, so one stands far ahead.
        known = [*asked.holidays, max(asked.holidays) + dt.timedelta(days=1000)]
        rules.append(businesstimedelta.HolidayRule(known, tz=zone))
    rule = businesstimedelta.Rules(rules)
    found = [
        rule.difference(zone.localize(start), zone.localize(end)) for start, end in asked.pairs
    ]
    return [int(each.timedelta.total_seconds() * SECOND) for each in found]


def pandas_hours(asked: Question) -> list[int | None]:
    """Whole hours: how many steps of a CustomBusinessHour lie between the two."""
    names = " ".join(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day] for day in asked.days)
    step = pd.offsets.CustomBusinessHour(
        start=asked.opens, end=asked.closes, weekmask=names, holidays=asked.holidays
    )
    found = [len(pd.date_range(start, end, freq=step)) - 1 for start, end in asked.pairs]
    return [max(0, hours) * 3600 * SECOND for hours in found]


def numpy_days(asked: Question) -> list[int | None]:
    """numpy.busday_count for the days, and what is left of the first and the last by hand."""
    if asked.opens > asked.closes:
        return [None] * len(asked.pairs)
    starts = np.array([start for start, _ in asked.pairs], dtype="datetime64[us]")
    ends = np.array([end for _, end in asked.pairs], dtype="datetime64[us]")
    opens, closes = (
        np.timedelta64(each.hour * 3600 + each.minute * 60, "s")
        for each in (asked.opens, asked.closes)
    )
    mask = [day in asked.days for day in range(7)]
    counted = {"weekmask": mask, "holidays": asked.holidays}

    def clock(at: np.ndarray) -> np.ndarray:
        day = at.astype("datetime64[D]")
        whole = np.busday_count(np.datetime64("2026-01-01"), day, **counted)
        part = np.clip(at - day, opens, closes) - opens
        return whole * (closes - opens) + np.where(np.is_busday(day, **counted), part, 0)

    return (clock(ends) - clock(starts)).astype("timedelta64[us]").astype(int).tolist()


PACKAGES: dict[str, tuple[str, Callable[[Question], list[int | None]]]] = {
    "business-duration": ("business_duration", business_duration),
    "businesstimedelta": ("businesstimedelta", business_time_delta),
    "pandas CustomBusinessHour, whole hours": ("pandas", pandas_hours),
    "numpy.busday_count, ends by hand": ("numpy", numpy_days),
}


def question(told: dict[str, object]) -> Question:
    """A question as Python's own local times without a zone, which most packages want."""
    zone = zoneinfo.ZoneInfo(str(told["zone"]))
    pairs = [
        tuple(
            dt.datetime.fromtimestamp(at // SECOND, zone).replace(tzinfo=None, microsecond=0)
            for at in pair
        )
        for pair in told["pairs"]
    ]
    return Question(
        zone=str(told["zone"]),
        opens=dt.time.fromisoformat(told["opens"]),
        closes=dt.time.fromisoformat(told["closes"]),
        days=told["days"],
        holidays=[dt.date.fromisoformat(day) for day in told["holidays"]],
        pairs=pairs,
    )


def main() -> None:
    """Answer the question of standard input."""
    asked = question(json.load(sys.stdin))
    answers = {}
    for name, (package, work) in PACKAGES.items():
        begun = time.perf_counter()
        try:
            found, problem = work(asked), None
        except Exception as error:  # whatever a package raises is its answer
            found, problem = None, f"{type(error).__name__}: {error}"
        answers[name] = {
            "version": importlib.metadata.version(package),
            "seconds": time.perf_counter() - begun,
            "answers": found,
            "problem": problem,
        }
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
