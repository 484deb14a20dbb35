"""Three people for page tests: one of each side of an alliance, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from entente.parties import actions
from entente.parties.models import Organisation, Person

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
PASSWORD = "a lighthouse at noon"
SLUG = "harbour-and-quay"


@dataclass(frozen=True)
class People:
    """Ana stands for the client, Tomás for the provider, Mallory nowhere."""

    ana: Person
    tomas: Person
    mallory: Person
    bank: Organisation
    quay: Organisation


@pytest.fixture
def people(db: None) -> People:
    """The demonstration alliance with its two sides, and somebody from outside."""
    ana = _person("ana.keller@harbour.example", "Ana Keller")
    tomas = _person("tomas.ferreira@quay.example", "Tomás Ferreira")
    bank = actions.register_organisation(name="Harbour Bank", short="Harbour")
    quay = actions.register_organisation(name="Quay IT", short="Quay")
    actions.found_alliance(
        slug=SLUG,
        name="Harbour and Quay",
        client=bank,
        provider=quay,
        side="client",
        by=ana,
        now=NOW,
    )
    actions.add_member(slug=SLUG, person=tomas, side="provider", role="manager", by=ana, now=NOW)
    return People(ana, tomas, _person("mallory@elsewhere.example", "Mallory"), bank, quay)


def as_seen_by(person: Person) -> Client:
    """A client in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


@cache
def _hashed() -> str:
    """Hashing is slow on purpose; all three people share one password, so once is enough."""
    return make_password(PASSWORD)


def _person(email: str, name: str) -> Person:
    person = actions.register_person(email=email, name=name)
    person.password = _hashed()
    person.save(update_fields=["password"])
    return person
