"""Our verdict on each incident of the ServiceNow log beside the log's own flag, `made_sla`.

python examples/servicenow-incident-log/flag.py incident_event_log.csv.gz
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from entente.agreement.reading import read_agreement
from entente.performance.engine.duck import DuckEngine
from entente.performance.intake import take_in
from entente.performance.kernel.rows import ElapsedRow
from entente.performance.kernel.versions import parse_month
from entente.performance.measuring import measuring

MONTHS = [*(f"2016-{month:02}" for month in range(3, 13)), "2017-01", "2017-02"]


def main(log: str) -> None:
    """Print for each service level how many incidents both judge alike, and which they do not."""
    terms = read_agreement(Path(__file__).with_name("agreement.yaml")).agreement
    assert terms
    with TemporaryDirectory() as folder:
        batches = take_in([log], sources=terms.evidence, zone=terms.zone, folder=Path(folder))
        with DuckEngine(batches) as engine:
            work = measuring([terms], batches, engine)
            for level in terms.service_levels:
                plans = [work.asked(level, parse_month(month)).plan for month in MONTHS]
                found = [row for plan in plans for row in engine.rows(plan, only="counted",
                                                                      limit=100_000)]  # fmt: skip
                say(level, [row for row in found if isinstance(row, ElapsedRow)])


def say(level: str, rows: list[ElapsedRow]) -> None:
    """One line for the whole level, one for each incident on which the two differ."""
    flags = [dict(row.fields)["made_sla"] == "true" for row in rows]
    unlike = [(r, f) for r, f in zip(rows, flags, strict=True) if r.within is not f]
    alike = len(rows) - len(unlike)
    sys.stdout.write(
        f"{level}: {alike:,} of {len(rows):,} alike, {100 * alike / len(rows):.2f} %\n"
    )
    for row, flag in unlike:
        hours = f"{row.elapsed / 3_600_000_000:.2f} h"
        sys.stdout.write(f"  {row.record}  {hours}  the log says {'kept' if flag else 'missed'}\n")


if __name__ == "__main__":
    main(sys.argv[1])
