"""Mending: the edits that findings offer, made until none is left, and none that does harm.

Each round takes the edits that do not touch each other, makes them in memory and reads the result.
A mend that leaves its finding, or after which the text reads worse, is not made.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from entente.agreement.lint.rules import RULES
from entente.agreement.reading import Reading, read_agreement_texts
from entente.agreement.text.mends import applied, span
from entente.agreement.text.yaml_source import read_text
from entente.foundation.findings import Edit, Finding

MOST_ROUNDS = 20
# What is found of a text before its words are looked at.
_STRUCTURE = frozenset(rule.id for rule in RULES.values() if rule.subject == "Reading") - {
    "type", "value", "unknown-word", "unknown-key", "missing-key", "condition",
    "unresolved-reference",
}  # fmt: skip
Key = tuple[str, tuple[str | int, ...], str]


@dataclass(frozen=True)
class Mended:
    """The files with their mends, the findings that were mended, and what reading them gives."""

    texts: dict[str, str]
    made: tuple[Finding, ...]
    reading: Reading


def mended(texts: Mapping[str, str], today: dt.date | None = None) -> Mended:
    """The texts of an agreement's files, by name, with every mend made that findings offer."""
    state = Mended(dict(texts), (), read_agreement_texts(texts, today))
    refused: set[Key] = set()
    for _ in range(MOST_ROUNDS):
        chosen = _apart(
            finding
            for finding in with_pins(state.reading, state.texts)
            if finding.edits and not finding.accepted and _key(finding) not in refused
        )
        if not chosen:
            break
        together = _after(state, chosen, today)
        state = together or _one_by_one(state, chosen, refused, today)
    return state


def with_pins(reading: Reading, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings, those of holidays by country with the dates as their edit.

    The dates are looked up here and not by the rule, because that takes longer than all rules.
    """
    if not any(finding.rule == "holidays-not-pinned" for finding in reading.findings):
        return reading.findings
    from entente.agreement.text.pin import UnknownCountry, pins

    edits: dict[str | int, Edit] = {}
    for name, text in texts.items():
        try:
            edits.update(pins(read_text(text, name), text))
        except UnknownCountry:
            continue  # the finding stays, and `entente pin` says which country
    return tuple(
        replace(finding, edits=(edits[finding.path[1]],))
        if finding.rule == "holidays-not-pinned" and finding.path[1] in edits
        else finding
        for finding in reading.findings
    )


def _key(finding: Finding) -> Key:
    """What is found in which clause; a mend within it may move the path."""
    return finding.rule, finding.path[:2], finding.message


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose edits do not touch those of another before them."""
    chosen: list[Finding] = []
    taken: list[tuple[str, tuple[int, int], tuple[int, int]]] = []
    for finding in findings:
        own = [(edit.place.file, *span(edit)) for edit in finding.edits]
        if not any(
            file == other and start <= last and first <= end
            for file, start, end in own
            for other, first, last in taken
        ):
            chosen.append(finding)
            taken += own
    return chosen


def _after(state: Mended, chosen: list[Finding], today: dt.date | None) -> Mended | None:
    """What comes of mends; None where they do harm or leave what they should mend."""
    edits = [edit for finding in chosen for edit in finding.edits]
    texts = {
        name: applied(text, [edit for edit in edits if edit.place.file == name])
        for name, text in state.texts.items()
    }
    reading = read_agreement_texts(texts, today)
    gone = Counter(map(_key, chosen))
    before, left = (Counter(map(_key, each.findings)) for each in (state.reading, reading))
    if any(left[key] > before[key] - gone[key] for key in gone):
        return None
    if _is_worse(state.reading, reading):
        return None
    return Mended(texts, (*state.made, *chosen), reading)


def _one_by_one(
    state: Mended, chosen: list[Finding], refused: set[Key], today: dt.date | None
) -> Mended:
    """The first mend that does no harm by itself; those before it are refused from now on."""
    for finding in chosen:
        if alone := _after(state, [finding], today):
            return alone
        refused.add(_key(finding))
    return state


def _is_worse(before: Reading, after: Reading) -> bool:
    """Whether a text reads no more, or a key is now lost behind another.

    Misfits may well be more than before: a clause whose key was mistyped was not read at all.
    """
    if before.root is not None and after.root is None:
        return True
    found = [
        [f.rule for f in reading.findings if f.rule in _STRUCTURE] for reading in (before, after)
    ]
    return bool(Counter(found[1]) - Counter(found[0]))
