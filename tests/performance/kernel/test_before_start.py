"""What lies in a window before a level holds: left out, or as the terms say up."""

from __future__ import annotations

import pytest

from entente.agreement.terms.sources import Table
from entente.foundation.instants import DAY, HOUR
from entente.performance.engine.reference import Cell, Reference
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.results import Result, result
from entente.performance.kernel.versions import Month, in_order
from tests.performance.engine.batches import plain
from tests.performance.kernel.terms import agreement
from tests.performance.kernel.test_service_time import MARCH, at


def found(
    measure: str, table: Table, *rows: dict[str, Cell], until: int | None = None, begins: str
) -> Result:
    """The result of March of a level that holds from a day on."""
    body = (
        f"dates: {{first-use: {begins}}}\nservice_levels:\n  up:\n    measure: {{{measure}}}\n"
        "    applies: {after: first-use}\n    commitment: at least 99 %\n"
    )
    versions = in_order([agreement(body, zone="UTC", from_="2025-01-01")])
    asked = compile_level("up", versions, MARCH, as_of=until)
    assert asked.plan is not None
    return result(asked, Reference([plain(table, *rows, fields=("item",))]).tally(asked.plan))


def outage(start: str, end: str, item: str | None = None) -> dict[str, Cell]:
    return {"record": start, "started_at": at(start), "ended_at": at(end), "item": item}


def test_service_hours_before_the_first_use_are_up_and_those_of_the_calendar() -> None:
    measure = "kind: availability, calendar: desk, before_start: up"
    rows = outage("10 08:00", "10 18:00"), outage("31 08:00", "31 18:00")

    used = found(measure, "outages", *rows, begins="2026-03-30")

    # March has 22 working days less St Patrick's: 21 of ten hours, of which two were used and one
    # was down; what was down on the 10th, before the first use, was nobody's.
    assert used.number("open") == 210 * HOUR
    assert used.number("before-start") == 190 * HOUR
    assert str(used.net) == "95.24 %"


def test_days_before_the_first_use_are_left_out_unless_the_terms_say_otherwise() -> None:
    left_out = found("kind: availability, calendar: desk", "outages",
                     outage("31 08:00", "31 18:00"), begins="2026-03-30")  # fmt: skip

    assert str(left_out.net) == "50.00 %"
    assert left_out.number("before-start") == 0


@pytest.mark.parametrize(("counts", "figure"), [("each", "67.74 %"), ("pooled", "83.87 %")])
def test_each_item_has_the_days_before_on_its_own_time_line(counts: str, figure: str) -> None:
    measure = (
        f"kind: availability, before_start: up, population: {{counts: {counts}, items: [a, b]}}"
    )

    used = found(measure, "outages", outage("22 00:00", "32 00:00", "a"), begins="2026-03-22")

    # 21 days before and ten of use: a was down in all ten, b in none of them.
    assert str(used.net) == figure
    assert used.number("before-start") == 2 * 21 * DAY


def test_evidence_that_ends_before_the_first_use_has_nothing_after_it() -> None:
    used = found("kind: availability, before_start: up", "outages", begins="2026-03-22",
                 until=at("11 00:00"))  # fmt: skip

    assert used.number("open") == 10 * DAY


@pytest.mark.parametrize(
    ("slices", "figure", "before"),
    [
        # Two slices of six hours with requests, one with an error rate of a half; 84 before.
        ("statistic: mean-of-slices", "99.42 %", 84),
        ("statistic: good-slices, bad_when: above 5 %", "98.84 %", 84),
        ("statistic: good-slices, bad_when: above 5 %, empty: good", "99.19 %", 84),
    ],
)
def test_slices_before_the_first_use_are_good(slices: str, figure: str, before: int) -> None:
    measure = f"kind: success-rate, before_start: up, slices: {{every: 6 h, {slices}}}"
    rows: list[dict[str, Cell]] = [
        {"at": at("22 01:00"), "total": 10, "failed": 5, "item": None},
        {"at": at("22 07:00"), "total": 10, "failed": 0, "item": None},
    ]

    used = found(measure, "requests", *rows, begins="2026-03-22")

    # Of 124 slices in all 84 lie before the 22nd; 1 - 0.5/86, 1 - 1/86, 1 - 1/124.
    assert str(used.net) == figure
    assert used.number("slices-before-start") == before


def test_a_slice_in_which_the_level_begins_is_counted_once() -> None:
    measure = (
        "kind: success-rate, before_start: up, calendar: desk,"
        " slices: {every: 48 h, statistic: good-slices, bad_when: above 5 %, empty: good}"
    )

    used = found(measure, "requests", {"at": at("4 09:00"), "total": 1, "failed": 0, "item": None},
                 begins="2026-03-04")  # fmt: skip

    # Slices of two days from the 1st: the 1st with the 2nd, and the 3rd with the 4th, in which it
    # begins and which therefore is no slice before.
    assert used.number("slices-before-start") == 1


def test_requests_without_slices_have_no_time_that_was_up() -> None:
    with pytest.raises(TermsDoNotFit, match="requests without slices"):
        found("kind: success-rate, before_start: up", "requests", begins="2026-03-22")


def test_a_level_that_does_not_hold_yet_is_not_measured() -> None:
    body = (
        "dates: {first-use: 2026-04-01}\nservice_levels:\n  up:\n"
        "    measure: {kind: availability, before_start: up}\n"
        "    applies: {after: first-use}\n    commitment: at least 99 %\n"
    )
    asked = compile_level("up", in_order([agreement(body)]), Month(2026, 3))

    assert asked.plan is None
