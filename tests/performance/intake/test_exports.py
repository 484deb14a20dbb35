"""Exports as tools write them: blanks around words, titles above headers, commas, serial days."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import openpyxl
import pytest

from entente.agreement.terms.sources import Source
from entente.foundation.instants import from_micros
from entente.performance.intake import UnreadableFile, UnusableMapping
from tests.performance.intake.conftest import Take, left_out, rows_of

DESK = {
    "table": "tickets",
    "columns": {"record": "Ticket", "at": "At", "state": "State"},
    "fields": {"priority": "Priority"},
    "states": {"New": {"state": "new"}, "Done": {"state": "done", "event": "resolved"}},
}
PLAIN = "Ticket,At,State,Priority\nT1,2026-01-05 08:00,New,P1\nT1,2026-01-05 09:00,Done,P1\n"


@pytest.mark.parametrize("blank", [" ", "\t", "\xa0", "\u2009", " \xa0 "])
def test_blanks_around_a_cell_are_no_part_of_what_it_says(take: Take, blank: str) -> None:
    wide = "\n".join(
        ",".join(f"{blank}{cell}{blank}" for cell in line.split(",")) for line in PLAIN.split("\n")
    )

    stored = take(wide.rstrip(f"{blank}\n"), "wide.csv", **DESK)

    assert left_out(stored) == []
    assert [row["priority"] for row in rows_of(stored)] == ["P1", "P1"]
    assert stored.batch.content == take(PLAIN, **DESK).batch.content


def test_blanks_inside_a_cell_stay(take: Take) -> None:
    stored = take("record,at,who\nT1,2026-01-05, A  B \n", table="tickets", fields={"who": "who"})

    assert [row["who"] for row in rows_of(stored)] == ["A  B"]


def test_a_cell_of_blanks_alone_is_empty(take: Take) -> None:
    stored = take("at,value\n2026-01-05,\xa0\n", table="values")

    assert left_out(stored) == [(2, "missing-value")]


def test_words_of_a_mapping_may_have_the_blanks_of_the_file(take: Take) -> None:
    states = {"New": {"state": "new"}, "Done ": {"state": "done", "event": "resolved"}}
    words = {"priority": {" P1": "high"}}

    stored = take(
        PLAIN.replace("P1", " P1").replace("Done", "Done "),
        **(DESK | {"states": states, "values": words}),
    )

    assert [(r["event"], r["priority"]) for r in rows_of(stored)] == [
        ("opened", "high"),
        ("resolved", "high"),
    ]


def test_words_that_differ_in_blanks_alone_cannot_mean_two_things(take: Take) -> None:
    states = {"Done": {"state": "done"}, "Done ": {"state": "over"}}

    with pytest.raises(UnusableMapping, match="blanks alone"):
        take(PLAIN, **(DESK | {"states": states}))


def test_words_of_a_field_that_differ_in_blanks_alone_cannot_either(take: Take) -> None:
    with pytest.raises(UnusableMapping, match="blanks alone"):
        take(PLAIN, **(DESK | {"values": {"priority": {"P1": "a", " P1": "b"}}}))

    assert take(PLAIN, **(DESK | {"values": {"priority": {"P1": "a", " P1": "a"}}})).batch.rows


def test_titles_above_the_header_are_counted_and_rows_keep_their_numbers(take: Take) -> None:
    titles = 'Report of "January\n\n'

    stored = take(titles + PLAIN + "T2,never,New,P1\n", skip_rows=2, **DESK)

    assert [row["row_number"] for row in rows_of(stored)] == [4, 5]
    assert left_out(stored) == [(6, "unparsable-date")]


def test_titles_above_the_header_of_a_sheet_are_counted_too(take: Take) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Report"], [], ["at", "value"], ["2026-01-05", 1.5], ["never", 2]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)

    stored = take(out.getvalue(), "log.xlsx", table="values", skip_rows=2)

    assert [(row["row_number"], row["value"]) for row in rows_of(stored)] == [(4, 1_500_000)]
    assert left_out(stored) == [(5, "unparsable-date")]


def test_a_title_where_the_header_should_be_brings_the_way_out(take: Take) -> None:
    with pytest.raises(UnreadableFile, match="write skip_rows"):
        take("Report of January\n" + PLAIN, **DESK)

    with pytest.raises(UnreadableFile, match="has no header"):
        take(PLAIN, skip_rows=9, **DESK)


def test_a_delimiter_at_the_end_of_every_row_adds_no_cell(take: Take) -> None:
    header, *rows = PLAIN.splitlines()

    stored = take("\n".join([header, *(f"{row}," for row in rows), ""]), **DESK)

    assert left_out(stored) == []
    assert stored.batch.content == take(PLAIN, **DESK).batch.content


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-01-05,1,", "2026-01-06,1"),
        ("2026-01-05,1,", "2026-01-06,1,x"),
        ("2026-01-05,1", "2026-01-06,1,"),
        ("2026-01-05,1,", "2026-01-06,1,,"),
    ],
)
def test_a_row_that_ends_otherwise_than_the_first_is_ragged(
    take: Take, first: str, second: str
) -> None:
    stored = take(f"at,value\n{first}\n{second}\n", table="values")

    assert left_out(stored) == [(3, "ragged-row")]


def test_a_surplus_cell_that_says_something_is_ragged_from_the_first_row_on(take: Take) -> None:
    stored = take("at,value\n2026-01-05,1,x\n", table="values")

    assert left_out(stored) == [(2, "ragged-row")]


@pytest.mark.parametrize(
    ("text", "millionths"),
    [("1,5", 1_500_000), ("-0,25", -250_000), ("7", 7_000_000), ("1.5", None), ("1.234,5", None)],
)
def test_decimal_commas_are_read_where_they_are_agreed(
    take: Take, text: str, millionths: int | None
) -> None:
    stored = take(f"at;value\n2026-01-05;{text}\n", table="values", delimiter=";", decimal=",")

    assert [row["value"] for row in rows_of(stored)] == ([] if millionths is None else [millionths])
    assert left_out(stored) == ([(2, "unparsable-number")] if millionths is None else [])


def test_a_decimal_comma_is_unreadable_where_it_is_not_agreed(take: Take) -> None:
    stored = take('at,value\n2026-01-05,"1,5"\n', table="values")

    assert left_out(stored) == [(2, "unparsable-number")]


def test_numbers_of_other_formats_have_a_point_whatever_csv_files_have(take: Take) -> None:
    stored = take('{"at": "2026-01-05", "value": 1.5}\n', "a.jsonl", table="values", decimal=",")

    assert [row["value"] for row in rows_of(stored)] == [1_500_000]


def moment(serial: str, take: Take, zone: str = "UTC") -> datetime | None:
    stored = take(f"at,value\n{serial},1\n", table="values", dates=["excel-serial"], zone=zone)
    found = [row["at"] for row in rows_of(stored)]
    return from_micros(int(str(found[0]))) if found else None


@pytest.mark.parametrize(
    ("serial", "clock"),
    [
        ("61", "1900-03-01 00:00"),
        ("25569", "1970-01-01 00:00"),
        ("46027.5", "2026-01-05 12:00"),
        ("46027.3333333333", "2026-01-05 08:00"),
        ("46027.333333333336", "2026-01-05 08:00"),
        ("46027.99999999999", "2026-01-06 00:00"),
        ("46027.00000001", "2026-01-05 00:00:00.000864"),
        ("46027.00000117", "2026-01-05 00:00:00.101088"),
        ("46027.3333347569444", "2026-01-05 08:00:00.123"),
        ("46027.000000001", "2026-01-05 00:00:00.000086"),
        ("2026-01-05 08:00:00", "2026-01-05 08:00"),
    ],
)
def test_days_of_excel_are_read_exactly(take: Take, serial: str, clock: str) -> None:
    assert moment(serial, take) == datetime.fromisoformat(f"{clock}+00:00")


@pytest.mark.parametrize(
    ("serial", "reason"),
    [
        ("60", "outside-range"),
        ("1.5", "outside-range"),
        ("999999", "outside-range"),
        ("-46027", "unparsable-date"),
        ("4.6027E4", "unparsable-date"),
    ],
)
def test_days_that_excel_counts_wrongly_or_not_at_all_are_left_out(
    take: Take, serial: str, reason: str
) -> None:
    stored = take(f"at,value\n{serial},1\n", table="values", dates=["excel-serial"])

    assert left_out(stored) == [(2, reason)]


def test_a_day_of_excel_is_a_clock_of_the_zone(take: Take) -> None:
    assert moment("46204.5", take, "Europe/Vienna") == datetime.fromisoformat(
        "2026-07-01 10:00+00:00"
    )


def test_every_second_of_a_day_survives_fifteen_digits(take: Take) -> None:
    start = datetime.fromisoformat("2026-01-05 00:00+00:00")
    seconds = range(0, 86_400, 7)
    log = "".join(f"{46027 + second / 86400:.10f},{second}\n" for second in seconds)

    stored = take("at,value\n" + log, table="values", dates=["excel-serial"])

    assert [from_micros(int(str(row["at"]))) for row in rows_of(stored)] == [
        start + timedelta(seconds=second) for second in seconds
    ]


def test_words_that_came_later_do_not_change_digests_of_terms_that_lack_them() -> None:
    told = Source(table="values").model_dump(mode="json")

    assert {"skip_rows", "decimal"}.isdisjoint(told)
    assert Source(decimal=",", skip_rows=2).model_dump()["skip_rows"] == 2
