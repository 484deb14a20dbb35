"""Commands that need the server, added to the command line through an entry point."""

from __future__ import annotations

import typer

from entente.web.demo.commands import demo
from entente.web.serving import migrate, serve


def register(app: typer.Typer) -> None:
    """Add the commands of the web to the command line."""
    app.command()(serve)
    app.command()(migrate)
    app.command()(demo)
