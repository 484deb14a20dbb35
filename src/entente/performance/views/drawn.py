"""Values in the shape that the design system's heat map and level chart draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from entente.foundation.instants import SECOND
from entente.performance.kernel.figures import Bound
from entente.performance.kernel.results import Result
from entente.performance.views.wording import (
    NONE,
    cell_text,
    figure_text,
    month_short,
    month_text,
    shown_state,
)


@dataclass(frozen=True)
class Cell:
    """One service level in one month."""

    state: str
    text: str
    href: str


@dataclass(frozen=True)
class Row:
    """One service level; None in months in which it was not in force."""

    name: str
    cells: tuple[Cell | None, ...]
    note: str
    href: str


@dataclass(frozen=True)
class Map:
    """Service levels down, months across."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Point:
    """One month of a chart."""

    label: str
    value: Decimal | None
    text: str
    state: str
    href: str


@dataclass(frozen=True)
class Line:
    """What the values are held against."""

    name: str
    value: Fraction
    text: str
    kind: str


@dataclass(frozen=True)
class Chart:
    """A service level over months."""

    key: str
    title: str
    description: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    places: int
    floor: int | None
    ceiling: int | None


def cell(result: Result, href: str) -> Cell:
    """The cell of a result."""
    text = cell_text(result.net) if result.net else NONE
    return Cell(shown_state(result), text, href)


def chart(results: Sequence[tuple[str, Result]], href: Callable[[str], str]) -> Chart:
    """The chart of a service level's months, oldest first; the lines are those of the last."""
    last = results[-1][1]
    unit = last.commitment.unit
    points = tuple(
        Point(
            month_short(period),
            result.net.rounded if result.net else None,
            figure_text(result.net),
            shown_state(result),
            href(period),
        )
        for period, result in results
    )
    return Chart(
        key=f"level-{last.level}",
        title=f"{last.title}, month by month",
        description=_described(results),
        points=points,
        lines=tuple(_lines(last)),
        places=max((_places(point.value) for point in points), default=0),
        floor=0,
        ceiling=100 if unit == "%" else None,
    )


def _described(results: Sequence[tuple[str, Result]]) -> str:
    said = "; ".join(
        f"{month_text(period)} {figure_text(result.net)}, {shown_state(result).replace('_', ' ')}"
        for period, result in results
    )
    return f"Values as rounded by the agreement. {said}."


def _places(value: Decimal | None) -> int:
    exponent = value.normalize().as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _lines(result: Result) -> list[Line]:
    named = (
        ("Expected", result.expected, "expected"),
        ("Commitment", result.commitment, "commitment"),
        ("Minimum", result.minimum, "minimum"),
        ("Credit trigger", result.credit_trigger, "trigger"),
    )
    return [
        Line(name, _in_unit_of_chart(bound), bound.written, kind)
        for name, bound, kind in named
        if bound is not None
    ]


def _in_unit_of_chart(bound: Bound) -> Fraction:
    """Levels of time are in microseconds, rounded figures in seconds."""
    return bound.value / SECOND if bound.unit == "time" else bound.value
