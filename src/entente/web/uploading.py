"""`entente record`, `upload` and `publish`: what the pages do, for scripts on the server's machine.

The rights and the sentences are those of the pages: whoever `--by` names must have a place in the
alliance, and a role that may.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entente.foundation.terminal import printable
from entente.web.opening import ERRORS, ended, records, standing_of

if TYPE_CHECKING:
    from entente.performance.actions import Added
    from entente.performance.kernel.statement import Statement

Alliance = Annotated[str, typer.Option(help="The alliance, as in addresses.")]
By = Annotated[str, typer.Option(help="E-mail address of the person who does it.")]


def record(
    agreement: Annotated[Path, typer.Argument(help="YAML file of the agreement.")],
    alliance: Alliance,
    by: By,
) -> None:
    """Record a version of the agreement, for ever as it is."""
    with records():
        from entente.scope.actions import AgreementHasErrors, AlreadyRecorded, record_version

        standing = standing_of(by, alliance)
        text = _text_of(agreement)
        try:
            made = record_version(
                alliance_id=standing.alliance_id,
                role=standing.role,
                by=standing.person_id,
                now=dt.datetime.now(dt.UTC),
                text=text,
            )
        except AgreementHasErrors as errors:
            _say_findings(text, agreement)
            raise ended(str(errors), ERRORS) from None
        except AlreadyRecorded as refused:
            raise ended(str(refused), ERRORS) from None
    _say(f"Version {made.number} of {made.title!r} is recorded: {made.digest}")


def upload(
    files: Annotated[list[Path], typer.Argument(help="Files of evidence.")],
    alliance: Alliance,
    by: By,
    source: Annotated[
        str | None, typer.Option(help="Source of the agreement; by the files' names if not told.")
    ] = None,
) -> None:
    """Add files of evidence; the same rows again change nothing."""
    for path in files:
        if not path.is_file():
            raise ended(f"{path}: no such file; nothing was taken in")
    failed = 0
    with records():
        from entente.foundation.zones import UnknownZone
        from entente.performance.actions import add_evidence
        from entente.performance.intake import (
            EvidenceAltered,
            NoSourceForFile,
            UnreadableFile,
            UnusableMapping,
        )

        unfit = (UnreadableFile, UnusableMapping, NoSourceForFile, EvidenceAltered, UnknownZone)
        standing = standing_of(by, alliance)
        for path in files:
            now = dt.datetime.now(dt.UTC)
            try:
                added = add_evidence(by=standing, now=now, path=path, source=source)
            except unfit as problem:
                said = str(problem).removeprefix(f"{path.name}: ").removeprefix(f"{path}: ")
                _say(f"{path.name}: {said}", err=True)
                failed += 1
            else:
                _say(f"{path.name}: {_became(added)}")
    if failed:
        raise ended(f"{failed} of {len(files)} files were not taken in", ERRORS)


def publish(
    alliance: Alliance,
    by: By,
    period: Annotated[str, typer.Option(help="The month, such as 2026-03.")],
    out: Annotated[
        Path | None, typer.Option(help="Write the statement to this file, byte for byte.")
    ] = None,
) -> None:
    """Make the statement of a month from all the evidence there is, and keep it in the record."""
    with records():
        from entente.performance.actions import make_statement
        from entente.performance.kernel.versions import parse_month

        standing = standing_of(by, alliance)
        month = parse_month(period)
        made = make_statement(by=standing, now=dt.datetime.now(dt.UTC), period=month)
        if made.unchanged:
            _say("Unchanged: the same terms and evidence give this same statement.")
        _say(f"{standing.alliance_name}, {period}: {_counted(made.kept.statement)}")
        _say(f"statement {made.kept.digest}")
        if out is not None:
            out.write_bytes(made.kept.body.encode())
            _say(f"written to {out}", err=True)


def _counted(made: Statement) -> str:
    """How many service levels came to what."""
    states = [result.state.value.replace("_", " ") for result in made.results]
    return ", ".join(f"{states.count(each)} {each}" for each in sorted(set(states)))


def _text_of(path: Path) -> str:
    from entente.agreement.text.yaml_source import LARGEST

    with path.open("rb") as file:
        held = file.read(LARGEST + 1)
    if len(held) > LARGEST:
        raise ended(f"{path}: too large to be an agreement")
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ended(f"{path}: not UTF-8 text; save it as UTF-8") from None


def _say_findings(text: str, path: Path) -> None:
    from entente.agreement.reading import read_agreement_text
    from entente.foundation.findings import render

    for finding in sorted(read_agreement_text(text, str(path)).errors):
        typer.echo(render(finding, text.splitlines()), err=True)


def _became(added: Added) -> str:
    """What became of a file, and why rows were set aside."""
    if added.known_already:
        return "these rows are in the record already; nothing was changed"
    kept = added.kept
    reasons = "; ".join(f"{count:,} {reason}" for reason, count in kept.batch.quarantined)
    aside = f"{kept.quarantined:,} set aside ({reasons})" if kept.quarantined else "none set aside"
    return f"{kept.batch.rows:,} rows taken in, {aside}"


def _say(line: str, *, err: bool = False) -> None:
    typer.echo(printable(line), err=err)
