"""Statements: made once, the same on the page as in the document, recomputed or found to differ."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entente.performance.actions import NotYetBegun, make_statement
from entente.performance.kernel.statement import read_statement
from entente.performance.kernel.versions import Month
from entente.performance.models import Statement
from entente.performance.views.statements import command_of
from entente.performance.views.wording import figure_text
from tests.people import as_seen_by
from tests.performance.web.world import NOW, World


@contextmanager
def tampered(path: Path) -> Iterator[None]:
    """The file with one byte changed, and as it was again afterwards."""
    content = path.read_bytes()
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    path.write_bytes(bytes(changed))
    try:
        yield
    finally:
        path.write_bytes(content)


def test_the_same_month_again_is_the_same_statement(world: World) -> None:
    before = Statement.objects.count()

    again = make_statement(by=world.client, now=NOW, period=Month(2026, 10))

    assert again.unchanged
    assert again.kept.id == world.october.id
    assert Statement.objects.count() == before


def test_a_month_that_runs_is_provisional_and_reaches_to_this_minute(world: World) -> None:
    moment = NOW + dt.timedelta(seconds=42)

    made = make_statement(by=world.client, now=moment, period=Month(2026, 11)).kept.statement

    assert made.period.as_of == int(NOW.timestamp()) * 1_000_000
    assert {result.state.value for result in made.results} == {"provisional"}


def test_a_month_that_has_not_begun_has_no_statement(world: World) -> None:
    with pytest.raises(NotYetBegun):
        make_statement(by=world.client, now=NOW, period=Month(2026, 12))


def test_what_is_kept_is_the_canonical_document_with_its_digest(world: World) -> None:
    body = Statement.objects.get(pk=world.october.id).body

    sealed = read_statement(body.encode())

    assert sealed.intact
    assert sealed.claimed == world.october.digest == json.loads(body)["digest"]


@pytest.mark.parametrize(
    ("period", "answer"),
    [("2026-11", "is made"), ("2019-01", "No statement was made"), ("soon", "is not a period"),
     ("2027-01", "has not begun")],
)  # fmt: skip
def test_making_one_on_the_page_says_what_came_of_it(
    world: World, period: str, answer: str
) -> None:
    client = as_seen_by(world.people.tomas)

    page = client.post(world.page("performance/statements/make/"), {"period": period}, follow=True)

    assert answer in page.content.decode()


def test_every_figure_on_the_page_is_that_of_the_document(world: World) -> None:
    page = as_seen_by(world.people.ana).get(
        world.page(f"performance/statements/{world.october.id}/")
    )

    shown = page.content.decode()
    for result in world.october.statement.results:
        assert result.title in shown
        assert figure_text(result.net) in shown
        assert figure_text(result.gross) in shown


def test_the_figure_explained_is_that_of_the_document(world: World) -> None:
    client = as_seen_by(world.people.tomas)
    for result in world.september.statement.results:
        page = client.get(world.page(f"performance/service-levels/{result.level}/2026-09/"))

        shown = page.content.decode()
        assert figure_text(result.net).replace("\u202f%", "") in shown
        for each in result.exclusions:
            assert each.code in shown
        assert world.september.statement.agreements[0].digest in shown


def test_the_download_is_the_document_byte_for_byte(world: World) -> None:
    at = world.page(f"performance/statements/{world.october.id}/statement.json")

    assert as_seen_by(world.people.ana).get(at).content == world.october.body.encode()


def test_recomputing_on_the_page_says_identical(world: World) -> None:
    at = world.page(f"performance/statements/{world.october.id}/recompute/")

    whole = as_seen_by(world.people.ana).post(at).content.decode()
    fragment = as_seen_by(world.people.ana).post(at, headers={"HX-Request": "true"})

    assert "Identical" in whole
    assert "Identical" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()


def test_recomputing_from_a_tampered_file_names_the_batch(world: World) -> None:
    at = world.page(f"performance/statements/{world.october.id}/recompute/")

    with tampered(world.batches["incidents.csv"].path):
        page = as_seen_by(world.people.ana).post(at)

    assert page.status_code == 200
    assert "vidence altered" in page.content.decode()
    assert "incidents.csv" in page.content.decode()


def test_a_tampered_file_hides_the_rows_and_not_the_figure(world: World) -> None:
    at = world.page("performance/service-levels/p1-resolution/2026-10/")

    with tampered(world.batches["incidents.csv"].path):
        page = as_seen_by(world.people.ana).get(at)

    shown = page.content.decode()
    assert page.status_code == 200
    assert "The rows cannot be shown" in shown
    assert figure_text(world.october.statement.result("p1-resolution").net)[:4] in shown


@pytest.mark.parametrize("page", ["performance/evidence/{0}/", "performance/evidence/{0}/file/",
                                  "performance/statements/{1}/bundle.zip"])  # fmt: skip
def test_a_tampered_file_is_said_and_never_sent(world: World, page: str) -> None:
    kept = world.batches["incidents.csv"]

    with tampered(kept.path):
        answer = as_seen_by(world.people.ana).get(
            world.page(page.format(kept.id, world.october.id)), follow=True
        )

    assert answer.status_code == 200
    assert "vidence altered" in answer.content.decode()


def test_the_bundle_holds_all_that_recomputing_needs(world: World) -> None:
    at = world.page(f"performance/statements/{world.october.id}/bundle.zip")

    answer = as_seen_by(world.people.tomas).get(at)
    packed = zipfile.ZipFile(io.BytesIO(answer.getvalue()))

    names = {name.split("/", 1)[1] for name in packed.namelist()}
    assert world.october.file_name in names
    assert "agreement-1.yaml" in names
    assert {f"evidence/{kept.path.name}" for kept in world.batches.values()} <= names


def checked_file(world: World, content: bytes) -> str:
    file = SimpleUploadedFile("statement.json", content)
    client = as_seen_by(world.people.ana)
    answer = client.post(world.page("performance/statements/check/"), {"statement": file})
    assert answer.status_code in {200, 422}
    return answer.content.decode()


def test_a_file_of_the_other_side_is_checked_against_this_record(world: World) -> None:
    assert "Identical" in checked_file(world, world.october.body.encode())


def test_a_figure_changed_by_hand_is_named(world: World) -> None:
    net = world.october.statement.result("p3-resolution").net
    assert net is not None
    told = json.loads(world.october.body)
    result = next(r for r in told["statement"]["results"] if r["level"] == "p3-resolution")
    result["net"]["numerator"] = (
        str(net.numerator - 1) if isinstance(result["net"]["numerator"], str) else net.numerator - 1
    )

    said = checked_file(world, json.dumps(told).encode())

    assert "Not identical" in said or "This is not a statement" in said
    assert "Identical<" not in said


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"digest":1,"statement":[]}'])
def test_a_file_that_is_no_statement_is_refused_in_a_sentence(world: World, content: bytes) -> None:
    said = checked_file(world, content)

    assert "This is not a statement" in said or "submitted file is empty" in said


def test_the_command_on_the_page_gives_identical_in_the_folder_of_the_bundle(
    world: World, tmp_path: Path
) -> None:
    at = world.page(f"performance/statements/{world.september.id}/bundle.zip")
    answer = as_seen_by(world.people.tomas).get(at)
    zipfile.ZipFile(io.BytesIO(answer.getvalue())).extractall(tmp_path)
    (folder,) = tmp_path.iterdir()

    _, *arguments = command_of(world.september).split()
    program = [sys.executable, "-c", "from entente.cli import main; main()"]
    said = subprocess.run(
        [*program, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )

    assert said.returncode == 0, said.stderr
    assert said.stdout.strip() == f"identical: {world.september.digest}"


def test_a_file_of_rows_from_tampered_evidence_is_never_made(world: World) -> None:
    at = world.page("performance/service-levels/p1-resolution/2026-10/?export=csv")

    with tampered(world.batches["incidents.csv"].path):
        page = as_seen_by(world.people.ana).get(at, follow=True)

    assert page.status_code == 200
    assert "No file was made" in page.content.decode()
