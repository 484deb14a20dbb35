"""A month's attainment of tickets, beside DuckDB only reading and grouping the same columns.

Run `python -m bench.attainment [--rows 1000000 10000000] [--write docs/benchmarks.md]`. The ratio
of the two times says what the meaning costs (clocks, stops, classification, exclusions) above the
reading that any program must do.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.pages import alternating, arguments, give, machine, ratio, said, table
from entente.agreement.conditions.condition import parse_condition
from entente.foundation.instants import DAY, HOUR, MINUTE, to_micros
from entente.foundation.worktime import Calendar
from entente.performance.engine.duck import DuckEngine
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.plans import Edge, ElapsedPlan, RecordExclusion, Segment, Window
from entente.performance.kernel.tallies import ElapsedTally

SIZES, QUICK = (1_000_000, 10_000_000, 50_000_000), (500_000,)
RUNS = {1_000_000: 9, 10_000_000: 5, 50_000_000: 3}
MEMORY = "3GB"  # for the engine as for the floor
ROWS_A_TICKET = 5
MONTH = to_micros(datetime(2026, 3, 1, tzinfo=UTC)), to_micros(datetime(2026, 4, 1, tzinfo=UTC))
FIELDS = ("priority", "service")


@dataclass(frozen=True)
class Kept:
    """A batch and its Parquet file."""

    batch: Batch
    path: Path


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
    with duckdb.connect(config={"memory_limit": MEMORY}) as db:
        db.execute(
            f"""SELECT count(*), sum(a), max(b), max(c), max(d), max(e), max(f) FROM (
                SELECT record, min("at") AS a, max(event) AS b, max(state_from) AS c,
                    max(state) AS d, max(priority) AS e, max(service) AS f
                FROM read_parquet('{path}') GROUP BY record)"""
        ).fetchall()


def attainment(path: Path) -> ElapsedTally:
    """The engine's answer, from opening the file to the integers."""
    batch = Batch("tickets", "desk", path.name, "", "", "bench", 0, fields=FIELDS)
    with DuckEngine([Kept(batch, path)], memory_limit=MEMORY) as engine:
        tally = engine.tally(plan())
    assert isinstance(tally, ElapsedTally)
    return tally


def peak(path: Path) -> float:
    """The most memory, in GiB, of a process that measures once."""
    attainment(path)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 2**30 if sys.platform == "darwin" else used / 2**20


def measured(path: Path, rows: int, runs: int) -> list[str]:
    """The row of a table: one size."""
    generate(max(1, rows // ROWS_A_TICKET), path)
    tally = attainment(path)
    works = {"floor": lambda: floor(path), "engine": lambda: attainment(path)}
    times = alternating(works, runs)
    apart = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=apart) as pool:
        used = pool.submit(peak, path).result()
    rate = rows / statistics.median(times["engine"]) / 1e6
    return [
        f"{rows:,}",
        f"{path.stat().st_size / 1e6:,.0f} MB",
        f"{tally.net.count:,} counted, {tally.net.within:,} within",
        said(times["floor"]),
        said(times["engine"]),
        f"{rate:.1f}",
        f"{used:.1f} GiB",
        f"**{ratio(times['engine'], times['floor']):.2f}**",
    ]


HEAD = ("rows", "Parquet", "answer", "floor", "engine", "million rows/s", "memory", "ratio")


def main() -> None:
    """Generate, measure, print, and write where asked."""
    options = arguments(__doc__)
    options.add_argument("--rows", type=int, nargs="+", help="rows of history")
    asked = options.parse_args()
    found = []
    for rows in asked.rows or (QUICK if asked.quick else SIZES):
        with tempfile.TemporaryDirectory() as folder:
            runs = asked.runs or (3 if asked.quick else RUNS.get(rows, 5))
            found.append(measured(Path(folder, "tickets.parquet"), rows, runs))
    give("attainment", f"{table(HEAD, found)}\n\n{machine('duckdb', 'numpy')}", asked.write)


if __name__ == "__main__":
    main()
