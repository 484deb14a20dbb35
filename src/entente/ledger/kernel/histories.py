"""Two checkpoints of one log: whether they tell one history, and what it means if they do not."""

from __future__ import annotations

from entente.ledger.kernel.checkpoints import Checkpoint
from entente.ledger.kernel.proof_texts import CosignRequest
from entente.ledger.kernel.proofs import consistent


class TwoHistories(ValueError):
    """Two signed checkpoints that no one log can have: somebody was shown another past."""

    def __init__(self, kept: Checkpoint, found: Checkpoint) -> None:
        """The one that was known, and the one that does not go on from it."""
        self.kept, self.found = kept, found
        super().__init__(
            f"two histories: the checkpoint ({kept}) is no beginning of the checkpoint ({found})."
            " Both are signed, so keep both: together they prove that the log was rewritten"
        )


class HistoryMissing(ValueError):
    """A checkpoint smaller than one that was signed before: an old copy, or a log set back."""

    def __init__(self, kept: Checkpoint, found: Checkpoint) -> None:
        """The one that was known, and the smaller one."""
        self.kept, self.found = kept, found
        super().__init__(
            f"history is missing: the checkpoint ({kept}) was signed, but this ends earlier, with"
            f" the checkpoint ({found}). It is an old copy, or the log was set back to a backup"
        )


class NotConsistent(ValueError):
    """A request whose proof does not show that one checkpoint goes on from another."""


def refuse_another_history(
    last: Checkpoint | None, request: CosignRequest, new: Checkpoint
) -> None:
    """Raise unless a checkpoint goes on from the last one that was cosigned."""
    if last is None or last.size == 0:
        return
    if new.size < last.size:
        raise HistoryMissing(last, new)
    if new.size == last.size:
        if new.root != last.root:
            raise TwoHistories(last, new)
        return
    if request.old != last.size:
        raise NotConsistent(
            f"the proof begins at {request.old} entries, but the last checkpoint that this key"
            f" cosigned has {last.size}: ask for a proof from there"
        )
    if not consistent(last.root, last.size, new.root, new.size, request.proof):
        raise NotConsistent(f"the proof does not lead from ({last}) to ({new}); nothing was signed")
