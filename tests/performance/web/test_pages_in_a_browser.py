"""The pages of performance and scope in a real browser: no faults, at any width, light or dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from tests.browser import OpenTab, accessibility_faults, overflow, sign_in
from tests.performance.web.world import World, opened

pytestmark = pytest.mark.browser
PAGES = (
    "",
    "performance/service-levels/",
    "performance/service-levels/payments-availability/",
    "performance/service-levels/p1-resolution/2026-09/",
    "performance/service-levels/payments-availability/2026-10/",
    "performance/statements/",
    "performance/statements/{statement}/",
    "performance/statements/check/",
    "performance/exclusions/",
    "performance/evidence/",
    "performance/evidence/{batch}/",
    "scope/agreement/",
    "scope/agreement/record/",
)


@pytest.fixture
def live_world(
    open_tab: OpenTab, settings: Settings, tmp_path: Path, transactional_db: None
) -> World:
    """The world in a database that the live server sees."""
    settings.DATA = tmp_path / "data"
    (tmp_path / "files").mkdir()
    return opened(tmp_path / "files")


def addresses(world: World) -> list[str]:
    batch = world.batches["transactions.csv"].id
    return [world.page(page.format(statement=world.october.id, batch=batch)) for page in PAGES]


def signed_in(tab: Page) -> Page:
    sign_in(tab, "ana.keller@harbour.example")
    return tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_has_a_fault_or_is_wider_than_its_window(
    live_world: World, open_tab: OpenTab, scheme: str, width: int
) -> None:
    tab = signed_in(open_tab(scheme, width))

    found = {}
    for address in addresses(live_world):
        tab.goto(address)
        found[address] = (overflow(tab), accessibility_faults(tab))

    assert found == dict.fromkeys(found, (0, []))


def test_a_cell_of_the_heat_map_opens_to_its_rows(live_world: World, open_tab: OpenTab) -> None:
    tab = signed_in(open_tab())
    tab.goto(live_world.page("performance/service-levels/"))

    tab.locator(".heat tbody tr", has_text="Priority 3").locator("td a").last.click()

    expect(tab.get_by_role("heading", level=1)).to_have_text(
        "Priority 3 resolved within 3 business days"
    )
    tab.locator("#rows").get_by_text("Next").click()
    expect(tab.locator("#rows [aria-current=page]")).to_contain_text("2 of")
    assert "page=2" in tab.url


def test_recomputing_shows_its_verdict_in_place(live_world: World, open_tab: OpenTab) -> None:
    tab = signed_in(open_tab())
    tab.goto(live_world.page(f"performance/statements/{live_world.october.id}/"))

    tab.get_by_role("button", name="Recompute now").click()

    expect(tab.locator("#verdict")).to_contain_text("Identical")
