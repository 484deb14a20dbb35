"""Units of failure, bands and tables at their edges, worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from entente.agreement.terms.level_credits import PerUnit, Table, Tier
from entente.agreement.terms.scalars import Level
from entente.foundation.instants import HOUR, MINUTE
from entente.performance.kernel.asked import TermsDoNotFit
from entente.performance.kernel.credits.bands import row_of, tier_of
from entente.performance.kernel.credits.units import misses, quantities, shortfall, units
from entente.performance.kernel.figures import Bound, Figure, bound
from entente.performance.kernel.results import Number, Result
from entente.performance.kernel.versions import midnight
from tests.performance.kernel.histories import share
from tests.performance.kernel.terms import agreement


def per(**said: str) -> PerUnit:
    return PerUnit.model_validate({"pays": "1 EUR", "part": "exact", "unit": "1"} | said)


def found(figure: str = "90", **numbers: int) -> Result:
    """A share within of so many percent in time, with these numbers alone beside it."""
    made = share(agreement(), "p1-resolution", "2026-01", figure)
    return replace(made, numbers=tuple(Number(name, value) for name, value in numbers.items()))


def of_time(seconds: int) -> Figure:
    return Figure(seconds, 1, "time", Fraction(seconds * 10**6), seconds)  # type: ignore[arg-type]


# --- what failed


@pytest.mark.parametrize(
    ("numbers", "missed"),
    [
        ({"counted": 24, "within": 19}, 5),
        ({"counted": 24, "within": 19, "misses": 3}, 3),
        ({"counted": 24, "within": 19, "beyond": 4}, 4),
        ({"counted": 24, "within": 19, "missed": 2}, 2),
    ],
)
def test_misses_are_those_that_are_named_or_else_what_was_counted_and_not_in_time(
    numbers: dict[str, int], missed: int
) -> None:
    assert misses(found("90", **numbers)) == missed


def test_an_interruption_belongs_to_the_day_of_the_agreements_zone() -> None:
    # 23:30 in Dublin on 1 July is 22:30 in UTC, and the 2nd in Helsinki, where the rest lies too.
    start = midnight(dt.date(2026, 7, 1), "Europe/Dublin") + 23 * HOUR + 30 * MINUTE
    made = replace(found(), lengths=((start, 5), (start + HOUR, 7)))
    each_day = per(of="down", unit="1 min", each="day")
    figure = made.net
    assert figure is not None

    assert quantities(each_day, made, figure, "Europe/Dublin") == [5, 7]
    assert quantities(each_day, made, figure, "Europe/Helsinki") == [12]


def test_the_figure_itself_can_be_what_is_paid_for() -> None:
    made = found("90", misses=7)
    assert made.net is not None

    assert quantities(per(of="figure", unit="1 %"), made, made.net, "UTC") == [90]
    assert quantities(per(of="misses"), made, made.net, "UTC") == [7]


def bound_of(comparison: str, value: int) -> Bound:
    return Bound("", comparison, Fraction(value * 10**6), "time", None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("comparison", "seconds", "short"),
    [
        # At least or above 100 s: what lies below is short. At most or below: what lies above.
        (">=", 97, 3), (">", 97, 3), (">=", 103, 0), (">", 103, 0), (">=", 100, 0),
        ("<=", 103, 3), ("<", 103, 3), ("<=", 97, 0), ("<", 97, 0), ("<=", 100, 0),
    ],
)  # fmt: skip
def test_a_shortfall_is_how_far_a_figure_is_on_the_bad_side(
    comparison: str, seconds: int, short: int
) -> None:
    assert shortfall(bound_of(comparison, 100), of_time(seconds)) == short * 10**6


def test_what_is_short_can_be_of_the_credit_trigger() -> None:
    made = found("90")
    trigger = bound(Level("<=", Fraction(93), "%", "at most 93 %"), made.net)
    short = per(of="shortfall", unit="1 %", bound="credit-trigger")
    assert made.net is not None

    # A trigger says the figures for which money is due: 90 % lies on the good side of `at most`.
    assert quantities(short, replace(made, credit_trigger=trigger), made.net, "UTC") == [0]
    with pytest.raises(TermsDoNotFit, match="p1-resolution: a credit counts what is short of its"):
        quantities(short, made, made.net, "UTC")


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"of": "misses", "unit": "1 h"}, "1 h of misses: units of misses are plain numbers"),
        ({"of": "down", "unit": "1 %"}, "of down time: units of down time are lengths of time"),
        ({"of": "figure", "unit": "3"}, "of the figure: units of the figure are percentages"),
        ({"of": "shortfall", "unit": "3"}, "3 of the shortfall: units of the shortfall are perc"),
    ],
)
def test_what_does_not_fit_is_said(said: dict[str, str], match: str) -> None:
    made = found("90", misses=1)
    assert made.net is not None

    with pytest.raises(TermsDoNotFit, match=match):
        quantities(per(**said), made, made.net, "UTC")


# --- units of it


@pytest.mark.parametrize(
    ("said", "amounts", "expected"),
    [
        ({}, [1], (0, 1)),  # one unit is counted
        ({}, [Fraction(1, 2)], (0, Fraction(1, 2))),  # and less than one
        ({}, [0, 3, 0, 4], (0, 7)),  # nothing among others stops nobody
        ({"beyond": "3"}, [3], (0, 0)),  # just what is free
        ({"beyond": "3", "counts": "all"}, [3, 4], (0, 4)),  # the free part counts once passed
        ({"beyond": "3"}, [3, 4, 5], (0, 1 + 2)),  # free in each
        ({"unit": "2", "part": "up"}, [4, 5], (0, 2 + 3)),
        ({"unit": "2", "part": "down"}, [4, 5], (0, 2 + 2)),
        ({"first_unit": "2", "first_pays": "9 EUR"}, [1, 2, 5], (Fraction(1, 2) + 1 + 1, 3)),
        ({"first_unit": "2", "first_pays": "9 EUR", "part": "up"}, [1, 5], (2, 3)),
    ],
)
def test_units_of_amounts(
    said: dict[str, str], amounts: list[int | Fraction], expected: tuple[Fraction, Fraction]
) -> None:
    assert units(per(of="misses", **said), [Fraction(each) for each in amounts]) == expected


def test_a_unit_of_nothing_is_refused() -> None:
    with pytest.raises(TermsDoNotFit, match="a credit per 0: a unit of nothing cannot be counted"):
        units(per(of="misses", unit="0"), [Fraction(1)])


# --- bands and tables


@pytest.mark.parametrize(
    ("ends", "inside", "outside"),
    [
        ({"at_least": "90 %"}, [90, 91], [89]),
        ({"above": "90 %"}, [91], [89, 90]),
        ({"below": "90 %"}, [89], [90, 91]),
        ({"at_most": "90 %"}, [89, 90], [91]),
    ],
)
def test_an_end_of_a_band_is_in_it_as_it_is_written(
    ends: dict[str, str], inside: list[int], outside: list[int]
) -> None:
    band = Tier.model_validate({"pays": "1 %", **ends})

    assert [tier_of(Fraction(value), [band]) for value in inside] == [band] * len(inside)
    assert [tier_of(Fraction(value), [band]) for value in outside] == [None] * len(outside)


def table(between: str, *rows: tuple[str, str]) -> Table:
    said = [{"at": at, "pays": pays} for at, pays in rows]
    return Table.model_validate({"between": between, "rows": said})


UP = ("95 %", "10 EUR"), ("100 %", "0 EUR"), ("85 %", "30 EUR")
DOWN = ("4 h", "10 %"), ("2 h", "0 %"), ("8 h", "30 %")


@pytest.mark.parametrize(
    ("between", "value", "pays", "how"),
    [
        ("step-down", 101, "0.00 EUR", "the row of 100 %"),
        ("step-down", 100, "0.00 EUR", "the row of 100 %"),
        ("step-down", 95, "10.00 EUR", "the row of 95 %"),
        ("step-down", 85, "30.00 EUR", "the row of 85 %"),
        ("step-down", 80, "30.00 EUR", "the row of 85 %"),
        ("step-down", 91, "10.00 EUR", "between 95 % and 85 %, step-down: 95 %"),
        ("step-up", 91, "30.00 EUR", "between 95 % and 85 %, step-up: 85 %"),
        ("nearest", 91, "10.00 EUR", "between 95 % and 85 %, nearest: 95 %"),
        ("nearest", 90, "10.00 EUR", "between 95 % and 85 %, nearest: 95 %"),
        ("nearest", 89, "30.00 EUR", "between 95 % and 85 %, nearest: 85 %"),
        # 4 of 10 points towards the worse row: 10 + 0.4 x 20 EUR.
        ("linear", 91, "18.00 EUR", "0.4 of the way from 95 % to 85 %"),
    ],
)
def test_a_table_where_more_is_better(between: str, value: int, pays: str, how: str) -> None:
    row = row_of(table(between, *UP), Fraction(value), more_is_better=True)

    assert (str(row.pays), row.how) == (pays, how)


@pytest.mark.parametrize(
    ("between", "hours", "pays"),
    [
        ("step-down", 1, "0 %"), ("step-down", 2, "0 %"), ("step-down", 4, "10 %"),
        ("step-down", 8, "30 %"), ("step-down", 9, "30 %"),
        ("step-down", 5, "10 %"), ("step-up", 5, "30 %"),
        ("nearest", 5, "10 %"), ("nearest", 6, "10 %"), ("nearest", 7, "30 %"),
        ("linear", 5, "15 %"),  # a quarter of the way from 10 % to 30 %
    ],
)  # fmt: skip
def test_a_table_where_less_is_better(between: str, hours: int, pays: str) -> None:
    row = row_of(table(between, *DOWN), Fraction(hours * HOUR), more_is_better=False)

    assert str(row.pays) == pays


def test_a_table_of_one_row_pays_it_for_all_figures() -> None:
    one = table("step-down", ("95 %", "10 %"))

    assert [str(row_of(one, Fraction(value), True).pays) for value in (99, 95, 90)] == ["10 %"] * 3


def test_shares_and_amounts_have_nothing_in_proportion_between_them() -> None:
    for pays in (("10 %", "5 EUR"), ("5 EUR", "10 %")):
        mixed = table("linear", ("95 %", pays[0]), ("85 %", pays[1]))
        with pytest.raises(TermsDoNotFit, match=r"^a table that is linear between its rows pays"):
            row_of(mixed, Fraction(90), more_is_better=True)
