"""The server before and while it serves: what it refuses, warns of, and tells a watchdog."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from entente.web import opening, serving
from tests.people import SLUG, People, as_seen_by


def entente(folder: Path, *words: str, **set_to: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own, on its own folder."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ENTENTE_")}
    return subprocess.run(
        [Path(sys.executable).parent / "entente", *words],
        env={**kept, "ENTENTE_DATA": str(folder), **set_to},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_server_without_migrations_is_refused_and_makes_no_database(tmp_path: Path) -> None:
    done = entente(tmp_path, "serve", "--port", "18999")

    assert done.returncode == 2
    assert "run `entente migrate` first" in done.stderr
    assert not (tmp_path / "entente.sqlite3").exists()


@pytest.mark.django_db
def test_a_migration_that_waits_is_seen() -> None:
    opening.ready()
    MigrationRecorder.Migration.objects.filter(app="performance", name="0001_first").delete()

    assert opening.pending()


def test_the_demonstration_applies_what_waits_at_its_next_start(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    from entente.web.demo import commands

    asked: list[str] = []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **_: asked.append(name))

    commands._bring_up_to_date()
    MigrationRecorder.Migration.objects.filter(app="performance", name="0001_first").delete()
    commands._bring_up_to_date()

    assert asked == ["migrate"]


@pytest.mark.parametrize("name", ["ENTENTE_PROXIES", "ENTENTE_LARGEST_EVIDENCE"])
def test_a_setting_that_is_no_number_is_named(tmp_path: Path, name: str) -> None:
    done = entente(tmp_path, "migrate", **{name: "many"})

    assert done.returncode == 2
    assert f"entente: {name} must be a whole number, not 'many'" in done.stderr


def test_an_address_of_no_database_is_a_sentence(tmp_path: Path) -> None:
    done = entente(tmp_path, "serve", "--port", "18998", ENTENTE_DATABASE_URL="mysql://x/y")

    assert done.returncode == 2
    assert "postgresql://user:password@host:port/name" in done.stderr


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / "entente.sqlite3").write_text("not a database, by any reading of these words")
    port = ["--port", "18996"] if command == "serve" else []

    done = entente(tmp_path, command, *port)

    assert done.returncode == 2
    assert done.stderr == "entente: the database does not answer: file is not a database\n"


def test_the_largest_evidence_is_what_the_operator_says(tmp_path: Path) -> None:
    ask = (
        "import django; django.setup();"
        "from entente.performance.forms import largest_evidence; print(largest_evidence())"
    )
    told = {
        "DJANGO_SETTINGS_MODULE": "entente.web.settings",
        "ENTENTE_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    for text, expected in ((None, 200 * 1024 * 1024), ("1000", 1000)):
        more = {"ENTENTE_LARGEST_EVIDENCE": text} if text else {}
        done = subprocess.run(
            [sys.executable, "-c", ask], env=os.environ | told | more, capture_output=True,
            text=True, check=True,
        )  # fmt: skip
        assert int(done.stdout) == expected


def warned(
    host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **told: str
) -> str:
    """What `serve` says on standard error before it would serve."""
    for name in ("ENTENTE_PROXIES", "ENTENTE_INSECURE", "ENTENTE_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    for name, text in told.items():
        monkeypatch.setenv(name, text)
    monkeypatch.setattr(serving, "refuse_busy", lambda **_: None)
    monkeypatch.setattr(serving, "ready", lambda: None)
    monkeypatch.setattr(serving, "_forget_connections", lambda: None)
    with patch("granian.server.Server") as server:
        serving.serve(host=host, port=8000)
    assert server.called
    monkeypatch.delenv("ENTENTE_INSECURE", raising=False)
    return capsys.readouterr().err


def test_plain_http_for_others_is_warned_of_with_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = warned("0.0.0.0", monkeypatch, capsys)

    assert "nobody can sign in" in said
    assert "ENTENTE_PROXIES=1" in said
    assert "ENTENTE_INSECURE=1" in said
    assert "set ENTENTE_HOSTS" in said


@pytest.mark.parametrize("told", [{"ENTENTE_PROXIES": "1"}, {"ENTENTE_INSECURE": "1"}])
def test_who_has_said_how_the_server_is_reached_is_not_warned(
    told: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = told | {"ENTENTE_HOSTS": "alliance.example"}

    assert warned("0.0.0.0", monkeypatch, capsys, **told) == ""
    assert warned("127.0.0.1", monkeypatch, capsys) == ""


@pytest.mark.django_db
def test_health_is_one_word_to_anybody() -> None:
    answer = Client().get("/health")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.cookies == {}


@pytest.mark.django_db
def test_health_says_when_the_database_does_not_answer_and_not_why() -> None:
    with patch.object(connection, "cursor", side_effect=DatabaseError("password=hunter2")):
        answer = Client().get("/health")

    assert answer.status_code == 503
    assert b"hunter2" not in answer.content


@pytest.mark.parametrize(
    "path",
    [
        "",
        "scope/agreement/",
        "scope/agreement/record/",
        "performance/evidence/",
        "performance/statements/check/",
    ],
)
def test_head_answers_like_get_without_a_body(people: People, path: str) -> None:
    client = as_seen_by(people.ana)
    asked = client.get(f"/a/{SLUG}/{path}")

    head = client.head(f"/a/{SLUG}/{path}")

    assert head.status_code == asked.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Type"] == asked.headers["Content-Type"]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/sign-in/", 200), ("/health", 200), ("/no", 404)])
def test_head_needs_no_sign_in_where_get_needs_none(path: str, status: int) -> None:
    assert Client().head(path).status_code == status
