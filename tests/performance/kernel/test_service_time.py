"""Service time from terms to a result: what is announced, suspended, waited for; items; lengths."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from entente.foundation.instants import HOUR, to_micros
from entente.performance.engine.reference import Cell, Reference
from entente.performance.kernel.asked import Known, TermsDoNotFit
from entente.performance.kernel.claims import Claim
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.maintenance import Announced
from entente.performance.kernel.results import Result, State, result
from entente.performance.kernel.tallies import First, Uptime, UptimeTally
from entente.performance.kernel.versions import Month, in_order
from tests.performance.engine.batches import plain
from tests.performance.kernel.terms import agreement

MARCH = Month(2026, 3)
Outage = tuple[str, str] | tuple[str, str, str]


def at(text: str) -> int:
    """An instant of March 2026 in UTC, as `3 10:30`."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    start = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    return to_micros(start + dt.timedelta(int(day) - 1, hours=int(hour), minutes=int(minute)))


def made(
    measure: str, outages: Iterable[Outage] = (), known: Known | None = None, more: str = ""
) -> Result:
    """The result of March under a measure, from outages of the reference."""
    body = (
        "\nservice_levels:\n  up:\n    measure: {" + measure + "}\n"
        f"    commitment: {'at most 1 h' if 'downtime' in measure else 'at least 99 %'}\n{more}"
    )
    asked = compile_level("up", in_order([agreement(body, zone="UTC")]), MARCH, known=known)
    rows: list[dict[str, Cell]] = [
        {"record": f"O{n}", "started_at": at(o[0]), "ended_at": at(o[1]),
         "item": o[2] if len(o) > 2 else None}
        for n, o in enumerate(outages)
    ]  # fmt: skip
    assert asked.plan is not None
    return result(asked, Reference([plain("outages", *rows, fields=("item",))]).tally(asked.plan))


def planned(terms: str, *announced: Announced, outages: Iterable[Outage] = ()) -> Result:
    """The result of March with announced maintenance under these terms."""
    more = f"exclusions:\n  planned: {{title: Planned, maintenance: true{terms}}}\n"
    return made(
        "kind: downtime, exclusions: [planned]", outages, Known(maintenance=announced), more
    )


def told(record: str, told_at: str | None, start: str, end: str, **more: str) -> Announced:
    return Announced(record, at(start), at(end), None if told_at is None else at(told_at), **more)


