"""Files that a command is given and that need no engine: agreements and statements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from entente.agreement.reading import read_agreement
from entente.agreement.terms.agreement import Agreement
from entente.cli.amounts import counted
from entente.cli.situations import ended, said_plainly
from entente.foundation.findings import render
from entente.performance.kernel.statement import Sealed, read_statement

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
            said = f"{path}: taken as written, in spite of {counted(len(reading.errors), 'error')}"
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
