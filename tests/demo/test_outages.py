"""Outages and what the probe saw of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from tests.demo.records import (
    MONTHS,
    Tables,
    downtime,
    sure,
    utc,
)


@pytest.mark.parametrize(
    ("service", "missed"),
    [("core-banking", {"2026-06"}), ("payments", {"2025-11", "2026-04"})],
)
def test_availability_of_999_is_missed_in_the_told_months_only(
    tables: Tables, service: str, missed: set[str]
) -> None:
    # 0.1 % of the shortest service hours that an agreement may name, 07:00-22:00 on 26 days.
    allowed = timedelta(hours=15 * 26) / 1000

    assert {m for m in MONTHS if downtime(tables["outages"], service, m) > allowed} == missed


def test_payments_has_one_outage_to_remember(tables: Tables) -> None:
    lasting = {
        row["Outage"]: sure(row["Ended"]) - sure(row["Began"])
        for row in tables["outages"]
        if row["Service"] == "payments"
    }

    assert [each for each in lasting.values() if each > timedelta(hours=5)] == [
        timedelta(hours=5, minutes=47)
    ]


def test_some_outages_of_one_service_overlap(tables: Tables) -> None:
    spans = [(row["Service"], sure(row["Began"]), sure(row["Ended"])) for row in tables["outages"]]

    assert any(
        one[0] == other[0] and one[1] < other[1] < one[2] for one in spans for other in spans
    )


def test_frozen_months_have_no_outage(tables: Tables) -> None:
    seen = {row["Began"][:7] for row in tables["outages"]}

    assert set(MONTHS) - seen == {"2025-12", "2026-08"}


def test_maintenance_keeps_to_sundays_and_sometimes_overruns(tables: Tables) -> None:
    spans = [
        (sure(row["Began"]), sure(row["Ended"]))
        for row in tables["outages"]
        if row["Kind"] == "scheduled"
    ]

    assert all(began.weekday() == 6 and began.hour == 2 for began, _ in spans)
    assert sum(ended.hour >= 6 for _, ended in spans) == 2


def test_probes_saw_what_the_outages_say(tables: Tables) -> None:
    down = [
        (utc(row["Began"]), utc(row["Ended"]))
        for row in tables["outages"]
        if row["Service"] == "payments"
    ]

    for row in tables["probes"]:
        checked = datetime.fromisoformat(row["Checked"].replace("Z", "+00:00"))
        outside = not any(began <= checked < ended for began, ended in down)
        assert outside == (row["Status"] in ("up", "degraded"))


def test_the_probe_itself_was_away_three_times(tables: Tables) -> None:
    checked = [datetime.fromisoformat(row["Checked"][:-1]) for row in tables["probes"]]
    gaps = [
        later - earlier
        for earlier, later in pairwise(checked)
        if later - earlier > timedelta(minutes=20)
    ]

    assert len(gaps) == 3
    assert max(gaps) > timedelta(hours=9)
