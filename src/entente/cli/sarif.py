"""Findings as a SARIF 2.1.0 log, which editors and pipelines show beside the lines."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from entente.agreement.lint.rules import RULES, Rule
from entente.foundation.findings import Edit, Finding, Place

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
PAGES = "docs/lint"  # of the rules, from the root of Entente's own documents
Json = dict[str, Any]  # whatever a JSON object holds
_ORDER = {rule: index for index, rule in enumerate(RULES)}


def sarif_log(findings: Sequence[Finding]) -> Json:
    """One run with every rule there is, and a result for each finding, accepted or not."""
    driver: Json = {
        "name": "entente",
        "version": version("entente"),
        "rules": [_rule(rule) for rule in RULES.values()],
    }
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> Json:
    page = f"{PAGES}/{rule.page}.md"
    return {
        "id": rule.id,
        "shortDescription": {"text": _sentence(rule.summary)},
        "help": {"text": f"Why, and how to mend it: {page} of Entente's documents."},
        "helpUri": page,
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.subject]},
    }


def _result(finding: Finding) -> Json:
    hint = f" What to do: {_sentence(finding.hint)}" if finding.hint else ""
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": _ORDER[finding.rule],
        "level": finding.severity,
        "message": {"text": f"{_sentence(finding.message)}{hint}"},
    }
    if finding.place:
        result["locations"] = [_location(finding.place, finding.path)]
    if finding.accepted:
        result["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": finding.accepted}
        ]
    if finding.edits:
        result["fixes"] = [_fix(finding.edits)]
    return result


def _sentence(text: str) -> str:
    end = "" if text.endswith((".", "?", "!", "…")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"


def _location(place: Place, path: Sequence[str | int]) -> Json:
    location: Json = {
        "physicalLocation": {"artifactLocation": _artifact(place.file), "region": _region(place)}
    }
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": ".".join(map(str, path))}]
    return location


def _artifact(file: str) -> Json:
    path = Path(file)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}


def _region(place: Place) -> Json:
    """Lines and columns from one, the end not included; a place without an end is one character."""
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line or place.line,
        "endColumn": place.end_column or place.column + 1,
    }


def _fix(edits: Sequence[Edit]) -> Json:
    by_file: dict[str, list[Json]] = {}
    for edit in edits:
        replacement: Json = {
            "deletedRegion": _region(edit.place),
            "insertedContent": {"text": edit.text},
        }
        by_file.setdefault(edit.place.file, []).append(replacement)
    return {
        "description": {"text": "Mend it as shown."},
        "artifactChanges": [
            {"artifactLocation": _artifact(file), "replacements": replacements}
            for file, replacements in by_file.items()
        ],
    }
