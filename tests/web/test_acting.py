"""What the commands of the server's machine do: the pages' acts, by the pages' rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from django.test import override_settings
from typer.testing import CliRunner, Result

from entente.parties.queries import membership_of, person_with
from entente.performance.queries.evidence import batches_of
from entente.performance.queries.statements import statements_of
from entente.scope.queries import versions_of
from entente.web.commands import register
from tests.people import SLUG, People, as_seen_by

ANA = "ana.keller@harbour.example"
TOMAS = "tomas.ferreira@quay.example"
MALLORY = "mallory@elsewhere.example"
FOUND = (
    "found", "bakery", "--title", "IT for the bakery", "--client", "The Bakery", "--provider",
    "Oven IT", "--email", "Ana@bakery.example", "--name", "Ana Keller",
)  # fmt: skip
INVITE = ("--alliance", "bakery", "--by", "ana@bakery.example")

Run = Callable[..., Result]


@pytest.fixture
def run(db: None, tmp_path: Path) -> Iterator[Run]:
    """Runs a command on the test's own records."""
    app = typer.Typer()
    register(app)

    def command(*words: str | Path, typed: str | None = None) -> Result:
        done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    with override_settings(DATA=tmp_path / "data"):
        yield command


def place_of(email: str) -> str:
    place = membership_of(person_with(email).pk, "bakery")
    return f"{place.side} {place.role}"


def password_in(said: str) -> str:
    return said.partition("signs in with ")[2].split()[0]


def test_an_alliance_is_founded_with_people_of_both_sides_who_can_sign_in(run: Run) -> None:
    founded = run(*FOUND)
    invited = run("invite", "rory@oven.example", "--name", "Rory Quinn", "--side", "provider",
                  "--role", "owner", *INVITE)  # fmt: skip

    assert (founded.exit_code, invited.exit_code) == (0, 0)
    assert place_of("ana@bakery.example") == "client owner"
    assert place_of("rory@oven.example") == "provider owner"
    assert person_with("ana@bakery.example").check_password(password_in(founded.stdout))
    assert person_with("rory@oven.example").check_password(password_in(invited.stdout))


def test_a_password_can_be_typed_and_is_not_shown(run: Run) -> None:
    said = "a kettle on the moon\n" * 2

    done = run(*FOUND, "--ask-password", typed=said)

    assert done.exit_code == 0
    assert "kettle" not in done.stdout
    assert person_with("ana@bakery.example").check_password("a kettle on the moon")


def test_a_password_that_the_pages_would_refuse_founds_nothing(run: Run) -> None:
    done = run(*FOUND, "--ask-password", typed="short\nshort\n")

    assert done.exit_code == 2
    assert "at least 12 characters" in done.stderr
    assert run(*FOUND).exit_code == 0


def test_who_is_known_already_keeps_name_and_password(run: Run, people: People) -> None:
    before = people.ana.password

    done = run(*FOUND[:-4], "--email", ANA, "--name", "Somebody Else")

    assert done.exit_code == 0
    assert "is known already and signs in as before" in done.stdout
    assert person_with(ANA).password == before
    assert person_with(ANA).name == "Ana Keller"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (("bakery", "the bakery"), "cannot be an address"),
        (("bakery", SLUG), "is taken"),
        (("Oven IT", "The Bakery"), "cannot be both client and provider"),
        (("Oven IT", "O" * 121), "at most 120 characters"),
        (("IT for the bakery", " "), "an alliance is called something"),
        (("Ana Keller", ""), "name: This field cannot be blank."),
        (("Ana@bakery.example", "ana"), "email: Enter a valid email address."),
    ],
)
def test_what_cannot_be_founded_is_a_sentence_and_leaves_nothing(
    run: Run, people: People, changed: tuple[str, str], sentence: str
) -> None:
    done = run(*(changed[1] if word == changed[0] else word for word in FOUND))

    assert done.exit_code == 2
    assert sentence in done.stderr
    assert run(*FOUND).stdout.count("is known already") == 0


