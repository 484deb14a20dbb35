"""Which version governs a month, and which days each holds."""

from __future__ import annotations

import datetime as dt

import pytest

from entente.foundation.instants import HOUR, from_micros, to_micros
from entente.performance.kernel.versions import (
    Month,
    NothingInForce,
    NotOneAgreement,
    WrongPeriod,
    governing,
    in_order,
    month_window,
    parse_month,
)
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)


@pytest.mark.parametrize("text", ["2016-3", "2016-13", "2016-00", "March 2016", "", "2016-03-01"])
def test_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WrongPeriod, match="write a month as 2016-03"):
        parse_month(text)


def test_a_month_is_read_and_written_alike() -> None:
    assert str(parse_month("2016-03")) == "2016-03"
    assert parse_month("2016-12").following == dt.date(2017, 1, 1)


def test_the_month_of_a_zone_has_the_hours_that_its_clocks_show() -> None:
    window = month_window(MARCH, agreement())

    assert window.end - window.start == (31 * 24 - 1) * HOUR  # the clocks go forward
    assert from_micros(window.end).isoformat() == "2026-03-31T23:00:00+00:00"
    assert window.closed


def test_a_day_whose_midnight_is_skipped_begins_after_the_gap() -> None:
    # In Lebanon the clocks go forward at midnight: 29 March 2026 begins at 01:00.
    beirut = agreement().model_copy(update={"zone": "Asia/Beirut"})

    april = month_window(Month(2023, 4), beirut)

    assert from_micros(april.start).isoformat() == "2023-03-31T21:00:00+00:00"


def test_the_window_is_open_while_the_evidence_does_not_reach_its_end() -> None:
    reach = to_micros(dt.datetime(2026, 3, 10, tzinfo=dt.UTC))

    assert not month_window(MARCH, agreement(), reach).closed


def test_a_month_stays_open_until_the_day_on_which_the_parties_evaluate_it() -> None:
    terms = agreement().model_copy(update={"evaluated_after": 10})

    window = month_window(MARCH, terms)

    assert from_micros(window.as_of).isoformat() == "2026-04-10T23:00:00+00:00"
    assert window.closed
    assert not month_window(MARCH, terms, window.end).closed


def test_a_version_holds_until_its_successor_takes_force() -> None:
    first, second = in_order(
        [agreement(version=2, from_="2026-03-15"), agreement(until="2026-12-31")]
    )

    assert (first.number, first.from_, first.until) == (
        1,
        dt.date(2026, 1, 1),
        dt.date(2026, 3, 15),
    )
    assert second.until is None
    assert governing([first, second], MARCH) is first
    assert governing([first, second], Month(2026, 4)) is second


def test_a_version_that_ends_before_its_successor_leaves_a_gap() -> None:
    versions = in_order([agreement(until="2026-02-01"), agreement(version=2, from_="2026-04-01")])

    with pytest.raises(NothingInForce, match="no version of the agreement was in force in 2026-03"):
        governing(versions, MARCH)


def test_a_version_that_takes_force_within_the_month_governs_the_rest_of_it() -> None:
    (only,) = in_order([agreement(from_="2026-03-20")])

    assert governing([only], MARCH) is only


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"version": 1, "from_": "2026-05-01"}, "version 1 is given twice"),
        ({"version": 2, "from_": "2025-05-01"}, "version 2 takes force on 2025-05-01, not after"),
    ],
)
def test_documents_that_are_not_versions_of_one_agreement_are_refused(
    other: dict[str, object], sentence: str
) -> None:
    with pytest.raises(NotOneAgreement, match=sentence):
        in_order([agreement(), agreement(**other)])  # type: ignore[arg-type] # keywords of ours


def test_two_alliances_are_never_measured_as_one() -> None:
    other = agreement(version=2, from_="2026-05-01").model_copy(update={"alliance": "north-sea"})

    with pytest.raises(NotOneAgreement, match="different alliances: harbour-and-quay, north-sea"):
        in_order([agreement(), other])
