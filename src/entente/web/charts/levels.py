"""The chart of one service level: a bar a month against what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString

from entente.web.charts.drawing import element, together
from entente.web.charts.scales import Scale, apart, scale
from entente.web.formats import number
from entente.web.states import look_of

Value = int | float | Fraction | Decimal
_LETTER = 6.9  # how wide a figure of the chart's text is at most, in its own units


@dataclass(frozen=True)
class LevelPoint:
    """One period: the value as a number to draw and as text to read, its state, its page."""

    label: str
    value: Value | None
    text: str
    state: str
    href: str = ""


@dataclass(frozen=True)
class LevelLine:
    """What a value is held against; kind is commitment, expected or minimum."""

    name: str
    value: Value
    text: str
    kind: str = "commitment"


@dataclass(frozen=True)
class LevelChart:
    """A service level over time; `key` makes the ids of the drawing unique on its page."""

    key: str
    title: str
    description: str
    points: tuple[LevelPoint, ...]
    lines: tuple[LevelLine, ...] = ()
    places: int = 2
    floor: Value | None = 0
    ceiling: Value | None = None


@dataclass(frozen=True)
class _Frame:
    """One size of the drawing: its box, its gutters, where the plot ends."""

    name: str
    width: float
    height: float
    left: float
    right: float
    top: float = 20.0
    foot: float = 28.0

    @property
    def bottom(self) -> float:
        return self.height - self.foot


# Text is drawn near its true size in each; a page shows the one that fits its column.
_WIDE = _Frame("wide", 740, 260, left=52, right=96)
_MIDDLE = _Frame("middle", 460, 230, left=52, right=92)
_NARROW = _Frame("narrow", 300, 220, left=44, right=8)


def level_chart(chart: LevelChart) -> SafeString:
    """The drawing in three sizes; the style sheet shows the one for the width at hand."""
    return together(_drawing(chart, frame) for frame in (_WIDE, _MIDDLE, _NARROW))


def truncated_at(chart: LevelChart) -> str:
    """Where the axis starts, when that is not at zero: a page must say so beside bars."""
    axis = _axis(chart, _WIDE)
    return number(Decimal(str(axis.low)), chart.places) if axis.low > 0 else ""


def _drawing(chart: LevelChart, frame: _Frame) -> SafeString:
    key, axis = f"{chart.key}-{frame.name}", _axis(chart, frame)
    parts = [
        element("title", chart.title, id=f"{key}-title"),
        element("desc", chart.description, id=f"{key}-desc"),
        _hatching(key),
        *(_grid(tick, axis, frame, chart.places) for tick in axis.ticks),
        *(_month(point, index, chart, axis, frame) for index, point in enumerate(chart.points)),
        *_lines(chart.lines, axis, frame),
    ]
    return element(
        "svg",
        together(parts),
        class_=f"chart chart-{frame.name}",
        viewBox=f"0 0 {frame.width:.0f} {frame.height:.0f}",
        role="group",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
    )


def _axis(chart: LevelChart, frame: _Frame) -> Scale:
    measured = [float(point.value) for point in chart.points if point.value is not None]
    against = [float(line.value) for line in chart.lines]
    return scale(
        measured + against or [0.0, 1.0],
        bottom=frame.bottom,
        top=frame.top,
        floor=None if chart.floor is None else float(chart.floor),
        ceiling=None if chart.ceiling is None else float(chart.ceiling),
    )


def _hatching(key: str) -> SafeString:
    stripe = element("line", x1=0, y1=0, x2=0, y2=6, class_="hatch")
    pattern = element(
        "pattern",
        stripe,
        id=f"{key}-hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def _grid(tick: float, axis: Scale, frame: _Frame, places: int) -> SafeString:
    y = axis.y(tick)
    line = element("line", x1=frame.left, x2=frame.width - frame.right, y1=y, y2=y, class_="grid")
    text = number(Decimal(str(tick)), places)
    label = element("text", text, x=frame.left - 8, y=y + 4, class_="tick", text_anchor="end")
    return together([line, label])


def _month(
    point: LevelPoint, index: int, chart: LevelChart, axis: Scale, frame: _Frame
) -> SafeString:
    slot = (frame.width - frame.left - frame.right) / len(chart.points)
    middle, breadth = frame.left + slot * (index + 0.5), min(slot * 0.56, 34.0)
    every = 1 if slot >= 26 else 2
    parts = [_bar(point, middle, breadth, axis, f"{chart.key}-{frame.name}")]
    if (len(chart.points) - 1 - index) % every == 0:
        parts.append(_below(point.label, middle, frame))
    # A value stands over its own bar only where it cannot reach the neighbours' bars.
    if point.state == "missed" and len(point.text) * _LETTER / 2 < slot - breadth / 2:
        y = _clear(_top(point, axis) - 20, [axis.y(float(line.value)) for line in chart.lines])
        parts.append(element("text", point.text, x=middle, y=y, class_="value bad"))
    drawn = together(parts)
    if not point.href:
        return drawn
    name = f"{point.label}: {point.text}, {look_of(point.state).word}"
    return element("a", drawn, href=point.href, aria_label=name, class_="bar-link")


def _clear(y: float, lines: Sequence[float]) -> float:
    """The baseline of a text of 12 units, moved up until no agreed line runs through it."""
    for line in sorted(lines, reverse=True):
        if y - 12 < line < y + 5:
            y = line - 6
    return y


def _below(label: str, middle: float, frame: _Frame) -> SafeString:
    return element(
        "text", label, x=middle, y=frame.bottom + 18, class_="tick", text_anchor="middle"
    )


def _top(point: LevelPoint, axis: Scale) -> float:
    return axis.bottom if point.value is None else axis.y(float(point.value))


def _bar(point: LevelPoint, middle: float, breadth: float, axis: Scale, key: str) -> SafeString:
    tip = element("title", f"{point.label}: {point.text}, {look_of(point.state).word}")
    top = min(_top(point, axis), axis.bottom - 2)
    box = {"x": middle - breadth / 2, "y": top, "width": breadth, "height": axis.bottom - top}
    if point.value is None:
        dash = together([SafeString("–"), tip])
        return element("text", dash, x=middle, y=axis.bottom - 6, class_="value none")
    drawn = [element("rect", tip, class_=f"bar {point.state}", rx=3, **box)]
    if point.state == "missed":
        drawn.append(element("rect", class_="hatched", fill=f"url(#{key}-hatch)", rx=3, **box))
        drawn.append(_cross(middle, top - 9))
    elif point.state == "at_risk":
        drawn.append(element("path", d=_triangle(middle, top - 9), class_="mark risk"))
    return together(drawn)


def _cross(x: float, y: float) -> SafeString:
    d = f"M{x - 4:.1f} {y - 4:.1f}l8 8M{x + 4:.1f} {y - 4:.1f}l-8 8"
    return element("path", d=d, class_="mark bad")


def _triangle(x: float, y: float) -> str:
    return f"M{x:.1f} {y - 5:.1f}l5 9h-10z"


def _lines(lines: Sequence[LevelLine], axis: Scale, frame: _Frame) -> list[SafeString]:
    """The agreed lines; their words stand in the right gutter, where no bar ever is."""
    places = [axis.y(float(line.value)) for line in lines]
    beside = apart(places, 30, frame.top, frame.bottom - 14)
    end = frame.width - frame.right
    drawn = []
    for line, y, text_y in zip(lines, places, beside, strict=True):
        stroke = f"level {line.kind}"
        drawn.append(element("line", x1=frame.left, x2=end, y1=y, y2=y, class_=stroke))
        if frame.right >= 60:
            drawn.append(element("text", line.name, x=end + 8, y=text_y, class_="level-name"))
            drawn.append(element("text", line.text, x=end + 8, y=text_y + 14, class_="tick"))
    return drawn
