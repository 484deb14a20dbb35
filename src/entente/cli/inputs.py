"""What a measuring command is given: evidence files, a period, an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from entente.agreement.terms.agreement import Agreement
from entente.cli.situations import ended
from entente.foundation.instants import to_micros, zone
from entente.performance.intake import StoredBatch, take_in
from entente.performance.kernel.versions import Month, governing, in_order, month_window


def governing_terms(agreements: Sequence[Agreement], month: Month) -> Agreement:
    """The version whose levels and sources decide in a month."""
    return governing(in_order(agreements), month).terms


def read_evidence(
    paths: Sequence[str], terms: Agreement, folder: Path, tell: Callable[[str, int], None]
) -> tuple[StoredBatch, ...]:
    """The batches of raw files, of Parquet evidence and of folders of either."""
    found = take_in(paths, sources=terms.evidence, zone=terms.zone, folder=folder, progress=tell)
    if not found:
        listed = ", ".join(sorted(terms.evidence)) or "none"
        raise ended(f"no file there belongs to a source of the agreement (sources: {listed})")
    return found


def passed_over(paths: Sequence[str], batches: Sequence[StoredBatch]) -> list[str]:
    """Files of the given folders that are evidence of no source, so that none goes unseen."""
    taken = {stored.batch.name for stored in batches} | {stored.path.name for stored in batches}
    folders = [Path(given) for given in paths if Path(given).is_dir()]
    inside = [one for folder in folders for one in folder.iterdir() if one.is_file()]
    return sorted(one.name for one in inside if one.name not in taken)


def reach(text: str | None, month: Month, terms: Agreement, now: dt.datetime) -> int:
    """How far the evidence reaches: as told, else to the month's evaluation, or to now if less."""
    if text is None:
        return min(month_window(month, terms).as_of, to_micros(now))
    try:
        told = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ended(f"--as-of {text!r} is not an instant: write it as 2016-03-31T18:00") from None
    if told.tzinfo is None:
        told = told.replace(tzinfo=zone(terms.zone))
    return to_micros(told)
