"""The scorecard: a statement as a person at a terminal reads it."""

from __future__ import annotations

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from entente.performance.kernel.credits import Credits
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
    parts += [Text(f"  {line}") for line in _reasons(made)]
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
    heading = Text(f"{made.title}: {made.period.month}", style="bold")
    heading.append(
        f"\n{made.parties.client} (client) and {made.parties.provider} (provider);"
        f" agreement version {versions}\n{_period(made.period)}\n",
        style="not bold",
    )
    return heading


def _period(period: Period) -> str:
    start, end, reach = (
        said_instant(at, period.zone) for at in (period.from_, period.until, period.as_of)
    )
    return f"from {start} until {end} ({period.zone}), evidence up to {reach}"


def _levels(made: Statement) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("service level", overflow="fold")
    for title in ("value", "commitment", "state"):
        table.add_column(title, no_wrap=title == "state")
    for title in ("n", "excluded", "credit"):
        table.add_column(title, justify="right", no_wrap=True)
    for result in made.results:
        table.add_row(
            escape(result.level),
            str(result.net) if result.net else "–",
            str(result.commitment),
            Text(said_state(result.state), style=_COLOURS[result.state]),
            said_count(result),
            said_excluded(result),
            _credit(made, result),
        )
    return table


def said_state(state: State) -> str:
    """A state in words."""
    return state.value.replace("_", " ")


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
        left_out = sum(each.down + each.open for each in result.exclusions)
        return said_hours(left_out) if left_out else "0"
    return str(sum(each.records for each in result.exclusions))


def said_hours(micros: int) -> str:
    """Hours and minutes, cut to the whole minute: 719 h 42 min."""
    hours, minutes = divmod(micros // 60_000_000, 60)
    return f"{hours} h {minutes:02} min"


def _credit(made: Statement, result: Result) -> str:
    if made.credits:
        for each in made.credits.levels:
            if each.level == result.level:
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
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("evidence", "table", "rows", "quarantined", "digest of rows"):
        table.add_column(title, justify="right" if title == "rows" else "left", overflow="fold")
    for used in made.evidence:
        left_out = ", ".join(f"{count.rows} {count.reason}" for count in used.quarantined)
        table.add_row(
            escape(used.name), used.table, f"{used.rows:,}", left_out or "0", _short(used.content)
        )
    return table


def _short(name: str) -> str:
    scheme, _, hexadecimal = name.rpartition(":")
    return f"{scheme or 'sha256'}:{hexadecimal[:12]}…"

