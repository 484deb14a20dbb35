"""The same fifty random agreements each time: their cents a second time, and their arithmetic."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from entente.agreement.terms.agreement import Agreement
from entente.performance.kernel.credits.month import credits
from entente.performance.kernel.history import shifted
from entente.performance.kernel.steps import Step
from entente.performance.kernel.versions import Month
from tests.performance.kernel.arithmetic import worked_out
from tests.performance.kernel.test_credits_twice import Drawn, cases, history_of, same_cents

COUNT = 50


@cache
def drawn() -> tuple[Drawn, ...]:
    """Fifty cases, drawn without chance; the first that is drawn is the smallest of all."""
    found: list[Drawn] = []

    @settings(max_examples=COUNT, deadline=None, derandomize=True, database=None,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=cases())
    def draw(case: Drawn) -> None:
        found.append(case)

    draw()
    return tuple(found)


@pytest.mark.parametrize("at", range(0, COUNT, 10))
def test_a_second_program_comes_to_the_same_cents(at: int) -> None:
    for case in drawn()[at : at + 10]:
        same_cents(*case)


@pytest.mark.parametrize("at", range(0, COUNT, 10))
def test_each_line_of_the_arithmetic_comes_to_what_it_says(at: int) -> None:
    lines = [line for case in drawn()[at : at + 10] for line in lines_of(case)]

    assert len(lines) > 50
    assert [line.label for line in lines if worked_out(line) != line.amount] == []


def lines_of(case: Drawn) -> list[Step]:
    """Every step of every month of an agreement."""
    terms, percents, months = case
    agreed = Agreement.model_validate(terms)
    first = Month(agreed.in_force.from_.year, agreed.in_force.from_.month)
    known, lines = history_of(agreed, first, percents), []
    for at in range(months):
        made = credits(known, shifted(first, at))
        assert made is not None
        lines += [step for level in made.levels for step in level.steps]
        lines += [*made.caps, *made.settling, *(made.points.steps if made.points else ())]
    return lines
