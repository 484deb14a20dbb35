"""The style page: every component with plain example values, the reference of the design."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entente.parties.kernel.standing import Party, Standing
from entente.web.charts import (
    HeatCell,
    HeatMap,
    HeatRow,
    LevelChart,
    LevelLine,
    LevelPoint,
    sparkline,
)
from entente.web.contributions import Tile
from entente.web.formats import percent

MONTHS = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
_HUNDREDTHS = (9994, 9997, 9992, 9995, 9996, 9981, 9993, 9998, None, 9997, 9986, 9995)
_STATES = (*("met",) * 5, "missed", "at_risk", "met", "not_measured", "excused", "missed")


_SAMPLES = (
    "header",
    "tiles",
    "level_chart",
    "heat_map",
    "states",
    "number",
    "table",
    "stacked_table",
    "form",
    "tabs",
)
_FOLDER = Path(__file__).resolve().parent / "templates" / "web" / "style"


@dataclass(frozen=True)
class Sample:
    """One section of the style page, and the markup that makes it."""

    title: str
    template: str
    source: str


class ExampleForm(forms.Form):
    """A form with each kind of field, one of them wrong."""

    name = forms.CharField(help_text="As it stands in the agreement.")
    at = forms.EmailField(label="E-mail address", required=False)
    side = forms.ChoiceField(choices=[("client", "Client"), ("provider", "Provider")])
    limit = forms.IntegerField(label="Limit in hours", min_value=1)


@login_required
def style_page(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    messages.success(request, "Messages of the last action appear here.")
    digest = "sha256:7f3a91b05c2e4d88a1f0e3c5b7d9624810fe35ac49d27b6618e0f4a2d35bc19e"
    shown = {
        "samples": [_sample(name) for name in _SAMPLES],
        "example": _standing(),
        "tiles": _tiles(),
        "chart": _chart(),
        "few": _few(),
        "map": _map(),
        "form": ExampleForm({"name": "Incident resolution", "side": "client", "limit": "0"}),
        "page": Paginator(range(1901), 25).get_page(request.GET.get("page")),
        "digest": digest,
        "command": f"entente recompute statement-2026-10.json --agreement agreement.yaml "
        f"--evidence evidence/ --expect {digest}",
        "at": datetime(2026, 11, 3, 9, 14, 27, tzinfo=UTC),
        "now": datetime(2026, 11, 5, 16, 0, tzinfo=UTC),
        "share": Fraction(1882, 1901),
        "amount": Decimal("18400"),
        "microseconds": 11_520_000_000,
        "states": ("met", "missed", "at_risk", "excused", "not_measured", "provisional"),
    }
    return render(request, "web/style/page.html", shown)


def _sample(name: str) -> Sample:
    source = (_FOLDER / f"_{name}.html").read_text(encoding="utf-8").strip()
    return Sample(name.replace("_", " "), f"web/style/_{name}.html", source)


def _standing() -> Standing:
    return Standing(
        person_id=0,
        person_name="Ana Keller",
        alliance_id=0,
        slug="harbour-and-quay",
        alliance_name="Harbour and Quay",
        client=Party("Harbour Bank", "Harbour"),
        provider=Party("Quay IT", "Quay"),
        side="client",
        role="manager",
    )


def _tiles() -> list[Tile]:
    falling = (44, 43, 43, 42, 42, 41, 40, 40, 38, 38, 37, 36)
    uptime = [None if value is None else value - 9900 for value in _HUNDREDTHS]
    return [
        Tile(
            "Availability",
            "99.95",
            "%",
            "commitment 99.90 %",
            "met",
            "#tiles",
            sparkline(uptime, label="Availability over twelve months", reference=90),
        ),
        Tile("P1 resolution", "3 h 12", "min", "commitment under 4 h", "provisional"),
        Tile(
            "Satisfaction",
            "3.6",
            "/ 5",
            "commitment 4.0",
            "missed",
            "",
            sparkline(falling, label="Satisfaction, falling from 4.4 to 3.6", reference=40),
        ),
        Tile("Service credits", "€ 18,400", "", "11.5 % of the at-risk amount", "at_risk"),
    ]


def _chart() -> LevelChart:
    points = tuple(
        LevelPoint(month, _share(value), _shown(value), state, "#charts")
        for month, value, state in zip(MONTHS, _HUNDREDTHS, (*_STATES, "provisional"), strict=True)
    )
    lines = (
        LevelLine("Commitment", Decimal("99.90"), "99.90 %"),
        LevelLine("Expected", Decimal("99.95"), "99.95 %", "expected"),
        LevelLine("Minimum", Decimal("99.80"), "99.80 %", "minimum"),
    )
    described = "Availability a month: missed in April with 99.81 % and in September with 99.86 %."
    title = "Availability of core banking"
    return LevelChart("availability", title, described, points, lines, ceiling=100)


def _few() -> LevelChart:
    counts = ((7, "met"), (12, "missed"), (14, "missed"), (4, "met"))
    points = tuple(
        LevelPoint(month, count, str(count), state)
        for month, (count, state) in zip(MONTHS, counts, strict=False)
    )
    lines = (LevelLine("At most", 10, "10"),)
    return LevelChart(
        "reopened", "Reopened tickets", "More than ten in two of four.", points, lines, places=0
    )


def _map() -> HeatMap:
    names = (
        ("Availability of core banking", "99.90 % a month"),
        ("P1 resolution within 4 h", "95 % a month"),
        ("First response within 30 min", "98 % a month"),
        ("Satisfaction", "top two boxes, 85 %"),
    )
    states = (*_STATES, "provisional")
    rows = tuple(
        HeatRow(name, _cells(states[turn:] + states[:turn], turn), note, "#heat")
        for turn, (name, note) in enumerate(names)
    )
    return HeatMap("Service levels by month", MONTHS, rows)


def _cells(states: tuple[str, ...], turn: int) -> tuple[HeatCell | None, ...]:
    cells: list[HeatCell | None] = []
    for column, state in enumerate(states):
        if turn == 3 and column < 2:
            cells.append(None)
            continue
        text = "" if state == "not_measured" else percent(Fraction(9700 + 13 * column, 10000), 1)
        cells.append(HeatCell(state, text, "#heat"))
    return tuple(cells)


def _share(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100


def _shown(hundredths: int | None) -> str:
    return "not measured" if hundredths is None else f"{_share(hundredths)} %"
