"""Mappings: what they inherit, what is refused, and which file belongs to which source."""

from __future__ import annotations

from pathlib import Path

import pytest

from entente.agreement.terms.sources import Source
from entente.foundation.zones import UnknownZone
from entente.performance.intake import (
    NoSourceForFile,
    UnreadableFile,
    UnusableMapping,
    read_mapping,
    ready_made,
    take_in,
)
from entente.performance.intake.mapping import ready_mapping
from tests.performance.intake.conftest import Take, left_out, rows_of

LOG = "at,value\n2016-01-01,1\n"
VALUES = Source(table="values", files=("log.csv",))


def test_the_ready_made_mappings_can_be_followed() -> None:
    ready = {
        name: ready_mapping(name, source, "UTC").table for name, source in ready_made().items()
    }

    assert ready == {
        "bpi-closed-problems": "tickets",
        "servicenow-incident-log": "tickets",
        "upptime-probes": "probes",
    }


def test_a_mapping_that_is_like_another_overrides_word_by_word() -> None:
    own = Source(like="servicenow-incident-log", missing=("-",), columns={"state": "status"})

    terms = ready_mapping("desk", own, "UTC").terms

    assert terms.columns == {"record": "number", "at": "sys_updated_at", "state": "status"}
    assert terms.missing == ("-",)
    assert terms.states["Resolved"].event == "resolved"


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({}, "does not say which table"),
        ({"like": "servicenow-incidents-log"}, "did you mean 'servicenow-incident-log'"),
        ({"table": "values", "columns": {"colour": "x"}}, "no column 'colour'"),
        ({"table": "tickets", "columns": {"sequence": "x"}}, "no column 'sequence'"),
        ({"table": "values", "fields": {"value": "x"}}, "'value' is a column of values"),
        ({"table": "values", "fields": {"row_number": "x"}}, "'row_number' is a column"),
        ({"table": "values", "times": {"opened": "x"}}, "only tickets have events"),
        ({"table": "tickets", "times": {"Fix in place": "x"}}, "no name of an event"),
        ({"table": "values", "dates": ["%Q"]}, "not a date format"),
        ({"table": "values", "dates": ["ISO"]}, "not a date format"),
        ({"table": "values", "dates": ["%Y%"]}, "not a date format"),
        ({"table": "values", "scale": {"value": "x"}}, "must be a decimal"),
        ({"table": "values", "scale": {"value": "-1"}}, "must be a decimal"),
        ({"table": "values", "scale": {"value": "NaN"}}, "must be a decimal"),
        ({"table": "values", "scale": {"at": "1"}}, "must be a decimal"),
        ({"table": "values", "values": {"colour": {"a": "b"}}}, "not a column or field"),
        ({"table": "values", "missing": ["\0"]}, "NUL"),
        ({"table": "values", "delimiter": ";;"}, "one character"),
        ({"table": "values", "delimiter": "\n"}, "one character"),
    ],
)
def test_a_mapping_that_cannot_be_followed_says_what_to_change(
    terms: dict[str, object], sentence: str
) -> None:
    with pytest.raises(UnusableMapping, match=sentence):
        ready_mapping("log", Source.model_validate(terms), "UTC")


def test_an_unknown_zone_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownZone, match="Europe/Vienna"):
        ready_mapping("log", Source(table="values", zone="Europe/Viena"), "UTC")


