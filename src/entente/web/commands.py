"""Commands that need the server, added to the command line through an entry point."""

from __future__ import annotations

import typer

from entente.web.demo.commands import demo
from entente.web.founding import found, invite
from entente.web.serving import migrate, serve
from entente.web.uploading import publish, record, upload


def register(app: typer.Typer) -> None:
    """Add the commands of the web to the command line."""
    for command in (demo, serve, migrate, found, invite, record, upload, publish):
        app.command()(command)
