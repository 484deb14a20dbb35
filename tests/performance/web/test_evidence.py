"""Adding evidence: what the record and the folder hold after it, and every way it can go wrong."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import override_settings

from entente.parties.access import NotPermitted
from entente.parties.queries import membership_of
from entente.performance.actions import add_evidence
from entente.performance.intake.store import sha256_of
from entente.performance.models import EvidenceBatch
from entente.performance.queries.evidence import EvidenceMissing, batch_of, checked, folder_of
from entente.performance.views.evidence import safe_name
from tests.people import SLUG, as_seen_by
from tests.performance.web.world import NOW, World, files

OUTAGES = "Outage,Service,Began,Ended,Kind,Cause,Users affected\n"
ROW = "OUT1,payments,2026-10-05 10:00:00,2026-10-05 10:30:00,unscheduled,network,40\n"


def upload(
    world: World, name: str, content: bytes, source: str = "", person: object = None
) -> HttpResponse:
    client = as_seen_by(world.people.tomas)
    file = SimpleUploadedFile(name, content)
    return client.post(  # type: ignore[return-value] # the test client's answer is one
        world.page("performance/evidence/add/"), {"file": file, "source": source}
    )


def test_a_file_becomes_a_row_of_the_manifest_and_parquet_named_by_its_digest(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "outages.csv"
    path.write_text(OUTAGES + ROW)

    added = add_evidence(by=world.provider, now=NOW, path=path)

    row = EvidenceBatch.objects.get(pk=added.kept.id)
    stored = folder_of(world.provider.alliance_id) / row.stored_as
    assert (row.table, row.source, row.rows, row.added_by_id) == (
        "outages", "outages", 1, world.people.tomas.pk,
    )  # fmt: skip
    assert row.stored_as == f"{sha256_of(stored)}.parquet"
    assert batch_of(world.provider.alliance_id, row.pk).batch == added.kept.batch


def test_the_same_rows_again_change_nothing_whatever_the_file(world: World) -> None:
    before = EvidenceBatch.objects.count()

    answer = upload(world, "surveys.csv", files()["surveys.csv"])
    page = as_seen_by(world.people.tomas).get(answer.headers["Location"])

    assert EvidenceBatch.objects.count() == before
    assert answer.headers["Location"].endswith(f"/{world.batches['surveys.csv'].id}/")
    assert page.status_code == 200


def test_rows_set_aside_are_counted_and_listed_with_their_reasons(world: World) -> None:
    bad = "OUT2,payments,2026-10-06 10:00:00,2026-10-06 09:00:00,unscheduled,network,1\n"
    worse = "OUT3,payments,not a time,,unscheduled,network,1\n"

    answer = upload(world, "outages.csv", (OUTAGES + ROW + bad + worse).encode())
    page = as_seen_by(world.people.ana).get(answer.headers["Location"]).content.decode()

    assert "ends-before-start" in page
    assert "unparsable-date" in page
    assert "not a time" in page


def test_a_reader_cannot_add_evidence_by_any_way(world: World, tmp_path: Path) -> None:
    path = tmp_path / "outages.csv"
    path.write_text(OUTAGES + ROW)
    before = EvidenceBatch.objects.count()

    with pytest.raises(NotPermitted):
        add_evidence(by=membership_of(world.reader.pk, SLUG), now=NOW, path=path)
    file = SimpleUploadedFile("outages.csv", (OUTAGES + ROW).encode())
    answer = as_seen_by(world.reader).post(world.page("performance/evidence/add/"), {"file": file})

    assert answer.status_code == 403
    assert EvidenceBatch.objects.count() == before


HOSTILE = {
    "an empty file": ("outages.csv", b""),
    "no source of that name": ("holiday.csv", b"a,b\n1,2\n"),
    "the wrong columns": ("outages.csv", b"this,that\n1,2\n"),
    "not text": ("outages.csv", bytes(range(256)) * 50),
    "NUL characters": ("outages.csv", b"\0" * 5000),
    "not gzip": ("incidents.csv.gz", b"not gzip at all"),
    "half a gzip": ("incidents.csv.gz", gzip.compress(b"Ticket,State\n" * 9000)[:50]),
    "a broken workbook": ("outages.xlsx", b"PK\x03\x04 broken"),
    "a broken Parquet file": ("outages.parquet", b"PAR1 broken PAR1"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_or_taken_in_whole(world: World, name: str) -> None:
    answer = upload(world, *HOSTILE[name], source="" if "source" in name else "outages")

    if answer.status_code == 302:  # rows that make no sense are all set aside
        location = answer.headers["Location"]
        assert as_seen_by(world.people.tomas).get(location).status_code == 200
    else:
        assert answer.status_code == 422
        assert "Nothing was taken in" in answer.content.decode()


def test_a_file_over_the_limit_says_how_large_it_may_be(world: World) -> None:
    with override_settings(ENTENTE_LARGEST_EVIDENCE=100):
        answer = upload(world, "outages.csv", (OUTAGES + ROW * 5).encode())

    assert answer.status_code == 422
    assert "at most 100" in answer.content.decode()


def test_markup_in_records_stays_text(world: World) -> None:
    row = ROW.replace("OUT1", "<script>alert(1)</script>").replace("network", "<img src=x>")
    bad = ROW.replace("OUT1", "<b>OUT9</b>").replace("2026-10-05 10:00:00", "<i>never</i>")

    answer = upload(world, "outages.csv", (OUTAGES + row + bad).encode())
    page = as_seen_by(world.people.ana).get(answer.headers["Location"]).content.decode()

    assert "&lt;script&gt;" in page
    assert not any(tag in page for tag in ("<script>alert", "<img src=x", "<i>never"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\outages.csv", "outages.csv"),
        ("...", "evidence"),
        ("", "evidence"),
        ("out\x00ag\nes.csv", "outages.csv"),
        ("\u202eoutages.csv", "outages.csv"),
        ("a/b/" + "x" * 400 + ".csv.gz", "x" * 146 + ".csv.gz"),
    ],
)
def test_a_name_is_one_file_of_a_folder_whatever_its_sender_typed(given: str, kept: str) -> None:
    name = safe_name(given)

    assert "/" not in name
    assert "\\" not in name
    assert len(name.encode()) <= 180
    assert name == kept or (len(given) > 200 and name.endswith(".gz"))


def test_evidence_of_the_other_side_can_be_given_as_the_parquet_it_wrote(world: World) -> None:
    kept = world.batches["outages.csv"]
    content = kept.path.read_bytes()
    EvidenceBatch.objects.filter(pk=kept.id).delete()

    answer = upload(world, kept.path.name, content)

    assert answer.status_code == 302
    assert EvidenceBatch.objects.get(content=kept.batch.content).rows == kept.batch.rows


def test_parquet_that_was_altered_on_the_way_is_refused(world: World) -> None:
    kept = world.batches["outages.csv"]
    content = bytearray(kept.path.read_bytes())
    content[200] ^= 1

    answer = upload(world, kept.path.name, bytes(content))

    assert answer.status_code == 422
    assert "evidence altered" in answer.content.decode()


def test_the_same_file_again_heals_a_lost_one(world: World, tmp_path: Path) -> None:
    kept = world.batches["transactions.csv"]
    kept.path.rename(tmp_path / "lost")

    with pytest.raises(EvidenceMissing):
        checked([kept])
    upload(world, "transactions.csv", files()["transactions.csv"])

    assert checked([batch_of(world.client.alliance_id, kept.id)])
