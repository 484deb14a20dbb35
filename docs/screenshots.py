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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Annotated
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import typer
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from entente.web.demo.load import SignIn

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "screenshots"
ALLIANCE = "/a/harbour-and-quay"
# Name and path; add a page here when a part gets one. `{month}` is the last whole month.
PAGES = {
    "sign-in": "/sign-in/",
    "portfolio": "/",
    "overview": f"{ALLIANCE}/",
    "service-levels": f"{ALLIANCE}/performance/service-levels/",
    "service-level": f"{ALLIANCE}/performance/service-levels/payments-availability/",
    "explain-share": f"{ALLIANCE}/performance/service-levels/p3-resolution/{{month}}/",
    "explain-uptime": f"{ALLIANCE}/performance/service-levels/payments-availability/{{month}}/",
    "explain-satisfaction": f"{ALLIANCE}/performance/service-levels/user-satisfaction/{{month}}/",
    "explain-deadline": f"{ALLIANCE}/performance/service-levels/nightly-batch/{{month}}/",
    "explain-combined": f"{ALLIANCE}/performance/service-levels/applications-state/{{month}}/",
    "explain-requests": f"{ALLIANCE}/performance/service-levels/payments-success/{{month}}/",
    "statements": f"{ALLIANCE}/performance/statements/",
    "statement": f"{ALLIANCE}/performance/statements/12/",
    "check": f"{ALLIANCE}/performance/statements/check/",
    "exclusions": f"{ALLIANCE}/performance/exclusions/",
    "evidence": f"{ALLIANCE}/performance/evidence/",
    "batch": f"{ALLIANCE}/performance/evidence/1/",
    "agreement": f"{ALLIANCE}/scope/agreement/",
    "record-agreement": f"{ALLIANCE}/scope/agreement/record/",
    "style": "/style/",
    "not-found": "/nowhere/",
}
# What the documents show: the first screen of these pages, at a size fit for a repository.
PICTURES = ("overview", "service-levels", "service-level", "explain-uptime", "evidence")
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


def main(  # noqa: PLR0917 # each is an option of the command line
    address: Annotated[str, typer.Option(help="A server that runs already.")] = "",
    email: Annotated[str, typer.Option(help="Who signs in there.")] = "",
    password: Annotated[str, typer.Option()] = "",
    side: Annotated[str, typer.Option(help="Whose eyes: client or provider.")] = "client",
    page: Annotated[list[str] | None, typer.Option(help="NAME=PATH, one more page.")] = None,
    pictures: Annotated[bool, typer.Option("--pictures", help="Into docs/pictures too.")] = False,
    only: Annotated[str, typer.Option(help="Names to take, with commas between.")] = "",
) -> None:
    """Take the pictures."""
    last = datetime.now(UTC).replace(day=1) - timedelta(days=1)
    known = {name: path.format(month=f"{last:%Y-%m}") for name, path in PAGES.items()}
    pages = known | dict(extra.split("=", 1) for extra in page or [])
    wanted = {name: pages[name] for name in only.split(",")} if only else pages
    TARGET.mkdir(exist_ok=True)
    if address:
        _take(Place(address.rstrip("/"), email, password), wanted, pictures=pictures)
        return
    with _own_server(side) as place:
        _take(place, wanted, pictures=pictures)


def _take(place: Place, pages: dict[str, str], *, pictures: bool) -> None:
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for theme in THEMES:
            for width in WIDTHS:
                _take_size(browser, place, pages, theme, width)
        if pictures:
            _for_documents(browser, place, pages)
        browser.close()


def _for_documents(browser: Browser, place: Place, pages: dict[str, str]) -> None:
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    size = {"width": 1280, "height": 960}
    context = browser.new_context(base_url=place.address, viewport=size)
    tab = context.new_page()
    _sign_in(tab, place)
    for name in PICTURES:
        if name in pages:
            tab.goto(pages[name])
            tab.evaluate("document.fonts.ready")
            tab.screenshot(path=folder / f"{name}-light.png")
    context.close()


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
def _own_server(side: str) -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "ENTENTE_DATA": folder,
            "ENTENTE_INSECURE": "1",
            "DJANGO_SETTINGS_MODULE": "entente.web.settings",
            # Playwright runs an event loop in this thread; the records are touched before it.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
        who = _fill(Path(folder), side)
        from entente.web.wsgi import application

        server = make_server(
            "127.0.0.1", 0, application, server_class=_Threaded, handler_class=_Quiet
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Place(f"http://127.0.0.1:{server.server_port}", who.email, who.password)
        server.shutdown()


def _fill(folder: Path, side: str) -> SignIn:
    """The demonstration, and a second alliance so that there is a portfolio to see."""
    import django

    django.setup()
    from django.core.management import call_command

    from entente.parties import actions
    from entente.parties.models import Organisation, Person
    from entente.web.demo.filling import fill
    from entente.web.demo.load import begin

    call_command("migrate", verbosity=0)
    begin(folder)
    now = datetime.now(UTC)
    notes = fill(folder, now=now, tell=typer.echo)
    who = notes.of_side("provider" if side == "provider" else "client")
    firm = actions.register_organisation(name="Lighthouse Networks", short="Lighthouse")
    actions.found_alliance(
        slug="harbour-and-lighthouse", name="Harbour and Lighthouse",
        client=Organisation.objects.get(short="Harbour"), provider=firm, side="client",
        by=Person.objects.get(email=who.email), now=now,
    )  # fmt: skip
    return who


if __name__ == "__main__":
    typer.run(main)
