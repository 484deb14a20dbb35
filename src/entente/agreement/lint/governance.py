"""Rules about who decides: bodies that can, roles that are paired, entries that something names."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.lint.looked import Looked
from entente.agreement.terms.governance import Body
from entente.agreement.text.shape import Path
from entente.agreement.text.yaml_source import Mapping, Scalar, Sequence, Written
from entente.foundation.findings import Finding

# Sections whose entries do nothing until something names them, and what they are called.
_NAMED = (("roles", "role"), ("dates", "date"))


def governance_findings(looked: Looked) -> Iterator[Finding]:
    """Every rule about bodies and roles."""
    for key, body in looked.agreement.bodies.items():
        yield from _body(looked, ("bodies", key), body)
    yield from _pairs(looked)
    if looked.whole:
        yield from _unused(looked)


def _body(looked: Looked, path: Path, body: Body) -> Iterator[Finding]:
    if body.quorum is not None:
        for side in ("client", "provider"):
            needed, there = getattr(body.quorum, side), getattr(body.members, side)
            if needed > there:
                message = f"{needed} of the {side} make the quorum, and it has {there}"
                hint = "let the quorum be no more than the members"
                at = (*path, "quorum", side)
                yield looked.found("quorum-beyond-members", message, hint, at)
    if body.decides == "chair" and body.chair is None:
        message = "the chair decides, and nobody is in the chair"
        hint = "name the role: chair: client-service-manager"
        yield looked.found("chair-missing", message, hint, (*path, "decides"))
    stuck = body.decides in {"consensus", "majority-of-each-side"} or (
        body.decides == "majority" and body.members.client == body.members.provider
    )
    if stuck and body.fallback is None:
        message = f"it decides by {body.decides}, and nothing says what follows where it does not"
        hint = "name a ladder: fallback: disputes"
        yield looked.found("no-way-out", message, hint, (*path, "decides"))


def _pairs(looked: Looked) -> Iterator[Finding]:
    """Roles paired with one that is paired with another, or is of the same side."""
    roles = looked.agreement.roles
    for key, role in roles.items():
        other = roles.get(role.paired_with or "")
        if other is None:
            continue
        at = ("roles", key, "paired_with")
        if other.party == role.party:
            message = f"{role.paired_with} is of the same side"
            yield looked.found("pairing-one-sided", message, "pair it with the other side", at)
        elif other.paired_with not in {None, key}:
            message = f"{role.paired_with} is paired with {other.paired_with}, not with {key}"
            yield looked.found("pairing-one-sided", message, "let the two name each other", at)


def _unused(looked: Looked) -> Iterator[Finding]:
    """Roles and dates that no clause names."""
    written = looked.places.root.entries
    for section, called in _NAMED:
        if section not in written:
            continue
        named = set[str]()
        for name, entry in written.items():
            named |= set(_texts(entry.value, own=name == section))
        for key in getattr(looked.agreement, section):
            if key not in named:
                message = f"nothing names the {called} {key}"
                hint = "name it where it is meant, or remove it"
                yield looked.found("unused-entry", message, hint, (section, key), at_key=True)


def _texts(written: Written, *, own: bool) -> Iterator[str]:
    """Every text that may be a key; in its own section an entry may name another."""
    if isinstance(written, Mapping):
        for entry in written.entries.values():
            yield from _texts(entry.value, own=own)
    elif isinstance(written, Sequence):
        for item in written.items:
            yield from _texts(item, own=own)
    elif isinstance(written, Scalar) and isinstance(written.value, str):
        yield written.value
