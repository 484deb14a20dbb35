"""Who may do what with an agreement."""

from __future__ import annotations

RECORDERS = frozenset({"owner", "signatory", "manager"})


def may_record_version(role: str) -> bool:
    """Whether a member with this role may record a version of the agreement."""
    return role in RECORDERS
