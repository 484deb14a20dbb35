"""Signing in: who gets in, what a failure tells, and when it must wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from entente.parties.actions import account_digest, note_failed_sign_in
from entente.parties.models import FailedSignIn
from entente.parties.queries import TRIES_FOR_ACCOUNT_FROM_ADDRESS, TRIES_FROM_ADDRESS
from tests.people import PASSWORD, SLUG, People

START = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def attempt(
    client: Client, email: str, password: str, goal: str = "", address: str = "192.0.2.1"
) -> tuple[int, str]:
    """Status of a try, and its page or where it leads."""
    fields = {"username": email, "password": password, "next": goal}
    response = client.post("/sign-in/", fields, REMOTE_ADDR=address)
    return response.status_code, response.headers.get("Location") or response.content.decode()


def test_right_password_leads_on_to_where_the_person_was_going(people: People) -> None:
    goal = f"/a/{SLUG}/"

    assert attempt(Client(), people.ana.email.upper(), PASSWORD, goal) == (302, goal)


@pytest.mark.parametrize(
    "goal", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1"]
)
def test_sign_in_never_leads_to_another_site(people: People, goal: str) -> None:
    assert attempt(Client(), people.ana.email, PASSWORD, goal) == (302, "/")


def test_failure_does_not_tell_whether_the_account_exists(people: People) -> None:
    people.tomas.is_active = False
    people.tomas.save()
    known = people.ana.email

    pages = {
        (status, page.replace(email, ""))
        for email, password in (
            (known, "wrong"),
            ("nobody@nowhere.example", "wrong"),
            (people.tomas.email, PASSWORD),
        )
        for status, page in [attempt(Client(), email, password)]
    }
    stripped = {(status, _without_token(page)) for status, page in pages}

    assert len(stripped) == 1
    assert stripped.pop()[0] == 422


@pytest.mark.parametrize("email", ["ana.keller@harbour.example", "nobody@nowhere.example"])
def test_too_many_failures_make_the_account_wait(people: People, email: str) -> None:
    client = Client()
    with time_machine.travel(START, tick=False):
        for _ in range(TRIES_FOR_ACCOUNT_FROM_ADDRESS):
            assert attempt(client, email, "wrong")[0] == 422

        response = client.post(
            "/sign-in/", {"username": email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.1"
        )

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"


def test_wait_is_over_after_a_quarter_of_an_hour(people: People) -> None:
    with time_machine.travel(START, tick=False):
        for _ in range(TRIES_FOR_ACCOUNT_FROM_ADDRESS):
            attempt(Client(), people.ana.email, "wrong")

    with time_machine.travel(START + timedelta(minutes=15), tick=False):
        assert attempt(Client(), people.ana.email, PASSWORD)[0] == 302


def test_somebody_elses_failures_do_not_lock_a_person_out(people: People) -> None:
    with time_machine.travel(START, tick=False):
        for _ in range(TRIES_FOR_ACCOUNT_FROM_ADDRESS):
            attempt(Client(), people.ana.email, "wrong", address="198.51.100.7")

        assert attempt(Client(), people.ana.email, PASSWORD)[0] == 302


def test_one_address_cannot_try_many_accounts(people: People) -> None:
    with time_machine.travel(START, tick=False):
        for number in range(TRIES_FROM_ADDRESS):
            account = account_digest(f"person{number}@harbour.example")
            note_failed_sign_in(address="192.0.2.1", account=account, now=START)

        assert attempt(Client(), people.ana.email, PASSWORD)[0] == 429


def test_success_forgets_the_failures_before_it(people: People) -> None:
    attempt(Client(), people.ana.email, "wrong")

    attempt(Client(), people.ana.email, PASSWORD)

    assert not FailedSignIn.objects.exists()


def test_forwarded_address_is_believed_only_behind_our_own_proxy(
    people: People, settings: Settings
) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
    wrong = {"username": people.ana.email, "password": "wrong"}

    Client(headers=forwarded).post("/sign-in/", wrong)
    settings.ENTENTE_PROXIES = 1
    Client(headers=forwarded).post("/sign-in/", wrong)

    seen = list(FailedSignIn.objects.order_by("pk").values_list("address", flat=True))
    assert seen == ["127.0.0.1", "198.51.100.7"]


def test_passwords_are_kept_by_argon2(people: People) -> None:
    assert people.ana.password.startswith("argon2")


def test_signing_out_by_a_link_is_refused(people: People) -> None:
    client = Client()
    client.force_login(people.ana)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"


def _without_token(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrf" not in line)
