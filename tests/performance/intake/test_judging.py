"""Judging: every row is either evidence or listed with its reason."""

from __future__ import annotations

import json

import pytest

from tests.performance.intake.conftest import Take, left_out, rows_of


@pytest.mark.parametrize(
    ("text", "millionths"),
    [
        ("1.5", 1_500_000),
        ("-0.000001", -1),
        ("+3", 3_000_000),
        (".5", 500_000),
        (" 7. ", 7_000_000),
        ("0.1000000000", 100_000),
        ("9000000000000", 9_000_000_000_000_000_000),
    ],
)
def test_numbers_are_exact_millionths(take: Take, text: str, millionths: int) -> None:
    stored = take(f"at,value\n2016-01-01,{text}\n", table="values")

    assert [row["value"] for row in rows_of(stored)] == [millionths]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.0000001", "too-precise"),
        ("0.00000000000000000001", "too-precise"),
        ("9999999999999", "outside-range"),
        ("99999999999999999999", "unparsable-number"),
        ("1e5", "unparsable-number"),
        ("=1+1", "unparsable-number"),
        ("four", "unparsable-number"),
        ("٣", "unparsable-number"),
        (".", "unparsable-number"),
        ("NaN", "unparsable-number"),
        ("?", "missing-value"),
    ],
)
def test_a_number_that_is_not_exact_is_left_out(take: Take, text: str, reason: str) -> None:
    stored = take(f"at,value\n2016-01-01,{text}\n", table="values", missing=["?"])

    assert left_out(stored) == [(2, reason)]


def test_a_scale_is_applied_exactly(take: Take) -> None:
    log = "at,value\n2016-01-01,84\n2016-01-02,0.5\n2016-01-03,0.0005\n"

    stored = take(log, table="values", scale={"value": "0.001"})

    assert [row["value"] for row in rows_of(stored)] == [84_000, 500]
    assert left_out(stored) == [(4, "too-precise")]


def test_outages_end_after_they_start_and_may_last(take: Take) -> None:
    log = (
        "record,started_at,ended_at\n"
        "A,2016-01-01 10:00,2016-01-01 11:00\n"
        "B,2016-01-01 10:00,\n"
        "C,2016-01-01 10:00,2016-01-01 09:59\n"
    )

    stored = take(log, table="outages")

    assert [(row["record"], row["ended_at"] is None) for row in rows_of(stored)] == [
        ("A", False),
        ("B", True),
    ]
    assert left_out(stored) == [(4, "ends-before-start")]


def test_an_answer_before_its_question_is_out_of_order(take: Take) -> None:
    log = "record,at,answered_at,score\nA,2016-01-02,2016-01-01,4\nB,2016-01-02,,\n"

    stored = take(log, table="surveys")

    assert left_out(stored) == [(2, "out-of-order")]
    assert [row["score"] for row in rows_of(stored)] == [None]


def test_words_are_translated_and_a_status_is_up_or_down(take: Take) -> None:
    log = "at,status\n2016-01-01,OK\n2016-01-02,down\n2016-01-03,meh\n"

    stored = take(log, table="probes", values={"status": {"OK": "up"}})

    assert [row["status"] for row in rows_of(stored)] == ["up", "down"]
    assert left_out(stored) == [(4, "unknown-state")]


def test_a_claim_is_made_and_decided_by_a_party(take: Take) -> None:
    log = "record,code,proposed_by,decision,decided_by\nX1,weather,provider,approved,client\n"

    stored = take(log + "X2,weather,Provider,,\n", table="exclusions")

    assert [row["record"] for row in rows_of(stored)] == ["X1"]
    assert left_out(stored) == [(3, "unknown-party")]


def test_outside_tickets_rows_whose_mapped_cells_agree_are_duplicates(take: Take) -> None:
    log = "at,value,note\n2016-01-01,1,a\n2016-01-01,1.0,b\n2016-01-01,2,a\n"

    stored = take(log, table="values")

    assert left_out(stored) == [(3, "duplicate")]


def test_ragged_rows_are_listed_and_blank_lines_are_not(take: Take) -> None:
    stored = take("at,value\n\n2016-01-01,1\n2016-01-02\n2016-01-03,1,2\n\n", table="values")

    assert [row["row_number"] for row in rows_of(stored)] == [3]
    assert left_out(stored) == [(4, "ragged-row"), (5, "ragged-row")]


def test_offending_text_is_cut_and_its_control_characters_are_escaped(take: Take) -> None:
    stored = take(f'at,value\n2016-01-01,"\x1b[31m{"9" * 500}"\n', table="values")

    (line,) = stored.quarantine.read_text("utf-8").splitlines()
    text = json.loads(line)["text"]
    assert text.startswith("value: \\u001b[31m999")
    assert len(text) < 220


def test_a_nul_character_takes_its_row_out(take: Take) -> None:
    stored = take("at,value\n2016-01-01,1\n2016-01-02,1\x002\n", table="values")

    assert stored.batch.rows == 1
    assert left_out(stored) == [(3, "control-character")]


def test_counts_of_rows_and_of_quarantine_add_up_to_the_file(take: Take) -> None:
    log = "at,value\n" + "".join(f"2016-01-{day:02d},{day % 5}x\n" for day in range(1, 40))

    stored = take(log.replace("3x", "3").replace("1x", "1"), table="values")

    assert stored.batch.rows + sum(count for _, count in stored.batch.quarantined) == 39


def test_a_field_may_have_any_name(take: Take) -> None:
    words = ("reason", "shows", "kind", "turn", "events", "meaning", "told", "digest", "first")
    log = f"record,at,state,{','.join(words)}\nA,2016-01-01,New,{','.join(words)}\n"

    stored = take(
        log,
        table="tickets",
        columns={"at": "at"},
        fields={word: word for word in (*words, "c0", "number")} | {"c0": "told", "number": "kind"},
        times={"closed": "at"},
    )

    assert all(row[word] == word for row in rows_of(stored) for word in words)
