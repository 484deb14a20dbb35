"""What the generated files promise as a whole: bytes, months, cuts, bad rows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from entente.web.demo.history import FILES, history
from entente.web.demo.stories import months_from
from entente.web.demo.tables import Row as Record
from tests.demo.records import (
    FIRST,
    Tables,
    lives,
    moment,
    read,
    sure,
)


def test_headers_are_the_agreed_ones(year: dict[str, bytes]) -> None:
    headers = {name: content.split(b"\n", 1)[0].decode() for name, content in year.items()}

    assert headers == {
        "incidents.csv": (
            "Ticket,Changed,State,Priority,Service,Category,Channel,Group,Pause reason"
        ),
        "outages.csv": "Outage,Service,Began,Ended,Kind,Cause,Users affected",
        "major-incidents.csv": "Ticket,Service,What,At,Sent by",
        "announcements.csv": "Release,Service,Announced,From,Until",
        "requests.csv": "Service,Hour,Asked,Failed",
        "events.csv": "About,What,At",
        "probes.csv": "Service,Checked,Status,Response ms",
        "surveys.csv": "Survey,Ticket,Service,Sent,Answered,Score",
        "transactions.csv": "Service,At,Seconds",
        "exclusions.csv": (
            "Claim,Code,Service,Ticket,From,Until,Reason,Proposed by,Approved by,Decided,Decision"
        ),
    }


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert history(first=FIRST, months=2) == history(first=FIRST, months=2)


def test_another_seed_gives_another_history() -> None:
    one, other = (history(first=FIRST, months=1, seed=seed) for seed in (1, 2))

    assert all(one[name] != other[name] for name in one)


def test_a_month_does_not_depend_on_how_many_follow(year: dict[str, bytes]) -> None:
    shorter = history(first=FIRST, months=5)

    assert all(year[name].startswith(content) for name, content in shorter.items())


def test_a_month_does_not_depend_on_how_many_precede(year: dict[str, bytes]) -> None:
    alone = history(first=date(2026, 4, 1), months=1)

    for name in set(alone) - {"surveys.csv"}:  # their scores sink from the first month on
        assert alone[name].split(b"\n", 1)[1] in year[name]


def test_bad_arguments_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="first day of a month"):
        history(first=date(2025, 11, 2), months=1)
    with pytest.raises(ValueError, match="at least 1"):
        history(first=FIRST, months=0)
    with pytest.raises(ValueError, match="aware"):
        history(first=FIRST, months=1, until=datetime(2025, 11, 5))  # noqa: DTZ001 - the point


UNTIL = datetime(2026, 4, 24, 12, 0, tzinfo=UTC)
UNTIL_LOCAL = sure("2026-04-24 13:00:00")


@pytest.fixture(scope="module")
def cut() -> Tables:
    """Six months, cut in the middle of the long outage of payments."""
    files = history(first=FIRST, months=6, until=UNTIL)
    return {name.removesuffix(".csv"): read(content) for name, content in files.items()}


def test_nothing_later_than_until_is_told(cut: Tables) -> None:
    local = [
        moment(value)
        for name in set(cut) - {"probes", "announcements"}  # those tell of what is planned
        for row in cut[name]
        for value in row.values()
    ]
    probed = [
        datetime.fromisoformat(row["Checked"].replace("Z", "+00:00")) for row in cut["probes"]
    ]

    assert max(each for each in local if each) <= UNTIL_LOCAL
    assert UNTIL - timedelta(minutes=31) < max(probed) <= UNTIL


def test_what_is_open_at_until_stays_open(cut: Tables) -> None:
    last = Counter(history[-1]["State"] for history in lives(cut["incidents"]).values())
    ongoing = [row for row in cut["outages"] if not row["Ended"]]

    assert last["In progress"] > 3
    assert {row["Service"] for row in ongoing} == {"payments"}
    assert any(row["Answered"] == row["Score"] == "" for row in cut["surveys"])


def test_until_only_takes_away(cut: Tables, tables: Tables) -> None:
    whole = {tuple(row.values()) for row in tables["incidents"]}

    assert {tuple(row.values()) for row in cut["incidents"]} < whole


def test_the_bad_rows_are_the_five_listed(tables: Tables) -> None:
    incidents = tables["incidents"]
    repeated = [row for row, after in pairwise(incidents) if row == after]

    found = {
        "unparsable date": [row["Ticket"] for row in incidents if not moment(row["Changed"])],
        "duplicate row": [row["Ticket"] for row in repeated],
        "unknown state": [row["Ticket"] for row in incidents if row["State"] == "Pending CAB"],
        "end before start": [
            row["Outage"] for row in tables["outages"] if row["Ended"] < row["Began"]
        ],
        "unparsable number": [
            row["At"] for row in tables["transactions"] if row["Seconds"] == "n/a"
        ],
    }

    assert {kind: len(rows) for kind, rows in found.items()} == dict.fromkeys(found, 1)


def test_no_local_stamp_is_in_doubt(tables: Tables) -> None:
    doubtful = ("2026-03-29 01:", "2026-10-25 01:")

    for name in set(tables) - {"probes"}:
        for row in tables[name]:
            assert not any(value.startswith(doubtful) for value in row.values())


def test_every_file_is_made_of_rows_with_a_moment() -> None:
    month = next(months_from(FIRST, 1))

    for header, rows in FILES.values():
        made = list(rows(2026, month))
        assert all(isinstance(row, Record) and len(row.cells) == len(header) for row in made)