def test_the_digest_of_a_mapping_follows_what_decides_the_rows_and_nothing_else() -> None:
    plain = ready_mapping("log", Source(table="values"), "UTC")
    titled = ready_mapping("log", Source(table="values", title="Speed", files=("*.csv",)), "UTC")
    elsewhere = ready_mapping("log", Source(table="values"), "Europe/Vienna")

    assert plain.sha256 == titled.sha256
    assert plain.sha256 != elsewhere.sha256


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"table: nonsense\n", "table"),
        (b"- a\n", "is not a mapping"),
        (b"a: [\n", "is not a mapping: m.yaml:"),
        (b"\xff", "not UTF-8"),
        (b"table: values\ntable: probes\n", "m.yaml:2"),
        (b"a: &a [x]\nb: *a\n", "m.yaml:1"),
        (b"[" * 5_000, "m.yaml:1"),
        (b"#" * 3_000_000, "larger than"),
        (b"", "is not a mapping"),
    ],
)
def test_a_mapping_file_that_is_none_says_so(tmp_path: Path, text: bytes, sentence: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(text)

    with pytest.raises(UnusableMapping, match=sentence):
        read_mapping(path)


def _take(tmp_path: Path, *given: str, **patterns: str) -> list[str]:
    (tmp_path / "speed-march.csv").write_text(LOG)
    sources = {name: Source(table="values", files=(pattern,)) for name, pattern in patterns.items()}
    taken = take_in(
        [f"{one}{tmp_path}/speed-march.csv" for one in given],
        sources=sources,
        zone="UTC",
        folder=tmp_path / "evidence",
    )
    return [stored.batch.source for stored in taken]


def test_a_file_belongs_to_the_source_whose_pattern_it_matches(tmp_path: Path) -> None:
    assert _take(tmp_path, "", speed="speed*.csv", size="size*.csv") == ["speed"]


def test_a_file_may_be_told_its_source(tmp_path: Path) -> None:
    assert _take(tmp_path, "size=", speed="speed*.csv", size="size*.csv") == ["size"]


def test_a_file_of_no_source_or_of_several_is_an_error_naming_them(tmp_path: Path) -> None:
    with pytest.raises(NoSourceForFile, match=r"no source \(sources: size\)"):
        _take(tmp_path, "", size="size*")
    with pytest.raises(NoSourceForFile, match=r"several sources \(all, speed\)"):
        _take(tmp_path, "", all="*", speed="speed*")
    with pytest.raises(UnusableMapping, match="no source 'sped': did you mean 'speed'"):
        _take(tmp_path, "sped=", speed="speed*")


def test_a_folder_stands_for_its_evidence_and_the_files_of_its_sources(tmp_path: Path) -> None:
    (tmp_path / "speed-1.csv").write_text(LOG)
    (tmp_path / "notes.md").write_text("nothing")
    sources = {"speed": Source(table="values", files=("speed*",))}

    first = take_in([tmp_path], sources=sources, zone="UTC", folder=tmp_path)
    both = take_in([tmp_path], sources=sources, zone="UTC", folder=tmp_path)

    assert len(first) == 1
    assert {stored.batch for stored in both} == {first[0].batch}


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        take_in([tmp_path / "no.csv"], sources={}, zone="UTC", folder=tmp_path)


def test_mapped_states_need_their_column(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("record,at,State\nI1,2016-01-01,New\n", "utf-8")
    desk = Source.model_validate({"table": "tickets", "states": {"New": {"state": "new"}}})

    with pytest.raises(UnreadableFile, match="no column 'state'; did you mean 'State'"):
        take_in([f"desk={log}"], sources={"desk": desk}, zone="UTC", folder=tmp_path)


@pytest.mark.parametrize(("delimiter", "word"), [(";", '";"'), ("\t", r'"\t"')])
def test_another_delimiter_is_seen_and_told(tmp_path: Path, delimiter: str, word: str) -> None:
    log = tmp_path / "log.csv"
    log.write_text(LOG.replace(",", delimiter), "utf-8")

    with pytest.raises(UnreadableFile) as refused:
        take_in([log], sources={"v": VALUES}, zone="UTC", folder=tmp_path)

    assert str(refused.value).endswith(f"write delimiter: {word}")


def test_requests_are_plain_counts_and_no_row_has_more_failures_than_requests(take: Take) -> None:
    stored = take(
        "at,total,failed,region\n2026-03-01 00:00,1000,5,eu\n2026-03-01 00:05,10,11,eu\n"
        "2026-03-01 00:10,1.5,0,eu\n2026-03-01 00:15,-1,0,eu\n",
        table="requests",
        fields={"region": "region"},
    )

    assert [(row["total"], row["failed"]) for row in rows_of(stored)] == [(1000, 5)]
    assert left_out(stored) == [
        (3, "more-failed-than-asked"), (4, "unparsable-number"), (5, "unparsable-number")
    ]  # fmt: skip


def test_users_affected_are_whole_numbers_that_are_kept_as_fields(take: Take) -> None:
    stored = take(
        "record,started_at,ended_at,hit,users\nO1,2026-03-01,2026-03-02,007,100\n"
        "O2,2026-03-01,2026-03-02,,\nO3,2026-03-01,2026-03-02,many,100\n",
        table="outages",
        columns={"affected": "hit", "total": "users"},
    )

    assert stored.batch.fields == ("affected", "total")
    assert [(row["affected"], row["total"]) for row in rows_of(stored)] == [
        ("7", "100"), (None, None)
    ]  # fmt: skip
    assert left_out(stored) == [(4, "unparsable-number")]


def test_maintenance_is_taken_in_with_when_it_was_announced(take: Take) -> None:
    stored = take(
        "record,announced_at,started_at,ended_at,item\n"
        "M1,2026-03-01 08:00,2026-03-03 02:00,2026-03-03 04:00,db\n"
        "M2,,2026-03-03 04:00,2026-03-03 02:00,\n",
        table="maintenance",
        fields={"item": "item"},
    )

    (row,) = rows_of(stored)
    assert (row["record"], row["item"]) == ("M1", "db")
    assert left_out(stored) == [(3, "ends-before-start")]
