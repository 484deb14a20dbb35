"""The demonstration: loaded whole or not at all, by one command, and never over other records."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from pytest_django.fixtures import Settings

from entente.parties.models import Membership, Person
from entente.parties.queries import membership_of
from entente.performance.models import EvidenceBatch, Statement
from entente.web.demo import load
from entente.web.demo.filling import SLUG, fill
from entente.web.demo.load import NOTES, Notes, Side, begin, clear, is_demonstration, notes_of
from tests.people import as_seen_by

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def filled(db: None, settings: Settings, tmp_path: Path) -> Notes:
    settings.DATA = tmp_path
    told: list[str] = []
    begin(tmp_path)
    return fill(tmp_path, now=NOW, months=1, tell=told.append)


def test_both_sides_can_sign_in_with_what_is_printed(filled: Notes) -> None:
    sides: tuple[Side, ...] = ("client", "provider")
    for side in sides:
        told = filled.of_side(side)

        person = authenticate(username=told.email, password=told.password)

        assert isinstance(person, Person)
        assert membership_of(person.pk, SLUG).side == side
        assert membership_of(person.pk, SLUG).role == "owner"


def test_each_month_has_a_statement_and_the_running_one_is_provisional(filled: Notes) -> None:
    assert sorted(Statement.objects.values_list("period", flat=True)) == ["2026-10", "2026-11"]
    assert EvidenceBatch.objects.count() == 10
    assert filled.last == "2026-11"


def test_everyone_named_has_a_place_and_sees_the_overview(filled: Notes) -> None:
    assert Membership.objects.count() == len(filled.people)
    for told in filled.people:
        person = Person.objects.get(email=told.email)

        assert as_seen_by(person).get(f"/a/{SLUG}/").status_code == 200


def test_the_folder_counts_as_loaded_only_once_it_is_whole(tmp_path: Path) -> None:
    begin(tmp_path)

    assert is_demonstration(tmp_path)
    assert notes_of(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"last": "2026-11"}', '{"people": 3, "last": 1}'])
def test_notes_that_cannot_be_read_are_no_demonstration(tmp_path: Path, text: str) -> None:
    (tmp_path / NOTES).write_text(text)

    assert notes_of(tmp_path) is None


def test_clearing_takes_only_what_a_demonstration_wrote(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "entente.sqlite3").write_text("someone's records")

    clear(tmp_path)
    assert (tmp_path / "entente.sqlite3").exists()
    begin(tmp_path)
    clear(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def demo(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from entente.cli import main; main()", "demo", "--no-serve"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ENTENTE_", "DJANGO_"))}
    return subprocess.run(
        [*command, "--data", str(folder), *options],
        env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def test_the_command_loads_once_and_says_who_can_sign_in(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    first = demo(folder)
    loaded = (folder / "entente.sqlite3").stat().st_mtime_ns
    second = demo(folder)

    assert first.returncode == 0, first.stderr
    assert "Statement" in first.stdout
    assert second.returncode == 0, second.stderr
    assert "aoife.brennan@harbour.example" in second.stdout
    assert "tomasz.zielinski@quay.example" in second.stdout
    assert "Statement" not in second.stdout
    assert (folder / "entente.sqlite3").stat().st_mtime_ns == loaded


def test_a_database_in_which_nobody_is_yet_is_free_for_the_demonstration(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "entente.sqlite3") as records:
        records.execute("PRAGMA journal_mode=WAL")  # what a mere look at the settings leaves

    assert not load.holds_records(tmp_path)

    with sqlite3.connect(tmp_path / "entente.sqlite3") as records:
        records.execute("CREATE TABLE parties_person (id)")
    assert not load.holds_records(tmp_path)

    with sqlite3.connect(tmp_path / "entente.sqlite3") as records:
        records.execute("INSERT INTO parties_person VALUES (1)")
    assert load.holds_records(tmp_path)


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_records_that_are_no_demonstration_are_never_touched(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    with sqlite3.connect(tmp_path / "entente.sqlite3") as records:
        records.execute("CREATE TABLE mine (x)")

    answer = demo(tmp_path, *options)

    assert answer.returncode == 2
    assert "not a demonstration" in answer.stderr
    with sqlite3.connect(tmp_path / "entente.sqlite3") as records:
        assert records.execute("SELECT count(*) FROM mine").fetchone() == (0,)
