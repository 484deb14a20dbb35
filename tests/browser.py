"""A real Chromium for tests of pages: what it reports, and how its pages are measured."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.people import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
Scheme = Literal["light", "dark"]
OpenTab = Callable[..., Page]


def chromium_path() -> str | None:
    """Where a Chromium is: on the path, or where Debian puts it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return found or next((at for at in ("/usr/bin/chromium",) if Path(at).exists()), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running browser; skips where there is none, unless ENTENTE_REQUIRE_BROWSER=1."""
    path = chromium_path()
    if path is None:
        message = "no Chromium found; install the package `chromium` to run browser tests"
        if os.environ.get("ENTENTE_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    # Playwright keeps an event loop in this thread; Django would refuse records beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_tab(chromium: Browser, live_server: LiveServer, settings: Settings) -> Iterator[OpenTab]:
    """Opens tabs of the live server; the test fails if a console reported an error."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME = "entente"
    errors: list[str] = []
    contexts = []

    def opened(scheme: Scheme = "light", width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda raised: errors.append(str(raised)))
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def sign_in(tab: Page, email: str) -> None:
    """Sign in as a person would."""
    tab.goto("/sign-in/")
    tab.get_by_label("E-mail address").fill(email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(lambda url: "/sign-in/" not in url)


def overflow(tab: Page) -> int:
    """By how many pixels the page is wider than the window."""
    wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    return max(0, int(wide))


def accessibility_faults(tab: Page) -> list[str]:
    """What axe finds wrong with the page, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab).response["violations"]
    return [
        f"{fault['id']}: {fault['help']} at {node['target']}"
        for fault in found
        for node in fault["nodes"]
    ]
