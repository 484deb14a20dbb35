"""The way in: an agreement's files into terms and findings, all at once, nothing raised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as Texts
from dataclasses import dataclass, field
from pathlib import Path

from entente.agreement.lint import lint
from entente.agreement.lint.rules import COMPUTABLE
from entente.agreement.terms.agreement import Agreement
from entente.agreement.text.shape import Places, shaped
from entente.agreement.text.yaml_source import (
    LARGEST,
    Document,
    Entry,
    Mapping,
    read_bytes,
    read_text,
)
from entente.foundation.findings import Finding, Place

MOST_FILES = 100


@dataclass(frozen=True)
class Reading:
    """What came of reading: the terms where they can be computed, and every finding.

    `agreement` is None where an error keeps the terms from meaning one thing; errors of judgement
    (say, credits that add up to too much) do not, but `errors` names them and nobody should sign.
    `draft` is what could be read in spite of errors, for pages that go on while a person types.
    """

    agreement: Agreement | None
    findings: tuple[Finding, ...]
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)  # file -> its lines
    draft: Agreement | None = None
    root: Mapping | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep it from being signed: errors that nobody accepted."""
        return tuple(found for found in self.standing if found.severity == "error")

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that the agreement does not accept."""
        return tuple(finding for finding in self.findings if not finding.accepted)

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """The findings that the agreement accepts, each with the reason."""
        return tuple(finding for finding in self.findings if finding.accepted)


def read_agreement(path: Path, today: dt.date | None = None) -> Reading:
    """The agreement of a file, or of all YAML files of a folder together.

    Findings that are accepted until a day count again from `today` on.
    """
    files = agreement_files(path)
    if not files:
        return _nothing(str(path), "no-files", "the folder holds no .yaml file")
    if len(files) > MOST_FILES:
        return _nothing(str(path), "too-many-files", f"more than {MOST_FILES} files")
    return _read([_document(file) for file in files], today)


def agreement_files(path: Path) -> list[Path]:
    """The files that make up the agreement at a path, in the order in which they are read."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in {".yaml", ".yml"})


def read_agreement_texts(texts: Texts[str, str], today: dt.date | None = None) -> Reading:
    """The agreement that several files say, by their names in order."""
    return _read([read_text(text, name) for name, text in texts.items()], today)


def read_agreement_text(
    text: str, name: str = "agreement.yaml", today: dt.date | None = None
) -> Reading:
    """The agreement that a text says."""
    return _read([read_text(text, name)], today)


def _document(path: Path) -> Document:
    try:
        with path.open("rb") as file:
            return read_bytes(file.read(LARGEST + 1), str(path))
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        found = Finding("unreadable-file", "error", f"{path} cannot be read: {reason}",
                        "check its name and who may read it", Place(str(path), 1, 1))  # fmt: skip
        return Document(str(path), (), None, (found,))


def _nothing(name: str, rule: str, message: str) -> Reading:
    finding = Finding(rule, "error", message, "name the agreement's file", Place(name, 1, 1))
    return Reading(None, (finding,))


def _read(documents: list[Document], today: dt.date | None) -> Reading:
    sources = {document.file: document.lines for document in documents}
    found = [finding for document in documents for finding in document.findings]
    roots = [_mapping(document, found) for document in documents]
    root = _merged([root for root in roots if root is not None], found)
    if root is None or None in roots:
        return Reading(None, tuple(sorted(found)), sources, None, root)
    agreement, misfits, whole = shaped(root)
    # What stands in for a refused alias would be found wanting once more at the same place.
    known = {(finding.place.line, finding.place.column) for finding in found if finding.place}
    found += [m for m in misfits if not m.place or (m.place.line, m.place.column) not in known]
    found += lint(agreement, Places(root), whole=whole, today=today)
    clean = not any(f.severity == "error" and f.rule not in COMPUTABLE for f in found)
    return Reading(agreement if clean else None, tuple(sorted(found)), sources, agreement, root)


def _mapping(document: Document, found: list[Finding]) -> Mapping | None:
    if document.root is None or isinstance(document.root, Mapping):
        return document.root
    hint, place = "start with alliance, title, zone", document.root.place
    found.append(Finding("type", "error", "an agreement is keys with values", hint, place))
    return None


KEYED = frozenset(
    {
        "calendars", "services", "tasks", "deliverables", "measures", "service_levels",
        "exclusions", "charges", "evidence", "dates", "obligations", "rights", "roles",
        "key_people", "bodies", "meetings", "raci", "ladders", "changes", "policies", "standards",
        "prices",
    }
)  # fmt: skip


def _merged(roots: list[Mapping], found: list[Finding]) -> Mapping | None:
    """One document of several; a section of keyed entries may be spread over files."""
    if not roots:
        return None
    entries: dict[str, Entry] = {}
    for root in roots:
        for key, entry in root.entries.items():
            entries[key] = _joined(entries[key], entry, found) if key in entries else entry
    return Mapping(entries, roots[0].place)


def _joined(first: Entry, second: Entry, found: list[Finding]) -> Entry:
    both = isinstance(first.value, Mapping) and isinstance(second.value, Mapping)
    if first.key not in KEYED or not both:
        found.append(_twice(first, second, first.key))
        return first
    assert isinstance(first.value, Mapping)
    assert isinstance(second.value, Mapping)
    entries = dict(first.value.entries)
    for key, entry in second.value.entries.items():
        if key in entries:
            found.append(_twice(entries[key], entry, f"{first.key}: {key}"))
        else:
            entries[key] = entry
    return Entry(first.key, first.place, Mapping(entries, first.value.place))


def _twice(first: Entry, second: Entry, name: str) -> Finding:
    message = f"{name} is defined here a second time; the first is at {first.place}"
    return Finding("defined-twice", "error", message, "remove one of the two", second.place)
