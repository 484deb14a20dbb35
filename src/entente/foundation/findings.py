"""Findings: mistakes in a document, each with its place, its reason and what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_COLOURS = {"error": "31", "warning": "33", "note": "36"}
_WIDEST = 200  # columns of a source line that are shown
_TAB = 4
_LONGEST, _HEAD, _TAIL = 400, 200, 100  # characters of a text that may quote a very long value


@dataclass(frozen=True)
class Place:
    """Where in a file: lines and columns count from one, columns in characters.

    The end is exclusive: the span `ab` at the start of a line has columns 1 to 3.
    """

    file: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def as_json(self) -> dict[str, object]:
        """The place as a JSON object."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
        }


@dataclass(frozen=True)
class Edit:
    """A text that takes the place of the one between the two ends of a place."""

    place: Place
    text: str

    def as_json(self) -> dict[str, object]:
        """The edit as a JSON object."""
        return {"place": self.place.as_json(), "text": self.text}


@dataclass(frozen=True)
class Finding:
    """One mistake: the rule it breaks, what is wrong, what to do, and where.

    `edits` mend it together, where there is one right answer; `accepted` is the reason for which
    the parties live with it.
    """

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    place: Place | None = None
    path: tuple[str | int, ...] = ()
    edits: tuple[Edit, ...] = ()
    accepted: str = ""

    def __lt__(self, other: Finding) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[object, ...]:
        at = self.place
        where = (at.file, at.line, at.column) if at else ("", 0, 0)
        # Places first, in the order of reading; what has none comes last.
        return (at is None, *where, _SEVERITIES.index(self.severity), self.rule, self.message)

    def as_json(self) -> dict[str, object]:
        """The finding as a JSON object."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "place": self.place.as_json() if self.place else None,
            "path": list(self.path),
            "edits": [edit.as_json() for edit in self.edits],
            "accepted": self.accepted or None,
        }


def render(finding: Finding, source_lines: Sequence[str], colour: bool = False) -> str:
    """The finding for a terminal: place and message, the source line, carets, what to do.

    What the parties accept is dimmed, and says why in the place of what to do.
    """
    if finding.accepted:
        return _accepted(finding, source_lines, colour)
    tint = _COLOURS[finding.severity] if colour else ""
    where = f"{_bold(_safe(str(finding.place)), colour)}: " if finding.place else ""
    kind = _tinted(f"{finding.severity}[{finding.rule}]", tint)
    lines = [f"{where}{kind}: {_safe(_brief(finding.message))}"]
    if finding.place and 1 <= finding.place.line <= len(source_lines):
        lines += _quoted(finding.place, source_lines[finding.place.line - 1], tint)
    if finding.hint:
        lines.append(f"  {_bold('what to do:', colour)} {_safe(_brief(finding.hint))}")
    return "\n".join(lines)


def _accepted(finding: Finding, source_lines: Sequence[str], colour: bool) -> str:
    where = f"{_safe(str(finding.place))}: " if finding.place else ""
    lines = [f"{where}accepted[{finding.rule}]: {_safe(_brief(finding.message))}"]
    if finding.place and 1 <= finding.place.line <= len(source_lines):
        lines += _quoted(finding.place, source_lines[finding.place.line - 1], "")
    lines.append(f"  why: {_safe(_brief(finding.accepted))}")
    return "\n".join(f"\x1b[2m{line}\x1b[0m" if colour else line for line in lines)


def _brief(text: str) -> str:
    """A text whose middle is left out where it quotes pages: what is wrong stands at its ends."""
    return text if len(text) <= _LONGEST else f"{text[:_HEAD]} … {text[-_TAIL:]}"


def _quoted(place: Place, source: str, tint: str) -> list[str]:
    """The source line, and carets under the exact span that stands on it."""
    source = source.rstrip("\r\n")
    first = min(place.column - 1, len(source))
    spans_on = place.end_line is not None and place.end_line > place.line
    last = len(source) if spans_on else (place.end_column or place.column + 1) - 1
    last = max(first, min(last, len(source)))
    # A very long line is shown from a little before the span.
    skipped = max(0, first - _WIDEST // 2) if len(source) > _WIDEST else 0
    shown = source[skipped : skipped + _WIDEST]
    before = _shown(source[skipped:first])
    marked = _shown(source[first : min(last, skipped + _WIDEST)])
    gutter = f" {place.line} | "
    carets = "^" * max(1, _width(marked))
    blank = " " * (len(gutter) - 2) + "| " + " " * _width(before)
    return [gutter + _shown(shown), blank + _tinted(carets, tint)]


def _shown(text: str) -> str:
    return _safe(text.replace("\t", " " * _TAB))


def _safe(text: str) -> str:
    """Text without control and direction characters: a document must not steer the terminal."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(mark) in {"Cc", "Cf", "Cs"} else mark
        for mark in text
    )


def _width(text: str) -> int:
    """Terminal columns: wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(mark) else 1 + (unicodedata.east_asian_width(mark) in "WF")
        for mark in text
    )


def _tinted(text: str, tint: str) -> str:
    return f"\x1b[1;{tint}m{text}\x1b[0m" if tint else text


def _bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text
