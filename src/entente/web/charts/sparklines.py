"""Sparklines: the trend of one number in the width of a word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString

from entente.web.charts.drawing import element, together

Value = int | float | Fraction | Decimal
WIDTH, HEIGHT, MARGIN = 96.0, 32.0, 4.0


def sparkline(
    values: Sequence[Value | None], *, label: str, reference: Value | None = None
) -> SafeString:
    """The values as a line that ends in a dot; gaps where nothing was measured.

    `label` says the trend in words, for those who do not see it; `reference` draws the commitment.
    """
    known = [float(value) for value in values if value is not None]
    if not known:
        return SafeString("")
    span = [*known, float(reference)] if reference is not None else known
    low, high = min(span), max(span)
    drawn = [_guide(_y(float(reference), low, high))] if reference is not None else []
    places = [
        None if value is None else (_x(index, len(values)), _y(float(value), low, high))
        for index, value in enumerate(values)
    ]
    drawn += [_stretch(stretch) for stretch in _stretches(places)]
    last = next(place for place in reversed(places) if place)
    drawn.append(element("circle", cx=last[0], cy=last[1], r=3, class_="spark-end"))
    return element(
        "svg",
        together(drawn),
        class_="spark",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        role="img",
        aria_label=label,
    )


def _x(index: int, count: int) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN) * (index / (count - 1) if count > 1 else 1)


def _y(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)


def _guide(y: float) -> SafeString:
    return element("line", x1=0, x2=WIDTH, y1=y, y2=y, class_="spark-guide")


Place = tuple[float, float]


def _stretches(places: Sequence[Place | None]) -> list[list[Place]]:
    found: list[list[Place]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return [stretch for stretch in found if stretch]


def _stretch(stretch: list[Place]) -> SafeString:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in stretch)
    if len(stretch) == 1:
        return element("circle", cx=stretch[0][0], cy=stretch[0][1], r=1.2, class_="spark-end")
    return element("polyline", points=points, class_="spark-line")
