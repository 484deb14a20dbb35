"""Two statements side by side: every difference is named with its cause."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from entente.performance.kernel.compare import (
    Cause,
    Difference,
    Verdict,
    compare,
    compare_evidence,
    levels_differing,
    verdict,
)
from entente.performance.kernel.evidence import Batch
from entente.performance.kernel.statement import (
    CalendarUsed,
    Sealed,
    Statement,
    evidence_used,
)
from tests.performance.kernel.statements import batch, small_statement

OURS = small_statement()


def against(theirs: Statement, claimed: str | None = None) -> list[Difference]:
    return list(compare(Sealed(theirs, claimed or theirs.digest), OURS))


def test_equal_statements_are_identical() -> None:
    assert against(small_statement()) == []


def test_a_statement_whose_digest_does_not_fit_was_altered() -> None:
    (found,) = against(small_statement(), claimed="sha256:00")

    assert found.cause is Cause.STATEMENT_ALTERED
    assert (found.theirs, found.ours) == ("sha256:00", OURS.digest)


def test_an_algorithm_of_another_number_is_unknown() -> None:
    found = against(replace(OURS, algorithms=("mean/9", "share-within/1")))

    assert found[0].cause is Cause.ALGORITHM_UNKNOWN
    assert found[0].theirs == "mean/9"


def test_other_terms_are_named_by_version() -> None:
    theirs = replace(OURS, agreements=(replace(OURS.agreements[0], digest="sha256:22"),))

    (found,) = against(theirs)

    assert found.cause is Cause.TERMS_ALTERED
    assert found.where == "version 1 of the agreement"


def test_a_version_that_one_side_lacks_is_named() -> None:
    more = (*OURS.agreements, replace(OURS.agreements[0], version=2))

    (found,) = against(replace(OURS, agreements=more))

    assert (found.where, found.ours) == ("version 2 of the agreement", "nothing")


def test_other_days_in_force_are_named() -> None:
    theirs = replace(OURS, agreements=(replace(OURS.agreements[0], until="2026-03-20"),))

    (found,) = against(theirs)

    assert found.where == "version 1 of the agreement, in force, until"
    assert (found.theirs, found.ours) == ("2026-03-20", "nothing")


def test_other_time_zone_data_and_calendars_are_named() -> None:
    desk = CalendarUsed(1, "desk", "sha256:99")
    theirs = replace(OURS, tzdata="2020.1", calendars=(OURS.calendars[0], desk))

    zones, calendar = against(theirs)

    assert {zones.cause, calendar.cause} == {Cause.CALENDAR_ALTERED}
    assert (zones.theirs, calendar.where) == ("2020.1", "calendar desk of version 1")


def test_other_time_zone_data_with_the_same_calendars_moves_no_figure() -> None:
    found = against(replace(OURS, tzdata="2020.1"))

    assert [each.cause for each in found] == [Cause.TIME_ZONE_DATA_OTHER]
    assert verdict(found) is Verdict.SAME_FIGURES


def test_the_same_rows_in_another_file_move_no_figure() -> None:
    found = against(small_statement(batches=(batch("other.csv", file_sha256="00"),)))

    assert [each.cause for each in found] == [Cause.EVIDENCE_REPACKED]
    assert verdict(found) is Verdict.SAME_FIGURES
    assert verdict(()) is Verdict.IDENTICAL


def test_a_figure_that_differs_is_never_excused_by_how_evidence_was_carried() -> None:
    found = against(small_statement(within=10, batches=(batch("other.csv"),)))

    assert {Cause.EVIDENCE_REPACKED, Cause.FIGURE_DIFFERS} == {each.cause for each in found}
    assert verdict(found) is Verdict.DIFFERENT


def test_each_service_level_that_differs_is_told_once_with_both_results() -> None:
    theirs = small_statement(within=10)

    (differs,) = levels_differing(theirs, OURS)

    assert differs.level == "p1-resolution"
    assert (differs.theirs, differs.ours) == (theirs.results[1], OURS.results[1])
    (gone,) = levels_differing(replace(OURS, results=OURS.results[:1]), OURS)
    assert (gone.level, gone.theirs) == ("p1-resolution", None)


def test_a_period_that_reaches_further_is_named() -> None:
    theirs = replace(OURS, period=replace(OURS.period, as_of=1))

    (found,) = against(theirs)

    assert found.where == "period, as of"


def evidence(theirs: list[Batch], ours: list[Batch]) -> list[tuple[Cause, str]]:
    found = compare_evidence(evidence_used(theirs), evidence_used(ours))
    return [(each.cause, each.where) for each in found]


WHERE = "incidents.csv (tickets of tickets)"
REPACKED = f"{WHERE}: the same rows in another file"


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ([batch()], [batch()], []),
        ([batch()], [], [(Cause.EVIDENCE_MISSING, WHERE)]),
        ([], [batch()], [(Cause.EVIDENCE_ADDED, WHERE)]),
        ([batch()], [batch(content="sha256:bb")], [(Cause.EVIDENCE_ALTERED, WHERE)]),
        ([batch()], [batch(rows=4)], [(Cause.EVIDENCE_ALTERED, f"{WHERE}, rows")]),
        ([batch()], [batch("other.csv")], [(Cause.EVIDENCE_REPACKED, REPACKED)]),
        ([batch()], [batch(file_sha256="00")], [(Cause.EVIDENCE_REPACKED, REPACKED)]),
        (
            [batch()],
            [batch(file_sha256="00", mapping_sha256="11")],
            [
                (Cause.EVIDENCE_ALTERED, f"{WHERE}, mapping sha256"),
                (Cause.EVIDENCE_REPACKED, REPACKED),
            ],
        ),
        (
            [batch()],
            [batch("other.csv", "sha256:bb")],
            [
                (Cause.EVIDENCE_MISSING, WHERE),
                (Cause.EVIDENCE_ADDED, "other.csv (tickets of tickets)"),
            ],
        ),
    ],
)
def test_each_difference_of_evidence_has_its_cause(
    theirs: list[Batch], ours: list[Batch], expected: list[tuple[Cause, str]]
) -> None:
    assert evidence(theirs, ours) == expected


def test_each_figure_that_differs_is_named_in_plain_words() -> None:
    found = against(small_statement(within=10))

    words = {each.where: (each.theirs, each.ours) for each in found}
    assert {each.cause for each in found} == {Cause.FIGURE_DIFFERS}
    assert words["results, p1-resolution, state"] == ("met", "missed")
    assert words["results, p1-resolution, net, numerator"] == ("10", "9")
    assert words["results, p1-resolution, numbers, within, value"] == ("10", "9")
    assert words["credits, settled"] == ("0.00", "2000.00")


def test_what_only_one_side_has_is_told_whole() -> None:
    found = against(replace(OURS, credits=None, results=OURS.results[:1]))

    words = {each.where: each.ours for each in found}
    assert words["results, p1-resolution"].startswith("level p1-resolution")
    assert "currency EUR" in words["credits"]
    assert all(each.theirs == "nothing" for each in found)
    assert str(found[0]).startswith("figure differs: results, p1-resolution: theirs nothing")


def test_a_statement_sealed_again_in_another_order_is_not_identical() -> None:
    (found,) = against(replace(OURS, results=OURS.results[::-1]))

    assert found.cause is Cause.STATEMENT_ALTERED
    assert found.where == "the order of its entries"


@pytest.mark.parametrize("member", [f.name for f in fields(Statement) if f.name != "format"])
def test_no_part_of_a_statement_can_change_unseen(member: str) -> None:
    value: Any = getattr(OURS, member)
    changed: Any = value[:-1] if isinstance(value, tuple) else None
    if isinstance(value, str):
        changed = f"{value}!"
    if member in {"parties", "period"}:
        changed = replace(value, **{fields(value)[0].name: "other"})

    assert against(replace(OURS, **{member: changed}))


def test_a_list_is_told_by_its_items() -> None:
    changed = replace(OURS.results[0], versions=(1, 2))

    (found,) = against(replace(OURS, results=(changed, *OURS.results[1:])))

    assert found.where == "results, mean-clock, versions, no. 2"
    assert (found.theirs, found.ours) == ("2", "nothing")
