"""Conditions: what is in the language, what it means, and that SQL means the same."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entente.agreement.conditions.condition import (
    MOST_LISTED,
    MOST_TEXT,
    ConditionRefused,
    parse_condition,
)
from entente.agreement.conditions.meaning import All, Any, Compare, Not, OneOf

RECORD = {"priority": "P1", "service": "network", "users": "12", "cause": None, "empty": ""}


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("priority = 'P1'", True),
        ("priority = 'p1'", False),
        ("priority <> 'P1'", False),
        ("priority != 'P2'", True),
        ("service in ('network', 'payments')", True),
        ("service not in ('network')", False),
        ("users > 9", True),
        ("users > '9'", False),
        ("users = 12.0", True),
        ("users between 10 and 12", True),
        ("users not between 10 and 12", False),
        ("users in (12, 'x')", True),
        ("priority > 0", False),
        ("not (priority > 0)", False),
        ("service like 'net%'", True),
        ("service like '%w%k'", True),
        ("service like 'work%net'", False),
        ("service like 'network'", True),
        ("service like 'net'", False),
        ("service like '%x%'", False),
        ("service like '%tw%two%'", False),
        ("service not like 'net%'", False),
        ("cause is null", True),
        ("cause is not null", False),
        ("empty is null", False),
        ("empty = ''", True),
        ("cause = 'x'", False),
        ("cause <> 'x'", False),
        ("not (cause = 'x')", False),
        ("cause like '%'", False),
        ("cause = 'x' or priority = 'P1'", True),
        ("cause = 'x' and priority = 'P1'", False),
        ("not (cause = 'x' and priority = 'P2')", True),
        ("users > -5 and users < 20", True),
        ("nowhere is null", True),
        ("PRIORITY = 'P1'", None),
    ],
)
def test_a_condition_holds_only_where_it_is_true(text: str, true: bool | None) -> None:
    if true is None:
        with pytest.raises(ConditionRefused):
            parse_condition(text)
        return

    assert parse_condition(text).holds(RECORD) is true


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "empty"),
        ("   ", 1, "empty"),
        ("priority", 1, "says nothing by itself"),
        ("priority = ", 10, "does not read"),
        ("lower(priority) = 'p1'", 1, "function"),
        ("priority in ('x', lower('y'))", 19, "function"),
        ("priority in (select 1)", 1, "list of values"),
        ("priority in 'P1'", 1, "list of values"),
        ("priority in ()", 1, "1 to 500"),
        ("priority between (select 1) and 2", 26, "single quotes or a number"),
        ("priority between 'a' and 2", 1, "one of each"),
        ("priority between symmetric 1 and 2", 1, "not in the language"),
        ("priority = 'P1' -- all", 17, "comment"),
        ("priority /* x */ = 'P1'", 10, "comment"),
        ("\"priority\" = 'P1'", 1, "single quotes"),
        ("`priority` = 'P1'", 1, "single quotes"),
        ("priority = ?", 12, "not a sign"),
        ("priority = :x", 12, "not a sign"),
        ("priority = 'P1'; drop table x", 16, "not a sign"),
        ("a.priority = 'P1'", 2, "not a sign"),
        ("priority::int = 1", 9, "not a sign"),
        ("priority == 'P1'", 10, "one ="),
        ("priority = 1e9", 12, "plain decimal"),
        ("priority = 1234567890123456789", 12, "plain decimal"),
        ("priority = service", 12, "single quotes or a number"),
        ("'P1' = priority", 1, "starts with the name"),
        ("priority = null", 1, "is null"),
        ("priority is true", 1, "null or not null"),
        ("priority like 1", 1, "takes a text"),
        ("priority like 'P_'", 1, "special meaning"),
        ("priority like 'P\\%'", 1, "special meaning"),
        ("priority like 'P' escape 'x'", 1, "not in the language"),
        ("priority ilike 'p'", 1, "not in the language"),
        ("priority = 'P1", 12, "no partner"),
        ("priority = e'P1'", 16, "does not read"),
        ("priority = n'P1'", 12, "not a field name"),
        ("priority = 'P1' 'P2'", 12, "single quotes or a number"),
        ("priority = -'P1'", 13, "single quotes or a number"),
        ("Priority = 'P1'", 1, "not a field name"),
        ("priority = 'P\u202e1'", 14, "cannot be seen"),
        ("priority = 'P\x001'", 14, "cannot be seen"),
        ("(" * 13 + "priority = 'P1'" + ")" * 13, 13, "parentheses"),
        ("not " * 60 + "priority = 'P1'", 241, "nested too deeply"),
        ("priority = '" + "x" * 501 + "'", 12, "at most 500"),
        ("x" * (MOST_TEXT + 1), MOST_TEXT, "at most 10,000"),
        ("priority in (" + ",".join(["'x'"] * (MOST_LISTED + 1)) + ")", 1, "1 to 500"),
        ("case = 'x'", 1, ""),
    ],
)
def test_all_else_is_refused_at_its_column(text: str, column: int, words: str) -> None:
    with pytest.raises(ConditionRefused) as refused:
        parse_condition(text)

    assert words in refused.value.problem
    assert refused.value.column == column or text.startswith("case")


@pytest.mark.parametrize("field", ["set", "comment", "load", "update", "desc", "use", "merge"])
def test_words_that_begin_a_statement_of_sql_are_fields(field: str) -> None:
    assert parse_condition(f"{field} = 'x'").tree == Compare(field, "=", "x")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ConditionRefused, match="not a condition"):
        parse_condition(5)


def test_a_negated_like_keeps_its_negation() -> None:
    # The parser marks it by an argument of the node, not by a node of its own.
    condition = parse_condition("service not like 'a%'")

    assert isinstance(condition.tree, Not)
    assert parse_condition(condition) is condition
    assert str(condition) == "service not like 'a%'"


def test_the_fields_of_a_condition_are_named() -> None:
    condition = parse_condition("a = 'x' and (b in (1) or not c like 'x%') and d between 1 and 2")

    assert condition.fields() == {"a", "b", "c", "d"}


def test_sql_never_carries_the_written_text() -> None:
    condition = parse_condition("a = 'it''s' or b > 1")

    assert "it''s" in condition.sql(lambda field: f'"{field}"')
    assert "RLIKE" in condition.sql(lambda field: f"`{field}`", "spark")


FIELDS = ("a", "b", "users_affected")
TEXTS = st.sampled_from(
    ["", "P1", "p1", "it's", "%", "net work", "Ünïcode", "12", "é", "\U0001f600"]
)
NUMBERS = st.decimals(-1000, 1000, places=2) | st.sampled_from([Decimal(0), Decimal("0.000000001")])
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.sampled_from(
        ["5", "5.0", "05", "+5", "-5", "1e3", " 5", "5.", ".5", "5\n", "1_0", "٥", "nan"]
    ),
    NUMBERS.map(str),
)
LITERAL = TEXTS | NUMBERS


def written(value: str | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else "'" + value.replace("'", "''") + "'"


def pairs(values: st.SearchStrategy[str | Decimal]) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(values, values).map(lambda pair: (written(pair[0]), written(pair[1])))


FIELD = st.sampled_from(FIELDS)
PATTERN = st.lists(st.sampled_from(["%", "P", "1", "net", " ", "é"]), max_size=4).map("".join)
LEAF = st.one_of(
    st.builds(
        "{} {} {}".format,
        FIELD,
        st.sampled_from(["=", "<>", "!=", "<", "<=", ">", ">="]),
        LITERAL.map(written),
    ),
    st.builds(
        lambda field, no, values: f"{field} {no}in ({', '.join(map(written, values))})",
        FIELD,
        st.sampled_from(["", "not "]),
        st.lists(LITERAL, min_size=1, max_size=3),
    ),
    st.builds(
        lambda field, no, ends: f"{field} {no}between {ends[0]} and {ends[1]}",
        FIELD,
        st.sampled_from(["", "not "]),
        pairs(TEXTS) | pairs(NUMBERS),
    ),
    st.builds(
        lambda field, no, pattern: f"{field} {no}like '{pattern}'",
        FIELD,
        st.sampled_from(["", "not "]),
        PATTERN,
    ),
    st.builds("{} is {}null".format, FIELD, st.sampled_from(["", "not "])),
)
CONDITION = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=6,
)
RECORDS = st.lists(st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES)), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def duck() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@settings(max_examples=150, deadline=None)
@given(text=CONDITION, records=RECORDS)
def test_duckdb_and_python_agree_on_every_record(
    text: str, records: list[dict[str, str | None]], duck: duckdb.DuckDBPyConnection
) -> None:
    condition = parse_condition(text)
    duck.execute(
        "create or replace table t (n integer, a varchar, b varchar, users_affected varchar)"
    )
    duck.executemany(
        "insert into t values (?, ?, ?, ?)",
        [[n, *(record[field] for field in FIELDS)] for n, record in enumerate(records)],
    )

    found = duck.execute(
        f"select n from t where {condition.sql(lambda f: f)} order by n"
    ).fetchall()

    assert [n for (n,) in found] == [n for n, r in enumerate(records) if condition.holds(r)]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abP1'() =<>,.%-_;\"not in and or like between is null\n", max_size=60))
def test_no_text_at_all_breaks_the_parser(text: str) -> None:
    try:
        column = 1 if parse_condition(text) else 0
    except ConditionRefused as refused:
        column = refused.column

    assert 1 <= column <= max(len(text), 1) + 1


def test_chains_are_flat_so_that_long_ones_are_fine() -> None:
    long = " or ".join(f"a = '{n}'" for n in range(400))

    tree = parse_condition(long).tree

    assert isinstance(tree, Any)
    assert len(tree.of) == 400
    assert parse_condition("a = 'x' and b = 'y'").tree == All(
        (Compare("a", "=", "x"), Compare("b", "=", "y"))
    )
    assert parse_condition("a in (1, 'b')").tree == OneOf("a", (Decimal(1), "b"))
