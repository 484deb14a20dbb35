"""Pages of service levels: the heat map of all of them, and one through the months."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from entente.parties.access import alliance_page
from entente.parties.kernel.standing import Standing
from entente.performance.kernel.results import Result
from entente.performance.queries.levels import (
    LevelYear,
    NoSuchLevel,
    Year,
    level_year,
    year_of,
)
from entente.performance.views.arithmetic import exclusion_lines
from entente.performance.views.drawn import Map, Row, cell, chart
from entente.performance.views.export import Value, exported, wanted
from entente.performance.views.room import room_of
from entente.performance.views.wording import month_short, month_text, own_period, shown_state
from entente.performance.views.zones import terms_of

STATES = ("met", "missed", "at_risk", "excused", "not_measured", "provisional")
CLASSES = {"critical": "Critical", "kpi": "Key performance indicators"}


@dataclass(frozen=True)
class Filter:
    """What of the heat map is wanted; empty words want all."""

    service: str
    state: str
    kind: str
    search: str

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any((self.service, self.state, self.kind, self.search))

    def takes(self, level: LevelYear) -> bool:
        """Whether a service level is wanted; by state, if it had it in any month shown."""
        last = level.last
        words = f"{last.title} {last.level} {last.service or ''}".lower()
        return (
            self.service in ("", last.service or "-")
            and self.kind in ("", last.class_)
            and self.search.lower() in words
            and (not self.state or self.state in {shown_state(r) for _, r in level.results})
        )


@alliance_page
def service_levels(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """All service levels by month, or the same as a file."""
    year = year_of(standing.alliance_id)
    chosen = _filter(request)
    levels = [level for level in year.levels if chosen.takes(level)]
    kind = wanted(request.GET.get("export"))
    if kind:
        return exported(kind, f"{standing.slug}-service-levels", _head(year), _lines(year, levels))
    shown = {
        "year": year,
        "map": _map(standing, year, levels) if levels else None,
        "filter": chosen,
        "services": sorted({level.last.service or "-" for level in year.levels}),
        "states": STATES,
        "classes": CLASSES,
        "latest": year.statements[-1] if year.statements else None,
        "latest_month": month_text(year.periods[-1]) if year.periods else "",
        "counts": _counts(year),
    }
    return render(request, "performance/service_levels.html", shown)


@alliance_page
def service_level(request: HttpRequest, standing: Standing, key: str) -> HttpResponse:
    """One service level: what was agreed, how it went, what would still miss this month."""
    try:
        level = level_year(standing.alliance_id, key)
    except NoSuchLevel:
        raise Http404 from None
    kept, result = level.results[-1]
    terms = terms_of(standing)
    shown = {
        "level": level,
        "result": result,
        "kept": kept,
        "state": shown_state(result),
        "month": month_text(kept.period),
        "chart": chart(
            [(each.period, found) for each, found in level.results],
            lambda period: _explain(standing, key, period),
        ),
        "months": [_month(standing, each.period, found) for each, found in level.results][::-1],
        "exclusions": exclusion_lines(result),
        "room": room_of(terms, result, kept.period) if terms else None,
        "service": terms.services.get(result.service or "") if terms else None,
        "explain": _explain(standing, key, kept.period),
    }
    return render(request, "performance/service_level.html", shown)


@dataclass(frozen=True)
class MonthLine:
    """A month of a service level as its table shows it."""

    name: str
    result: Result
    state: str
    href: str
    period: str


def _month(standing: Standing, period: str, result: Result) -> MonthLine:
    href = _explain(standing, result.level, period)
    return MonthLine(
        month_text(period), result, shown_state(result), href, own_period(result, period)
    )


def _filter(request: HttpRequest) -> Filter:
    given = {name: request.GET.get(name, "").strip() for name in ("service", "state", "class", "q")}
    return Filter(given["service"], given["state"], given["class"], given["q"][:100])


def _map(standing: Standing, year: Year, levels: list[LevelYear]) -> Map:
    columns = tuple(month_short(period) for period in year.periods)
    rows = tuple(_row(standing, year, level) for level in levels)
    first, last = month_text(year.periods[0]), month_text(year.periods[-1])
    return Map(f"Service levels by month, {first} to {last}", columns, rows)


def _row(standing: Standing, year: Year, level: LevelYear) -> Row:
    cells = tuple(
        cell(result, _explain(standing, level.key, period)) if result else None
        for period, result in ((period, level.of(period)) for period in year.periods)
    )
    note = f"{level.last.commitment}{', critical' if level.last.class_ == 'critical' else ''}"
    if own := own_period(level.last, year.periods[-1]):
        note += f"; lately {own}"
    href = reverse("performance:service-level", args=[standing.slug, level.key])
    return Row(level.last.title, cells, note, href)


def _explain(standing: Standing, key: str, period: str) -> str:
    return reverse("performance:explain", args=[standing.slug, key, period])


def _counts(year: Year) -> dict[str, int]:
    """How many service levels of the latest month are in each state."""
    if not year.statements:
        return {}
    found = [shown_state(result) for result in year.statements[-1].statement.results]
    return {state: found.count(state) for state in STATES if state in found}


def _head(year: Year) -> list[str]:
    months = [title for period in year.periods for title in (period, f"{period} state")]
    return ["service level", "key", "service", "class", "owner", "commitment", "unit", *months]


def _lines(year: Year, levels: list[LevelYear]) -> list[list[Value]]:
    return [_line(year, level) for level in levels]


def _line(year: Year, level: LevelYear) -> list[Value]:
    last = level.last
    unit = {"%": "%", "time": "seconds", "points": "points"}[last.commitment.unit]
    cells: list[Value] = [
        last.title, last.level, last.service, last.class_, last.owner, last.commitment.written, unit
    ]  # fmt: skip
    for period in year.periods:
        result = level.of(period)
        cells.append(result.net.rounded if result and result.net else None)
        cells.append(shown_state(result).replace("_", " ") if result else "not in force")
    return cells
