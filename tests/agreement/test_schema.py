"""The JSON Schema: it takes what the reader takes, says what each key means, offers its words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from entente.agreement.schema import agreement_schema
from entente.agreement.terms.measures import Measure
from entente.agreement.text.yaml_source import read_text
from tests.agreement.drafts import EVIDENCE, HEAD, LEVEL, MONEY, OFFICE

jsonschema = pytest.importorskip("jsonschema", reason="install entente[test] to check the schema")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCHEMA = agreement_schema()


def misfits(text: str) -> list[str]:
    root = read_text(text, "f.yaml").root
    assert root is not None
    found = jsonschema.Draft202012Validator(SCHEMA).iter_errors(root.plain())
    return [error.json_path for error in found]


def test_it_is_a_schema_of_2020_12() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*/agreement.yaml")), ids=lambda p: p.parent.name
)
def test_the_examples_fit(path: Path) -> None:
    assert misfits(path.read_text("utf-8")) == []


def test_small_agreements_fit() -> None:
    assert misfits(HEAD + OFFICE + LEVEL + MONEY + EVIDENCE) == []


@pytest.mark.parametrize(
    ("section", "path"),
    [
        ("titel: X", "$"),
        ("tasks: {A_b: {name: X}}", "$.tasks"),
        ("tasks: {a: {name: X, owner: vendor}}", "$.tasks.a.owner"),
        ("calendars: {c: {weekly: {mon: 8-9}}}", "$.calendars.c.weekly.mon"),
        ("calendars: {c: {weekly: {monday: []}}}", "$.calendars.c.weekly"),
        ("service_levels: {s: {measure: m, commitment: 95}}", "$.service_levels.s.commitment"),
        ("measures: {m: {kind: share-within}}", "$.measures.m"),
        ("charges: {c: {name: C, monthly: 5}}", "$.charges.c.monthly"),
    ],
)
def test_what_the_reader_refuses_does_not_fit(section: str, path: str) -> None:
    assert path in misfits(f"{HEAD}{section}\n")


def test_every_key_says_what_it_means() -> None:
    models = {"Agreement": SCHEMA, **SCHEMA["$defs"]}

    silent = [
        f"{name}.{key}"
        for name, model in models.items()
        for key, value in model.get("properties", {}).items()
        if not value.get("description")
    ]

    assert silent == []
    assert all(model.get("description") for model in SCHEMA["$defs"].values())


def test_an_editor_can_offer_the_words_that_fit() -> None:
    level = SCHEMA["$defs"]["ServiceLevel"]["properties"]

    assert level["class"]["enum"] == ["critical", "kpi"]
    assert "from" in SCHEMA["$defs"]["InForce"]["required"]
    assert level["commitment"]["examples"]
    kinds = [one["$ref"].rpartition("/")[2] for one in branches(SCHEMA["properties"]["measures"])]
    assert kinds == [each.__name__ for each in get_args(get_args(Measure)[0])]


def branches(measures: dict[str, Any]) -> list[dict[str, str]]:
    [measure] = measures["patternProperties"].values()
    found: list[dict[str, str]] = measure["oneOf"]
    return found


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("from: 2025-11-01", "from: 01.11.2025"),
        ("from: 2025-11-01", "from: 2025-13-01"),
        ("within: 4 h", "within: next business day"),
        ("within: 4 h", "within: '4:00'"),
        ("within: 4 h", "within: -4 h"),
        ("at least 95 %", "at least 95,5 %"),
    ],
)
def test_an_editor_sees_what_people_really_mistype(right: str, wrong: str) -> None:
    text = HEAD + LEVEL + EVIDENCE

    assert misfits(text) == []
    assert len(misfits(text.replace(right, wrong))) == 1
