"""A month's attainment of tickets, beside DuckDB only reading and grouping the same columns.

Run `python bench/attainment.py [--rows 5000000] [--write docs/benchmarks.md]`. The ratio of the
two times says what the meaning costs (clocks, stops, classification, exclusions) above the reading
that any program must do. `--write` puts the figures between the marks of a page.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from entente.agreement.conditions import parse_condition
from entente.foundation.instants import DAY, HOUR, MINUTE, to_micros
from entente.foundation.worktime import Calendar
from entente.performance.engine.duck import DuckEngine
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.plans import Edge, ElapsedPlan, RecordExclusion, Segment, Window
from entente.performance.kernel.tallies import ElapsedTally

MARKS = "<!-- attainment: begin -->", "<!-- attainment: end -->"
ROWS_A_TICKET = 5
MONTH = to_micros(datetime(2026, 3, 1, tzinfo=UTC)), to_micros(datetime(2026, 4, 1, tzinfo=UTC))
FIELDS = ("priority", "service")


@dataclass(frozen=True)
class Kept:
    """A batch and its Parquet file."""

    batch: Batch
    path: Path


@dataclass(frozen=True)
class Times:
    """Seconds of each run of the floor and of the engine."""

    floor: list[float]
    engine: list[float]

    @property
    def ratio(self) -> float:
        """The engine's median over the floor's."""
        return statistics.median(self.engine) / statistics.median(self.floor)


def generate(tickets: int, path: Path) -> None:
    """Histories of a month: opened, taken up, often waiting, resolved, closed; all from a hash.

    Every seventh ticket changes its priority, every twentieth is reopened, some are still open.
    """
    first, last = MONTH
    query = f"""
        WITH ticket AS (
            SELECT i, hash(i) AS h, 'INC' || lpad(i::VARCHAR, 8, '0') AS record,
                ({first} + (hash(i + 7) % {last - first - 2 * DAY})::BIGINT) AS begun
            FROM range({tickets}) AS given(i)),
        moved AS (
            SELECT record, h, unnest([
                {{'t': begun, 'e': 'opened', 'f': NULL, 's': 'new', 'k': 0}},
                {{'t': begun + {MINUTE} * (5 + (h % 90)::BIGINT), 'e': 'responded', 'f': 'new',
                    's': 'active', 'k': 1}},
                {{'t': begun + {HOUR} * (2 + (h % 5)::BIGINT), 'e': NULL, 'f': 'active',
                    's': CASE WHEN h % 3 = 0 THEN 'waiting' ELSE 'active' END, 'k': 2}},
                {{'t': begun + {HOUR} * (7 + (h % 40)::BIGINT),
                    'e': CASE WHEN h % 50 <> 1 THEN 'resolved' END,
                    'f': CASE WHEN h % 3 = 0 THEN 'waiting' ELSE 'active' END,
                    's': CASE WHEN h % 50 <> 1 THEN 'resolved' ELSE 'active' END, 'k': 3}},
                {{'t': begun + {HOUR} * (48 + (h % 72)::BIGINT),
                    'e': CASE WHEN h % 50 <> 1 AND h % 20 <> 2 THEN 'closed' END,
                    'f': CASE WHEN h % 50 <> 1 THEN 'resolved' ELSE 'active' END,
                    's': CASE WHEN h % 50 <> 1 AND h % 20 <> 2 THEN 'closed' ELSE 'active' END,
                    'k': 4}}]) AS step
            FROM ticket)
        SELECT record, step.t AS "at", 0::BIGINT AS sequence, step.e AS event,
            step.f AS state_from, step.s AS state,
            'P' || (CASE WHEN h % 7 = 3 AND step.k > 2 THEN 2 ELSE 1 + h % 4 END) AS priority,
            'service-' || (h // 64 % 12) AS service,
            row_number() OVER () + 1 AS row_number
        FROM moved"""  # in the order of records and instants by how it is made
    with duckdb.connect() as db:
        db.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def plan() -> ElapsedPlan:
    """P1 and P2 of ten services within four working hours, the clock still while waiting."""
    week = {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    calendar = Calendar.from_mapping({"timezone": "Europe/Vienna", "weekly": week})
    segment = Segment(
        0,
        MONTH[1],
        parse_condition("priority in ('P1', 'P2') and service <> 'service-3'"),
        calendar,
        frozenset({"waiting"}),
        4 * HOUR,
    )
    return ElapsedPlan(
        Window(*MONTH, MONTH[1]),
        start=Edge(("opened",)),
        end=Edge(("resolved",)),
        counted_in="ended",
        classified_at="end",
        reopened="last-end",
        segments=(segment,),
        exclusions=(RecordExclusion("client-delay", parse_condition("service = 'service-7'")),),
    )


def floor(path: Path) -> None:
    """Read and group the columns that the plan needs, by ticket, and mean nothing by it."""
    with duckdb.connect(config={"memory_limit": "1GB"}) as db:
        db.execute(
            f"""SELECT count(*), sum(a), max(b), max(c), max(d), max(e), max(f) FROM (
                SELECT record, min("at") AS a, max(event) AS b, max(state_from) AS c,
                    max(state) AS d, max(priority) AS e, max(service) AS f
                FROM read_parquet('{path}') GROUP BY record)"""
        ).fetchall()


def attainment(kept: Kept) -> ElapsedTally:
    """The engine's answer, from opening the file to the integers."""
    with DuckEngine([kept]) as engine:
        tally = engine.tally(plan())
    assert isinstance(tally, ElapsedTally)
    return tally


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(path: Path, tickets: int, runs: int) -> tuple[Times, ElapsedTally]:
    """Floor and engine in turn, so that a busy machine slows both."""
    batch = Batch("tickets", "desk", path.name, "", "", "bench", tickets, fields=FIELDS)
    kept = Kept(batch, path)
    tally = attainment(kept)
    floor(path)
    pairs = [(timed(lambda: floor(path)), timed(lambda: attainment(kept))) for _ in range(runs)]
    return Times([each for each, _ in pairs], [each for _, each in pairs]), tally


def report(tickets: int, size: int, times: Times, tally: ElapsedTally) -> str:
    """The figures as a small Markdown section."""
    share = 100 * tally.net.within / tally.net.count
    spread = f"{min(times.engine):.3f} to {max(times.engine):.3f}"
    return "\n".join(
        [
            f"Made by `python bench/attainment.py --rows {tickets * ROWS_A_TICKET}`.",
            "",
            "| what | figure |",
            "|---|---|",
            f"| tickets, rows | {tickets:,}, {tickets * ROWS_A_TICKET:,} |",
            f"| Parquet | {size / 1e6:.1f} MB |",
            f"| counted, within | {tally.net.count:,}, {tally.net.within:,} ({share:.2f} %) |",
            f"| floor: read and group the same columns | {statistics.median(times.floor):.3f} s |",
            f"| attainment | {statistics.median(times.engine):.3f} s ({spread}) |",
            f"| **ratio** | **{times.ratio:.2f}** |",
            f"| runs | {len(times.engine)}, medians |",
            f"| machine | {os.cpu_count()} processors, {platform.machine()},"
            f" Python {platform.python_version()}, DuckDB {duckdb.__version__} |",
        ]
    )


def write(page_path: Path, section: str) -> None:
    """Put the figures between the marks of a page."""
    page = page_path.read_text(encoding="utf-8")
    inside = re.escape(MARKS[0]) + ".*?" + re.escape(MARKS[1])
    text = f"{MARKS[0]}\n{section}\n{MARKS[1]}"
    page_path.write_text(re.sub(inside, lambda _: text, page, flags=re.DOTALL), encoding="utf-8")


def main() -> None:
    """Generate, measure, print, and write where asked."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=500_000, help="rows of history")
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--write", type=Path, help="a page that takes the figures")
    asked = arguments.parse_args()
    tickets = max(1, asked.rows // ROWS_A_TICKET)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tickets.parquet")
        generate(tickets, path)
        times, tally = measure(path, tickets, asked.runs)
        section = report(tickets, path.stat().st_size, times, tally)
    print(section)
    if asked.write:
        write(asked.write, section)


if __name__ == "__main__":
    main()
