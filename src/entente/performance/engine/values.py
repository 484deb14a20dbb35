"""Plain values and survey answers in SQL: each row stands for itself."""

from __future__ import annotations

from entente.performance.engine.cases import cases, holds_at, named_records
from entente.performance.engine.hours import hours_of
from entente.performance.engine.reading import Evidence
from entente.performance.engine.session import Session
from entente.performance.kernel.plans import SurveyPlan, ValuePlan, Window
from entente.performance.kernel.tables import MILLIONTHS
from entente.performance.kernel.tallies import SurveyTally


def _here(window: Window) -> str:
    return f"moment >= {window.start} AND moment < {window.end} AND moment <= {window.as_of}"


def value_facts(session: Session, evidence: Evidence, plan: ValuePlan) -> str:
    """A new table of the values of the window: source, moment, value, within, taken, words."""
    named = session.table_of_words("named", named_records(plan.exclusions))
    hours = hours_of(session, plan.window, plan.segments)
    taken = cases(
        (f"({exclusion.where.sql(evidence.field)})", str(place))
        for place, exclusion in enumerate(plan.exclusions)
        if exclusion.where is not None
    )
    within = cases(
        (
            f"moment >= {segment.start} AND moment < {segment.end}",
            "NULL" if segment.limit is None else f"value <= {segment.limit}",
        )
        for segment in plan.segments
    )
    facts = session.table(
        "facts",
        f"""SELECT source, moment, value, ({within})::BOOLEAN AS within,
                least({taken}, number) AS taken, {evidence.listed} AS words
            FROM (SELECT * FROM {evidence.relation} WHERE {_here(plan.window)}) AS given
                ASOF JOIN {hours} AS hours ON moment >= opens
                LEFT JOIN {named} AS named ON {evidence.field("record")} = word
            WHERE moment < closes AND {holds_at(plan.segments, evidence, "moment")}""",
    )
    session.drop(named, hours)
    return facts


def survey_facts(session: Session, evidence: Evidence, plan: SurveyPlan) -> str:
    """A new table of the people asked in the window: record, moment, given_score, standing, ..."""
    low, high = plan.lowest * MILLIONTHS, plan.highest * MILLIONTHS
    return session.table(
        "facts",
        f"""SELECT source, record, moment, given_at, given_score, words,
                CASE WHEN given_score IS NULL THEN 'unanswered'
                    WHEN given_score BETWEEN {low} AND {high} THEN 'counted'
                    ELSE 'outside' END AS standing
            FROM (SELECT source, record, moment, {evidence.listed} AS words,
                    CASE WHEN known THEN answered_at END AS given_at,
                    CASE WHEN known THEN score END AS given_score
                FROM (SELECT *, coalesce(answered_at, moment) <= {plan.window.as_of} AS known
                    FROM {evidence.relation}
                    WHERE {_here(plan.window)}
                        AND ({holds_at(plan.segments, evidence, "moment")})))""",
    )


def survey_tally(session: Session, facts: str, plan: SurveyPlan) -> SurveyTally:
    """The integers of a survey."""
    top = plan.top * MILLIONTHS
    counted = "FILTER (standing = 'counted')"
    found = session.one(
        f"""SELECT count(*), count(*) {counted}, coalesce(sum(given_score) {counted}, 0),
                count(*) FILTER (standing = 'counted' AND given_score >= {top}),
                count(*) FILTER (standing = 'outside')
            FROM {facts}"""
    )
    return SurveyTally(*(int(number) for number in found))
