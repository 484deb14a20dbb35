"""Canonical JSON: one way to write a value, and a strict way back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.foundation.canonical import (
    EXACT,
    NotAsWritten,
    canonical_bytes,
    digest,
    parsed,
    read,
    written,
)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    class_: Literal["a", "b"]
    share: Fraction
    amount: Decimal
    whole: int
    flag: bool


@dataclass(frozen=True)
class Tree:
    name: str
    colour: Colour
    leaves: tuple[Leaf, ...]
    pair: tuple[str, int]
    other: Leaf | None


leaves = st.builds(
    Leaf,
    st.sampled_from(["a", "b"]),
    st.fractions(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.integers(min_value=-(10**30), max_value=10**30),
    st.booleans(),
)
trees = st.builds(
    Tree,
    st.text(st.characters(exclude_categories=["Cs"])),
    st.just(Colour.RED),
    st.lists(leaves, max_size=3).map(tuple),
    st.tuples(st.just("x"), st.integers()),
    st.none() | leaves,
)
LEAF = Leaf("a", Fraction(19, 20), Decimal("99.90"), 7, True)


@given(trees)
def test_what_is_written_is_read_back_as_it_was(tree: Tree) -> None:
    data = canonical_bytes(written(tree))

    assert read(Tree, parsed(data)) == tree
    assert canonical_bytes(written(read(Tree, parsed(data)))) == data


def test_each_kind_of_value_has_its_form() -> None:
    assert written(LEAF) == {
        "class": "a",
        "share": "19/20",
        "amount": "99.90",
        "whole": 7,
        "flag": True,
    }


@pytest.mark.parametrize(("whole", "form"), [(EXACT - 1, EXACT - 1), (EXACT, str(EXACT))])
def test_an_integer_that_not_every_reader_keeps_is_written_as_a_string(
    whole: int, form: int | str
) -> None:
    assert written(whole) == form
    assert written(-whole) == (-form if isinstance(form, int) else f"-{form}")


def test_a_float_has_no_form() -> None:
    with pytest.raises(TypeError, match="float has no canonical form"):
        written(0.5)


@pytest.mark.parametrize(
    ("member", "value", "sentence"),
    [
        ("class", "c", "leaf.class: expected one of a, b"),
        ("share", "38/40", "leaf.share: expected a fraction in lowest terms"),
        ("share", "1/0", "leaf.share: expected a fraction"),
        ("share", 1, "leaf.share: expected a fraction"),
        ("amount", "1e5", "leaf.amount: expected a decimal"),
        ("whole", "12", "leaf.whole: expected an integer"),
        ("whole", "1234567890123456", "leaf.whole: expected an integer"),
        ("whole", EXACT, "leaf.whole: expected an integer"),
        ("whole", True, "leaf.whole: expected an integer"),
        ("flag", 1, "leaf.flag: expected true or false"),
        ("more", 1, "leaf: unknown member 'more'"),
    ],
)
def test_what_was_not_written_by_us_is_refused_with_its_place(
    member: str, value: object, sentence: str
) -> None:
    document = written(LEAF)
    assert isinstance(document, dict)

    with pytest.raises(NotAsWritten, match=sentence):
        read(Leaf, {**document, member: value}, "leaf")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": 1}, "name: expected text"),
        ({"colour": "blue"}, "colour: expected one of red"),
        ({"leaves": {}}, "leaves: expected a list"),
        ({"leaves": [3]}, r"leaves\[0\]: expected an object"),
        ({"pair": ["x"]}, "pair: expected a list of 2"),
        ({"pair": ["x", "y" * 99]}, r"pair\[1\]: expected an integer"),
    ],
)
def test_a_wrong_shape_is_refused_with_its_place(change: dict[str, object], sentence: str) -> None:
    document = written(Tree("t", Colour.RED, (), ("x", 1), None))
    assert isinstance(document, dict)

    with pytest.raises(NotAsWritten, match=sentence):
        read(Tree, {**document, **change})


def test_a_missing_member_is_named() -> None:
    with pytest.raises(NotAsWritten, match="the document: 'class' is missing"):
        read(Leaf, {})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"a":1,"a":2}', "'a' is given twice"),
        (b'{"a":1.5}', "1.5 is not an integer"),
        (b'{"a":NaN}', "NaN is not an integer"),
        (b'{"a":' + b"9" * 50 + b"}", "too long for a JSON integer"),
        (b'{"a":', "not JSON: line 1"),
        (b"\xff", "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
    ],
)
def test_json_without_one_meaning_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(NotAsWritten, match=sentence):
        parsed(data)


def test_the_digest_does_not_depend_on_the_order_of_members() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}).startswith("sha256:")
