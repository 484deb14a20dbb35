"""The command line: `entente`. What it does offline needs no Django, no server and no network."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points, version
from typing import Annotated

import typer

app = typer.Typer(
    name="entente",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="One shared, verifiable record for both sides of an IT outsourcing alliance.",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"entente {version('entente')}")
        raise typer.Exit


@app.callback()
def _entente(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Options that every command shares."""


# What each command does, so that a list of them needs none of their modules.
OFFLINE = {
    "lint": "Say everything that is wrong with an agreement, and what each of its levels allows.",
    "explain": "Say in plain English what an agreement says.",
    "duties": "List what is due in a span: party, due time, calendar, consequence.",
    "redline": "Say what changed between two versions, clause by clause, and inside texts word by"
    " word.",
    "plan": "List the steps from one version to the next: what each means, and whom it favours.",
    "schema": "Print the JSON Schema (2020-12) of an agreement.",
    "pin": "Write public holidays out as dates, so that both sides compute with the same ones.",
    "intake": "Turn files of records into evidence, and list every row that cannot be relied on.",
    "measure": "Measure a month: write its statement and print a readable scorecard.",
    "show": "Show a statement: its scorecard, or the arithmetic of one service level.",
    "recompute": 'Recompute a statement offline: say "identical", or name each difference and its'
    " cause.",
    "verify": "Check an export of a ledger offline: say what is proved, or which two histories"
    " disagree.",
    "key": "Make and show a key to cosign with.",
    "cosign": "Cosign a checkpoint on your own machine, after checking it against the last you"
    " cosigned.",
}


def register_offline(names: Iterable[str] = OFFLINE) -> None:
    """Add commands that either party can run alone, with all that they import."""
    there = {command.name for command in app.registered_commands}
    there |= {group.name for group in app.registered_groups}
    for name in names:
        if name not in there:
            import_module(f"entente.cli.{name}").register(app)


def list_offline() -> None:
    """Add the names of those commands and what they do, but nothing that could run."""
    for name, does in OFFLINE.items():
        app.command(name, help=does)(lambda: None)


def register_others() -> None:
    """Add the commands of other parts, such as `serve`; one that fails does not take the rest."""
    for point in entry_points(group="entente.commands"):
        try:
            point.load()(app)
        except Exception as error:  # whatever a plug-in raises
            typer.echo(
                f"entente: the commands of {point.value} are not available: {error}", err=True
            )


def main() -> None:
    """Run the command line; what nobody foresaw is one sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show ≥ shows ?
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if wanted in OFFLINE:
        # One command alone: engines and readers of workbooks take longer to load than lint to run.
        register_offline([wanted])
    else:
        list_offline()
        register_others()
    try:
        app()
    except Exception as error:
        if isinstance(error, OSError) and not os.environ.get("ENTENTE_TRACEBACK"):
            # Most often the answer itself could not be written: the disk is full.
            typer.echo(f"entente: {error.strerror or error}", err=True)
            sys.exit(2)
        if os.environ.get("ENTENTE_TRACEBACK"):
            raise
        typer.echo(f"entente: unexpected {type(error).__name__}: {error}", err=True)
        typer.echo("This is a fault of the program; ENTENTE_TRACEBACK=1 shows where.", err=True)
        sys.exit(2)
