"""Taking in: from files of any kind to checked batches of evidence in a folder."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Names
from pathlib import Path

import duckdb

from entente.agreement.terms.sources import Source
from entente.performance.intake.cells import name_cells, present, wanted_columns
from entente.performance.intake.clock import read_clock
from entente.performance.intake.content import content_digest
from entente.performance.intake.csv_rows import csv_rows
from entente.performance.intake.csv_staging import stage_csv
from entente.performance.intake.history import make_rows
from entente.performance.intake.judging import clock_notes, judge, moments_of
from entente.performance.intake.mapping import Mapping, only_source, ready_mapping
from entente.performance.intake.opening import UnreadableFile
from entente.performance.intake.readers import reader_of
from entente.performance.intake.rows import Wanted
from entente.performance.intake.staging import Progress, quoted, shown, stage, workshop
from entente.performance.intake.store import (
    StoredBatch,
    fetch,
    is_named_by_digest,
    keep,
    manifest_of,
    quarantine_lines,
    sha256_of,
    told,
)
from entente.performance.kernel.evidence import Batch


class NoSourceForFile(ValueError):
    """A file that no source, or more than one, claims as its own."""


def take_in(
    paths: Sequence[str | Path],
    *,
    sources: Names[str, Source],
    zone: str,
    folder: Path,
    source: str | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> tuple[StoredBatch, ...]:
    """The batches of raw files and of Parquet evidence; raw files are written into `folder`.

    A path may be `NAME=PATH` to say which source it belongs to; `source` says it for all. A
    folder stands for the evidence in it and the files that a source's patterns name.
    """
    taken = []
    for name, path in _files(paths, sources):
        if is_evidence(path):
            taken.append(fetch(path))
            continue
        chosen = name or source or source_of(path, sources)
        mapping = ready_mapping(chosen, only_source(sources, chosen), zone)
        tell = (lambda rows, path=path: progress(path.name, rows)) if progress else None
        taken.append(take_file(path, mapping, folder, tell))
    return tuple(taken)


def _files(
    paths: Sequence[str | Path], sources: Names[str, Source]
) -> list[tuple[str | None, Path]]:
    found: list[tuple[str | None, Path]] = []
    for given in paths:
        name, path = _named(given, sources)
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.is_file())
            found += [(name, one) for one in inside if is_evidence(one) or _claims(one, sources)]
        elif path.is_file():
            found.append((name, path))
        else:
            raise UnreadableFile(f"{path}: no such file")
    return found


def _named(given: str | Path, sources: Names[str, Source]) -> tuple[str | None, Path]:
    if isinstance(given, Path) or "=" not in given or Path(given).exists():
        return None, Path(given)
    name, _, rest = given.partition("=")
    only_source(sources, name)
    return name, Path(rest)


def _claims(path: Path, sources: Names[str, Source]) -> list[str]:
    return [
        name
        for name, source in sources.items()
        if any(fnmatch.fnmatchcase(path.name, pattern) for pattern in source.files)
    ]


def source_of(path: Path, sources: Names[str, Source]) -> str:
    """The one source whose file patterns match; NoSourceForFile where none or several do."""
    claims = _claims(path, sources)
    if len(claims) == 1:
        return claims[0]
    if claims:
        raise NoSourceForFile(
            f"{path.name} matches the files of several sources ({', '.join(claims)}): "
            f"write {claims[0]}={path}"
        )
    listed = ", ".join(sorted(sources)) or "none"
    raise NoSourceForFile(
        f"{path.name} matches the files of no source (sources: {listed}): write NAME={path}"
    )


def is_evidence(path: Path) -> bool:
    """Whether a file is Parquet evidence of ours, judged by its name or the manifest inside it.

    By its name too, since a change of its bytes may make the manifest unreadable.
    """
    if is_named_by_digest(path):
        return True
    with path.open("rb") as file:
        if file.read(4) != b"PAR1":
            return False
    with workshop(path.resolve().parent) as (db, _):
        try:
            return manifest_of(db, path) is not None
        except duckdb.Error:
            return False


def take_file(
    path: Path, mapping: Mapping, folder: Path, progress: Progress | None = None
) -> StoredBatch:
    """One raw file as a batch of evidence in a folder, its bad rows beside it."""
    asked = wanted_columns(mapping)
    columns = list(asked.values())
    with workshop(folder) as (db, temporary):
        try:
            read = reader_of(path, mapping)
            if read is csv_rows:
                stage_csv(db, temporary, path, mapping, columns, progress=progress)
            else:
                stage(db, temporary, read(path, mapping, columns), columns, progress)
            names = _make(db, mapping if read is csv_rows else mapping.pointed(), asked)
            batch = _describe(db, path, mapping, names)
            return keep(db, "made", batch, folder, _left_out(db))
        except duckdb.Error as error:
            raise UnreadableFile(
                f"{path.name} could not be read as its mapping says: {error}"
            ) from None


def _make(db: duckdb.DuckDBPyConnection, mapping: Mapping, asked: dict[str, Wanted]) -> list[str]:
    """Make the finished rows and the quarantine of what was staged; the cells that the file has."""
    names = present(db, asked)
    name_cells(db, mapping, list(asked))
    read_clock(db, mapping, [quoted(name) for name in moments_of(mapping, names)])
    judge(db, mapping, names)
    make_rows(db, mapping, names)
    return names


def _left_out(db: duckdb.DuckDBPyConnection) -> bytes:
    listed = db.execute(
        "SELECT row_number, reason, text FROM quarantine ORDER BY row_number, reason"
    ).fetchall()
    return quarantine_lines([(row, reason, shown(text)) for row, reason, text in listed])


def _describe(
    db: duckdb.DuckDBPyConnection, path: Path, mapping: Mapping, names: list[str]
) -> Batch:
    counts = db.execute("SELECT reason, count(*) FROM quarantine GROUP BY 1 ORDER BY 1").fetchall()
    rows, first_at, last_at = told(db, "made", mapping.table)
    return Batch(
        table=mapping.table,
        source=mapping.source,
        name=path.name.encode("utf-8", "replace").decode(),  # names of files are mere bytes
        file_sha256=sha256_of(path),
        mapping_sha256=mapping.sha256,
        content=content_digest(db, "made", mapping.table, mapping.fields),
        rows=rows,
        quarantined=tuple(counts),
        fields=mapping.fields,
        first_at=first_at,
        last_at=last_at,
        clock_notes=clock_notes(db, mapping, names),
    )
