"""Conditions that no record meets together, and a record that shows otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.agreement.conditions.cases import TooMany, exclude_each_other, record_of_all
from entente.agreement.conditions.condition import parse_condition


def parsed(*texts: str) -> list:  # type: ignore[type-arg] # of conditions
    return [parse_condition(text) for text in texts]


@pytest.mark.parametrize(
    "texts",
    [
        ("priority = 'P1'", "priority = 'P2'"),
        ("priority = 'P1' and priority = 'P2'",),
        ("priority in ('P1', 'P2')", "not (priority in ('P1', 'P2'))"),
        ("a is null", "a = 'x'"),
        ("users > 5", "users < 5"),
        ("users between 1 and 5", "users > 5"),
        ("a < 'm'", "a > 'n'"),
    ],
)
def test_conditions_that_no_record_meets(texts: tuple[str, ...]) -> None:
    assert record_of_all(parsed(*texts)) is None
    assert exclude_each_other(parsed(*texts))


@pytest.mark.parametrize(
    "texts",
    [
        ("priority = 'P1'", "service = 'pay'"),
        ("priority <> 'P1'", "priority <> 'P2'"),
        ("users > 5", "users < 7"),
        ("users > 5 and users < 6",),
        ("a > 'm'", "a < 'n'"),
        ("a like 'NET-%'", "a <> 'NET-'"),
        ("a is null or a <> 'x'", "b is null"),
        ("not (a like 'x%')",),
        (),
    ],
)
def test_a_record_that_meets_all_is_shown(texts: tuple[str, ...]) -> None:
    conditions = parsed(*texts)

    record = record_of_all(conditions)

    assert record is not None
    assert all(condition.holds(record) for condition in conditions)
    assert not exclude_each_other(conditions)


def test_patterns_that_exclude_each_other_are_not_claimed_to() -> None:
    assert not exclude_each_other(parsed("a like 'x%'", "a like 'y%'"))


def test_nothing_is_claimed_where_too_many_records_would_have_to_be_tried() -> None:
    texts = [f"f{number} in ({', '.join(repr(str(n)) for n in range(20))})" for number in range(9)]

    with pytest.raises(TooMany):
        record_of_all(parsed(*texts))
    assert not exclude_each_other(parsed(*texts))


FIELDS = st.sampled_from(["a", "b"])
TEXTS = st.sampled_from(["'x'", "'y'", "'z'"])
NUMBERS = st.sampled_from(["1", "2", "3.5"])
SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
ATOMS = st.one_of(
    st.tuples(FIELDS, SIGNS, st.one_of(TEXTS, NUMBERS)).map(" ".join),
    FIELDS.map(lambda field: f"{field} is null"),
)
WHOLE = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda text: f"not ({text})"),
    ),
    max_leaves=5,
)
VALUES = st.sampled_from([None, "x", "y", "z", "w", "xx", "1", "2", "3", "3.5", "4", "0", "1.7"])


@settings(max_examples=300, deadline=None)
@given(st.lists(WHOLE, min_size=1, max_size=3), VALUES, VALUES)
def test_where_some_record_meets_all_one_is_found(
    texts: list[str], a: str | None, b: str | None
) -> None:
    conditions = parsed(*texts)

    if all(condition.holds({"a": a, "b": b}) for condition in conditions):
        assert record_of_all(conditions) is not None
