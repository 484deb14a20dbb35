"""`entente demo`: the demonstration alliance in a data folder on this machine, and its pages."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entente.web.opening import pending, prepare
from entente.web.serving import refuse_busy, serve

if TYPE_CHECKING:
    from entente.web.demo.load import Notes


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    data: Annotated[Path, typer.Option(help="Folder for the demonstration's data.")] = Path("data"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Load, and stop there.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget an earlier demonstration and start anew.")
    ] = False,
) -> None:
    """Open the demonstration: Harbour Bank and Quay IT, with twelve months of history."""
    folder = data.resolve()
    if not no_serve:
        refuse_busy(port=port)
    os.environ["ENTENTE_DATA"] = str(folder)
    os.environ.setdefault("ENTENTE_INSECURE", "1")  # a browser on this machine speaks plain HTTP
    os.environ.pop("ENTENTE_DATABASE_URL", None)  # never load a demonstration into a real record
    notes = _loaded(folder, fresh=fresh)
    _say_who(notes)
    if not no_serve:
        serve(port=port)


def _loaded(folder: Path, *, fresh: bool) -> Notes:
    from entente.web.demo import load

    notes = load.notes_of(folder)
    if notes is not None and not fresh:
        _bring_up_to_date()
        return notes
    if not load.is_demonstration(folder) and load.holds_records(folder):
        typer.echo(
            f"entente: {folder} holds records that are not a demonstration; choose another --data",
            err=True,
        )
        raise typer.Exit(2)
    return _load(folder)


def _load(folder: Path) -> Notes:
    from entente.web.demo import load

    typer.echo(f"Making the demonstration in {folder} (once; some twenty seconds)")
    load.clear(folder)
    load.begin(folder)
    prepare()
    from django.core.management import call_command

    from entente.web.demo.filling import fill

    call_command("migrate", interactive=False, verbosity=0)
    return fill(folder, now=dt.datetime.now(dt.UTC), tell=lambda line: typer.echo(f"  {line}"))


def _bring_up_to_date() -> None:
    """A demonstration of an earlier Entente goes on with this one's tables."""
    prepare()
    if pending():
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)


def _say_who(notes: Notes) -> None:
    from entente.web.demo import load

    if notes.last != str(load.this_month(dt.datetime.now(dt.UTC))):
        typer.echo(
            f"A new month has begun since {notes.last}: `entente demo --fresh` makes it anew."
        )
    typer.echo("Sign in as either side:")
    for side in ("client", "provider"):
        person = notes.of_side(side)
        typer.echo(f"  {side:<9} {person.name}: {person.email}  password {person.password}")
