"""What parts contribute to an alliance's overview."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from entente.parties.kernel.standing import Standing
from entente.web import contributions
from entente.web.contributions import Line, Listing, OpenItem, Tile
from tests.people import SLUG, People, as_seen_by

OVERVIEW = f"/a/{SLUG}/"


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """One tile, three open items in no order, one listing."""
    for sources in ("_tile_sources", "_item_sources", "_listing_sources"):
        monkeypatch.setattr(contributions, sources, [])

    @contributions.offer_tiles
    def _(standing: Standing, now: datetime) -> Iterable[Tile]:
        return [Tile("Availability", "99.95", "%", f"for {standing.own.short}", "met")]

    @contributions.offer_items
    def _(standing: Standing, now: datetime) -> Iterable[OpenItem]:
        return [
            OpenItem("Some day", "/x/", "provider"),
            OpenItem("Later", "/x/", "client", due_at=now + timedelta(days=9)),
            OpenItem("Soon", "/x/", "provider", due_at=now + timedelta(days=1)),
        ]

    @contributions.offer_listings
    def _(standing: Standing, now: datetime) -> Iterable[Listing]:
        line = Line("Payments", "at least 99.95 %", "/level/", "99.20 %", "missed", "/number/")
        return [Listing("This month", "All", "/all/", ("Level", "Value", "State", "M"), (line,))]


@pytest.mark.usefixtures("offered")
def test_every_number_of_a_listing_is_a_door(people: People) -> None:
    page = as_seen_by(people.tomas).get(OVERVIEW).content.decode()

    assert '<a href="/number/">99.20 %</a>' in page
    assert '<a href="/level/">Payments</a>' in page
    assert '<a href="/all/">All</a>' in page


@pytest.mark.usefixtures("offered")
def test_what_is_open_comes_in_the_order_in_which_silence_would_count(people: People) -> None:
    page = as_seen_by(people.ana).get(OVERVIEW).content.decode()

    assert page.index("Soon") < page.index("Later") < page.index("Some day")


@pytest.mark.usefixtures("offered")
def test_tile_is_asked_for_with_the_readers_own_standing(people: People) -> None:
    assert "for Harbour" in as_seen_by(people.ana).get(OVERVIEW).content.decode()
    assert "for Quay" in as_seen_by(people.tomas).get(OVERVIEW).content.decode()


def test_overview_without_contributions_says_what_will_stand_there(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sources in ("_tile_sources", "_item_sources", "_listing_sources"):
        monkeypatch.setattr(contributions, sources, [])

    page = as_seen_by(people.ana).get(OVERVIEW).content.decode()

    assert "Nothing waits for either side" in page
    assert "No numbers yet" in page
