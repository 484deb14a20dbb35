"""Keys that terms name: every one is looked up, and one that nothing defines is found."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from entente.agreement.lint.references import REFERENCES
from entente.agreement.terms.agreement import Agreement
from tests.agreement.drafts import level, only, reading_of
from tests.agreement.test_lint_decides import UP

# Names of events that evidence tells of, and keys that are defined where they stand.
NO_REFERENCES = ("event", "from", "to", "all_of.*", "any_of.*", "after", "until_event", "events.*")
DEFINED_THERE = {"alliance", "accepted_findings.*.rule", "service_levels.*.credit.one_incident"}


def keys_named(annotation: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Where the terms name a key, as patterns."""
    origin = get_origin(annotation)
    if origin is Annotated and any("parse_key" in repr(m) for m in annotation.__metadata__):
        yield ".".join(path)
    elif origin in {Annotated, dict, tuple}:
        step = {Annotated: (), dict: ("*",), tuple: ("*",)}[origin]
        inner = get_args(annotation)[1 if origin is dict else 0]
        yield from keys_named(inner, (*path, *step))
    elif origin in {Union, types.UnionType}:
        for branch in get_args(annotation):
            yield from keys_named(branch, path)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            at = (*path, info.alias or name)
            if any("parse_key" in repr(each) for each in info.metadata):
                yield ".".join(at)
            else:
                yield from keys_named(info.annotation, at)


def test_every_key_that_terms_name_is_looked_up() -> None:
    looked_up = {pattern for pattern, _ in REFERENCES}
    named = {
        pattern
        for pattern in keys_named(Agreement)
        if not pattern.endswith(NO_REFERENCES) or pattern == "service_levels.*.applies.after"
    }

    assert named - looked_up - DEFINED_THERE == set()


def test_keys_of_weights_are_looked_up_too() -> None:
    text = (
        level(UP, "at least 99 %")
        + "  two: {measure: {kind: combined, of: [one], statistic: mean, weights: {onee: 100 %}}, "
        "commitment: at least 9 %}\n"
    )

    assert only(reading_of(text), "unresolved-reference").path[-2:] == ("weights", "onee")
