"""Lint: what is wrong, risky or unclear in an agreement that reads well."""

from __future__ import annotations

from entente.agreement.agreement import Agreement
from entente.agreement.lint.references import unresolved_references
from entente.agreement.shape import Places
from entente.foundation.findings import Finding


def lint(agreement: Agreement | None, places: Places, *, whole: bool = True) -> list[Finding]:
    """Every finding of every rule; `whole` is False where entries were left out of the terms."""
    return list(unresolved_references(places))
