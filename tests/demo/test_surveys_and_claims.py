"""Answers of users, samples of transactions, and claims with their decisions."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction

from tests.demo.records import (
    Tables,
    lives,
    share,
    sure,
    within,
)


def test_every_third_ticket_is_asked_and_a_quarter_answer(tables: Tables) -> None:
    tickets, surveys = lives(tables["incidents"]), tables["surveys"]
    answered = [row for row in surveys if row["Answered"]]

    assert len(tickets) // 3 - 12 <= len(surveys) <= len(tickets) // 3
    assert 240 <= share(len(answered), len(surveys)) <= 300
    assert all(bool(row["Answered"]) == bool(row["Score"]) for row in surveys)


def test_users_of_workplace_sink_under_green_levels(tables: Tables) -> None:
    service = {row["Ticket"]: row["Service"] for row in tables["incidents"]}
    scores: dict[tuple[bool, bool], list[int]] = defaultdict(list)
    for row in tables["surveys"]:
        if row["Score"]:
            late_in_year = row["Survey"][3:7] >= "2605"
            workplace = service[row["Ticket"]] == "workplace"
            scores[workplace, late_in_year].append(int(row["Score"]))
    mean = {key: Fraction(sum(found), len(found)) for key, found in scores.items()}

    assert mean[True, False] - mean[True, True] > Fraction(1, 2)
    assert mean[False, True] > 4
    ordinary = [row for row in tables["incidents"] if row["Service"] == "workplace"]
    assert all(reached > Fraction(9, 10) for reached in within(ordinary, "P4").values())


def test_transactions_are_sampled_in_teller_hours_with_one_bad_month(tables: Tables) -> None:
    found: dict[str, list[int]] = defaultdict(list)
    for row in tables["transactions"]:
        at = sure(row["At"])
        assert at.weekday() < 6
        assert 7 <= at.hour < 22
        if row["Seconds"] != "n/a":
            found[row["At"][:7]].append(int(row["Seconds"].replace(".", "")))
            assert len(row["Seconds"].split(".")[1]) == 3
    mean = {month: sum(values) // len(values) for month, values in found.items()}

    assert {month for month, value in mean.items() if value > 1200} == {"2026-03"}


def test_claims_are_approved_by_the_other_side_or_refused_or_open(tables: Tables) -> None:
    decisions = Counter(row["Decision"] for row in tables["exclusions"])
    codes = {row["Code"] for row in tables["exclusions"]}

    assert codes == {"force-majeure", "client-caused"}
    assert decisions["refused"] == 1
    assert decisions[""] == 2
    for row in tables["exclusions"]:
        assert row["From"] < row["Until"]
        assert bool(row["Approved by"]) == (row["Decision"] == "approved")
        assert bool(row["Decided"]) == bool(row["Decision"])
        assert row["Approved by"] != row["Proposed by"]


def test_claims_name_tickets_and_services_that_exist(tables: Tables) -> None:
    service = {row["Ticket"]: row["Service"] for row in tables["incidents"]}

    named = [row for row in tables["exclusions"] if row["Ticket"]]

    assert named
    assert all(service[row["Ticket"]] == row["Service"] for row in named)
