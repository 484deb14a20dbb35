"""The agreement: recorded as it reads, for ever, and shown as a document that says its worth."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entente.agreement.reading import read_agreement_text
from entente.agreement.terms.digest import agreement_digest
from entente.scope.actions import AgreementHasErrors, AlreadyRecorded, MayNotRecord, record_version
from entente.scope.models import AgreementVersion
from entente.scope.queries import NoAgreement, terms_in_force, versions_of
from tests.people import SLUG, as_seen_by
from tests.performance.web.world import NOW, agreement_text
from tests.scope.conftest import RECORD, Signed

PAGE = f"/a/{SLUG}/scope/agreement/"


def second() -> str:
    """The same agreement, stricter on priority 3 from December on."""
    text = agreement_text().replace("version: 1", "version: 2", 1)
    text = text.replace("{from: 2026-09-01}", "{from: 2026-12-01}", 1)
    return text.replace("commitment: at least 85 %", "commitment: at least 88 %", 1)


def record(signed: Signed, text: str, role: str = "owner") -> AgreementVersion:
    return record_version(
        alliance_id=signed.client.alliance_id, role=role, by=signed.client.person_id, now=NOW,
        text=text,
    )  # fmt: skip


def test_a_version_is_kept_as_text_and_digest(signed: Signed) -> None:
    row = AgreementVersion.objects.get()
    reading = read_agreement_text(row.text)

    assert reading.agreement is not None
    assert row.text == agreement_text()
    assert row.digest == agreement_digest(reading.agreement)
    assert (row.number, row.in_force_from) == (1, dt.date(2026, 9, 1))


@pytest.mark.parametrize("role", ["contributor", "reader", "auditor"])
def test_only_who_may_bind_a_side_records_a_version(founded: Signed, role: str) -> None:
    with pytest.raises(MayNotRecord):
        record(founded, agreement_text(), role)

    assert not AgreementVersion.objects.exists()


def test_a_text_with_errors_is_not_recorded(founded: Signed) -> None:
    with pytest.raises(AgreementHasErrors) as refused:
        record(founded, agreement_text().replace("pool: service-desk", "pool: servicedesk"))

    assert refused.value.findings
    assert not AgreementVersion.objects.exists()


LATE = "tasks:\n  audit: {name: Audit, timeline: {from: 2026-12-01, until: 2026-12-01}}\n"
KEPT = "accepted_findings:\n  - {rule: timeline-order, at: tasks.audit, reason: Kept UNTIL}\n"


def with_late_task(until: str) -> str:
    """The agreement with a task whose error is accepted until a day."""
    text = agreement_text().replace("\ntasks:\n", "\n" + LATE, 1)
    return text.replace("accepted_findings:\n", KEPT.replace(" UNTIL", until), 1)


def test_an_error_that_both_accept_is_recorded_until_its_day(founded: Signed) -> None:
    today, later = NOW.date(), NOW.date() + dt.timedelta(days=1)

    with pytest.raises(AgreementHasErrors) as refused:
        record(founded, with_late_task(f", until: {today}"))
    assert [finding.rule for finding in refused.value.findings] == ["timeline-order"]

    assert record(founded, with_late_task(f", until: {later}")).number == 1


def test_an_upload_shows_what_is_accepted_and_why(signed: Signed) -> None:
    page = as_seen_by(signed.people.ana)
    text = with_late_task("").replace("zone: Europe/Dublin", "zone: Europe/Dublim", 1)

    answer = page.post(RECORD, {"text": text})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.index("unknown-zone") < shown.index("timeline-order")
    assert "<strong>Why:</strong> Kept" in shown


def test_the_same_number_or_the_same_terms_are_recorded_once(signed: Signed) -> None:
    with pytest.raises(AlreadyRecorded):
        record(signed, agreement_text())

    assert AgreementVersion.objects.count() == 1


def test_the_terms_of_a_day_are_those_in_force_on_it(signed: Signed) -> None:
    record(signed, second())
    alliance = signed.client.alliance_id

    assert [version.number for version in versions_of(alliance)] == [1, 2]
    assert terms_in_force(alliance, dt.date(2026, 12, 24)).number == 2
    assert terms_in_force(alliance, dt.date(2026, 11, 30)).number == 1


def test_before_anything_is_agreed_the_page_says_what_to_do_next(founded: Signed) -> None:
    with pytest.raises(NoAgreement):
        terms_in_force(founded.client.alliance_id, dt.date(2026, 11, 3))

    page = as_seen_by(founded.people.ana).get(PAGE).content.decode()

    assert "Record the first version" in page


def test_the_document_says_every_clause_and_what_it_allows(signed: Signed) -> None:
    page = as_seen_by(signed.people.tomas).get(PAGE).content.decode()

    terms = versions_of(signed.client.alliance_id)[0].agreement
    for key, level in terms.service_levels.items():
        assert f'id="service-levels-{key}"' in page
        assert str(level.commitment) in page
    assert all(f'id="tasks-{key}"' in page for key in terms.tasks)
    assert "Outage allowed" in page
    assert "Most credit of a month" in page


def test_the_download_is_the_text_as_it_was_recorded(signed: Signed) -> None:
    answer = as_seen_by(signed.people.ana).get(f"{PAGE}1/agreement.yaml")

    assert answer.content.decode() == agreement_text()
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_upload_with_errors_shows_each_with_its_line(signed: Signed) -> None:
    wrong = second().replace("pool: service-desk", "pool: servicedesk", 1)
    line = next(n for n, text in enumerate(wrong.splitlines(), 1) if "servicedesk" in text)

    answer = as_seen_by(signed.people.ana).post(
        RECORD, {"file": SimpleUploadedFile("agreement.yaml", wrong.encode())}
    )

    assert answer.status_code == 422
    assert f"Line {line}," in answer.content.decode()
    assert AgreementVersion.objects.count() == 1


@pytest.mark.parametrize("how", ["file", "text"])
def test_a_clean_upload_is_recorded_and_shown(signed: Signed, how: str) -> None:
    given = SimpleUploadedFile("agreement.yaml", second().encode()) if how == "file" else second()

    answer = as_seen_by(signed.people.tomas).post(RECORD, {how: given})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{PAGE}2/"
    assert AgreementVersion.objects.get(number=2).recorded_by_id == signed.people.tomas.pk


HOSTILE = {
    "nothing": b"",
    "not UTF-8": b"\xff\xfe\x00",
    "not YAML": b"{[}",
    "a list": b"- 1\n- 2\n",
    "aliases": b"a: &a [1]\nb: [*a, *a]\n",
    "deep": b"[" * 5000,
    "a tag that runs": b"!!python/object/apply:os.system ['true']\n",
    "markup": b"alliance: <script>alert(1)</script>\n",
    "NUL": b"alliance: a\x00b\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_findings_and_never_with_a_fault(
    founded: Signed, name: str
) -> None:
    file = SimpleUploadedFile("agreement.yaml", HOSTILE[name])

    answer = as_seen_by(founded.people.ana).post(RECORD, {"file": file})

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert not AgreementVersion.objects.exists()


@pytest.mark.parametrize("page", [PAGE, f"{PAGE}1/", f"{PAGE}1/agreement.yaml", RECORD])
def test_a_stranger_cannot_tell_that_there_is_an_agreement(signed: Signed, page: str) -> None:
    assert as_seen_by(signed.people.mallory).get(page).status_code == 404


def test_a_reader_reads_and_does_not_record(signed: Signed) -> None:
    client = as_seen_by(signed.reader)

    assert client.get(PAGE).status_code == 200
    assert client.post(RECORD, {"text": second()}).status_code == 403
    assert AgreementVersion.objects.count() == 1
