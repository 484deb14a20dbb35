"""Pages of evidence: the batches, one with its quarantine, adding a file, taking one away."""

from __future__ import annotations

import tempfile
import unicodedata
from fractions import Fraction
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from entente.foundation.zones import UnknownZone
from entente.parties.access import alliance_page, may_contribute
from entente.parties.kernel.standing import Standing
from entente.performance.actions import Added, add_evidence
from entente.performance.forms import EvidenceForm, largest_evidence
from entente.performance.intake import (
    EvidenceAltered,
    NoSourceForFile,
    UnreadableFile,
    UnusableMapping,
)
from entente.performance.kernel.tables import MILLIONTHS, TABLES
from entente.performance.queries.counting import first_rows
from entente.performance.queries.evidence import (
    EvidenceMissing,
    KeptBatch,
    NoSuchBatch,
    all_quarantined,
    batch_of,
    batches_of,
    checked,
    quarantine_of,
)
from entente.performance.views.export import exported, wanted
from entente.performance.views.wording import NONE, decimal_expansion, moment_text
from entente.performance.views.zones import terms_of, zone_of
from entente.scope.queries import NoAgreement

PAGE = 50
FIRST_ROWS = 10
CANNOT_TAKE_IN = (
    UnreadableFile, UnusableMapping, NoSourceForFile, EvidenceAltered, UnknownZone, NoAgreement,
)  # fmt: skip


@alliance_page
def evidence(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Every batch of evidence, and the form that adds one."""
    return _page(request, standing, _form(standing))


@alliance_page
@require_http_methods(["POST"])
def add(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Take in a file; what is wrong with it is said beside it."""
    form = _form(standing, request)
    if not form.is_valid():
        return _page(request, standing, form, status=422)
    try:
        added = _added(standing, form.cleaned_data["file"], form.cleaned_data["source"] or None)
    except CANNOT_TAKE_IN as problem:
        form.add_error("file", str(problem))
        return _page(request, standing, form, status=422)
    _tell(request, added)
    return redirect("performance:batch", slug=standing.slug, number=added.kept.id)


@alliance_page
def batch(request: HttpRequest, standing: Standing, number: int) -> HttpResponseBase:
    """One batch: what it holds, its first rows, the rows that were set aside."""
    kept = _batch(standing, number)
    kind = wanted(request.GET.get("export"))
    if kind:
        rows = ((row.row, row.reason, row.text) for row in all_quarantined(kept))
        name = f"{standing.slug}-quarantine-{kept.id}"
        return exported(kind, name, ["row", "reason", "text"], rows)
    asked = request.GET.get("page", "1")
    paginator = Paginator(range(kept.quarantined), PAGE)
    page = paginator.get_page(asked if len(asked) < 10 else "1")
    head, rows_shown, problem = _first(kept, zone_of(standing))
    shown = {
        "kept": kept,
        "zone": zone_of(standing),
        "page": page,
        "quarantine": quarantine_of(kept, (page.number - 1) * PAGE, PAGE),
        "head": head,
        "rows": rows_shown,
        "problem": problem,
    }
    return render(request, "performance/batch.html", shown)


@alliance_page
def download(request: HttpRequest, standing: Standing, number: int) -> HttpResponseBase:
    """The Parquet file of a batch, under the name that its bytes have."""
    kept = _batch(standing, number)
    try:
        checked([kept])
    except (EvidenceMissing, EvidenceAltered) as problem:
        messages.error(request, str(problem))
        return redirect("performance:batch", slug=standing.slug, number=number)
    return FileResponse(
        kept.path.open("rb"),
        as_attachment=True,
        filename=kept.path.name,
        content_type="application/vnd.apache.parquet",
    )


def _page(
    request: HttpRequest, standing: Standing, form: EvidenceForm, status: int = 200
) -> HttpResponse:
    batches = batches_of(standing.alliance_id)
    shown = {
        "batches": batches,
        "form": form,
        "zone": zone_of(standing),
        "may_add": may_contribute(standing),
        "has_agreement": terms_of(standing) is not None,
        "rows": sum(kept.batch.rows for kept in batches),
        "quarantined": sum(kept.quarantined for kept in batches),
        "most": largest_evidence() // (1024 * 1024),
    }
    return render(request, "performance/evidence.html", shown, status=status)


def _form(standing: Standing, request: HttpRequest | None = None) -> EvidenceForm:
    terms = terms_of(standing)
    sources = [
        (name, f"{source.title or name} ({', '.join(source.files) or 'any file'})")
        for name, source in (terms.evidence.items() if terms else ())
    ]
    if request is None:
        return EvidenceForm(sources=sources)
    return EvidenceForm(request.POST, request.FILES, sources=sources)


def _added(standing: Standing, file: UploadedFile[bytes], source: str | None) -> Added:
    """Put the upload into a folder of its own under its own name, and take it in from there."""
    with tempfile.TemporaryDirectory(prefix="entente-upload-") as folder:
        path = Path(folder) / safe_name(str(file.name))
        with path.open("wb") as written:
            for chunk in file.chunks():
                written.write(chunk)
        return add_evidence(by=standing, now=timezone.now(), path=path, source=source)


def safe_name(name: str) -> str:
    """A name that is one file of a folder whatever its sender typed: no paths, no control marks."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C").strip(" .")
    stem, dot, ending = plain.rpartition(".")
    # 255 bytes is what file systems take; the ending says how to read the file.
    short = stem.encode()[:150].decode(errors="ignore") + dot + ending[-20:]
    return short if plain and short.strip(".") else "evidence"


def _tell(request: HttpRequest, added: Added) -> None:
    kept = added.kept
    if added.known_already:
        messages.info(request, "These rows are in the record already; nothing was changed.")
    elif kept.quarantined:
        messages.warning(
            request,
            f"{kept.batch.rows:,} rows taken in, {kept.quarantined:,} set aside: see why below.",
        )
    else:
        messages.success(request, f"{kept.batch.rows:,} rows taken in, none set aside.")


def _batch(standing: Standing, number: int) -> KeptBatch:
    try:
        return batch_of(standing.alliance_id, number)
    except NoSuchBatch:
        raise Http404 from None


def _first(kept: KeptBatch, zone_name: str) -> tuple[list[str], list[list[str]], str]:
    """The first rows of a batch, instants and values in the words of a page."""
    try:
        head, rows = first_rows(checked([kept])[0], FIRST_ROWS)
    except (EvidenceMissing, EvidenceAltered) as problem:
        return [], [], str(problem)
    kinds = {column.name: column.kind for column in TABLES[kept.batch.table]}
    said = [
        [
            _said(value, kinds.get(name, "text"), zone_name)
            for name, value in zip(head, row, strict=True)
        ]
        for row in rows
    ]
    return [name.replace("_", " ") for name in head], said, ""


def _said(value: object, kind: str, zone_name: str) -> str:
    if value is None:
        return NONE
    if kind == "instant" and isinstance(value, int):
        return moment_text(value, zone_name)
    if kind == "number" and isinstance(value, int):
        return decimal_expansion(Fraction(value, MILLIONTHS))
    return str(value)
