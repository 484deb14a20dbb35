"""CSV in bulk and row by row: the same evidence, to the byte, of any text whatever."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from entente.agreement.terms.sources import Source
from entente.performance.intake import StoredBatch, UnreadableFile, plain_csv, staging, take_in
from entente.performance.intake.mapping import ready_mapping
from entente.performance.intake.plain_csv import Plain, PlainCsv
from entente.performance.intake.rows import Wanted

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
EXAMPLES = 1_500
MANY = settings(FEW, max_examples=EXAMPLES)
DESK = Source.model_validate(
    {
        "table": "tickets",
        "columns": {"record": "Ticket", "at": "Changed", "state": "State"},
        "fields": {"note": "Note"},
        "states": {"New": {"state": "new", "event": "opened"}, "Done": {"state": "done"}},
    }
)
ANSWERS = Source.model_validate(
    {"table": "surveys", "columns": {"record": "Ticket", "at": "Changed", "score": "Note"}}
)
HEADER = b"Ticket,Changed,State,Note\n"

cells = st.sampled_from(
    [
        *("T1", "T2", "", " ", "New", "Done", "Nwe", "1.5", "-3", "1e3", "ärger", "\u2009x\xa0"),
        # Days and times: of Vienna's changes of the clock, of no calendar, of no clock.
        *("2026-03-29 02:30", "2026-10-25 02:30:00", "2026-02-30", "2026-01-05 08:00", "soon"),
        # Whatever ends a cell or a row, or seems to.
        *(
            'say "so"',
            '"',
            '""',
            "a,b",
            "two\nlines",
            "two\r\nlines",
            "a\rb",
            "\x00",
            "\x1f",
            "\x85",
        ),
    ]
)
rows = st.lists(
    st.one_of(
        st.tuples(cells, cells, cells, cells),
        st.tuples(
            st.sampled_from(["T1", "T2", "T3"]),
            st.sampled_from(["2026-01-05 08:00", "2026-10-25 02:30", "2026-03-29 02:30"]),
            st.sampled_from(["New", "Done", ""]),
            cells,
        ),
        st.lists(cells, max_size=6).map(tuple),
    ),
    max_size=9,
)
ends = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A CSV file as a writer makes it, or spoiled in one place."""
    out = io.StringIO(newline="")
    end = draw(ends)
    writer = (
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=end)
        if draw(st.booleans())
        else csv.writer(out, lineterminator=end)
    )
    surplus = ("",) if draw(st.sampled_from([False, False, False, True])) else ()
    writer.writerow(("Ticket", "Changed", "State", "Note"))
    for row in draw(rows):
        writer.writerow((*row, *surplus))
    data = out.getvalue().encode()
    if draw(st.booleans()):
        data = b"\xef\xbb\xbf" + data
    if draw(st.booleans()):
        at = draw(st.integers(0, len(data)))
        rubbish = [b'"', b"\n", b",", b"\r", b"\xff", b"\0", b" ", b"\n\n", b'a"b']
        data = data[:at] + draw(st.sampled_from(rubbish)) + data[at:]
    return data[: draw(st.sampled_from([None, None, -1]))]


@FEW
@example(data=HEADER + b'T1,2026-01-05,New,"a""b"\nT2,2026-01-05,New,"never closed\n', chunk=32)
@example(data=HEADER + b"T1,2026-01-05,New,a\n\nT1,2026-01-05,New,a\nT2,x\n", chunk=1_000)
@example(data=HEADER + b'T1,2026-01-05,New,a\nT1,2026-01-05,New,a\nT2,",New,b\n', chunk=45)
@example(data=b'"\nTicket","Changed","State","Note"\n', chunk=32)
@example(data=HEADER + b"T1,T1,T1,T1,\nT1,T1,T1,a\rb,\n", chunk=32)
@example(data=HEADER + b"\n\n\n\nT1,2026-01-05,New,a,\n", chunk=28)
@given(data=files(), chunk=st.sampled_from([32, 45, 200, 10_000]))
def test_a_file_gives_the_same_in_bulk_as_row_by_row(data: bytes, chunk: int) -> None:
    _agree(data, chunk)


@pytest.mark.proof
def test_many_random_files_agree(record_property: Callable[[str, object], None]) -> None:
    cases = st.tuples(files(), st.sampled_from([32, 45, 200, 10_000]))

    MANY(given(cases)(lambda case: _agree(*case)))()

    record_property("proved", f"{EXAMPLES:,} random files of CSV, in bulk and row by row")


def _agree(data: bytes, chunk: int) -> None:
    for source in (DESK, ANSWERS):
        with mock.patch.object(plain_csv, "CHUNK", chunk):
            bulk = _taken(data, source)
        with mock.patch.object(PlainCsv, "chunks", return_value=()):
            plainly = _taken(data, source)
        assert bulk == plainly


