"""`entente measure` and `entente recompute`: what a person at a terminal gets, and exit codes."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from entente.agreement.reading import read_agreement
from entente.cli import app, register_offline
from entente.performance.intake import take_in
from entente.performance.intake.store import fetch

register_offline()
PERIOD = "2026-01"


@pytest.fixture(scope="module")
def alliance(harbour_and_quay: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The alliance in a folder: raw files, the same as Parquet in `kept`, a month's statement."""
    place = tmp_path_factory.mktemp("alliance")
    shutil.copytree(harbour_and_quay / "evidence", place / "evidence")
    shutil.copy(harbour_and_quay / "agreement.yaml", place)
    terms = read_agreement(place / "agreement.yaml").agreement
    assert terms
    take_in([place / "evidence"], sources=terms.evidence, zone=terms.zone, folder=place / "kept")
    done = measure(place, "--out", str(place / "statement.json"), evidence=place / "evidence")
    assert done.exit_code == 0, done.output
    (place / "scorecard.txt").write_text(done.stdout, "utf-8")
    return place


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def measure(
    place: Path, *more: str | Path, period: str = PERIOD, evidence: Path | None = None
) -> Result:
    given = "--evidence", evidence or place / "kept", "--period", period
    return run("measure", place / "agreement.yaml", *given, *more)


def recompute(
    place: Path,
    *,
    statement: Path | None = None,
    agreement: Path | None = None,
    evidence: tuple[Path | str, ...] = (),
    more: tuple[str, ...] = (),
) -> Result:
    given = [part for path in evidence or (place / "kept",) for part in ("--evidence", path)]
    terms = agreement or place / "agreement.yaml"
    return run(
        "recompute", statement or place / "statement.json", "--agreement", terms, *given, *more
    )


def kept(place: Path, *, without: str) -> list[Path]:
    """The Parquet evidence of all sources but one."""
    stored = [fetch(path) for path in (place / "kept").glob("*.parquet")]
    return [each.path for each in stored if each.batch.name != without]


def test_the_scorecard_shows_each_level_the_totals_the_evidence_and_the_digest(
    alliance: Path,
) -> None:
    shown = (alliance / "scorecard.txt").read_text("utf-8")
    made = json.loads((alliance / "statement.json").read_bytes())

    for result in made["statement"]["results"]:
        assert result["level"] in shown
    assert "missed" in shown
    assert f"to settle {float(made['statement']['credits']['settled']):,.2f}" in shown
    assert "incidents.csv.gz" in shown
    assert "1 unparsable-date" in shown
    assert f"statement {made['digest']}" in shown


def test_a_level_without_evidence_is_not_measured_and_the_scorecard_says_why(
    alliance: Path,
) -> None:
    fewer = [str(path) for path in kept(alliance, without="surveys.csv")]
    given = [part for path in fewer for part in ("--evidence", path)]

    done = run("measure", alliance / "agreement.yaml", *given, "--period", PERIOD)

    assert done.exit_code == 0
    assert "not measured" in done.stdout
    assert "user-satisfaction: no evidence of surveys was given" in done.stdout


def test_without_a_credit_scheme_no_credits_are_shown(alliance: Path, tmp_path: Path) -> None:
    text = (alliance / "agreement.yaml").read_text("utf-8")
    body = re.sub(r"^credits:\n(  .*\n)+", "", text, flags=re.M)
    body = re.sub(r"^rights:\n((  .*)?\n)+", "", body, flags=re.M)
    body = re.sub(r"^    credit: .*\n|^    credit:\n(      .*\n)+", "", body, flags=re.M)
    free = tmp_path / "agreement.yaml"
    free.write_text(body, "utf-8")

    done = run("measure", free, "--evidence", alliance / "kept", "--period", PERIOD)

    assert done.exit_code == 0, done.stderr
    assert "credit" not in done.stdout


def test_json_is_the_statement_itself(alliance: Path) -> None:
    done = measure(alliance, "--json")

    assert done.stdout.strip().encode() == (alliance / "statement.json").read_bytes()


