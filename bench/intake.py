"""Intake of CSV, beside DuckDB's own copy of the same CSV to Parquet.

Run `python -m bench.intake [--rows 1000000] [--write docs/benchmarks.md]`. The copy reads each cell
and writes it; intake also checks every row, reads its clock in a zone, derives events, sorts,
digests what it keeps and lists what it does not.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from bench.attainment import ROWS_A_TICKET, generate
from bench.pages import alternating, arguments, give, machine, ratio, said, table
from entente.agreement.terms.sources import Source
from entente.performance.intake import StoredBatch, take_in

DESK = Source.model_validate(
    {
        "table": "tickets",
        "dates": ["%Y-%m-%d %H:%M:%S"],
        "columns": {"record": "Ticket", "at": "Changed", "state": "State"},
        "fields": {"priority": "Priority", "service": "Service"},
        "states": {
            "new": {"state": "new", "event": "opened"},
            "active": {"state": "active", "event": "responded"},
            "waiting": {"state": "waiting"},
            "resolved": {"state": "resolved", "event": "resolved"},
            "closed": {"state": "closed", "event": "closed"},
        },
    }
)
# What each file is like, the options of its writer, and the order of its rows.
TEXTS = {
    "quotes where they are needed, by ticket": ("", ""),
    "every cell quoted, by ticket": (", FORCE_QUOTE *", ""),
    "quotes where they are needed, by time": ("", 'ORDER BY "at", record'),
}


def write_csv(rows: int, path: Path, how: str, order: str) -> None:
    """The histories of the engine's benchmark as a tool would export them."""
    history = path.with_suffix(".parquet")
    generate(max(1, rows // ROWS_A_TICKET), history)
    with duckdb.connect() as db:
        db.execute(f"""
            COPY (SELECT record AS Ticket,
                strftime(make_timestamp("at"), '%Y-%m-%d %H:%M:%S') AS Changed, state AS State,
                priority AS Priority, service AS Service,
                CASE WHEN hash(record) % 3 = 0 THEN 'printer, second floor, says "no paper"'
                    ELSE 'user ' || hash(record) % 1000 || ' cannot print' END AS Summary
            FROM read_parquet('{history}') {order}) TO '{path}' (HEADER{how})""")


def copy(source: Path, target: Path) -> None:
    """DuckDB's own copy, with every cell as the text that it is."""
    with duckdb.connect(config={"memory_limit": "3GB"}) as db:
        db.execute(
            f"COPY (FROM read_csv('{source}', all_varchar = true)) TO '{target}'"
            " (FORMAT parquet, COMPRESSION zstd)"
        )


def take(source: Path) -> StoredBatch:
    """Intake of the same file."""
    with tempfile.TemporaryDirectory() as folder:
        (stored,) = take_in(
            [source], sources={"desk": DESK}, zone="UTC", folder=Path(folder), source="desk"
        )
    return stored


def measured(rows: int, runs: int, title: str, how: str, order: str) -> list[str]:
    """The row of a table: one manner of quoting and one order."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "log.csv"), Path(folder, "copy.parquet")
        write_csv(rows, source, how, order)
        kept = take(source).batch
        works = {"copy": lambda: copy(source, target), "intake": lambda: take(source)}
        times = alternating(works, runs)
        return [
            f"{rows:,}, {title}",
            f"{source.stat().st_size / 1e6:,.0f} MB",
            f"{kept.rows:,} kept, {sum(count for _, count in kept.quarantined):,} left out",
            said(times["copy"]),
            said(times["intake"]),
            f"**{ratio(times['intake'], times['copy']):.2f}**",
        ]


def main() -> None:
    """Write files, measure, print, and write where asked."""
    options = arguments(__doc__)
    options.add_argument("--rows", type=int, help="rows of CSV")
    asked = options.parse_args()
    rows = asked.rows or (100_000 if asked.quick else 1_000_000)
    found = [
        measured(rows, asked.runs or (3 if asked.quick else 5), title, *how)
        for title, how in TEXTS.items()
    ]
    head = ("rows", "CSV", "answer", "DuckDB's copy", "intake", "ratio")
    give("intake", f"{table(head, found)}\n\n{machine('duckdb', 'numpy')}", asked.write)


if __name__ == "__main__":
    main()
