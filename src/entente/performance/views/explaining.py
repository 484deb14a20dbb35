"""The page that explains a number: definition, formula, exclusions, rows, evidence, recomputing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import duckdb
from django.contrib import messages
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from entente.agreement.explain import explain as in_words
from entente.agreement.explain.prose import Block, blocks
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.combining import parts_of
from entente.agreement.terms.measures import (
    Combined,
    Measure,
    RoundingTerms,
    figure_rounding,
    table_of,
)
from entente.parties.access import alliance_page
from entente.parties.kernel.standing import Standing
from entente.performance.intake import EvidenceAltered
from entente.performance.kernel.claims import Claim
from entente.performance.kernel.credited import LevelAccrued
from entente.performance.kernel.plans import ElapsedPlan
from entente.performance.kernel.results import Result
from entente.performance.kernel.rows import ElapsedRow, Only
from entente.performance.kernel.versions import (
    WrongPeriod,
    governing,
    in_order,
    parse_month,
)
from entente.performance.queries.counting import Behind, behind
from entente.performance.queries.evidence import EvidenceMissing, KeptBatch, batches_of
from entente.performance.queries.levels import NoSuchLevel, result_in
from entente.performance.queries.statements import (
    KeptStatement,
    NoSuchStatement,
    TermsMissing,
    latest_statement,
    pinned_terms,
    statement_of,
)
from entente.performance.views.arithmetic import exclusion_lines, formula, lines
from entente.performance.views.export import TooManyRows, Value, exported, wanted
from entente.performance.views.row_table import (
    Line,
    choices_of,
    exported_line,
    head_of,
    lines_of,
)
from entente.performance.views.wording import month_text, shown_state

PAGE = 25
CHUNK = 2_000
MOST_CLAIMS = 200  # looked up for a page, the latest first
MOST_ALIKE = 20
CANNOT_LOOK = (EvidenceMissing, EvidenceAltered, TermsMissing, duckdb.Error)


@dataclass(frozen=True)
class Figure:
    """A service level of a statement, and the terms by which it was counted."""

    kept: KeptStatement
    result: Result
    terms: Agreement | None

    @property
    def measure(self) -> Measure | None:
        """The measure as the governing version has it."""
        if self.terms is None or self.result.level not in self.terms.service_levels:
            return None
        return self.terms.measure_of(self.terms.service_levels[self.result.level])

    @property
    def rounding(self) -> RoundingTerms:
        """The rounding as agreed."""
        default = self.terms.defaults.rounding if self.terms else RoundingTerms()
        return figure_rounding(self.measure, default) if self.measure else default

    @property
    def accrued(self) -> LevelAccrued | None:
        """What the service level accrued; None where it can accrue nothing."""
        credits = self.kept.statement.credits
        levels = credits.levels if credits else ()
        return next((each for each in levels if each.level == self.result.level), None)


@dataclass(frozen=True)
class RowsPage:
    """Some of the rows behind a figure, and the words of the filter that gave them."""

    page: Page[Line]
    lines: list[Line]
    choices: tuple[tuple[str, str], ...]
    only: str
    search: str
    problem: str = ""


@alliance_page
def explain(request: HttpRequest, standing: Standing, key: str, period: str) -> HttpResponseBase:
    """How a number came about, to the last row; or its rows alone, as a fragment or a file."""
    figure = _figure(request, standing, key, period)
    kind = wanted(request.GET.get("export"))
    if kind:
        try:
            return _export(request, standing, figure, kind)
        except (*CANNOT_LOOK, TooManyRows) as problem:
            messages.error(request, f"No file was made: {_said(problem)}")
            return redirect(request.path)
    rows, claims = _look(request, standing, figure)
    shown = {"figure": figure, "result": figure.result, "rows": rows, "zone": _zone(figure)}
    if request.headers.get("HX-Target") == "rows":
        return render(request, "performance/_rows.html", shown)
    shown |= _arithmetic(figure)
    shown |= {
        "kept": figure.kept,
        "state": shown_state(figure.result),
        "month": month_text(period),
        "claims": claims,
        "batches": _batches(standing, figure),
        "prose": _prose(figure),
        "parts": _parts(figure),
    }
    return render(request, "performance/explain.html", shown)


def _figure(request: HttpRequest, standing: Standing, key: str, period: str) -> Figure:
    """The figure of the latest statement of a month, or of the one that the address names."""
    try:
        parse_month(period)
        chosen = request.GET.get("statement", "")
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
            kept = statement_of(standing.alliance_id, int(chosen))
        else:
            kept = latest_statement(standing.alliance_id, period)
        if kept.period != period:
            raise Http404
        return Figure(kept, result_in(kept, key), _governing(standing, kept))
    except (WrongPeriod, NoSuchStatement, NoSuchLevel):
        raise Http404 from None


def _governing(standing: Standing, kept: KeptStatement) -> Agreement | None:
    """The version whose levels decided; None where its terms are not recorded here."""
    try:
        terms = pinned_terms(standing.alliance_id, kept.statement)
    except TermsMissing:
        return None
    return governing(in_order(terms), parse_month(kept.period)).terms


def _zone(figure: Figure) -> str:
    return figure.kept.statement.period.zone


def _arithmetic(figure: Figure) -> dict[str, object]:
    measure, result = figure.measure, figure.result
    if measure is None:
        return {}
    return {
        "net": formula(measure, result, result.net),
        "gross": formula(measure, result, result.gross),
        "lines": lines(measure, figure.rounding, result),
        "exclusions": exclusion_lines(result),
        "measure": measure,
    }


def _prose(figure: Figure) -> tuple[Block, ...]:
    """The definition in plain words."""
    if figure.terms is None or figure.measure is None:
        return ()
    (said,) = in_words(figure.terms, f"service_levels.{figure.result.level}")
    return blocks(said.sentences)


def _parts(figure: Figure) -> list[Result] | None:
    """The results that a figure is made from; None for one that is counted from records."""
    if figure.terms is None or not isinstance(figure.measure, Combined):
        return None
    named = parts_of(figure.terms, figure.result.level)
    return [each for each in figure.kept.statement.results if each.level in named]


def _look(request: HttpRequest, standing: Standing, figure: Figure) -> tuple[RowsPage, list[Claim]]:
    """The wanted page of rows, and the claims that concern the figure."""
    try:
        with behind(standing.alliance_id, figure.kept.statement, figure.result.level) as found:
            return _page(request, found), _claims(found)
    except CANNOT_LOOK as problem:
        empty: Page[Line] = Paginator(cast("list[Line]", []), PAGE).page(1)
        return RowsPage(empty, [], (), "", "", _said(problem)), []


def _said(problem: Exception) -> str:
    """A situation in a sentence; what the engine says of a broken file is of no use to a reader."""
    return (
        "the stored evidence cannot be read" if isinstance(problem, duckdb.Error) else str(problem)
    )


class _Count(list[None]):
    """So many rows, none of them loaded: what a paginator needs to know."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def __len__(self) -> int:
        return self._count


