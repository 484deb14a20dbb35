"""Instants are exact, zones come from the pinned rules, and skipped hours are decided by name."""

from __future__ import annotations

import importlib.metadata
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.foundation.instants import (
    Gap,
    NaiveInstant,
    NoSuchLocalTime,
    from_micros,
    local_to_instant,
    micros_of,
    span_of,
    to_micros,
    tzdata_version,
    zone,
)
from entente.foundation.zones import UnknownZone, offset_changes, zone_names

Record = Callable[[str, object], None]
VIENNA = zone("Europe/Vienna")
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # hypothesis adds the zone


def reading(text: str) -> datetime:
    """What a clock on the wall shows."""
    return datetime.fromisoformat(text)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, st.sampled_from([UTC, VIENNA]))
def test_micros_are_exact_both_ways(at: datetime, place: timezone) -> None:
    assert from_micros(to_micros(at.astimezone(place)), place) == at.astimezone(place)
    assert (
        span_of(micros_of(at - datetime(1970, 1, 1, tzinfo=UTC))) + datetime(1970, 1, 1, tzinfo=UTC)
        == at
    )


def test_a_datetime_without_a_zone_is_no_instant() -> None:
    with pytest.raises(NaiveInstant, match="2024-01-01T00:00:00 has no time zone"):
        to_micros(reading("2024-01-01T00:00:00"))


def test_a_repeated_hour_is_two_instants() -> None:
    local = reading("2025-10-26T02:30:00")

    first = local_to_instant(local, VIENNA, fold="first")
    second = local_to_instant(local, VIENNA, fold="second")

    assert second - first == timedelta(hours=1)
    assert to_micros(first.astimezone(VIENNA)) == to_micros(first)
    assert to_micros(second.astimezone(VIENNA)) == to_micros(second)


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("push", "2026-03-29T03:30:00+02:00"),
        ("after", "2026-03-29T03:00:00+02:00"),
        ("before", "2026-03-29T01:30:00+01:00"),
    ],
)
def test_a_skipped_hour_is_placed_by_the_named_rule(gap: Gap, expected: str) -> None:
    found = local_to_instant(reading("2026-03-29T02:30:00"), VIENNA, gap=gap)

    assert found == reading(expected)
    assert found.tzinfo is UTC


def test_a_skipped_hour_can_be_an_error() -> None:
    with pytest.raises(NoSuchLocalTime, match="2026-03-29 02:30:00 does not exist"):
        local_to_instant(reading("2026-03-29T02:30:00"), VIENNA, gap="error")


def test_the_rules_are_those_of_the_package_not_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", ("/nowhere",))

    assert zone.__wrapped__("Asia/Tokyo").key == "Asia/Tokyo"
    assert tzdata_version() == importlib.metadata.version("tzdata")


@pytest.mark.parametrize("name", ["Europe/Viena", "../etc/passwd", "", "Europe"])
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(UnknownZone, match="unknown time zone"):
        zone(name)


def test_a_misspelt_zone_is_guessed() -> None:
    with pytest.raises(UnknownZone, match="did you mean 'Europe/Vienna'"):
        zone("Europe/Viena")


def stated_changes(name: str) -> list[int]:
    """The instants of change that a zone's file states from 1970 on, in seconds."""
    raw = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    counts = struct.unpack(">6l", raw[20:44])
    utc, standard, leap, times, types, letters = counts
    second = 44 + times * 5 + types * 6 + letters + leap * 8 + standard + utc
    times = struct.unpack(">6l", raw[second + 20 : second + 44])[3]
    return [
        at
        for at in struct.unpack(f">{times}q", raw[second + 44 : second + 44 + 8 * times])
        if at > 0
    ]


def same_offsets(name: str) -> None:
    """Probing finds every change of offset that the file of the zone states."""
    rules = zone(name)
    found = {at for at, _ in offset_changes(name, 1970, 2038)}
    for at in stated_changes(name):
        before, after = (from_micros((at + n) * 1_000_000, rules).utcoffset() for n in (-1, 0))
        if from_micros(at * 1_000_000).year < 2038 and before != after:
            assert at in found, (name, at)


@pytest.mark.parametrize("name", ["Europe/Vienna", "Africa/Casablanca", "Pacific/Apia"])
def test_no_change_of_offset_is_missed(name: str) -> None:
    assert len(stated_changes(name)) > 20
    same_offsets(name)


@pytest.mark.proof
def test_proof_that_no_change_of_offset_is_missed(record_property: Record) -> None:
    for name in sorted(zone_names()):
        same_offsets(name)
    record_property("proved", f"{len(zone_names())} zones, every change stated for 1970 to 2037")
