"""`entente cosign`: say of a checkpoint that it goes on from all that this key cosigned before.

Beside the key's file lies a folder `<key>.seen` with the last checkpoint of each log. It is written
before the cosignature is given out: a crash between the two costs a cosignature, never the memory.
Whoever deletes it makes the key forget, and with it what its cosignatures are worth.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from entente.cli.key import read_key
from entente.cli.situations import ended, said_plainly
from entente.ledger.archive import NotProved, opened, replacing
from entente.ledger.kernel.checkpoints import SignedCheckpoint, open_checkpoint
from entente.ledger.kernel.cosignatures import cosignature
from entente.ledger.kernel.histories import (
    HistoryMissing,
    NotConsistent,
    TwoHistories,
    refuse_another_history,
)
from entente.ledger.kernel.keys import Kind, PrivateKey, PublicKey, read_public_key
from entente.ledger.kernel.proof_texts import LARGEST_TEXT, CosignRequest, read_cosign_request
from entente.ledger.verifying import origin_of, verify_export

REFUSED = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("cosign")(cosign)


def cosign(
    given: Annotated[
        Path,
        typer.Argument(
            metavar="GIVEN",
            help="An export, a checkpoint, or a checkpoint with its proof (tlog-witness).",
        ),
    ],
    key: Annotated[Path, typer.Option(help="The file of your key, made by entente key new.")],
    log_key: Annotated[
        str | None,
        typer.Option(help="The log's public key. Needed unless an export is given."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the cosigned checkpoint here, not to the terminal.")
    ] = None,
) -> None:
    """Cosign a checkpoint on your own machine, after checking it against the last you cosigned."""
    own = read_key(key)
    if own.kind is not Kind.COSIGNATURE:
        raise ended(f"{key} is not a key to cosign with")
    with said_plainly():
        logs = [read_public_key(log_key)] if log_key else []
    try:
        found = _checked(given, logs, own, key)
    except (HistoryMissing, TwoHistories, NotConsistent, NotProved) as error:
        raise ended(f"not cosigned: {error}", REFUSED) from None
    text = found.note.text
    note = bytes(found.note.with_signature(cosignature(text, own, int(time.time()))))
    with said_plainly():
        seen = _seen(key, found.checkpoint.origin)
        seen.parent.mkdir(mode=0o700, exist_ok=True)
        with replacing(seen) as file:
            file.write(note)
        if out:
            with replacing(out) as file:
                file.write(note)
            typer.echo(f"cosigned: {found.checkpoint}; written to {out}")
            return
    typer.echo(note.decode(), nl=False)


def _checked(given: Path, logs: list[PublicKey], own: PrivateKey, key: Path) -> SignedCheckpoint:
    if _is_export(given):
        return _of_export(given, logs, own, key)
    with said_plainly():
        with given.open("rb") as file:
            data = file.read(LARGEST_TEXT + 1)
        request = _request(data)
        if not logs:
            raise ValueError("give the log's public key with --log-key, or an export")
        found = open_checkpoint(request.checkpoint, logs)
        if not found.signed_by:
            raise ValueError("the log did not sign this checkpoint")
        last = _last(key, found.checkpoint.origin, [*logs, own.public])
    refuse_another_history(last.checkpoint if last else None, request, found.checkpoint)
    return found


def _of_export(given: Path, logs: list[PublicKey], own: PrivateKey, key: Path) -> SignedCheckpoint:
    with said_plainly(), opened(given) as source:
        seen = _seen(key, origin_of(source))
        since = seen.read_bytes() if seen.exists() else None
    return verify_export(given, since=since, keys=(*logs, own.public)).checkpoint


def _request(data: bytes) -> CosignRequest:
    if data.startswith(b"old "):
        return read_cosign_request(data)
    return CosignRequest(0, (), data)


def _is_export(given: Path) -> bool:
    if given.is_dir():
        return True
    with said_plainly(), given.open("rb") as file:
        return file.read(11) == b"about.json\0"


def _last(key: Path, origin: str, keys: list[PublicKey]) -> SignedCheckpoint | None:
    seen = _seen(key, origin)
    return open_checkpoint(seen.read_bytes(), keys) if seen.exists() else None


def _seen(key: Path, origin: str) -> Path:
    return key.with_name(f"{key.name}.seen") / quote(origin, safe="")
