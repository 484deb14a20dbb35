"""Formats: the same rows are the same evidence, whatever carries them."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from entente.performance.intake import UnreadableFile
from tests.performance.intake.conftest import Take, rows_of

HEADER = ("record", "at", "state", "priority", "effort")
ROWS = (
    ("T1", "2016-03-01 08:00:00", "new", "P1", "1.5"),
    ("T2", "2016-03-01 09:30:00", "new", "P3", ""),
    ("T1", "2016-03-02 10:00:00", 'wait, "a while"\nor more', "P2", "2"),
    ("T3", "2016-03-03 00:00:00", "größer ≥ 5", "P1", "0.000001"),
)
TERMS = {"table": "tickets", "fields": {"priority": "priority", "effort": "effort"}}


def _csv(delimiter: str = ",", end: str = "\n") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerows([HEADER, *ROWS])
    return out.getvalue().encode()


def _jsonl() -> bytes:
    lines = [{k: v or None for k, v in zip(HEADER, row, strict=True)} for row in ROWS]
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    for record, at, state, priority, effort in ROWS:
        number = float(effort) if effort else None
        sheet.append([record, datetime.fromisoformat(at), state, priority, number])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet(folder: Path) -> bytes:
    path = folder / "made.parquet"
    with duckdb.connect() as db:
        db.execute(
            'CREATE TABLE t (record VARCHAR, "at" TIMESTAMP, state VARCHAR, priority VARCHAR,'
            " effort DOUBLE)"
        )
        rows = [[cell or None for cell in row] for row in ROWS]
        db.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", rows)
        db.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def _xes() -> bytes:
    def attribute(key: str, value: str) -> str:
        escaped = value.replace('"', "&quot;").replace("\n", "&#10;").replace("<", "&lt;")
        return f'<string key="{key}" value="{escaped}"/>' if value else ""

    events = "".join(
        f"<trace>{attribute('record', row[0])}<event>"
        + "".join(attribute(k, v) for k, v in zip(HEADER[1:], row[1:], strict=True))
        + "</event></trace>"
        for row in ROWS
    )
    return f'<log xmlns="http://www.xes-standard.org/">{events}</log>'.encode()


@pytest.fixture
def expected(take: Take) -> str:
    """The digest of the rows as plain CSV."""
    stored = take(_csv(), **TERMS)
    assert stored.batch.rows == 4
    return stored.batch.content


def test_every_format_gives_the_same_content(take: Take, expected: str, tmp_path: Path) -> None:
    named = {"columns": {"record": "trace:record"}}

    found = {
        "jsonl": take(_jsonl(), "log.jsonl", **TERMS),
        "xlsx": take(_xlsx(), "log.xlsx", **TERMS),
        "parquet": take(_parquet(tmp_path), "log.parquet", **TERMS),
        "xes": take(_xes(), "log.xes", **TERMS, **named),
        "csv.gz": take(gzip.compress(_csv()), "log.csv.gz", **TERMS),
        "jsonl.gz": take(gzip.compress(_jsonl()), "log.jsonl.gz", **TERMS),
        "xes.gz": take(gzip.compress(_xes()), "log.xes.gz", **TERMS, **named),
    }

    assert {name: stored.batch.content for name, stored in found.items()} == dict.fromkeys(
        found, expected
    )


@pytest.mark.parametrize(
    ("content", "name", "delimiter"),
    [
        (b"\xef\xbb\xbf" + _csv(), "bom.csv", ""),
        (_csv(end="\r\n"), "windows.csv", ""),
        (_csv(end="\r"), "old-mac.csv", ""),
        (_csv(";"), "semicolon.csv", ";"),
        (_csv("\t"), "tabs.csv", "\t"),
        (_csv("\t"), "tabs.tsv", ""),
        (_csv() + b"\n\n", "blank-lines.csv", ""),
    ],
)
def test_csv_dialects_give_the_same_content(
    take: Take, expected: str, content: bytes, name: str, delimiter: str
) -> None:
    assert take(content, name, delimiter=delimiter, **TERMS).batch.content == expected


def test_json_keeps_the_digits_of_numbers_and_looks_inside_objects(take: Take) -> None:
    lines = '{"t": "2016-01-01", "m": {"v": 0.1}}\n{"t": "2016-01-02", "m": {"v": 2.5e-3}}\n'

    stored = take(lines, "v.jsonl", table="values", columns={"at": "t", "value": "m.v"})

    assert [row["value"] for row in rows_of(stored)] == [100_000, 2_500]


def test_a_sheet_is_chosen_by_name_and_its_rows_keep_their_numbers(take: Take) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Readings")
    sheet.append(["at", "value", "aside"])
    sheet["A4"], sheet["B4"] = datetime(2016, 1, 1, 12), 3  # noqa: DTZ001 # cells have no zone
    out = io.BytesIO()
    book.save(out)

    stored = take(out.getvalue(), "v.xlsx", table="values", sheet="Readings", zone="Asia/Tokyo")

    (row,) = rows_of(stored)
    assert (row["value"], row["row_number"]) == (3_000_000, 4)
    assert row["at"] == int(datetime(2016, 1, 1, 3, tzinfo=UTC).timestamp()) * 1_000_000


def test_a_missing_sheet_is_named_with_those_there_are(take: Take) -> None:
    with pytest.raises(UnreadableFile, match="no sheet 'Other'; it has: Sheet"):
        take(_xlsx(), "log.xlsx", sheet="Other", **TERMS)


def test_a_file_name_with_the_signs_of_a_pattern_is_one_file(take: Take, tmp_path: Path) -> None:
    stored = take(_parquet(tmp_path), "lo[g]*?.parquet", **TERMS)

    assert stored.batch.rows == 4


def test_an_ending_that_says_no_format_is_an_error_that_says_so(take: Take) -> None:
    with pytest.raises(UnreadableFile, match="the ending says no format"):
        take(_csv(), "log.dat", **TERMS)
