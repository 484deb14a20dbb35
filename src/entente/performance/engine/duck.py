"""The DuckDB engine: every plan answered over Parquet files, in bounded memory, with integers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

from entente.performance.engine.cadence import Cadence, gaps_of
from entente.performance.engine.elapsed import Elapsed
from entente.performance.engine.events import chosen, firsts
from entente.performance.engine.facts import Counting, Facts, rows_of
from entente.performance.engine.reading import Shelf, Stored
from entente.performance.engine.records import record_facts
from entente.performance.engine.requests import request_facts, request_tally
from entente.performance.engine.samples import latest, removed, sample
from entente.performance.engine.session import Session
from entente.performance.engine.uptime import Timeline, timeline
from entente.performance.engine.values import survey_facts, survey_tally, value_facts
from entente.performance.kernel.kinds.deadlines import judged
from entente.performance.kernel.plans import (
    CadencePlan,
    DeadlinePlan,
    ElapsedPlan,
    EventsPlan,
    Plan,
    RecordPlan,
    RequestPlan,
    SurveyPlan,
    UptimePlan,
    ValuePlan,
)
from entente.performance.kernel.rows import OccasionRow, Only, Row, UptimeRow
from entente.performance.kernel.tallies import (
    CadenceTally,
    ElapsedTally,
    RecordTally,
    Sample,
    Tally,
    ValueTally,
)

MEMORY_LIMIT = "1GB"
_NET = "taken IS NULL"


class DuckEngine:
    """Answers plans over a fixed set of batches; close it, or use it in a `with` block.

    One engine serves one thread. The facts of the plan that was asked last are kept, so that a
    number and the pages of its rows cost one reading of the evidence.
    """

    def __init__(
        self,
        batches: Sequence[Stored],
        *,
        memory_limit: str = MEMORY_LIMIT,
        threads: int | None = None,
    ) -> None:
        paths = [Path(str(stored.path)).absolute() for stored in batches]
        self._session = Session(paths, memory_limit, threads)
        self._shelf = Shelf(self._session, batches)
        self._last: Facts | None = None
        self._last_timeline: tuple[UptimePlan, Timeline] | None = None

    def __enter__(self) -> DuckEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the memory and the disk space of the engine."""
        self._session.close()

    def tally(self, plan: Plan) -> Tally:  # noqa: PLR0911 # one line a plan
        """The integers of a plan."""
        if isinstance(plan, UptimePlan):
            return self._timeline(plan).tally()
        if isinstance(plan, EventsPlan):
            return firsts(self._session, self._shelf, plan)
        if isinstance(plan, DeadlinePlan):
            return firsts(self._session, self._shelf, plan.firsts)
        facts = self._facts(plan)
        name = facts.name
        if isinstance(plan, ElapsedPlan | CadencePlan):
            return self._of_tickets(plan, facts)
        if isinstance(plan, ValuePlan | RecordPlan):
            return self._sampled(plan, name)
        if isinstance(plan, RequestPlan):
            return request_tally(self._session, name, plan)
        return survey_tally(self._session, name, plan)

    def _sampled(self, plan: ValuePlan | RecordPlan, name: str) -> ValueTally | RecordTally:
        out = removed(self._session, name, plan.exclusions)
        if isinstance(plan, RecordPlan):
            gross, net = (sample(self._session, name, "0", (), w) for w in ("true", _NET))
            return RecordTally(gross, net, out)
        gross, net = (self._of_values(plan, name, which) for which in ("true", _NET))
        return ValueTally(gross, net, out)

    def _of_values(self, plan: ValuePlan, name: str, which: str) -> Sample:
        found = sample(self._session, name, "value", plan.ranks, which)
        return latest(self._session, name, found, which) if plan.latest else found

    def _of_tickets(self, plan: ElapsedPlan | CadencePlan, facts: Facts) -> Tally:
        session, name, net = self._session, facts.name, "counted AND taken IS NULL"
        out = removed(session, name, plan.exclusions, "counted")
        (pending,) = session.one(f"SELECT count(*) FROM {name} WHERE NOT counted")
        rest = out, int(pending), facts.unstarted
        if isinstance(plan, CadencePlan):
            every = gaps_of(session, name, "counted")
            return CadenceTally(every, gaps_of(session, name, net), *rest)
        gross = sample(session, name, "elapsed", plan.ranks, "counted")
        return ElapsedTally(gross, sample(session, name, "elapsed", plan.ranks, net), *rest)

    def rows(
        self,
        plan: Plan,
        *,
        offset: int = 0,
        limit: int = 100,
        only: Only | None = None,
        search: str | None = None,
    ) -> tuple[Row, ...]:
        """A page of the rows behind the number of a plan, by their instant.

        `only` keeps one kind of row. `search` keeps rows whose record or fields contain a text.
        """
        if isinstance(plan, UptimePlan):
            return tuple(self._uptime_rows(plan, only, search)[offset : offset + limit])
        if isinstance(plan, EventsPlan):
            return ()  # it only looks things up for the plans of others
        if isinstance(plan, DeadlinePlan):
            return self._occasions(plan, only, search)[offset : offset + limit]
        return rows_of(
            self._session,
            self._facts(plan),
            only=only,
            search=search,
            offset=offset,
            limit=limit,
        )

    def row_count(self, plan: Plan, *, only: Only | None = None, search: str | None = None) -> int:
        """How many rows `rows` gives without an end."""
        if isinstance(plan, UptimePlan):
            return len(self._uptime_rows(plan, only, search))
        if isinstance(plan, EventsPlan):
            return 0
        if isinstance(plan, DeadlinePlan):
            return len(self._occasions(plan, only, search))
        return self._facts(plan).count(self._session, only, search)

    def _facts(self, plan: Counting) -> Facts:
        if self._last is not None and self._last.plan == plan:
            return self._last
        if self._last is not None:
            self._session.drop(*self._last.names)
            self._last = None
        self._last = self._made(plan)
        return self._last

    def _made(self, plan: Counting) -> Facts:
        if isinstance(plan, ElapsedPlan):
            evidence = self._shelf.evidence("tickets", plan.source)
            elapsed = Elapsed(self._session, evidence, plan)
            name = elapsed.facts()
            return Facts(plan, evidence, name, elapsed.described, elapsed.unstarted)
        if isinstance(plan, CadencePlan):
            evidence = self._shelf.evidence("tickets", plan.clock.source)
            paced = Cadence(self._session, evidence, plan)
            name = paced.facts()
            return Facts(plan, evidence, name, paced.described, paced.unstarted)
        if isinstance(plan, ValuePlan):
            evidence = self._shelf.evidence("values", plan.source)
            return Facts(plan, evidence, value_facts(self._session, evidence, plan))
        if isinstance(plan, RecordPlan):
            evidence = self._shelf.evidence(plan.table, plan.source)
            return Facts(plan, evidence, record_facts(self._session, evidence, plan))
        if isinstance(plan, RequestPlan):
            evidence = self._shelf.evidence("requests", plan.source)
            return Facts(plan, evidence, request_facts(self._session, evidence, plan))
        if isinstance(plan, SurveyPlan):
            evidence = self._shelf.evidence("surveys", plan.source)
            return Facts(plan, evidence, survey_facts(self._session, evidence, plan))
        assert_never(plan)

    def _timeline(self, plan: UptimePlan) -> Timeline:
        if self._last_timeline is None or self._last_timeline[0] != plan:
            self._last_timeline = plan, timeline(self._session, self._shelf, plan)
        return self._last_timeline[1]

    def _uptime_rows(
        self, plan: UptimePlan, only: Only | None, search: str | None
    ) -> list[UptimeRow]:
        wanted = (search or "").lower()
        return [
            row
            for row in self._timeline(plan).rows()
            if only in (None, row.standing)
            and wanted in f"{row.record or ''} {row.excluded_by or ''} {row.item or ''}".lower()
        ]

    def _occasions(
        self, plan: DeadlinePlan, only: Only | None, search: str | None
    ) -> tuple[OccasionRow, ...]:
        found = judged(plan, firsts(self._session, self._shelf, plan.firsts))
        return chosen(found, only, search)
