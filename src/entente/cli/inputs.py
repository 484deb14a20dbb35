"""What a measuring command is given: agreement files, evidence files, a period, an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import typer
from rich.console import Console

from entente.agreement.agreement import Agreement
from entente.agreement.reading import read_agreement
from entente.cli.amounts import counted
from entente.cli.situations import ended, said_plainly
from entente.foundation.findings import render
from entente.foundation.instants import to_micros, zone
from entente.performance.intake import StoredBatch, take_in
from entente.performance.kernel.statement import Sealed, read_statement
from entente.performance.kernel.versions import Month, governing, in_order, month_window

ERRORS = 1


def read_agreements(paths: Sequence[Path]) -> tuple[Agreement, ...]:
    """The versions in agreement files; every error that lint finds is printed.

    Terms that can be computed are, also where lint calls them wrong (bands with a gap, pools over
    100 %): such texts have been signed. Terms that cannot be read end the command.
    """
    read: list[Agreement] = []
    wrong = 0
    for path in paths:
        if not path.exists():
            raise ended(f"{path}: no such file")
        reading = read_agreement(path)
        for finding in reading.errors:
            lines = reading.sources.get(finding.place.file, ()) if finding.place else ()
            typer.echo(render(finding, lines), err=True)
        if reading.agreement is None:
            wrong += len(reading.errors)
            continue
        read.append(reading.agreement)
        if reading.errors:
            said = (
                f"{path}: measured as written, in spite of {counted(len(reading.errors), 'error')}"
            )
            typer.echo(said, err=True)
    if wrong:
        raise ended(f"{counted(wrong, 'error')} in the agreement, so nothing was done", ERRORS)
    return tuple(read)


def read_given(path: Path) -> Sealed:
    """The statement of a file; what is none ends the command with a sentence that names it."""
    with said_plainly():
        data = path.read_bytes()
    try:
        return read_statement(data)
    except ValueError as error:
        raise ended(f"{path}: {error}") from None


def governing_terms(agreements: Sequence[Agreement], month: Month) -> Agreement:
    """The version whose levels and sources decide in a month."""
    return governing(in_order(agreements), month).terms


def read_evidence(
    paths: Sequence[str], terms: Agreement, folder: Path, tell: Callable[[str, int], None]
) -> tuple[StoredBatch, ...]:
    """The batches of raw files, of Parquet evidence and of folders of either."""
    found = take_in(paths, sources=terms.evidence, zone=terms.zone, folder=folder, progress=tell)
    if not found:
        listed = ", ".join(sorted(terms.evidence)) or "none"
        raise ended(f"no file there belongs to a source of the agreement (sources: {listed})")
    return found


def passed_over(paths: Sequence[str], batches: Sequence[StoredBatch]) -> list[str]:
    """Files of the given folders that are evidence of no source, so that none goes unseen."""
    taken = {stored.batch.name for stored in batches} | {stored.path.name for stored in batches}
    folders = [Path(given) for given in paths if Path(given).is_dir()]
    inside = [one for folder in folders for one in folder.iterdir() if one.is_file()]
    return sorted(one.name for one in inside if one.name not in taken)


def reach(text: str | None, month: Month, terms: Agreement, now: dt.datetime) -> int:
    """How far the evidence reaches: as told, else to the month's end or to now, if that is less."""
    if text is None:
        return min(month_window(month, terms.zone).end, to_micros(now))
    try:
        told = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ended(f"--as-of {text!r} is not an instant: write it as 2016-03-31T18:00") from None
    if told.tzinfo is None:
        told = told.replace(tzinfo=zone(terms.zone))
    return to_micros(told)


def errors_console() -> Console:
    """Where progress and remarks go, so that standard output holds only the answer."""
    return Console(stderr=True, highlight=False)


NO_TERMINAL = 110  # columns of what goes into a file or a pipe


def answers_console() -> Console:
    """Where answers go: as wide as the terminal, and wide enough where there is none."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, NO_TERMINAL)
    return console
