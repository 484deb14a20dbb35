"""Pages of scope: the agreement as a document, its versions, recording a new one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from entente.agreement.allowance import (
    Allowance,
    Month,
    allowance,
)
from entente.agreement.explain import Paragraph, explain
from entente.agreement.explain.prose import Block, blocks
from entente.agreement.greatest import fee_base, greatest_total, monthly_cap
from entente.agreement.reading import Reading, read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.levels import ServiceLevel
from entente.agreement.terms.scope import Task
from entente.foundation.findings import Finding
from entente.parties.access import NotPermitted, alliance_page
from entente.parties.kernel.standing import Standing
from entente.scope.access import may_record_version
from entente.scope.actions import AgreementHasErrors, AlreadyRecorded, MayNotRecord, record_version
from entente.scope.forms import AgreementForm
from entente.scope.queries import NoAgreement, Version, terms_in_force, versions_of

SECTIONS = {
    "services": "Services",
    "tasks": "Tasks",
    "deliverables": "Deliverables",
    "service_levels": "Service levels",
    "measures": "Measures",
    "exclusions": "Exclusions",
    "credits": "Service credits",
    "charges": "Charges",
    "prices": "Changes of price",
    "rights": "Rights",
    "obligations": "Duties",
    "severities": "Severities",
    "standards": "Standards",
    "policies": "Policies",
    "roles": "Roles",
    "key_people": "Key people",
    "raci": "Who does what",
    "bodies": "Bodies",
    "meetings": "Meetings",
    "ladders": "Escalation",
    "changes": "Change procedures",
    "exit": "Leaving",
    "renewal": "Term and renewal",
    "dates": "Dates",
    "calendars": "Calendars",
    "order_of_precedence": "Order of precedence",
    "evidence": "Records that decide",
    "accepted_findings": "Accepted findings",
}


@dataclass(frozen=True)
class Clause:
    """A clause in words, its anchor, and what a page can show beside the words."""

    anchor: str
    key: str
    paragraph: Paragraph
    level: ServiceLevel | None = None
    allows: Allowance | None = None
    task: Task | None = None

    @property
    def prose(self) -> tuple[Block, ...]:
        """What it says, as running text with its lists."""
        return blocks(self.paragraph.sentences)


@dataclass(frozen=True)
class Section:
    """A chapter of the document."""

    anchor: str
    title: str
    clauses: tuple[Clause, ...]

    @property
    def short(self) -> bool:
        """Whether its clauses are short enough to stand two abreast."""
        return self.anchor not in {"service-levels", "measures", "calendars", "credits"}


@dataclass(frozen=True)
class Shown:
    """A finding and the source line that it is about, for a page."""

    finding: Finding
    line: str
    before: str
    marked: str
    after: str


@alliance_page
def agreement(request: HttpRequest, standing: Standing) -> HttpResponse:
    """The agreement in force, as a document."""
    try:
        version = terms_in_force(standing.alliance_id, timezone.now().date())
    except NoAgreement:
        shown = {"may_record": may_record_version(standing.role)}
        return render(request, "scope/no_agreement.html", shown)
    return _document(request, standing, version)


@alliance_page
def version(request: HttpRequest, standing: Standing, number: int) -> HttpResponse:
    """One version of the agreement, as a document."""
    return _document(request, standing, _version(standing, number))


@alliance_page
def source(_request: HttpRequest, standing: Standing, number: int) -> HttpResponse:
    """The text of a version, byte for byte as it was recorded."""
    found = _version(standing, number)
    response = HttpResponse(found.text.encode(), content_type="application/yaml; charset=utf-8")
    name = f"agreement-{found.number}.yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@alliance_page
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Record a version; what is wrong with its text is shown line by line."""
    if not may_record_version(standing.role):
        raise NotPermitted(
            "An owner, signatory or manager of either side can record a version of the agreement."
        )
    form = AgreementForm(request.POST or None, request.FILES or None)
    findings: list[Shown] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = record_version(
                alliance_id=standing.alliance_id,
                role=standing.role,
                by=standing.person_id,
                now=timezone.now(),
                text=form.agreement,
            )
        except AgreementHasErrors as errors:
            form.add_error(None, str(errors))
            findings = _findings(form.agreement)
        except (AlreadyRecorded, MayNotRecord) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Version {made.number} is recorded.")
            return redirect("scope:version", slug=standing.slug, number=made.number)
    shown = {"form": form, "findings": findings}
    return render(request, "scope/record.html", shown, status=422 if form.errors else 200)


