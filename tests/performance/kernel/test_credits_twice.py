"""Every form of credit, computed twice: by the product and by a plain second program."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.agreement.terms.agreement import Agreement
from entente.performance.kernel.compile import compile_level
from entente.performance.kernel.credits.month import credits
from entente.performance.kernel.history import History, shifted
from entente.performance.kernel.results import Result, result
from entente.performance.kernel.tallies import ElapsedTally, Sample
from entente.performance.kernel.versions import Month, in_order
from tests.performance.kernel.plain_credits import Plain
from tests.performance.kernel.random_credits import agreements

RECORDS = 100
figures = st.one_of(st.none(), st.integers(70, 100), st.integers(88, 100))


Drawn = tuple[dict[str, Any], dict[tuple[str, int], int | None], int]


@st.composite
def cases(draw: st.DrawFn) -> Drawn:
    """An agreement, a figure or none for each level and month, and the number of months."""
    terms, months = draw(agreements()), draw(st.integers(1, 18))
    return terms, {(level, at): draw(figures) for level in sorted(terms["service_levels"])
                   for at in range(months)}, months  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(case=cases())
def test_a_second_program_comes_to_the_same_cents(case: Drawn) -> None:
    same_cents(*case)


@pytest.mark.proof
def test_credits_of_random_agreements_agree_to_the_last_cent(
    record_property: Callable[[str, object], None],
) -> None:
    """Credits of random agreements and figures, by the product and by a plain second program."""
    counted = 0

    @settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=cases())
    def proof(case: Drawn) -> None:
        nonlocal counted
        same_cents(*case)
        counted += 1

    proof()
    record_property("proved", f"credits of {counted:,} random agreements agree to the last cent")


def same_cents(
    terms: dict[str, Any], percents: dict[tuple[str, int], int | None], months: int
) -> None:
    """Whether both programs come to the same three amounts in every month."""
    agreed = Agreement.model_validate(terms)
    first = Month(agreed.in_force.from_.year, agreed.in_force.from_.month)
    hundredths = {key: None if one is None else one * 100 for key, one in percents.items()}
    plain = Plain(terms, hundredths, (first.year, first.number), RECORDS)
    known = history_of(agreed, first, percents)
    for at in range(months):
        made = credits(known, shifted(first, at))
        assert made is not None
        assert made.uncapped >= made.capped >= made.settled >= 0
        assert sum(each.settled for each in made.levels) <= made.settled
        ours = tuple(Fraction(each) for each in (made.uncapped, made.capped, made.settled))
        assert ours == plain.month(at)


def history_of(
    agreed: Agreement, first: Month, percents: dict[tuple[str, int], int | None]
) -> History:
    """The same figures as results of the product."""
    versions = in_order([agreed])

    def measure(level: str, month: Month) -> Result:
        at = (month.year - first.year) * 12 + month.number - first.number
        percent = percents[level, at]
        asked = compile_level(level, versions, month)
        if percent is None:
            return result(asked, None)
        sample = Sample(RECORDS, percent, 0)
        return result(asked, ElapsedTally(sample, sample))

    return History(versions, measure)
