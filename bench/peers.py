"""Working time of a sample of tickets, beside packages that count business hours.

Run `python -m bench.peers --python .venv-bench/bin/python [--write docs/benchmarks.md]`, where that
Python has the packages of `bench/peers.txt`; `make bench` sees to it. The exact answer is that of
a walk from minute to minute through the zone's own clock, which shares nothing with any of them.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.pages import arguments, give, machine, table, timed
from entente.foundation.instants import DAY, HOUR, MINUTE, SECOND, from_micros, to_micros
from entente.foundation.worktime import Calendar
from entente.foundation.zones import zone

ZONE = "Europe/Vienna"
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAYS = (date(2026, 3, 19), date(2026, 4, 6))
FIRST = to_micros(datetime(2026, 3, 2, tzinfo=UTC))
SEED = 20_260_329


@dataclass(frozen=True)
class Hours:
    """The same hours on some days of the week."""

    title: str
    opens: str
    closes: str
    days: tuple[int, ...]
    holidays: tuple[date, ...] = ()

    def calendar(self) -> Calendar:
        """As our calendar."""
        weekly = {NAMES[day]: [[self.opens, self.closes]] for day in self.days}
        closed = [day.isoformat() for day in self.holidays]
        return Calendar.from_mapping({"timezone": ZONE, "weekly": weekly, "holidays": closed})

    def question(self, pairs: list[tuple[int, int]]) -> str:
        """As the packages are asked."""
        return json.dumps(
            {
                "zone": ZONE,
                "opens": self.opens,
                "closes": self.closes,
                "days": self.days,
                "holidays": [day.isoformat() for day in self.holidays],
                "pairs": pairs,
            }
        )


OFFICE = "office hours, Monday to Friday 08:00 to 18:00, with holidays"
KINDS = (
    Hours(OFFICE, "08:00", "18:00", (0, 1, 2, 3, 4), HOLIDAYS),
    Hours("night shift, every day 22:00 to 06:00", "22:00", "06:00", tuple(range(7))),
)


def sample(tickets: int) -> list[tuple[int, int]]:
    """Starts and ends on whole minutes in a March with a change of the clock."""
    draw = random.Random(SEED)
    starts = [FIRST + draw.randrange(34 * DAY // MINUTE) * MINUTE for _ in range(tickets)]
    lengths = [draw.choice((3 * HOUR, 30 * HOUR, 5 * DAY)) for _ in range(tickets)]
    return [
        (at, at + draw.randrange(1, most // MINUTE) * MINUTE)
        for at, most in zip(starts, lengths, strict=True)
    ]


def walked(hours: Hours, pairs: list[tuple[int, int]]) -> list[int]:
    """The exact answers, minute by minute."""
    last = max(end for _, end in pairs)
    counted, total = [0], 0
    rules = zone(ZONE)
    for at in range(FIRST, last, MINUTE):
        total += MINUTE * _open(hours, from_micros(at).astimezone(rules))
        counted.append(total)
    place = [(at - FIRST) // MINUTE for pair in pairs for at in pair]
    found = [counted[each] for each in place]
    return [end - start for start, end in zip(found[::2], found[1::2], strict=True)]


def _open(hours: Hours, local: datetime) -> bool:
    clock = f"{local:%H:%M}"
    if hours.opens < hours.closes:
        begun = local.date() if hours.opens <= clock < hours.closes else None
    elif clock >= hours.opens:
        begun = local.date()
    else:
        begun = local.date() - timedelta(days=1) if clock < hours.closes else None
    return begun is not None and begun.weekday() in hours.days and begun not in hours.holidays


def compared(hours: Hours, pairs: list[tuple[int, int]], python: Path, runs: int) -> list[str]:
    """The table of one kind of hours."""
    exact, calendar = walked(hours, pairs), hours.calendar()
    starts, ends = [start for start, _ in pairs], [end for _, end in pairs]
    ours = calendar.elapsed_many(starts, ends).tolist()
    seconds = [timed(lambda: hours.calendar().elapsed_many(starts, ends)) for _ in range(runs)]
    each = statistics.median(seconds) / len(pairs)
    rows = [["Entente", f"{each * SECOND:.2f}", "1", *_differ(ours, exact)]]
    told = subprocess.run(
        [str(python), str(Path(__file__).with_name("peer_work.py"))],
        input=hours.question(pairs),
        capture_output=True,
        text=True,
        check=True,
    )
    for name, answer in json.loads(told.stdout).items():
        cost = answer["seconds"] / len(pairs)
        held = [whole // HOUR * HOUR for whole in exact] if "whole hours" in name else exact
        if answer["answers"] is None or None in answer["answers"]:
            rows.append([f"{name} ({answer['version']})", "-", "-", "cannot be asked", "-"])
            continue
        shares = f"{cost / each:,.0f}"
        wrong = _differ(answer["answers"], held)
        rows.append([f"{name} ({answer['version']})", f"{cost * SECOND:.2f}", shares, *wrong])
    head = ("what", "microseconds a ticket", "times ours", "answers that differ", "furthest off")
    return [f"{hours.title[0].upper()}{hours.title[1:]}:", "", table(head, rows), ""]


def _differ(answers: list[int], exact: list[int]) -> list[str]:
    off = [abs(told - true) for told, true in zip(answers, exact, strict=True)]
    return [f"{sum(map(bool, off)):,} of {len(off):,}", f"{max(off) / HOUR:.2f} h"]


def main() -> None:
    """Measure, print, and write where asked."""
    options = arguments(__doc__)
    options.add_argument("--python", type=Path, required=True, help="a Python with the packages")
    options.add_argument("--tickets", type=int, help="how large the sample is")
    asked = options.parse_args()
    pairs = sample(asked.tickets or (200 if asked.quick else 2_000))
    lines = [line for hours in KINDS for line in compared(hours, pairs, asked.python, 5)]
    give("peers", "\n".join([*lines, machine("numpy")]), asked.write)


if __name__ == "__main__":
    main()
