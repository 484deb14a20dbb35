"""Findings that the agreement itself accepts with a reason, and acceptances that do nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from entente.agreement.lint.looked import Looked
from entente.agreement.lint.rules import RULES
from entente.agreement.terms.accepted import AcceptedFinding
from entente.agreement.text.shape import Path
from entente.foundation.findings import Finding
from entente.foundation.references import mistyped, nearest

_MOST_PLACES = 3


def accepted(
    found: Sequence[Finding], looked: Looked, today: dt.date | None = None
) -> list[Finding]:
    """The findings, those that are accepted with their reason, and what is wrong with acceptances.

    Without `today` no acceptance has run out.
    """
    acceptances = looked.agreement.accepted_findings
    standing = [
        each
        for each in acceptances
        if each.rule in RULES and RULES[each.rule].acceptable and not _over(each, today)
    ]
    result: list[Finding] = []
    for finding in found:
        reasons = [each.reason for each in standing if _is_of(each, finding)]
        result.append(replace(finding, accepted=reasons[0]) if reasons else finding)
    for index in range(len(acceptances)):
        result += _wrong(looked, index, found, today)
    return result


def _over(acceptance: AcceptedFinding, today: dt.date | None) -> bool:
    return acceptance.until is not None and today is not None and acceptance.until <= today


def _is_of(acceptance: AcceptedFinding, finding: Finding) -> bool:
    at = dotted(finding.path)
    return acceptance.rule == finding.rule and (
        at == acceptance.at or at.startswith(f"{acceptance.at}.")
    )


def dotted(path: Path) -> str:
    """A path as people write it: `service_levels.p1.credit.tiers.0`."""
    return ".".join(str(step) for step in path)


def _wrong(
    looked: Looked, index: int, found: Sequence[Finding], today: dt.date | None
) -> Iterator[Finding]:
    acceptance, path = looked.agreement.accepted_findings[index], ("accepted_findings", index)
    rule = RULES.get(acceptance.rule)
    if rule is None:
        near = nearest(acceptance.rule, RULES)
        hint = f"did you mean {near!r}?" if near else "use the name that stands in brackets"
        message, at = f"there is no rule {acceptance.rule!r}", (*path, "rule")
        edits = looked.rewritten(at, mistyped(acceptance.rule, RULES))
        yield looked.found("unknown-rule", message, hint, at, edits=edits)
    elif not rule.acceptable:
        message = f"{rule.id} cannot be accepted: such terms would not mean one thing"
        yield looked.found("not-acceptable", message, "mend what it finds", (*path, "rule"))
    elif _over(acceptance, today):
        message = f"{rule.id} was accepted until {acceptance.until}, and that day has come"
        hint = "mend what it finds, or agree on a new day"
        yield looked.found("acceptance-expired", message, hint, (*path, "until"))
    elif looked.whole and not any(_is_of(acceptance, each) for each in found):
        message = f"this accepts nothing: {rule.id} is not found at {acceptance.at}"
        yield looked.found("unused-acceptance", message, _elsewhere(rule.id, found), (*path, "at"))


def _elsewhere(rule: str, found: Sequence[Finding]) -> str:
    places = [dotted(finding.path) for finding in found if finding.rule == rule and finding.path]
    if not places:
        return "remove it: there is no such finding any more"
    return f"it is found at {', '.join(places[:_MOST_PLACES])}"
