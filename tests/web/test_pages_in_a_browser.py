"""What a real browser makes of the pages: no faults, no overflow, both themes, both sizes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import OpenTab, Scheme, accessibility_faults, overflow, sign_in
from tests.people import NOW, SLUG, People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {"portfolio": "/", "overview": f"/a/{SLUG}/", "style": "/style/"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_fits_and_has_no_accessibility_fault(
    open_tab: OpenTab, people: People, scheme: Scheme, width: int
) -> None:
    second_alliance(people)
    tab = open_tab(scheme, width)
    tab.goto("/sign-in/")
    faults = {"sign-in": faults_of(tab)}

    sign_in(tab, people.ana.email)
    for name, path in PAGES.items():
        tab.goto(path)
        faults[name] = faults_of(tab)

    assert faults == {name: [] for name in ("sign-in", *PAGES)}


@pytest.mark.parametrize("width", [768, 360])
def test_what_folds_out_fits_and_has_no_accessibility_fault(
    open_tab: OpenTab, people: People, width: int
) -> None:
    tab = open_tab("dark", width)
    sign_in(tab, people.ana.email)
    tab.goto("/style/")
    open_all = "document.querySelectorAll('main details').forEach((one) => { one.open = true })"
    tab.evaluate(open_all)
    unfolded = faults_of(tab)
    tab.goto(f"/a/{SLUG}/")
    tab.locator(".topbar-menu > summary").click()
    tab.locator(".topbar-menu .switch > summary").click()

    assert unfolded == []
    assert faults_of(tab) == []


def test_theme_chosen_by_hand_stays_after_a_reload(open_tab: OpenTab, people: People) -> None:
    tab = open_tab("light")
    sign_in(tab, people.ana.email)
    before = ground(tab)

    tab.locator(".side [data-theme-toggle]").click()
    tab.reload()

    assert tab.locator("html").get_attribute("data-theme") == "dark"
    assert ground(tab) != before


def test_phone_menu_opens_closes_by_escape_and_leads_on(open_tab: OpenTab, people: People) -> None:
    tab = open_tab("light", 360)
    sign_in(tab, people.tomas.email)
    menu = tab.locator(".topbar-menu")

    menu.locator("> summary").click()
    shown = menu.get_by_role("link", name="Overview").is_visible()
    tab.keyboard.press("Escape")

    assert shown
    assert menu.get_attribute("open") is None


def test_first_tab_stop_skips_to_the_content(open_tab: OpenTab, people: People) -> None:
    tab = open_tab()
    sign_in(tab, people.ana.email)

    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")

    assert tab.evaluate("document.activeElement.id") == "content"


def test_signing_out_ends_the_session(open_tab: OpenTab, people: People) -> None:
    tab = open_tab()
    sign_in(tab, people.ana.email)

    tab.locator(".side").get_by_role("button", name="Sign out").click()
    tab.goto(f"/a/{SLUG}/")

    assert "/sign-in/" in tab.url


def faults_of(tab: Page) -> list[str]:
    too_wide = overflow(tab)
    return accessibility_faults(tab) + ([f"{too_wide} px too wide"] if too_wide else [])


def ground(tab: Page) -> str:
    return str(tab.evaluate("getComputedStyle(document.body).backgroundColor"))


def second_alliance(people: People) -> None:
    from entente.parties import actions

    other = actions.register_organisation(name="Lighthouse Networks", short="Lighthouse")
    actions.found_alliance(
        slug="harbour-and-lighthouse",
        name="Harbour and Lighthouse",
        client=people.bank,
        provider=other,
        side="client",
        by=people.ana,
        now=NOW,
    )
