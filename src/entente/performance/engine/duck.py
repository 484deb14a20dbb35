"""The DuckDB engine: every plan answered over Parquet files, in bounded memory, with integers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from entente.performance.engine.elapsed import Elapsed
from entente.performance.engine.reading import Shelf, Stored
from entente.performance.engine.samples import removed, sample
from entente.performance.engine.session import Session
from entente.performance.kernel.plans import ElapsedPlan, Plan
from entente.performance.kernel.tallies import ElapsedTally, Tally

MEMORY_LIMIT = "1GB"


class DuckEngine:
    """Answers plans over a fixed set of batches; close it, or use it in a `with` block."""

    def __init__(
        self,
        batches: Sequence[Stored],
        *,
        memory_limit: str = MEMORY_LIMIT,
        threads: int | None = None,
    ) -> None:
        paths = [Path(str(stored.path)) for stored in batches]
        self._session = Session(paths, memory_limit, threads)
        self._shelf = Shelf(self._session, batches)

    def __enter__(self) -> DuckEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the memory and the disk space of the engine."""
        self._session.close()

    def tally(self, plan: Plan) -> Tally:
        """The integers of a plan."""
        assert isinstance(plan, ElapsedPlan)
        return self._elapsed(plan)

    def _elapsed(self, plan: ElapsedPlan) -> ElapsedTally:
        evidence = self._shelf.evidence("tickets", plan.source)
        facts = Elapsed(self._session, evidence, plan).facts()
        gross = sample(self._session, facts, "elapsed", plan.ranks, "counted")
        net = sample(self._session, facts, "elapsed", plan.ranks, "counted AND taken IS NULL")
        out = removed(self._session, facts, plan.exclusions, "counted")
        (pending,) = self._session.one(f"SELECT count(*) FROM {facts} WHERE NOT counted")
        self._session.drop(facts)
        return ElapsedTally(gross, net, out, pending)
