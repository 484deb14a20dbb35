"""Three people and every page: each side sees it, a stranger learns nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import as_seen_by
from tests.performance.web.world import World

PAGES = (
    "",
    "performance/service-levels/",
    "performance/service-levels/p1-resolution/",
    "performance/service-levels/p1-resolution/2026-10/",
    "performance/service-levels/payments-availability/2026-10/",
    "performance/service-levels/payments-availability-by-probes/2026-09/",
    "performance/service-levels/teller-response/2026-10/",
    "performance/service-levels/user-satisfaction/2026-09/",
    "performance/service-levels/p1-resolution-95th/2026-09/",
    "performance/statements/",
    "performance/statements/{statement}/",
    "performance/statements/{statement}/statement.json",
    "performance/statements/{statement}/bundle.zip",
    "performance/statements/check/",
    "performance/exclusions/",
    "performance/evidence/",
    "performance/evidence/{batch}/",
    "performance/evidence/{batch}/file/",
    "scope/agreement/",
    "scope/agreement/1/",
    "scope/agreement/1/agreement.yaml",
)


def address(world: World, page: str) -> str:
    batch = world.batches["incidents.csv"].id
    return world.page(page.format(statement=world.october.id, batch=batch))


@pytest.mark.parametrize("page", PAGES)
def test_both_sides_see_the_same_page_and_a_stranger_sees_nothing(world: World, page: str) -> None:
    at = address(world, page)

    answers = {
        name: as_seen_by(person).get(at).status_code
        for name, person in {
            "client": world.people.ana,
            "provider": world.people.tomas,
            "reader": world.reader,
            "stranger": world.people.mallory,
        }.items()
    }

    assert answers == {"client": 200, "provider": 200, "reader": 200, "stranger": 404}


@pytest.mark.parametrize("page", PAGES)
def test_without_signing_in_every_page_leads_to_the_sign_in(world: World, page: str) -> None:
    answer = Client().get(address(world, page))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "page",
    ["performance/statements/{statement}/", "performance/evidence/{batch}/",
     "performance/statements/{statement}/statement.json", "performance/evidence/{batch}/file/"],
)  # fmt: skip
def test_a_stranger_does_not_reach_records_through_an_alliance_of_their_own(
    world: World, page: str
) -> None:
    at = address(world, page).replace("/a/harbour-and-quay/", "/a/elsewhere/")

    assert as_seen_by(world.people.mallory).get(at).status_code == 404


def test_a_reader_looks_and_does_not_act(world: World) -> None:
    reader = as_seen_by(world.reader)

    made = reader.post(world.page("performance/statements/make/"), {"period": "2026-10"})
    recorded = reader.get(world.page("scope/agreement/record/"))
    evidence = reader.get(world.page("performance/evidence/")).content.decode()

    assert (made.status_code, recorded.status_code) == (403, 403)
    assert "Take it in" not in evidence


@pytest.mark.parametrize(
    "page",
    ["performance/service-levels/nothing/", "performance/service-levels/p1-resolution/2026-13/",
     "performance/service-levels/p1-resolution/2019-01/", "performance/statements/999999/",
     "performance/evidence/999999/", "scope/agreement/99/",
     "performance/service-levels/p1-resolution/2026-10/?statement=999999999999999999"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(world: World, page: str) -> None:
    assert as_seen_by(world.people.ana).get(world.page(page)).status_code == 404