def test_another_machine_gives_the_same_bytes(alliance: Path) -> None:
    code = "from entente.cli import main; main()"
    arguments = [alliance / "agreement.yaml", "--evidence", alliance / "kept", "--period", PERIOD]
    elsewhere = {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7", "LANG": "C", "PATH": ""}

    done = subprocess.run(
        [sys.executable, "-c", code, "measure", *map(str, arguments), "--json"],
        env=elsewhere,
        capture_output=True,
        check=True,
    )

    assert done.stdout.strip() == (alliance / "statement.json").read_bytes()


def test_an_instant_within_the_month_makes_it_provisional(alliance: Path) -> None:
    done = measure(alliance, "--as-of", "2026-04-10T12:00", "--json", period="2026-04")

    made = json.loads(done.stdout)["statement"]
    assert {result["state"] for result in made["results"]} == {"provisional"}
    assert made["period"]["as_of"] == 1775818800000000  # 11:00 UTC: summer time in Dublin


def test_the_other_party_recomputes_the_same_bytes(alliance: Path) -> None:
    done = recompute(alliance)

    digest = json.loads((alliance / "statement.json").read_bytes())["digest"]
    assert (done.exit_code, done.stdout.strip()) == (0, f"identical: {digest}")


def test_raw_files_in_any_order_give_the_bytes_that_parquet_gives(alliance: Path) -> None:
    files = sorted((alliance / "evidence").iterdir(), reverse=True)

    assert recompute(alliance, evidence=tuple(files)).exit_code == 0


def test_altered_terms_are_named_with_the_figures_that_differ(
    alliance: Path, tmp_path: Path
) -> None:
    text = (alliance / "agreement.yaml").read_text("utf-8")
    other = tmp_path / "agreement.yaml"
    other.write_text(text.replace("at_risk: 12 %", "at_risk: 6 %"), "utf-8")

    done = recompute(alliance, agreement=other)

    assert done.exit_code == 1
    verdict, cause, *_ = done.stdout.splitlines()
    assert verdict == "not identical: 1 cause, no service level of 17"
    assert cause == "terms altered: version 1 of the agreement"
    assert "credits: theirs " in done.stdout
    assert "figure differs" not in done.stdout
    whole = recompute(alliance, agreement=other, more=("--all",)).stdout
    assert "figure differs: credits, settled" in whole


def test_altered_evidence_is_named_by_its_file(alliance: Path, tmp_path: Path) -> None:
    packed = tmp_path / "incidents.csv.gz"
    text = gzip.decompress((alliance / "evidence" / packed.name).read_bytes()).decode()
    packed.write_bytes(gzip.compress(text.replace("2026-01-1", "2026-01-2", 1).encode()))

    done = recompute(alliance, evidence=(*kept(alliance, without=packed.name), packed))

    assert done.exit_code == 1
    assert "evidence altered: incidents.csv.gz (tickets of incidents)" in done.stdout


def test_each_level_that_moved_is_one_line_with_both_values(alliance: Path, tmp_path: Path) -> None:
    copy = altered(alliance, tmp_path, '"state":"missed"', '"state":"met"')

    lines = recompute(alliance, statement=copy).stdout.splitlines()

    told = json.loads((alliance / "statement.json").read_bytes())["statement"]["results"]
    for level in (each["level"] for each in told if each["state"] == "missed"):
        (line,) = (line for line in lines if line.startswith(f"{level}: "))
        assert re.fullmatch(rf"{level}: theirs .* met, ours .* missed", line)
    assert lines[-1].endswith("see --all")


def test_the_same_rows_in_another_file_give_identical_figures_and_it_is_said(
    alliance: Path, tmp_path: Path
) -> None:
    renamed = tmp_path / "asked.csv"
    shutil.copy(alliance / "evidence" / "surveys.csv", renamed)
    given: tuple[Path | str, ...] = (
        *kept(alliance, without="surveys.csv"),
        f"surveys={renamed}",
    )

    done = recompute(alliance, evidence=given)

    assert done.exit_code == 0, done.output
    verdict, named, theirs, ours = done.stdout.splitlines()
    assert verdict.startswith("identical figures, but not the same bytes")
    assert named == (
        "evidence repacked: surveys.csv (surveys of surveys): the same rows in another file"
    )
    assert ("surveys.csv" in theirs, "asked.csv" in ours) == (True, True)


def test_json_holds_every_difference(alliance: Path, tmp_path: Path) -> None:
    copy = altered(alliance, tmp_path, '"state":"missed"', '"state":"met"')

    differs = json.loads(recompute(alliance, statement=copy, more=("--json",)).stdout)
    same = json.loads(recompute(alliance, more=("--json",)).stdout)

    assert differs["verdict"] == "not identical"
    assert differs["differences"][0]["cause"] == "statement altered"
    assert {each["theirs"]["state"] for each in differs["service_levels"]} == {"met"}
    assert {each["ours"]["state"] for each in differs["service_levels"]} == {"missed"}
    assert (same["verdict"], same["differences"]) == ("identical", [])
    assert same["theirs"] == same["ours"]


def test_evidence_whose_bytes_were_changed_is_refused_by_name(
    alliance: Path, tmp_path: Path
) -> None:
    (stored, *_) = (alliance / "kept").glob("*.parquet")
    changed = tmp_path / stored.name
    data = bytearray(stored.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)

    done = recompute(alliance, evidence=(changed,))

    assert done.exit_code == 1
    assert "evidence altered: " in done.stderr


def test_missing_evidence_is_named_by_its_file(alliance: Path) -> None:
    done = recompute(alliance, evidence=tuple(kept(alliance, without="outages.csv")))

    assert done.exit_code == 1
    assert "evidence missing: outages.csv (outages of outages)" in done.stdout
    assert "without it " in done.stdout
    assert ": theirs" not in done.stdout.replace("credits: theirs", "")


def altered(place: Path, folder: Path, old: str, new: str) -> Path:
    """A copy of the statement with one thing changed."""
    text = (place / "statement.json").read_text("utf-8")
    assert old in text
    copy = folder / "statement.json"
    copy.write_text(text.replace(old, new), "utf-8")
    return copy


def test_a_statement_changed_by_hand_is_named_as_altered(alliance: Path, tmp_path: Path) -> None:
    copy = altered(alliance, tmp_path, '"state":"missed"', '"state":"met"')

    done = recompute(alliance, statement=copy)

    assert done.exit_code == 1
    assert "statement altered: the statement's own digest" in done.stdout


def test_what_the_other_party_wrote_cannot_steer_the_terminal(
    alliance: Path, tmp_path: Path
) -> None:
    title = '"title":"Managed IT services for Harbour Bank"'
    copy = altered(alliance, tmp_path, title, '"title":"\\u001b[2J\\u202eidentical"')

    done = recompute(alliance, statement=copy)

    assert done.exit_code == 1
    assert "terms altered: title" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout)


