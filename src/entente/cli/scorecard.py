"""The scorecard: a statement as a person at a terminal reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from entente.cli.amounts import said_amount, said_level
from entente.foundation.durations import format_duration
from entente.foundation.instants import MINUTE
from entente.foundation.terminal import printable
from entente.performance.kernel.consequences import consequences
from entente.performance.kernel.credited import Credits
from entente.performance.kernel.figures import Bound, Figure
from entente.performance.kernel.results import Result, State
from entente.performance.kernel.statement import Period, Statement, said_instant

_COLOURS = {
    State.MET: "green",
    State.MISSED: "bold red",
    State.EXCUSED: "cyan",
    State.NOT_MEASURED: "yellow",
    State.PROVISIONAL: "magenta",
}


def scorecard(made: Statement, console: Console) -> RenderableType:
    """Levels, totals and evidence of a statement, as much as the terminal has room for."""
    parts: list[RenderableType] = [_heading(made), *_fitted(_levels(made), console)]
    parts += [Text(printable(f"  {line}")) for line in _reasons(made)]
    if made.credits:
        parts += [Text(""), _totals(made.credits)]
    parts += [Text(printable(f"  {line}")) for line in consequences(made)]
    parts += [Text(""), *_fitted(_evidence(made), console)]
    return Group(*parts)


def print_scorecard(made: Statement, console: Console) -> None:
    """Show a statement on a terminal."""
    console.print(scorecard(made, console))
    # Whole on one line however narrow the terminal is: it is there to be copied.
    console.print(Text(f"statement {made.digest}", style="bold"), soft_wrap=True)


def _heading(made: Statement) -> Text:
    versions = ", ".join(str(used.version) for used in made.agreements)
    heading = Text(printable(f"{made.title}: {made.period.month}"), style="bold")
    parties = f"{made.parties.client} (client) and {made.parties.provider} (provider)"
    words = f"\n{parties}; agreement version {versions}\n{_period(made.period)}\n"
    heading.append(printable(words), style="not bold")
    return heading


def _cell(text: str) -> str:
    """Text of a table: neither markup nor control characters of a statement are obeyed."""
    return escape(printable(text))


def _period(period: Period) -> str:
    start, end, reach = (
        said_instant(at, period.zone) for at in (period.from_, period.until, period.as_of)
    )
    return f"from {start} until {end} ({period.zone}),\nevidence up to {reach}"


@dataclass(frozen=True)
class _Column:
    """A column of a table; the one with the lowest `spare` above 0 goes first for want of room."""

    title: str
    cells: tuple[str | Text, ...]
    right: bool = False
    spare: int = 0


def _fitted(columns: Sequence[_Column], console: Console) -> list[RenderableType]:
    """A table that is not cut off, and a line that names the columns it had no room for."""
    shown, gone = list(columns), list[str]()
    spare = sorted((column for column in columns if column.spare), key=lambda c: c.spare)
    whole = console.options.update(max_width=10_000)
    for column in spare:
        if Measurement.get(console, whole, _table(shown)).maximum <= console.width:
            break
        shown.remove(column)
        gone.append(column.title)
    if not gone:
        return [_table(shown)]
    return [_table(shown), Text(f"  not shown, the terminal is narrow: {', '.join(gone)}")]


def _table(columns: Sequence[_Column]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        first = column is columns[0]
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            no_wrap=not first,
            overflow="fold" if first else "ellipsis",
            min_width=14 if first else None,
        )
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*row)
    return table


def _levels(made: Statement) -> tuple[_Column, ...]:
    results, found = made.results, made.credits
    states = (Text(said_state(r.state), style=_COLOURS[r.state]) for r in results)
    columns = (
        _Column("service level", tuple(_cell(r.level) for r in results)),
        _Column("value", tuple(said_figure(r.net) if r.net else "–" for r in results)),
        _Column("commitment", tuple(_cell(said_bound(r.commitment)) for r in results), spare=3),
        _Column("state", tuple(states)),
        _Column("n", tuple(said_count(r) for r in results), right=True, spare=2),
        _Column("excluded", tuple(said_excluded(r) for r in results), right=True, spare=1),
    )
    if not found:
        return columns
    return (*columns, _Column("credit", tuple(_credit(found, r.level) for r in results), True))


def said_state(state: State) -> str:
    """A state in words."""
    return state.value.replace("_", " ")


def said_figure(figure: Figure) -> str:
    """A figure with its unit; a minute and more in hours, minutes and seconds."""
    if figure.unit == "time" and abs(figure.compared) >= MINUTE:
        return format_duration(int(figure.compared))
    return str(figure)


def said_bound(bound: Bound) -> str:
    """A level in its shortest form: ≥ 99.9 %."""
    return said_level(bound.comparison, bound.written)


def said_count(result: Result) -> str:
    """How much the figure rests on: records, answers of those asked, or service hours."""
    if result.algorithm.startswith("availability/"):
        return said_hours(result.number("open"))
    if result.algorithm.startswith("satisfaction/"):
        return f"{result.number('answered'):,} of {result.number('asked'):,}"
    return f"{result.number('counted'):,}"


def said_excluded(result: Result) -> str:
    """What agreed exclusions took out of the figure."""
    if result.algorithm.startswith("availability/"):
        left_out = sum(each.open for each in result.exclusions)
        return said_hours(left_out) if left_out else "0"
    return f"{sum(each.records for each in result.exclusions):,}"


def said_hours(micros: int) -> str:
    """Hours and minutes, cut to the whole minute: 719 h 42 min, 720 h."""
    hours, minutes = divmod(micros // MINUTE, 60)
    return f"{hours:,} h {minutes} min" if minutes else f"{hours:,} h"


def _credit(found: Credits, level: str) -> str:
    for each in found.levels:
        if each.level == level:
            return said_amount(each.accrued, found.currency) if each.due else "–"
    return ""


def _reasons(made: Statement) -> list[str]:
    """Why there is no verdict, and what was counted apart, one line each."""
    said = [f"{r.level}: {r.reason}" for r in made.results if r.reason]
    for result in made.results:
        if result.minimum and result.minimum.held is False:
            said.append(f"{result.level}: misses the minimum too ({result.minimum.written})")
        for name, words in _APART.items():
            if result.number(name):
                said.append(f"{result.level}: {result.number(name):,} {words}")
    return said


_APART = {
    "pending": "pending, not counted yet",
    "unstarted": "without the event that starts the clock, not counted",
    "outside": "answers outside the scale, not counted",
    "claims-undecided": "claims of exclusion undecided, not applied",
}


def _totals(found: Credits) -> Text:
    words = Text("credits  ", style="bold")
    words.append(
        f"accrued {said_amount(found.uncapped, found.currency)} {found.currency},"
        f" after caps {said_amount(found.capped, found.currency)},"
        f" to settle {said_amount(found.settled, found.currency)}",
        style="not bold",
    )
    if found.credited_earlier:
        months = ", ".join(
            f"{m.period} {said_amount(m.settled, found.currency)}" for m in found.credited_earlier
        )
        words.append(f"\n         counted by the caps from before: {months}", style="not bold")
    return words


def _evidence(made: Statement) -> tuple[_Column, ...]:
    used = made.evidence
    left_out = ("\n".join(f"{c.rows:,} {c.reason}" for c in each.quarantined) for each in used)
    digests = tuple(_cell(_short(each.content)) for each in used)
    return (
        _Column("evidence", tuple(_cell(each.name) for each in used)),
        _Column("table", tuple(each.table for each in used), spare=1),
        _Column("rows", tuple(f"{each.rows:,}" for each in used), right=True),
        _Column("quarantined", tuple(_cell(said) or "0" for said in left_out)),
        _Column("digest of rows", digests, spare=2),
    )


def _short(name: str) -> str:
    scheme, _, hexadecimal = name.rpartition(":")
    return f"{scheme or 'sha256'}:{hexadecimal[:12]}…"
