"""`entente recompute`: whether a statement follows from the agreement and the evidence alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from entente.cli.inputs import answers_console, governing_terms, read_agreements
from entente.cli.measure import work
from entente.cli.situations import ended, printable, said_plainly
from entente.performance.intake import EvidenceAltered
from entente.performance.kernel.compare import Cause, Difference, compare, unknown_algorithms
from entente.performance.kernel.statement import Sealed, Statement, read_statement
from entente.performance.kernel.versions import parse_month

DIFFERS = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("recompute")(recompute)


def recompute(
    statement: Annotated[Path, typer.Argument(help="The statement that the other party gave.")],
    agreement: Annotated[
        list[Path], typer.Option(help="An agreement file. Repeat it for more versions.")
    ],
    evidence: Annotated[
        list[str],
        typer.Option(help="A file, a folder of files, or SOURCE=FILE. Repeat it for more."),
    ],
) -> None:
    """Recompute a statement offline: say "identical", or name each difference and its cause."""
    with said_plainly():
        theirs = read_statement(statement.read_bytes())
        _refuse_unknown(theirs)
        ours = _recomputed(theirs, agreement, evidence)
    differences = compare(theirs, ours)
    if not differences:
        typer.echo(f"identical: {ours.digest}")
        return
    _print(differences)
    raise typer.Exit(DIFFERS)


def _recomputed(theirs: Sealed, agreement: list[Path], evidence: list[str]) -> Statement:
    month = parse_month(theirs.statement.period.month)
    agreements = read_agreements(agreement)
    terms = governing_terms(agreements, month)
    try:
        made, _ = work(agreements, terms, evidence, month, theirs.statement.period.as_of)
    except EvidenceAltered as error:
        raise ended(str(error), DIFFERS) from None
    return made


def _refuse_unknown(theirs: Sealed) -> None:
    unknown = unknown_algorithms(theirs.statement)
    if unknown:
        # Nothing else can be said: these figures have a meaning that is not known here.
        _print(unknown)
        raise typer.Exit(DIFFERS)


def _print(differences: tuple[Difference, ...]) -> None:
    console = answers_console()
    figures = sum(found.cause is Cause.FIGURE_DIFFERS for found in differences)
    console.print(f"not identical: {len(differences) - figures} cause(s), {figures} figure(s)")
    for found in differences:
        line = Text(f"{found.cause.value}: ", style="bold red")
        words = f"{found.where}\n  theirs  {found.theirs}\n  ours    {found.ours}"
        line.append(printable(words), "default")
        console.print(line, soft_wrap=True)
