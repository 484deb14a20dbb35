"""`entente intake`: files of records into checked, immutable batches of evidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from entente.agreement.terms.sources import Source
from entente.cli.consoles import errors_console
from entente.cli.given import read_agreements
from entente.cli.situations import ended, said_plainly
from entente.performance.intake import StoredBatch, read_mapping, take_in
from entente.performance.intake.staging import shown

ERRORS = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("intake")(intake)


def intake(  # noqa: PLR0917 # typer makes options of them
    files: Annotated[
        list[str], typer.Argument(help="Files, folders, or SOURCE=FILE where no pattern fits.")
    ],
    out: Annotated[Path, typer.Option(help="The folder that the evidence is written to.")],
    agreement: Annotated[
        Path | None, typer.Option(help="The agreement whose sources say how files are read.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="A mapping file, where there is no agreement.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="The source that all the files belong to.")
    ] = None,
    zone: Annotated[
        str, typer.Option(help="The zone of clocks without one, where a mapping file names none.")
    ] = "UTC",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Turn files of records into evidence, and list every row that cannot be relied on."""
    with said_plainly():
        sources, zone, source = _sources(agreement, mapping, zone, source)
    taken: list[StoredBatch] = []
    refused: list[str] = []
    with _progress() as tell:
        for file in files:
            try:
                taken += take_in(
                    [file], sources=sources, zone=zone, folder=out, source=source, progress=tell
                )
            except (ValueError, OSError) as error:  # each situation carries its sentence
                refused.append(f"{file}: {error}")
    for sentence in refused:
        typer.echo(f"entente: {sentence}", err=True)
    _print_json(taken) if as_json else _print(taken)
    if refused or not any(stored.batch.rows for stored in taken):
        raise ended(_verdict(taken, refused), ERRORS)


def _verdict(taken: Sequence[StoredBatch], refused: Sequence[str]) -> str:
    if refused:
        return f"{len(refused)} of {len(refused) + len(taken)} files could not be taken in"
    return "nothing usable: no file gave a row that can be relied on"


def _sources(
    agreement: Path | None, mapping: Path | None, zone: str, source: str | None
) -> tuple[Mapping[str, Source], str, str | None]:
    """The sources to read by, the zone of clocks without one, and the source for all files."""
    if (agreement is None) == (mapping is None):
        raise ended("give either --agreement or --mapping")
    if agreement:
        terms = read_agreements([agreement])[0]
        return terms.evidence, terms.zone, source
    assert mapping is not None  # one of the two is given
    name = source or mapping.stem
    return {name: read_mapping(mapping)}, zone, name


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """Rows read so far, on standard error while that is a terminal."""
    console = errors_console()
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("reading")
        yield lambda name, rows: bar.update(task, description=f"{name}: {rows:,} rows")


def _print(taken: Sequence[StoredBatch]) -> None:
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for stored in taken:
        batch = stored.batch
        there = "" if stored.fresh else "  (already there, nothing changed)"
        console.print(f"{shown(batch.name)}  ->  {batch.source}: {batch.table}{there}")
        console.print(f"  rows         {batch.rows:,}")
        left_out = sum(count for _, count in batch.quarantined)
        console.print(f"  quarantined  {left_out:,}")
        for reason, count in batch.quarantined:
            console.print(f"    {reason:<24} {count:,}")
        for note, count in batch.clock_notes:
            console.print(f"  {note}  {count:,}")
        console.print(f"  content      {batch.content}")
        console.print(f"  file         {stored.path}")
        if left_out and stored.quarantine.exists():
            console.print(f"  left out     {stored.quarantine}")


def _print_json(taken: Sequence[StoredBatch]) -> None:
    told = [
        {
            "table": stored.batch.table,
            "source": stored.batch.source,
            "name": stored.batch.name,
            "rows": stored.batch.rows,
            "quarantined": dict(stored.batch.quarantined),
            "clock_notes": dict(stored.batch.clock_notes),
            "content": stored.batch.content,
            "file_sha256": stored.batch.file_sha256,
            "mapping_sha256": stored.batch.mapping_sha256,
            "path": str(stored.path),
            "fresh": stored.fresh,
        }
        for stored in taken
    ]
    typer.echo(json.dumps(told, indent=2))
