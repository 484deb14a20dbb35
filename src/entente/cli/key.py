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


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("key")(key)


def key(
    file: Annotated[Path, typer.Argument(help="The file of the key, which stays on this machine.")],
    new: Annotated[
        str | None,
        typer.Option(help="Make the key, under this name, such as quay.example/cosigner."),
    ] = None,
) -> None:
    """Make a key to cosign with, or say its public half, which the ledger registers."""
    if new is not None:
        with said_plainly():
            made = PrivateKey(new, Kind.COSIGNATURE, secrets.token_bytes(32))
            refuse_name(new)
            _keep(file, made)
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
