"""`entente lint`: every problem of an agreement at once, and what each service level allows."""

from __future__ import annotations

import datetime as dt
import json as json_format
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from entente.agreement.allowance import (
    Allowance,
    Month,
    allowance,
    first_month,
    parse_month,
)
from entente.agreement.greatest import greatest_total, monthly_cap
from entente.agreement.mending import with_pins
from entente.agreement.reading import Reading, read_agreement
from entente.agreement.terms.agreement import Agreement
from entente.cli.amounts import counted, said_level, said_money
from entente.cli.colour import coloured
from entente.cli.mending import mend_files
from entente.cli.sarif import sarif_log
from entente.cli.situations import ended, said_plainly
from entente.foundation.durations import format_duration
from entente.foundation.findings import render
from entente.foundation.instants import SECOND
from entente.foundation.money import Money

ERRORS = 1
MOST_SHOWN = 200  # findings that a person is shown at once; more of them say nothing new


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lint")(lint)


def lint(
    file: Annotated[Path, typer.Argument(help="An agreement's file, or the folder of its files.")],
    *,
    period: Annotated[
        str, typer.Option(help="The month to say the allowances of, such as 2026-03.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print findings as JSON.")] = False,
    sarif: Annotated[
        bool, typer.Option("--sarif", help="Print findings as a SARIF 2.1.0 log.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="First mend in the file what has one right answer.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --fix: show the mends and write nothing.")
    ] = False,
) -> None:
    """Say everything that is wrong with an agreement, and what each of its levels allows."""
    if not file.exists():
        raise ended(f"{file}: no such file")
    if json and sarif:
        raise ended("--json and --sarif are two forms of one answer: choose one")
    if dry_run and not fix:
        raise ended("--dry-run belongs to --fix")
    if fix:
        with said_plainly():
            mend_files(file, today(), only_show=dry_run)
    if dry_run:
        raise typer.Exit(ERRORS if read_agreement(file, today()).errors else 0)
    reading = read_agreement(file, today())
    with said_plainly():
        month = parse_month(period) if period else _month(reading.agreement)
    if json or sarif:
        reading = _with_pins(reading)
    if json:
        typer.echo(json_format.dumps(_as_json(reading, month), indent=2, ensure_ascii=False))
    elif sarif:
        log = sarif_log(reading.findings)
        typer.echo(json_format.dumps(log, indent=2, ensure_ascii=False))
    else:
        _print_findings(reading)
        if reading.agreement is not None:
            _print_allowances(reading.agreement, month)
        _say_what_can_be_mended(reading)
        typer.echo(_summary(reading))
    raise typer.Exit(ERRORS if reading.errors else 0)


def _with_pins(reading: Reading) -> Reading:
    """The reading whose findings hold every edit that there is, those of holidays too."""
    texts = {name: "\n".join(lines) for name, lines in reading.sources.items()}
    return replace(reading, findings=with_pins(reading, texts))


def today() -> dt.date:
    """The day on which the command runs."""
    return dt.datetime.now(dt.UTC).date()


def _month(agreement: Agreement | None) -> Month:
    """This month, or the first one in force where that is later."""
    current = Month(today().year, today().month)
    if agreement is None:
        return current
    first = first_month(agreement)
    return max(current, first, key=lambda month: (month.year, month.month))


def _print_findings(reading: Reading) -> None:
    """What stands, then what the agreement accepts, each with its line."""
    shown = [*reading.standing, *reading.accepted]
    for finding in shown[:MOST_SHOWN]:
        lines = reading.sources.get(finding.place.file, ()) if finding.place else ()
        typer.echo(render(finding, lines, colour=coloured()))
        typer.echo()
    more = len(shown) - MOST_SHOWN
    if more > 0:
        typer.echo(f"and {more:,} more; --json holds them all")


def _say_what_can_be_mended(reading: Reading) -> None:
    """How many of the findings --fix would mend, that of holidays by country among them."""
    count = sum(
        bool(finding.edits) or finding.rule == "holidays-not-pinned" for finding in reading.standing
    )
    if count:
        typer.echo(f"{counted(count, 'finding')} with one right answer: --fix writes it")


def _summary(reading: Reading) -> str:
    counts = Counter(finding.severity for finding in reading.standing)
    said = [
        f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}"
        for kind in ("error", "warning", "note")
        if counts[kind]
    ] or ["no errors, no warnings"]
    if reading.accepted:
        said.append(f"{len(reading.accepted)} accepted")
    return ", ".join(said)


