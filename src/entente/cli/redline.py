"""`entente redline`: what changed between two versions of an agreement."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.digest import agreement_digest
from entente.agreement.versions.parts import Part, plain
from entente.agreement.versions.redline import Change, Redline, redline
from entente.cli.given import read_agreements
from entente.cli.redline_page import redline_page
from entente.cli.redline_text import redline_lines
from entente.cli.situations import said_plainly


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("redline")(redline_versions)


def redline_versions(
    old: Annotated[Path, typer.Argument(help="The older version: its file or folder.")],
    new: Annotated[Path, typer.Argument(help="The newer version: its file or folder.")],
    html: Annotated[
        Path | None, typer.Option("--html", help="Write it as one page for a browser, too.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print every change as JSON.")] = False,
) -> None:
    """Say what changed between two versions, clause by clause, and inside texts word by word."""
    before, after = read_agreements([old, new])
    found = redline(before, after)
    if html:
        with said_plainly():
            html.write_text(redline_page(before, after, found), "utf-8")
    if json:
        made = _as_json(before, after, found)
        typer.echo(json_format.dumps(made, indent=2, ensure_ascii=False))
        return
    for line in redline_lines(before, after, found):
        typer.echo(line)


def _as_json(old: Agreement, new: Agreement, found: Redline) -> dict[str, object]:
    changes = [change for clause in found.clauses() for change in clause.changes]
    return {
        "old": {"version": old.version, "digest": agreement_digest(old)},
        "new": {"version": new.version, "digest": agreement_digest(new)},
        "same": not changes,
        "changes": [change_json(change) for change in changes],
    }


def change_json(change: Change) -> dict[str, object]:
    """A change for programs; values as they are written, in their canonical form."""
    return {
        "kind": change.kind,
        "path": list(change.path),
        "was_at": list(change.was_at),
        "old": _value(change.old),
        "new": _value(change.new),
        "words": [{"kind": piece.kind, "text": piece.text} for piece in change.words],
    }


def _value(part: Part | None) -> object:
    return plain(part, said=True) if part else None
