"""Samples from a table of facts: counts, sums, order statistics and what exclusions took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from entente.performance.engine.session import Session
from entente.performance.kernel.plans import RecordExclusion
from entente.performance.kernel.tallies import Removed, Sample


def sample(
    session: Session, facts: str, value: str, ranks: Sequence[Fraction], which: str
) -> Sample:
    """The sample of the facts that meet `which`."""
    count, within, total = session.one(
        f"SELECT count(*), count(*) FILTER (within), coalesce(sum({value}), 0)"
        f" FROM {facts} WHERE {which}"
    )
    places = [nearest_rank(share, count) for share in ranks] if count else []
    ranked = by_place(session, f"SELECT {value} AS value FROM {facts} WHERE {which}", places)
    return Sample(count, within, int(total), ranked)


def latest(session: Session, facts: str, found: Sample, which: str) -> Sample:
    """The sample with its last value in time; of several at that instant the highest."""
    (last,) = session.one(
        f"SELECT max(value) FROM {facts} WHERE {which}"
        f" AND moment = (SELECT max(moment) FROM {facts} WHERE {which})"
    )
    return replace(found, latest=None if last is None else int(last))


def nearest_rank(share: Fraction, count: int) -> int:
    """The place, from 1, of the smallest value that the share does not exceed: ceil(p * n)."""
    return max(1, -(-share.numerator * count // share.denominator))


def by_place(session: Session, values: str, places: Sequence[int]) -> tuple[int, ...]:
    """The values at these places, from 1, of the sorted answer."""
    if not places:
        return ()
    wanted = ", ".join(str(place) for place in set(places))
    found: dict[int, int] = dict(
        session.all(
            "SELECT place, value FROM"
            f" (SELECT value, row_number() OVER (ORDER BY value) AS place FROM ({values}))"
            f" WHERE place IN ({wanted})"
        )
    )
    return tuple(found[place] for place in places)


def removed(
    session: Session, facts: str, exclusions: Sequence[RecordExclusion], which: str = "true"
) -> tuple[Removed, ...]:
    """How many counted records each exclusion took, in the order of the plan."""
    counts: dict[int, int] = dict(
        session.all(
            f"SELECT taken, count(*) FROM {facts}"
            f" WHERE {which} AND taken IS NOT NULL GROUP BY taken"
        )
    )
    return tuple(
        Removed(exclusion.code, records=counts.get(place, 0))
        for place, exclusion in enumerate(exclusions)
    )
