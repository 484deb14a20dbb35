"""Strictness and favour of single values, also of such as the language does not have yet."""

from __future__ import annotations

import pytest

from entente.agreement.versions.favour import effect_of
from entente.agreement.versions.parts import Keyed, Path, Plain, part_of
from entente.agreement.versions.redline import Change, Kind, Redline
from entente.agreement.versions.strictness import Sign, strictness

LEVEL: Path = ("service_levels", "one")


def keyed(value: Plain) -> Keyed:
    part = part_of(value, value)
    assert isinstance(part, Keyed)
    return part


def changed(path: Path, old: Plain, new: Plain, kind: Kind = "changed") -> Change:
    was, now = (None if value is None else part_of(value, value) for value in (old, new))
    return Change(kind, path, path, was, now)


NOTHING = Redline(keyed({}), keyed({}), ())


@pytest.mark.parametrize(
    ("key", "old", "new", "sign"),
    [
        ("commitment", "at least 95 %", "at least 96 %", 1),
        ("commitment", "above 95 %", "at least 95 %", -1),
        ("commitment", "at least 95 %", "at least 95.0 %", 0),
        ("commitment", "at least 95 %", "at most 95 %", 0),
        ("commitment", "at most 4 h", "at most 4.0", 0),
        ("commitment", "at most 4 h", {"later": "at most 5 h"}, 0),
        ("commitment", "at most 4 h", "most of the time", 0),
        ("expected", "at most 4 h", "at most 3 h", 1),
        ("class", "kpi", "critical", 1),
        ("class", "kpi", "gold", 0),
    ],
)
def test_a_bound_is_stricter_when_fewer_figures_hold_it(
    key: str, old: Plain, new: Plain, sign: Sign
) -> None:
    assert strictness(NOTHING, changed((*LEVEL, key), old, new)) == sign


@pytest.mark.parametrize(
    ("path", "old", "new", "sign"),
    [
        (("measure", "within"), "4 h", "90 min", 1),
        (("measure", "within"), "2 business days", "2 calendar days", 0),
        (("measure", "within"), "4 h", "soon", 0),
        (("measure", "within"), "4 h", {"sooner_of": []}, 0),
        (("measure", "clocks", 0, "within"), "4 h", "2 h", 0),
        (("credit", "at_most"), "0 EUR", "5 EUR", 1),
        (("credit", "at_most"), "5 EUR", "5 USD", 0),
        (("credit", "at_most"), "5 EUR", "half", 0),
        (("credit", "tiers", 1, "pays"), "5 %", "4 %", -1),
        (("credit", "tiers", 1, "below"), "5 %", "4 %", 0),
        (("phases", 0, "commitment"), "at least 95 %", "at least 97 %", 1),
    ],
)
def test_limits_and_credits_are_compared_where_they_are_counted_alike(
    path: Path, old: Plain, new: Plain, sign: Sign
) -> None:
    assert strictness(NOTHING, changed(LEVEL + path, old, new)) == sign


@pytest.mark.parametrize(
    ("trigger", "sign"), [("below 95 %", 0), ("at most 95 %", 1), ("below 90 %", -1)]
)
def test_a_trigger_is_compared_with_a_miss_of_the_commitment(trigger: str, sign: Sign) -> None:
    root = keyed({"service_levels": {"one": {"commitment": "at least 95 %"}}})
    found = Redline(root, root, ())
    path = (*LEVEL, "credit_trigger")

    assert strictness(found, changed(path, None, trigger, "added")) == sign
    assert strictness(found, changed(path, trigger, None, "removed")) == -sign
    assert strictness(NOTHING, changed(path, None, trigger, "added")) == 0


@pytest.mark.parametrize(
    ("path", "clause", "comes", "goes"),
    [
        (("obligations", "a"), {"owner": "client"}, "provider", "client"),
        (("obligations", "a"), {"owner": "both"}, None, None),
        (("prices", "a"), {"owed_by": "provider"}, "client", "provider"),
        (("rights", "a"), {"holder": "client"}, "client", "provider"),
        (("services", "a"), {"owner": "provider"}, None, None),
        (("charges", "a"), {"monthly": "5 EUR"}, "provider", "client"),
        (("dates", "a"), "2026-01-01", None, None),
    ],
)
def test_a_clause_that_comes_favours_who_gains_and_one_that_goes_the_other(
    path: Path, clause: Plain, comes: str | None, goes: str | None
) -> None:
    added, removed = changed(path, None, clause, "added"), changed(path, clause, None, "removed")

    assert effect_of(NOTHING, path, [added]).favours == comes
    assert effect_of(NOTHING, path, [removed]).favours == goes


def test_a_right_that_goes_over_favours_its_new_holder() -> None:
    change = changed(("rights", "a", "holder"), "client", "provider")

    assert effect_of(NOTHING, ("rights", "a"), [change]).favours == "provider"
