"""`entente measure`: the statement of a month, from an agreement and its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from entente.agreement.terms.agreement import Agreement
from entente.cli.consoles import answers_console, errors_console
from entente.cli.given import read_agreements
from entente.cli.inputs import governing_terms, passed_over, reach, read_evidence
from entente.cli.scorecard import print_scorecard
from entente.cli.situations import said_plainly
from entente.foundation.terminal import printable
from entente.performance.engine.claims import claims_in, unseen_records
from entente.performance.engine.duck import DuckEngine
from entente.performance.engine.words import lookalikes
from entente.performance.kernel.claims import without_effect
from entente.performance.kernel.statement import Statement, statement_bytes
from entente.performance.kernel.versions import Month, parse_month
from entente.performance.measuring import measured


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("measure")(measure)


def measure(  # noqa: PLR0917 # typer makes options of them
    agreement: Annotated[
        list[Path], typer.Argument(help="Agreement files: one for each version that held.")
    ],
    evidence: Annotated[
        list[str],
        typer.Option(help="A file, a folder of files, or SOURCE=FILE. Repeat it for more."),
    ],
    period: Annotated[str, typer.Option(help="The month, such as 2016-03.")],
    as_of: Annotated[
        str | None,
        typer.Option(
            help="How far the evidence reaches, such as 2016-03-31T18:00 (in the agreement's zone"
            " where it names none). The month's end, or now, where it is not told."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the statement to this file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the statement itself.")] = False,
) -> None:
    """Measure a month: write its statement and print a readable scorecard."""
    with said_plainly():
        month = parse_month(period)
        agreements = read_agreements(agreement)
        terms = governing_terms(agreements, month)
        until = reach(as_of, month, terms, dt.datetime.now(dt.UTC))
        made, remarks = work(agreements, terms, evidence, month, until)
        if out:
            out.write_bytes(statement_bytes(made))
    if json:
        typer.echo(statement_bytes(made))  # as bytes: whole in whatever encoding a terminal has
    else:
        print_scorecard(made, answers_console())
    for remark in remarks:
        typer.echo(printable(remark), err=True)
    if out:
        typer.echo(f"written to {out}", err=True)


def work(
    agreements: Sequence[Agreement],
    terms: Agreement,
    evidence: Sequence[str],
    month: Month,
    as_of: int,
) -> tuple[Statement, list[str]]:
    """The statement of a month, and remarks on evidence that has no part in it; with progress."""
    # Evidence taken in from raw files lives only as long as the command.
    with TemporaryDirectory(prefix="entente-") as folder, _progress() as (reading, counting):
        batches = read_evidence(evidence, terms, Path(folder), reading)
        unseen = passed_over(evidence, batches)
        remarks = [f"passed over: {one} belongs to no source of the agreement" for one in unseen]
        claims = claims_in(batches)
        remarks += without_effect(terms, claims, unseen_records(claims, batches))
        remarks += lookalikes(terms, batches)
        with DuckEngine(batches) as engine:
            made = measured(agreements, batches, engine, month, as_of=as_of, progress=counting)
    return made, remarks


@contextmanager
def _progress() -> Iterator[tuple[Callable[[str, int], None], Callable[[str, int, int], None]]]:
    """Two reports on one line of standard error: rows read, service levels counted."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn()
    console = errors_console()
    silent = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=silent) as bar:
        task = bar.add_task("reading the evidence", total=None)

        def reading(name: str, rows: int) -> None:
            bar.update(task, description=f"reading {name}: {rows:,} rows")

        def counting(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"counting {what}", completed=done, total=total)

        yield reading, counting
