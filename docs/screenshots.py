"""Pictures of every page, light and dark, wide and at 360 px, into ./screenshots/.

Without arguments it opens an alliance of its own in a temporary folder and serves it. With
`--address`, `--email` and `--password` it takes pictures of a server that already runs; then
`--page NAME=PATH` adds pages to the list.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Annotated
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import typer
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "screenshots"
EMAIL, PASSWORD = "ana.keller@harbour.example", "harbour-and-quay-2026"
# Name and path; add a page here when a part gets one.
PAGES = {
    "sign-in": "/sign-in/",
    "portfolio": "/",
    "overview": "/a/harbour-and-quay/",
    "style": "/style/",
    "not-found": "/nowhere/",
}
THEMES, WIDTHS = ("light", "dark"), (1280, 360)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Place:
    """A running server and who signs in."""

    address: str
    email: str
    password: str


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a line for each file would hide what matters."""


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def main(
    address: Annotated[str, typer.Option(help="A server that runs already.")] = "",
    email: Annotated[str, typer.Option()] = EMAIL,
    password: Annotated[str, typer.Option()] = PASSWORD,
    page: Annotated[list[str] | None, typer.Option(help="NAME=PATH, one more page.")] = None,
    only: Annotated[str, typer.Option(help="Names to take, with commas between.")] = "",
) -> None:
    """Take the pictures."""
    pages = PAGES | dict(extra.split("=", 1) for extra in page or [])
    wanted = {name: pages[name] for name in only.split(",")} if only else pages
    TARGET.mkdir(exist_ok=True)
    if address:
        _take(Place(address.rstrip("/"), email, password), wanted)
        return
    with _own_server() as place:
        _take(place, wanted)


def _take(place: Place, pages: dict[str, str]) -> None:
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for theme in THEMES:
            for width in WIDTHS:
                _take_size(browser, place, pages, theme, width)
        browser.close()


def _take_size(
    browser: Browser, place: Place, pages: dict[str, str], theme: str, width: int
) -> None:
    context = browser.new_context(
        base_url=place.address,
        color_scheme="dark" if theme == "dark" else "light",
        viewport={"width": width, "height": 900 if width > 600 else 740},
        device_scale_factor=1.5 if width > 600 else 2,
    )
    tab = context.new_page()
    if "sign-in" in pages:
        _picture(tab, "sign-in", pages["sign-in"], theme, width)
    _sign_in(tab, place)
    for name, path in pages.items():
        if name != "sign-in":
            _picture(tab, name, path, theme, width)
    if width < 600 and "overview" in pages:
        tab.goto(pages["overview"])
        tab.click(".topbar-menu > summary")
        tab.screenshot(path=TARGET / f"menu-{theme}-{width}.png")
    context.close()


def _picture(tab: Page, name: str, path: str, theme: str, width: int) -> None:
    tab.goto(path)
    tab.evaluate("document.fonts.ready")
    tab.screenshot(path=TARGET / f"{name}-{theme}-{width}.png", full_page=True)
    sys.stdout.write(f"{name}-{theme}-{width}.png\n")


def _sign_in(tab: Page, place: Place) -> None:
    tab.goto("/sign-in/")
    tab.fill("input[name=username]", place.email)
    tab.fill("input[name=password]", place.password)
    tab.click("button.primary")
    tab.wait_for_url(lambda url: "/sign-in/" not in url)


@contextmanager
def _own_server() -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "ENTENTE_DATA": folder,
            "ENTENTE_INSECURE": "1",
            "DJANGO_SETTINGS_MODULE": "entente.web.settings",
            # Playwright runs an event loop in this thread; the records are touched before it.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
        _fill()
        from entente.web.wsgi import application

        server = make_server(
            "127.0.0.1", 0, application, server_class=_Threaded, handler_class=_Quiet
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Place(f"http://127.0.0.1:{server.server_port}", EMAIL, PASSWORD)
        server.shutdown()


def _fill() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from entente.parties import actions

    call_command("migrate", verbosity=0)
    now = timezone.now()
    ana = actions.register_person(email=EMAIL, name="Ana Keller", password=PASSWORD)
    bank = actions.register_organisation(name="Harbour Bank", short="Harbour")
    for slug, name, provider in (
        ("harbour-and-quay", "Harbour and Quay", ("Quay IT", "Quay")),
        ("harbour-and-lighthouse", "Harbour and Lighthouse", ("Lighthouse Networks", "Lighthouse")),
    ):
        firm = actions.register_organisation(name=provider[0], short=provider[1])
        actions.found_alliance(
            slug=slug, name=name, client=bank, provider=firm, side="client", by=ana, now=now
        )


if __name__ == "__main__":
    typer.run(main)
