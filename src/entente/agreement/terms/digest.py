"""The digest of an agreement: what the parties sign and what every number names."""

from __future__ import annotations

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.scalars import Terms
from entente.foundation.canonical import Json, canonical_bytes, digest


def canonical_terms(terms: Terms) -> bytes:
    """The terms as canonical JSON (RFC 8785), defaults included, free of layout and comments."""
    return canonical_bytes(_plain(terms))


def agreement_digest(agreement: Agreement) -> str:
    """`sha256:` and the digest of an agreement's canonical terms."""
    return digest(_plain(agreement))


def _plain(terms: Terms) -> Json:
    return terms.model_dump(mode="json", by_alias=True)  # pydantic's JSON of integers and texts