def _page(request: HttpRequest, found: Behind) -> RowsPage:
    only, search = _wanted_rows(request, found)
    total = found.row_count(only=only, search=search or None)
    paginator = Paginator(cast("list[Line]", _Count(total)), PAGE)
    page = _page_of(paginator, request.GET.get("page", "1"))
    offset = (page.number - 1) * PAGE
    rows = found.rows(offset=offset, limit=PAGE, only=only, search=search or None)
    shown = lines_of(found.asked, rows)
    return RowsPage(page, shown, choices_of(found.asked), only or "", search)


def _page_of(paginator: Paginator[Line], asked: str) -> Page[Line]:
    try:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
        return paginator.page(max(1, number))
    except EmptyPage:
        return paginator.page(paginator.num_pages)


def _wanted_rows(request: HttpRequest, found: Behind) -> tuple[Only | None, str]:
    only = request.GET.get("only", "")
    known = {value for value, _ in choices_of(found.asked)}
    search = request.GET.get("q", "").strip().replace("\0", "")[:100]
    return (cast("Only", only) if only in known else None), search


def _claims(found: Behind) -> list[Claim]:
    """The claims that name a row of this figure, or time within its month, or wait to."""
    plan = found.asked.plan
    span = found.asked.window.start, found.asked.window.end
    claims = found.asked.claims
    if not isinstance(plan, ElapsedPlan):
        return [claim for claim in claims if _overlaps(claim, *span)]
    naming = sorted((c for c in claims if c.subject), key=lambda c: c.started_at or 0)
    latest = {claim.subject or "" for claim in naming[-MOST_CLAIMS:]}
    records = _records(found, latest)
    return [claim for claim in claims if claim.subject in records]


def _overlaps(claim: Claim, start: int, end: int) -> bool:
    """Whether a claim takes, or would take, time of the month; those for a record take none."""
    return not claim.subject and claim.touches(start, end)


def _records(found: Behind, subjects: set[str]) -> set[str]:
    """Which of the records that claims name belong to this month's rows.

    A look-up each: a month can have far more rows than there are claims.
    """
    return {
        row.record
        for subject in sorted(subjects)
        for row in found.rows(limit=MOST_ALIKE, search=subject)
        if isinstance(row, ElapsedRow) and row.record == subject
    }


def _all_rows(found: Behind, only: Only | None, search: str) -> Iterator[object]:
    """Every row of a filter, some at a time, so that no file needs them all in memory."""
    offset = 0
    while rows := found.rows(offset=offset, limit=CHUNK, only=only, search=search or None):
        yield from rows
        offset += len(rows)


def _batches(standing: Standing, figure: Figure) -> list[tuple[object, KeptBatch | None]]:
    """The evidence of the statement, each beside the batch that this record keeps."""
    known = {kept.batch.content: kept for kept in batches_of(standing.alliance_id)}
    used = figure.kept.statement.evidence
    table = _table(figure)
    claimed = "exclusions" if figure.measure and figure.measure.exclusions else table
    ours = [each for each in used if table is None or each.table in {table, claimed}]
    return [(each, known.get(each.content)) for each in ours]


def _table(figure: Figure) -> str | None:
    return table_of(figure.measure) if figure.measure else None


def _export(
    request: HttpRequest, standing: Standing, figure: Figure, kind: str
) -> HttpResponseBase:
    name = f"{standing.slug}-{figure.result.level}-{figure.kept.period}"
    # The file is written while the engine is open, some rows at a time.
    with behind(standing.alliance_id, figure.kept.statement, figure.result.level) as found:
        only, search = _wanted_rows(request, found)
        first = found.rows(limit=1, only=only, search=search or None)
        head = head_of(lines_of(found.asked, first)[0]) if first else ["record", "standing"]
        return exported(kind, name, head, _exported(found, only, search))


def _exported(found: Behind, only: Only | None, search: str) -> Iterator[list[Value]]:
    for row in _all_rows(found, only, search):
        (line,) = lines_of(found.asked, [row])  # type: ignore[list-item] # the engine's own rows
        yield exported_line(line)
