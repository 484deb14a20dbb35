"""`entente recompute`: whether a statement follows from the agreement and the evidence alone."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from entente.cli.comparison import as_json, said
from entente.cli.consoles import answers_console
from entente.cli.given import read_agreements, read_given
from entente.cli.inputs import governing_terms
from entente.cli.measure import work
from entente.cli.situations import ended, said_plainly
from entente.foundation.terminal import printable
from entente.performance.intake import EvidenceAltered
from entente.performance.kernel.compare import Verdict, compare, unknown_algorithms, verdict
from entente.performance.kernel.statement import Sealed, Statement
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
    everything: Annotated[
        bool, typer.Option("--all", help="List every figure that differs, down to the counts.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Recompute a statement offline: say "identical", or name each difference and its cause."""
    theirs = read_given(statement)
    ours: Statement | None = None
    # With an algorithm that is not known here, nothing else can be said of the figures.
    differences = unknown_algorithms(theirs.statement)
    if not differences:
        with said_plainly():
            ours = _recomputed(theirs, agreement, evidence)
        differences = compare(theirs, ours)
    if json:
        told = as_json(theirs.statement, ours, differences)
        typer.echo(json_format.dumps(told, indent=2, ensure_ascii=False))
    else:
        _print(said(theirs.statement, ours, differences, everything=everything))
    if verdict(differences) is Verdict.DIFFERENT:
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


def _print(lines: Iterable[str]) -> None:
    console = answers_console()
    for place, line in enumerate(lines):
        head, mark, rest = printable(line).partition(":")
        bold = "" if line.startswith(" ") else "bold"
        colour = " green" if place == 0 and "not" not in head else " red" if place == 0 else ""
        text = Text(head + mark, style=bold + colour)
        console.print(text.append(rest, style="not bold default"), soft_wrap=True)
