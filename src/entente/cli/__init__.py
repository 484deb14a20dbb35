"""The command line: `entente`. What it does offline needs no Django, no server and no network."""

from __future__ import annotations

import io
import os
import sys
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


def register_offline() -> None:
    """Add the commands that either party can run alone."""
    if app.registered_commands:
        return
    # Imported here: the commands import from this package while it is being made.
    from entente.cli import explain, intake, lint, measure, pin, recompute, schema, show

    for command in (lint, explain, schema, pin, intake, measure, show, recompute):
        command.register(app)


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
    register_offline()
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