def _document(request: HttpRequest, standing: Standing, found: Version) -> HttpResponse:
    terms = found.agreement
    every = versions_of(standing.alliance_id)
    today = timezone.now().date()
    month = _month_of(found, today)
    shown = {
        "version": found,
        "terms": terms,
        "versions": every[::-1],
        "whole": explain(terms, "agreement")[0],
        "sections": _sections(terms, month),
        "month": dt.date(month.year, month.month, 1),
        "fee_base": fee_base(terms) if terms.credits else None,
        "greatest": greatest_total(terms),
        "cap": monthly_cap(terms),
        "warnings": [f for f in _read(found.text).standing if f.severity == "warning"],
        "may_record": may_record_version(standing.role),
    }
    return render(request, "scope/agreement.html", shown)


def _version(standing: Standing, number: int) -> Version:
    for found in versions_of(standing.alliance_id):
        if found.number == number:
            return found
    raise Http404


def _month_of(found: Version, today: dt.date) -> Month:
    """This month where the version holds in it, else the first in which it does."""
    day = max(today, found.in_force_from)
    if found.in_force_until and day >= found.in_force_until:
        day = found.in_force_until - dt.timedelta(days=1)
    return Month(day.year, day.month)


def _sections(terms: Agreement, month: Month) -> list[Section]:
    by_section: dict[str, list[Clause]] = {name: [] for name in SECTIONS}
    for paragraph in explain(terms):
        name, _, key = paragraph.key.partition(".")
        if name in by_section:
            by_section[name].append(_clause(terms, month, paragraph, name, key))
    return [
        Section(name.replace("_", "-"), title, tuple(by_section[name]))
        for name, title in SECTIONS.items()
        if by_section[name]
    ]


def _clause(terms: Agreement, month: Month, paragraph: Paragraph, section: str, key: str) -> Clause:
    anchor = paragraph.key.replace(".", "-").replace("_", "-")
    if section == "service_levels":
        level = terms.service_levels[key]
        allows = allowance(terms, key, month)
        measure = terms.measure_of(level)
        # The outage that a month allows is no promise of a longer period, or of several things.
        if measure.window != "month" or getattr(measure, "population", None) is not None:
            allows = dataclasses.replace(allows, outage=None)
        return Clause(anchor, key, paragraph, level=level, allows=allows)
    if section == "tasks":
        return Clause(anchor, key, paragraph, task=terms.tasks[key])
    return Clause(anchor, key, paragraph)


def _read(text: str) -> Reading:
    return read_agreement_text(text, "agreement.yaml")


def _findings(text: str) -> list[Shown]:
    """Every finding with the line that it is about: errors first, what is accepted last."""
    reading = _read(text)
    source_lines = text.splitlines()
    found = [*reading.standing, *reading.accepted]
    found.sort(key=lambda finding: (bool(finding.accepted), finding.severity != "error"))
    return [_shown(finding, source_lines) for finding in found]


def _shown(finding: Finding, source_lines: list[str]) -> Shown:
    place = finding.place
    if place is None or not 1 <= place.line <= len(source_lines):
        return Shown(finding, "", "", "", "")
    line = source_lines[place.line - 1][:300]
    start = max(0, place.column - 1)
    same_line = place.end_line in (None, place.line)
    end = (place.end_column or place.column + 1) - 1 if same_line else len(line)
    return Shown(finding, line, line[:start], line[start:end] or " ", line[end:])
