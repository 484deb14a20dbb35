"""Pages of statements: all of them, one, what to download, making one, recomputing one."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from dataclasses import dataclass

import duckdb
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entente.foundation.canonical import NotAsWritten
from entente.parties.access import alliance_page, may_contribute
from entente.parties.kernel.standing import Standing
from entente.performance.actions import NotYetBegun, make_statement
from entente.performance.forms import CheckForm, PeriodForm
from entente.performance.intake import EvidenceAltered
from entente.performance.kernel.asked import TermsDoNotFit, UnknownAlgorithm
from entente.performance.kernel.compare import Cause, Difference, unknown_algorithms, verdict
from entente.performance.kernel.compare import Verdict as Outcome
from entente.performance.kernel.consequences import credit_sentences
from entente.performance.kernel.results import Result
from entente.performance.kernel.statement import Sealed, read_statement
from entente.performance.kernel.versions import (
    Month,
    NothingInForce,
    NotOneAgreement,
    WrongPeriod,
)
from entente.performance.queries.counting import differences
from entente.performance.queries.evidence import EvidenceMissing, batches_of, checked
from entente.performance.queries.statements import (
    KeptStatement,
    NoSuchStatement,
    TermsMissing,
    latest_statements,
    pinned_batches,
    statement_of,
    statements_of,
)
from entente.performance.views.arithmetic import exclusion_lines
from entente.performance.views.wording import month_text, shown_state
from entente.scope.queries import NoAgreement, versions_of

STATES = ("met", "missed", "at_risk", "excused", "not_measured", "provisional")
UNREACHABLE = (EvidenceMissing, EvidenceAltered, TermsMissing)
REFUSED = (
    NoAgreement, NothingInForce, NotOneAgreement, NotYetBegun, TermsDoNotFit, UnknownAlgorithm,
    EvidenceMissing, EvidenceAltered,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A statement in the list: what it counts up to, and whether a later one stands beside it."""

    kept: KeptStatement
    month: str
    counts: tuple[tuple[str, int], ...]
    latest: bool


@dataclass(frozen=True)
class Score:
    """A line of the scorecard."""

    result: Result
    state: str
    excluded: str


@dataclass(frozen=True)
class Verdict:
    """What recomputing came to: identical, the same figures, or each difference by name."""

    outcome: Outcome
    digest: str
    differences: tuple[Difference, ...]
    problem: str = ""


@alliance_page
def statements(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Every statement, by period."""
    every = statements_of(standing.alliance_id)
    latest = {kept.id for kept in latest_statements(standing.alliance_id)}
    shown = {
        "entries": [_entry(kept, kept.id in latest) for kept in every],
        "months": _months(standing, {kept.period for kept in every}),
        "may_make": may_contribute(standing),
        "has_evidence": bool(batches_of(standing.alliance_id)),
    }
    return render(request, "performance/statements.html", shown)


@alliance_page
def statement(request: HttpRequest, standing: Standing, number: int) -> HttpResponse:
    """One statement: its scorecard, its credits, what it rests on."""
    kept = _statement(standing, number)
    return render(request, "performance/statement.html", _whole(standing, kept))


@alliance_page
@require_POST
def make(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Make the statement of a month, and lead to it."""
    form = PeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["period"]))
        return redirect("performance:statements", slug=standing.slug)
    period: Month = form.cleaned_data["period"]
    try:
        made = make_statement(by=standing, now=timezone.now(), period=period)
    except REFUSED as refused:
        messages.error(request, f"No statement was made: {refused}")
        return redirect("performance:statements", slug=standing.slug)
    if made.unchanged:
        messages.info(request, "Unchanged: the same terms and evidence give this same statement.")
    else:
        messages.success(request, f"The statement of {month_text(str(period))} is made.")
    return redirect("performance:statement", slug=standing.slug, number=made.kept.id)


@alliance_page
@require_POST
def recompute(request: HttpRequest, standing: Standing, number: int) -> HttpResponse:
    """Measure a statement afresh from its pinned terms and evidence, and say what differs."""
    kept = _statement(standing, number)
    verdict = _verdict(standing, kept.sealed)
    if request.headers.get("HX-Request"):
        shown = {"verdict": verdict, "kept": kept}
        return render(request, "performance/_verdict.html", shown)
    return render(
        request, "performance/statement.html", _whole(standing, kept) | {"verdict": verdict}
    )