def lost(found: Result) -> str:
    assert found.net is not None
    return str(found.net.rounded // 60)


WORK = [("3 10:00", "3 12:00")]  # Tuesday 3 March


@pytest.mark.parametrize(
    ("notice", "told_at", "minutes"),
    [
        ("24 h", "2 10:00", "0"),
        ("24 h", "2 10:01", "120"),
        ("4 h, calendar: desk", "2 16:00", "0"),  # 2 h of Monday and 2 h of Tuesday
        ("4 h, calendar: desk", "2 16:01", "120"),
        ("1 day", "2 10:00", "0"),
        ("1 week", "1 00:00", "120"),
        ("2 business days, calendar: desk", "1 00:00", "120"),  # needed by Friday 10:00
        ("1 business day, calendar: desk", "2 10:00", "0"),
        ("1 business day, calendar: desk", "2 10:01", "120"),
    ],
)
def test_notice_is_counted_to_the_minute_in_the_hours_or_days_that_are_named(
    notice: str, told_at: str, minutes: str
) -> None:
    found = planned(f", notice: {notice}", told("M", told_at, "3 10:00", "3 12:00"), outages=WORK)

    assert lost(found) == minutes
    assert found.number("maintenance-too-late") == (minutes != "0")


@pytest.mark.parametrize("told_at", [None, "3 10:01"])
def test_maintenance_is_announced_before_it_begins_even_where_no_notice_is_agreed(
    told_at: str | None,
) -> None:
    found = planned("", told("M", told_at, "3 10:00", "3 12:00"), outages=WORK)

    assert (lost(found), found.number("maintenance-too-late")) == ("120", 1)


def test_of_maintenance_that_is_longer_each_time_than_agreed_the_rest_counts() -> None:
    quota = ", quota: {each: 30 min, times: 2, per: week}"
    spells = [
        told("A", "1 00:00", "3 10:00", "3 11:00"),
        told("B", "1 00:00", "4 10:00", "4 10:20"),
        told("C", "1 00:00", "8 10:00", "8 10:20"),  # Sunday: the third of its week
        told("D", "1 00:00", "9 10:00", "9 10:20"),  # Monday: the first of the next
    ]
    outages = [("3 10:00", "3 11:00"), ("4 10:00", "4 10:20"), ("8 10:00", "8 10:20"),
               ("9 10:00", "9 10:20")]  # fmt: skip

    found = planned(quota, *spells, outages=outages)

    assert lost(found) == "50"
    assert found.number("maintenance-announced") == 4
    assert found.number("maintenance-left-out") == 3
    assert found.number("maintenance-over-quota") == 2


def test_an_outage_that_runs_on_counts_from_the_announced_end_unless_the_terms_say_else() -> None:
    spell = told("M", "1 00:00", "3 10:00", "3 11:00")

    assert lost(planned("", spell, outages=WORK)) == "60"
    assert lost(planned(", overrun: left-out", spell, outages=WORK)) == "0"


def test_maintenance_outside_the_agreed_hours_uses_up_nothing() -> None:
    found = planned(
        ", only_in: {sat: 00:00-24:00}, quota: {times: 1, per: month}",
        told("A", "1 00:00", "3 10:00", "3 12:00"),
        told("B", "1 00:00", "7 10:00", "7 12:00"),
        outages=[*WORK, ("7 10:00", "7 12:00")],
    )

    assert lost(found) == "120"
    assert found.number("maintenance-outside-hours") == 1


def test_maintenance_of_one_item_leaves_the_others_as_they_are() -> None:
    more = "exclusions:\n  planned: {title: Planned, maintenance: true}\n"
    known = Known(maintenance=(told("M", "1 00:00", "3 10:00", "3 12:00", item="a"),))
    outages = [("3 10:00", "3 12:00", "a"), ("3 10:00", "3 12:00", "b")]

    found = made(
        "kind: availability, population: {counts: each}, exclusions: [planned]",
        outages, known, more,
    )  # fmt: skip

    assert [(each.name, str(each.net)) for each in found.items] == [
        ("a", "100.00 %"), ("b", "99.73 %")
    ]  # fmt: skip


def test_a_period_that_is_suspended_as_a_whole_is_not_measured() -> None:
    more = "exclusions:\n  moved: {title: Moved, window: {daily: 00:00-24:00}, effect: suspends}\n"

    found = made("kind: availability, exclusions: [moved]", WORK, more=more)

    assert found.state is State.NOT_MEASURED
    assert "suspended" in found.reason


def test_suspended_time_is_no_service_time_whatever_the_denominator() -> None:
    more = "exclusions:\n  moved: {title: Moved, window: {sun: 00:00-24:00}, effect: suspends}\n"

    found = made("kind: availability, exclusions: [moved]", [("2 00:00", "2 06:14")], more=more)

    assert str(found.net) == "99.00 %"  # 374 minutes of 26 days


def test_claims_for_time_may_need_approval_before_and_have_a_quota() -> None:
    more = (
        "exclusions:\n  asked: {title: Asked for, claimed: true, notice: 24 h,"
        " quota: {at_most: 1 h, per: month}}\n"
    )

    def claim(record: str, start: str, end: str, decided: str) -> Claim:
        return Claim(record, "asked", "provider", None, at(start), at(end), "approved", "client",
                     None, at(decided))  # fmt: skip

    known = Known(
        claims=(
            claim("A", "3 10:00", "3 10:40", "2 10:00"),
            claim("B", "4 10:00", "4 10:40", "2 10:00"),
            claim("C", "5 10:00", "5 10:40", "5 09:00"),
        )
    )
    outages = [(f"{day} 10:00", f"{day} 10:40") for day in (3, 4, 5)]

    found = made("kind: downtime, exclusions: [asked]", outages, known, more)

    assert lost(found) == "60"  # 20 minutes over the quota, and 40 approved too late


def _input(late: str, *arrived: tuple[str, str]) -> Result:
    """Availability of the desk's hours with 2 h down on Tuesday 3 March; all other days arrived."""
    firsts = {f"2026-03-{day:02}": f"{day} 07:00" for day in range(1, 32)} | dict(arrived)
    known = Known(firsts=tuple(First(day, "data", at(when)) for day, when in firsts.items()))
    agreed = f"precondition: {{party: client, event: data, by: '08:00'{late}}}"
    return made(f"kind: availability, calendar: desk, {agreed}", WORK, known)


def test_the_hours_of_a_day_without_what_the_client_gives_first_are_no_service_hours() -> None:
    kept, late = _input(""), _input("", ("2026-03-03", "3 08:01"))

    assert str(kept.net) == "99.05 %"  # 2 h of 21 days of 10 h: 17 March is closed
    assert str(late.net) == "100.00 %"
    assert [each.title for each in late.exclusions] == ["The client did not give “data” in time"]


def test_a_late_arrival_holds_slides_or_starts_a_time_of_its_own() -> None:
    def after(then: str) -> str:
        found = _input(f", late: {{until: '12:00'{then}}}", ("2026-03-03", "3 11:00"))
        return str(found.net)

    assert after("") == "99.05 %"
    # The hours begin 3 h later, at 11:00: one hour of 207 is down.
    assert after(", then: slides") == "99.52 %"
    assert after(", within: 1 h") == "100.00 %"


def test_days_without_a_service_hour_left_make_the_month_excused() -> None:
    agreed = "precondition: {party: client, event: data, by: '08:00'}"

    found = made(f"kind: availability, calendar: desk, {agreed}", WORK, Known())

    assert found.state is State.EXCUSED


def test_interruptions_are_counted_by_their_service_hours() -> None:
    outages = [("3 17:30", "4 08:10"), ("5 10:00", "5 11:00"), ("5 10:30", "5 11:10")]
    body = (
        "\nservice_levels:\n  up:\n    measure: {kind: count, of: outages, calendar: desk,"
        " longer_than: 40 min}\n    commitment: at most 0\n"
    )
    asked = compile_level("up", in_order([agreement(body, zone="UTC")]), MARCH)
    rows: list[dict[str, Cell]] = [
        {"record": str(n), "started_at": at(start), "ended_at": at(end)}
        for n, (start, end) in enumerate(outages)
    ]
    assert asked.plan is not None

    counted = result(asked, Reference([plain("outages", *rows)]).tally(asked.plan))

    assert counted.net is not None
    assert counted.net.numerator == 1  # 40 min over night are not longer; 70 min are


def test_weighted_figures_have_no_whole_units() -> None:
    with pytest.raises(TermsDoNotFit, match="take least_outage and resolution away"):
        made("kind: availability, population: {counts: weighted}, resolution: 1 min")


def test_g21_scheduled_outage_leaves_the_denominator(shared: Path) -> None:
    cases = json.loads((shared / "domain/golden.json").read_text("utf-8"))
    case = next(each for each in cases if each["id"] == "G21")
    prescribed, scheduled, down = (
        int(case["input"][name]) * HOUR for name in ("prescribed_h", "scheduled_h", "unscheduled_h")
    )
    body = (
        "\nservice_levels:\n  up:\n    measure: {kind: availability, rounding: {places: 3},"
        " denominator: service-hours-less-excluded}\n    commitment: at least 99 %\n"
    )
    asked = compile_level("up", in_order([agreement(body)]), MARCH)
    gross = Uptime(prescribed, scheduled + down, 0)

    found = result(asked, UptimeTally(gross, Uptime(prescribed - scheduled, down, 0)))

    assert found.net is not None
    assert str(found.net.rounded) == case["expected"]["availability_pct"]
