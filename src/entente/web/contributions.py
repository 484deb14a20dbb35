"""What an alliance's overview shows: tiles, open items, listings, offered by one registry.

Parts lie below `web` and never import it. A module of `web` that knows a part turns the part's
queries into these values and registers the function from `WebConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.safestring import SafeString

from entente.parties.kernel.standing import Side, Standing


@dataclass(frozen=True)
class Tile:
    """One number of one part with its trend; `trend` is a drawing from `charts.sparkline`."""

    title: str
    value: str
    unit: str = ""
    note: str = ""
    state: str = ""
    href: str = ""
    trend: SafeString | None = None


@dataclass(frozen=True)
class OpenItem:
    """Something that waits for one side; `due_at` is when silence would count."""

    title: str
    href: str
    side: Side
    icon: str = "circle-dot"
    note: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One thing of a listing: its name, its number as a door, its state, its trend."""

    title: str
    note: str
    href: str
    value: str
    state: str
    value_href: str
    trend: str = ""


@dataclass(frozen=True)
class Listing:
    """The things of one part that are looked at every month, in one short table."""

    title: str
    note: str
    href: str
    columns: tuple[str, str, str, str]
    lines: tuple[Line, ...]


ListingSource = Callable[[Standing, datetime], Iterable[Listing]]
TileSource = Callable[[Standing, datetime], Iterable[Tile]]
ItemSource = Callable[[Standing, datetime], Iterable[OpenItem]]
_tile_sources: list[TileSource] = []
_item_sources: list[ItemSource] = []
_listing_sources: list[ListingSource] = []


def offer_tiles(source: TileSource) -> TileSource:
    """Have this function asked for tiles; the order of offers is the order on the page."""
    _tile_sources.append(source)
    return source


def offer_items(source: ItemSource) -> ItemSource:
    """Have this function asked for what is open."""
    _item_sources.append(source)
    return source


def offer_listings(source: ListingSource) -> ListingSource:
    """Have this function asked for listings."""
    _listing_sources.append(source)
    return source


def listings(standing: Standing, now: datetime) -> list[Listing]:
    """The listings of this alliance."""
    return [listing for source in _listing_sources for listing in source(standing, now)]


def tiles(standing: Standing, now: datetime) -> list[Tile]:
    """The tiles of this alliance."""
    return [tile for source in _tile_sources for tile in source(standing, now)]


def open_items(standing: Standing, now: datetime) -> list[OpenItem]:
    """What is open in this alliance, by when silence would count; undated items come last."""
    items = [item for source in _item_sources for item in source(standing, now)]
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(items, key=lambda item: item.due_at or never)
