"""Availability from published probes: down time to the microsecond, gaps and open ends included."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from entente.foundation.instants import to_micros
from entente.foundation.intervals import Spans
from entente.performance.engine.duck import DuckEngine
from entente.performance.kernel.results import State
from entente.performance.kernel.versions import month_window, parse_month
from entente.performance.measuring import measured
from tests.performance.alliance import read, taken_in

HEAD = """
alliance: electisec
title: Sites watched by Upptime
zone: UTC
in_force: {from: 2025-01-01}
parties: {client: {name: Readers}, provider: {name: Electisec}}
evidence: {probes: {like: upptime-probes, files: [electisec_probes.csv]}}
service_levels:
"""
LEVEL = """
  {site}:
    measure:
      kind: availability
      of: probes
      where: site = '{site}'
      calendar: always
    commitment: at least 99.9 %
"""
MONTHS = ("2025-05", "2025-06", "2025-07", "2025-08")


def micros(text: str) -> int:
    return to_micros(dt.datetime.fromisoformat(text))


def test_down_time_of_every_site_is_that_of_its_published_transitions(
    shared: Path, tmp_path: Path
) -> None:
    lines = (shared / "data/oracle/avail_upptime_from_probes.jsonl").read_text("utf-8").splitlines()
    sites = {case["site"]: case for case in map(json.loads, lines)}
    terms = read(HEAD + "".join(LEVEL.format(site=site) for site in sites))
    probes = shared / "data" / "availability" / "electisec_probes.csv"
    batches = taken_in(terms, [probes], tmp_path)
    reach = micros(next(iter(sites.values()))["as_of"])

    with DuckEngine(batches) as engine:
        months = [
            (parse_month(m), measured([terms], batches, engine, parse_month(m), as_of=reach))
            for m in MONTHS
        ]

    checked = 0
    for site, case in sites.items():
        assert micros(case["as_of"]) == reach
        spans = Spans.of(
            (micros(down), micros(up) if up else reach) for down, up in case["transitions_down_up"]
        )
        for month, made in months:
            window, found = month_window(month, terms), made.result(site)
            assert found.number("down") == spans.clip(window.start, window.end).total(), site
            closed = found.state is not State.PROVISIONAL
            assert closed is (month.number != 8)
            checked += 1
        total = sum(made.result(site).number("down") for _, made in months)
        if case["raw_downtime_minutes"] is not None:
            assert abs(total / 60_000_000 - case["raw_downtime_minutes"]) < 0.02
    assert checked == 40


def test_time_before_the_first_probe_is_unknown_and_not_up(shared: Path, tmp_path: Path) -> None:
    terms = read(HEAD + LEVEL.format(site="electisec-main-site"))
    probes = shared / "data" / "availability" / "electisec_probes.csv"
    batches = taken_in(terms, [probes], tmp_path)

    with DuckEngine(batches) as engine:
        (found,) = measured([terms], batches, engine, parse_month("2025-05")).results
        (before,) = measured([terms], batches, engine, parse_month("2025-04")).results

    window = month_window(parse_month("2025-05"), terms)
    assert found.number("unknown") == micros("2025-05-15T14:39:59.993Z") - window.start
    assert found.net is not None
    assert found.net.denominator == window.end - window.start - found.number("unknown")
    assert before.state is State.NOT_MEASURED
    assert before.net is None