def test_each_side_adds_its_own_people_only(run: Run, people: People) -> None:
    words = "invite", "max@quay.example", "--name", "Max", "--role", "manager", "--alliance", SLUG

    refused = run(*words, "--side", "provider", "--by", ANA)
    done = run(*words, "--side", "provider", "--by", TOMAS)
    again = run(*words, "--side", "provider", "--by", TOMAS)

    assert (refused.exit_code, done.exit_code, again.exit_code) == (2, 0, 2)
    assert "people of the provider are added by its owner or manager" in refused.stderr
    assert "Max already has a place" in again.stderr


@pytest.mark.parametrize(("option", "word"), [("--side", "vendor"), ("--role", "king")])
def test_a_side_or_role_that_is_none_is_refused_with_those_there_are(
    run: Run, people: People, option: str, word: str
) -> None:
    told = {"--side": "client", "--role": "reader"} | {option: word}
    options = [part for pair in told.items() for part in pair]

    done = run("invite", "max@quay.example", "--name", "Max", *options, *INVITE)

    assert done.exit_code == 2
    assert f"'{word}' is not a {option[2:]}: " in done.stderr


def acts(folder: Path, harbour_and_quay: Path) -> list[tuple[str | Path, ...]]:
    return [
        ("record", harbour_and_quay / "agreement.yaml"),
        ("upload", harbour_and_quay / "evidence" / "surveys.csv"),
        ("publish", "--period", "2026-03"),
        ("invite", "x@y.example", "--name", "X", "--side", "client", "--role", "reader"),
    ]


@pytest.mark.parametrize("who", [MALLORY, "nobody@nowhere.example"])
def test_a_stranger_cannot_tell_an_alliance_from_none(
    run: Run, people: People, who: str, harbour_and_quay: Path, tmp_path: Path
) -> None:
    for act in acts(tmp_path, harbour_and_quay):
        there = run(*act, "--alliance", SLUG, "--by", who)
        absent = run(*act, "--alliance", "nowhere", "--by", who)

        assert (there.exit_code, absent.exit_code) == (2, 2)
        assert there.stderr == absent.stderr.replace("nowhere'", f"{SLUG}'")
        assert (there.stdout, absent.stdout) == ("", "")


def test_a_person_whose_account_is_closed_acts_no_more(
    run: Run, people: People, harbour_and_quay: Path
) -> None:
    people.ana.is_active = False
    people.ana.save(update_fields=["is_active"])

    done = run("record", harbour_and_quay / "agreement.yaml", "--alliance", SLUG, "--by", ANA)

    assert done.exit_code == 2
    assert "there is no alliance" in done.stderr


def test_a_reader_is_told_who_may(run: Run, people: People, harbour_and_quay: Path) -> None:
    reader = "rita@harbour.example"
    run("invite", reader, "--name", "Rita", "--side", "client", "--role", "reader",
        "--alliance", SLUG, "--by", ANA)  # fmt: skip

    recorded, uploaded, published, invited = (
        run(*act, "--alliance", SLUG, "--by", reader) for act in acts(Path(), harbour_and_quay)
    )

    assert {d.exit_code for d in (recorded, uploaded, published, invited)} == {2}
    assert "Only an owner, signatory or manager may record" in recorded.stderr
    assert "you see everything, and a contributor" in uploaded.stderr
    assert "you see everything, and a contributor" in published.stderr
    assert "added by its owner or manager" in invited.stderr


