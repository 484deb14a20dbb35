"""Choices in SQL: what holds for the segment or the exclusion that a row falls to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from entente.performance.engine.reading import Evidence
from entente.performance.kernel.plans import RecordExclusion, Segment


def cases(choices: Iterable[tuple[str, str]]) -> str:
    """The value of the first condition that holds, else NULL."""
    written = "".join(f" WHEN {condition} THEN {value}" for condition, value in choices)
    return f"CASE{written} END" if written else "NULL::BIGINT"


def segment_of(segments: Sequence[Segment], at: str) -> str:
    """The number of the segment in which an instant lies."""
    return cases(
        (f"{at} >= {segment.start} AND {at} < {segment.end}", str(place))
        for place, segment in enumerate(segments)
    )


def holds_at(segments: Sequence[Segment], evidence: Evidence, at: str) -> str:
    """Whether a row meets the condition of the segment in which its instant lies."""
    return cases(
        (
            f"{at} >= {segment.start} AND {at} < {segment.end}",
            "true" if segment.where is None else f"({segment.where.sql(evidence.field)})",
        )
        for segment in segments
    )


def named_records(exclusions: Sequence[RecordExclusion]) -> list[tuple[int, str]]:
    """Each record that a claim names, with the number of the first exclusion that does."""
    first: dict[str, int] = {}
    for place, exclusion in enumerate(exclusions):
        for record in exclusion.records:
            first.setdefault(record, place)
    return [(place, record) for record, place in first.items()]
