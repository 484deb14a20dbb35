"""Small agreements for tests of the kernel: a base text and what a test adds to it."""

from __future__ import annotations

from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.agreement import Agreement

HEAD = """
alliance: harbour-and-quay
title: Desk and hosting
version: {version}
zone: {zone}
in_force: {{from: {from_}{until}}}
parties:
  client: {{name: Harbour Bank}}
  provider: {{name: Quay IT}}
calendars:
  desk: {{weekly: {{mon-fri: "08:00-18:00"}}, holidays: [2026-03-17]}}
  uneven: {{weekly: {{mon-thu: "08:00-18:00", fri: "08:00-12:00"}}}}
evidence:
  tickets: {{table: tickets, columns: {{record: Ticket, at: At, state: State}}}}
"""

SHARE = """
service_levels:
  p1-resolution:
    title: P1 incidents are resolved in time
    measure: {kind: share-within, within: 4 h, calendar: desk, where: record <> ''}
    commitment: at least 95 %
"""

AVAILABILITY = """
service_levels:
  hosting:
    class: critical
    measure: {{kind: availability, of: {of}, {more}}}
    commitment: at least 99.9 %
"""


def agreement(
    body: str = SHARE,
    *,
    version: int = 1,
    zone: str = "Europe/Dublin",
    from_: str = "2026-01-01",
    until: str = "",
) -> Agreement:
    """An agreement of the head and a body; fails with its findings where it has errors."""
    ends = f", until: {until}" if until else ""
    text = HEAD.format(version=version, zone=zone, from_=from_, until=ends) + body
    reading = read_agreement_text(text)
    assert reading.agreement, [f"{f.place}: {f.message}" for f in reading.errors]
    return reading.agreement


def availability(of: str = "outages", more: str = "title: Hosting") -> Agreement:
    """An agreement with one availability of outages or probes."""
    return agreement(AVAILABILITY.format(of=of, more=more))
