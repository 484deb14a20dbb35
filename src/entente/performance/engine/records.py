"""Records in SQL: outages, events, values and answers, each counted by one instant of its own."""

from __future__ import annotations

from entente.performance.engine.cases import cases, holds_at, named_records
from entente.performance.engine.hours import hours_of
from entente.performance.engine.reading import Evidence
from entente.performance.engine.session import Session, text
from entente.performance.kernel.plans import RecordPlan

_MOMENT = {"outages": "started_at"}  # of the others it is `moment`, as evidence calls it


def record_facts(session: Session, evidence: Evidence, plan: RecordPlan) -> str:
    """A new table of the records of the window: source, record, moment, within, taken, words."""
    named = session.table_of_words("named", named_records(plan.exclusions))
    hours = hours_of(session, plan.window, plan.segments)
    taken = cases(
        (f"({exclusion.where.sql(evidence.field)})", str(place))
        for place, exclusion in enumerate(plan.exclusions)
        if exclusion.where is not None
    )
    within = cases(
        (
            f"counted_at >= {segment.start} AND counted_at < {segment.end}",
            "NULL"
            if segment.good is None
            else f"coalesce(({segment.good.sql(evidence.field)}), false)",
        )
        for segment in plan.segments
    )
    moment, window = _MOMENT.get(plan.table, "moment"), plan.window
    facts = session.table(
        "facts",
        f"""SELECT source, {_record(plan)} AS record, counted_at AS moment,
                ({within})::BOOLEAN AS within, least({taken}, number) AS taken,
                {evidence.listed} AS words
            FROM (SELECT *, {moment} AS counted_at FROM {evidence.relation}
                    WHERE {moment} >= {window.start} AND {moment} < {window.end}
                        AND {moment} <= {window.as_of}{_answered(plan)}) AS given
                ASOF JOIN {hours} AS hours ON counted_at >= opens
                LEFT JOIN {named} AS named ON {evidence.field("record")} = word
            WHERE counted_at < closes AND {_told(plan)}
                AND {holds_at(plan.segments, evidence, "counted_at")}""",
    )
    session.drop(named, hours)
    return facts


def _record(plan: RecordPlan) -> str:
    return "NULL::VARCHAR" if plan.table == "values" else "given.record"


def _answered(plan: RecordPlan) -> str:
    if plan.table != "surveys":
        return ""
    known = f" AND coalesce(answered_at, moment) <= {plan.window.as_of}"
    return f" AND score IS NOT NULL{known}" if plan.answered else ""


def _told(plan: RecordPlan) -> str:
    """Whether a row tells of the event that its segment counts."""
    return cases(
        (
            f"counted_at >= {segment.start} AND counted_at < {segment.end}",
            "true" if segment.event is None else f"event = {text(segment.event)}",
        )
        for segment in plan.segments
    )