@alliance_page
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Check a statement file against this record: its digest, and each figure measured afresh."""
    form = CheckForm(request.POST or None, request.FILES or None)
    shown: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            sealed = read_statement(form.cleaned_data["statement"])
            shown |= {"sealed": sealed, "verdict": _checked(standing, sealed)}
        except (NotAsWritten, WrongPeriod) as wrong:
            form.add_error("statement", f"This is not a statement: {wrong}")
    status = 422 if form.errors else 200
    return render(request, "performance/check.html", shown, status=status)


@alliance_page
def download(_request: HttpRequest, standing: Standing, number: int) -> HttpResponse:
    """The document itself, byte for byte as it was made."""
    kept = _statement(standing, number)
    response = HttpResponse(kept.body.encode(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{kept.file_name}"'
    return response


@alliance_page
def bundle(request: HttpRequest, standing: Standing, number: int) -> HttpResponseBase:
    """All that the other side needs to recompute a statement, in one file."""
    kept = _statement(standing, number)
    try:
        stored = checked(pinned_batches(standing.alliance_id, kept.statement))
    except UNREACHABLE as problem:
        messages.error(request, str(problem))
        return redirect("performance:statement", slug=standing.slug, number=number)
    pinned = {used.digest for used in kept.statement.agreements}
    texts = [v for v in versions_of(standing.alliance_id) if v.digest in pinned]
    folder = folder_name(standing, kept)
    # The answer closes the file, which then is gone.
    file = tempfile.NamedTemporaryFile(prefix="entente-bundle-", suffix=".zip")  # noqa: SIM115
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(f"{folder}/{kept.file_name}", kept.body)
        for version in texts:
            packed.writestr(f"{folder}/agreement-{version.number}.yaml", version.text)
        for each in stored:
            packed.write(each.path, f"{folder}/evidence/{each.path.name}")
        packed.writestr(f"{folder}/README.txt", f"{command_of(kept)}\n")
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{folder}.zip")


def folder_name(standing: Standing, kept: KeptStatement) -> str:
    """What the bundle of a statement is called."""
    return f"{standing.slug}-{kept.period}"


def command_of(kept: KeptStatement) -> str:
    """What the other side types to recompute a statement, in the folder of its bundle."""
    versions = " ".join(
        f"--agreement agreement-{used.version}.yaml" for used in kept.statement.agreements
    )
    return f"entente recompute {kept.file_name} {versions} --evidence evidence"


def _statement(standing: Standing, number: int) -> KeptStatement:
    try:
        return statement_of(standing.alliance_id, number)
    except NoSuchStatement:
        raise Http404 from None


def _entry(kept: KeptStatement, latest: bool) -> Entry:
    found = [shown_state(result) for result in kept.statement.results]
    counts = tuple((state, found.count(state)) for state in STATES if state in found)
    return Entry(kept, month_text(kept.period), counts, latest)


def _whole(standing: Standing, kept: KeptStatement) -> dict[str, object]:
    made = kept.statement
    others = [
        each
        for each in statements_of(standing.alliance_id)
        if each.period == kept.period and each.id != kept.id
    ]
    return {
        "kept": kept,
        "made": made,
        "month": month_text(kept.period),
        "scores": [_score(result) for result in made.results],
        "counts": _entry(kept, latest=True).counts,
        "later": [each for each in others if each.made_at > kept.made_at],
        "batches": {each.batch.content: each for each in batches_of(standing.alliance_id)},
        "command": command_of(kept),
        "folder": folder_name(standing, kept),
        "provisional": any(r.ends and r.state.value == "provisional" for r in made.results),
        "credit_states": list(credit_sentences(made.credits)) if made.credits else [],
    }


def _score(result: Result) -> Score:
    removed = [f"{line.code}: {line.removed}" for line in exclusion_lines(result) if line.anything]
    return Score(result, shown_state(result), "; ".join(removed))


def _months(standing: Standing, have: set[str]) -> list[tuple[str, str]]:
    """The months that can be measured, latest first; those without a statement say so."""
    versions = versions_of(standing.alliance_id)
    if not versions:
        return []
    first = min(version.in_force_from for version in versions).replace(day=1)
    month = timezone.now().date().replace(day=1)
    found: list[tuple[str, str]] = []
    while month >= first and len(found) < 60:
        key = f"{month:%Y-%m}"
        note = "" if key in have else " (no statement yet)"
        found.append((key, f"{month_text(key)}{note}"))
        month = (month - dt.timedelta(days=1)).replace(day=1)
    return found


def _verdict(standing: Standing, sealed: Sealed) -> Verdict:
    unknown = unknown_algorithms(sealed.statement)
    if unknown:
        return Verdict(Outcome.DIFFERENT, sealed.claimed, unknown)
    try:
        found = differences(standing.alliance_id, sealed)
    except UNREACHABLE as problem:
        return Verdict(Outcome.DIFFERENT, sealed.claimed, (), problem=str(problem))
    except duckdb.Error:
        said = f"{Cause.EVIDENCE_ALTERED.value}: a stored file cannot be read as evidence"
        return Verdict(Outcome.DIFFERENT, sealed.claimed, (), problem=said)
    return Verdict(verdict(found), sealed.claimed, found)


def _checked(standing: Standing, sealed: Sealed) -> Verdict:
    try:
        return _verdict(standing, sealed)
    except REFUSED as problem:
        return Verdict(Outcome.DIFFERENT, sealed.claimed, (), problem=str(problem))
