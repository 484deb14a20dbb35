"""`entente show`: a statement that somebody was given, as a scorecard or down to its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from entente.cli.amounts import said_money
from entente.cli.consoles import answers_console, errors_console
from entente.cli.given import read_given
from entente.cli.scorecard import print_scorecard, said_figure, said_state
from entente.cli.situations import ended
from entente.foundation.durations import format_duration
from entente.foundation.references import nearest
from entente.performance.kernel.figures import Bound, Figure
from entente.performance.kernel.readings import Item
from entente.performance.kernel.results import Excluded, Result
from entente.performance.kernel.statement import Statement
from entente.performance.kernel.steps import Operand, Step

ALTERED = 1
_UP = ("open", "down", "unknown", "longest")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show")(show)


def show(
    statement: Annotated[Path, typer.Argument(help="A statement, as `measure --out` writes it.")],
    level: Annotated[
        str | None, typer.Argument(help="A service level whose arithmetic to open.")
    ] = None,
) -> None:
    """Show a statement: its scorecard, or the arithmetic of one service level."""
    sealed = read_given(statement)
    made = sealed.statement
    if level is None:
        print_scorecard(made, answers_console())
    else:
        typer.echo("\n".join(arithmetic(made, _result(made, level))))
    if not sealed.intact:
        errors_console().print("altered: the statement does not have the digest that it names")
        raise typer.Exit(ALTERED)


def _result(made: Statement, level: str) -> Result:
    known = [each.level for each in made.results]
    for each in made.results:
        if each.level == level:
            return each
    near = nearest(level, known)
    hint = f"; did you mean {near}?" if near else f"; there are {', '.join(known)}"
    raise ended(f"the statement has no service level {level!r}{hint}")


def arithmetic(made: Statement, result: Result) -> Iterator[str]:
    """The lines that say how a result came about, down to the money."""
    yield f"{result.title}  [{result.level}]"
    yield f"  {made.period.month}: {said_state(result.state)}"
    if result.reason:
        yield f"  {result.reason}"
    uptime = result.algorithm.startswith(("availability/", "downtime/", "count/"))
    for name, figure in (("net", result.net), ("gross", result.gross)):
        if figure:
            yield f"  {name:<12}{_fraction(figure, uptime=result.of_service_time)}"
    yield from _bounds(result)
    yield from (_item(each) for each in result.items)
    yield f"  {'algorithm':<12}{result.algorithm}"
    yield f"  {'counts':<12}{', '.join(_counts(result, uptime=uptime)) or 'nothing'}"
    yield from (f"  left out: {each.title}: {_left_out(each)}" for each in result.exclusions)
    yield from _money(made, result.level)


def _counts(result: Result, *, uptime: bool) -> Iterator[str]:
    """Each named count that is not zero; times of availability as times."""
    for number in result.numbers:
        if number.value:
            is_time = uptime and number.name.removesuffix("-gross") in _UP
            shown = format_duration(number.value) if is_time else f"{number.value:,}"
            yield f"{number.name.replace('-', ' ')} {shown}"


def _fraction(figure: Figure, *, uptime: bool) -> str:
    """The figure as what was divided by what."""
    above, below = f"{figure.numerator:,}", f"{figure.denominator:,}"
    if uptime:
        above, below = format_duration(figure.numerator), format_duration(figure.denominator)
    if figure.unit != "%":
        return said_figure(figure)
    return f"{above} of {below} = {said_figure(figure)}"


def _item(item: Item) -> str:
    """The figure of one item of a population."""
    return f"  {'item':<12}{item.name}: {said_figure(item.net) if item.net else 'not measured'}"


def _bounds(result: Result) -> Iterator[str]:
    named: tuple[tuple[str, Bound | None], ...] = (
        ("commitment", result.commitment),
        ("expected", result.expected),
        ("minimum", result.minimum),
        ("credit from", result.credit_trigger),
    )
    said = {True: "holds", False: "does not hold", None: "nothing to compare"}
    for name, bound in named:
        if bound:
            yield f"  {name:<12}{bound.written}: {said[bound.held]}"


def _left_out(found: Excluded) -> str:
    parts = []
    if found.records:
        parts.append(f"{found.records:,} records")
    if found.down:
        parts.append(f"{format_duration(found.down)} of downtime")
    if found.open:
        parts.append(f"{format_duration(found.open)} of service hours")
    return ", ".join(parts) or "nothing this month"


def _money(made: Statement, level: str) -> Iterator[str]:
    accrued = made.credits.levels if made.credits else ()
    found = next((each for each in accrued if each.level == level), None)
    if found is None:
        yield "  credit: none is agreed for this level"
        return
    if not found.due:
        yield f"  credit: none, {found.reason}"
        return
    yield "  credit:"
    yield from (f"    {_step(step)}" for step in found.steps)


def _step(step: Step) -> str:
    return f"{step.label}: {step.filled(_operand)}"


def _operand(operand: Operand) -> str:
    is_money = operand.unit not in {"", "%"}
    return said_money(operand.value, operand.unit) if is_money else str(operand)
