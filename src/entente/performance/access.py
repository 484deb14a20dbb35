"""Who may do what with evidence and statements; whoever may see the alliance may look."""

from __future__ import annotations

from entente.parties.access import NotPermitted, may_contribute
from entente.parties.kernel.standing import Standing


def check_may_add_evidence(standing: Standing) -> None:
    """Contributors and above add evidence, of either side alike; raises NotPermitted."""
    _check(standing, "add evidence")


def check_may_make_statement(standing: Standing) -> None:
    """Contributors and above make statements, of either side alike; raises NotPermitted."""
    _check(standing, "make a statement")


def _check(standing: Standing, what: str) -> None:
    if not may_contribute(standing):
        raise NotPermitted(
            f"You stand in this alliance as {standing.role}: you see everything, and a contributor,"
            f" manager, signatory or owner of either side can {what}."
        )
