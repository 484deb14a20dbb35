"""Fixtures of scope: the alliance of all page tests, with and without its agreement."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from entente.parties.kernel.standing import Standing
from entente.parties.models import Person
from entente.parties.queries import membership_of
from entente.scope.actions import record_version
from tests.people import SLUG, People
from tests.performance.web.world import NOW, agreement_text, found

RECORD = f"/a/{SLUG}/scope/agreement/record/"


@dataclass(frozen=True)
class Signed:
    """An alliance and those who look at its agreement."""

    people: People
    reader: Person
    client: Standing


@pytest.fixture
def founded(db: None) -> Signed:
    """The alliance before anything is agreed."""
    people, reader = found()
    return Signed(people, reader, membership_of(people.ana.pk, SLUG))


@pytest.fixture
def signed(founded: Signed) -> Signed:
    """The alliance with version 1 of its agreement."""
    record_version(
        alliance_id=founded.client.alliance_id, role=founded.client.role,
        by=founded.client.person_id, now=NOW, text=agreement_text(),
    )  # fmt: skip
    return founded
