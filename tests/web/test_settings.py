"""Settings: the secret key, the database, and what the commands do with them."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from entente.web import databases
from entente.web.secret_key import secret_key


def test_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = secret_key(tmp_path)

    assert secret_key(tmp_path) == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path), range(32)))

    assert len(keys) == 1
    assert [place.name for place in tmp_path.iterdir()] == ["secret-key"]


def test_address_of_a_database_is_taken_apart() -> None:
    made = databases.from_address("postgresql://ana:p%40ss@db.example:5433/entente")

    assert (made["USER"], made["PASSWORD"], made["HOST"]) == ("ana", "p@ss", "db.example")
    assert (made["PORT"], made["NAME"]) == ("5433", "entente")


def test_what_follows_the_address_goes_to_the_driver_and_a_socket_is_a_host() -> None:
    made = databases.from_address("postgresql://ana@/entente?host=/run/pg&sslmode=verify-full")

    assert (made["HOST"], made["OPTIONS"]) == ("/run/pg", {"sslmode": "verify-full"})


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://host", "nonsense"])
def test_address_of_no_known_database_is_refused_with_the_right_form(address: str) -> None:
    with pytest.raises(ValueError, match="postgresql://user:password@host:port/name"):
        databases.from_address(address)


@pytest.mark.django_db
def test_embedded_database_keeps_relations_whole() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about the embedded database")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")

        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_records() -> None:
    call_command("makemigrations", "parties", check=True, dry_run=True, verbosity=0)


def test_migrate_command_makes_a_database_in_the_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    ask = "import typer; from entente.web.commands import register; app = typer.Typer();"
    environment = os.environ | {
        "ENTENTE_DATA": str(folder),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environment.pop("ENTENTE_DATABASE_URL", None)

    subprocess.run(
        [sys.executable, "-c", f"{ask} register(app); app(['migrate'])"],
        env=environment,
        check=True,
        capture_output=True,
    )

    assert (folder / "entente.sqlite3").exists()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_commands_are_known_without_loading_django() -> None:
    ask = (
        "import sys, typer; from entente.web.commands import register; register(typer.Typer());"
        "sys.exit('django' in sys.modules)"
    )

    asked = subprocess.run(
        [sys.executable, "-c", ask],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )

    assert asked.returncode == 0


def test_a_second_server_on_the_same_port_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        ran = subprocess.run(
            [Path(sys.executable).parent / "entente", "serve", "--port", port],
            env={**os.environ, "ENTENTE_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert ran.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in ran.stderr
    assert "Traceback" not in ran.stderr
