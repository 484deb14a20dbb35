"""Readers: which one reads a file, by the format that is named or by the file's ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from entente.performance.intake.csv_rows import csv_rows
from entente.performance.intake.json_lines import json_rows
from entente.performance.intake.mapping import Mapping
from entente.performance.intake.opening import UnreadableFile
from entente.performance.intake.parquet_rows import parquet_rows
from entente.performance.intake.rows import Rows, Wanted
from entente.performance.intake.workbook import workbook_rows
from entente.performance.intake.xes import xes_rows

Reader = Callable[[Path, Mapping, Sequence[Wanted]], Rows]
READERS: dict[str, Reader] = {
    "csv": csv_rows,
    "jsonl": json_rows,
    "parquet": parquet_rows,
    "xlsx": workbook_rows,
    "xes": xes_rows,
}
SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".xes": "xes",
}


def reader_of(path: Path, mapping: Mapping) -> Reader:
    """The reader of a file: of the format that the mapping names, else by the file's ending."""
    suffixes = [one.lower() for one in path.suffixes if one.lower() != ".gz"]
    form = mapping.terms.format or SUFFIXES.get(suffixes[-1] if suffixes else "")
    if form is None:
        raise UnreadableFile(
            f"{path.name}: the ending says no format; name one in the mapping: {', '.join(READERS)}"
        )
    return READERS[form]