def test_a_statement_is_made_by_command_and_shown_on_the_pages(
    run: Run, people: People, harbour_and_quay: Path, tmp_path: Path
) -> None:
    told = "--alliance", SLUG, "--by", TOMAS
    files = harbour_and_quay / "evidence" / "surveys.csv", harbour_and_quay / "evidence/outages.csv"
    out = tmp_path / "march.json"

    recorded = run("record", harbour_and_quay / "agreement.yaml", *told)
    uploaded = run("upload", *files, *told)
    again = run("upload", files[0], "--source", "surveys", *told)
    made = run("publish", "--period", "2026-03", "--out", out, *told)
    unchanged = run("publish", "--period", "2026-03", *told)

    assert [d.exit_code for d in (recorded, uploaded, again, made, unchanged)] == [0] * 5
    standing = membership_of(people.tomas.pk, SLUG)
    (version,) = versions_of(standing.alliance_id)
    assert version.digest in recorded.stdout
    assert "1 set aside (1 ends-before-start)" in uploaded.stdout
    assert "in the record already; nothing was changed" in again.stdout
    assert len(batches_of(standing.alliance_id)) == 2
    (kept,) = statements_of(standing.alliance_id)
    assert out.read_bytes() == kept.body.encode()
    assert kept.digest in made.stdout
    assert "Unchanged: the same terms and evidence" in unchanged.stdout
    page = as_seen_by(people.ana).get(f"/a/{SLUG}/performance/statements/{kept.id}/")
    assert page.status_code == 200
    assert kept.digest.removeprefix("sha256:")[:12] in page.content.decode()


def test_an_agreement_with_errors_is_refused_where_they_are(
    run: Run, people: People, tmp_path: Path, harbour_and_quay: Path
) -> None:
    text = (harbour_and_quay / "agreement.yaml").read_text()
    draft = tmp_path / "draft.yaml"
    draft.write_text(text.replace("in_force: {from: 2025-11-01}", "in_force: {from: soon}"))

    done = run("record", draft, "--alliance", SLUG, "--by", ANA)

    assert done.exit_code == 1
    assert "draft.yaml:7" in done.stderr
    assert "nothing was recorded" in done.stderr
    assert versions_of(membership_of(people.ana.pk, SLUG).alliance_id) == []


def test_the_same_version_is_not_recorded_twice(
    run: Run, people: People, harbour_and_quay: Path
) -> None:
    words = "record", harbour_and_quay / "agreement.yaml", "--alliance", SLUG, "--by", ANA

    assert [run(*words).exit_code, run(*words).exit_code] == [0, 1]


def test_one_unusable_file_does_not_keep_the_others_out(
    run: Run, people: People, harbour_and_quay: Path, tmp_path: Path
) -> None:
    told = "--alliance", SLUG, "--by", ANA
    run("record", harbour_and_quay / "agreement.yaml", *told)
    odd = tmp_path / "holiday.csv"
    odd.write_text("a,b\n1,2\n")

    done = run("upload", odd, harbour_and_quay / "evidence" / "surveys.csv", *told)

    assert done.exit_code == 1
    assert "holiday.csv: " in done.stderr
    assert "1 of 2 files were not taken in" in done.stderr
    assert "surveys.csv: 1,022 rows taken in" in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("publish", "--period", "2026-03"), "No agreement has been recorded"),
        (("publish", "--period", "March"), "write a month as 2016-03"),
        (("record", "nowhere.yaml"), "nowhere.yaml: No such file"),
        (("upload", "nowhere.csv"), "nowhere.csv: no such file; nothing was taken in"),
        (("upload", "."), ".: no such file; nothing was taken in"),
        (("upload", __file__), "No agreement has been recorded"),
    ],
)
def test_what_is_not_there_is_a_sentence(
    run: Run, people: People, words: tuple[str, ...], sentence: str
) -> None:
    done = run(*words, "--alliance", SLUG, "--by", ANA)

    assert done.exit_code == 2
    assert sentence in done.stderr


def test_a_statement_that_cannot_be_written_is_kept_all_the_same(
    run: Run, people: People, harbour_and_quay: Path, tmp_path: Path
) -> None:
    told = "--alliance", SLUG, "--by", ANA
    run("record", harbour_and_quay / "agreement.yaml", *told)

    done = run("publish", "--period", "2026-03", "--out", tmp_path / "no" / "m.json", *told)

    assert done.exit_code == 2
    assert "No such file or directory" in done.stderr
    (kept,) = statements_of(membership_of(people.ana.pk, SLUG).alliance_id)
    assert kept.digest in done.stdout


def test_two_who_do_the_same_at_once_are_told_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entente.parties.actions._check_alliance", lambda *_: None)
    assert run(*FOUND).exit_code == 0

    again = run(*FOUND)

    assert again.exit_code == 2
    assert "somebody did the same at this very moment" in again.stderr
