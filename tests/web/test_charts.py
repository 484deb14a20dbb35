"""Charts: what they draw, where words stand, and what they must never contain."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.web.charts import (
    HeatMap,
    HeatRow,
    LevelChart,
    LevelLine,
    LevelPoint,
    level_chart,
    sparkline,
    truncated_at,
)
from entente.web.charts.scales import apart, scale

VALUES = (99.94, 99.97, 99.81, None, 99.99)
STATES = ("met", "met", "missed", "not_measured", "provisional")


def example(*, text: str = "99.81 %", href: str = "") -> LevelChart:
    months = ("Nov", "Dec", "Jan", "Feb", "Mar")
    points = tuple(
        LevelPoint(month, value, text, state, href)
        for month, value, state in zip(months, VALUES, STATES, strict=True)
    )
    lines = (
        LevelLine("Commitment", Decimal("99.90"), "99.90 %"),
        LevelLine("Expected", Decimal("99.91"), "99.91 %", "expected"),
    )
    return LevelChart("a", "Availability", "Missed in January.", points, lines, ceiling=100)


def drawings(chart: LevelChart) -> list[Tree.Element]:
    return list(Tree.fromstring(f"<all>{level_chart(chart)}</all>"))


def test_chart_is_drawn_once_for_each_width() -> None:
    assert [drawing.get("class") for drawing in drawings(example())] == [
        "chart chart-wide",
        "chart chart-middle",
        "chart chart-narrow",
    ]


def test_chart_says_its_title_and_description_to_those_who_do_not_see_it() -> None:
    for drawing in drawings(example()):
        said = {part.get("id"): part.text for part in drawing if part.tag in {"title", "desc"}}

        assert said[drawing.get("aria-labelledby")] == "Availability"
        assert said[drawing.get("aria-describedby")] == "Missed in January."


def test_ids_of_all_drawings_on_a_page_differ() -> None:
    ids = re.findall(r'id="([^"]+)"', level_chart(example()))

    assert len(ids) == len(set(ids))


def test_missed_bar_differs_by_hatching_and_a_cross_not_only_by_colour() -> None:
    for drawing in drawings(example()):
        assert len(drawing.findall(".//rect[@class='hatched']")) == 1
        assert len(drawing.findall(".//path[@class='mark bad']")) == 1


def test_month_that_was_not_measured_has_no_bar() -> None:
    for drawing in drawings(example()):
        bars = [rect for rect in drawing.iter("rect") if rect.get("class", "").startswith("bar")]

        assert len(bars) == 4


def test_names_of_lines_never_stand_over_a_bar() -> None:
    for drawing in drawings(example()):
        ends = [
            float(rect.get("x", "")) + float(rect.get("width", "")) for rect in drawing.iter("rect")
        ]
        names = drawing.findall(".//text[@class='level-name']")

        assert all(float(name.get("x", "")) > max(ends) for name in names)


def test_names_of_close_lines_stand_apart() -> None:
    names = drawings(example())[0].findall(".//text[@class='level-name']")

    first, second = (float(name.get("y", "")) for name in names)
    assert abs(first - second) >= 30


def test_value_of_a_missed_bar_has_no_line_through_it() -> None:
    for drawing in drawings(example())[:2]:
        value = drawing.find(".//text[@class='value bad']")
        levels = [
            float(line.get("y1", ""))
            for line in drawing.findall(".//line[@class]")
            if line.get("class", "").startswith("level")
        ]

        assert value is not None
        baseline = float(value.get("y", ""))
        assert not any(baseline - 12 < level < baseline + 5 for level in levels)


def test_bars_from_an_axis_that_does_not_start_at_zero_say_so() -> None:
    whole = LevelChart(
        "b", "", "", (LevelPoint("Nov", 4, "4", "met"), LevelPoint("Dec", 1, "1", "met"))
    )

    assert truncated_at(example()) == "99.70"
    assert truncated_at(whole) == ""


def test_drawings_hold_no_style_and_escape_what_people_wrote() -> None:
    drawn = level_chart(example(text='"><script>', href='javascript:"x'))

    assert "style=" not in drawn
    assert "<script>" not in drawn
    assert 'javascript:"x' not in drawn


def test_chart_without_any_value_can_still_be_drawn() -> None:
    nothing = LevelChart("c", "t", "d", (LevelPoint("Nov", None, "–", "not_measured"),))

    assert len(drawings(nothing)) == 3


def test_sparkline_breaks_where_nothing_was_measured() -> None:
    drawn = sparkline([1, 2, None, 4, 5], label="Rising")

    assert drawn.count("<polyline") == 2
    assert 'aria-label="Rising"' in drawn
    assert sparkline([None], label="Nothing") == ""


def test_heat_map_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="Availability: 0 cells for 1 columns"):
        HeatMap("Caption", ("Nov",), (HeatRow("Availability", ()),))


finite = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(st.lists(finite, min_size=1, max_size=24))
def test_axis_holds_every_value_between_its_ends(values: list[float]) -> None:
    axis = scale(values, bottom=200, top=20, floor=None, ceiling=None)

    assert axis.low <= min(values) <= max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 9
    assert all(20 - 1e-6 <= axis.y(tick) <= 200 + 1e-6 for tick in axis.ticks)


@given(st.lists(st.floats(0, 100), max_size=4))
def test_labels_are_moved_until_they_stand_apart(wanted: list[float]) -> None:
    placed = sorted(apart(wanted, 20, 0, 100))

    assert all(after - before >= 20 - 1e-9 for before, after in itertools.pairwise(placed))
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in placed)
