"""`entente verify`: check an export of a ledger offline, and say in plain words what was proved."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from entente.cli.amounts import counted
from entente.cli.situations import ended, said_plainly
from entente.foundation.terminal import printable
from entente.ledger.archive import NotProved
from entente.ledger.kernel.checkpoints import Checkpoint, SignedCheckpoint
from entente.ledger.kernel.encoding import encoded
from entente.ledger.kernel.histories import HistoryMissing, TwoHistories
from entente.ledger.kernel.keys import PublicKey, read_public_key
from entente.ledger.verifying import Proved, verify_export

FAILED = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)


def verify(
    export: Annotated[Path, typer.Argument(help="The export of a ledger: its file or folder.")],
    since: Annotated[
        Path | None,
        typer.Option(help="A checkpoint that you kept: the export has to go on from it."),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(help="The log's public key as you hold it. Repeat it for more."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what was proved as JSON.")] = False,
) -> None:
    """Check an export of a ledger offline: say what is proved, or which two histories disagree."""
    with said_plainly():
        keys = [read_public_key(text) for text in key or []]
        kept = since.read_bytes() if since else None
    try:
        proved = verify_export(export, since=kept, keys=keys)
    except (NotProved, TwoHistories, HistoryMissing) as error:
        if json:
            typer.echo(json_format.dumps(_failed(error), indent=2))
            raise typer.Exit(FAILED) from None
        raise ended(f"not proved: {error}", FAILED) from None
    except OSError as error:
        raise ended(f"{error.filename or export}: {error.strerror or error}") from None
    if json:
        typer.echo(json_format.dumps(_as_json(proved), indent=2))
        return
    for line in said(proved):
        typer.echo(printable(line))


def said(proved: Proved) -> Iterator[str]:
    """What was proved, a sentence a line."""
    head = proved.checkpoint.checkpoint
    span = f", from {proved.first_at} to {proved.last_at}" if head.size else ""
    yield f"proved: {head.origin} has {counted(head.size, 'entry', 'entries')}{span}"
    yield f"  root: {encoded(head.root)}"
    yield "  Each entry stands at its place, none was changed, dropped, added or moved."
    if proved.erased:
        yield f"  {counted(proved.erased, 'payload')} erased, each by an entry that says so."
    else:
        yield "  Each payload is the one that its entry names."
    for one in (*proved.earlier, proved.checkpoint):
        yield from _signatures(one, proved)
    if proved.since:
        yield f"  It goes on from the checkpoint that you kept: {proved.since.checkpoint}."
    if proved.backwards:
        count = counted(len(proved.backwards), "entry bears", "entries bear")
        yield f"  {count} an earlier time than the one before it, first {proved.backwards[0]}."
    if not proved.trusted:
        yield "  The log's key was taken from the export itself: compare it with your own records."
    if not proved.since:
        yield "  Without --since an older history that was replaced cannot be noticed."


def _signatures(one: SignedCheckpoint, proved: Proved) -> Iterator[str]:
    entries = counted(one.checkpoint.size, "entry", "entries")
    names = ", ".join(f"{key.name} ({key.id.hex()})" for key in one.signed_by)
    yield f"  The checkpoint of {entries} is signed by {names} as the log"
    for cosigned in one.cosigned_by:
        side, index = proved.registered.get(str(cosigned.key), ("", 0))
        known = f"registered by the {side} in entry {index}" if side else "registered in no entry"
        yield (
            f"    and cosigned by {cosigned.key.name} ({cosigned.key.id.hex()}, {known})"
            f" at {_moment(cosigned.time)}"
        )


def _moment(time: int) -> str:
    try:
        return datetime.fromtimestamp(time, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return f"POSIX time {time}"


def _as_json(proved: Proved) -> dict[str, Any]:
    return {
        "proved": True,
        "checkpoints": [_signed(one) for one in (*proved.earlier, proved.checkpoint)],
        "since": proved.since and _head(proved.since.checkpoint),
        "erased": proved.erased,
        "first_at": proved.first_at,
        "last_at": proved.last_at,
        "backwards": proved.backwards,
        "keys": [_key(key, proved) for key in proved.keys],
        "key_brought_along": proved.trusted,
    }


def _signed(one: SignedCheckpoint) -> dict[str, Any]:
    cosigned = [{"key": str(each.key), "time": each.time} for each in one.cosigned_by]
    return _head(one.checkpoint) | {
        "signed_by": [str(key) for key in one.signed_by],
        "cosigned_by": cosigned,
    }


def _key(key: PublicKey, proved: Proved) -> dict[str, Any]:
    side, entry = proved.registered.get(str(key), (None, None))
    return {"key": str(key), "side": side, "entry": entry}


def _head(head: Checkpoint) -> dict[str, Any]:
    return {"origin": head.origin, "size": head.size, "root": encoded(head.root)}


def _failed(error: ValueError) -> dict[str, Any]:
    told: dict[str, Any] = {"proved": False, "reason": str(error)}
    if isinstance(error, TwoHistories | HistoryMissing):
        told |= {"kept": _head(error.kept), "found": _head(error.found)}
    return told
