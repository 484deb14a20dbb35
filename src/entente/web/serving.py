"""`entente serve` and `entente migrate`; Django is imported only when they run."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import Annotated

import typer

from entente.web.opening import database_answers, prepare, ready


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the pages."""
    refuse_busy(host=host, port=port)
    if not _behind_proxies():
        if _is_this_machine(host):
            # A browser on this machine speaks plain HTTP, so secure cookies would never come back;
            # behind a proxy the reader's browser is elsewhere and speaks HTTPS.
            os.environ.setdefault("ENTENTE_INSECURE", "1")
        else:
            _warn(host)
    ready()
    _forget_connections()
    from granian.constants import Interfaces
    from granian.server import Server

    typer.echo(f"Entente is at http://{host}:{port}/ (Ctrl-C to stop)")
    Server(
        "entente.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_access=False,
    ).serve()


def migrate() -> None:
    """Bring the database of the data folder up to date."""
    prepare()
    from django.core.management import call_command

    with database_answers():
        call_command("migrate", interactive=False, verbosity=1)


def refuse_busy(*, port: int, host: str = "127.0.0.1") -> None:
    """Stop with a sentence where something listens already: two servers would share the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            typer.echo(f"entente: cannot listen on {host}:{port} ({error.strerror})", err=True)
            typer.echo("Choose another port with --port.", err=True)
            raise typer.Exit(2) from None


def _behind_proxies() -> bool:
    return os.environ.get("ENTENTE_PROXIES", "0") not in {"", "0"}


def _warn(host: str) -> None:
    """Say beforehand why nobody could sign in, or why every page would be a 400."""
    if os.environ.get("ENTENTE_INSECURE", "0") != "1":
        typer.echo(
            f"entente: {host} is served over plain HTTP but cookies go over HTTPS only, so nobody"
            " can sign in: set ENTENTE_PROXIES=1 behind a proxy with a certificate, or"
            " ENTENTE_INSECURE=1 to do without encryption.",
            err=True,
        )
    if not os.environ.get("ENTENTE_HOSTS"):
        typer.echo(
            "entente: only the name localhost is answered; set ENTENTE_HOSTS to the names that"
            " readers use.",
            err=True,
        )


def _forget_connections() -> None:
    """The workers open their own: a connection must not be shared between processes."""
    from django.db import connections

    connections.close_all()


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