def _taken(data: bytes, source: Source) -> object:
    """Everything that intake says of a file: its batch, the bytes that it wrote, or its error."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_bytes(data)
        try:
            (stored,) = take_in(
                [path],
                sources={"log": source},
                zone="Europe/Vienna",
                folder=Path(folder, "evidence"),
                source="log",
            )
        except UnreadableFile as error:
            return str(error)
        return stored.batch, stored.path.name, _quarantine(stored)


def _quarantine(stored: StoredBatch) -> bytes:
    return stored.quarantine.read_bytes() if stored.quarantine.exists() else b""


def _chunks(tmp_path: Path, data: bytes) -> tuple[list[Plain], PlainCsv]:
    path = tmp_path / "log.csv"
    path.write_bytes(data)
    names = ("Ticket", "Changed", "State", "Note")
    wanted: Sequence[Wanted] = [Wanted(name, True) for name in names]
    source = PlainCsv(path, ready_mapping("log", DESK, "UTC"), wanted)
    return list(source.chunks()), source


def test_any_number_of_threads_writes_the_same_bytes() -> None:
    steps = (("08:00", "New"), ("08:00", "Done"), ("09:30", ""))
    lines = (
        f"T{ticket * 7919 % 90_001},2026-0{1 + ticket % 9}-05 {at},{state},note {ticket % 97}\n"
        for ticket in range(90_000)
        for at, state in steps
    )
    data = HEADER + "".join(lines).encode()

    taken = []
    for threads in (1, 3):
        with mock.patch.object(staging, "THREADS", threads):
            taken.append(_taken(data, DESK))

    assert taken[0] == taken[1]


PLAIN = [
    b"T1,2026-01-05,New,a\n",
    b'"T1","2026-01-05","New","a ""b"", c"\r\n',
    b'T1,2026-01-05,New,"two\nlines"\n',
    b"\xc3\xa4rger,2026-01-05,New,\n",
    b"T1,2026-01-05,New,no line feed",
]


@pytest.mark.parametrize("rows", PLAIN)
def test_what_writers_write_is_read_in_bulk(tmp_path: Path, rows: bytes) -> None:
    (chunk,), source = _chunks(tmp_path, b"\xef\xbb\xbf" + HEADER + rows)

    assert source.rest is None
    assert chunk.numbers.tolist() == [2]
    assert not chunk.bad


@pytest.mark.parametrize(
    "rows",
    [
        b'T1,2026-01-05,New,a"b\n',
        b'T1,2026-01-05,New,"a"b\n',
        b'T1,2026-01-05,New, "a"\n',
        b"T1,2026-01-05,New,a\rT2,2026-01-05,New,a\n",
        b"T1,2026-01-05,New,a\0\n",
        b"T1,2026-01-05,New,\xff\n",
        b"T1,2026-01-05,New," + b"x" * 100_001 + b"\n",
    ],
)
def test_what_readers_may_differ_on_is_read_row_by_row(tmp_path: Path, rows: bytes) -> None:
    chunks, source = _chunks(tmp_path, HEADER + rows)

    assert not chunks
    assert source.header is None


@pytest.mark.parametrize("blank", [b"", b"\n\n\n"])
def test_rows_that_end_with_a_delimiter_are_read_row_by_row(tmp_path: Path, blank: bytes) -> None:
    with mock.patch.object(plain_csv, "CHUNK", 28):
        _, source = _chunks(tmp_path, HEADER + blank + b"T1,2026-01-05,New,a,\n")

    assert source.header is None


def test_rows_that_are_ragged_or_blank_leave_a_gap_in_the_numbers(tmp_path: Path) -> None:
    row = b"T1,2026-01-05,New,a\n"

    (chunk,), source = _chunks(tmp_path, HEADER + row + b"\n" + row + b"a,b\n" + row)

    assert source.rest is None
    assert chunk.numbers.tolist() == [2, 4, 6]
    assert [(bad.number, bad.reason) for bad in chunk.bad] == [(5, "ragged-row")]
    assert chunk.text == row * 3


@pytest.fixture
def small_chunks() -> Iterator[None]:
    with mock.patch.object(plain_csv, "CHUNK", 64):
        yield


@pytest.mark.usefixtures("small_chunks")
def test_what_is_not_plain_takes_no_plain_chunk_before_it_along(tmp_path: Path) -> None:
    row = b"T1,2026-01-05,New,a\n"

    chunks, source = _chunks(tmp_path, HEADER + row * 20 + b'T1,2026-01-05,New,a"b\n' + row)

    read = sum(len(chunk.numbers) for chunk in chunks)
    assert 10 < read <= 20
    assert source.rest is not None
    assert (source.rest.row, source.rest.lines) == (read + 2, read + 1)
    assert source.rest.offset == len(HEADER) + read * len(row)
