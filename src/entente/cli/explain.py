"""`entente explain`: each clause of an agreement in plain English."""

from __future__ import annotations

import json as json_format
import textwrap
from pathlib import Path
from typing import Annotated

import typer

from entente.agreement.explain import NoSuchClause, Paragraph, explain
from entente.cli.given import read_agreements
from entente.cli.situations import ended

WIDTH = 88


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain_clauses)


def explain_clauses(
    file: Annotated[Path, typer.Argument(help="An agreement's file, or the folder of its files.")],
    key: Annotated[
        str | None, typer.Argument(help="One clause or section, such as p1-resolution.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print paragraphs as JSON.")] = False,
) -> None:
    """Say in plain English what an agreement says."""
    [agreement] = read_agreements([file])
    try:
        paragraphs = explain(agreement, key)
    except NoSuchClause as unknown:
        raise ended(str(unknown)) from None
    if json:
        typer.echo(json_format.dumps([_as_json(p) for p in paragraphs], indent=2,
                                     ensure_ascii=False))  # fmt: skip
    else:
        typer.echo("\n\n".join(printed(paragraph) for paragraph in paragraphs))


def printed(paragraph: Paragraph) -> str:
    """A paragraph for a terminal: its title, its key, its sentences wrapped."""
    title = typer.style(paragraph.title, bold=True)
    body = [
        textwrap.fill(sentence, WIDTH, initial_indent="  ", subsequent_indent="    ")
        for sentence in paragraph.sentences
    ]
    return "\n".join([f"{title}  [{paragraph.key}]", *body])


def _as_json(paragraph: Paragraph) -> dict[str, object]:
    return {
        "key": paragraph.key,
        "title": paragraph.title,
        "sentences": list(paragraph.sentences),
    }
