"""Small agreements to try rules on, and the findings they bring."""

from __future__ import annotations

from entente.agreement.reading import Reading, read_agreement_text
from entente.agreement.terms.agreement import Agreement
from entente.foundation.findings import Finding

HEAD = """\
alliance: harbour-and-quay
title: A small agreement
zone: Europe/Dublin
in_force: {from: 2025-11-01}
parties: {client: {name: Harbour}, provider: {name: Quay}}
"""
EVIDENCE = """\
evidence:
  tickets: {table: tickets, columns: {record: T, at: A, state: S}, fields: {priority: P},
    states: {New: {state: new, event: opened}, Done: {state: done, event: resolved}}}
  outages: {table: outages, fields: {service: S}}
  probes: {table: probes}
  surveys: {table: surveys}
  claims: {table: exclusions}
  values: {table: values}
"""
LEVEL = """\
service_levels:
  p1:
    measure: {kind: share-within, within: 4 h, where: priority = 'P1'}
    commitment: at least 95 %
"""
OFFICE = "calendars:\n  office: {weekly: {mon-fri: 08:00-18:00}}\n"
MONEY = """\
charges: {run: {name: Running, monthly: 100000 EUR}}
credits: {currency: EUR, fee_base: [run], at_risk: 10 %, pools: {a: 50 %}}
"""


def reading_of(*parts: str) -> Reading:
    """What comes of a head, some sections, and evidence for every measure."""
    return read_agreement_text("\n".join([HEAD, *parts, EVIDENCE]), "draft.yaml")


def agreement_of(*parts: str) -> Agreement:
    """The terms of sections that read without errors."""
    reading = reading_of(*parts)
    assert reading.agreement is not None, [str(finding) for finding in reading.findings]
    return reading.agreement


def level(measure: str, commitment: str = "at least 95 %", more: str = "") -> str:
    """A section with one service level."""
    return (
        f"service_levels:\n  one:\n    measure: {{{measure}}}\n    commitment: {commitment}\n"
        + "".join(f"    {line}\n" for line in more.splitlines())
    )


def rules(reading: Reading) -> list[str]:
    """The rules of the findings, in order."""
    return [finding.rule for finding in reading.findings]


def only(reading: Reading, rule: str) -> Finding:
    """The one finding of a rule."""
    found = [finding for finding in reading.findings if finding.rule == rule]
    assert len(found) == 1, [(f.rule, f.message) for f in reading.findings]
    return found[0]
