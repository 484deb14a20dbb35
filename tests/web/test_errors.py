"""What people see when something cannot be done or broke."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from entente.parties.access import NotPermitted
from entente.performance.kernel.statement import read_statement
from entente.web import errors, views
from tests.people import SLUG, People, as_seen_by

OVERVIEW = f"/a/{SLUG}/"


def test_what_is_not_permitted_says_who_may(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> list[object]:
        raise NotPermitted("statements are published by the provider's signatory")

    monkeypatch.setattr(views, "tiles", refuse)
    page = as_seen_by(people.ana).get(OVERVIEW)

    assert page.status_code == 403
    assert "published by the provider&#x27;s signatory" in page.content.decode()


def test_page_of_a_broken_server_tells_nothing_of_its_inside(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> list[object]:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(views, "tiles", break_down)
    client = as_seen_by(people.ana)
    client.raise_request_exception = False
    page = client.get(OVERVIEW)

    assert page.status_code == 500
    assert "Something broke on our side" in page.content.decode()
    assert "secret of the inside" not in page.content.decode()


def test_page_of_a_broken_server_asks_the_database_nothing() -> None:
    request: HttpRequest = RequestFactory().get("/")

    assert errors.broken(request).status_code == 500  # without the `db` fixture a query fails


def test_a_record_that_holds_statements_of_an_earlier_form_says_what_to_do(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> object:
        return read_statement(b'{"digest": "sha256:0", "statement": {"format": "statement/1"}}')

    monkeypatch.setattr(views, "tiles", read)
    page = as_seen_by(people.ana).get(OVERVIEW)

    assert page.status_code == 409
    assert "make the statement of the month anew" in page.content.decode()
