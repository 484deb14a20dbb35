"""The command line as a whole: its version, its help, and what nobody foresaw."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import entente.cli
from entente.cli import OFFLINE, app, main, register_offline, register_others
from entente.cli.situations import said_plainly

register_offline()


def commands() -> dict[str, Any]:
    """Commands and groups of them by their names."""
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def test_the_version_is_that_of_the_package() -> None:
    done = CliRunner().invoke(app, ["--version"])

    assert done.exit_code == 0
    assert done.stdout.strip() == f"entente {importlib.metadata.version('entente')}"


def test_every_offline_command_is_there_and_says_what_it_does() -> None:
    done = CliRunner().invoke(app, ["--help"])

    assert done.exit_code == 0
    assert commands().keys() >= OFFLINE.keys()
    assert all(name in done.stdout for name in OFFLINE)


@pytest.mark.parametrize("name", OFFLINE)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    assert commands()[name].help == OFFLINE[name]


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (["--help"], {"duckdb", "openpyxl", "numpy", "pydantic", "holidays", "django"}),
        (["lint", "agreement.yaml"], {"duckdb", "openpyxl", "holidays", "django"}),
        (["explain", "agreement.yaml"], {"duckdb", "openpyxl", "holidays", "django"}),
    ],
)
def test_a_command_loads_only_what_it_needs(
    arguments: list[str], spared: set[str], harbour_and_quay: Path
) -> None:
    code = (
        "import atexit, sys; from entente.cli import main;"
        f"atexit.register(lambda: print('LOADED', *{spared!r} & set(sys.modules)));"
        "main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=harbour_and_quay,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "LOADED"


def test_a_command_behind_a_double_dash_still_runs() -> None:
    code = "from entente.cli import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", code, "--", "schema"], capture_output=True, check=True
    )

    assert json.loads(done.stdout)["title"]


def test_registering_twice_changes_nothing() -> None:
    before = len(app.registered_commands), len(app.registered_groups)

    register_offline()

    assert (len(app.registered_commands), len(app.registered_groups)) == before


def test_a_plug_in_that_fails_does_not_take_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = EntryPoint("broken", "no.such.module:register", "entente.commands")
    monkeypatch.setattr(entente.cli, "entry_points", lambda **_: [broken])

    register_others()

    assert "the commands of no.such.module:register are not available" in capsys.readouterr().err


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("the disk sang")

    monkeypatch.setattr(entente.cli, "register_others", lambda: None)
    monkeypatch.setattr(entente.cli, "app", fail)
    monkeypatch.setattr(entente.cli, "list_offline", lambda: None)
    monkeypatch.setattr(sys, "argv", ["entente"])


def test_what_nobody_foresaw_is_a_sentence_and_not_a_traceback(
    failing: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ENTENTE_TRACEBACK", raising=False)

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "unexpected RuntimeError: the disk sang" in capsys.readouterr().err


def test_a_developer_can_ask_for_the_traceback(
    failing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTENTE_TRACEBACK", "1")

    with pytest.raises(RuntimeError, match="the disk sang"):
        main()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError(2, "No such file or directory", "x.csv"), "x.csv: no such file"),
        (PermissionError(13, "Permission denied", "x.csv"), "x.csv: Permission denied"),
        (KeyError("desk"), "desk is not defined"),
        (ValueError("write a month as 2016-03"), "write a month as 2016-03"),
    ],
)
def test_a_foreseen_situation_is_one_sentence(
    error: Exception,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("ENTENTE_TRACEBACK", raising=False)

    with pytest.raises(typer.Exit) as ended, said_plainly():
        raise error

    assert ended.value.exit_code == 2
    assert capsys.readouterr().err.strip() == f"entente: {sentence}"


def test_a_developer_sees_where_a_situation_arose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_TRACEBACK", "1")

    with pytest.raises(ValueError, match="odd"), said_plainly():
        raise ValueError("odd")


def entente_run(*arguments: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, whose streams have an encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    script = "from entente.cli import main; main()"
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False)


def test_a_terminal_that_cannot_show_a_sign_shows_a_question_mark(harbour_and_quay: Path) -> None:
    survey = harbour_and_quay / "evidence" / "surveys.csv"
    terms = str(harbour_and_quay / "agreement.yaml")
    given = "measure", terms, "--evidence", str(survey), "--period", "2026-03"

    plain = entente_run(*given, encoding="ascii")
    whole = entente_run(*given, "--json", encoding="ascii")

    assert plain.returncode == 0, plain.stderr
    assert b"? 4.0" in plain.stdout
    assert json.loads(whole.stdout)["statement"]["title"].startswith("Managed")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_answer_that_cannot_be_written_is_said_plainly(harbour_and_quay: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-c", "from entente.cli import main; main()", "schema"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[0] == "entente: No space left on device"


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "entente", "schema"], capture_output=True, check=True
    )

    assert json.loads(done.stdout)["title"]
