"""`entente key`: a key of one's own to cosign with. Its file is the secret, and stays here."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from entente.cli.situations import ended, said_plainly
from entente.ledger.kernel.keys import Kind, PrivateKey, read_private_key, refuse_name

LARGEST = 4096  # bytes of a key's file


keys = typer.Typer(no_args_is_help=True, help="Make and show a key to cosign with.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(keys, name="key")


@keys.command("new")
def new(
    file: Annotated[Path, typer.Argument(help="The file of the key, which stays on this machine.")],
    name: Annotated[str, typer.Argument(help="Its name, such as quay.example/cosigner.")],
) -> None:
    """Make a key to cosign with, and say its public half, which the ledger registers."""
    with said_plainly():
        refuse_name(name)
        _keep(file, PrivateKey(name, Kind.COSIGNATURE, secrets.token_bytes(32)))
    typer.echo(str(read_key(file).public))


@keys.command("show")
def show(file: Annotated[Path, typer.Argument(help="The file of the key.")]) -> None:
    """Say the public half of a key."""
    typer.echo(str(read_key(file).public))


def _keep(file: Path, made: PrivateKey) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ended(f"{file} is there already; a key is never written over") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(made.secret_text() + "\n")
        out.flush()
        os.fsync(out.fileno())


def read_key(file: Path) -> PrivateKey:
    """The key of a file; what is none ends the command, and is not shown."""
    with said_plainly():
        with file.open("rb") as source:
            text = source.read(LARGEST).decode("utf-8", "replace")
        return read_private_key(text.removesuffix("\n"))
