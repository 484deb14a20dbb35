"""A small world for page tests: an alliance with its agreement, two months of evidence, statements.

The evidence is the demonstration's own history; the people are those of all page tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from entente.parties import actions as parties
from entente.parties.kernel.standing import Standing
from entente.parties.models import Organisation, Person
from entente.parties.queries import membership_of
from entente.performance.actions import add_evidence, make_statement
from entente.performance.kernel.versions import Month
from entente.performance.queries.evidence import KeptBatch
from entente.performance.queries.statements import KeptStatement
from entente.scope.actions import record_version
from entente.web.demo.history import history
from tests.people import PASSWORD, SLUG, People

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
AGREEMENT = Path(__file__).resolve().parents[3] / "examples" / "harbour-and-quay" / "agreement.yaml"


@dataclass(frozen=True)
class World:
    """An alliance whose September is measured, and whose October is too."""

    people: People
    reader: Person
    client: Standing
    provider: Standing
    batches: dict[str, KeptBatch]
    september: KeptStatement
    october: KeptStatement

    def page(self, path: str = "") -> str:
        """The address of a page of the alliance."""
        return f"/a/{SLUG}/{path}"


@cache
def files() -> dict[str, bytes]:
    """Two months of every source, as known when November is three days old."""
    return history(first=date(2026, 9, 1), months=2, until=NOW)


def agreement_text() -> str:
    """The example's agreement, in force from the first of these months."""
    text = AGREEMENT.read_text(encoding="utf-8")
    return re.sub(r"(?m)^in_force: .*$", "in_force: {from: 2026-09-01}", text, count=1)


def found() -> tuple[People, Person]:
    """The alliance with its two sides, somebody from outside, and a reader of the client."""
    ana = _person("ana.keller@harbour.example", "Ana Keller")
    tomas = _person("tomas.ferreira@quay.example", "Tomás Ferreira")
    mallory = _person("mallory@elsewhere.example", "Mallory")
    reader = _person("rita.reader@harbour.example", "Rita Reader")
    bank = parties.register_organisation(name="Harbour Bank", short="Harbour")
    quay = parties.register_organisation(name="Quay IT", short="Quay")
    parties.found_alliance(
        slug=SLUG, name="Harbour and Quay", client=bank, provider=quay, side="client", by=ana,
        now=NOW,
    )  # fmt: skip
    for person, side, role in ((tomas, "provider", "manager"), (reader, "client", "reader")):
        parties.add_member(slug=SLUG, person=person, side=side, role=role, by=ana, now=NOW)  # type: ignore[arg-type] # words of the table above
    _elsewhere(mallory, bank, quay)
    return People(ana, tomas, mallory, bank, quay), reader


def opened(folder: Path) -> World:
    """The whole world; what it stores lies below `settings.DATA`."""
    people, reader = found()
    client, provider = membership_of(people.ana.pk, SLUG), membership_of(people.tomas.pk, SLUG)
    record_version(
        alliance_id=client.alliance_id, role=client.role, by=client.person_id, now=NOW,
        text=agreement_text(),
    )  # fmt: skip
    batches = {}
    for name, content in files().items():
        path = folder / name
        path.write_bytes(content)
        batches[name] = add_evidence(by=provider, now=NOW, path=path).kept
    september, october = (
        make_statement(by=provider, now=NOW, period=Month(2026, number)).kept for number in (9, 10)
    )
    return World(people, reader, client, provider, batches, september, october)


def _person(email: str, name: str) -> Person:
    return parties.register_person(email=email, name=name, password=PASSWORD)


def _elsewhere(mallory: Person, bank: Organisation, quay: Organisation) -> None:
    """The stranger has an alliance of their own, so that pages differ by right, not by chance."""
    other = parties.register_organisation(name="Elsewhere", short="Elsewhere")
    parties.found_alliance(
        slug="elsewhere", name="Elsewhere", client=other, provider=quay, side="client", by=mallory,
        now=NOW,
    )  # fmt: skip
