"""Keys and the guess at what a writer meant."""

from __future__ import annotations

import pytest

from entente.foundation.references import is_key, mistyped, nearest


@pytest.mark.parametrize("name", ["p1", "first-response", "a-1-b", "2024"])
def test_kebab_case_names_are_keys(name: str) -> None:
    assert is_key(name)


@pytest.mark.parametrize(
    "name", ["", "P1", "-a", "a-", "a--b", "a_b", "é", "a b", "a\n", "first.response"]
)
def test_other_names_are_not_keys(name: str) -> None:
    assert not is_key(name)


def test_the_nearest_candidate_is_meant() -> None:
    assert nearest("tagret", ["target", "window", "tariff"]) == "target"
    assert nearest("First Response", ["first-response", "last-response"]) == "first-response"


def test_nothing_is_guessed_when_nothing_is_near() -> None:
    assert nearest("credits", ["zone", "hours"]) is None
    assert nearest("credits", []) is None


def test_nothing_is_guessed_from_an_endless_name() -> None:
    assert nearest("zone" * 25_000, ["zone" * 25_000]) is None


def test_equal_guesses_are_decided_by_the_alphabet() -> None:
    assert nearest("ax", ["ab", "aa"]) == nearest("ax", ["aa", "ab"])


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("calender", "calendar"),
        ("calednar", "calendar"),
        ("Calendar", "calendar"),
        ("calenndarr", "calendar"),
        ("exclusion", "exclusions"),
        ("zonee", "zone"),
        ("pzoe", None),  # two slips in four letters
        ("us", None),
        ("p3-resolution", None),  # a digit tells things apart
        ("p1-resolutoin", "p1-resolution"),
        ("something-else", None),
    ],
)
def test_a_slip_of_the_keyboard_has_one_answer(name: str, meant: str | None) -> None:
    known = ["calendar", "exclusions", "zone", "up", "p1-resolution", "p2-resolution"]

    assert mistyped(name, known) == meant


def test_two_candidates_that_are_equally_near_are_no_answer() -> None:
    assert mistyped("office-west", ["office-best", "office-rest"]) is None
    assert mistyped("office-west", ["office-best", "office-west"]) == "office-west"
    assert mistyped("zone" * 30, ["zone" * 30]) is None