def test_an_algorithm_that_is_not_known_here_is_named(alliance: Path, tmp_path: Path) -> None:
    copy = altered(alliance, tmp_path, "share-within/1", "share-within/7")

    done = recompute(alliance, statement=copy)

    assert done.exit_code == 1
    assert "algorithm unknown" in done.stdout
    assert "share-within/7" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("statement/2", "statement/9", "statement.format: expected statement/2, found"),
        ('"results"', '"resulting"', "unknown member 'resulting'"),
        ('"tzdata":"', '"tzdata":1.5,"x":"', "1.5 is not an integer"),
    ],
)
def test_what_is_not_a_statement_is_one_sentence(
    alliance: Path, tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    done = recompute(alliance, statement=altered(alliance, tmp_path, old, new))

    assert done.exit_code == 2
    assert sentence in done.stderr
    assert done.stderr.startswith(f"entente: {tmp_path / 'statement.json'}: ")


def test_wrong_input_is_one_sentence_and_exit_code_two(alliance: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", "utf-8")
    (tmp_path / "empty").mkdir()
    terms = alliance / "agreement.yaml"
    evidence = alliance / "kept"
    cases = [
        (("measure", terms, "--evidence", evidence, "--period", "March"), "write a month as"),
        (("measure", terms, "--evidence", evidence, "--period", "2019-01"), "was in force in 2019"),
        (("measure", tmp_path / "no.yaml", "--evidence", evidence, "--period", PERIOD), "no such"),
        (("measure", terms, "--evidence", tmp_path / "no", "--period", PERIOD), "no such file"),
        (
            ("measure", terms, "--evidence", tmp_path / "notes.txt", "--period", PERIOD),
            "no source",
        ),
        (
            ("measure", terms, "--evidence", tmp_path / "empty", "--period", PERIOD),
            "belongs to a source",
        ),
        (
            ("measure", terms, "--evidence", evidence, "--period", PERIOD, "--as-of", "soon"),
            "not an instant",
        ),
        (
            ("measure", terms, "--evidence", evidence, "--period", PERIOD, "--out", tmp_path),
            "irectory",
        ),
        (
            ("recompute", tmp_path / "no.json", "--agreement", terms, "--evidence", evidence),
            "no such",
        ),
    ]

    for arguments, sentence in cases:
        done = run(*arguments)
        assert (done.exit_code, sentence in done.stderr) == (2, True), (arguments, done.stderr)
        assert isinstance(done.exception, SystemExit)


def test_a_file_of_a_folder_that_is_no_evidence_is_told(alliance: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", "utf-8")
    shutil.copy(alliance / "evidence" / "surveys.csv", tmp_path)

    done = measure(alliance, evidence=tmp_path)

    assert done.exit_code == 0
    assert "passed over: notes.txt belongs to no source" in done.stderr


def test_errors_of_the_agreement_are_shown_at_their_lines(alliance: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "agreement.yaml"
    text = (alliance / "agreement.yaml").read_text("utf-8")
    wrong.write_text(text.replace("zone: Europe/Dublin", "zone: Europe/Dublyn"), "utf-8")

    done = run("measure", wrong, "--evidence", alliance / "kept", "--period", PERIOD)

    assert done.exit_code == 1
    assert "Europe/Dublyn" in done.stderr
    assert "nothing was done" in done.stderr


def test_terms_that_lint_calls_wrong_are_measured_as_written(
    alliance: Path, tmp_path: Path
) -> None:
    signed = tmp_path / "agreement.yaml"
    text = (alliance / "agreement.yaml").read_text("utf-8")
    signed.write_text(text.replace("availability: 50 %,", "availability: 80 %,"), "utf-8")

    done = run("measure", signed, "--evidence", alliance / "kept", "--period", PERIOD)

    assert done.exit_code == 0
    assert "error[pools-over-whole]" in done.stderr
    assert "taken as written, in spite of 1 error" in done.stderr


def test_the_offline_commands_never_import_django() -> None:
    code = (
        "import sys; from entente.cli import register_offline; register_offline();"
        "sys.exit(any(name.partition('.')[0] == 'django' for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
