"""`entente plan`: the steps from one version of an agreement to the next."""

from __future__ import annotations

import json as json_format
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from entente.agreement.explain.wording import spoken_date
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.digest import agreement_digest
from entente.agreement.versions.favour import Effect
from entente.agreement.versions.plan import Plan, Step, steps_between
from entente.agreement.versions.writing import said_path
from entente.cli.amounts import counted
from entente.cli.colour import bold
from entente.cli.given import read_agreements
from entente.cli.redline import change_json
from entente.cli.redline_text import WIDTH, brief_lines
from entente.foundation.terminal import printable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("plan")(plan)


def plan(
    old: Annotated[Path, typer.Argument(help="The older version: its file or folder.")],
    new: Annotated[Path, typer.Argument(help="The newer version: its file or folder.")],
    json: Annotated[bool, typer.Option("--json", help="Print the steps as JSON.")] = False,
) -> None:
    """List the steps from one version to the next: what each means, and whom it favours."""
    before, after = read_agreements([old, new])
    found = steps_between(before, after)
    if json:
        made = _as_json(before, after, found)
        typer.echo(json_format.dumps(made, indent=2, ensure_ascii=False))
        return
    for line in _printed(found, after.title):
        typer.echo(line)


def _printed(found: Plan, title: str) -> Iterator[str]:
    if not found.steps:
        yield "no step: both versions agree the same"
        return
    versions = f"version {found.old_version} to version {found.new_version}"
    yield printable(f"{title}: from {versions}, holding from {spoken_date(found.holds_from)}")
    for number, step in enumerate(found.steps, 1):
        yield ""
        yield f"{number:>3}. {bold(step.kind)}  {printable(said_path(step.path))}"
        for line in _lines(step):
            yield from textwrap.wrap(printable(line), WIDTH, initial_indent=" " * 5,
                                     subsequent_indent=" " * 7)  # fmt: skip
    yield ""
    yield _summary(found)


def _lines(step: Step) -> Iterator[str]:
    yield from step.sentences()
    if len(step.changes) > 1 and (step.was or step.now):
        yield from brief_lines(step.changes, step.path)
    if said := effect_said(step.effect):
        yield f"{said}."


def effect_said(effect: Effect) -> str:
    """`stricter for the provider, favours the client`; nothing where it cannot be told."""
    duty = f" for the {effect.party}" if effect.party else ""
    parts = [f"{effect.tendency}{duty}"] if effect.tendency else []
    parts += [f"favours the {effect.favours}"] if effect.favours else []
    return ", ".join(parts).capitalize()


def _summary(found: Plan) -> str:
    counts = Counter(step.effect.favours for step in found.steps)
    parts = [f"{counts[party]:,} in favour of the {party}" for party in ("client", "provider")
             if counts[party]]  # fmt: skip
    parts += [f"{counts[None]:,} of which it cannot be told"] if counts[None] else []
    return f"{counted(len(found.steps), 'step')}: {', '.join(parts)}"


def _as_json(old: Agreement, new: Agreement, found: Plan) -> dict[str, object]:
    day = found.holds_from.isoformat()
    return {
        "old": {"version": old.version, "digest": agreement_digest(old)},
        "new": {"version": new.version, "digest": agreement_digest(new)},
        "holds_from": day,
        "steps": [{**_step_json(step), "holds_from": day} for step in found.steps],
    }


def _step_json(step: Step) -> dict[str, object]:
    changes = [change_json(change) for change in step.changes]
    alone = changes[0] if len(changes) == 1 else {}
    return {
        "kind": step.kind,
        "path": list(step.path),
        "title": step.title,
        "sentence": " ".join(step.sentences()),
        "from": alone.get("old"),
        "to": alone.get("new"),
        "tendency": step.effect.tendency,
        "for": step.effect.party,
        "favours": step.effect.favours,
        "was": list(step.was),
        "now": list(step.now),
        "changes": changes,
    }
