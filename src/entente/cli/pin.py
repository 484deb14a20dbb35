"""`entente pin`: the holidays that a draft names by country, written out as dates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from entente.agreement.reading import MOST_FILES
from entente.agreement.text.pin import pinned
from entente.agreement.text.yaml_source import read_text
from entente.cli.rewriting import replace_file, unified
from entente.cli.situations import ended, said_plainly


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pin")(pin)


def pin(
    file: Annotated[Path, typer.Argument(help="An agreement's file, or the folder of its files.")],
    write: Annotated[
        bool, typer.Option("--write", help="Change the file; otherwise only show what would.")
    ] = False,
) -> None:
    """Write public holidays out as dates, so that both sides compute with the same ones."""
    with said_plainly():
        changed = [name for path in _files(file) for name in _pin_one(path, write)]
    if not changed:
        typer.echo("nothing to pin: no calendar names a country's holidays")
    else:
        done = "pinned" if write else "would pin (run it with --write)"
        typer.echo(f"{done}: {', '.join(changed)}", err=True)


def _files(file: Path) -> list[Path]:
    if not file.is_dir():
        return [file]
    found = sorted(each for each in file.iterdir() if each.suffix in {".yaml", ".yml"})
    return found[:MOST_FILES]


def _pin_one(path: Path, write: bool) -> tuple[str, ...]:
    # Bytes, so that line ends stay as they are.
    was = path.read_bytes()
    text = was.decode("utf-8")
    document = read_text(text.removeprefix("\ufeff"), str(path))
    if document.root is None:
        raise ended(f"{path} does not read as YAML: run entente lint {path}", 1)
    made = pinned(document, text)
    if write and made.calendars:
        replace_file(path, made.text.encode("utf-8"), was)
    elif made.calendars:
        typer.echo(unified(path, text, made.text))
    return made.calendars
