"""Rows behind a number, and files of them: exactly what is seen, and nothing that runs."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import openpyxl
import pytest

from entente.performance.views.export import defused
from entente.performance.views.wording import (
    decimal_expansion,
    figure_text,
    seconds_text,
    span_text,
)
from tests.people import as_seen_by
from tests.performance.web.world import World

EXPLAIN = "performance/service-levels/p3-resolution/2026-10/"


def rows_of(world: World, query: str) -> list[dict[str, str]]:
    answer = as_seen_by(world.people.ana).get(world.page(f"{EXPLAIN}?{query}"))
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_the_rows_of_each_standing_add_up_to_the_statement(world: World) -> None:
    result = world.october.statement.result("p3-resolution")
    excluded = sum(each.records for each in result.exclusions)

    counts = {only: len(rows_of(world, f"export=csv&only={only}"))
              for only in ("counted", "met", "missed", "excluded", "pending")}  # fmt: skip

    assert counts == {
        "counted": result.number("counted"),
        "met": result.number("within"),
        "missed": result.number("beyond"),
        "excluded": excluded,
        "pending": result.number("pending"),
    }


def test_no_page_loads_more_rows_than_it_shows(world: World) -> None:
    client = as_seen_by(world.people.ana)

    first = client.get(world.page(EXPLAIN)).content.decode()
    second = client.get(world.page(f"{EXPLAIN}?page=2")).content.decode()

    records = [set(re.findall(r"INC\d{8}", page)) for page in (first, second)]
    assert len(records[0]) <= 25 + 5  # and the records that claims name
    assert records[0] != records[1]


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "9" * 30])
def test_a_page_that_is_not_there_shows_one_that_is(world: World, page: str) -> None:
    answer = as_seen_by(world.people.ana).get(world.page(f"{EXPLAIN}?page={page}"))

    assert answer.status_code == 200


def test_a_fragment_is_the_rows_alone(world: World) -> None:
    answer = as_seen_by(world.people.ana).get(
        world.page(f"{EXPLAIN}?only=missed"), headers={"HX-Request": "true", "HX-Target": "rows"}
    )

    assert "<html" not in answer.content.decode()


def test_a_search_reaches_page_and_file_alike(world: World) -> None:
    some = rows_of(world, "export=csv")[0]["record"]

    found = rows_of(world, f"export=csv&q={some}")

    assert {row["record"] for row in found} == {some}


@pytest.mark.parametrize(
    "query", ["q=%00%27--", "q=%25_%5C", "only=%27%20OR%201", "q=" + "x" * 999]
)
def test_a_hostile_search_finds_nothing_and_breaks_nothing(world: World, query: str) -> None:
    answer = as_seen_by(world.people.ana).get(world.page(f"{EXPLAIN}?{query}"))

    assert answer.status_code == 200


def test_the_workbook_holds_the_same_rows_as_the_text_file(world: World) -> None:
    texts = rows_of(world, "export=csv&only=missed")
    answer = as_seen_by(world.people.ana).get(world.page(f"{EXPLAIN}?export=xlsx&only=missed"))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]

    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        row["record"] for row in texts
    ]


def test_the_heat_map_as_a_file_has_the_figures_of_the_statements(world: World) -> None:
    at = world.page("performance/service-levels/?export=csv&class=critical")
    answer = as_seen_by(world.people.tomas).get(at)

    lines = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    critical = [r for r in world.october.statement.results if r.class_ == "critical"]
    assert {line["key"] for line in lines} == {result.level for result in critical}
    for line in lines:
        net = world.october.statement.result(line["key"]).net
        assert net is not None
        assert Decimal(line["2026-10"]) == net.rounded


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\uff1d1", "|cmd"],
)
def test_no_text_of_a_file_can_run_as_a_formula(text: str) -> None:
    assert defused(text).startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"), [(-5, "-5"), (Decimal("-0.5"), "-0.5"), (None, ""), ("P1", "P1")]
)
def test_numbers_and_plain_words_stay_as_they_are(
    value: Decimal | int | str | None, cell: str
) -> None:
    assert defused(value) == cell


@pytest.mark.parametrize(
    ("seconds", "text"),
    [("0.93", "0.93 s"), ("0", "0 s"), ("59.5", "59.5 s"), ("60", "1 min"), ("3600", "1 h"),
     ("21612", "6 h 0 min 12 s"), ("21612.5", "6 h 0 min 12.5 s"), ("20569", "5 h 42 min 49 s"),
     ("7200.00", "2 h")],
)  # fmt: skip
def test_a_length_of_time_is_said_to_its_last_unit(seconds: str, text: str) -> None:
    assert seconds_text(Decimal(seconds)).replace("\u202f", " ") == text


def test_a_negative_span_keeps_its_sign() -> None:
    assert span_text(-90_000_000).replace("\u202f", " ") == "\u22121 min 30 s"


def test_digits_that_go_on_are_cut_with_dots() -> None:
    from fractions import Fraction

    assert decimal_expansion(Fraction(2, 3), 4) == "0.6666…"
    assert decimal_expansion(Fraction(3, 4)) == "0.75"
    assert decimal_expansion(Fraction(5)) == "5"
    assert figure_text(None) == "\u2014"
