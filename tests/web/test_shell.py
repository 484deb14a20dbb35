"""The shell: who sees which page, what the navigation offers, what every answer carries."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from entente.parties import actions
from entente.web.navigation import Entry, groups
from tests.people import NOW, SLUG, People, as_seen_by

OVERVIEW = f"/a/{SLUG}/"


def test_both_sides_see_the_same_overview(people: People) -> None:
    for person in (people.ana, people.tomas):
        page = as_seen_by(person).get(OVERVIEW)

        assert page.status_code == 200
        assert "Harbour Bank" in page.content.decode()
        assert "Quay IT" in page.content.decode()


def test_stranger_cannot_tell_an_alliance_from_nothing(people: People) -> None:
    stranger = as_seen_by(people.mallory)

    theirs, nothing = stranger.get(OVERVIEW), stranger.get("/a/no-such-alliance/")

    assert theirs.status_code == nothing.status_code == 404
    assert without_token(theirs.content) == without_token(nothing.content)


@pytest.mark.parametrize("path", ["/", OVERVIEW, "/a/no-such-alliance/", "/style/"])
def test_whoever_is_not_signed_in_is_asked_to(people: People, path: str) -> None:
    page = Client().get(path)

    assert page.status_code == 302
    assert page.headers["Location"] == f"/sign-in/?next={path}"


def test_closed_account_loses_its_session(people: People) -> None:
    client = as_seen_by(people.ana)
    people.ana.is_active = False
    people.ana.save()

    assert client.get(OVERVIEW).status_code == 302


def test_person_in_one_alliance_is_sent_to_it(people: People) -> None:
    assert as_seen_by(people.ana).get("/").headers["Location"] == OVERVIEW


def test_person_in_no_alliance_is_told_what_to_do(people: People) -> None:
    page = as_seen_by(people.mallory).get("/").content.decode()

    assert "no place in an alliance yet" in page
    assert "mallory@elsewhere.example" in page


def test_person_in_two_alliances_sees_a_row_of_each(people: People) -> None:
    actions.found_alliance(
        slug="second",
        name="Second",
        client=people.quay,
        provider=people.bank,
        side="provider",
        by=people.ana,
        now=NOW,
    )

    page = as_seen_by(people.ana).get("/").content.decode()

    assert f'href="{OVERVIEW}"' in page
    assert 'href="/a/second/"' in page


def test_navigation_offers_only_pages_that_exist() -> None:
    entries = (Entry("Overview", "gauge", "web:overview"), Entry("Moon", "moon", "moon:landing"))

    offered = [link.label for group in groups(SLUG, OVERVIEW, entries) for link in group.links]

    assert offered == ["Overview"]


def test_navigation_marks_where_the_reader_is(people: People) -> None:
    page = as_seen_by(people.ana).get(OVERVIEW).content.decode()

    assert re.search(rf'<a href="{OVERVIEW}" aria-current="page">', page)


@pytest.mark.parametrize("path", ["/sign-in/", OVERVIEW, "/style/", "/nowhere/"])
def test_no_page_has_inline_script_or_style(people: People, path: str) -> None:
    page = as_seen_by(people.ana).get(path, follow=True).content.decode()

    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


@pytest.mark.parametrize("path", ["/sign-in/", OVERVIEW, "/nowhere/", "/static/entente/type.css"])
def test_every_answer_carries_the_security_headers(people: People, path: str) -> None:
    headers = as_seen_by(people.ana).get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_of_a_signed_in_person_are_not_kept_by_the_browser(people: People) -> None:
    assert as_seen_by(people.ana).get(OVERVIEW).headers["Cache-Control"] == "private, no-store"


def test_names_from_people_never_become_markup(people: People) -> None:
    people.ana.name = "<script>alert(1)</script>"
    people.ana.save()

    page = as_seen_by(people.ana).get(OVERVIEW).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_forged_theme_cookie_is_ignored(people: People) -> None:
    client = as_seen_by(people.ana)
    client.cookies["entente-theme"] = 'dark" onload="x'

    assert "data-theme=" not in client.get(OVERVIEW).content.decode()


def test_static_files_are_named_by_their_content(people: People) -> None:
    page = Client().get("/sign-in/").content.decode()

    assert re.search(r"/static/entente/tokens\.css\?v=[0-9a-f]{10}", page)


def test_form_without_its_token_is_refused(people: People) -> None:
    client = Client(enforce_csrf_checks=True)

    page = client.post("/sign-in/", {"username": "x@y.example", "password": "x"})

    assert page.status_code == 403
    assert "too old or came from another site" in page.content.decode()


def without_token(page: bytes) -> str:
    return "\n".join(line for line in page.decode().splitlines() if "csrf" not in line)
