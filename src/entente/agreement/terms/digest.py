"""The digest of an agreement: what the parties sign and what every number names."""

from __future__ import annotations

import hashlib

import rfc8785

from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.scalars import Terms


def canonical_terms(terms: Terms) -> bytes:
    """The terms as canonical JSON (RFC 8785), defaults included, free of layout and comments."""
    return rfc8785.dumps(terms.model_dump(mode="json", by_alias=True))


def agreement_digest(agreement: Agreement) -> str:
    """`sha256:` and the digest of an agreement's canonical terms."""
    return "sha256:" + hashlib.sha256(canonical_terms(agreement)).hexdigest()
