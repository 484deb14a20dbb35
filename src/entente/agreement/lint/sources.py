"""Rules about sources of record: a mapping that no file could be read by is found while drafting.

Intake checks the same when it reads a file; by then the agreement may be signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from entente.agreement.lint.looked import Looked
from entente.agreement.terms import looser
from entente.agreement.terms.sources import NamedDates, Source, Table
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding
from entente.foundation.references import mistyped, nearest

# The columns that files may give, by table.
COLUMNS: dict[Table, frozenset[str]] = {
    "tickets": frozenset({"record", "at", "event", "state"}),
    "outages": frozenset({"record", "started_at", "ended_at", "affected", "total"}),
    "probes": frozenset({"at", "status", "value"}),
    "surveys": frozenset({"record", "at", "answered_at", "score"}),
    "values": frozenset({"at", "value"}),
    "events": frozenset({"record", "at", "event"}),
    "requests": frozenset({"at", "total", "failed"}),
    "maintenance": frozenset({"record", "announced_at", "started_at", "ended_at"}),
    "exclusions": frozenset(
        {
            "record", "code", "subject", "started_at", "ended_at", "reason", "proposed_by",
            "decision", "decided_by", "decided_at",
        }
    ),
}  # fmt: skip
NAMED_DATES: tuple[str, ...] = get_args(NamedDates)
DATE_CODES = frozenset("dmyYHIMSfpzbBaAj%")


def source_findings(looked: Looked) -> Iterator[Finding]:
    """Tables that are not named, columns that the table lacks, formats that are none."""
    for key, source in looked.agreement.evidence.items():
        path = ("evidence", key)
        if source.table is None and not source.like:
            message, hint = f"{key} does not say which table it fills", "add table: tickets"
            yield looked.found("source-without-table", message, hint, path, at_key=True)
        if source.table is not None:
            yield from _columns(looked, path, source, source.table)
        for index, form in enumerate(source.dates):
            if not _is_date_format(form):
                hint = f"write it as '%d/%m/%Y %H:%M', or use one of {', '.join(NAMED_DATES)}"
                message, at = f"{form!r} is not a date format", (*path, "dates", index)
                edits = looked.rewritten(at, looser.date_format(form))
                yield looked.found("date-format", message, hint, at, edits=edits)


def _columns(looked: Looked, path: Path, source: Source, table: Table) -> Iterator[Finding]:
    known = COLUMNS[table]
    for name in source.columns:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near!r}?" if near else f"use one of {', '.join(sorted(known))}"
            message = f"{table} has no column {name!r}"
            hint += "; what conditions use stands under fields"
            at = (*path, "columns", name)
            edits = looked.renamed(at, mistyped(name, known - set(source.columns)))
            yield looked.found("unknown-column", message, hint, at, at_key=True, edits=edits)
    for name in sorted(known & set(source.fields)):
        at, message = (*path, "fields", name), f"{name!r} is a column of {table}"
        hint = "move it to columns, or give the field another name"
        yield looked.found("field-is-column", message, hint, at, at_key=True)


def _is_date_format(form: str) -> bool:
    codes = [after[:1] for after in form.replace("%%", "").split("%")[1:]]
    return form in NAMED_DATES or (bool(codes) and DATE_CODES.issuperset(codes))
