"""`entente duties`: what is due in a span, in order, from the agreement and what was told."""

from __future__ import annotations

import csv
import datetime as dt
import json as json_format
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from entente.agreement.duties import (
    Delay,
    Duty,
    Listing,
    Moment,
    NoSuchSubject,
    Stage,
    Told,
    checked,
    list_duties,
)
from entente.agreement.terms.agreement import Agreement
from entente.cli.given import read_agreements
from entente.cli.situations import ended, said_plainly
from entente.foundation.instants import zone
from entente.foundation.terminal import printable

WIDTH = 88
_COLUMNS = ("event", "subject", "at", "case")
_NATURES = {"due": "due", "may": "may act until", "holds": "holds until"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("duties")(duties)


def duties(  # noqa: PLR0917 # typer makes options of them
    file: Annotated[Path, typer.Argument(help="An agreement's file, or the folder of its files.")],
    from_: Annotated[str, typer.Option("--from", help="The first day, such as 2026-03-01.")],
    until: Annotated[str, typer.Option("--until", help="The day after the last.")],
    events: Annotated[
        Path | None,
        typer.Option("--events", help="What was told: CSV with event, subject, at and case."),
    ] = None,
    party: Annotated[
        str | None, typer.Option("--party", help="Only duties of client or provider.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Up to when it is known what was done; silence counts by it."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List what is due in a span: party, due time, calendar, consequence."""
    if party not in {None, "client", "provider"}:
        raise ended(f"--party is client or provider, not {party!r}")
    [agreement] = read_agreements([file])
    with said_plainly():
        first, last = _day(from_, "--from"), _day(until, "--until")
        if last <= first:
            raise ValueError(f"--until {until} is not after --from {from_}")
        told = _read_events(events, agreement) if events else ()
        reach = _moment(as_of, agreement.zone).at if as_of else None
        found = list_duties(agreement, first, last, told, reach)
    some = [duty for duty in found.duties if party in {None, duty.party} or duty.party == "both"]
    if json:
        typer.echo(json_format.dumps(_as_json(found, some), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(_printed(found, some)))


def _day(text: str, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{option} {text!r} is not a day: write it as 2026-03-01") from None


def _moment(text: str, zone_name: str) -> Moment:
    """A day, or an instant; a time without an offset is read in the agreement's zone."""
    try:
        if len(text) == len("2026-03-01"):
            return Moment.of_day(dt.date.fromisoformat(text), zone_name)
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a time: write 2026-03-01 for a day, or 2026-03-01 10:00"
        ) from None
    return Moment.of(at if at.tzinfo else at.replace(tzinfo=zone(zone_name)), zone_name)


def _read_events(path: Path, agreement: Agreement) -> tuple[Told, ...]:
    """The events of a CSV file; what does not read names its line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        names = rows.fieldnames or []
        if missing := [name for name in ("event", "at") if name not in names]:
            raise ValueError(f"{path}: there is no column {' and no column '.join(missing)}")
        told = tuple(_event(path, rows.line_num, row, agreement) for row in rows)
    if wrong := list(checked(agreement, told)):
        raise NoSuchSubject(f"{path}: {wrong[0]}")
    return told


def _event(path: Path, line: int, row: dict[str, str | None], agreement: Agreement) -> Told:
    event, subject, at, case = ((row.get(name) or "").strip() for name in _COLUMNS)
    if not event:
        raise ValueError(f"{path}:{line}: no event is named")
    try:
        moment = _moment(at, agreement.zone)
    except ValueError as error:
        raise ValueError(f"{path}:{line}: {error}") from None
    fields = {
        str(name): (value or "").strip() or None
        for name, value in row.items()
        if name and name not in _COLUMNS and not isinstance(value, list)
    }
    return Told(event, subject, moment, case, fields)


def _printed(found: Listing, some: list[Duty]) -> Iterator[str]:
    if not some:
        yield "nothing is due in this span"
    for duty in some:
        yield typer.style(f"{due_text(duty)}  {duty.party}: {printable(duty.what)}", bold=True)
        for line in _details(duty):
            yield textwrap.fill(
                printable(line), WIDTH, initial_indent="  ", subsequent_indent="    "
            )
    for delay in found.delays:
        yield f"relief: {_delay(delay)}"
    for stage in found.stages:
        yield f"{stage.deliverable}: {_stage(stage)}"


def due_text(duty: Duty) -> str:
    """`2026-03-31 24:00`: the end of a day is told as that day's, in the calendar's zone."""
    local = duty.due_at.astimezone(zone(duty.zone))
    if local.time() == dt.time() and local.date() > duty.due_on:
        return f"{duty.due_on} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def _details(duty: Duty) -> Iterator[str]:
    yield f"[{duty.clause}] {duty.because}"
    yield f"{_NATURES[duty.nature]} {due_text(duty)} {duty.zone}, on the calendar {duty.calendar}"
    if duty.moved_by:
        yield f"moved by {duty.moved_by} days of relief"
    if duty.excused_by:
        yield f"excused by {duty.excused_by}"
    if duty.silence:
        yield duty.silence
    if duty.warn_at is not None:
        yield f"warn on {duty.warn_at.astimezone(zone(duty.zone)):%Y-%m-%d %H:%M}"
    if duty.consequence:
        yield f"if not: {duty.consequence}"
    if duty.done_at is not None:
        late = ", late" if duty.late else ""
        yield f"done by {duty.done_at.astimezone(zone(duty.zone)):%Y-%m-%d %H:%M}{late}"


def _delay(delay: Delay) -> str:
    of = ", ".join(delay.of) or "nothing named"
    if delay.gives == "excused":
        return f"{delay.clause} was late; it excuses {of}"
    return f"{delay.clause} was {len(delay.days)} days late; it moves {of}"


def _stage(stage: Stage) -> str:
    return (
        f"{stage.state.replace('-', ' ')} in cycle {stage.cycle} at {stage.at:%Y-%m-%d %H:%M} UTC"
    )


def _as_json(found: Listing, some: list[Duty]) -> dict[str, object]:
    return {
        "duties": [_duty_json(duty) for duty in some],
        "delays": [
            {"clause": d.clause, "of": list(d.of), "gives": d.gives, "days": len(d.days)}
            for d in found.delays
        ],
        "stages": [
            {"deliverable": s.deliverable, "state": s.state, "at": s.at.isoformat(),
             "cycle": s.cycle}
            for s in found.stages
        ],
    }  # fmt: skip


def _duty_json(duty: Duty) -> dict[str, object]:
    local = zone(duty.zone)
    return {
        "clause": duty.clause,
        "party": duty.party,
        "what": duty.what,
        "because": duty.because,
        "case": duty.case,
        "nature": duty.nature,
        "arises": duty.arises_at.astimezone(local).isoformat(),
        "due_on": duty.due_on.isoformat(),
        "due": duty.due_at.astimezone(local).isoformat(),
        "zone": duty.zone,
        "calendar": duty.calendar,
        "warn": duty.warn_at.astimezone(local).isoformat() if duty.warn_at else None,
        "silence": duty.silence,
        "consequence": duty.consequence,
        "moved_by_days": duty.moved_by,
        "excused_by": duty.excused_by,
        "done": duty.done_at.astimezone(local).isoformat() if duty.done_at else None,
        "late": duty.late,
    }
