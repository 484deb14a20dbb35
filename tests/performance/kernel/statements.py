"""One small statement, built by hand, for tests that change a part of it."""

from __future__ import annotations

from entente.performance.kernel.compile import Calendars, compile_level
from entente.performance.kernel.credits.month import credits
from entente.performance.kernel.defaults import defaults
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.ratchets import ratchets
from entente.performance.kernel.results import result
from entente.performance.kernel.rights import rights
from entente.performance.kernel.statement import Statement, statement
from entente.performance.kernel.tallies import ElapsedTally, Removed, Sample
from entente.performance.kernel.versions import Month, in_order, month_window
from tests.performance.kernel.histories import history
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)
BODY = """
charges: {run: {name: Run, monthly: 100000 EUR}}
credits: {currency: EUR, fee_base: [run], at_risk: 10 %, pools: {q: 50 %}}
exclusions: {waited: {title: Waited for the client, claimed: true}}
service_levels:
  p1-resolution:
    class: critical
    measure: {kind: share-within, within: 4 h, calendar: desk, exclusions: [waited]}
    commitment: at least 95 %
    credit: {pool: q, allocation: 40 %}
    default_when: [{times: 2, within: 6 months}]
    ratchet: {every: 3 months, rule: half-way}
  mean-clock:
    measure: {kind: mean, of: elapsed}
    commitment: at most 8 h
rights:
  leave: {grants: terminate-service, when: [{failures: {times: 2, within: 6 months}}]}
"""


def batch(name: str = "incidents.csv", content: str = "sha256:aa", **more: object) -> Batch:
    """A batch of tickets; the rest is told by name."""
    told = {"table": "tickets", "source": "tickets", "file_sha256": "ff", "mapping_sha256": "ee"}
    rows = {"rows": 3, "quarantined": (("unparsable-date", 1),)}
    return Batch(**{"name": name, "content": content, **told, **rows, **more})  # type: ignore[arg-type] # keywords of ours


def small_statement(
    *, within: int = 9, total: int = 10**17, batches: tuple[Batch, ...] = (batch(),)
) -> Statement:
    """Nine of ten in time, one left out, credits due."""
    terms = agreement(BODY)
    versions, calendars = in_order([terms]), Calendars()
    tally = ElapsedTally(
        Sample(11, within, total), Sample(10, within, total), (Removed("waited", 1),), pending=2
    )
    results = [
        result(compile_level(key, versions, MARCH, calendars=calendars), tally)
        for key in terms.service_levels
    ]
    known = history(terms, {str(MARCH): results})
    return statement(
        month=MARCH,
        window=month_window(MARCH, terms),
        governing=versions[0],
        versions=versions,
        digests={1: "sha256:11"},
        calendars=calendars.used(),
        batches=batches,
        results=results,
        credits=credits(known, MARCH),
        defaults=defaults(known, MARCH),
        rights=rights(known, MARCH, credits),
        ratchets=ratchets(known, MARCH),
    )
