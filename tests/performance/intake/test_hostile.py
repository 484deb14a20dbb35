"""Hostile files: each gives a sentence or listed rows, never a crash and never a flood."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from entente.agreement.terms.sources import Source
from entente.performance.intake import UnreadableFile, take_in
from entente.performance.intake import opening as limits
from entente.performance.intake.mapping import BLANKS
from entente.performance.intake.staging import workshop
from tests.performance.intake.conftest import Take, rows_of

VALUES = {"table": "values"}
GOOD = b"at,value\n2016-01-01,1\n"
FUZZ = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "has no header"),
        (b"\n\n", "has no header"),
        (b",,\n1,2,3\n", "has no header"),
        (b"at,valu\n", "has no column 'value'; did you mean 'valu'"),
        (b"at,value,value\n", "2 columns named 'value'"),
        (GOOD.decode().encode("utf-16"), "is UTF-16 text"),
        (GOOD + b"2016-01-02,\xe4\n", "line 3 is not UTF-8"),
        (b"at,value\n2016-01-01," + b"9" * 3_000_000, "line 2 is longer"),
        (",".join(f"c{n}" for n in range(30_000)).encode(), "30000 columns"),
    ],
)
def test_a_csv_file_that_cannot_be_read_says_why(take: Take, content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        take(content, **VALUES)


@pytest.mark.parametrize("name", ["a.jsonl", "a.xlsx", "a.parquet", "a.xes", "a.csv"])
def test_an_empty_file_says_so_in_every_format(take: Take, name: str) -> None:
    with pytest.raises(UnreadableFile):
        take(b"", name, **VALUES)


def test_an_unclosed_quote_takes_out_one_row_and_reading_goes_on(take: Take) -> None:
    content = GOOD + b'2016-01-02,"never closed\n' + b"2016-01-03,1\n" * 20_000

    stored = take(content, **VALUES)

    assert stored.batch.rows > 1
    assert dict(stored.batch.quarantined)["unreadable"] == 1


def test_spreadsheet_formulas_in_cells_stay_text(take: Take, shared: Path) -> None:
    hostile = json.loads((shared / "vectors" / "hostile_csv.json").read_text("utf-8"))
    cells = [cell for cell in hostile["payloads"] if "\0" not in cell]
    lines = [{"record": f"T{n}", "at": "2016-01-01", "note": c} for n, c in enumerate(cells)]
    content = "".join(f"{json.dumps(line)}\n" for line in lines)

    stored = take(content, "h.jsonl", table="tickets", fields={"note": "note"})

    assert {row["note"] for row in rows_of(stored)} == {cell.strip(BLANKS) for cell in cells}


@pytest.mark.parametrize(
    "line",
    [
        b"[1, 2]",
        b'{"at": NaN}',
        b'{"at": ',
        b"[" * 100_000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b'{"at": "2016-01-01", "value": "\\ud800"}',
        b'{"at": "2016-01-01", "value": 1e999999}',
        b'{"at": "2016-01-01", "value": [1]}',
        b'{"at": "2016-01-01", "value": "\\u0000"}',
    ],
)
def test_a_bad_line_of_json_is_one_quarantined_row(take: Take, line: bytes) -> None:
    good = b'{"at": "2016-01-01", "value": 1}\n'

    stored = take(good + line + b"\n", "h.jsonl", **VALUES)

    assert stored.batch.rows == 1
    assert sum(count for _, count in stored.batch.quarantined) == 1


def test_a_gzip_bomb_is_refused(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 100_000)

    with pytest.raises(UnreadableFile, match="refused as a bomb"):
        take(gzip.compress(GOOD + b"2016-01-01,1\n" * 1_000_000), "b.csv.gz", **VALUES)


@pytest.mark.parametrize("cut", [5, 30, -1])
def test_damaged_gzip_is_one_sentence(take: Take, cut: int) -> None:
    packed = gzip.compress(GOOD * 50)

    with pytest.raises(UnreadableFile, match="damaged gzip"):
        take(packed[:cut], "b.csv.gz", **VALUES)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["at", "value"])
    book.worksheets[0].append(["2016-01-01", 1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_member(name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, text if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, text)
    return out.getvalue()


def test_a_workbook_that_unfolds_beyond_measure_is_refused(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FREE", 1_000_000)

    with pytest.raises(UnreadableFile, match="refused as a bomb"):
        take(_with_member("xl/zeros.bin", bytes(20_000_000)), "b.xlsx", **VALUES)


@pytest.mark.parametrize("member", ["xl/workbook.xml", "[Content_Types].xml"])
def test_a_workbook_without_its_parts_is_refused(take: Take, member: str) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook())) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))

    with pytest.raises(UnreadableFile, match="not a readable workbook"):
        take(out.getvalue(), "b.xlsx", **VALUES)


def test_a_sheet_that_claims_to_be_endless_is_read_as_it_is(take: Take) -> None:
    text = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="str"><v>at</v></c>'
        b'<c r="B1" t="str"><v>value</v></c></row><row r="9"><c r="A9" t="str"><v>2016-01-01</v>'
        b'</c><c r="B9"><v>2.5</v></c></row></sheetData></worksheet>'
    )

    stored = take(_with_member("xl/worksheets/sheet1.xml", text), "b.xlsx", **VALUES)

    assert [(row["row_number"], row["value"]) for row in rows_of(stored)] == [(9, 2_500_000)]


def test_a_file_whose_name_is_no_text_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"m\xe4rz.csv")
    path.write_bytes(GOOD)

    (stored,) = take_in(
        [path], sources={"v": Source(table="values")}, zone="UTC", folder=tmp_path, source="v"
    )

    assert stored.batch.name == "m?rz.csv"


def test_a_workbook_that_lies_about_a_member_is_refused(take: Take) -> None:
    packed = bytearray(_with_member("xl/worksheets/sheet1.xml", b"<a>" + b" " * 100_000 + b"</a>"))
    place = packed.index(b"PK\x01\x02")
    while struct.unpack_from("<I", packed, place + 24)[0] != 100_007:
        place = packed.index(b"PK\x01\x02", place + 4)
    struct.pack_into("<I", packed, place + 24, 50)

    with pytest.raises(UnreadableFile):
        take(bytes(packed), "b.xlsx", **VALUES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_workbook_are_refused(take: Take, encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!-- {"x" * 9000} -->'
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><sst>&x;</sst>'
    )

    with pytest.raises(UnreadableFile, match="document type"):
        take(_with_member("xl/sharedStrings.xml", text.encode(encoding)), "b.xlsx", **VALUES)


def test_entities_in_xes_are_refused(take: Take) -> None:
    text = '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log>&b;</log>'

    with pytest.raises(UnreadableFile, match="document type"):
        take(text, "b.xes", **VALUES)


def test_a_parquet_bomb_is_refused_by_what_it_unfolds_to(
    take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FREE", 100_000)
    path = tmp_path / "bomb.parquet"
    with duckdb.connect() as db:
        db.execute(
            "COPY (SELECT '2016-01-01' AS at, repeat('9', 400000) AS value FROM range(60))"
            f" TO '{path}' (FORMAT parquet)"
        )

    with pytest.raises(UnreadableFile, match="refused as a bomb"):
        take(path.read_bytes(), "b.parquet", **VALUES)


def test_the_database_of_intake_reaches_no_other_folder(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    for folder in (mine, other):
        folder.mkdir()
        (folder / "a.csv").write_text("a\n1\n")

    with workshop(mine) as (db, _):
        read = db.execute(f"FROM read_csv('{mine / 'a.csv'}')").fetchall()
        for forbidden in (
            f"FROM read_csv('{other / 'a.csv'}')",
            f"COPY (SELECT 1) TO '{other / 'b.csv'}'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                db.execute(forbidden)

    assert read == [(1,)]


@FUZZ
@given(content=st.binary(max_size=400), name=st.sampled_from(["csv", "jsonl", "xes", "csv.gz"]))
def test_any_bytes_are_read_or_refused(take: Take, content: bytes, name: str) -> None:
    try:
        stored = take(content, f"fuzz.{name}", **VALUES)
    except UnreadableFile:
        return

    assert stored.batch.rows >= 0


XES = b"""<?xml version="1.0" encoding="UTF-8"?><log><trace><string key="case" value="1"/>
<event><date key="at" value="2016-01-01"/><int key="value" value="3"/></event></trace></log>"""
PACKED = {"m.xlsx": _workbook(), "m.csv.gz": gzip.compress(GOOD * 20, mtime=0), "m.xes": XES}


@settings(FUZZ, max_examples=40)
@given(place=st.integers(0, 10_000), put=st.binary(max_size=3), name=st.sampled_from([*PACKED]))
@example(place=130, put=b"u", name="m.xes")
@example(place=34, put=b"utf-7", name="m.xes")
def test_a_few_changed_bytes_of_a_file_are_read_or_refused(
    take: Take, place: int, put: bytes, name: str
) -> None:
    content = bytearray(PACKED[name])
    place %= len(content)
    content[place : place + max(1, len(put))] = put

    try:
        stored = take(bytes(content), name, **VALUES)
    except UnreadableFile:
        return

    assert stored.batch.rows >= 0


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="utf-7"?><log/>',
        '<?xml version="1.0" encoding="no-such"?><log/>',
        "<log><trace><event><date/></event></trace></log>",
        "<log><trace></log>",
        "<log/>",
        "",
    ],
)
def test_xes_that_holds_no_events_says_why(take: Take, text: str) -> None:
    with pytest.raises(UnreadableFile):
        take(text, "b.xes", **VALUES)


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["2016-01-01", "1.5", "", "?", "-7", "2016-13-01 10:00", '"', "\r\n", "1e9", "\x00"]
)


@FUZZ
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=12))
def test_every_row_of_mutated_data_is_kept_or_listed(take: Take, rows: list[list[str]]) -> None:
    lines = [dict(zip(("at", "value"), row, strict=False)) for row in rows]
    first = {"at": "2015-01-01", "value": "0"}
    content = "".join(f"{json.dumps(line)}\n" for line in [first, *lines])

    batch = take(content, "fuzz.jsonl", **VALUES).batch

    assert batch.rows + sum(count for _, count in batch.quarantined) == len(rows) + 1
