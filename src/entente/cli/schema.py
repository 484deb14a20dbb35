"""`entente schema`: the JSON Schema of the language, for editors."""

from __future__ import annotations

import json

import typer

from entente.agreement.schema import agreement_schema


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(schema)


def schema() -> None:
    """Print the JSON Schema (2020-12) of an agreement."""
    typer.echo(json.dumps(agreement_schema(), indent=2, ensure_ascii=False))
