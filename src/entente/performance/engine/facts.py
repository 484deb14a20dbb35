"""Facts: the table of what was counted for one plan, and the pages of rows made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from entente.performance.engine.reading import Evidence
from entente.performance.engine.session import Answer, Session, text
from entente.performance.kernel.plans import (
    CadencePlan,
    ElapsedPlan,
    RecordPlan,
    RequestPlan,
    SurveyPlan,
    ValuePlan,
)
from entente.performance.kernel.rows import (
    ElapsedRow,
    Fields,
    Only,
    RecordRow,
    RequestRow,
    Row,
    SurveyRow,
    ValueRow,
)

_ELAPSED = {
    None: "true",
    "counted": "counted AND taken IS NULL",
    "met": "counted AND taken IS NULL AND within",
    "missed": "counted AND taken IS NULL AND NOT within",
    "excluded": "counted AND taken IS NOT NULL",
    "pending": "NOT counted",
}
_VALUES = {
    None: "true",
    "counted": "taken IS NULL",
    "met": "taken IS NULL AND within",
    "missed": "taken IS NULL AND NOT within",
    "excluded": "taken IS NOT NULL",
}
_REQUESTS = {
    None: "true",
    "counted": "taken IS NULL",
    "missed": "taken IS NULL AND failed > 0",
    "excluded": "taken IS NOT NULL",
}
_SURVEYS = {
    None: "true",
    "counted": "standing = 'counted'",
    "pending": "standing = 'unanswered'",
    "excluded": "standing = 'outside'",
}


Counting = (
    ElapsedPlan | CadencePlan | RequestPlan | ValuePlan | SurveyPlan | RecordPlan
)  # plans whose rows are facts
_BY_START = "ORDER BY start, record, source"


@dataclass
class Facts:
    """The facts of one plan under `name`; the fields of tickets are looked up when first shown."""

    plan: Counting
    evidence: Evidence
    name: str
    describe: Callable[[str], str] | None = None
    unstarted: int = 0
    _described: list[str] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """Every table that these facts take up."""
        return self.name, *self._described

    def among(self, search: str | None) -> str:
        """The table in which rows are looked for: with the fields of all rows where a text is."""
        if self.describe is None or not search:
            return self.name
        if not self._described:
            self._described.append(self.describe(self.name))
        return self._described[0]

    def count(self, session: Session, only: Only | None, search: str | None) -> int:
        """How many rows are of one kind and contain a text."""
        which = self.which(only, search)
        (found,) = session.one(f"SELECT count(*) FROM {self.among(search)} WHERE {which}")
        return int(found)

    def which(self, only: Only | None, search: str | None) -> str:
        """The condition of a page of rows."""
        kinds = (
            _ELAPSED
            if isinstance(self.plan, ElapsedPlan | CadencePlan)
            else _VALUES
            if isinstance(self.plan, ValuePlan | RecordPlan)
            else _REQUESTS
            if isinstance(self.plan, RequestPlan)
            else _SURVEYS
        )
        kind = f"({kinds.get(only, 'false')})"
        if not search:
            return kind
        alone = isinstance(self.plan, ValuePlan | RequestPlan)
        record = "" if alone else "coalesce(record, '') || chr(10) || "
        said = f"lower({record}coalesce(array_to_string(words, chr(10)), ''))"
        return f"{kind} AND contains({said}, lower({text(search)}))"


def rows_of(
    session: Session,
    facts: Facts,
    *,
    only: Only | None,
    search: str | None,
    offset: int,
    limit: int,
) -> tuple[Row, ...]:
    """A page of the rows of one kind that contain a text, in their stable order."""
    page = f"LIMIT {max(0, int(limit))} OFFSET {max(0, int(offset))}"
    which = f"FROM {facts.among(search)} WHERE {facts.which(only, search)}"
    if isinstance(facts.plan, ElapsedPlan | CadencePlan):
        return _tickets(session, facts, facts.plan, f"{which} {_BY_START} {page}")
    if isinstance(facts.plan, ValuePlan):
        query = f"""SELECT moment, value, source, taken, words
            {which} ORDER BY moment, value, source, words {page}"""
        codes = [exclusion.code for exclusion in facts.plan.exclusions]
        return tuple(_value(facts.evidence, codes, answer) for answer in session.all(query))
    if isinstance(facts.plan, RecordPlan):
        query = f"""SELECT record, source, moment, within, taken, words
            {which} ORDER BY moment, record, source, within, taken, words {page}"""
        codes = [exclusion.code for exclusion in facts.plan.exclusions]
        return tuple(_record(facts.evidence, codes, answer) for answer in session.all(query))
    if isinstance(facts.plan, RequestPlan):
        query = f"""SELECT moment, total, failed, source, taken, item, words
            {which} ORDER BY moment, item, total, failed, source, words {page}"""
        codes = [exclusion.code for exclusion in facts.plan.exclusions]
        return tuple(_request(facts.evidence, codes, answer) for answer in session.all(query))
    query = f"""SELECT record, source, moment, given_at, given_score, standing, words
        {which} ORDER BY moment, record, source {page}"""
    return tuple(_survey(facts.evidence, answer) for answer in session.all(query))


def _tickets(
    session: Session, facts: Facts, plan: ElapsedPlan | CadencePlan, page: str
) -> tuple[Row, ...]:
    """Tickets with their fields, which are read from the history for the page alone."""
    assert facts.describe is not None
    columns = "record, source, start, stop, classified, elapsed, limit_at, within, counted, taken"
    chosen = session.table("page", f"SELECT {columns} {page}")
    shown = facts.describe(chosen)
    answers = session.all(
        f"""SELECT record, source, start, stop, elapsed, limit_at, within, counted, taken, words
            FROM {shown} {_BY_START}"""
    )
    session.drop(chosen, shown)
    return tuple(_elapsed(facts.evidence, plan, answer) for answer in answers)


def _fields(evidence: Evidence, words: list[str | None]) -> Fields:
    return tuple(zip(evidence.fields, words, strict=True))


def _elapsed(evidence: Evidence, plan: ElapsedPlan | CadencePlan, answer: Answer) -> ElapsedRow:
    record, source, start, stop, elapsed, limit, within, counted, taken, words = answer
    excluded = counted and taken is not None
    return ElapsedRow(
        record=record,
        source=evidence.sources[source],
        started_at=start,
        ended_at=stop,
        elapsed=elapsed,
        limit=limit,
        within=within,
        standing="excluded" if excluded else "counted" if counted else "pending",
        excluded_by=plan.exclusions[taken].code if excluded else None,
        fields=_fields(evidence, words),
    )


def _value(evidence: Evidence, codes: list[str], answer: Answer) -> ValueRow:
    at, value, source, taken, words = answer
    return ValueRow(
        at=at,
        value=value,
        source=evidence.sources[source],
        standing="counted" if taken is None else "excluded",
        excluded_by=None if taken is None else codes[taken],
        fields=_fields(evidence, words),
    )


def _record(evidence: Evidence, codes: list[str], answer: Answer) -> RecordRow:
    record, source, at, good, taken, words = answer
    return RecordRow(
        record=record,
        source=evidence.sources[source],
        at=at,
        good=good,
        standing="counted" if taken is None else "excluded",
        excluded_by=None if taken is None else codes[taken],
        fields=_fields(evidence, words),
    )


def _request(evidence: Evidence, codes: list[str], answer: Answer) -> RequestRow:
    at, total, failed, source, taken, item, words = answer
    return RequestRow(
        at=at,
        total=total,
        failed=failed,
        source=evidence.sources[source],
        standing="counted" if taken is None else "excluded",
        excluded_by=None if taken is None else codes[taken],
        item=item or None,
        fields=_fields(evidence, words),
    )


def _survey(evidence: Evidence, answer: Answer) -> SurveyRow:
    record, source, at, answered_at, score, standing, words = answer
    return SurveyRow(
        record=record,
        source=evidence.sources[source],
        at=at,
        answered_at=answered_at,
        score=score,
        standing=standing,
        fields=_fields(evidence, words),
    )
