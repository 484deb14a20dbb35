"""Rules about words that bind: those which two people at one table read in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from entente.agreement.lint.looked import Looked
from entente.agreement.text.shape import Path
from entente.agreement.text.yaml_source import Mapping, Scalar, Sequence, Written
from entente.foundation.findings import Finding

# Keys whose values are texts for people; others have forms of their own.
_TEXT_KEYS = frozenset(
    {
        "title", "name", "description", "acceptance_criteria", "criteria", "text", "note",
        "purpose", "grants", "consequence", "scope", "subject", "content", "agenda", "every",
    }
)  # fmt: skip
# Said by lint itself, by people of files, or of what already happened.
_SKIPPED = frozenset({"evidence", "accepted_findings", "parties"})

_BY_WHEN = "say by when, in hours or days of a calendar"
_HOW_MUCH = "say how much, with a figure that a record shows"
_WHO_JUDGES = "say what is done, or who decides and by which test"
_HOW_OFTEN = "say how often, or on which days"
_WHICH = "list which, so that the list is closed"
_WHEN_NOT = "say when not, as an exclusion"
_WHOSE = "say who agrees, by when, and what holds until then"
# What to write instead, by what is missing from the words.
_INSTEAD: tuple[tuple[str, str], ...] = (
    (r"timely|in a timely (?:manner|fashion)|prompt(?:ly)?|immediate(?:ly)?|forthwith|"
     r"as soon as (?:reasonably )?(?:possible|practicable)|as (?:quickly|promptly) as possible|"
     r"asap|without (?:undue )?delay|expeditious(?:ly)?|in due course|at the earliest "
     r"(?:opportunity|possible time)|shortly|near[- ]?real[- ]?time", _BY_WHEN),
    (r"(?:commercially |reasonable )?best (?:commercial |reasonable )?(?:endeavou?rs|efforts?)|"
     r"(?:commercially )?reasonable (?:commercial )?(?:endeavou?rs|efforts?)|commercially "
     r"reasonable|good faith efforts?|every attempt|every effort|(?:shall|will) "
     r"(?:endeavou?r|strive|attempt|aim) to|utmost", _WHO_JUDGES),
    (r"(?<!un)reasonabl[ey]|appropriate(?:ly)?|suitabl[ey]|proper(?:ly)?|satisfactor(?:y|ily)|"
     r"acceptable|workmanlike|professional(?:ly)? manner|competent(?:ly)?|industry "
     r"(?:standards?|practices?)|best practices?|state of the art|good (?:industry|utility) "
     r"practices?|high[- ]quality|user[- ]friendly|robust|flexibl[ey]|seamless(?:ly)?|"
     r"efficient(?:ly)?", _WHO_JUDGES),
    (r"adequate(?:ly)?|sufficient(?:ly)?|substantial(?:ly)?|material(?:ly)?|significant(?:ly)?|"
     r"considerabl[ey]|minimal(?:ly)?|minimi[sz]e[sd]?|maximi[sz]e[sd]?|optimi[sz]e[sd]?|"
     r"approximate(?:ly)?|about the same|roughly|a few|several|most of|as many as possible|"
     r"large number", _HOW_MUCH),
    (r"from time to time|periodic(?:al(?:ly)?)?|regularly|frequent(?:ly)?|occasional(?:ly)?|"
     r"on a regular basis|on an ongoing basis|ad hoc", _HOW_OFTEN),
    (r"as (?:needed|required|necessary|appropriate|applicable)|(?:if|when|where|wherever|whenever) "
     r"(?:possible|practicable|necessary|needed|feasible|appropriate|applicable)|"
     r"to the (?:extent|maximum extent) (?:possible|practicable|feasible)|so far as possible|"
     r"generally|normally|usually|typically|in principle|under normal circumstances", _WHEN_NOT),
    (r"mutual(?:ly)? (?:agreed?|agreeable|acceptable)(?: upon)?|to be (?:agreed|determined|"
     r"defined)|tb[acd]|agree to agree|as agreed", _WHOSE),
    (r"and/or|etc\.?|and so on|and the like|and similar|including but not limited to|including "
     r"without limitation|such as|any other (?:event|cause|reason)s?|among others?", _WHICH),
)  # fmt: skip
_AMBIGUOUS = re.compile(
    "|".join(rf"(?P<w{index}>\b(?:{words}))(?!\w)" for index, (words, _) in enumerate(_INSTEAD)),
    re.IGNORECASE,
)


def word_findings(looked: Looked) -> Iterator[Finding]:
    """A note for each word on which two readers may differ, with what to write instead."""
    for key, entry in looked.places.root.entries.items():
        if key in _SKIPPED:
            continue
        for path, text in _texts(entry.value, (key,), key in _TEXT_KEYS):
            for match in _AMBIGUOUS.finditer(text):
                message = f"{match[0]!r} can be read in more than one way"
                hint = _INSTEAD[int(str(match.lastgroup)[1:])][1]
                yield looked.found("ambiguous-word", message, hint, path)


def _texts(written: Written, path: Path, is_text: bool) -> Iterator[tuple[Path, str]]:
    """Every text for people, with its path."""
    if isinstance(written, Mapping):
        for key, entry in written.entries.items():
            yield from _texts(entry.value, (*path, key), key in _TEXT_KEYS)
    elif isinstance(written, Sequence):
        for index, item in enumerate(written.items):
            yield from _texts(item, (*path, index), is_text)
    elif is_text and isinstance(written, Scalar) and isinstance(written.value, str):
        yield path, written.value