def _print_allowances(agreement: Agreement, month: Month) -> None:
    when = f"{dt.date(month.year, month.month, 1):%B %Y}"
    typer.echo(f"What each service level allows in {when}")
    console = Console(highlight=False, no_color=not coloured())
    if not console.is_terminal:
        console.width = max(console.width, 120)
    console.print(allowances(agreement, month))
    total, cap = greatest_total(agreement), monthly_cap(agreement)
    if total:
        after = f"; after the caps {_money(min(total, cap))}" if cap else ""
        typer.echo(f"All of them missed in one month: {_money(total)}{after}.")


def allowances(agreement: Agreement, month: Month) -> Table:
    """A row for each service level; on a narrow terminal only what is allowed wraps."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("service level", no_wrap=True)  # a key is never cut
    table.add_column("commitment", no_wrap=True)
    table.add_column("allowed", overflow="fold")
    table.add_column("costs at most", justify="right", no_wrap=True)
    for key, level in agreement.service_levels.items():
        allowed = allowance(agreement, key, month)
        bound = said_level(level.commitment.comparison, level.commitment.written)
        cost = _money(allowed.credit) if allowed.credit else "–"
        table.add_row(key, bound, "\n".join(said(allowed)), cost)
    return table


def _money(money: Money) -> str:
    return said_money(money.amount, money.currency)


def said(allowed: Allowance) -> list[str]:
    """What a level allows, in a few words."""
    if allowed.outage is not None:
        outage = allowed.outage
        lines = [f"outage of {_seconds(outage.allowed)}"]
        if outage.rounded != outage.allowed:
            lines.append(f"with its rounding {_seconds(outage.rounded)}")
        if outage.longest != outage.rounded:
            lines.append(f"longest single outage {_seconds(outage.longest)}")
        return lines
    if allowed.misses is not None:
        fewer = "fewer than " if allowed.misses.fewer else ""
        share = f"{fewer}{float(allowed.misses.of_hundred):g} of 100 may miss"
        if allowed.misses.one_from is None:
            return [share]
        return [share, f"one may, from {allowed.misses.one_from} on"]
    return ["–"]


def _seconds(micros: int) -> str:
    """A time in whole seconds, downwards: what is shown is still allowed."""
    return format_duration(micros - micros % SECOND)


def _as_json(reading: Reading, month: Month) -> dict[str, object]:
    agreement = reading.agreement
    return {
        "findings": [finding.as_json() for finding in reading.findings],
        "errors": len(reading.errors),
        "accepted": len(reading.accepted),
        "month": str(month),
        "allowances": [
            _allowance_json(allowance(agreement, key, month)) for key in agreement.service_levels
        ]
        if agreement
        else [],
    }


def _allowance_json(allowed: Allowance) -> dict[str, object]:
    outage, misses = allowed.outage, allowed.misses
    return {
        "service_level": allowed.key,
        "outage_microseconds": outage.allowed if outage else None,
        "outage_rounded_microseconds": outage.rounded if outage else None,
        "longest_outage_microseconds": outage.longest if outage else None,
        "service_hours_microseconds": outage.open if outage else None,
        "misses_of_hundred": str(misses.of_hundred) if misses else None,
        "one_miss_from": misses.one_from if misses else None,
        "greatest_credit": str(allowed.credit) if allowed.credit else None,
    }
