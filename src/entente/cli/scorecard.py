"""The scorecard: a statement as a person at a terminal reads it."""

from __future__ import annotations

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from entente.agreement.scalars import SAID
from entente.cli.situations import printable
from entente.foundation.durations import format_duration
from entente.foundation.instants import MINUTE
from entente.performance.kernel.credits import Credits
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


def scorecard(made: Statement) -> RenderableType:
    """Levels, totals and evidence of a statement."""
    parts: list[RenderableType] = [_heading(made), _levels(made)]
    parts += [Text(printable(f"  {line}")) for line in _reasons(made)]
    if made.credits:
        parts += [Text(""), _totals(made.credits)]
    parts += [Text(""), _evidence(made)]
    return Group(*parts)


def print_scorecard(made: Statement, console: Console) -> None:
    """Show a statement on a terminal."""
    console.print(scorecard(made))
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
    return f"from {start} until {end} ({period.zone}), evidence up to {reach}"


def _levels(made: Statement) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("service level", min_width=14, overflow="fold")
    for title in ("value", "commitment", "state"):
        table.add_column(title, no_wrap=True)
    for title in ("n", "excluded", *(("credit",) if made.credits else ())):
        table.add_column(title, justify="right", no_wrap=True)
    for result in made.results:
        credit = (_credit(made.credits, result.level),) if made.credits else ()
        table.add_row(
            _cell(result.level),
            said_figure(result.net) if result.net else "–",
            _cell(said_bound(result.commitment)),
            Text(said_state(result.state), style=_COLOURS[result.state]),
            said_count(result),
            said_excluded(result),
            *credit,
        )
    return table


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
    figure = bound.written.removeprefix(SAID[bound.comparison]).strip()
    return f"{_SIGNS[bound.comparison]} {figure}"


_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


def said_count(result: Result) -> str:
    """How much the figure rests on: records, answers of those asked, or service hours."""
    if result.algorithm.startswith("availability/"):
        return said_hours(result.number("open"))
    if result.algorithm.startswith("satisfaction/"):
        return f"{result.number('answered')} of {result.number('asked')}"
    return str(result.number("counted"))


def said_excluded(result: Result) -> str:
    """What agreed exclusions took out of the figure."""
    if result.algorithm.startswith("availability/"):
        left_out = sum(each.open for each in result.exclusions)
        return said_hours(left_out) if left_out else "0"
    return str(sum(each.records for each in result.exclusions))


def said_hours(micros: int) -> str:
    """Hours and minutes, cut to the whole minute: 719 h 42 min, 720 h."""
    hours, minutes = divmod(micros // MINUTE, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _credit(found: Credits, level: str) -> str:
    for each in found.levels:
        if each.level == level:
            return f"{each.accrued:,f}" if each.due else "–"
    return ""


def _reasons(made: Statement) -> list[str]:
    """Why there is no verdict, and what was counted apart, one line each."""
    said = [f"{r.level}: {r.reason}" for r in made.results if r.reason]
    for result in made.results:
        for name, words in _APART.items():
            if result.number(name):
                said.append(f"{result.level}: {result.number(name)} {words}")
    return said


_APART = {
    "pending": "pending, not counted yet",
    "outside": "answers outside the scale, not counted",
    "claims-undecided": "claims of exclusion undecided, not applied",
}


def _totals(found: Credits) -> Text:
    words = Text("credits  ", style="bold")
    words.append(
        f"accrued {found.uncapped:,f} {found.currency}, after caps {found.capped:,f},"
        f" to settle {found.settled:,f}",
        style="not bold",
    )
    if found.credited_earlier:
        months = ", ".join(f"{m.period} {m.settled:,f}" for m in found.credited_earlier)
        words.append(f"\n         credited earlier this year: {months}", style="not bold")
    return words


def _evidence(made: Statement) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("evidence", overflow="fold")
    table.add_column("table")
    table.add_column("rows", justify="right", no_wrap=True)
    table.add_column("quarantined", no_wrap=True)
    table.add_column("digest of rows", no_wrap=True)
    for used in made.evidence:
        left_out = "\n".join(f"{count.rows} {count.reason}" for count in used.quarantined)
        table.add_row(
            _cell(used.name),
            used.table,
            f"{used.rows:,}",
            _cell(left_out) or "0",
            _cell(_short(used.content)),
        )
    return table


def _short(name: str) -> str:
    scheme, _, hexadecimal = name.rpartition(":")
    return f"{scheme or 'sha256'}:{hexadecimal[:12]}…"
