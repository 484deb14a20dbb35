"""JSON Schema of the language (2020-12): editors complete, explain and check while one types."""

from __future__ import annotations

from typing import Any

from entente.agreement.lint.rules import RULES
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.meanings import meaning

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def agreement_schema() -> Schema:
    """The schema of an agreement as it is written in YAML."""
    schema: Schema = Agreement.model_json_schema(by_alias=True)
    for name, model in {"Agreement": schema, **schema["$defs"]}.items():
        model["description"] = _first_line(model.get("description", ""))
        for key, value in model.get("properties", {}).items():
            value.pop("title", None)
            if said := meaning(name, key):
                value["description"] = said
    acceptable = sorted(rule.id for rule in RULES.values() if rule.acceptable)
    schema["$defs"]["AcceptedFinding"]["properties"]["rule"]["enum"] = acceptable
    _tidy(schema)
    return {"$schema": DIALECT, **schema, "title": "An agreement between client and provider"}


def _first_line(docstring: str) -> str:
    return docstring.partition("\n\n")[0].replace("\n", " ")


def _tidy(node: Any) -> None:
    """Drop what only other dialects know, and refuse keys that no pattern allows."""
    if isinstance(node, list):
        for item in node:
            _tidy(item)
    if not isinstance(node, dict):
        return
    if isinstance(node.get("discriminator"), dict):
        del node["discriminator"]
    if "patternProperties" in node:
        node["additionalProperties"] = False
    if node.get("default", ...) is None:
        del node["default"]
    _without_null(node)
    for value in list(node.values()):
        _tidy(value)


def _without_null(node: Schema) -> None:
    """A key that may be absent is left out in YAML, not written as null: offer what it holds."""
    choices = node.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices and len(choices) == 2:
        choices.remove({"type": "null"})
        del node["anyOf"]
        node.update({**choices[0], **node})
